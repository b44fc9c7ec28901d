"""Fractions as people say them: `a (random) fifth`, `three quarters`, `five ten-thousandths`, `one in ten`, `two and a
half`, `half a thousand`.
"""

from __future__ import annotations

import re

_COUNTS = {"half a": 0.5, "half an": 0.5, "a": 1, "an": 1, "one": 1, "first": 1, "last": 1, "two": 2, "three": 3,
           "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}  # fmt: skip
_PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10,
          "twelfth": 12, "fifteenth": 15, "twentieth": 20, "fiftieth": 50, "hundredth": 100, "thousandth": 1000,
          "ten-thousandth": 10_000, "millionth": 1_000_000}  # fmt: skip
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
_BASES = {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twenty": 20,
          "fifty": 50, "hundred": 100, "thousand": 1000, "ten thousand": 10_000, "million": 1_000_000}  # fmt: skip
_UP_TO_TEN = "one|two|three|four|five|six|seven|eight|nine|ten"
_NO_SHARE = "years|months|weeks|days|hours|minutes|places|cases"
IN_SO_MANY = re.compile(
    rf"\b(?P<count>{_UP_TO_TEN}|[1-9])(?: times)? in (?:a |an |one |every )?"
    rf"(?P<base>{'|'.join(sorted(_BASES, key=len, reverse=True))}|[1-9]0+)\b(?! (?:{_NO_SHARE})\b)"
)
"""So many of so many: `one in ten`, `four in ten thousand`, `nine times in ten`."""
_SCALES = {"percent": 0.01, "hundred": 100.0, "thousand": 1000.0, "million": 1_000_000.0}
_SCALE = rf"(?: (?P<scale>{'|'.join(_SCALES)})\b)?"
AND_A_HALF = re.compile(rf"(?<![\w.,])(?P<count>{_UP_TO_TEN}|\d{{1,3}}) and a half{_SCALE}")
HALF_A = re.compile(r"\b(?P<part>half|quarter)(?: of)? a (?P<scale>percent|hundred|thousand|million)\b")
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
