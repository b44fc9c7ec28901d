"""What the records of a small file are: of each no more than a key is kept, by which copies are found in another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from zlib import crc32

from advisor.formats.lines import lines_of
from advisor.profile.sketch import Sketch

SMALL = 1 << 20
"""Bytes of a file below which its records are remembered: of a large one it would take as long as to read it."""


def remember(texts: Sketch, records: Iterable[bytes]) -> None:
    """Each record by 32 bits, which become the upper half of a hash."""
    texts.add_all(checksum << 32 for checksum in map(crc32, records))


class Learnt(NamedTuple):
    """What learns the lines of a file, and their bodies: what is left of each without its label."""

    texts: Sketch
    bodies: Sketch | None = None
    body: Callable[[bytes], bytes] = bytes


def remembered(learnt: Learnt, blocks: Iterable[bytes], longest: int) -> Iterator[bytes]:
    """The blocks of whole lines, while it is learnt what the lines are; of a long one no more than each cut leaves."""
    for block in blocks:
        lines = [line[: longest + 1].rstrip(b"\r") for line in lines_of(block)]
        remember(learnt.texts, lines)
        if learnt.bodies is not None:
            remember(learnt.bodies, map(learnt.body, lines))
        yield block
