"""Phrases of `settings.txt` whose parts stand apart: `freeze .. last layer`, with other words where the dots are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from advisor.advise.reading.phrases import Token
from advisor.advise.reading.settings.mentions import GAP, Mention, spoken_of

APART = 5
"""Other words between two parts, at most."""
_ENDS = ".;?!"
"""Marks that no phrase goes beyond."""
_DENY = ("not", "never", "without")
"""Words between two parts that turn what is said around."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What names a hyperparameter or a value of it, part by part; a word that ends with `*` is how one begins."""

    name: str
    value: str | None
    parts: tuple[tuple[str, ...], ...]


def parted(found: Sequence[Token], name: str) -> Iterator[Mention]:
    """Every such phrase in the text, for an algorithm."""
    known = _phrases(name)
    for first, token in enumerate(found):
        for phrase in known.get(token.text[:2], ()):
            past = _past(found, first, phrase.parts)
            if past is not None:
                yield Mention(phrase.name, phrase.value, first, past)


@cache
def _phrases(name: str) -> Mapping[str, Sequence[Phrase]]:
    """The phrases of an algorithm, by the first two letters."""
    found: dict[str, list[Phrase]] = defaultdict(list)
    for own, value, phrases in spoken_of(name):
        for phrase in phrases:
            if GAP in phrase:
                found[phrase[:2]].append(Phrase(own, value, tuple(tuple(part.split()) for part in phrase.split(GAP))))
    return found


def _past(found: Sequence[Token], first: int, parts: Sequence[Sequence[str]]) -> int | None:
    """Where the last part ends, if the first one begins here and the others follow."""
    if not _is_at(found, first, parts[0]):
        return None
    past = first + len(parts[0])
    for part in parts[1:]:
        place = next((n for n in _near(found, past) if _is_at(found, n, part)), None)
        if place is None:
            return None
        past = place + len(part)
    return past


def _near(found: Sequence[Token], place: int) -> Iterator[int]:
    """The places from here on, as far as a part may be from the one before it."""
    for n in range(place, min(place + APART + 1, len(found))):
        if found[n].text in _ENDS:
            return
        yield n
        if found[n].text in _DENY:
            return


def _is_at(found: Sequence[Token], place: int, part: Sequence[str]) -> bool:
    words = [token.text for token in found[place : place + len(part)]]
    return len(words) == len(part) and all(map(_is_word, words, part))


def _is_word(word: str, wanted: str) -> bool:
    """Whether a word is the wanted one, in singular or plural."""
    if wanted.endswith("*"):
        return word.startswith(wanted[:-1])
    return word.removesuffix("s") == wanted.removesuffix("s")
