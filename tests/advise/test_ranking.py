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
    "table linear": "linear-learner", "neighbours class": "knn", "neighbours number": "knn", "nearest": "knn",
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
