"""Problems as people told them, with the algorithms for them and what their numbers set: `words/told`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Phrase = tuple[str, str, str]
"""Words, the hyperparameter that they set, and its value."""

TOLD = Path(__file__).parents[1] / "words" / "told"


@dataclass(frozen=True, slots=True)
class Told:
    """One problem. The README of `scripts/words` says what a line holds.

    `best`: all that an expert would put first, empty where no algorithm answers; None where only `algorithm` is known.
    `algorithm`: one that fits, which `numbers` are about. `numbers`: each number of the text in its order, with the
    hyperparameter that it sets, or nothing; None where they are not marked. `phrases`: what else sets one, with its
    name and value; None where that is not marked.
    """

    text: str
    situation: str | None
    best: tuple[str, ...] | None
    algorithm: str | None
    numbers: tuple[tuple[str, str], ...] | None
    phrases: tuple[Phrase, ...] | None


def files(folder: Path = TOLD) -> list[Path]:
    return sorted(folder.glob("*.jsonl"))


def told(folder: Path = TOLD) -> Iterator[Told]:
    """Every problem of every file."""
    for path in files(folder):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            best = tuple(row["best"]) if "best" in row else None
            yield Told(
                row["text"],
                row.get("situation"),
                best,
                row.get("algorithm") or (best[0] if best else None),
                tuple((surface, name) for surface, name in row["numbers"]) if "numbers" in row else None,
                tuple((words, name, value) for words, name, value in row["phrases"]) if "phrases" in row else None,
            )
