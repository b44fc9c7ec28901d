"""How well words are read: situations, numbers, facts."""

from __future__ import annotations

import pytest

from advisor.advise import recommend
from advisor.advise.reading.phrases import Lexicon, tokens
from advisor.advise.reading.polarity import denied
from advisor.advise.reading.reader import PLACES, concepts, heard, model
from advisor.advise.reading.words import read
from advisor.advise.situations import situations
from tests.advise.problems import NONE, problems

ANSWERED = [(text, best) for text, best in problems() if best != NONE]
OUTSIDE = [text for text, best in problems() if best == NONE]


def test_the_right_algorithm_comes_first_or_among_three() -> None:
    shown = [[one.algorithm for one in recommend(text).recommendations[:3]] for text, _ in ANSWERED]
    ranks = [[name in best for name in names] for names, (_, best) in zip(shown, ANSWERED, strict=True)]
    assert sum(any(right[:1]) for right in ranks) / len(ranks) >= 0.9
    assert sum(any(right) for right in ranks) / len(ranks) >= 0.95


def test_problems_outside_are_seen_and_say_what_to_use() -> None:
    advices = [recommend(text) for text in OUTSIDE]
    assert sum(advice.none_fits for advice in advices) / len(advices) >= 0.9
    for advice in advices:
        assert bool(advice.instead) == advice.none_fits == (not advice.recommendations)


def test_the_model_knows_every_situation() -> None:
    assert set(model().situations) == set(situations())
    assert len(model().meanings) == len(model().keys) * model().width
    assert len(model().pieces) == PLACES * model().width


def test_probabilities_add_up_to_one_even_for_nothing() -> None:
    for text in ("", "?!", "which shoppers resemble one another"):
        assert sum(heard(tokens(text)).situations.values()) == pytest.approx(1)


def test_a_concept_that_is_ruled_out_is_another_feature() -> None:
    said, ruled_out = concepts(tokens("we want a forecast")), concepts(tokens("we do not want an outlier score"))
    assert "c:forecast" in said
    assert "n:odd" in ruled_out
    assert "c:odd" not in ruled_out


@pytest.mark.parametrize(
    ("text", "ruled_out"),
    [
        ("No boxes needed, only the kind", "no boxes needed"),
        ("We don't want groups but a yes or no", "don't want groups"),
        ("The exact outline does not matter", "the exact outline does not matter"),
        ("Topics instead of classes", "instead of classes"),
        ("Not how many days, only whether it is late", "not how many days"),
        ("Which customers will not come back?", ""),
        ("Not only the kind but also the place", ""),
        ("Rows that do not fit in", ""),
    ],
)
def test_what_is_ruled_out(text: str, ruled_out: str) -> None:
    found = tokens(text)
    out = [token.text for token, is_out in zip(found, denied(found), strict=True) if is_out]
    assert " ".join(out) == ruled_out


def test_stems_match_within_the_last_word_only() -> None:
    lexicon = Lexicon("animal: cat, big dog*\n# remark: x")
    assert [m.name for m in lexicon.find(["a", "big", "dogs", "life"])] == ["animal"]
    assert not list(lexicon.find(["concatenate", "dogs"]))


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("12k rows", "rows", 12_000),
        ("two million labelled loans", "rows", 2_000_000),
        ("176,304 rows by 550,182 one-hot columns", "columns", 550_182),
        ("3 TB of logs", "gigabytes", 3072),
        ("a 512-number vector each", "columns", 512),
        ("40 % zeros", "zeros", 0.4),
        ("0.5 % of them are anomalous", "odd_share", 0.005),
        ("one in 500 is bad", "odd_share", 0.002),
        ("a dozen customer groups", "groups", 12),
        ("compress to about 20 numbers", "components", 20),
        ("hourly load, the next two days", "horizon", 48),
        ("daily sales for the next four weeks", "horizon", 28),
        ("250,000 distinct user ids", "entities", 250_000),
        ("recall of 90 %", "recall", 0.9),
        ("up to 80 objects per picture", "boxes_per_picture", 80),
        ("2 million gizmos", "rows", 2_000_000),
        ("train faster on eight machines", "machines", 8),
        ("15 min steps, forecast the next 48 hours", "horizon", 192),
        ("boxes around 12 kinds of weeds in pictures", "classes", 12),
        ("forecast the sales of 60 districts for each day of next week", "series", 60),
        ("1,200 numbers for each clip; bring them down to two for a plot", "components", 2),
        ("1,200 numbers for each clip; bring them down to two for a plot", "columns", 1200),
        ("squeeze 9,000 sparse features to 250", "components", 250),
        ("what themes the minutes hold, say forty of them", "groups", 40),
        ("pictures of bees, 8,000 of them, in ten classes", "rows", 8000),
        ("very many rows and very many columns (30k)", "columns", 30_000),
        ("a questionnaire of 45 items", "columns", 45),
        ("50,000 pupils rated 800 exercises", "ids", 50_800),
        ("6,000 drivers, each with their usual addresses", "entities", 6000),
        ("go with what the 12 past patients most similar to her had", "neighbours", 12),
        ("twelve hundred customers most similar in taste", "neighbours", None),
        ("Once a week we read the gauges; the coming eight weeks are asked for", "horizon", 8),
        ("how high the lake stands, weekly, for the 26 coming weeks", "horizon", 26),
        ("hourly, horizon 36, context 72", "horizon", 36),
        ("daily, a horizon of 2 weeks", "horizon", 14),
        ("at least 95 percent of the true cases must be caught", "recall", 0.95),
        ("one reading in 400 is thought to be abnormal", "odd_share", 0.0025),
        ("9,800 of them are negative and 200 positive", "odd_share", 0.02),
        ("a mask with 0 for grass and 1 for sheep", "classes", 2),
        ("boxes around the only class, lorries", "classes", 1),
        ("a single class per picture", "classes", None),
        ("which of the photos show a cat, a dog or a horse", "classes", 3),
        ("in my three shops every card has 14 numbers; group the cards", "columns", 14),
        ("in my three shops every card has 14 numbers; group the cards", "rows", None),
        ("40 gauges of the mill, to become fewer columns", "columns", 40),
        ("what hides in the letters, say 25 subjects", "groups", 25),
        ("recall is fixed at 0.97", "recall", 0.97),
        ("grey 28\u00d728 pictures of garments", "rows", None),
        ("half-hourly, the next 20 half-hours", "horizon", 20),
        ("assign every pixel to road, roof or field", "classes", 3),
    ],
)
def test_numbers_and_units(text: str, name: str, value: float | None) -> None:
    assert read(text).number(name) == (None if value is None else pytest.approx(value))


@pytest.mark.parametrize(
    ("text", "methods"),
    [
        ("Boosted trees on 30 columns for a yes or no", {"any"}),
        ("A linear model on 30 columns for a yes or no", {"linear"}),
        ("Boosted trees failed on 30 columns for a yes or no; a linear model please", {"linear"}),
    ],
)
def test_the_method_that_words_name_counts(text: str, methods: set[str]) -> None:
    assert {read(text).readings[0].method} == methods


def test_a_class_that_is_counted_is_no_number() -> None:
    found = read(
        "Which column holds the reason? It is one of 7 exit reasons of a batch job, with 40 columns beside it."
    )
    assert found.readings[0].answer == "class"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The whole team says factorization machines, yet there are no user ids", None),
        ("They suggest factorization machines for our ratings", "factorization-machines"),
        ("Is that k-means?", None),
        ("We train with one-side sampling", "lightgbm"),
        ("IsolationForest(n_estimators=150) from scikit-learn", "random-cut-forest"),
        ("KNeighborsRegressor(n_neighbors=7)", "knn"),
    ],
)
def test_whom_the_words_name(text: str, named: str | None) -> None:
    found = read(text).named
    assert (found.value if found else None) == named


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("cans for our 340 vending machines", "machines"),
        ("180 sensor readings a second", "rows"),
        ("20,000 dollars of damage", "rows"),
        ("boxes around 12 kinds of weeds in pictures", "groups"),
    ],
)
def test_what_a_number_does_not_count(text: str, name: str) -> None:
    assert read(text).number(name) is None


def test_a_number_that_counts_nothing_known_is_left_alone() -> None:
    assert read("we are 3 and it is 2024").numbers == {}


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("packed .rec files over loose jpgs", "format", "image-recordio"),
        ("a Ground Truth manifest", "format", "augmented-manifest"),
        ("headerless comma-separated file", "format", "csv"),
        ("every five minutes, per host", "frequency", "5min"),
        ("meter values every 15 minutes", "frequency", "15min"),
        ("6-hour intervals", "frequency", "6H"),
        ("hourly counts of the last 3 days", "frequency", "H"),
        ("nothing is labelled", "labelled", False),
    ],
)
def test_facts_that_words_state(text: str, name: str, value: object) -> None:
    assert getattr(read(text), name).value == value
    assert getattr(read(text), name).origin == "words"


def test_a_fact_quotes_what_it_was_read_from() -> None:
    problem = read("Cheapest sensible way please, no GPU")
    assert {fact.value: fact.seen for fact in problem.traits} == {"cheap": "Cheapest", "no gpu": "no GPU"}


@pytest.mark.parametrize(
    "words",
    [
        "Delivery time in minutes for each parcel, from distance and weight",
        "Which of our 40 transformers will fail, from 30 columns of readings?",
        "Automatically decide whether a loan is paid back, from income and age",
        "Patients that need attention: yes or no, from lab values",
        "Which of 340 vending machines breaks down, from its columns?",
    ],
)
def test_everyday_words_are_no_wish(words: str) -> None:
    advice = recommend(words)
    assert not advice.problem.trait_names & {"fast training", "transformer", "automatic", "neural"}
    assert advice.recommendations[0].algorithm in ("xgboost", "lightgbm")


def test_a_reading_quotes_the_words_that_spoke_for_it() -> None:
    answer = recommend("Hello, we are a shipyard. Put boxes round the helmets. Thanks!").problem.answer
    assert answer is not None
    assert "boxes" in answer.seen.split(", ")
    assert not {"hello", "thanks", "shipyard"} & set(answer.seen.split(", "))


def test_unlabelled_speaks_against_learning_from_labels() -> None:
    numbers = "90 million transactions with 30 numeric attributes"
    labelled = sum(r.probability for r in read(f"{numbers}, unlabelled").readings if r.labelled)
    assert labelled < sum(r.probability for r in read(numbers).readings if r.labelled)
