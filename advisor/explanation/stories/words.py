"""Words of failures as they are compared: stems, and concepts that several words stand for."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

from advisor.advise.reading.phrases import Lexicon

HERE = Path(__file__).parent
SOURCES = (Path(__file__), *(HERE / name for name in ("concepts.txt", "empty_words.txt", "signs.toml")))
"""What the terms of a text depend on."""

_WORD = re.compile(
    # numbers that mean something in data, or that a protocol or a process ends with
    r"utf-?\d+|\d+-?bit|(?<![\d.])(?:0|1|2|3|8|16|255|301|403|413|415|429|502|503|504|137)(?![\d.])"
    r"|[A-Za-z][A-Za-z0-9]*(?:[_'][A-Za-z0-9]+)*"
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENDINGS = ("ations", "ation", "ingly", "ings", "edly", "ing", "ied", "ies", "ed", "es", "ly", "er", "s", "e", "y")
_LEAST = 3
"""Letters that must be left of a word."""

PAIR = "+"
"""Joins the stems of two words that follow each other."""
PAIRED = 2
"""How far from each other they may stand: an empty word may be between them."""

DENIED = "no:"
"""Before the stem of what is said not to be."""
_DENYING = frozenset(
    (
        "no", "not", "never", "without", "none", "nor", "nothing", "cannot", "cant", "dont", "doesnt", "didnt", "isnt",
        "arent", "wasnt", "werent", "wont", "hasnt", "havent",
    )
)  # fmt: skip
_DENIED_WITHIN = 3
"""Words behind a denying one of which it speaks."""

_EMPTY = frozenset((HERE / "empty_words.txt").read_text("utf-8").split())
"""Words that say nothing of which failure it is."""


@cache
def stem(word: str) -> str:
    """A word without its ending, so that forms of one word are one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            left = word[: -len(ending)]
            return left[:-1] if len(left) > _LEAST and left[-1] == left[-2] and left[-1] not in "sl" else left
    return word


def terms(text: str) -> dict[str, frozenset[int]]:
    """What a text is compared by: stems of its words and of the parts of names, pairs of them, and `c:` concepts.

    With each term the words that it stands on, by their number; a sign that is no word of the text stands on its own.
    """
    whole = [word.lower() for word in _WORD.findall(_HUMP.sub(" ", text))]
    parts = [part for word in whole for part in word.replace("'", "").split("_") if part]
    found: dict[str, set[int]] = defaultdict(set)
    telling = [
        (place, stem(part))
        for place, part in enumerate(parts)
        if part not in _EMPTY and (len(part) > 1 or part.isdigit())
    ]
    for place, term in telling:
        found[term].add(place)
    for (first, left), (second, right) in pairwise(telling):
        if second - first <= PAIRED:
            found[f"{left}{PAIR}{right}"].update((first, second))
    denying = [place for place, part in enumerate(parts) if part in _DENYING]
    for place, term in telling:
        if any(0 < place - word <= _DENIED_WITHIN for word in denying):
            found[f"{DENIED}{term}"].add(place)
    for match in _concepts().find(parts):
        found[f"c:{match.name}"].update(range(match.first, match.past))
    for number, (name, sign) in enumerate(_signs()):
        if sign.search(text) and f"c:{name}" not in found:
            found[f"c:{name}"].add(-1 - number)
    return {term: frozenset(places) for term, places in found.items()}


@cache
def _concepts() -> Lexicon:
    return Lexicon((HERE / "concepts.txt").read_text("utf-8"))


@cache
def _signs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    signs = tomllib.loads((HERE / "signs.toml").read_text("utf-8"))
    return tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in signs.items())
