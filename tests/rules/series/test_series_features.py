"""Findings on what is beside a time series: categories and features."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders.acceptance.cases import judged
from tests.builders.pictures.lists import json_lines
from tests.builders.series import STEPS, Record, record
from tests.builders.series_findings import Found, findings, found

ONES = [1.0] * STEPS


def with_cats(*cats: Any) -> list[Record]:
    return [record(number, cat=cat) for number, cat in enumerate(cats)]


def with_features(*features: Any) -> list[Record]:
    return [record(number, dynamic_feat=feature) for number, feature in enumerate(features)]


CATS = [[i % 2, i % 3] for i in range(9)]
FEATURES = [[ONES, ONES]] * 9


def test_sound_data_passes() -> None:
    both = [record(i, cat=cat, dynamic_feat=[ONES]) for i, cat in enumerate(CATS)]
    assert found(both, both, prediction_length="7", cardinality="[2, 3]", num_dynamic_feat="1") == []


def test_categories_that_are_none() -> None:
    singles = [[i % 2] for i in range(9)]
    assert found(with_cats(*singles, "a", {}, 1, [1.0], [True], [-1], [None], [0.5])) == [
        ("SER301", "error", 10, "cat", 2, "a"),
        ("SER302", "error", 14, "cat[0]", 4, "True"),
        ("SER301", "warning", 12, "cat", 1, "1"),
        ("SER302", "warning", 13, "cat[0]", 1, "1.0"),
    ]


def test_numbers_of_categories() -> None:
    assert found(with_cats(*CATS, [1], [0, 1, 0])) == [("SER303", "error", 10, "cat", 2, None)]
    assert found(with_cats(*CATS), with_cats([1], [0, 1])) == [("SER303", "error", 1, "cat", 1, None)]


def test_categories_in_some_records_only() -> None:
    assert found(with_cats(*CATS, None)) == [("SER304", "error", 10, "cat", 1, None)]
    assert found(with_cats(*CATS), with_cats(None, [0, 0])) == [("SER304", "error", 1, "cat", 1, None)]
    assert found(with_cats(*[None] * 9), with_cats([0, 0])) == []


@pytest.mark.parametrize("unused", ["ignore", ""])
def test_categories_that_are_not_used(unused: str) -> None:
    broken = with_cats(*CATS, None, "a", [7, 7], [1])
    assert found(broken, broken, cardinality=unused) == []
    assert len(found(broken, cardinality="auto")) > 2


def test_gaps() -> None:
    assert found(with_cats(*CATS, [4, 0])) == [("SER305", "error", 10, "cat[0]", 1, "4")]
    assert found(with_cats(*CATS), with_cats([0, 2])) == []
    far = findings(with_cats(*CATS, [0, 2_000_000]))
    assert len(far) == 1
    assert far[0].message.endswith("go up to 2000000, but 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, ... do not occur.")


@pytest.mark.parametrize(
    ("highest", "absent"),
    [(3, "2 does"), (4, "2, 3 do"), (12, "2, 3, 4, 5, 6, 7, 8, 9, 10, 11 do"),
     (13, "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ... do")],
)  # fmt: skip
def test_absent_categories_are_named(highest: int, absent: str) -> None:
    (finding,) = findings(with_cats(*CATS, [highest, 0]))
    assert finding.message == f"Categories at cat[0] go up to {highest}, but {absent} not occur."


def test_gaps_are_looked_for_in_files_of_fewer_categories_too() -> None:
    wide, narrow = (("time-series", json_lines(with_cats(*cats))) for cats in (CATS, [[0], [4]]))
    rules = [f.rule for f in judged({"train/a.json": wide, "train/b.json": narrow}, "SER", algorithm="deepar")]
    assert "SER303" in rules


@pytest.mark.parametrize(("count", "named"), [(5, "3, 4, 5, 6, 7"), (6, "3, 4, 5, 6, 7, ...")])
def test_unseen_categories_are_named(count: int, named: str) -> None:
    (finding,) = findings(with_cats(*CATS), with_cats(*([3 + more, 0] for more in range(count))))
    assert finding.message == f"Categories at cat[0] that do not occur in training: {named}."


def test_categories_that_training_has_not() -> None:
    held = with_cats([1, 2], [2, 0], [3, 3])
    assert found(with_cats(*CATS), held) == [
        ("SER306", "warning", 2, "cat[0]", 3, "2"),
    ]


@pytest.mark.parametrize(
    ("cardinality", "severities"),
    [("[2, 3]", []), ("[2,4]", ["error"]), ("[2, 2]", ["error"]), ("[2]", ["error"]), ("auto", []), ("[[]]", [])],
)
def test_cardinality(cardinality: str, severities: list[str]) -> None:
    key, expected = "HyperParameters.cardinality", [("SER307", severity) for severity in severities]
    hits = found(with_cats(*CATS), cardinality=cardinality)
    assert [one[:2] for one in hits] == expected
    assert {one[3] for one in hits} <= {key}


def test_cardinality_is_left_to_the_gap_where_there_is_one() -> None:
    assert [one[:2] for one in found(with_cats(*[[1], [2]] * 4), cardinality="[2]")] == [("SER305", "error")]


def test_cardinality_without_categories() -> None:
    assert [one[:2] for one in found(with_cats(*[None] * 9), cardinality="[2]")] == [("SER307", "error")]


def test_features_that_are_none() -> None:
    bad = with_features(*FEATURES, ONES, [ONES, [*ONES[1:], None]], [ONES, [*ONES[1:], "1"]], [ONES, [*ONES[1:], 1e39]])
    assert found(bad) == [
        ("SER311", "error", 10, "dynamic_feat", 1, "[...]"),
        ("SER312", "error", 11, f"dynamic_feat[1][{STEPS - 1}]", 2, None),
        ("SER312", "warning", 13, f"dynamic_feat[1][{STEPS - 1}]", 1, "1e+39"),
    ]


def test_numbers_of_features() -> None:
    assert found(with_features(*FEATURES, [ONES])) == [("SER313", "error", 10, "dynamic_feat", 1, None)]
    assert found(with_features(*FEATURES), with_features([ONES])) == [("SER313", "error", 1, "dynamic_feat", 1, None)]
    assert found(with_features(*FEATURES, None)) == [("SER314", "error", 10, "dynamic_feat", 1, None)]
    for unused in ("ignore", ""):
        assert found(with_features(*FEATURES, None, 5, [ONES]), num_dynamic_feat=unused) == []


def lengths(*more: int, **hyperparameters: str) -> Found:
    return found(with_features(*FEATURES, *([ONES, [1.0] * (STEPS + by)] for by in more)), None, **hyperparameters)


def test_lengths_of_features() -> None:
    shown = f"{STEPS + 7} values, target has {STEPS}"
    place = "dynamic_feat[1]"
    assert lengths(0, 7, prediction_length="7") == [("SER315", "warning", 11, place, 1, shown)]
    assert lengths(0, 7, 7, prediction_length="8") == [("SER315", "error", 11, place, 2, shown)]
    assert lengths(7) == [("SER315", "warning", 10, place, 1, shown)]
    assert [one[:2] for one in lengths(1)] == [("SER315", "warning")]
    assert [one[:3] for one in lengths(-1, 7)] == [("SER315", "error", 10), ("SER315", "warning", 11)]


def test_features_that_the_data_has_not() -> None:
    plain = with_features(*[None] * 9)
    key = "HyperParameters.num_dynamic_feat"
    assert found(plain, num_dynamic_feat="2") == [("SER316", "error", None, key, 1, "2")]
    assert found(plain, num_dynamic_feat="auto") == []
    assert found(with_features(*FEATURES), num_dynamic_feat="2") == []
