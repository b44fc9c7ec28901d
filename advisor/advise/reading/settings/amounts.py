"""Amounts that no token of a text is by itself: `a (random) fifth`, `two thousandths`, `one in ten`, `two and a half`,
`half a thousand`, `nought point nine`, `10^-4`, `1/8`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from advisor.advise.reading.number_words import LARGE, NUMBER_WORDS, ORDINALS, UNITS, UP_TO_TEN
from advisor.advise.reading.phrases import is_spoken

Worth = Callable[[re.Match[str], str], float | None]
"""The value of a match in a text; None where it is no amount."""
_COUNTS = NUMBER_WORDS | {"half a": 0.5, "half an": 0.5, "a": 1, "an": 1, "first": 1, "last": 1}
_PARTS = {
    "half": 2, "halve": 2, "quarter": 4, "ten-thousandth": 10_000, "hundred-thousandth": 100_000,
    "millionth": 1_000_000,
    **{word: part for word, part in ORDINALS.items() if word not in {"second", "fourth", "seventh", "ninth"}},
}  # fmt: skip
_FOLLOWERS = (
    "should|must|shall|may|of|for|at|as|to|and|or|on|in|per|held|kept|set|is|are|quantile|split|dropout|learning"
)
_ENDS = rf"(?:s\b|(?= (?:{_FOLLOWERS})\b| ?[.,;:)]|$))"
_SPOKEN = re.compile(
    rf"\b(?P<count>{'|'.join(_COUNTS)}|\d{{1,2}})[ -](?:random )?"
    rf"(?P<part>{'|'.join(_PARTS).replace('-', '[ -]')}){_ENDS}"
)
"""A fraction that is one of several, or that no noun follows, as one does an ordinal: `a third party`."""
_OF_TEN = re.compile(rf"\b(?P<count>{'|'.join(UNITS)}|\d)(?: \w+)? out of (?:ten|10)\b")
"""So many of ten: `nine out of ten`, `nine bills out of ten`."""
_SPAN = re.compile(r"(?:a|one|the|first|last|next) quarter$")
"""A quarter that may be one of the year."""
_BASES = {
    "ten thousand": 10_000, "million": 1_000_000, "thousand": 1000, "hundred": 100, "fifty": 50, "twenty": 20,
    **{word: value for word, value in UP_TO_TEN.items() if value > 2},
}  # fmt: skip
_UP_TO_TEN = "|".join(UP_TO_TEN)
_NO_SHARE = "years|months|weeks|days|hours|minutes|places|cases"
_IN_SO_MANY = re.compile(
    rf"\b(?P<count>{_UP_TO_TEN}|[1-9])(?: times)? in (?:a |an |one |every )?"
    rf"(?P<base>{'|'.join(_BASES)}|[1-9]0+)\b(?! (?:{_NO_SHARE})\b)"
)
"""So many of so many: `one in ten`, `four in ten thousand`, `nine times in ten`."""
_ONE_IN = re.compile(
    rf"\b(?P<count>one) (?:[a-z]+ ){{1,2}}in (?P<base>{'|'.join(_BASES)})\b"
    r"(?= (?:is|are|goes|go|gets|will|may|and|at|of|for)\b| ?[.,;:)]|$)"
)
"""One thing of so many, that no noun follows: `one round in five goes without`."""
_SCALES = {"percent": 0.01} | LARGE
_SCALE = rf"(?P<scale>{'|'.join(_SCALES)})\b"
_AND_A_HALF = re.compile(rf"(?<![\w.,])(?P<count>{_UP_TO_TEN}|\d{{1,3}}) and a half(?: {_SCALE})?")
_HALVES = {"half": 0.5, "three quarters": 0.75, "two thirds": 2 / 3, "quarter": 0.25}
_HALF_A = re.compile(rf"\b(?P<part>{'|'.join(_HALVES)})(?: of)? a {_SCALE}")
"""`half a thousand`, `a quarter of a million`."""
_TIMES = {"twice": 2.0, "thrice": 3.0, **{f"{word} times": value for word, value in UP_TO_TEN.items() if value > 1}}
_WHOLES = LARGE | {"dozen": 12.0, "tenth": 0.1, "hundredth": 0.01, "thousandth": 0.001}
_TIMES_A = re.compile(
    rf"\b(?P<times>{'|'.join(_TIMES)}) an? (?P<whole>{'|'.join(_WHOLES)})\b(?! (?:year|month|week|day|hour))"
)
"""`thrice a hundred`, `twice a thousandth`."""
_DIGITS = "|".join(word for word, value in NUMBER_WORDS.items() if value < 10)
_POINT = re.compile(rf"\b(?P<whole>{_DIGITS}|oh|null) point (?P<digits>(?:{_DIGITS})(?: (?:{_DIGITS}))*)\b")
"""`nought point nine nine`."""
_POWER = re.compile(
    r"(?<![\w.])(?P<base>2|10) ?(?:\^|\*\*) ?\(?(?P<sign>[-\u2212\u2013]?)(?P<exponent>\d{1,2})\)?(?!\w)"
)
"""`10^-4`, `2^11`."""
_TEN_TO = re.compile(rf"\bten to the (?:power of )?(?P<sign>minus )?(?P<exponent>{_DIGITS})\b")
"""`ten to the minus five`."""
_SLASHED = re.compile(
    r"(?<![\w./])(?P<count>\d{1,2})/(?P<base>2|3|4|5|6|8|10|12|16|20|32|50|64|100|1000|10000)(?![\w/])"
)
"""`1/8`."""


def _count(match: re.Match[str]) -> float:
    return _COUNTS.get(match["count"]) or float(match["count"])


def _spoken(match: re.Match[str], text: str) -> float | None:
    """The value of a match of `_SPOKEN` in a text; None of quarters that are times."""
    if _SPAN.match(match[0]) and not text.startswith((" of", " should be", " must be"), match.end()):
        return None
    if match[0].endswith("quarters") and not text.startswith(" of", match.end()):
        return None
    value = _count(match) / _PARTS[match["part"].replace(" ", "-")]
    return value if value <= 1 else None


def _of_ten(match: re.Match[str], _: str) -> float:
    """The value of a match of `_OF_TEN`."""
    return _count(match) / 10


def _in_so_many(match: re.Match[str], _: str) -> float | None:
    """The value of a match of `_IN_SO_MANY`; None where it is no share."""
    count = _count(match)
    base = _BASES.get(match["base"]) or float(match["base"])
    return count / base if count < base else None


def _and_a_half(match: re.Match[str], _: str) -> float:
    """The value of a match of `_AND_A_HALF`."""
    return (_count(match) + 0.5) * _SCALES.get(match["scale"] or "", 1.0)


def _half_a(match: re.Match[str], _: str) -> float:
    """The value of a match of `_HALF_A`."""
    return _HALVES[match["part"]] * _SCALES[match["scale"]]


def _times_a(match: re.Match[str], _: str) -> float:
    """The value of a match of `_TIMES_A`."""
    return _TIMES[match["times"]] * _WHOLES[match["whole"]]


def _point(match: re.Match[str], _: str) -> float:
    """The value of a match of `_POINT`."""
    digits = "".join(f"{NUMBER_WORDS[word]:.0f}" for word in match["digits"].split())
    return NUMBER_WORDS.get(match["whole"], 0.0) + float(f"0.{digits}")


def _power(match: re.Match[str], _: str) -> float | None:
    """The value of a match of `_POWER` or `_TEN_TO`."""
    exponent = NUMBER_WORDS.get(match["exponent"]) or float(match["exponent"])
    value = float(match.groupdict().get("base", 10)) ** (-exponent if match["sign"] else exponent)
    return value if is_spoken(value) else None


def _slashed(match: re.Match[str], _: str) -> float | None:
    """The value of a match of `_SLASHED`; None where it is no share."""
    count, base = float(match["count"]), float(match["base"])
    return count / base if 0 < count < base else None


AMOUNTS: tuple[tuple[re.Pattern[str], Worth], ...] = (
    (_POWER, _power),
    (re.compile(r"(?<!\d)\d+(?:\.\d+)?e-?\d+|(?<![\w.])\.\d+"), lambda match, _: float(match[0])),
    (
        re.compile(r"(\d{1,2})(?:st|nd|rd|th)(?=(?:,? (?:and |or |the )*\d{1,2}(?:st|nd|rd|th))* percentile)"),
        lambda match, _: int(match[1]) / 100,
    ),
    (re.compile(r"\bhalf(?= (?:of (?:the|all|each|every|a)|the|all|per|each) )"), lambda match, _: 0.5),
    (re.compile(r"\bhalve(?= the (?:rows|columns|features|data|samples)\b)"), lambda match, _: 0.5),
    (re.compile(r"(?<![\d.,])0,\d+(?!\d|,\d)"), lambda match, _: float(match[0].replace(",", "."))),
    (_SLASHED, _slashed),
    (_POINT, _point),
    (_TEN_TO, _power),
    (_TIMES_A, _times_a),
    (re.compile(r"\b(?:twice|thrice)\b(?! (?:as|the|that)\b)"), lambda match, _: _TIMES[match[0]]),
    (_AND_A_HALF, _and_a_half),
    (_HALF_A, _half_a),
    (_IN_SO_MANY, _in_so_many),
    (_ONE_IN, _in_so_many),
    (_OF_TEN, _of_ten),
    (_SPOKEN, _spoken),
)
"""What they look like, in lower case, each with its value."""
