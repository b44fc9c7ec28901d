"""Writes text, pairs and records of token sequences, and the vocabularies that belong to them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

from tests.builders.recordio import record, write_recordio

ROWS = 60
SENTENCE = "linux ready for prime time , intel says despite all the hype a splash in the market that may change ."
WORDS = SENTENCE.split(" ")
SPECIAL = ("<pad>", "<unk>", "<s>", "</s>")


def words(seed: int, count: int = 12) -> str:
    source = random.Random(seed)
    return " ".join(source.choice(WORDS) for _ in range(count))


def sentences(label: Callable[[int], str] = lambda _: "", rows: int = ROWS) -> str:
    """A sentence a line, with what `label` puts in front of it."""
    return "".join(f"{label(i)}{words(i)}\n" for i in range(rows))


def pair(label: Any = 0, in0: Any = (1, 2), in1: Any = (3,), **more: Any) -> str:
    """One line; a value of None leaves its key out."""
    content = {"label": label, "in0": in0, "in1": in1, **more}
    return json.dumps({key: value for key, value in content.items() if value is not None}) + "\n"


def pairs(label: Callable[[int], Any] = lambda i: i % 2, tokens: int = 50, rows: int = ROWS) -> str:
    source = random.Random(rows)
    lists = [[source.randrange(tokens) for _ in range(source.randint(1, 9))] for _ in range(2 * rows)]
    lists[0] = [tokens - 1, *range(8)]
    return "".join(pair(label(i), lists[2 * i], lists[2 * i + 1]) for i in range(rows))


def token_record(source: Sequence[int], target: Sequence[int]) -> bytes:
    features = {"source": source, "target": target}
    return record({name: {"values": ids, "dtype": "int32"} for name, ids in features.items()})


def token_records(tokens: int = 30, rows: int = ROWS) -> bytes:
    source = random.Random(rows)
    return write_recordio(
        token_record(*([source.randrange(tokens) for _ in range(source.randint(1, 9))] for _ in range(2)))
        for _ in range(rows)
    )


def word_ids(count: int = 30, special: Sequence[str] = SPECIAL, **layout: Any) -> str:
    """A vocabulary: the special words, then as many others as make `count`."""
    every = [*special, *(f"w{i}" for i in range(count - len(special)))]
    return json.dumps({word: number for number, word in enumerate(every)}, **layout)


def word_vectors(count: int = 50, length: int = 300) -> str:
    source = random.Random(count)
    numbers = [[f"{source.gauss(0, 1):.4f}" for _ in range(length)] for _ in range(count)]
    return "".join(f"w{i} {' '.join(row)}\n" for i, row in enumerate(numbers))
