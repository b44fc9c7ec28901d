"""Reads the one line that a finding is about, for a report to quote."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

from advisor.dataset.opening import open_storage
from advisor.dataset.storage import UnreadableError
from advisor.findings import Location
from advisor.formats.gzip_stream import MAGIC, is_packed

HEAD = 1 << 16
BLOCK = 1 << 20
FARTHEST = 1 << 28
"""Bytes of a file in which a line is looked for; one beyond them is not quoted."""

LONGEST = 1 << 16
"""Bytes of a line that are read."""

NO_TEXT = (b"\xff\xfe", b"\xfe\xff", MAGIC)
"""How texts begin whose lines are not to be had as they stand: UTF-16, and what is compressed, be it twice."""


def lines_below(root: str | Path) -> Callable[[Location], str | None]:
    """Quotes lines of the files below `root`, a folder, a file, or `s3://bucket/prefix`."""
    storage = open_storage(root)

    def line_of(location: Location) -> str | None:
        if location.file is None or location.line is None:
            return None
        try:
            with storage.open(location.file) as stream:
                return _line(unpacked(stream), location.line, location.offset)
        except (OSError, EOFError, zlib.error, UnreadableError):
            return None

    return line_of


def unpacked(stream: BinaryIO) -> BinaryIO:
    """What a file holds, be it packed with gzip or not."""
    return cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if is_packed(stream) else stream


def _line(stream: BinaryIO, number: int, offset: int | None) -> str | None:
    """Line `number` (from 1), which may be known to begin at `offset`, of a text in UTF-8, cut at `LONGEST` bytes.

    None where it is not to be had.
    """
    head = stream.read(HEAD)
    if head.startswith(NO_TEXT):
        return None
    end = b"\r" if b"\n" not in head and b"\r" in head else b"\n"
    if offset is None:
        stream.seek(0)
        block, start = _reach(stream, end, number - 1)
        if block is None:
            return None
    else:
        stream.seek(offset)
        block, start = b"", 0
    text = (block[start:] + stream.read(LONGEST))[:LONGEST].partition(end)[0]
    return text.rstrip(b"\r").removeprefix(b"\xef\xbb\xbf").decode("utf-8", "backslashreplace")


def _reach(stream: BinaryIO, end: bytes, missing: int) -> tuple[bytes | None, int]:
    """The block of the stream in which so many lines have ended, and where the next one begins in it."""
    block = stream.read(BLOCK)
    while (ends := block.count(end)) < missing:
        missing -= ends
        block = stream.read(BLOCK)
        if not block or stream.tell() > FARTHEST:
            return None, 0
    start = 0
    for _ in range(missing):
        start = block.index(end, start) + 1
    return block, start
