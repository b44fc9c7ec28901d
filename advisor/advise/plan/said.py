"""What the words say of an algorithm's hyperparameters: what they state, and what other numbers most likely set."""

from __future__ import annotations

from advisor.advise.plan.starts import fixed_by
from advisor.advise.problem import Problem
from advisor.advise.reading.settings.following import Said
from advisor.advise.reading.settings.likely import likely
from advisor.advise.reading.settings.mentions import tokens_of
from advisor.advise.reading.settings.stated import stated
from advisor.advise.reading.unread import unread
from advisor.knowledge.models.algorithm import Algorithm


def said(problem: Problem, algorithm: Algorithm) -> dict[str, Said]:
    """By name. No guess takes the place of what is stated, or of what follows from facts that are known."""
    known = stated(problem.text, algorithm.id)
    found = tokens_of(problem.text)
    quotes = [fact.seen for _, fact in problem.facts()] + [one.seen for one in known.values()]
    guessed = likely(problem.text, found, unread(problem.text, quotes, found), algorithm.id)
    return known | {
        name: one for name, one in guessed.items() if name not in known and not _follows(name, algorithm, problem)
    }


def _follows(name: str, algorithm: Algorithm, problem: Problem) -> bool:
    """Whether a number that is known of the problem gives the value."""
    numbers = {rule.number for rule in algorithm.starts.hyperparameters.get(name, ())}
    numbers.add(fixed_by(algorithm.hyperparameters.values[name]))
    return not numbers.isdisjoint(problem.numbers)
