"""Fractions as people say them: `a (random) fifth`, `three quarters`, `five ten-thousandths`, `half a thousandth`."""

from __future__ import annotations

import re

_COUNTS = {"half a": 0.5, "half an": 0.5, "a": 1, "an": 1, "one": 1, "first": 1, "last": 1, "two": 2, "three": 3,
           "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}  # fmt: skip
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10, "twelfth": 12, "twentieth": 20,
          "fiftieth": 50, "ten-thousandth": 10_000, "hundredth": 100, "thousandth": 1000}  # fmt: skip
_FOLLOWERS = (
    "should|must|shall|may|of|for|at|as|to|and|or|on|in|per|held|kept|set|is|are|quantile|split|dropout|learning"
)
_ENDS = rf"(?=s?(?: (?:{_FOLLOWERS})\b| ?[.,;:)]|$))"
SPOKEN = re.compile(
    rf"\b(?P<count>{'|'.join(_COUNTS)}|\d{{1,2}})[ -](?:random )?"
    rf"(?P<part>{'|'.join(_PARTS).replace('-', '[ -]')}){_ENDS}s?"
)
"""A fraction that no noun follows, as one does an ordinal: `a third party`."""
OF_TEN = re.compile(r"\b(?P<count>one|two|three|four|five|six|seven|eight|nine|\d)(?: \w+)? out of (?:ten|10)\b")
"""So many of ten: `nine out of ten`, `nine bills out of ten`."""
SPAN = re.compile(r"(?:a|one|the|first|last|next) quarter$")
"""A quarter that may be one of the year."""


def worth(match: re.Match[str], text: str) -> float | None:
    """The value of a match of `SPOKEN` in a text; None of a quarter that is a time."""
    if SPAN.match(match[0]) and not text.startswith((" of", " should be", " must be"), match.end()):
        return None
    count = _COUNTS.get(match["count"]) or float(match["count"])
    return count / _PARTS[match["part"].replace(" ", "-")]


def of_ten(match: re.Match[str], _: str) -> float:
    """The value of a match of `OF_TEN`."""
    return (_COUNTS.get(match["count"]) or float(match["count"])) / 10
