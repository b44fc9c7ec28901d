"""What stands around a place in the data, as an output shows it. The engine reads it; nothing is judged by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Rows:
    """Lines of a table, cut into cells. `line`: the number of the first one; `column`: that of the first cell shown.

    `marked`: which row, and which cell of it (None: the whole row), is meant; both from 0. None where none is.
    """

    line: int
    column: int
    cells: tuple[tuple[str, ...], ...]
    marked: tuple[int, int | None] | None


@dataclass(frozen=True, slots=True)
class Bytes:
    """Stretches of a binary file. `offset`: where the first one begins; `marked`: the byte that is meant, if any is."""

    WIDTH = 16

    offset: int
    content: bytes
    marked: int | None

    def lines(self) -> list[tuple[str, str, str]]:
        """The offset of each stretch, its bytes, and what they are as text."""
        parts = [self.content[at : at + self.WIDTH] for at in range(0, len(self.content), self.WIDTH)]
        return [
            (f"{self.offset + at * self.WIDTH:08x}", part.hex(" "), "".join(map(_shown, part)))
            for at, part in enumerate(parts)
        ]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A small picture of an image, in PNG, with what is said of it drawn in."""

    png: bytes
    about: str


@dataclass(frozen=True, slots=True)
class Folded:
    """A JSON value, to be opened part by part. `key`: the path to the part that is meant."""

    value: Any
    key: str | None = None


Around = Rows | Bytes | Drawn | Folded


def _shown(byte: int) -> str:
    return chr(byte) if 32 <= byte < 127 else "."
