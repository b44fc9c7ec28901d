"""The problem as it is understood, fact by fact: each in few words, and where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from advisor.advise.problem import Fact, Problem
from advisor.report.terminal import size

Kind = Literal["choice", "number", "column", "other"]

UNITS = {
    "rows": "{:,.0f} rows", "columns": "{:,.0f} columns", "classes": "{:,.0f} classes",
    "groups": "{:,.0f} groups", "components": "{:,.0f} components", "neighbours": "{:,.0f} neighbours",
    "entities": "{:,.0f} entities", "series": "{:,.0f} series", "horizon": "{:,.0f} steps ahead",
    "machines": "{:,.0f} machines", "gpus": "{:,.0f} GPUs", "zeros": "{:.0%} zeros", "odd_share": "{:.2%} odd",
    "boxes_per_picture": "{:,.0f} boxes a picture", "vocabulary": "{:,.0f} different words", "recall": "recall {:g}",
    "precision": "precision {:g}", "epochs": "{:,.0f} epochs", "image_size": "{:,.0f} pixels",
    "batch": "batches of {:,.0f}", "vector_size": "vectors of {:,.0f}", "label_width": "{:,.0f} labels a picture",
    "distinct_categories": "{:,.0f} categories", "longest_series": "at most {:,.0f} steps",
    "commonest_word": "commonest word {:,.0f} times", "sequence_length": "at most {:,.0f} tokens",
    "deadline_hours": "within {:g} hours", "budget_dollars": "for {:,.0f} dollars", "ids": "{:,.0f} ids",
}  # fmt: skip
ROWS = {"images": "{:,.0f} pictures", "text": "{:,.0f} texts", "labelled pairs": "{:,.0f} pairs",
        "sequence pairs": "{:,.0f} pairs"}  # fmt: skip
CHOICES = ("data", "answer", "labelled", "method")
OTHERS = ("frequency", "instance", "mode", "named")
UNSAID = ("zeros", "commonest_word", "label_width")
"""Numbers that are measured, and that say nothing to people."""


@dataclass(frozen=True, slots=True)
class ShownFact:
    """`label`: the fact in few words. `origin`: where it came from, as a sentence; `quote`: the words or the place."""

    name: str
    kind: Kind
    label: str
    origin: str
    quote: str
    value: Any


def shown_facts(problem: Problem) -> Iterator[ShownFact]:
    """What people are shown of a problem, the most telling first."""
    known = dict(problem.facts())
    for name in CHOICES:
        if name in known and known[name].value not in ("any", "none"):
            yield _shown(name, "choice", _choice(name, known[name].value), known[name])
    if "predicts" in known:
        yield _shown("target", "column", f"predict {known['predicts'].value}", known["predicts"])
    for name, fact in problem.numbers.items():
        if fact.origin != "data" or name not in UNSAID:
            yield _shown(f"numbers.{name}", "number", _number(name, fact.value, known.get("data")), fact)
    for name in OTHERS:
        if name in known:
            yield _shown(name, "other", str(known[name].value), known[name])
    for trait in problem.traits:
        yield _shown(f"traits.{trait.value}", "other", trait.value, trait)


def _choice(name: str, value: Any) -> str:
    if name == "labelled":
        return "labelled" if value else "not labelled"
    return str(value)


def _number(name: str, value: float, data: Fact[Any] | None) -> str:
    if name == "gigabytes":
        return size(round(value * 2**30))
    unit = ROWS.get(data.value) if name == "rows" and data else None
    return (unit or UNITS[name]).format(value)


def _shown(name: str, kind: Kind, label: str, fact: Fact[Any]) -> ShownFact:
    quote = f"“{fact.seen}”" if fact.seen and fact.origin == "words" else fact.seen
    return ShownFact(name, kind, label, _ORIGINS[fact.origin], quote, fact.value)


_ORIGINS = {
    "words": "Read from your words",
    "answer": "You said so",
    "option": "You said so",
    "file": "From your problem file",
    "data": "Measured in your data",
    "other facts": "Follows from the rest",
}
