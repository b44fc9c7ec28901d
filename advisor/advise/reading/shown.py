"""What a text shows rather than says: lines of a format, the name of an instance, the scale of an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from advisor.advise.problem import DataFormat, Fact
from advisor.advise.reading.counts.numbers import target_range
from advisor.advise.reading.phrases import Token

_FORMATS: tuple[tuple[DataFormat, re.Pattern[str]], ...] = (
    ("libsvm", re.compile(r"(?<![\w.])[-+]?\d+(?:\.\d+)?(?: +\d+:[-+]?\d+(?:\.\d+)?){1,}")),
    ("text", re.compile(r"__label__\w\S*(?: +\S+)+")),
    ("time-series", re.compile(r"\{[^{}]*\"start\"\s*:[^{}]*\"target\"\s*:[^{}]*\}")),
    ("augmented-manifest", re.compile(r"\{[^{}]*\"source(?:-ref)?\"\s*:")),
    ("json-lines", re.compile(r"\{[^{}]*\"(?:in0|label|source)\"\s*:[^{}]*\}")),
)
_INSTANCE = re.compile(r"(?<![\w.])(?:ml\.)?([a-z]+\d+[a-z]*\.(?:metal|\d*x?large|medium|small))\b")


def shown(text: str, tokens: Sequence[Token]) -> Iterator[tuple[str, Fact[Any]]]:
    """Facts by name."""
    for name, pattern in _FORMATS:
        if match := pattern.search(text):
            yield "format", Fact(value=name, origin="words", seen=match[0])
            break
    if match := _INSTANCE.search(text.lower()):
        yield "instance", Fact(value=f"ml.{match[1]}", origin="words", seen=text[match.start() : match.end()])
    if span := target_range(tokens):
        seen = text[tokens[span[0]].start : tokens[span[1] - 1].end]
        yield "target", Fact(value="number", origin="words", seen=seen)


def instances_at_hand(text: str, tokens: Sequence[Token]) -> Fact[float] | None:
    """How many of the instance that is named there are, where that is said."""
    match = _INSTANCE.search(text.lower())
    before = [token for token in tokens if match and token.end <= match.start()][-1:]
    if not match or not before or before[0].value is None:
        return None
    return Fact(value=before[0].value, origin="words", seen=text[before[0].start : match.end()])
