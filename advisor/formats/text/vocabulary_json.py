"""Vocabularies in JSON: one object that gives each word its id, `{"<pad>": 0, "<unk>": 1, "the": 2}`.

Memory: the whole file (`BYTES_READ` at most) and some 200 bytes a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any, BinaryIO

from advisor.formats.json.document import is_whole, read_object, shown
from advisor.profile.base import PLACES_KEPT, Place
from advisor.profile.text.vocabulary_json import FIRST_KEPT, VocabularyJsonProfile

BYTES_READ = 64 << 20
"""Enough for three million words, the most that a vocabulary may have for Object2Vec."""

WORD_KEPT = 100


def scan(stream: BinaryIO, size: int) -> VocabularyJsonProfile:
    """Reads a whole vocabulary. Never raises on its content."""
    profile = VocabularyJsonProfile(bytes=size)

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        words = dict(found)
        if len(words) < len(found):
            _note_repeated_words(profile, found)
        return words

    content = read_object(stream, size, BYTES_READ, profile, pairs)
    if content is None:
        return profile
    profile.records = len(content)
    words_by_id: dict[int, str] = {}
    for word, value in content.items():
        if not is_whole(value) or isinstance(value, float) or not 0 <= value < 1 << 63:
            profile.not_ids.add(_place(word), shown(value))
        elif value in words_by_id:
            profile.repeated_ids.add(_place(word), f"{value} (that of {words_by_id[int(value)][:WORD_KEPT]!r})")
        else:
            words_by_id[int(value)] = word
    _take_ids(profile, words_by_id)
    return profile


def _take_ids(profile: VocabularyJsonProfile, words: dict[int, str]) -> None:
    profile.highest = max(words, default=-1)
    profile.first = {number: words[number][:WORD_KEPT] for number in range(FIRST_KEPT) if number in words}
    profile.missing = profile.highest + 1 - len(words)
    if profile.missing:
        profile.gaps = list(islice(_gaps(sorted(words)), PLACES_KEPT))


def _gaps(rising: Iterable[int]) -> Iterable[int]:
    expected = 0
    for number in rising:
        yield from range(expected, number)
        expected = number + 1


def _note_repeated_words(profile: VocabularyJsonProfile, found: list[tuple[str, Any]]) -> None:
    seen: set[str] = set()
    for word, value in found:
        if word in seen:
            profile.repeated_words.add(_place(word), shown(value))
        seen.add(word)


def _place(word: str) -> Place:
    return Place(key=word[:WORD_KEPT])
