"""The learnt reader of words: how likely each situation is, by a linear model.

The model sees which words and which concepts (words that mean much the same, `words/concepts.txt`) a text holds, and
for each word of a large vocabulary what its meaning speaks for. `scripts/train_words.py` makes it from example
problems; it is evaluated here without numpy, whose import would cost more than all the rest.
"""

from __future__ import annotations

import json
import math
import re
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from zlib import crc32

from advisor.advise.phrases import WORDS, Match, Token, lexicon

MODEL = WORDS / "model.json"
MEANINGS = WORDS / "meanings.bin"
WORD_SHARE = 0.8
"""How much single words count beside concepts."""
NEGATORS = frozenset(("no", "not", "never", "without", "nor", "neither", "isn't", "don't", "doesn't", "aren't"))
"""Words that turn the concept after them around."""
REACH = 3
"""How many words a negator reaches over."""
DENIALS = ("not needed", "not wanted", "not asked", "not required", "not matter", "not the question", "irrelevant")
"""What turns the concept before it around, within `REACH` + 2 words."""

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
    """`meanings`: for each word of the vocabulary, in the order of `keys`, one signed byte a situation."""

    situations: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, Sequence[int]]
    unit: float
    keys: Sequence[int]
    meanings: bytes
    meaning_unit: float


@cache
def model() -> Model:
    content = json.loads(MODEL.read_text("utf-8"))
    packed = MEANINGS.read_bytes()
    count = int.from_bytes(packed[:4], "little")
    keys = array("I")
    keys.frombytes(packed[4 : 4 + 4 * count])
    if sys.byteorder == "big":
        keys.byteswap()
    return Model(
        tuple(content["situations"]), tuple(content["bias"]), content["weights"], content["unit"],
        keys, packed[4 + 4 * count :], content["meaning_unit"],
    )  # fmt: skip


def features(tokens: Sequence[Token]) -> dict[str, float]:
    """What the model sees of a text: its words, and its concepts (a little more of those named often)."""
    words = [token.word for token in tokens if not token.is_mark or token.text == "?"]
    times: dict[str, int] = {}
    for match in _outermost(list(lexicon("concepts").find(words))):
        after = " ".join(words[match.past : match.past + REACH + 2])
        before = words[max(match.first - REACH, 0) : match.first]
        negated = NEGATORS & set(before) or any(denial in after for denial in DENIALS)
        name = f"n:{match.name}" if negated else f"c:{match.name}"
        times[name] = times.get(name, 0) + 1
    distinct = set(words)
    of_word = WORD_SHARE / math.sqrt(len(distinct) or 1)
    of_concept = 1 / math.sqrt(len(times) or 1)
    seen = {name: of_concept * (1.3 if count > 1 else 1) for name, count in times.items()}
    return seen | {f"w:{word}": of_word for word in distinct}


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


def _rows(learnt: Model, tokens: Sequence[Token]) -> Iterator[memoryview]:
    """The meanings of the words that the vocabulary knows, each once."""
    meanings, size = memoryview(learnt.meanings).cast("b"), len(learnt.situations)
    found: set[int] = set()
    for word in plain_words(tokens):
        for form in base_forms(word):
            key = word_key(form)
            place = bisect_left(learnt.keys, key)
            if place < len(learnt.keys) and learnt.keys[place] == key:
                found.add(place)
                break
    return (meanings[place * size : (place + 1) * size] for place in sorted(found))


def probabilities(tokens: Sequence[Token]) -> dict[str, float]:
    """How likely each situation is, given the words."""
    learnt = model()
    scores = list(learnt.bias)
    for name, value in features(tokens).items():
        row = learnt.weights.get(name)
        if row is not None:
            share = value * learnt.unit
            scores = [score + share * weight for score, weight in zip(scores, row, strict=True)]
    rows = list(_rows(learnt, tokens))
    if rows:
        share = learnt.meaning_unit / math.sqrt(len(rows))
        scores = [score + share * sum(column) for score, column in zip(scores, zip(*rows, strict=True), strict=True)]
    top = max(scores)
    raised = [math.exp(score - top) for score in scores]
    total = sum(raised)
    return {name: value / total for name, value in zip(learnt.situations, raised, strict=True)}
