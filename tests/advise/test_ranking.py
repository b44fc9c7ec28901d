"""Given the right facts, the right algorithm comes first; and every rule can hold."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from advisor.advise import Problem, recommend
from advisor.advise.problem import AnswerKind, DataFormat, DataKind, Method, Trait
from advisor.advise.situations import situations
from advisor.knowledge.load import algorithms

BEST = {
    "boxes": "object-detection", "image class": "image-classification", "image labels": "image-classification",
    "mask": "semantic-segmentation", "table class": "xgboost", "table number": "xgboost",
    "linear class": "linear-learner", "linear number": "linear-learner", "neighbours class": "knn",
    "neighbours number": "knn", "nearest": "knn",
    "groups": "kmeans", "fewer columns": "pca", "shares": "lda", "oddness": "random-cut-forest",
    "preference": "factorization-machines", "forecast": "deepar", "series oddness": "random-cut-forest",
    "ip suspicious": "ip-insights", "ip vectors": "ip-insights", "topics": "lda", "text class": "blazingtext",
    "text labels": "blazingtext", "word vectors": "blazingtext", "pair vectors": "object2vec", "sequence": "seq2seq",
    "ranking": "xgboost",
}  # fmt: skip
INSIDE = [s for s in situations().values() if not s.instead]


def facts_of(name: str, **more: Any) -> Problem:
    situation = situations()[name]
    return Problem.model_validate(
        {"data": situation.data, "answer": situation.answer, "method": situation.method, **more}
    )


@pytest.mark.parametrize("name", [situation.name for situation in INSIDE])
def test_the_right_facts_lead_to_the_right_algorithm(name: str) -> None:
    assert recommend(facts_of(name)).recommendations[0].algorithm == BEST[name]


@pytest.mark.parametrize("name", [s.name for s in situations().values() if s.instead])
def test_none_fits_what_is_outside(name: str) -> None:
    advice = recommend(facts_of(name))
    assert advice.none_fits
    assert advice.instead == situations()[name].instead


@pytest.mark.parametrize(
    ("name", "facts", "best"),
    [
        ("topics", {"traits": ["coherence"]}, "ntm"),
        ("topics", {"traits": ["neural", "gpu"]}, "ntm"),
        ("topics", {"traits": ["streaming"], "format": "csv"}, "ntm"),
        ("topics", {"traits": ["cheap", "one machine"]}, "lda"),
        ("text class", {"traits": ["transformer", "few examples"]}, "text-classification-tensorflow"),
        ("image class", {"traits": ["light pictures net"]}, "image-classification-tensorflow"),
        ("image class", {"traits": ["light pictures net", "several machines"]}, "image-classification"),
        ("table class", {"traits": ["categorical"]}, "catboost"),
        ("table class", {"traits": ["automatic"]}, "autogluon-tabular"),
        ("table class", {"traits": ["explainable"]}, "linear-learner"),
        ("preference", {"traits": ["no interactions"]}, "xgboost"),
    ],
)
def test_traits_decide_between_near_ones(name: str, facts: dict[str, Any], best: str) -> None:
    assert recommend(facts_of(name, **facts)).recommendations[0].algorithm == best


PROBLEMS = {
    "autogluon-tabular": "Take the raw table of policies, try all models, stack them and tell who lapses; no tuning.",
    "blazingtext": "Which of twelve departments does a letter go to? 90,000 sorted letters.",
    "catboost": "Loan repaid or not; most columns are product codes and postcodes with thousands of values.",
    "deepar": "Daily sales of 400 bakeries for the next three weeks.",
    "factorization-machines": "Which reader will like which book? User and item ids, stars, a nearly empty matrix.",
    "image-classification": "Each X-ray may show several findings at the same time; tick all that apply.",
    "image-classification-tensorflow": "One species per photo of a leaf, with MobileNet, as it is to run on a phone.",
    "ip-insights": "Is this IPv4 address usual for the account that logs in?",
    "kmeans": "Sort our shops into eight groups that nobody has defined.",
    "knn": "Give a new patient the diagnosis that most of the ten most similar cases have.",
    "lda": "Themes of 80,000 complaints, on one cheap machine without a GPU.",
    "lightgbm": "Will a click lead to a sale? 30 million rows; trees grown leaf by leaf, trained in a hurry.",
    "linear-learner": "Rent as so much times the area plus so much times the rooms; the weights must be readable.",
    "ntm": "Themes of letters with a neural topic model on GPUs, the words of a topic must be coherent.",
    "object-detection": "Draw a box round each helmet in pictures of building sites, 40,000 of them in .rec files.",
    "object-detection-tensorflow": "A box around every dent, 300 photos with boxes; fine-tune a TensorFlow model.",
    "object2vec": "Learn embeddings from pairs of questions that were marked as duplicates or not.",
    "pca": "Boil 400 correlated columns down to twenty that keep the variance.",
    "random-cut-forest": "Score how odd each bookkeeping entry is; nobody ever marked a wrong one.",
    "semantic-segmentation": "The exact outline of the tumour, pixel by pixel, learnt from masks.",
    "seq2seq": "Turn product titles in English into German ones; two million pairs of lines.",
    "tabtransformer": "Churn from a table of client attributes, with a neural network with self-attention.",
    "text-classification-tensorflow": "Sarcastic or not: 600 labelled comments, BERT should help.",
    "xgboost": "Predict whether a tenant pays on time from thirty columns, past outcomes are known.",
}


@pytest.mark.parametrize("name", sorted(algorithms()))
def test_every_algorithm_comes_first_for_some_problem(name: str) -> None:
    assert recommend(PROBLEMS[name]).recommendations[0].algorithm == name


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Should I use LightGBM to predict the rent of flats from 20 columns?", "lightgbm"),
        ("Predict the rent of flats from 20 columns. XGBoost failed here.", None),
        ("Predict the rent of flats from 20 columns, CatBoost rather than XGBoost", "catboost"),
        ("XGBoost or LightGBM for the rent of flats?", None),
        ("Find helmets in pictures with TensorFlow object detection", "object-detection-tensorflow"),
    ],
)
def test_an_algorithm_that_is_named_counts_unless_it_is_set_apart(words: str, named: str | None) -> None:
    problem = recommend(words).problem
    assert (problem.named.value if problem.named else None) == named
    if named:
        assert recommend(words).recommendations[0].algorithm == named


@pytest.mark.parametrize(
    ("words", "best"),
    [
        ("We look for no groups, the five segments are given: put each new client in the right one.", "xgboost"),
        ("Not how many days, only whether the invoice is paid late, from 20 columns.", "xgboost"),
        ("No boxes needed, only whether the photo shows a crack or not.", "image-classification"),
        ("We don't want a class for each text but the themes that come up in 40,000 of them.", "lda"),
    ],
)
def test_what_is_ruled_out_does_not_count(words: str, best: str) -> None:
    assert recommend(words).recommendations[0].algorithm == best


def test_every_rule_names_facts_and_values_that_exist() -> None:
    known: dict[str, set[object]] = {
        "data": set(get_args(DataKind)), "answer": set(get_args(AnswerKind)), "method": set(get_args(Method)),
        "traits": set(get_args(Trait)), "format": set(get_args(DataFormat)),
        "size": {"wide", "very many rows", "few rows"},
    }  # fmt: skip
    for algorithm in algorithms().values():
        assert algorithm.fit, algorithm.id
        for rule in algorithm.fit:
            for name, values in rule.when.items():
                assert set(values) <= known[name], (algorithm.id, rule.because)


def test_recommendations_come_best_first_with_reasons_and_sources() -> None:
    for text in ("Group customers into eight groups", "Predict churn from 40 columns", "rows"):
        scores = [one.score for one in recommend(text).recommendations]
        assert scores == sorted(scores, reverse=True)
        for one in recommend(text).recommendations:
            assert one.reasons
            assert all(reason.source for reason in one.reasons)


def test_every_algorithm_is_recommended_or_rejected_with_a_reason() -> None:
    advice = recommend("Group customers into eight groups")
    named = [one.algorithm for one in advice.recommendations] + [one.algorithm for one in advice.rejected]
    assert sorted(named) == sorted(algorithms())
    assert all(one.because for one in advice.rejected)


def test_what_is_left_open_is_spread_over_what_may_be_meant() -> None:
    advice = recommend("Images of faces as rows of numbers; describe each by few numbers or put them into groups")
    assert len({one.algorithm for one in advice.recommendations[:3]} & {"pca", "kmeans"}) >= 1
    assert advice.confidence < 1
