"""What is seen of a number, or of a stretch of words, that may set a hyperparameter: each feature with its strength."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from advisor.advise.reading.phrases import Token

REACH = 5
"""Words on each side that say what a number is."""
AROUND = 10
"""Words on each side that say what it is about."""
_STEM = 6
"""Letters of a word that carry most of its meaning."""
_NEAR, _FAR, _BEHIND_A_COMMA = 1.0, 0.6, 0.5
_SENTENCE = set(".;?!")
_CLAUSE = set(".;?!:,()")
_JOINING = {
    "and", "but", "since", "because", "so", "while", "though", "although", "yet", "whereas", "which", "then", "as",
    "if",
}  # fmt: skip
"""Words with which another clause may begin."""
_EMPTY = {
    "the", "a", "an", "of", "to", "is", "it", "be", "and", "in", "that", "we", "i", "for", "on", "with", "this", "are",
    "as", "our", "my", "you", "so", "please",
}  # fmt: skip
"""Words that say little."""
_LITTLE, _PAIR, _LENGTH = 0.3, 0.7, 3.0
"""How much such a word counts, and a pair of others; the length of all features of a stretch together."""
_BESIDE = 0.5
"""How much what a number is about counts beside what stands next to it."""
_DENYING = {"not", "no", "never", "without", "nor", "neither", "nothing", "none", "cannot", "dont", "avoid"}
_DENIED = 4
"""Words behind a denying one of which it speaks."""


def around_number(found: Sequence[Token], place: int) -> dict[str, float]:
    """Its size, words by distance, stems by side, pairs of neighbours; and the words of its sentence."""
    value = float(found[place].value or 0)
    seen = {"whole" if value.is_integer() else "broken": 1.0}
    seen[f"size {int(2 * math.log10(value)) if value > 0 else 0}"] = 1.0
    if value.is_integer() and value > 1 and int(value) & (int(value) - 1) == 0:
        seen["power of two"] = 1.0
    for side, step in (("<", -1), (">", 1)):
        for name, strength in _beside(found, place, side, step):
            seen[name] = max(seen.get(name, 0.0), strength)
    first, past = place, place + 1
    while first > max(0, place - AROUND) and found[first - 1].text not in _SENTENCE:
        first -= 1
    while past < min(len(found), place + AROUND + 1) and found[past].text not in _SENTENCE:
        past += 1
    words = _words(found[first:past])
    about = _single(words) | _denied(words)
    return seen | {f"b {name}": strength * _BESIDE for name, strength in _even(about).items()}


def of_stretch(found: Sequence[Token], first: int, past: int) -> dict[str, float]:
    """Its words, their stems, and pairs of those that say something."""
    words = _words(found[first:past])
    telling = [word for word in words if word not in _EMPTY]
    pairs = {f"{one} {other}": _PAIR for one, other in pairwise(telling)}
    return _even(_single(words) | _denied(words) | pairs)


def stretches(found: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where a wish may stand: in a clause, or what a joining word parts of it, in two clauses that follow each other in
    a sentence, in a whole sentence.
    """
    for first, past in _parts(found, 0, len(found), _SENTENCE):
        clauses = list(_parts(found, first, past, _CLAUSE))
        yield from clauses
        for clause in clauses:
            joined = list(_parts(found, *clause, _JOINING))
            yield from joined if len(joined) > 1 else ()
        yield from ((one[0], other[1]) for one, other in pairwise(clauses))
        if len(clauses) > 2:
            yield first, past


def _parts(found: Sequence[Token], first: int, past: int, marks: set[str]) -> Iterator[tuple[int, int]]:
    for place in range(first, past):
        if found[place].text in marks:
            if place > first:
                yield first, place
            first = place + 1
    if past > first:
        yield first, past


def _words(found: Sequence[Token]) -> list[str]:
    return ["0" if token.value is not None else token.text for token in found if not token.is_mark]


def _single(words: Sequence[str]) -> dict[str, float]:
    seen = {word: _LITTLE if word in _EMPTY else 1.0 for word in words}
    return seen | {f"{word[:_STEM]}*": 1.0 for word in words if len(word) > _STEM}


def _denied(words: Sequence[str]) -> dict[str, float]:
    """What is said not to be: `needn't wait for each other`."""
    denying = [place for place, word in enumerate(words) if word in _DENYING or word.endswith("n't")]
    behind = (word for place in denying for word in words[place + 1 : place + 1 + _DENIED])
    return {f"not {word[:_STEM]}": 1.0 for word in behind if word not in _EMPTY}


def _even(seen: dict[str, float]) -> dict[str, float]:
    """All together of one length, so that a long stretch counts no more than a short one."""
    length = math.sqrt(sum(value * value for value in seen.values()))
    share = _LENGTH / max(length, 1.0)
    return {name: value * share for name, value in seen.items()}


def _beside(found: Sequence[Token], place: int, side: str, step: int) -> Iterator[tuple[str, float]]:
    """What stands on one side of a number, up to the end of its sentence."""
    words: list[str] = []
    strength, place = 1.0, place + step
    while len(words) < REACH and 0 <= place < len(found):
        token, place = found[place], place + step
        if token.text in _SENTENCE:
            yield f"{side}{len(words)} end", 1.0
            break
        if token.is_mark:
            if not words:
                yield f"{side} {token.text}", 1.0
            if token.text in ",:":
                strength = _BEHIND_A_COMMA
            continue
        word = "0" if token.value is not None else token.text
        words.append(word)
        yield f"{side}{len(words)} {word}", strength
        if len(word) > 3:
            yield f"{side} {word[:_STEM]}", strength * (_NEAR if len(words) < 4 else _FAR)
            yield word[:_STEM], strength * _FAR
    for n, pair in enumerate(pairwise(words)):
        yield f"{side} {' '.join(pair[::step])}", 0.8 if n < 2 else 0.5
