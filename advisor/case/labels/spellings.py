"""Words that are one and the same, spelt in several ways: with other capitals, or with blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

ENOUGH = 30
"""Rows from which on it is no chance that the same words come again and again."""
OFTEN = 10
"""Rows that a word has on average: names of rows come seldom, and may differ by their capitals alone."""
CODE = 2
"""Letters up to which a word may well be a code, whose capitals have a meaning."""
_LETTERS = re.compile(rf"[^\W\d_]{{{CODE + 1}}}")

Group = tuple[str, ...]


def several_spellings(counts: Mapping[str, int]) -> list[Group]:
    """The spellings of each word that has several, the most frequent first; nothing where the words may be names."""
    rows, words = sum(counts.values()), {_plainly(word) for word in counts}
    if rows < ENOUGH or rows < OFTEN * len(words):
        return []
    return [tuple(sorted(group, key=lambda word: (-counts[word], word))) for group in spelt_alike(counts)]


def spelt_alike(words: Iterable[str]) -> list[Group]:
    """Words that differ in nothing but capitals and blanks, one group for each.

    Those of a letter or two are told of only in the company of longer ones, or where nothing but blanks differs.
    """
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(_plainly(word), []).append(word)
    are_words = any(map(_LETTERS.search, groups))
    several = (tuple(sorted(group)) for group in groups.values() if len(group) > 1)
    return [group for group in several if _are_one_word(group, are_words=are_words)]


def _are_one_word(group: Group, *, are_words: bool) -> bool:
    bare = {" ".join(word.split()) for word in group}
    usual = all(word in (word.lower(), word.upper(), word.title(), word.capitalize()) for word in bare)
    return len(bare) == 1 or (usual and are_words and all(len(word) >= CODE for word in bare))


def _plainly(word: str) -> str:
    return " ".join(word.split()).casefold()
