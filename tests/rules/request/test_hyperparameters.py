"""Rules on hyperparameters, on both sides of each limit."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.engine.check import check
from advisor.knowledge.load import algorithms
from advisor.request import request_of
from advisor.rules.examples import Given
from tests.builders.acceptance.examples import checked
from tests.builders.folders import write
from tests.builders.requests import JOB, Brief, channel, findings, request

PCA = "Principal Component Analysis (PCA)"
GOOD: dict[str, dict[str, str]] = {
    "kmeans": {"k": "10", "feature_dim": "4"},
    "knn": {"k": "5", "feature_dim": "10", "predictor_type": "classifier", "sample_size": "100"},
    "pca": {"feature_dim": "10", "mini_batch_size": "100", "num_components": "3"},
    "ip-insights": {"num_entity_vectors": "1000", "vector_dim": "128"},
    "image-classification": {"num_classes": "3", "num_training_samples": "100"},
    "object-detection": {"num_classes": "3", "num_training_samples": "100"},
    "linear-learner": {"predictor_type": "regressor"},
    "xgboost": {"num_round": "10"},
    "seq2seq": {},
    "object2vec": {"enc0_max_seq_len": "10", "enc0_vocab_size": "10"},
    "autogluon-tabular": {},
    "lightgbm": {},
    "catboost": {},
    "tabtransformer": {},
    "image-classification-tensorflow": {},
    "text-classification-tensorflow": {},
    "object-detection-tensorflow": {},
    "ntm": {"num_topics": "5", "feature_dim": "100"},
    "lda": {"num_topics": "5", "feature_dim": "100", "mini_batch_size": "50"},
    "factorization-machines": {"feature_dim": "10", "num_factors": "4", "predictor_type": "regressor"},
    "deepar": {"context_length": "5", "epochs": "10", "prediction_length": "5", "time_freq": "D"},
    "semantic-segmentation": {"num_classes": "3", "num_training_samples": "100"},
}


def found(algorithm: str, content_type: str | None = None, /, **given: str) -> list[Brief]:
    channels = [channel("train", content_type)] if content_type else []
    return findings(algorithm, request(GOOD[algorithm] | given, channels), "HYP")


def hyp(number: int, name: str, message: str, value: str | None, severity: str = "error") -> list[Brief]:
    return [(f"HYP{number}", severity, message, f"HyperParameters.{name}", value, None)]


@pytest.mark.parametrize("algorithm", GOOD)
def test_what_is_required_is_enough(algorithm: str) -> None:
    assert found(algorithm) == []


RANGES = [
    ("kmeans", "k", "1", None),
    ("kmeans", "k", "0", "'k' must be at least 1."),
    ("ip-insights", "vector_dim", "4", None),
    ("ip-insights", "vector_dim", "3", "'vector_dim' must be at least 4 and at most 4096."),
    ("ip-insights", "vector_dim", "4096", None),
    ("ip-insights", "vector_dim", "4097", "'vector_dim' must be at least 4 and at most 4096."),
    ("ntm", "feature_dim", "1000000", None),
    ("ntm", "feature_dim", "1000001", "'feature_dim' must be at least 1 and at most 1000000."),
    ("object-detection", "image_shape", "300", None),
    ("object-detection", "image_shape", "299", "'image_shape' must be at least 300."),
    ("object-detection", "lr_scheduler_factor", "0.5", None),
    ("object-detection", "lr_scheduler_factor", "0", "'lr_scheduler_factor' must be greater than 0 and less than 1."),
    ("object-detection", "lr_scheduler_factor", "1", "'lr_scheduler_factor' must be greater than 0 and less than 1."),
    ("object-detection", "lr_scheduler_factor", "nan", "'lr_scheduler_factor' must be greater than 0 and less than 1."),
    ("seq2seq", "rnn_num_hidden", "1024", None),
    ("seq2seq", "rnn_num_hidden", "1023", "'rnn_num_hidden' must be a multiple of 2."),
    ("kmeans", "extra_center_factor", "auto", None),
]


@pytest.mark.parametrize(("algorithm", "name", "value", "message"), RANGES)
def test_a_value_lies_within_its_range(algorithm: str, name: str, value: str, message: str | None) -> None:
    assert found(algorithm, **{name: value}) == (hyp(104, name, message, value) if message else [])


TYPES = [
    ("kmeans", "k", "10.5", "'k' must be a whole number."),
    ("kmeans", "k", "abc", "'k' must be a whole number."),
    ("kmeans", "extra_center_factor", "Auto", "'extra_center_factor' must be a whole number."),
    ("linear-learner", "l1", "much", "'l1' must be a number."),
    ("linear-learner", "use_bias", "True", None),
    ("linear-learner", "use_bias", "yes", "'use_bias' must be true or false."),
    ("linear-learner", "normalize_data", "auto", None),
    ("kmeans", "eval_metrics", '["msd"', "'eval_metrics' must be JSON."),
    ("kmeans", "init_method", '"random"', "'init_method' has quotes of its own."),
    ("xgboost", "objective", '"reg:squarederror"', "'objective' has quotes of its own."),
    ("object-detection", "image_shape", "3,416,416", "'image_shape' must be a whole number."),
    ("image-classification", "image_shape", "3, 224, 224", None),
    ("image-classification", "image_shape", "1,28,28", None),
    ("image-classification", "image_shape", "224,224,3", "'image_shape' must be a list whose first item is 1, 3, 4."),
    ("image-classification", "image_shape", "224,3,224", "'image_shape' must be a list whose first item is 1, 3, 4."),
    ("image-classification", "image_shape", "224", "'image_shape' must be a list of 3 items."),
    ("image-classification", "image_shape", "3,0,224", "'image_shape' must be a list of whole numbers at least 1."),
    ("image-classification", "lr_scheduler_step", "10, 20", None),
    ("image-classification", "lr_scheduler_step", "10;20",
     "'lr_scheduler_step' must be a list of whole numbers at least 1."),
    ("object2vec", "comparator_list", "concat,hadamard", None),
    ("object2vec", "comparator_list", "concat,sum", "'comparator_list' must be a list of hadamard, concat, abs_diff."),
    ("deepar", "cardinality", "[2, 3]", None),
    ("deepar", "cardinality", "ignore", None),
    ("deepar", "cardinality", "[2, 0]", "'cardinality' must be a list of whole numbers at least 1."),
    ("deepar", "cardinality", "2", "'cardinality' must be a list in brackets."),
    ("deepar", "test_quantiles", "[0, 0.5, 1]", None),
    ("deepar", "test_quantiles", "[0.5, 1.1]", "'test_quantiles' must be a list of numbers at least 0 and at most 1."),
]  # fmt: skip


@pytest.mark.parametrize(("algorithm", "name", "value", "message"), TYPES)
def test_a_value_is_of_its_type(algorithm: str, name: str, value: str, message: str | None) -> None:
    assert found(algorithm, **{name: value}) == (hyp(103, name, message, value) if message else [])


SCRIPTED = [
    ("iterations", '"500"', []),
    ("boosting_type", '"Plain"', []),
    ("max_bin", '"Auto"', []),
    ("iterations", '"many"', hyp(103, "iterations", "'iterations' must be a whole number.", "many")),
    ("iterations", '"0"', hyp(104, "iterations", "'iterations' must be at least 1.", "0")),
    ("iterations", '"\\"500\\""', hyp(103, "iterations", "'iterations' has quotes of its own.", '"500"')),
    ("iterations", '"500', hyp(103, "iterations", "'iterations' must be a whole number.", '"500')),
]


@pytest.mark.parametrize(("name", "value", "expected"), SCRIPTED)
def test_what_a_script_is_given_is_judged_as_it_is_decoded(name: str, value: str, expected: list[Brief]) -> None:
    assert findings("catboost", request({name: value}, []), "HYP") == expected


def test_the_channels_of_an_image_are_moved_to_the_front(tmp_path: Path) -> None:
    for value, fix in (("224,200,3", "Send 3,224,200: "), ("224,3,200", "Send 3,224,200: "), ("9,9,9", "Give a value")):
        given = Given(algorithm="image-classification", request={"HyperParameters": {"image_shape": value}})
        fixes = [finding.fix for finding in checked(given, tmp_path).findings if finding.rule == "HYP103"]
        assert [text.startswith(fix) for text in fixes] == [True]


def test_a_value_is_among_its_choices() -> None:
    message = "'init_method' must be one of random, kmeans++."
    assert found("kmeans", init_method="kmeans++") == []
    assert found("kmeans", init_method="best") == hyp(105, "init_method", message, "best")
    assert found("kmeans", init_method="Random") == hyp(105, "init_method", message, "Random", "warning")


def test_a_list_in_another_order_is_the_same() -> None:
    assert found("kmeans", eval_metrics='["ssd", "msd"]') == []
    message = '\'eval_metrics\' must be one of ["msd"], ["ssd"], ["msd","ssd"].'
    assert found("kmeans", eval_metrics='["mse"]') == hyp(105, "eval_metrics", message, '["mse"]')


def test_numbers_among_choices_are_compared_as_numbers() -> None:
    assert found("image-classification", num_layers="50") == []
    assert [f[0] for f in found("image-classification", num_layers="51")] == ["HYP105"]


def test_unknown_names_are_named_with_a_near_one() -> None:
    assert found("pca", mini_batch_siz="5") == hyp(
        101, "mini_batch_siz", f"{PCA} has no hyperparameter 'mini_batch_siz'; did you mean 'mini_batch_size'?", "5"
    )
    assert found("pca", sagemaker_program="train.py") == []
    assert found("pca", _tuning_objective_metric="x") == []


def test_what_is_required_is_missing() -> None:
    content = request({"k": "10"})
    assert findings("kmeans", content, "HYP") == hyp(
        102, "feature_dim", "'feature_dim' is required but not given.", None
    )


def test_what_a_setting_requires() -> None:
    assert found("knn", dimension_reduction_type="sign", dimension_reduction_target="3") == []
    message = "'dimension_reduction_target' is required with dimension_reduction_type = sign or fjlt but not given."
    assert found("knn", dimension_reduction_type="sign") == hyp(102, "dimension_reduction_target", message, None)


def test_what_a_content_type_requires() -> None:
    assert found("image-classification", "application/x-recordio") == []
    assert found("image-classification", "image/png", resize="256") == []
    message = (
        "'resize' is required with image/png but not given."
        " Sources disagree: the same page says what happens without it, and jobs have run without it."
    )
    assert found("image-classification", "image/png") == hyp(102, "resize", message, None, "info")


def test_nothing_is_required_of_data_without_a_request(tmp_path: Path) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / "a.csv").write_text("1,2\n3,4\n")
    report = check(tmp_path, algorithm="kmeans", hyperparameters={"feature_dim": "0"})
    found = [(f.rule, f.location.file, f.location.key) for f in report.findings if f.rule in ("HYP102", "HYP104")]
    assert found == [("HYP104", None, "HyperParameters.feature_dim")]


def test_one_bounds_another() -> None:
    assert found("pca", num_components="10") == []
    message = "'num_components' is 11 and may not exceed 'feature_dim', which is 10."
    assert found("pca", num_components="11") == hyp(106, "num_components", message, "11")


def test_one_lies_below_another() -> None:
    setting = {"dimension_reduction_type": "sign"}
    assert found("knn", **setting, dimension_reduction_target="9") == []
    message = "'dimension_reduction_target' is 10 and must lie below 'feature_dim', which is 10."
    target = {"dimension_reduction_target": "10"}
    assert found("knn", **setting, **target) == hyp(106, "dimension_reduction_target", message, "10")


def test_a_list_counts_by_its_greatest_number() -> None:
    assert found("image-classification", resize="225") == []
    message = "'resize' is 223 and may not lie below 'image_shape', which is 3,224,224 by default."
    assert found("image-classification", resize="223") == hyp(106, "resize", message, "223")
    message = "'resize' is 256 and may not lie below 'image_shape', which is 3,64,300."
    assert found("image-classification", resize="256", image_shape="3,64,300") == hyp(106, "resize", message, "256")


def test_where_sources_disagree_whether_two_may_be_equal() -> None:
    message = "'resize' is 224 and should, where sources disagree, exceed 'image_shape', which is 3,224,224 by default."
    assert found("image-classification", resize="224") == hyp(106, "resize", message, "224", "warning")


@pytest.mark.parametrize(
    ("random", "shuffled", "amount"), [("0", "1", None), ("250", "250", None), ("0", "0", 0), ("251", "250", 501)]
)
def test_sums(random: str, shuffled: str, amount: int | None) -> None:
    given = {"random_negative_sampling_rate": random, "shuffled_negative_sampling_rate": shuffled}
    message = (
        "'random_negative_sampling_rate' and 'shuffled_negative_sampling_rate' "
        f"add up to {amount}; together they must be 1 to 500."
    )
    expected = [] if amount is None else hyp(111, "random_negative_sampling_rate", message, random)
    assert found("ip-insights", **given) == expected


def test_a_sum_of_what_is_no_number_is_none() -> None:
    given = {"random_negative_sampling_rate": "many", "shuffled_negative_sampling_rate": "501"}
    assert "HYP111" not in [one[0] for one in found("ip-insights", **given)]


def test_choices_that_a_setting_leaves() -> None:
    assert found("linear-learner", loss="huber_loss") == []
    message = (
        "With predictor_type = regressor, 'loss' must be one of auto, squared_loss, absolute_loss, "
        "eps_insensitive_squared_loss, eps_insensitive_absolute_loss, quantile_loss, huber_loss."
    )
    assert found("linear-learner", loss="logistic") == hyp(112, "loss", message, "logistic")
    message = "With index_type = faiss.IVFPQ, 'index_metric' must be L2."
    given = {"index_type": "faiss.IVFPQ", "index_metric": "COSINE"}
    assert found("knn", **given) == hyp(112, "index_metric", message, "COSINE")
    assert found("knn", index_metric="COSINE") == []
    message = "With num_bag_folds = 0 (the default) and auto_stack = False (the default), 'num_stack_levels' must be 0."
    assert found("autogluon-tabular", num_stack_levels="1") == hyp(112, "num_stack_levels", message, "1", "warning")
    assert found("autogluon-tabular", num_stack_levels="1", auto_stack="True") == []
    assert found("autogluon-tabular", num_stack_levels="1", num_bag_folds="5") == []


def test_choices_that_each_task_leaves() -> None:
    message = "With predictor_type = binary_classifier, 'loss' must be one of auto, logistic, hinge_loss."
    given = {"predictor_type": "binary_classifier", "loss": "huber_loss"}
    assert found("linear-learner", **given) == hyp(112, "loss", message, "huber_loss", "warning")


def test_what_had_better_not_exceed_another() -> None:
    message = "'k' is 101 and should not exceed 'sample_size', which is 100."
    assert found("knn", k="100") == []
    assert found("knn", k="101") == hyp(106, "k", message, "101", "warning")


def test_pretrained_models_come_in_one_size() -> None:
    assert found("image-classification", use_pretrained_model="1", image_shape="3, 224, 224") == []
    message = "With use_pretrained_model = 1, 'image_shape' must be 3,224,224."
    given = {"use_pretrained_model": "1", "image_shape": "3,300,300"}
    assert found("image-classification", **given) == hyp(112, "image_shape", message, "3,300,300", "info")


def test_what_the_container_refuses() -> None:
    assert found("xgboost", subsample="0.5") == []
    message = "The container accepts 'subsample' only if it is greater than 0."
    assert found("xgboost", subsample="0") == hyp(109, "subsample", message, "0")
    assert found("xgboost", num_round="1") == []
    message = "The container accepts 'num_round' only if it is at least 1."
    assert found("xgboost", num_round="0") == hyp(109, "num_round", message, "0")
    message = "The container accepts 'num_bag_folds' only as one of 0, 2, 3, 4, 5, 6, 7, 8, 9, 10."
    assert found("autogluon-tabular", num_bag_folds="1") == hyp(109, "num_bag_folds", message, "1")
    assert [f[:2] for f in found("xgboost", objective="reg:cubederror")] == [("HYP109", "error")]


def test_what_the_container_refuses_under_other_settings() -> None:
    multi = {"objective": "multi:softmax", "num_class": "3"}
    assert found("xgboost", **multi) == []
    message = "The container accepts 'num_class' only with objective = multi:softmax or multi:softprob."
    assert found("xgboost", objective="binary:logistic", num_class="2") == hyp(109, "num_class", message, "2")


def test_what_has_no_effect() -> None:
    assert found("knn", index_type="faiss.IVFPQ", faiss_index_pq_m="4") == []
    message = "'faiss_index_pq_m' is read only with index_type = faiss.IVFPQ."
    assert found("knn", faiss_index_pq_m="4") == hyp(113, "faiss_index_pq_m", message, "4", "info")
    assert found("image-classification", early_stopping="true", early_stopping_patience="2") == []


def test_a_list_that_is_none_ends_training_in_no_known_way() -> None:
    for given, error in (("224", None), ("3,0,x", None)):
        job = request_of(request(GOOD["image-classification"] | {"image_shape": given}), JOB)
        found = [one for one in check(None, algorithm="image-classification", job=job).findings if one.rule == "HYP103"]
        assert [one.training_error for one in found] == [error]


def test_what_is_required_is_read_from_the_data(tmp_path: Path) -> None:
    path = write(tmp_path, {"train/a.csv": "1,2,3\n4,5,6\n"})
    content = request({}, [channel("train", "text/csv;label_size=0")])
    report = check(path, algorithm="kmeans", job=request_of(content, JOB))
    assert [(one.message, one.fix) for one in report.findings if one.rule == "HYP102"] == [
        ("'feature_dim' is required but not given; the data says 3. 'k' is required but not given.",
         "Send feature_dim=3. Give 'k' a value."),
    ]  # fmt: skip


def test_lengths_of_names() -> None:
    name = "_" + "a" * 255
    assert found("kmeans", **{name: "1"}) == []
    message = "A name has 257 characters; at most 256 are allowed."
    assert found("kmeans", **{name + "a": "1"}) == hyp(108, name + "a", message, "1")


def test_lengths_that_the_api_takes() -> None:
    assert found("object-detection", freeze_layer_pattern="a" * 2500) == []
    assert [f[:3] for f in found("object-detection", freeze_layer_pattern="a" * 2501)] == [
        ("HYP108", "error", "'freeze_layer_pattern' has 2501 characters; at most 2500 are allowed.")
    ]
    many = {f"_{n}": "1" for n in range(98)}
    assert found("kmeans", **many) == []
    message = "There are 101 hyperparameters; at most 100 are allowed."
    assert found("kmeans", **many, _98="1") == [("HYP110", "error", message, "HyperParameters", None, None)]


SEVEN = [name for name in GOOD if name.endswith("-tensorflow")]
SEVEN += ["lightgbm", "catboost", "tabtransformer", "autogluon-tabular"]


@pytest.mark.parametrize("algorithm", sorted(algorithms()))
def test_an_unknown_name_ends_the_job_or_is_left_out(algorithm: str) -> None:
    facts = algorithms()[algorithm]
    assert (facts.script is not None) == (algorithm in SEVEN)
    report = findings(algorithm, request({"no_such_name": "1"}), "HYP101")
    message = f"{facts.name} has no hyperparameter 'no_such_name'."
    left_out = f"{message} Its script silently ignores it."
    ignored = algorithm in SEVEN
    assert report == hyp(101, "no_such_name", left_out if ignored else message, "1", "warning" if ignored else "error")


def test_the_old_name_of_a_renamed_one_is_left_out() -> None:
    tensorflow = "image-classification-tensorflow"
    given = {"augmentation": "True", "augmentation_random_flip": "horizontal"}
    assert found(tensorflow, train_only_top_layer="True", seed="7", **given) == []
    (old,) = found(tensorflow, train_only_on_top_layer="True")
    assert old[:2] == ("HYP101", "warning")
    assert "did you mean 'train_only_top_layer'?" in old[2]


def test_scripts_compare_truth_values_as_text() -> None:
    message = "The container accepts {!r} only as one of {}."
    tensorflow, glued = "image-classification-tensorflow", "autogluon-tabular"
    assert found(tensorflow, early_stopping="True") == found(glued, auto_stack="false") == []
    refused = message.format("early_stopping", "True, False")
    assert found(tensorflow, early_stopping="true") == hyp(109, "early_stopping", refused, "true")
    refused = message.format("auto_stack", "True, False, false, 0")  # to it all but True is false
    assert found(glued, auto_stack="true") == hyp(109, "auto_stack", refused, "true", "warning")


def test_a_single_value_that_is_refused() -> None:
    assert found("catboost", thread_count="-1") == []
    assert found("catboost", thread_count="1") == []
    message = "The container refuses 'thread_count' as 0."
    assert found("catboost", thread_count="0") == hyp(109, "thread_count", message, "0")


def test_a_container_that_takes_values_as_they_stand() -> None:
    assert found("xgboost", sagemaker_program="train.py") == found("kmeans", force_dense="true") == []
    assert [one[:3] for one in found("xgboost", _note="x")] == [
        ("HYP101", "error", "XGBoost has no hyperparameter '_note'.")
    ]
    message = "'deterministic_histogram' must be true or false."
    for value, told in (("true", []), ("1", ["1"]), ("True", ["True"])):
        expected = [one for wrong in told for one in hyp(103, "deterministic_histogram", message, wrong)]
        assert found("xgboost", tree_method="gpu_hist", deterministic_histogram=value) == expected
    assert found("linear-learner", use_bias="1") == []
    message = "'booster' must be one of gbtree, gblinear, dart."
    assert found("xgboost", booster="GBTREE") == hyp(105, "booster", message, "GBTREE")


def test_what_is_no_number_is_out_of_every_range() -> None:
    assert found("factorization-machines", eps="nan") == hyp(104, "eps", "'eps' must be a number.", "nan")
    assert found("factorization-machines", eps="-1e30") == []
