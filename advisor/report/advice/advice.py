"""Advice as text for a terminal, and as the JSON of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from advisor.advise.models import Advice, Question, Recommendation
from advisor.advise.problem import Fact
from advisor.contract import escaped, json_text
from advisor.report.advice.plan import more, plan, runner_up
from advisor.report.terminal import Look, size

SURE = 0.5
"""From here on a plan is shown; below it the question comes first."""
_UNSAID = ("holds", "predicts", "method")
"""Facts that are told elsewhere, or not worth telling."""


def as_json(advice: Advice) -> str:
    return json_text(advice)


def as_text(advice: Advice, look: Look, fix: str | None = None) -> str:
    """The advice; in full where the look is so. `fix`: the command that mends files, with `{}` for the algorithm."""
    return "\n".join(_lines(advice, look, fix)) + "\n"


def _lines(advice: Advice, look: Look, fix: str | None) -> Iterator[str]:
    if advice.none_fits:
        yield from look.wrap("No built-in algorithm fits this problem.")
        yield from look.wrap(advice.instead or "", "  ")
    elif advice.problem.unclear and not advice.recommendations:
        yield from look.wrap(f"No advice yet. {advice.problem.unclear} An answer helps as well:")
    elif advice.confidence < SURE and advice.questions and not look.is_full:
        yield from _unsure(advice, look)
        return
    elif advice.recommendations:
        first, *others = advice.recommendations
        yield from plan(first, advice.confidence, look, fix)
        if look.is_full:
            yield from more(first, look)
        yield from _others(others, look)
    yield from _understood(advice, look)
    for question in advice.questions:
        yield ""
        yield from _question(question, look)
    if not look.is_full and advice.recommendations:
        yield ""
        yield look.paint("More, with every reason and its source: --full", "dim")


def _unsure(advice: Advice, look: Look) -> Iterator[str]:
    """The questions, and what would be advised as things stand, in a line."""
    names = ", ".join(
        f"{recommendation.algorithm} ({recommendation.score:.2f})" for recommendation in advice.recommendations[:3]
    )
    yield from look.wrap(f"Not sure yet ({advice.confidence:.0%}): {len(advice.questions)} "
                         f"question{'s' if len(advice.questions) > 1 else ''} first.")  # fmt: skip
    for question in advice.questions:
        yield ""
        yield from _question(question, look)
    yield from _whatever_fits(advice, look)
    yield ""
    yield from look.wrap(f"So far the likeliest are {names}. For their plans: --full")
    yield from _understood(advice, look)


def _whatever_fits(advice: Advice, look: Look) -> Iterator[str]:
    """What must be done to the files whichever algorithm it will be."""
    first, *others = [recommendation.steps for recommendation in advice.recommendations] or [()]
    for step in first:
        if all(step in steps for steps in others):
            yield ""
            yield from look.wrap(step.text, "First: ")


def _others(others: list[Recommendation], look: Look) -> Iterator[str]:
    if others:
        yield ""
        yield look.paint("Or", "bold")
        for recommendation in others:
            yield from runner_up(recommendation, look)


def understood(advice: Advice) -> list[str]:
    """Each fact of the problem in a few words."""
    return [_fact(name, fact) for name, fact in advice.problem.facts() if name not in _UNSAID]


def unused(advice: Advice) -> str:
    """The numbers by which nothing goes, and how to say that one is a setting."""
    quoted = ", ".join(f'"{escaped(words)}"' for words in advice.unused)
    return f"Nothing goes by these numbers: {quoted}. If one is a setting, say its name: epochs=20."


def _understood(advice: Advice, look: Look) -> Iterator[str]:
    facts = understood(advice)
    for contradiction in advice.problem.contradictions:
        yield from look.wrap(f"{contradiction}; which is right?", "! ")
    yield ""
    if target := advice.problem.predicts:
        yield from look.wrap(f"target: {target.seen} (another one: --target NAME)")
    if facts:
        yield from (look.paint(line, "dim") for line in look.wrap(f"Understood: {', '.join(facts)}."))
    if advice.unused:
        yield from (look.paint(line, "dim") for line in look.wrap(unused(advice)))


def _fact(name: str, fact: Fact[Any]) -> str:
    kind, _, rest = name.partition(".")
    if kind == "traits":
        return rest
    if kind == "labelled":
        return "labelled" if fact.value else "not labelled"
    if rest == "gigabytes" and fact.origin == "words":
        return f"{fact.value:g} GB"
    if rest == "gigabytes":
        return size(round(fact.value * 2**30))
    if kind != "numbers":
        return f"{kind} {fact.value}"
    about = "about " if fact.confidence < 1 else ""
    shown = f"{fact.value:,.0f}" if fact.value.is_integer() else f"{fact.value:,.4g}"
    return f"{rest.replace('_', ' ')} {about}{shown}"


def _question(question: Question, look: Look) -> Iterator[str]:
    lines = "\n".join(look.wrap(f"{question.text}  --answer {question.id}=..."))
    asked, option, name = lines.rpartition("--answer")
    yield f"{look.paint(asked, 'bold')}{option}{name}"
    for choice in question.choices:
        yield from look.wrap(choice, "  ", "    ")
