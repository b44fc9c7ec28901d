"""What the records of a small file are: of each no more than a key is kept, by which copies are found in another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zlib import crc32

from advisor.formats.lines import lines_of
from advisor.profile.sketch import Sketch

SMALL = 1 << 20
"""Bytes of a file below which its records are remembered: of a large one it would take as long as to read it."""


def remember(texts: Sketch, records: Iterable[bytes]) -> None:
    """Each record by 32 bits, which become the upper half of a hash."""
    texts.add_all(checksum << 32 for checksum in map(crc32, records))


def remembered(texts: Sketch, blocks: Iterable[bytes], longest: int) -> Iterator[bytes]:
    """The blocks of whole lines, while it is learnt what the lines are; of a long one no more than each cut leaves."""
    for block in blocks:
        remember(texts, (line[: longest + 1].rstrip(b"\r") for line in lines_of(block)))
        yield block
