"""Sizes are counted by their order, in a place that does not grow, however the work is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.profile.sizes import POWERS, Sizes


def sizes_of(values: list[float]) -> Sizes:
    sizes = Sizes()
    for value in values:
        sizes.add(value)
    return sizes


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (0, "0"),
        (0.9, "0"),
        (1, "1"),
        (1.9, "1"),
        (2, "2 to 3"),
        (3.9, "2 to 3"),
        (4, "4 to 7"),
        (1500, "1,024 to 2,047"),
        (2**POWERS - 1, "134,217,728 to 268,435,455"),
        (2**POWERS, "268,435,456 or more"),
        (1e300, "268,435,456 or more"),
    ],
)
def test_each_size_has_its_range(size: float, told: str) -> None:
    assert sizes_of([size]).shown() == {told: 1}


def test_ranges_stand_in_their_order_with_those_between_them() -> None:
    shown = sizes_of([9, 1, 9, 2]).shown()
    assert list(shown.items()) == [("1", 1), ("2 to 3", 1), ("4 to 7", 0), ("8 to 15", 2)]
    assert Sizes().shown() == {}


@given(st.lists(st.floats(0, 1e12)), st.integers(0, 20))
def test_cuts_do_not_matter(values: list[float], cut: int) -> None:
    whole = sizes_of(values)
    assert sizes_of(values[:cut]).merged(sizes_of(values[cut:])) == whole
    assert len(whole.counts) <= POWERS + 2
    assert (whole.least, whole.greatest) == (min(values, default=None), max(values, default=None))
