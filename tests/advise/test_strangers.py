"""How right the advice is on problems that nobody tuned for: floors a little below what was measured."""

from __future__ import annotations

from benchmarks.scenarios import DEVELOPMENT, PROBLEMS, scores
from benchmarks.stated import PLANS, sentences, wrong

PASSED_OVER = 3
"""Of so many lines one is tried here; `python -m benchmarks.scenarios` and `benchmarks.stated` try all."""
FLOOR = {
    "algorithm, first": 0.88,
    "algorithm, among three": 0.94,
    "algorithm, after one question": 0.94,
    "algorithm, after all questions": 0.94,
    "none": 0.9,
    "right where sure": 0.96,
}


def test_strangers_are_advised_as_well_as_before() -> None:
    found = scores(PROBLEMS, every=PASSED_OVER)
    shares = {measure: counts[True] / counts.total() for measure, counts in found.items()}
    assert {name: share for name, share in shares.items() if share < FLOOR[name]} == {}
    assert shares.keys() == FLOOR.keys()
    assert found["right where sure"].total() >= 100


def test_the_development_set_is_answered() -> None:
    shares = {measure: counts[True] / counts.total() for measure, counts in scores(DEVELOPMENT).items()}
    assert min(shares.values()) >= 0.95


def test_what_strangers_state_arrives_in_the_plan() -> None:
    plans = sentences(PLANS)[::PASSED_OVER]
    assert len(plans) >= 100
    assert sum(not any(wrong(row)) for row in plans) / len(plans) >= 0.92
