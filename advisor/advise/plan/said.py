"""What the words say of an algorithm's hyperparameters: what they state, and what else in them most likely sets one."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter

from advisor.advise.plan.starts import fixed_by
from advisor.advise.problem import Problem
from advisor.advise.reading.counts.times import steps_of
from advisor.advise.reading.phrases import Token
from advisor.advise.reading.settings.following import Said
from advisor.advise.reading.settings.likely import Guess, likely_numbers, likely_wishes
from advisor.advise.reading.settings.mentions import tokens_of
from advisor.advise.reading.settings.stated import stated
from advisor.advise.reading.unread import within
from advisor.knowledge.models.algorithm import Algorithm

IN_STEPS = frozenset(("context_length", "prediction_length"))
"""Hyperparameters that count steps of a series."""
SURER = 0.8
"""How likely it must be that a number sets a hyperparameter that was read as a fact of the problem."""
SUREST = 0.95
"""The same where it was read as what another hyperparameter is stated to be, or where a fact gives the value."""


def said(problem: Problem, algorithm: Algorithm) -> dict[str, Said]:
    """By name. A guess takes the place of what is stated only where it is next to certain, and never that of what
    follows from facts that are known.
    """
    found = tokens_of(problem.text)
    known = stated(problem.text, algorithm.id)
    numbers = sorted(likely_numbers(problem.text, found, algorithm.id), key=attrgetter("chance"))
    wishes = sorted(likely_wishes(problem.text, found, algorithm.id), key=attrgetter("chance"))
    for guess in numbers:
        if guess.chance >= SUREST:
            _take_back(known, guess, problem.text, found)
    numbers = [_in_steps(guess, found, problem) for guess in numbers]
    facts = within((fact.seen for _, fact in problem.facts()), problem.text, found)
    claimed = within((one.seen for one in known.values() if _holds_number(one)), problem.text, found)
    free = [guess for guess in numbers if guess.places[0] not in claimed]
    sure = [guess for guess in free if guess.chance >= SURER or guess.places[0] not in facts]
    guessed = {
        guess.name: guess.said
        for guess in (*wishes, *sure)
        if (guess.chance >= SUREST and facts.isdisjoint(guess.places)) or not _follows(guess.name, algorithm, problem)
    }
    return guessed | known | _contradicted(known, wishes)


def _in_steps(guess: Guess, found: list[Token], problem: Problem) -> Guess:
    """The guess, where it is a time that is told in other units than the steps of the series."""
    unit = found[guess.places[-1] + 1 :][:1]
    step = problem.frequency.value if problem.frequency else None
    told = steps_of(float(guess.said.value), unit[0], step) if guess.name in IN_STEPS and unit else None
    return guess if told is None else guess._replace(said=replace(guess.said, value=round(told)))


def _take_back(known: dict[str, Said], guess: Guess, text: str, found: list[Token]) -> None:
    """Drops what is stated by a number that almost certainly sets something else."""
    value = found[guess.places[0]].value
    for name, one in list(known.items()):
        if name != guess.name and one.value == value and guess.places[0] in within((one.seen,), text, found):
            del known[name]


def _contradicted(known: dict[str, Said], wishes: list[Guess]) -> dict[str, Said]:
    """Wishes that are next to certain, where another choice was read of which no clause surely speaks."""
    found = {}
    for guess in wishes:
        stated = known.get(guess.name)
        if stated is None or stated.value == guess.said.value or guess.chance < SUREST:
            continue
        same = [other.chance for other in wishes if other.name == guess.name and other.said.value == stated.value]
        if not same or max(same) < SUREST:
            found[guess.name] = guess.said
    return found


def _holds_number(one: Said) -> bool:
    """Whether what is stated is a number, or a list of them, and no choice that is named beside one."""
    return not isinstance(one.value, (bool, str)) or any(sign.isdigit() for sign in str(one.value))


def _follows(name: str, algorithm: Algorithm, problem: Problem) -> bool:
    """Whether a number that is known of the problem gives the value."""
    numbers = {rule.number for rule in algorithm.starts.hyperparameters.get(name, ())}
    numbers.add(fixed_by(algorithm.hyperparameters.values[name]))
    return not numbers.isdisjoint(problem.numbers)
