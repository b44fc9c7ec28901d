"""Random access to a file, or to bytes at hand, by few and small reads."""

from __future__ import annotations

import os
from io import BufferedReader, FileIO
from typing import BinaryIO, cast

HEAD = 1 << 12
BLOCK = 1 << 16

_HAS_PREAD = hasattr(os, "preadv")

Source = bytes | bytearray | memoryview | BinaryIO


class Window:
    """One block of the source is held at a time: the head first, then whatever was last asked for."""

    __slots__ = ("_block", "_descriptor", "_start", "_stream", "size")

    def __init__(self, source: Source, size: int | None = None) -> None:
        self._start = 0
        self._stream: BinaryIO | None = None
        if isinstance(source, (bytes, bytearray, memoryview)):
            self._block: bytes | bytearray | memoryview = source
            self.size = len(source)
        else:
            self._stream = source
            self._descriptor = plain_file(source)
            self.size = source.seek(0, 2) if size is None else size
            self._block = self._read(0, min(HEAD, self.size))

    def at(self, offset: int, count: int) -> bytes:
        """`count` bytes from `offset`, fewer where the source ends."""
        start = offset - self._start
        held = len(self._block)
        if self._stream is not None and (start < 0 or (start + count > held and self._start + held < self.size)):
            self._block = self._read(offset, max(count, min(BLOCK, self.size - offset)))
            self._start, start = offset, 0
        return bytes(self._block[start : start + count])

    def into(self, offset: int, buffer: memoryview) -> int:
        """Fills the buffer from `offset` on: how many bytes there were."""
        held = min(len(buffer), self.size - offset)
        if self._stream is None or not hasattr(self._stream, "readinto"):
            block = self.at(offset, held)
            buffer[: len(block)] = block
            return len(block)
        filled = 0
        while filled < held and (more := self._fill(offset + filled, buffer[filled:held])):
            filled += more
        return filled

    def _fill(self, offset: int, buffer: memoryview) -> int:
        """How many bytes one read put into the buffer."""
        if self._descriptor is not None:
            return os.preadv(self._descriptor, [buffer], offset)
        stream = cast(BufferedReader, self._stream)
        stream.seek(offset)
        return stream.readinto(buffer)

    def find(self, pattern: bytes, offset: int, stop: int | None = None) -> int:
        """Where `pattern` begins, looked for from `offset` on; -1 where it does not occur before `stop`."""
        while stop is None or offset < stop:
            block = self.at(offset, BLOCK)
            found = block.find(pattern)
            if found >= 0:
                return offset + found
            if len(block) < BLOCK:
                return -1
            offset += BLOCK - len(pattern) + 1
        return -1

    def _read(self, offset: int, count: int) -> bytes:
        """`count` bytes from `offset`: a raw stream may give fewer at a time."""
        if self._descriptor is not None:
            return os.pread(self._descriptor, count, offset)
        stream = cast(BinaryIO, self._stream)
        stream.seek(offset)
        block = stream.read(count)
        while 0 < len(block) < count and (more := stream.read(count - len(block))):
            block += more
        return block


def plain_file(stream: BinaryIO) -> int | None:
    """The descriptor of a plain file, to read wherever the stream stands (`os.pread`); None of any other stream."""
    raw = stream if type(stream) is FileIO else getattr(stream, "raw", None)
    return raw.fileno() if _HAS_PREAD and type(raw) is FileIO else None
