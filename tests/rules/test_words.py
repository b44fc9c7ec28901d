"""Numbers and ranges in the words of messages."""

from __future__ import annotations

import pytest

from advisor.case.words import number_of, reach


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0, 2, "The labels go from 0 to 2"),
        (-1, -1, "All labels are -1"),
        (0.5, 1.0000001, "The labels go from 0.5 to 1.0000001"),
        (0, 1234567, "The labels go from 0 to 1234567"),
    ],
)
def test_a_range_of_one_value_is_none_and_no_digit_that_matters_is_lost(low: float, high: float, said: str) -> None:
    assert reach("labels", low, high) == said


def test_one_thing_is_not_plural() -> None:
    assert [number_of(count, "file") for count in (0, 1, 2000)] == ["0 files", "1 file", "2,000 files"]
