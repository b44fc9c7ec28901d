"""Which of an algorithm's first values and choices hold for a problem, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar, cast

from advisor.advise.problem import Number, Problem, Reading
from advisor.knowledge.models.algorithm import Hyperparameter, Measure, Scalar
from advisor.knowledge.models.starts import SettingStart, Start

S = TypeVar("S", bound=Start)

MEASURED: dict[Measure, Number] = {
    "features": "columns", "classes": "classes", "records": "rows", "columns": "columns", "label_width": "label_width",
    "distinct_entities": "entities", "vocabulary_words": "vocabulary", "image_classes": "classes",
    "distinct_categories": "distinct_categories", "longest_series": "longest_series",
    "commonest_word": "commonest_word",
}  # fmt: skip
"""Which number of a problem each measure of the data is."""


def fixed_by(fact: Hyperparameter) -> Number | None:
    """The number of a problem from which the value of a hyperparameter follows; None where there is none."""
    follows = fact.from_data is not None and fact.from_data.relation != "at-most"
    return MEASURED.get(fact.from_data.measure) if follows and fact.from_data else None


def holding(rules: Iterable[S], problem: Problem, reading: Reading) -> Iterator[S]:
    return (rule for rule in rules if holds(rule, problem, reading))


def holds(rule: Start, problem: Problem, reading: Reading) -> bool:
    return (
        problem.meets(rule.when, reading)
        and all((problem.number(name) or 0) > least for name, least in rule.above.items())
        and all(0 < (problem.number(name) or 0) < most for name, most in rule.below.items())
        and not any((problem.number(name) or 0) > most for name, most in rule.unless_above.items())
        and not problem.trait_names & set(rule.unless)
    )


def worth(rule: SettingStart, problem: Problem) -> Scalar | None:
    """The value of a rule; None where the problem does not tell what it follows from."""
    if rule.number is not None:
        number = problem.number(rule.number)
        return None if not number else _computed(rule, number)
    if rule.fact is not None:
        return next(iter(problem.values(rule.fact)), None)
    return rule.value


def reason(rule: SettingStart, problem: Problem) -> str:
    """Why; with the number that the value was computed from, where the value does not show it."""
    fact = problem.numbers.get(cast(Number, rule.number)) if rule.number else None
    if rule.number is None or fact is None or (rule.times, rule.plus, rule.inverse) == (1, 0, False):
        return rule.because
    about = "about " if fact.confidence < 1 else ""
    shown = f"{fact.value:,.0f}" if fact.value.is_integer() else f"{fact.value:.4g}"
    return f"{rule.because} ({rule.number.replace('_', ' ')}: {about}{shown})"


def _computed(rule: SettingStart, number: float) -> Scalar:
    result = (1 / number if rule.inverse else number) * rule.times + rule.plus
    if rule.at_least is not None:
        result = max(result, rule.at_least)
    if rule.at_most is not None:
        result = min(result, rule.at_most)
    rounded = round(result)
    whole = rule.round or abs(result - rounded) < 1e-6 or rule.inverse
    plain = max(rounded, 1) if whole else result
    return rule.form.format(f"{plain:g}") if rule.form else plain
