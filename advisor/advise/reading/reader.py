"""The learnt reader of words: how likely each situation is, and which algorithms an expert would put first.

The model is linear and sees three things of a text: which concepts it names (words that mean much the same,
`lexicons/concepts.txt`), its words with their pieces and neighbours, and for each word of a large vocabulary what its
meaning speaks for. What the text rules out counts apart. `scripts/learning/words.py` makes the model from example
problems; it is evaluated here without numpy, whose import would cost more than all the rest.
"""

from __future__ import annotations

import json
import math
import re
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from zlib import crc32

from advisor.advise.reading.phrases import WORDS, Match, Token, lexicon
from advisor.advise.reading.polarity import denied

MODEL = WORDS / "model.json"
PIECES = WORDS / "pieces.bin"
MEANINGS = WORDS / "meanings.bin"
KNOWN = WORDS / "known.bin"
PLACES = 1 << 14
"""Rows of the table of words and their pieces; those that fall into one row share its weights."""
LENGTHS = (3, 4, 5)
"""Letters of a piece; the space on either side of a word is one."""
MOST_TELLING = 3
"""Words that are shown to speak for a situation."""
WHOLE = 2.0
"""How much a whole word counts beside a piece of one or a pair of neighbours."""
OFTEN = 1.3
"""How much a concept counts that is named more than once."""
RULED_OUT = "-"
"""What stands before pieces that are ruled out."""

_ENDINGS = (
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("ly", ""),
    ("er", ""),
)


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in signed bytes, in each row one a situation and then one an algorithm, and what a step is worth.

    `pieces` has a row for each place, `meanings` one for each word of the vocabulary, in the order of `keys`. The last
    of the `algorithms` stands for none.
    """

    situations: tuple[str, ...]
    algorithms: tuple[str, ...]
    bias: tuple[float, ...]
    concepts: Mapping[str, Sequence[int]]
    concept_unit: float
    pieces: bytes
    piece_unit: float
    keys: Sequence[int]
    meanings: bytes
    meaning_unit: float

    @property
    def width(self) -> int:
        return len(self.situations) + len(self.algorithms)


@dataclass(frozen=True, slots=True)
class Heard:
    """How likely each situation is, and each algorithm, or none, to be among those that an expert would put first."""

    situations: dict[str, float]
    algorithms: dict[str, float]


@cache
def model() -> Model:
    content = json.loads(MODEL.read_text("utf-8"))
    packed = MEANINGS.read_bytes()
    count = int.from_bytes(packed[:4], "little")
    keys = _keys(packed[4 : 4 + 4 * count])
    return Model(
        tuple(content["situations"]), tuple(content["algorithms"]), tuple(content["bias"]), content["concepts"],
        content["concept_unit"], PIECES.read_bytes(), content["piece_unit"], keys, packed[4 + 4 * count :],
        content["meaning_unit"],
    )  # fmt: skip


@cache
def _learnt_words() -> Sequence[int]:
    """The keys of all words that the examples hold."""
    return _keys(KNOWN.read_bytes())


def _keys(packed: bytes) -> Sequence[int]:
    keys = array("I")
    keys.frombytes(packed)
    if sys.byteorder == "big":
        keys.byteswap()
    return keys


def concepts(tokens: Sequence[Token]) -> dict[str, float]:
    """The concepts that a text names (`c:`) and those that it rules out (`n:`), with how much each counts."""
    words, out = _words(tokens)
    times: dict[str, int] = {}
    for match in _outermost(list(lexicon("concepts").find(words))):
        within = out[match.first] and match.first > 0 and out[match.first - 1]  # "no boxes" may be a phrase of its own
        name = f"n:{match.name}" if within else f"c:{match.name}"
        times[name] = times.get(name, 0) + 1
    share = 1 / math.sqrt(len(times) or 1)
    return {name: share * (OFTEN if count > 1 else 1) for name, count in times.items()}


def pieces(tokens: Sequence[Token]) -> dict[int, float]:
    """The places of the words, their pieces and pairs of neighbours, with how much each counts."""
    words, out = _words(tokens)
    found: dict[int, float] = {}
    for sign in ("", RULED_OUT):
        meant = [word for word, ruled_out in zip(words, out, strict=True) if ruled_out == bool(sign)]
        for word in set(meant):
            found[_place(f"{sign}w {word}")] = WHOLE
        for piece in _pieces(meant):
            found.setdefault(_place(sign + piece), 1.0)
    share = 1 / math.sqrt(sum(value * value for value in found.values()) or 1)
    return {place: value * share for place, value in found.items()}


def _pieces(words: Sequence[str]) -> Iterator[str]:
    for word in {f" {word} " for word in words}:
        for length in LENGTHS:
            yield from (word[i : i + length] for i in range(len(word) - length + 1))
    if words:
        yield from (f"{a}_{b}" for a, b in zip(["^", *words], [*words, "$"], strict=True))


def _place(piece: str) -> int:
    return crc32(piece.encode()) % PLACES


def _words(tokens: Sequence[Token]) -> tuple[list[str], list[bool]]:
    """The words of a text (a question mark is one), and whether each is ruled out."""
    kept = [pair for pair in zip(tokens, denied(tokens), strict=True) if not pair[0].is_mark or pair[0].text == "?"]
    return [token.word for token, _ in kept], [ruled_out for _, ruled_out in kept]


def _outermost(matches: list[Match]) -> Iterator[Match]:
    """The matches that are no part of a longer one."""
    for match in matches:
        if not any(
            other.first <= match.first
            and match.past <= other.past
            and other.past - other.first > match.past - match.first
            for other in matches
        ):
            yield match


def plain_words(tokens: Sequence[Token]) -> set[str]:
    """The words of a text without numbers, parts of compounds apart."""
    found = (part for token in tokens if token.value is None for part in re.split(r"[-'/_]", token.text))
    return {part for part in found if len(part) > 1 and part.isalpha()}


def base_forms(word: str) -> Iterator[str]:
    """A word and what it may be a form of, nearest first."""
    yield word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            yield word[: len(word) - len(ending)] + instead


def word_key(word: str) -> int:
    return crc32(word.encode())


def known_words(tokens: Sequence[Token]) -> set[int]:
    """The places in the vocabulary of those words that it holds, each once."""
    places = (_place_of(word, model().keys) for word in plain_words(tokens))
    return {place for place in places if place is not None}


def unknown_words(words: Iterable[str]) -> set[str]:
    """Those words that neither the vocabulary nor the examples hold in any form."""
    held = (model().keys, _learnt_words())
    return {word for word in words if all(_place_of(word, keys) is None for keys in held)}


def _place_of(word: str, keys: Sequence[int]) -> int | None:
    for key in map(word_key, base_forms(word)):
        place = bisect_left(keys, key)
        if place < len(keys) and keys[place] == key:
            return place
    return None


def scores(tokens: Sequence[Token]) -> list[float]:
    """How much the words speak for each situation and each algorithm."""
    learnt = model()
    size = learnt.width
    table, meanings = memoryview(learnt.pieces).cast("b"), memoryview(learnt.meanings).cast("b")
    by_value: dict[float, list[Sequence[int]]] = {}
    for name, value in concepts(tokens).items():
        if name in learnt.concepts:
            by_value.setdefault(value * learnt.concept_unit, []).append(learnt.concepts[name])
    for place, value in pieces(tokens).items():
        by_value.setdefault(value * learnt.piece_unit, []).append(table[place * size : (place + 1) * size])
    if known := known_words(tokens):
        value = learnt.meaning_unit / math.sqrt(len(known))
        by_value.setdefault(value, []).extend(meanings[place * size : (place + 1) * size] for place in sorted(known))
    return _summed(learnt.bias, by_value)


def _summed(bias: Iterable[float], by_value: Mapping[float, list[Sequence[int]]]) -> list[float]:
    """Rows that count the same are added up as whole numbers first."""
    total = list(bias)
    for value, rows in by_value.items():
        total = [so_far + value * sum(column) for so_far, column in zip(total, zip(*rows, strict=True), strict=True)]
    return total


def telling_words(tokens: Sequence[Token], situation: str) -> list[str]:
    """The words that speak most for a situation rather than others, by themselves and by their pieces and meaning."""
    learnt = model()
    size, index = learnt.width, learnt.situations.index(situation)
    table, meanings = memoryview(learnt.pieces).cast("b"), memoryview(learnt.meanings).cast("b")

    def lean(rows: memoryview, place: int) -> float:
        row = rows[place * size : place * size + len(learnt.situations)]
        return row[index] - sum(row) / len(row)

    leaning: dict[str, float] = {}
    for word, ruled_out in zip(*_words(tokens), strict=True):
        if word in leaning or ruled_out or not word[0].isalpha():
            continue
        own = WHOLE * lean(table, _place(f"w {word}"))
        pieces_of = (f" {word} "[i : i + n] for n in LENGTHS for i in range(len(word) + 3 - n))
        own += sum(lean(table, _place(piece)) for piece in pieces_of)
        known = _place_of(word, learnt.keys)
        meant = lean(meanings, known) if known is not None else 0.0
        leaning[word] = own * learnt.piece_unit + meant * learnt.meaning_unit
    best = sorted((word for word in leaning if leaning[word] > 0), key=lambda word: -leaning[word])[:MOST_TELLING]
    return [word for word in leaning if word in best]


def heard(tokens: Sequence[Token]) -> Heard:
    """What the words speak for."""
    found, learnt = scores(tokens), model()
    of_situations = found[: len(learnt.situations)]
    top = max(of_situations)
    raised = [math.exp(score - top) for score in of_situations]
    total = sum(raised)
    return Heard(
        {name: value / total for name, value in zip(learnt.situations, raised, strict=True)},
        {n: 1 / (1 + math.exp(-s)) for n, s in zip(learnt.algorithms, found[len(raised) :], strict=True)},
    )
