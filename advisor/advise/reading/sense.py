"""Whether words say anything: texts in another language, of letters by chance, or of nothing but `help me`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from advisor.advise.reading.phrases import WORDS, Token
from advisor.advise.reading.reader import plain_words, unknown_words

FOREIGN = 0.3
"""The share of words or letters of another language from which on a text is not English."""
STRANGE = 0.6
"""The share of words that nobody knows from which on a text says nothing."""

LANGUAGE = "The words are not English, the only language that is read here."
NONSENSE = "The words are not known."
THINGS = "The words say what there is, but not what should come out."
GENERAL = "The words do not say what the data is, nor what should come out."


@cache
def _empty() -> dict[str, frozenset[str]]:
    lines = (WORDS / "empty.txt").read_text("utf-8").splitlines()
    named = (line.partition(":") for line in lines if line and not line.startswith("#"))
    return {name: frozenset(word.strip() for word in words.split(",")) for name, _, words in named}


def unclear(text: str, tokens: Sequence[Token]) -> str:
    """Why a text cannot be understood; nothing if it can."""
    words = re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", text.lower().replace("\u2019", "'"))
    if not words:
        return GENERAL
    empty = _empty()
    english, general = empty["english"], empty["general"]
    letters = "".join(words)
    if sum(letter > "\u024f" for letter in letters) > FOREIGN * len(letters):
        return LANGUAGE
    counts = {
        name: sum(word in known for word in words) for name, known in empty.items() if name not in ("general", "things")
    }
    foreign = max(count for name, count in counts.items() if name != "english")
    if foreign >= 2 and foreign > counts["english"] and foreign >= FOREIGN * len(words) * 0.8:
        return LANGUAGE
    telling = plain_words(tokens) - english - general
    if not telling:
        return GENERAL
    if telling <= empty["things"] and not empty["asking"].intersection(words):
        return THINGS
    return NONSENSE if len(unknown_words(telling)) > STRANGE * len(telling) and counts["english"] < 3 else ""
