"""Words of failures as they are compared: stems, and concepts that several words stand for."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

from advisor.advise.phrases import Lexicon

HERE = Path(__file__).parent

_WORD = re.compile(
    r"utf-?\d+|\d+-?bit|(?<![\d.])(?:0|1|2|3|8|16|255)(?![\d.])"  # numbers that mean something in data
    r"|[A-Za-z][A-Za-z0-9]*(?:[_'][A-Za-z0-9]+)*"
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENDINGS = ("ations", "ation", "ingly", "ings", "edly", "ing", "ied", "ies", "ed", "es", "ly", "er", "s", "e", "y")
_LEAST = 3
"""Letters that must be left of a word."""

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


def terms(text: str) -> Counter[str]:
    """What a text is compared by: the stems of its words, those of the parts of names, and `c:` concepts."""
    words = [word.lower() for word in _WORD.findall(_HUMP.sub(" ", text))]
    plain = [part for word in words for part in word.replace("'", "").split("_") if part]
    found = Counter(stem(word) for word in plain if word not in _EMPTY and (len(word) > 1 or word.isdigit()))
    found.update(word for word in words if "_" in word)
    found.update({f"c:{match.name}" for match in _concepts().find(plain)})
    return found


@cache
def _concepts() -> Lexicon:
    return Lexicon((HERE / "concepts.txt").read_text("utf-8"))
