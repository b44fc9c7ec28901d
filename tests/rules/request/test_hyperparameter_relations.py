"""Hyperparameters that others, the version of the image or the data rule out: both sides of each limit."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.engine.check import check
from advisor.request import request_of
from tests.builders.acceptance.cases import judged
from tests.builders.folders import Files, checked, write
from tests.builders.pictures.images import jpeg
from tests.builders.recordio import box_label, image_record, write_recordio
from tests.builders.requests import JOB, Brief, channel, findings, image, request
from tests.builders.tokens import sentences


def ruled(number: int, name: str, message: str, value: str) -> list[Brief]:
    return [(f"HYP{number}", "error", message, f"HyperParameters.{name}", value, None)]


def of_version(version: str, **given: str) -> list[Brief]:
    """What is said of values, choices and items in a request for a version of XGBoost's image."""
    content = request({"num_round": "10", **given}, [channel("train", "text/csv")])
    content["AlgorithmSpecification"]["TrainingImage"] = image("sagemaker-xgboost", version)
    return findings("xgboost", content, "HYP10", "HYP112", "HYP114", "HYP115")


def test_what_another_version_knows_is_not_held_against_this_one() -> None:
    message = "Version 0.90-1 of the image does not know 'reg_alpha'; those from 0.90-2 on do."
    unknown = ruled(115, "reg_alpha", message, "much")
    assert of_version("0.90-1", reg_alpha="much") == unknown
    wrong = ruled(103, "eta", "'eta' must be a number.", "much")
    assert of_version("0.90-1", reg_alpha="much", eta="much") == [*wrong, *unknown]
    outside = ruled(104, "max_delta_step", "'max_delta_step' must be at least 0.", "-1")
    assert of_version("0.90-1", reg_alpha="much", max_delta_step="-1") == [*outside, *unknown]
    item = " Version 0.90-1 of the image does not take 'f1_macro' for 'eval_metric'; those from 1.2-2 on do."
    ((_, _, said, *_),) = of_version("0.90-1", reg_alpha="much", eval_metric="error,f1_macro")
    assert said == message + item


def test_a_value_that_a_setting_rules_out() -> None:
    given = {"objective": "binary:logistic", "base_score": "0"}
    message = "With objective = binary:logistic, 'base_score' may not be 0."
    assert of_version("1.7-1", **given) == ruled(112, "base_score", message, "0")
    assert of_version("3.2-0", **given) == of_version("1.7-1", **{**given, "base_score": "0.5"}) == []
    message = "With tree_method = approx, 'max_depth' may not be 0."
    assert of_version("1.5-1", tree_method="approx", max_depth="0") == ruled(112, "max_depth", message, "0")


@pytest.mark.parametrize(
    ("given", "name", "message"),
    [
        ({"is_unbalance": "True", "scale_pos_weight": "58"}, "scale_pos_weight", "With is_unbalance = True, 'scale_p"),
        ({"is_unbalance": "True", "scale_pos_weight": "1.0"}, None, ""),
        ({"is_unbalance": "False", "scale_pos_weight": "58"}, None, ""),
        ({"boosting": "goss"}, "boosting", "With bagging_freq = 1 (the default) and bagging_fraction = 0.9 (the defau"),
        ({"boosting": "goss", "bagging_freq": "0"}, None, ""),
        ({"boosting": "goss", "bagging_fraction": "1.0"}, None, ""),
    ],
)
def test_what_lightgbm_refuses_together(given: dict[str, str], name: str | None, message: str) -> None:
    found = findings("lightgbm", request(given), "HYP")
    assert [(f[0], f[1], f[3]) for f in found] == [("HYP112", "error", f"HyperParameters.{name}")] * bool(name)
    assert all(f[2].startswith(message) for f in found)


def test_items_of_which_there_may_be_one() -> None:
    message = (
        "'updater' may have only one of grow_colmaker, distcol, grow_histmaker, grow_local_histmaker "
        "with booster = gbtree (the default) and process_type = default (the default)."
    )
    assert of_version("1.0-1", updater="grow_colmaker,prune") == []
    assert of_version("1.0-1", updater="grow_colmaker,distcol") == ruled(
        114, "updater", message, "grow_colmaker,distcol"
    )
    assert of_version("1.0-1", booster="gblinear", updater="shotgun") == []
    message = "'updater' must have 1 item with booster = gblinear."
    assert of_version("1.0-1", booster="gblinear", updater="shotgun,coord_descent") == ruled(
        114, "updater", message, "shotgun,coord_descent"
    )


@pytest.mark.parametrize(("k", "feature_dim", "rule"), [("2", "3", None), ("2", "4", "HYP107"), ("2", "2", "HYP107")])
def test_what_the_data_says(tmp_path: Path, k: str, feature_dim: str, rule: str | None) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / "a.csv").write_text("1,2,3\n4,5,6\n7,8,9\n")
    content = request({"k": k, "feature_dim": feature_dim}, [channel("train", "text/csv;label_size=0")])
    message = f"'feature_dim' is {feature_dim}; by the data it must be 3."
    expected = [(rule, "error", message, "HyperParameters.feature_dim", feature_dim, None)] if rule else []
    assert findings("kmeans", content, "HYP", path=tmp_path) == expected


def test_an_estimate_of_the_data_is_no_exact_bound(tmp_path: Path) -> None:
    path = write(tmp_path, {"train/a.csv": "".join(f"user{number},10.0.0.1\n" for number in range(2000))})
    for vectors, told in (("3980", False), ("3000", True)):
        content = request({"vector_dim": "128", "num_entity_vectors": vectors}, [channel("train", "text/csv")])
        said = [one[2].partition(";")[0] for one in findings("ip-insights", content, "HYP107", path=path)]
        assert said == [f"'num_entity_vectors' is {vectors}"] * told


@pytest.mark.parametrize(
    ("labels", "told"), [((0, 1, 2), False), ((0, 1, 2, 3), True), ((1, 2, 3), False), ((0, 1, 5), False)]
)
def test_classes_that_are_more_than_were_sent(labels: tuple[int, ...], told: bool, tmp_path: Path) -> None:
    path = write(tmp_path, {"train/a.csv": "".join(f"{label},1.5,2\n" for label in labels)})
    given = {"predictor_type": "multiclass_classifier", "num_classes": "3"}
    report = check(path, algorithm="linear-learner", hyperparameters=given)
    message = "'num_classes' is 3; by the data it must be at least 4."
    assert [one.message for one in report.findings if one.rule == "HYP107"] == [message] * told


@pytest.mark.parametrize(
    ("algorithm", "given", "files", "error"),
    [
        ("blazingtext", {"mode": "supervised", "min_count": "99"},
         {"train/a.txt": sentences(lambda n: f"__label__{n % 2} ")},
         "Empty vocabulary. Try a smaller -minCount value."),
        ("object-detection", {"num_training_samples": "1", "label_width": "6"},
         {"train/a.rec": write_recordio([image_record(jpeg(), box_label((0, 0.1, 0.1, 0.6, 0.7)))])},
         "Invalid parameter value 'label_width'. Please ensure that the value of parameter"),
        ("kmeans", {"k": "1", "feature_dim": "5"}, {"train/a.csv": "1,2,3\n4,5,6\n"},
         "The dimension of the data does not match feature_dim"),
        ("kmeans", {"k": "9", "feature_dim": "3"}, {"train/a.csv": "1,2,3\n4,5,6\n"}, None),
        ("pca", {"num_components": "5"}, {"train/a.csv": "1,2,3\n4,5,6\n"}, None),
    ],
)  # fmt: skip
def test_what_training_ends_with_where_a_value_contradicts_the_data(
    algorithm: str, given: dict[str, str], files: Files, error: str | None, tmp_path: Path
) -> None:
    report = check(write(tmp_path, files), algorithm=algorithm, hyperparameters=given)
    assert [finding.training_error for finding in report.findings if finding.rule == "HYP107"] == [error]


CROWDED = write_recordio([image_record(jpeg(), box_label(*[(0, 0.1, 0.1, 0.6, 0.7)] * 71))])
DROPPED = "(how often the commonest word comes; all others are dropped)"
RARE = "".join(f"__label__{n % 2} word{n} common\n" for n in range(4))


@pytest.mark.parametrize(
    ("algorithm", "given", "files", "asked", "told"),
    [
        ("object-detection", {"num_classes": "1"}, {"train/a.rec": CROWDED}, False,
         ["'label_width' is 350 by default; by the data it must be at least 357."]),
        ("object-detection", {"num_classes": "1", "label_width": "357"}, {"train/a.rec": CROWDED}, False, []),
        ("object-detection", {}, {"train/a.rec": CROWDED}, False, []),
        ("blazingtext", {"mode": "supervised"}, {"train/a.txt": RARE}, True,
         [f"'min_count' is 5 by default; by the data it must be at most 4 {DROPPED}."]),
        ("blazingtext", {"mode": "supervised"}, {"train/a.txt": RARE}, False, []),
        ("linear-learner", {"predictor_type": "regressor"}, {"train/a.csv": "1,2.5\n"}, True, []),
    ],
)  # fmt: skip
def test_a_default_that_contradicts_the_data(
    algorithm: str, given: dict[str, str], files: Files, asked: bool, told: list[str], tmp_path: Path
) -> None:
    job = request_of(request(given, [channel("train")]), JOB) if asked else None
    report = check(write(tmp_path, files), algorithm=algorithm, job=job, hyperparameters={} if asked else given)
    assert [one.message for one in report.findings if one.rule == "HYP107" and one.severity == "error"] == told


@pytest.mark.parametrize(
    ("feature_dim", "declared", "told"),
    [
        ("2", "", ("warning", "'feature_dim' is 2, a row has 3 cells: right only if the first is a label.")),
        ("2", ";label_size=0", ("error", "'feature_dim' is 2; by the data it must be 3.")),
        ("1", "", ("error", "'feature_dim' is 1; by the data it must be 3.")),
        ("3", "", None),
    ],
)
def test_a_number_of_features_that_counts_on_a_label(
    feature_dim: str, declared: str, told: tuple[str, str] | None, tmp_path: Path
) -> None:
    path, given = write(tmp_path, {"train/a.csv": "1,2,3\n4,5,6\n"}), {"k": "1", "feature_dim": feature_dim}
    report = check(path, algorithm="kmeans", hyperparameters=given, content_types={"train": f"text/csv{declared}"})
    said = [(one.severity, one.message) for one in report.findings if one.rule == "HYP107"]
    assert said == ([told] if told else [])
    fixes = {one.fix for one in report.findings if one.rule == "HYP107"}
    mended = "Send feature_dim=3 with label_size=0, or declare label_size=1."
    assert fixes <= {mended if told and told[0] == "warning" else "Send feature_dim=3."}


@pytest.mark.parametrize(
    ("more", "items", "fails"),
    [({}, "(0,1,0)", False), ({}, "(0,1,0,0)", True), ({"csv_weights": "1"}, "(1,0)", False),
     ({"csv_weights": "1"}, "(0,1,0)", True)],
)  # fmt: skip
def test_an_item_for_each_feature_and_none_for_the_label_or_the_weight(
    more: dict[str, str], items: str, fails: bool, tmp_path: Path
) -> None:
    given = {"num_round": "10", "tree_method": "hist", "monotone_constraints": items, **more}
    path = write(tmp_path, {"train/a.csv": "0,1.5,6.68,2\n1,2.5,8.48,3\n"})
    report = check(path, algorithm="xgboost", hyperparameters=given)
    assert [one.rule for one in report.findings if one.rule == "HYP120"] == ["HYP120"] * fails


def told(algorithm: str, given: dict[str, str], *rules: str) -> list[tuple[str, str]]:
    """Rule and message of what is found in a request with these hyperparameters, in their order."""
    return [(one[0], one[2]) for one in findings(algorithm, request(given), *rules)]


def test_each_is_judged_whatever_stands_before_it() -> None:
    given = {"init_method": "random", "k": "0", "feature_dim": "3"}
    assert told("kmeans", given, "HYP104") == [("HYP104", "'k' must be at least 1.")]
    given = {"booster": "gbtree", "eta": "0.3", "subsample": "0", "num_round": "5"}
    message = "The container accepts 'subsample' only if it is greater than 0."
    assert told("xgboost", given, "HYP109") == [("HYP109", message)]


def test_the_container_of_xgboost_takes_truth_values_in_lower_case() -> None:
    for value, fails in (("true", False), ("false", False), ("True", True)):
        message = "'save_model_on_termination' must be true or false."
        said = told("xgboost", {"num_round": "5", "save_model_on_termination": value}, "HYP103")
        assert said == [("HYP103", message)] * fails
    assert told("xgboost", {"num_round": "5", "sagemaker_program": "a.py"}, "HYP101") == []
    message = "XGBoost has no hyperparameter '_program'."
    assert told("xgboost", {"num_round": "5", "_program": "a.py"}, "HYP101") == [("HYP101", message)]


def test_what_to_change_of_two() -> None:
    def fixes(algorithm: str, **given: str) -> list[str]:
        return [f.fix for f in judged({}, "HYP", algorithm=algorithm, hyperparameters=given)]

    assert fixes("autogluon-tabular", num_stack_levels="1") == [
        "Send num_stack_levels=0, or change num_bag_folds or auto_stack."
    ]
    assert fixes("linear-learner", predictor_type="regressor", loss="logistic") == [
        "Send a value that goes with it, or change predictor_type."
    ]
    assert fixes("knn", k="101", sample_size="100", predictor_type="regressor") == ["Raise sample_size, or lower k."]


def warned(folder: Path, algorithm: str, rule: str, files: Files, **given: str) -> list[str]:
    write(folder, files)
    report = check(folder, algorithm=algorithm, hyperparameters=given)
    return [f.message for f in report.findings if f.rule == rule and f.severity == "warning"]


@pytest.mark.parametrize(("length", "is_told"), [("400", False), ("401", True)])
def test_both_sides_of_what_the_guide_advises(tmp_path: Path, length: str, is_told: bool) -> None:
    series: Files = {"train/a.json": f'{{"start": "2024-01-01 00:00:00", "target": {list(range(900))}}}\n'}
    message = "'prediction_length' should be at most 400, or the model becomes slow and less accurate."
    assert warned(tmp_path, "deepar", "HYP118", series, prediction_length=length) == [message] * is_told


@pytest.mark.parametrize(("size", "is_told"), [("3", False), ("2", True)])
def test_both_sides_of_most_rows_being_left_out(tmp_path: Path, size: str, is_told: bool) -> None:
    rows: Files = {"train/a.csv": "".join(f"{n % 2},{n},{n * 7 % 30}\n" for n in range(30))}
    message = f"With sample_size={size}, 28 of 30 rows are not used."
    assert warned(tmp_path, "knn", "HYP119", rows, sample_size=size) == [message] * is_told


def test_how_a_truth_value_is_spelt_is_judged_of_text_alone() -> None:
    for given, rules in ((True, ["REQ123"]), ("true", ["HYP109"]), ("True", [])):
        content = {**request({}), "HyperParameters": {"auto_stack": given}}
        assert [one[0] for one in findings("autogluon-tabular", content, "HYP", "REQ123")] == rules


RECURRENT = {"encoder_type": "rnn", "decoder_type": "rnn"}
RESIDUAL = ", or ".join(f"{one}_type = rnn and rnn_residual_connections = True" for one in ("encoder", "decoder"))
CNN = "is read only with encoder_type = cnn, or decoder_type = cnn."


@pytest.mark.parametrize(
    ("algorithm", "given", "told"),
    [
        ("seq2seq", RECURRENT | {"cnn_num_hidden": "256"}, [f"'cnn_num_hidden' {CNN}"]),
        ("seq2seq", {"cnn_num_hidden": "256"}, [f"'cnn_num_hidden' {CNN}"]),
        ("seq2seq", RECURRENT | {"cnn_num_hidden": "256", "decoder_type": "cnn"}, []),
        ("seq2seq", RECURRENT | {"cnn_num_hidden": "256", "encoder_type": "cnn"}, []),
        ("seq2seq", {"rnn_num_hidden": "256", "decoder_type": "cnn"}, []),
        ("seq2seq", {"rnn_first_residual_layer": "3", "rnn_residual_connections": "true"}, []),
        ("seq2seq", {"rnn_first_residual_layer": "3"}, [f"'rnn_first_residual_layer' is read only with {RESIDUAL}."]),
        ("blazingtext", {"mode": "supervised", "buckets": "100"}, []),
        ("blazingtext", {"mode": "cbow", "subwords": "true", "buckets": "100"}, []),
        ("blazingtext", {"mode": "cbow", "buckets": "100"}, [
            "'buckets' is read only with mode = supervised, or mode = skipgram or cbow and subwords = True.",
        ]),
        ("autogluon-tabular", {"auto_stack": "True", "num_bag_sets": "2"}, []),
    ],
)  # fmt: skip
def test_what_is_read_with_either_of_two_settings(algorithm: str, given: dict[str, str], told: list[str]) -> None:
    assert [found[2] for found in findings(algorithm, request(given), "HYP113")] == told


@pytest.mark.parametrize(
    ("given", "idle"),
    [
        ({"booster": "dart", "rate_drop": "0.1", "max_depth": "4"}, []),
        ({"rate_drop": "0.1", "max_depth": "4"}, ["rate_drop"]),
        ({"booster": "gblinear", "max_depth": "4", "eta": "0.1", "lambda": "2"}, ["max_depth"]),
        ({"objective": "reg:tweedie", "tweedie_variance_power": "1.2"}, []),
        ({"objective": "survival:aft", "aft_loss_distribution": "normal"}, []),
        ({"eval_metric": "aft-nloglik", "aft_loss_distribution": "normal"}, []),
        ({"aft_loss_distribution": "normal"}, ["aft_loss_distribution"]),
        ({"objective": "reg:gamma", "tweedie_variance_power": "1.2"}, ["tweedie_variance_power"]),
    ],
)
def test_what_only_one_booster_or_objective_reads(given: dict[str, str], idle: list[str]) -> None:
    told = findings("xgboost", request({"num_round": "10", **given}), "HYP113")
    assert [key.rpartition(".")[2] for _, _, _, key, *_ in told if key] == idle


@pytest.mark.parametrize(("first", "told"), [("1", True), ("2", False)])
def test_the_first_layer_has_no_residual_connection(first: str, told: bool) -> None:
    given = {"rnn_residual_connections": "true", "rnn_first_residual_layer": first}
    message = "With rnn_residual_connections = true, 'rnn_first_residual_layer' must be at least 2."
    assert [found[1:3] for found in findings("seq2seq", request(given), "HYP112")] == [("warning", message)] * told


@pytest.mark.parametrize(("vectors", "severity"), [("9", "warning"), ("10", "info"), ("19", "info"), ("20", None)])
def test_fewer_than_are_advised_and_no_fewer_than_there_are(vectors: str, severity: str | None, tmp_path: Path) -> None:
    rows = "".join(f"user{n % 10},10.0.0.{n}\n" for n in range(60))
    given = {"num_entity_vectors": vectors, "vector_dim": "4"}
    report = checked(tmp_path, {"train/a.csv": rows}, algorithm="ip-insights", hyperparameters=given)
    assert [f.severity for f in report.findings if f.rule == "HYP107"] == [severity] * (severity is not None)


@pytest.mark.parametrize(
    ("tag", "given", "told"),
    [
        ("1.7-1", {}, True),
        ("1.3-1", {}, True),
        ("1.2-2", {}, False),
        ("1.7-1", {"eval_metric": "auc"}, False),
        ("1.7-1", {"_tuning_objective_metric": "validation:auc"}, False),
    ],
)
def test_early_stopping_goes_by_a_metric_that_is_named(tag: str, given: dict[str, str], told: bool) -> None:
    asked = request(
        {"num_round": "10", "objective": "binary:logistic", "early_stopping_rounds": "5", **given},
        [channel("train", "text/csv"), channel("validation", "text/csv")],
    )
    image = f"683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:{tag}"
    asked["AlgorithmSpecification"]["TrainingImage"] = image
    said = [found[1:3] for found in findings("xgboost", asked, "HYP113")]
    assert said == [("warning", "'early_stopping_rounds' has no effect without 'eval_metric'.")] * told


@pytest.mark.parametrize(("cells", "told"), [("100", False), ("101", True)])
def test_an_index_has_no_more_cells_than_points(cells: str, told: bool) -> None:
    given = {"k": "5", "feature_dim": "10", "predictor_type": "classifier", "sample_size": "100"}
    given |= {"index_type": "faiss.IVFFlat", "faiss_index_ivf_nlists": cells}
    message = "'faiss_index_ivf_nlists' is 101 and should not exceed 'sample_size', which is 100."
    assert [found[1:3] for found in findings("knn", request(given), "HYP106")] == [("warning", message)] * told
