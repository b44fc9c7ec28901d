"""What a person sets right in the problem that was read from words: facts by their names, as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from advisor.advise.answers import QUESTIONS, TARGET
from advisor.advise.problem import Fact, Number, Problem, amount, merged
from advisor.advise.reading.words import read

ASKED = (*QUESTIONS, TARGET)
"""Facts that are set by the answer to a question."""
STRUCK = ""
"""What is said of a fact that does not hold."""


def corrected(text: str, corrections: Mapping[str, str]) -> tuple[Problem, list[str]]:
    """The problem that a text describes, with numbers set right and without what was struck out; and the answers.

    A correction is the choice of a question (`data`: `images`), a number (`numbers.rows`: `8000`), or `STRUCK`.
    Raises `ValueError` where a number is none.
    """
    known = (
        _without(read(text), {name for name, value in corrections.items() if value == STRUCK}) if text else Problem()
    )
    numbers: dict[Any, Fact[float]] = {
        name.removeprefix("numbers."): Fact[float](value=amount(float(value)), origin="answer")
        for name, value in corrections.items()
        if is_number(name) and value != STRUCK
    }
    answers = [f"{name}={value}" for name, value in corrections.items() if name in ASKED and value != STRUCK]
    return merged(known, Problem(numbers=numbers)), answers


def is_number(name: str) -> bool:
    return name.startswith("numbers.") and name.removeprefix("numbers.") in get_args(Number)


def _without(problem: Problem, struck: set[str]) -> Problem:
    """The problem without facts."""
    singles = {name: None for name in struck if isinstance(getattr(problem, name, None), Fact)}
    traits = tuple(fact for fact in problem.traits if f"traits.{fact.value}" not in struck)
    numbers = {name: fact for name, fact in problem.numbers.items() if f"numbers.{name}" not in struck}
    return problem.model_copy(update={**singles, "traits": traits, "numbers": numbers})
