"""Numbers of the words that nothing in the advice goes by."""

from __future__ import annotations

from advisor.advise.plan.said import said
from advisor.advise.problem import Problem
from advisor.advise.reading.phrases import tokens
from advisor.advise.reading.unread import quoted, unread
from advisor.knowledge.models.algorithm import Algorithm


def unused(problem: Problem, algorithm: Algorithm) -> tuple[str, ...]:
    """Each number that neither a fact of the problem nor a setting quotes, with a word on each side."""
    found = tokens(problem.text)
    quotes = [fact.seen for _, fact in problem.facts()] + [
        statement.seen for statement in said(problem, algorithm).values()
    ]
    return tuple(dict.fromkeys(quoted(found, n, problem.text) for n in unread(problem.text, quotes, found)))
