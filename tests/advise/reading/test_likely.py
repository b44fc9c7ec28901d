"""Numbers that no phrase claims, and what they most likely set."""

from __future__ import annotations

import json

import pytest

from advisor import recommend
from advisor.advise.reading.settings.likely import MODEL, likely
from advisor.advise.reading.settings.mentions import tokens_of
from scripts.learning.settings import sources


@pytest.mark.parametrize(
    ("algorithm", "text", "name", "value"),
    [
        ("kmeans", "Every jar has 27 pollen shares; the printer does nine labels, so nine kinds of honey.", "k", 9),
        ("kmeans", "Each voter gave 64 answers as numbers.", "feature_dim", 64),
        ("lda", "A mixture of 7 ancestries over alleles, counts only.", "num_topics", 7),
        ("lightgbm", "histogram bins down to 63, please", "max_bin", 63),
        ("image-classification", "Photos of 14 kinds of beetle.", "num_classes", 14),
        ("deepar", "Trams at 88 stops: what are the 30 days to come going to be?", "prediction_length", 30),
    ],
)
def test_the_words_around_a_number_say_what_it_sets(algorithm: str, text: str, name: str, value: float) -> None:
    found = tokens_of(text)
    places = [place for place, token in enumerate(found) if token.value == value]
    assert likely(text, found, places, algorithm)[name].value == value


@pytest.mark.parametrize(
    ("algorithm", "text"),
    [
        ("kmeans", "My shop has been open since 1998 and my rent is 900 euros."),
        ("xgboost", "We lost 40 percent of our staff in 3 years."),
        ("image-classification", "The camera hangs 4 metres above the belt, which moves at 12 km/h."),
        ("deepar", "I am 61 and run the business with 2 sons."),
    ],
)
def test_other_numbers_set_nothing(algorithm: str, text: str) -> None:
    found = tokens_of(text)
    places = [place for place, token in enumerate(found) if token.value is not None]
    assert likely(text, found, places, algorithm) == {}


def test_a_value_beyond_the_range_is_not_taken() -> None:
    text = "a dropout of 7 please"
    assert "dropout" not in likely(text, tokens_of(text), [3], "object2vec")


def test_what_is_stated_comes_first_and_what_is_guessed_says_so() -> None:
    text = "5,300 jars of honey, each with 27 pollen percentages. Group them, k is 12; the printer does nine labels."
    settings = recommend(text, algorithm="kmeans").recommendations[0].hyperparameters
    assert (settings["k"].value, settings["feature_dim"].value) == (12, 27)
    assert settings["k"].reason.startswith("As you say")


def test_the_model_is_made_from_the_problems_as_they_are() -> None:
    assert json.loads(MODEL.read_text("utf-8"))["made_from"] == sources(), "run python -m scripts.learning.settings"
