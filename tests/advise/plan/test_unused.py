"""Numbers of the words that the advice does not go by."""

from __future__ import annotations

import pytest

from advisor import recommend
from advisor.report.advice.advice import unused


@pytest.mark.parametrize(
    ("text", "unused"),
    [
        ("Forecast daily sales, next 14 days; written on page 73 of the plan.", ("page 73 of",)),
        ("Forecast daily sales for the next 14 days.", ()),
        ("kmeans into 8 groups; the lab opened in 1998 and in 1998 we moved.", ("in 1998 and", "in 1998 we")),
        ("XGBoost regression, eta 0.05, max_depth 6", ()),
        ("Sort photos into the folders cats and dogs. One of them is new.", ()),
    ],
)
def test_only_numbers_that_nothing_goes_by_are_named(text: str, unused: tuple[str, ...]) -> None:
    assert recommend(text).unused == unused


def test_what_another_algorithm_would_go_by_is_unused() -> None:
    text = "Numbers of a table into groups; num_trees 70"
    assert recommend(text, algorithm="kmeans").unused == ("num_trees 70",)
    assert recommend(text, algorithm="random-cut-forest").unused == ()


def test_words_that_no_terminal_shows_are_escaped() -> None:
    advice = recommend("Clustering\udc94 4,0 gene columns into 8 groups")
    assert advice.unused == ("Clustering\udc94 4",)
    assert unused(advice).startswith('Nothing goes by these numbers: "Clustering\\udc94 4". ')


def test_no_advice_names_no_numbers() -> None:
    assert recommend("qwrt 17 zzzt").unused == ()
