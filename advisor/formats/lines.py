"""Reading text line by line in bounded memory, however long a line claims to be."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import BinaryIO

BOM = b"\xef\xbb\xbf"
BLOCK = 1 << 20
HEAD = 1 << 9
"""Bytes from which it shows how a text is written."""

SHOWN = 200
"""Bytes of a line that are shown of it."""


def blocks(stream: BinaryIO, longest: int, size: int = BLOCK) -> Iterator[bytes]:
    """What is left of the stream in blocks of whole lines, as `Blocks` has them."""
    return iter(Blocks(stream, longest, size))


class Blocks:
    """The lines that begin in `begin:end`, in blocks of whole lines, each ended by a line feed but for the very last.

    A line of more than `longest` bytes comes cut, with `longest + 1` bytes or more left of it, so that whoever
    reads it can tell. `reached` is where the lines given out so far end in the file. The stream stands at `begin`.
    """

    def __init__(
        self, stream: BinaryIO, longest: int, size: int = BLOCK, begin: int = 0, end: int = sys.maxsize
    ) -> None:
        self._stream, self._longest, self._size = stream, longest, size
        self._end = end
        self.reached = begin

    def __iter__(self) -> Iterator[bytes]:
        rest, ahead = b"", b""
        while self.reached < self._end:
            more, ahead = ahead or self._stream.read(self._size), b""
            cut = more.rfind(b"\n") + 1
            block = b"".join((rest, memoryview(more)[:cut])) if cut or not more else b""
            if self.reached + len(block) > self._end:
                block = block[: block.find(b"\n", self._end - self.reached - 1) + 1 or None]
            if block:
                self.reached += len(block)
                yield block
            elif not more:
                return
            rest = more[cut:] if block else rest + more
            if len(rest) > self._longest and self.reached < self._end:
                tail = self._after_line_feed(len(rest))
                yield rest[: self._longest + 1] + (b"" if tail is None else b"\n")
                rest, ahead = b"", tail or b""

    def _after_line_feed(self, held: int) -> bytes | None:
        """What follows the next line feed of what was read; None where the file ends before one."""
        self.reached += held
        while data := self._stream.read(self._size):
            text, feed, tail = data.partition(b"\n")
            self.reached += len(text) + len(feed)
            if feed:
                return tail
        return None


def next_line(stream: BinaryIO, begin: int) -> int:
    """Where the first line begins that begins at `begin` or later; the stream is left there."""
    position = max(begin - 1, 0)
    stream.seek(position)
    while begin and (data := stream.read(HEAD)):
        found = data.find(b"\n") + 1
        position += found or len(data)
        if found:
            break
    stream.seek(position)
    return position


def numbered(stream: BinaryIO, longest: int) -> Iterator[tuple[int, bytes]]:
    """Every line with its number from 1, without its line feed."""
    line = 0
    for block in blocks(stream, longest):
        for text in lines_of(block):
            line += 1
            yield line, text


def chosen(stream: BinaryIO, longest: int, wanted: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """The lines with the wanted numbers, which rise. Blocks without any are not taken apart."""
    ahead = iter(wanted)
    next_one = next(ahead, None)
    before = 0
    for block in blocks(stream, longest):
        if next_one is None:
            return
        held = block.count(b"\n") + (not block.endswith(b"\n"))
        if next_one > before + held:
            before += held
            continue
        texts = lines_of(block)
        while next_one is not None and next_one <= before + held:
            yield next_one, texts[next_one - before - 1]
            next_one = next(ahead, None)
        before += held


def lines_of(block: bytes) -> list[bytes]:
    """The lines of a block, without their line feeds."""
    texts = block.split(b"\n")
    if not texts[-1]:
        texts.pop()
    return texts


def shown(raw: bytes) -> str:
    """A line as text, cut short; bytes that are not UTF-8 stand as escapes."""
    return raw[:SHOWN].decode("utf-8", "backslashreplace")


def is_wide(head: bytes) -> bool:
    """Whether text begins as UTF-16 or UTF-32 does: with such a byte order mark, or with a NUL in every other byte."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    sample = head[:HEAD]
    return len(sample) >= 4 and any(sample[i::2].count(0) * 2 > len(sample[i::2]) for i in (0, 1))
