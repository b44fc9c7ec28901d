"""Fractions as people say them: `a (random) fifth`, `three quarters`, `five ten-thousandths`, `one in ten`, `two and a
half`, `half a thousand`.
"""

from __future__ import annotations

import re

from advisor.advise.reading.number_words import LARGE, ORDINALS, UNITS, UP_TO_TEN

_COUNTS = UP_TO_TEN | {"half a": 0.5, "half an": 0.5, "a": 1, "an": 1, "first": 1, "last": 1}
_PARTS = {
    "half": 2, "halve": 2, "quarter": 4, "ten-thousandth": 10_000, "millionth": 1_000_000,
    **{word: part for word, part in ORDINALS.items() if word not in {"second", "fourth", "seventh", "ninth"}},
}  # fmt: skip
_FOLLOWERS = (
    "should|must|shall|may|of|for|at|as|to|and|or|on|in|per|held|kept|set|is|are|quantile|split|dropout|learning"
)
_ENDS = rf"(?=s?(?: (?:{_FOLLOWERS})\b| ?[.,;:)]|$))"
SPOKEN = re.compile(
    rf"\b(?P<count>{'|'.join(_COUNTS)}|\d{{1,2}})[ -](?:random )?"
    rf"(?P<part>{'|'.join(_PARTS).replace('-', '[ -]')}){_ENDS}s?"
)
"""A fraction that no noun follows, as one does an ordinal: `a third party`."""
OF_TEN = re.compile(rf"\b(?P<count>{'|'.join(UNITS)}|\d)(?: \w+)? out of (?:ten|10)\b")
"""So many of ten: `nine out of ten`, `nine bills out of ten`."""
SPAN = re.compile(r"(?:a|one|the|first|last|next) quarter$")
"""A quarter that may be one of the year."""
_BASES = {
    "ten thousand": 10_000, "million": 1_000_000, "thousand": 1000, "hundred": 100, "fifty": 50, "twenty": 20,
    **{word: value for word, value in UP_TO_TEN.items() if value > 2},
}  # fmt: skip
_UP_TO_TEN = "|".join(UP_TO_TEN)
_NO_SHARE = "years|months|weeks|days|hours|minutes|places|cases"
IN_SO_MANY = re.compile(
    rf"\b(?P<count>{_UP_TO_TEN}|[1-9])(?: times)? in (?:a |an |one |every )?"
    rf"(?P<base>{'|'.join(_BASES)}|[1-9]0+)\b(?! (?:{_NO_SHARE})\b)"
)
"""So many of so many: `one in ten`, `four in ten thousand`, `nine times in ten`."""
_SCALES = {"percent": 0.01} | LARGE
_SCALE = rf"(?P<scale>{'|'.join(_SCALES)})\b"
AND_A_HALF = re.compile(rf"(?<![\w.,])(?P<count>{_UP_TO_TEN}|\d{{1,3}}) and a half(?: {_SCALE})?")
HALF_A = re.compile(rf"\b(?P<part>half|quarter)(?: of)? a {_SCALE}")
"""`half a thousand`, `a quarter of a million`."""


def _count(match: re.Match[str]) -> float:
    return _COUNTS.get(match["count"]) or float(match["count"])


def worth(match: re.Match[str], text: str) -> float | None:
    """The value of a match of `SPOKEN` in a text; None of a quarter that is a time."""
    if SPAN.match(match[0]) and not text.startswith((" of", " should be", " must be"), match.end()):
        return None
    return _count(match) / _PARTS[match["part"].replace(" ", "-")]


def of_ten(match: re.Match[str], _: str) -> float:
    """The value of a match of `OF_TEN`."""
    return _count(match) / 10


def in_so_many(match: re.Match[str], _: str) -> float | None:
    """The value of a match of `IN_SO_MANY`; None where it is no share."""
    count = _count(match)
    base = _BASES.get(match["base"]) or float(match["base"])
    return count / base if count < base else None


def and_a_half(match: re.Match[str], _: str) -> float:
    """The value of a match of `AND_A_HALF`."""
    return (_count(match) + 0.5) * _SCALES.get(match["scale"] or "", 1.0)


def half_a(match: re.Match[str], _: str) -> float:
    """The value of a match of `HALF_A`."""
    return (0.5 if match["part"] == "half" else 0.25) * _SCALES[match["scale"]]
