"""Rules on tuning jobs: each fault at its key, and sound jobs without a finding."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from advisor import check
from advisor.findings import Finding
from tests.documents.documents import REQUEST, tuning

CONFIG = "HyperParameterTuningJobConfig"
AIM = f"{CONFIG}.HyperParameterTuningJobObjective"
RANGE = f"{CONFIG}.ParameterRanges.IntegerParameterRanges[0]"


def findings(document: dict[str, Any], folder: Path) -> tuple[Finding, ...]:
    file = folder / "job.json"
    file.write_text(json.dumps(document))
    return check(None, job=file).findings


def found(document: dict[str, Any], folder: Path) -> list[tuple[str, str, str | None]]:
    told = findings(document, folder)
    return [(f.rule, f.severity, f.location.key) for f in told if f.rule.startswith(("TUN", "HYP"))]


def told(algorithm: str, document: dict[str, Any], folder: Path, *rules: str) -> list[tuple[str, str, str | None]]:
    file = folder / "job.json"
    file.write_text(json.dumps(document))
    report = check(None, job=file, algorithm=algorithm)
    return [(f.rule, f.severity, f.location.key) for f in report.findings if f.rule in rules]


def test_a_sound_job(tmp_path: Path) -> None:
    assert found(tuning(REQUEST), tmp_path) == []


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("ranges/Name", "max_iterations", ("TUN101", "error", f"{RANGE}.Name")),
        ("ranges/MinValue", "0", ("TUN103", "error", f"{RANGE}.MinValue")),
        ("ranges/MinValue", "7", ("TUN103", "error", RANGE)),
        ("ranges/MaxValue", "5.5", ("TUN103", "error", f"{RANGE}.MaxValue")),
        ("ranges/MaxValue", "many", ("TUN103", "error", f"{RANGE}.MaxValue")),
        ("ranges/ScalingType", "ReverseLogarithmic", ("TUN109", "error", f"{RANGE}.ScalingType")),
        ("config/Strategy", "Grid", ("TUN110", "error", RANGE)),
        ("objective/MetricName", "test:mse", ("TUN105", "error", f"{AIM}.MetricName")),
        ("objective/Type", "Maximize", ("TUN106", "error", f"{AIM}.Type")),
        ("limits/MaxParallelTrainingJobs", 5, ("TUN108", "error", f"{CONFIG}.ResourceLimits.MaxParallelTrainingJobs")),
    ],
)  # fmt: skip
def test_one_fault(path: str, value: object, expected: tuple[str, str, str], tmp_path: Path) -> None:
    document = tuning(REQUEST)
    config = document[CONFIG]
    part, _, name = path.partition("/")
    {
        "ranges": config["ParameterRanges"]["IntegerParameterRanges"][0],
        "objective": config["HyperParameterTuningJobObjective"],
        "limits": config["ResourceLimits"],
        "config": config,
    }[part][name] = value
    assert found(document, tmp_path) == [expected]


def test_a_reverse_scale_is_not_for_whole_numbers(tmp_path: Path) -> None:
    document = tuning(REQUEST)
    document[CONFIG]["ParameterRanges"]["IntegerParameterRanges"][0]["ScalingType"] = "ReverseLogarithmic"
    (finding,) = (f for f in findings(document, tmp_path) if f.rule == "TUN109")
    assert finding.message == "'epochs': ReverseLogarithmic is for continuous ranges only."


@pytest.mark.parametrize(
    ("scale", "low", "high", "off"),
    [
        ("Logarithmic", "0.001", "5", []),
        ("Logarithmic", "0", "5", ["0."]),
        ("Logarithmic", "-2", "5", ["-2."]),
        ("ReverseLogarithmic", "0", "0.999", []),
        ("ReverseLogarithmic", "0.5", "1", ["1."]),
        ("ReverseLogarithmic", "-0.5", "0.9", ["-0.5."]),
        ("Linear", "-1", "5", []),
    ],
)
def test_the_bound_that_a_scale_does_not_take(scale: str, low: str, high: str, off: list[str], tmp_path: Path) -> None:
    one = {"Name": "extra_center_factor", "MinValue": low, "MaxValue": high, "ScalingType": scale}
    document = tuning(REQUEST)
    document[CONFIG]["ParameterRanges"] = {"ContinuousParameterRanges": [one]}
    told = [f.message.rpartition(" is ")[2] for f in findings(document, tmp_path) if f.rule == "TUN109"]
    assert told == off


@pytest.mark.parametrize(
    ("strategy", "stopping", "ranges", "expected"),
    [
        ("Grid", "Off", "CategoricalParameterRanges", []),
        ("Grid", "Off", "IntegerParameterRanges", [RANGE]),
        ("Random", "Auto", "IntegerParameterRanges", []),
        ("Hyperband", "Off", "IntegerParameterRanges", []),
        ("Hyperband", "Auto", "IntegerParameterRanges", [f"{CONFIG}.TrainingJobEarlyStoppingType"]),
    ],
)
def test_what_a_strategy_can_do(strategy: str, stopping: str, ranges: str, expected: list[str], tmp_path: Path) -> None:
    document = tuning(REQUEST)
    document[CONFIG] |= {"Strategy": strategy, "TrainingJobEarlyStoppingType": stopping}
    if ranges == "CategoricalParameterRanges":
        document[CONFIG]["ParameterRanges"] = {ranges: [{"Name": "init_method", "Values": ["random", "kmeans++"]}]}
    assert [f.location.key for f in findings(document, tmp_path) if f.rule == "TUN110"] == expected


@pytest.mark.parametrize(("algorithm", "places"), [("lightgbm", []), ("kmeans", ["Values[0]"])])
def test_choices_for_a_script_are_in_quotes(algorithm: str, places: list[str], tmp_path: Path) -> None:
    name, choice = {"lightgbm": ("boosting", "gbdt"), "kmeans": ("init_method", "random")}[algorithm]
    document = tuning(REQUEST)
    document[CONFIG]["ParameterRanges"] = {
        "CategoricalParameterRanges": [{"Name": name, "Values": [json.dumps(choice)]}]
    }
    file = tmp_path / "job.json"
    file.write_text(json.dumps(document))
    told = [f.location.key or "" for f in check(None, algorithm=algorithm, job=file).findings if f.rule == "TUN103"]
    assert [key.rpartition(".")[2] for key in told] == places


def test_a_range_beside_a_value(tmp_path: Path) -> None:
    document = tuning(REQUEST)
    document["TrainingJobDefinition"]["StaticHyperParameters"]["epochs"] = "2"
    assert found(document, tmp_path) == [("TUN104", "error", f"{RANGE}.Name")]


def test_a_fraction_for_a_whole_number(tmp_path: Path) -> None:
    document = tuning(REQUEST)
    ranges = document[CONFIG]["ParameterRanges"]
    ranges["ContinuousParameterRanges"] = ranges.pop("IntegerParameterRanges")
    key = f"{CONFIG}.ParameterRanges.ContinuousParameterRanges[0]"
    assert found(document, tmp_path) == [("TUN102", "error", key)]


def test_a_metric_of_a_channel_that_is_not_there(tmp_path: Path) -> None:
    key = f"{AIM}.MetricName"
    document = tuning(REQUEST)
    del document["TrainingJobDefinition"]["InputDataConfig"][1]
    assert found(document, tmp_path) == [("TUN107", "error", key)]


def test_what_is_searched_is_not_missing(tmp_path: Path) -> None:
    document = tuning(REQUEST)
    del document["TrainingJobDefinition"]["StaticHyperParameters"]["k"]
    assert [rule for rule, _, _ in found(document, tmp_path)] == ["HYP102"]
    searched = {"Name": "k", "MinValue": "2", "MaxValue": "9"}
    document[CONFIG]["ParameterRanges"]["IntegerParameterRanges"].append(searched)
    assert "HYP102" not in [rule for rule, _, _ in found(document, tmp_path)]


@pytest.mark.parametrize(
    ("several", "member"),
    [(False, "HyperParameters"), (True, "HyperParameters"), (False, "RemoteDebugConfig"),
     (False, "AlgorithmSpecification.ContainerEntrypoint")],
)  # fmt: skip
def test_a_definition_takes_less_than_a_request(several: bool, member: str, tmp_path: Path) -> None:
    document = tuning(REQUEST)
    place, definition = "TrainingJobDefinition", document["TrainingJobDefinition"]
    part, _, name = member.rpartition(".")
    (definition[part] if part else definition)[name] = {}
    if several:
        place = "TrainingJobDefinitions[0]"
        document["TrainingJobDefinitions"] = [document.pop("TrainingJobDefinition")]
    told = [(f.rule, f.location.key) for f in findings(document, tmp_path) if f.rule in ("REQ120", "REQ127")]
    assert told == [("REQ127", f"{place}.{member}")]


def test_the_values_of_a_definition_are_called_static(tmp_path: Path) -> None:
    document = tuning(REQUEST)
    definition = document["TrainingJobDefinition"]
    definition["HyperParameters"] = definition.pop("StaticHyperParameters")
    told = [f.message for f in findings(document, tmp_path) if f.rule == "REQ127"]
    assert [message.rpartition("; ")[2] for message in told] == ["did you mean 'StaticHyperParameters'?"]


def test_a_definition_says_when_to_stop(tmp_path: Path) -> None:
    document = tuning(REQUEST)
    del document["TrainingJobDefinition"]["StoppingCondition"]
    told = [(f.rule, f.location.key) for f in findings(document, tmp_path) if f.rule.startswith("REQ")]
    assert told == [("REQ120", "TrainingJobDefinition.StoppingCondition")]


@pytest.mark.parametrize("defined", [True, False])
def test_a_framework_comes_with_no_metrics(defined: bool, tmp_path: Path) -> None:
    document = tuning(REQUEST)
    specification = document["TrainingJobDefinition"]["AlgorithmSpecification"]
    del specification["TrainingImage"]
    specification["MetricDefinitions"] = [{"Name": "AUC" if defined else "F1", "Regex": "bestTest = ([0-9\\.]+)"}]
    document[CONFIG]["HyperParameterTuningJobObjective"] = {"Type": "Maximize", "MetricName": "AUC"}
    key = "TrainingJobDefinition.AlgorithmSpecification.MetricDefinitions"
    assert told("catboost", document, tmp_path, "TUN105") == [("TUN105", "error", key)] * (not defined)
    report = check(None, job=tmp_path / "job.json", algorithm="catboost")
    fixes = [finding.fix for finding in report.findings if finding.location.key == key]
    assert fixes == ["Define the metric there, with the pattern bestTest = ([0-9\\.]+)."] * (not defined)


@pytest.mark.parametrize(
    ("algorithm", "static", "metric", "other"),
    [
        ("catboost", {}, "AUC", False),
        ("catboost", {"eval_metric": "Auto"}, "AUC", False),
        ("catboost", {"eval_metric": "Logloss"}, "AUC", True),
        ("catboost", {"eval_metric": "Logloss"}, "Logloss", False),
        ("lightgbm", {}, "auc", True),
        ("lightgbm", {"metric": "auc"}, "auc", False),
        ("lightgbm", {}, "binary_logloss", False),
    ],
)
def test_a_script_reports_the_metric_that_it_is_told(
    algorithm: str, static: dict[str, str], metric: str, other: bool, tmp_path: Path
) -> None:
    document = tuned(static, metric, "learning_rate", ("0.001", "0.01"))
    definitions = [{"Name": metric, "Regex": "[a-zA-Z]+ = ([0-9.]+)"}]
    document["TrainingJobDefinition"]["AlgorithmSpecification"]["MetricDefinitions"] = definitions
    expected = [("TUN105", "warning", f"{AIM}.MetricName")] * other
    assert told(algorithm, document, tmp_path, "TUN105") == expected


def tuned(static: dict[str, str], metric: str, name: str, bounds: tuple[str, str]) -> dict[str, Any]:
    """A job that tunes one hyperparameter of an algorithm."""
    document = tuning(REQUEST)
    definition = document["TrainingJobDefinition"]
    del definition["AlgorithmSpecification"]["TrainingImage"]
    definition["StaticHyperParameters"] = static
    one = {"Name": name, "MinValue": bounds[0], "MaxValue": bounds[1]}
    document[CONFIG] |= {
        "HyperParameterTuningJobObjective": {"MetricName": metric},
        "ParameterRanges": {"ContinuousParameterRanges": [one]},
    }
    return document


@pytest.mark.parametrize("algorithm", ["pca", "autogluon-tabular"])
def test_an_algorithm_that_reports_no_metric(algorithm: str, tmp_path: Path) -> None:
    document = tuned({"feature_dim": "9"}, "test:error", "mini_batch_size", ("100", "1000"))
    expected = [("TUN105", "warning", f"{AIM}.MetricName")] * (algorithm == "pca")
    assert told(algorithm, document, tmp_path, "TUN105") == expected


@pytest.mark.parametrize(
    ("algorithm", "name", "expected"),
    [
        ("lightgbm", "early_stopping_rounds", []),  # the guide names only what matters most
        ("lightgbm", "early_stop", [("TUN101", "error")]),
        ("lightgbm", "feature_fraction", []),  # from 0 on, which no job will try
        ("kmeans", "local_lloyd_max_iter", [("TUN101", "error")]),
    ],
)
def test_what_may_be_tuned(algorithm: str, name: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    low = "0" if name == "feature_fraction" else "1"
    document = tuned({}, "validation:auc", name, (low, "1"))
    assert [one[:2] for one in told(algorithm, document, tmp_path, "TUN101", "TUN103")] == expected


@pytest.mark.parametrize(("algorithm", "refused"), [("image-classification-tensorflow", False), ("xgboost", True)])
def test_a_script_draws_validation_data_itself(algorithm: str, refused: bool, tmp_path: Path) -> None:
    document = tuned({}, "validation:accuracy", "eta", ("0.1", "0.2"))
    assert bool(told(algorithm, document, tmp_path, "TUN107")) == refused


@pytest.mark.parametrize(
    ("ranges", "jobs", "refused"),
    [
        ({"IntegerParameterRanges": [("1", "3")], "CategoricalParameterRanges": [["a", "b"]]}, 6, False),
        ({"IntegerParameterRanges": [("1", "3")], "CategoricalParameterRanges": [["a", "b"]]}, 7, True),
        ({"IntegerParameterRanges": [("1", "3")], "ContinuousParameterRanges": [("0.1", "0.2")]}, 7, False),
        ({"IntegerParameterRanges": [("1", "many")]}, 7, False),
        ({"IntegerParameterRanges": [("1", "inf")]}, 7, False),
        ({"IntegerParameterRanges": [("-inf", "inf")]}, 7, False),
        ({"IntegerParameterRanges": [("nan", "3")]}, 7, False),
        ({}, 7, False),
    ],
)
def test_there_are_as_many_combinations_as_jobs(
    ranges: dict[str, list[Any]], jobs: int, refused: bool, tmp_path: Path
) -> None:
    document = tuned({}, "test:msd", "epochs", ("0", "1"))
    document[CONFIG]["ParameterRanges"] = {
        group: [
            {"Name": f"{group}-{n}", "Values": one}
            if isinstance(one, list)
            else {"Name": f"{group}-{n}", "MinValue": one[0], "MaxValue": one[1]}
            for n, one in enumerate(listed)
        ]
        for group, listed in ranges.items()
    }
    document[CONFIG]["ResourceLimits"] = {"MaxNumberOfTrainingJobs": jobs, "MaxParallelTrainingJobs": 1}
    key = f"{CONFIG}.ResourceLimits.MaxNumberOfTrainingJobs"
    assert told("kmeans", document, tmp_path, "TUN111") == [("TUN111", "error", key)] * refused


@pytest.mark.parametrize(("value", "severity"), [("adadelta", "warning"), ("ftrl", "error")])
def test_a_choice_that_only_the_page_on_tuning_names(value: str, severity: str, tmp_path: Path) -> None:
    document = tuned({}, "validation:mIOU", "learning_rate", ("0.1", "0.2"))
    ranges = {"CategoricalParameterRanges": [{"Name": "optimizer", "Values": ["sgd", value]}]}
    document[CONFIG]["ParameterRanges"] = ranges
    key = f"{CONFIG}.ParameterRanges.CategoricalParameterRanges[0].Values[1]"
    assert told("semantic-segmentation", document, tmp_path, "TUN103") == [("TUN103", severity, key)]


FM = {"feature_dim": "9", "num_factors": "2", "predictor_type": "regressor"}


@pytest.mark.parametrize(
    ("metric", "static", "refused"),
    [("test:rmse", FM, False), ("test:binary_f_beta", FM, True), ("test:binary_f_beta", {"feature_dim": "9"}, False)],
)
def test_a_metric_of_other_settings(metric: str, static: dict[str, str], refused: bool, tmp_path: Path) -> None:
    document = tuned(static, metric, "bias_lr", ("0.1", "1"))
    expected = [("TUN105", "error", f"{AIM}.MetricName")] * refused
    assert told("factorization-machines", document, tmp_path, "TUN105") == expected


@pytest.mark.parametrize(
    ("name", "more", "idle"),
    [
        ("bias_init_scale", {}, True),
        ("bias_init_scale", {"bias_init_method": "uniform"}, False),
        ("bias_init_sigma", {}, False),
        ("bias_lr", {}, False),
    ],
)
def test_a_range_that_is_not_read(name: str, more: dict[str, str], idle: bool, tmp_path: Path) -> None:
    document = tuned(FM | more, "test:rmse", name, ("0.1", "1"))
    place = f"{CONFIG}.ParameterRanges.ContinuousParameterRanges[0].Name"
    assert told("factorization-machines", document, tmp_path, "HYP113") == [("HYP113", "warning", place)] * idle


def test_a_range_whose_condition_is_searched_too(tmp_path: Path) -> None:
    document = tuned({}, "validation:mAP", "momentum", ("0.1", "0.9"))
    choices = [{"Name": "optimizer", "Values": ["adam", "sgd"]}]
    document[CONFIG]["ParameterRanges"]["CategoricalParameterRanges"] = choices
    assert told("object-detection", document, tmp_path, "HYP113") == []


@pytest.mark.parametrize(
    ("static", "idle"), [({}, True), ({"encoder_type": "cnn"}, False), ({"decoder_type": "cnn"}, False)]
)
def test_a_range_that_is_read_with_either_of_two_settings(static: dict[str, str], idle: bool, tmp_path: Path) -> None:
    document = tuned(static, "validation:perplexity", "cnn_hidden_dropout", ("0.1", "0.5"))
    place = f"{CONFIG}.ParameterRanges.ContinuousParameterRanges[0].Name"
    assert told("seq2seq", document, tmp_path, "HYP113") == [("HYP113", "warning", place)] * idle


def test_what_a_tuning_job_sets_itself(tmp_path: Path) -> None:
    static = {"predictor_type": "regressor", "num_models": "8"}
    document = tuned(static, "validation:mse", "learning_rate", ("0.1", "1"))
    place = "TrainingJobDefinition.StaticHyperParameters.num_models"
    assert told("linear-learner", document, tmp_path, "HYP113") == [("HYP113", "info", place)]
    assert told("linear-learner", {**REQUEST, "HyperParameters": static}, tmp_path, "HYP113") == []


@pytest.mark.parametrize(
    ("kind", "low", "high", "message"),
    [
        ("Continuous", "0.0", "1.0", None),
        ("Continuous", "-0.1", "0.9", "-0.1; it must be above 0."),
        ("Continuous", "1.0", "1.0", "1; it must be below 1."),
        ("Integer", "1", "1", "1; it must be below 1."),
    ],
)
def test_an_open_end_is_drawn_by_whole_numbers(
    kind: str, low: str, high: str, message: str | None, tmp_path: Path
) -> None:
    document = tuned({}, "validation:mAP", "lr_scheduler_factor", (low, high))
    ranges = document[CONFIG]["ParameterRanges"]
    ranges[f"{kind}ParameterRanges"] = ranges.pop("ContinuousParameterRanges")
    (tmp_path / "job.json").write_text(json.dumps(document))
    report = check(None, job=tmp_path / "job.json", algorithm="object-detection")
    said = [f.message.partition(" tried with ")[2] for f in report.findings if f.rule == "TUN103"]
    assert [one[: len(message or "")] for one in said] == [message] * bool(message)


@pytest.mark.parametrize(("strategy", "refused"), [("Bayesian", True), ("Random", True), ("Hyperband", False)])
def test_only_hyperband_is_configured(strategy: str, refused: bool, tmp_path: Path) -> None:
    document = tuning(REQUEST)
    configured = {"HyperbandStrategyConfig": {"MinResource": 1, "MaxResource": 5}}
    document[CONFIG] |= {"Strategy": strategy, "StrategyConfig": configured}
    assert found(document, tmp_path) == [("TUN110", "error", f"{CONFIG}.StrategyConfig")] * refused


def test_each_of_several_definitions_has_its_own_ranges(tmp_path: Path) -> None:
    document = tuning(REQUEST)
    config, definition = document[CONFIG], document.pop("TrainingJobDefinition")
    definition["TuningObjective"] = config.pop("HyperParameterTuningJobObjective")
    definition["HyperParameterRanges"] = config.pop("ParameterRanges")
    second = deepcopy(definition)
    second["TuningObjective"]["Type"] = "Maximize"
    document["TrainingJobDefinitions"] = [
        {**definition, "DefinitionName": "one"}, {**second, "DefinitionName": "two"},
    ]  # fmt: skip
    assert found(document, tmp_path) == [("TUN106", "error", "TrainingJobDefinitions[1].TuningObjective.Type")]
