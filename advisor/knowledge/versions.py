"""Versions of training images, and spans of them as the knowledge writes them."""

from __future__ import annotations

import operator
import re

_NUMBERED = re.compile(r"\d+\.\d+(-\d+)?")
_COMPARED = {"<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt, "==": operator.eq}


def includes(span: str, version: str) -> bool:
    """Whether a span such as `>=0.90-1,<=3.0-5` includes a version such as `1.7-1`; no other tag is included."""
    number = _NUMBERED.match(version)
    if number is None:
        return False
    bounds = re.findall(r"([<>=]+)\s*([\d.-]+)", span)
    return all(_compare(sign, _parts(number[0]), _parts(bound)) for sign, bound in bounds)


def span_text(span: str) -> str:
    """A span in words: `from 0.90-1 to 3.0-5`, `up to 1.0-1`, `from 3.2-0 on`."""
    bounds = dict(re.findall(r"([<>=]+)([\d.-]+)", span))
    if bounds.keys() == {">=", "<="}:
        return f"from {bounds['>=']} to {bounds['<=']}"
    if bounds.keys() == {">="}:
        return f"from {bounds['>=']} on"
    return f"up to {bounds['<=']}" if bounds.keys() == {"<="} else span


def is_numbered(version: str) -> bool:
    """Whether a tag is a version such as `1.7-1`, that can be compared."""
    return _NUMBERED.match(version) is not None


def _parts(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def _compare(sign: str, version: list[int], bound: list[int]) -> bool:
    """Compares as far as both are told: 0.90 is within `<=0.90-2`, and `0.72-1` within `<=0.72`."""
    length = min(len(version), len(bound))
    return bool(_COMPARED[sign](version[:length], bound[:length]))


def is_later(version: str, other: str) -> bool:
    """Whether a version comes after another, both of them numbers: 3.2-0 after 1.7-1."""
    return _parts(version) > _parts(other)
