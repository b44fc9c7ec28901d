"""From what was told to rules: logs, JSON, several errors, algorithms, and what is not the data."""

from __future__ import annotations

import json

import pytest

from advisor.explanation import explain
from advisor.explanation.catalogue import elsewhere
from advisor.explanation.told import read


def _codes(text: str, algorithm: str | None = None) -> list[str]:
    return [found.rule for found in explain(text, algorithm).rules]


def test_varying_parts_do_not_matter() -> None:
    for name in ("eta", "max_depth", "a_name_nobody_has"):
        assert _codes(f"UserError: Hyperparameter {name}: value 77.5 not in range (0, 1)")[0] == "HYP104"


def test_message_over_several_lines_of_a_log() -> None:
    log = """[10/16/2017 23:45:16 INFO 139623806805824] nvidia-smi took: 0.02 secs to identify 0 gpus
    [10/16/2017 23:45:17 ERROR 139623806805824 train.py:48] Additional properties are not allowed (u'mini_batch_siz' was
    unexpected)"""
    assert _codes(log)[0] == "HYP101"


def test_description_of_a_job_names_reason_and_algorithm() -> None:
    job = {
        "TrainingJobName": "a",
        "AlgorithmSpecification": {"TrainingImage": "1.dkr.ecr.eu-west-1.amazonaws.com/forecasting-deepar:1"},
        "FailureReason": "ClientError: Error when parsing json",
        "SecondaryStatusTransitions": [{"Status": "Failed", "StatusMessage": "Training job failed"}],
    }
    answer = explain(json.dumps(job))
    assert answer.algorithm == "deepar"
    assert answer.rules[0].rule == "SER101"
    assert {found.rule[:3] for found in answer.rules} == {"SER"}


def test_algorithm_leaves_out_rules_that_cannot_concern_it() -> None:
    message = "Label must be in [0, num_class)"
    assert _codes(message, "xgboost")[0] == "CSV151"
    assert "SVM151" in _codes(message, "xgboost")
    assert "SVM151" not in _codes(message, "linear-learner")


def test_an_error_counts_more_than_a_warning_beside_it() -> None:
    log = """2026-01-01 10:00:00 WARNING Found same path for training and validation. This is not recommended
    2026-01-01 10:00:09 ERROR Customer Error: Hidden file found in the data path! Remove that before training."""
    assert _codes(log)[:2] == ["LAY105", "REQ108"]


def test_each_of_two_errors_has_its_rule_before_the_other_causes() -> None:
    log = """ERROR Missing required channel: train
    ERROR Hyperparameter eta: could not parse value"""
    assert set(_codes(log)[:2]) == {"LAY101", "HYP103"}


def test_what_was_told_is_quoted() -> None:
    found = explain("ClientError: Unable to parse csv: rows 1-1000, file /opt/ml/input/data/train/part-00000.").rules[0]
    assert found.evidence == "ClientError: Unable to parse csv: rows 1-1000, file /opt/ml/input/data/train/part-00000."


@pytest.mark.parametrize(
    "wrapped", ["AlgorithmError: framework error: {}", "InternalServerError: {}. Please try again."]
)
def test_a_data_error_within_a_general_one_is_the_data(wrapped: str) -> None:
    answer = explain(wrapped.format("Found missing (NaN) values. Please remove any missing (NaN) values"))
    assert answer.not_data is None
    assert answer.rules[0].rule == "CSV131"


def test_what_a_check_has_found_comes_first() -> None:
    message = "Could not determine delimiter on line"
    assert _codes(message)[0] == "CSV114"
    assert explain(message, found={"CSV107"}).rules[0].rule == "CSV107"


def test_a_story_with_its_command() -> None:
    answer = explain("kmeans: the first feature is gone, the model uses one feature less than my csv has columns")
    assert answer.rules[0].rule == "CSV150"
    assert 0 < (answer.rules[0].match or 0) < 1
    assert answer.settled_by == "advisor check DATA --algorithm kmeans"


@pytest.mark.parametrize("text", ["the cat sat on the mat", "", "{}", "[", "\x00\xff", "{" * 5000, "u'" * 5000])
def test_nothing_is_known_of_other_things(text: str) -> None:
    answer = explain(text)
    assert (answer.rules, answer.not_data) == ((), None)


def test_no_script_of_ones_own_runs_in_a_built_in_algorithm() -> None:
    message = "AlgorithmError: ExecuteUserScriptError, ValueError: No data in /opt/ml/input/data/train"
    assert _codes(message, "lightgbm")[0] == "LAY102"
    assert explain("ExecuteUserScriptError: ExitCode 1, my train.py raised").not_data == elsewhere()["script"].what


def test_a_value_that_is_refused_comes_first() -> None:
    answer = explain("predictions are all alike; eta=0.1, max_depth=-3", "xgboost")
    assert (answer.rules[0].rule, answer.rules[0].evidence) == ("HYP104", "max_depth=-3")


def test_levels_and_prefixes_of_lines() -> None:
    told = read("algo-1-ab | 2021-04-19 23:07:03,324 sagemaker ERROR    It   broke\nWARNING:root:odd")
    assert told.text == "sagemaker ERROR It broke WARNING:root:odd"
    assert told.weight(0) > told.weight(len(told.text) - 1)


def test_a_cause_counts_more_than_the_line_that_announces_it() -> None:
    announced = "Failed to validate input data configuration. (caused by ValidationError)"
    cause = "Caused by: u'Pipe' is not one of [u'File']"
    assert explain(f"{announced}\n\n{cause}", "lda").rules[0].rule == "REQ103"


def test_what_is_required_of_the_input_is_a_channel_and_else_a_hyperparameter() -> None:
    wrong = "ClientError: Failed to validate {} configuration. (caused by ValidationError)\n\nCaused by: "
    assert explain(wrong.format("input data") + "u'vocab' is a required property").rules[0].rule == "LAY101"
    assert explain(wrong.format("algorithm") + "u'k' is a required property").rules[0].rule == "HYP102"


def test_what_a_script_stopped_at_counts_more_than_that_it_stopped() -> None:
    log = """AlgorithmError: ExecuteUserScriptError:
    ErrorMessage "InvalidArgumentError: Unknown image file format. One of JPEG, PNG, GIF, BMP required."
    Command "/usr/local/bin/python3.9 transfer_learning.py --batch_size 32", exit code: 1"""
    answer = explain(log, "image-classification-tensorflow")
    assert (answer.not_data, answer.rules[0].rule[:3]) == (None, "IMG")


def test_no_folder_in_a_script_is_a_channel_of_another_name() -> None:
    error = "TypeError: expected str, bytes or os.PathLike object, not NoneType"
    assert _codes(f'AlgorithmError: ExecuteUserScriptError: ErrorMessage "{error}"', "catboost")[0] == "LAY101"


@pytest.mark.parametrize(
    "text",
    [
        "The kernel appears to have died. It will restart automatically.",
        "botocore: (ExpiredTokenException) when calling the DescribeTrainingJob operation: the token is expired",
    ],
)
def test_what_ends_in_the_notebook_ends_no_job(text: str) -> None:
    assert explain(text).not_data == elsewhere()["notebook"].what


def test_a_script_of_tensorflows_algorithms_is_not_of_their_namesakes() -> None:
    log = """File "/opt/ml/code/transfer_learning.py", line 246, in <module>
    File "/opt/ml/code/object_detection/core/box_list.py", line 55, in __init__
    ValueError: Invalid dimensions for box data: (0,)"""
    answer = explain(log)
    assert (answer.algorithm, answer.rules[0].rule) == ("object-detection-tensorflow", "BOX108")
