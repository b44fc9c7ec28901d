"""What the words say of an algorithm's hyperparameters: what they state, and what else in them most likely sets one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from advisor.advise.plan.starts import fixed_by, worth
from advisor.advise.problem import Number, Problem
from advisor.advise.reading.counts.times import steps_of
from advisor.advise.reading.phrases import Token
from advisor.advise.reading.retracted import is_replaced
from advisor.advise.reading.settings.denied import denied_values
from advisor.advise.reading.settings.following import Said
from advisor.advise.reading.settings.likely import Guess, likely_numbers, likely_tokens, likely_wishes
from advisor.advise.reading.settings.stated import stated
from advisor.advise.reading.settings.values import is_percent
from advisor.advise.reading.unread import within
from advisor.knowledge.models.algorithm import Algorithm, Scalar
from advisor.knowledge.models.base import is_ruled_out

IN_STEPS = frozenset(("context_length", "prediction_length"))
"""Hyperparameters that count steps of a series."""
SURER = 0.7
"""How likely it must be that a number sets a hyperparameter that was read as a fact of the problem."""
OVERRULING = 0.9
"""The same where a choice that is stated or guessed would keep it from being read."""
SUREST = 0.95
"""The same where it was read as what another hyperparameter is stated to be, or where a fact gives the value."""


def said(problem: Problem, algorithm: Algorithm) -> dict[str, Said]:
    """By name. A guess takes the place of what is stated, or of what follows from known facts, only where it is next to
    certain, and of the latter only where no fact quotes it.
    """
    text, found = problem.text, likely_tokens(problem.text)
    known = stated(text, algorithm.id)
    numbers = list(_that_stand(likely_numbers(text, algorithm.id), found))
    ruled_out = denied_values(found, algorithm.id)
    wishes = [
        guess
        for guess in likely_wishes(text, algorithm.id)
        if (guess.name, str(guess.said.value)) not in ruled_out
        and (guess.chance >= SUREST or not _depends_on_answer(guess.name, algorithm))
        and not (_is_number(guess.said) and any(number.name == guess.name for number in numbers))
    ]
    _take_back(known, [guess for guess in numbers if guess.chance >= SUREST], text, found)
    _overrule(known, numbers, algorithm)
    facts = within((fact.seen for _, fact in problem.facts()), text, found)
    claimed = {place for statement in known.values() for place in _claimed(statement, text, found)}
    guesses = [
        *wishes,
        *(
            _in_steps(guess, found, problem)
            for guess in numbers
            if claimed.isdisjoint(guess.places) and (guess.chance >= SURER or facts.isdisjoint(guess.places))
        ),
    ]
    surest = {
        guess.name: guess
        for guess in sorted(guesses, key=attrgetter("chance"))
        if (guess.chance >= SUREST and facts.isdisjoint(guess.places)) or not _follows(guess.name, algorithm, problem)
    }
    guessed = {
        name: guess.said
        for name, guess in surest.items()
        if not _is_at_odds(
            guess, [*known, *(surer.name for surer in surest.values() if _weight(surer) > _weight(guess))], algorithm
        )
    }
    return guessed | known


def without_claimed(problem: Problem, algorithm: Algorithm) -> Problem:
    """The problem without those of its numbers that are stated to be the value of something else, or seem to be."""
    text, found = problem.text, likely_tokens(problem.text)
    claims = {
        place: (name, statement.value)
        for name, statement in stated(text, algorithm.id).items()
        for place in within((statement.seen,), text, found)
        if _is_number(statement) and statement.value in _worths(found, place)
    } | {
        guess.places[0]: (guess.name, guess.said.value)
        for guess in likely_numbers(text, algorithm.id)
        if guess.chance >= SUREST
    }
    kept = {
        number: fact
        for number, fact in problem.numbers.items()
        if fact.origin != "words"
        or all(
            found[place].value != fact.value or _gives(number, claims[place], algorithm, problem)
            for place in claims.keys() & within((fact.seen,), text, found)
        )
    }
    return problem.model_copy(update={"numbers": kept})


def _gives(number: Number, claim: tuple[str, Scalar], algorithm: Algorithm, problem: Problem) -> bool:
    """Whether a number of the problem comes to this value of a hyperparameter."""
    name, value = claim
    rules = algorithm.starts.hyperparameters.get(name, ())
    fact = algorithm.hyperparameters.values[name]
    follows = fact.from_data is not None and fact.from_data.relation == "equals" and fixed_by(fact) == number
    return follows or any(rule.number == number and worth(rule, problem) == value for rule in rules)


def _that_stand(numbers: Iterable[Guess], found: Sequence[Token]) -> Iterator[Guess]:
    """The numbers but for those that another one behind them takes back: `after four... sorry, after two epochs`."""
    guesses = list(numbers)
    for guess in guesses:
        later = (
            other.places[0] for other in guesses if other.name == guess.name and other.places[0] > guess.places[-1]
        )
        if not any(is_replaced(found, guess.places[-1], place) for place in later):
            yield guess


def _is_at_odds(guess: Guess, surer: Iterable[str], algorithm: Algorithm) -> bool:
    """Whether something that is surer would not be read beside it."""
    facts, value = algorithm.hyperparameters.values, {guess.name: guess.said.value}.get
    return any(is_ruled_out(facts[name].only_when, value) for name in surer)


def _in_steps(guess: Guess, found: Sequence[Token], problem: Problem) -> Guess:
    """The guess, where it is a time that is told in other units than the steps of the series."""
    past = guess.places.stop
    if guess.name not in IN_STEPS or past >= len(found):
        return guess
    steps = steps_of(float(guess.said.value), found[past], problem.frequency.value if problem.frequency else None)
    return guess if steps is None else guess._replace(said=replace(guess.said, value=round(steps)))


def _take_back(statements: dict[str, Said], guesses: Iterable[Guess], text: str, found: Sequence[Token]) -> None:
    """Drops what is stated by a number that almost certainly sets something else."""
    sets = {guess.places[0]: guess.name for guess in guesses}
    for name, statement in list(statements.items()):
        if not _is_number(statement) or _is_named(name, statement):
            continue
        places = sets.keys() & within((statement.seen,), text, found)
        said_of = {other for other, same in statements.items() if same == statement}  # of both sides at once
        if any(sets[place] not in said_of and statement.value in _worths(found, place) for place in places):
            del statements[name]


def _overrule(statements: dict[str, Said], numbers: Iterable[Guess], algorithm: Algorithm) -> None:
    """Drops choices with which a number would not be read that is surely meant: a phrase may be said in passing."""
    for guess in numbers:
        wanted = algorithm.hyperparameters.values[guess.name].only_when
        for name, statement in list(statements.items()) if guess.chance >= OVERRULING else ():
            if is_ruled_out(wanted, {name: statement.value}.get) and not _is_named(name, statement):
                del statements[name]


def _weight(guess: Guess) -> tuple[bool, float]:
    """A number that is surely read counts more than any wish, which may be heard where there is none."""
    return _is_number(guess.said) and guess.chance >= OVERRULING, guess.chance


def _worths(found: Sequence[Token], place: int) -> tuple[float, float]:
    """What a number may be read as: itself, or the share that it is in a hundred."""
    value = found[place].value or 0.0
    return value, value / 100 if is_percent(found, place) else value


def _is_named(name: str, statement: Said) -> bool:
    """Whether a hyperparameter is stated by its own name, however the words of it are joined; by a name that is a word
    like others only where it comes first: `epochs 15`, not `15 epochs`.
    """
    letters, named = (re.sub(r"[\W_]", "", words) for words in (statement.seen.lower(), name))
    return named in letters and (named != name or letters.startswith(named))


def _depends_on_answer(name: str, algorithm: Algorithm) -> bool:
    """Whether what is wanted, a class or a number, gives the value."""
    rules = algorithm.starts.hyperparameters.get(name, ())
    return any(not rule.when.keys().isdisjoint(("answer", "target")) for rule in rules)


def _is_number(statement: Said) -> bool:
    return not isinstance(statement.value, (bool, str))


def _claimed(statement: Said, text: str, found: Sequence[Token]) -> Iterator[int]:
    """The places of the numbers that the value is made of: one, or all that are quoted where it is a list."""
    if not any(sign.isdigit() for sign in str(statement.value)):
        return
    for place in within((statement.seen,), text, found):
        is_other = _is_number(statement) and statement.beyond is None and statement.value not in _worths(found, place)
        if not is_other:
            yield place


def _follows(name: str, algorithm: Algorithm, problem: Problem) -> bool:
    """Whether a number that is known of the problem gives the value."""
    numbers = {rule.number for rule in algorithm.starts.hyperparameters.get(name, ())}
    numbers.add(fixed_by(algorithm.hyperparameters.values[name]))
    return not numbers.isdisjoint(problem.numbers)
