"""Stories are read by the facts of their algorithm."""

from __future__ import annotations

import pytest

from advisor.explanation import explain
from advisor.explanation.catalogue import elsewhere
from advisor.explanation.concerned import speaks_of
from advisor.explanation.contradictions import contradicted
from advisor.knowledge.load import algorithm
from advisor.rules import all_rules
from benchmarks.explained import told


def _codes(text: str, name: str | None = None) -> list[str]:
    return [found.rule for found in explain(text, name).rules]


@pytest.mark.parametrize(
    ("text", "name", "broken"),
    [
        ("50 components and I have 40 features", "pca", {"HYP106", "HYP107"}),
        ("40 components and I have 40 features", "pca", set()),
        ("sample_size 200000 but my file has only 5k rows", "knn", {"HYP107"}),
        ("sample_size 5000 and my file has 5k rows", "knn", set()),
        ("feature_dim = 5000, the vectorizer found 4312 words", "ntm", {"HYP107"}),
        ("dimension_reduction_target 200 on 50 features", "knn", {"HYP106"}),
        ("eta of 3 for xgboost", "xgboost", {"HYP104"}),
        ("feature_dim=100 and it says 99", "kmeans", {"CSV150"}),
        ("feature_dim=100 and it says 99", "linear-learner", set()),
        ("45 columns in the csv and it wants 44", "pca", {"CSV150"}),
        ("45 columns in the csv and it wants 43", "pca", set()),
        ("epochs, mini_batch_size and wd are set, and it wants something", "linear-learner", {"HYP102"}),
        ("epochs and wd are set, and it wants something", "linear-learner", set()),
        ("a file of three columns", "ip-insights", {"CSV122"}),
        ("a file of two columns", "ip-insights", set()),
        ("why is sample_size mandatory", "knn", {"HYP102"}),
        ("sample_size is 100", "knn", set()),
        ("it looks for train_annotation", "object-detection", {"LAY101"}),
        ("kinds 1 to 7, num_classes=7", "linear-learner", {"CSV151", "REC151"}),
        ("kinds 1, 2, 3, ..., 9 and num_class is 9", "xgboost", {"CSV151", "PAR151", "REC151", "SVM151"}),
        ("kinds 1 to 6, num_classes=7", "linear-learner", set()),
        ("kinds 0 to 7, num_classes=7", "linear-learner", set()),
    ],
)
def test_numbers_that_contradict_each_other(text: str, name: str, broken: set[str]) -> None:
    assert contradicted(text, algorithm(name)) == broken


def test_facts_of_the_algorithm_settle_which_rule() -> None:
    assert _codes("it does not start on 2 instances", "lda")[0] == "RES104"
    assert "RES104" not in _codes("it does not start on 2 instances", "linear-learner")


@pytest.mark.parametrize(
    ("code", "name", "speaks"),
    [
        ("CSV151", "kmeans", False),
        ("CSV151", "xgboost", True),
        ("CSV150", "kmeans", True),
        ("CSV150", "xgboost", False),
    ],
)
def test_rules_on_labels_speak_of_algorithms_that_read_them(code: str, name: str, speaks: bool) -> None:
    assert speaks_of(code, algorithm(name)) is speaks


def test_one_fault_in_several_formats_is_named_once_among_the_first() -> None:
    found = explain("label must be in [0, num_class), and perhaps there is still a header row", "xgboost").rules
    assert found[0].rule == "CSV151"
    assert found[1].summary != found[0].summary
    assert "SVM151" in [rule.rule for rule in found]


def test_what_no_rule_sees_is_said_beside_the_rules_that_might() -> None:
    answer = explain("loss becomes nan after some batches", "linear-learner")
    assert answer.not_data == elsewhere()["learning-rate"].what
    assert "CSV132" in [rule.rule for rule in answer.rules]


def test_stories_accept_what_there_is() -> None:
    known = {rule.code for rule in all_rules()} | elsewhere().keys()
    assert {subject for row in told() for subject in row["accepts"]} <= known
