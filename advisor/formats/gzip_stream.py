"""Reads what a gzip file holds as a stream, in bounded memory; what is wrong ends it, and is remembered."""

from __future__ import annotations

import zlib
from typing import BinaryIO, NamedTuple

from advisor.profile import faults
from advisor.profile.faults import Fault

MAGIC = b"\x1f\x8b"
BLOCK = 1 << 16

_GZIP = 16 + zlib.MAX_WBITS


def is_packed(stream: BinaryIO) -> bool:
    """Whether the file is a gzip file. Leaves it at its start."""
    stream.seek(0)
    packed = stream.read(len(MAGIC)) == MAGIC
    stream.seek(0)
    return packed


class Break(NamedTuple):
    """What is wrong, and the offset of the compressed byte where it showed."""

    name: Fault
    offset: int
    shown: str | None = None


class GzipStream:
    """The members of a gzip file, one after the other, as one stream. It has nothing but `read`."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._member = zlib.decompressobj(_GZIP)
        self._waiting = b""
        self._read = 0
        self._done = False
        self.fault: Break | None = None

    def read(self, size: int) -> bytes:
        """`size` bytes or fewer; none at the end, or from the fault on."""
        while not self._done:
            if not self._waiting:
                self._refill()
            more = not self._waiting
            if self._member.eof:
                self._next_member()
                continue
            try:
                data = self._member.decompress(self._waiting, size)
            except zlib.error as error:
                self._end(Break(faults.GZIP_DAMAGED, self._offset, str(error)))
                return b""
            self._waiting = self._member.unconsumed_tail or self._member.unused_data
            if data:
                return data
            if more and not self._member.eof:
                self._end(Break(faults.GZIP_TRUNCATED, self._offset))
        return b""

    @property
    def unpacked_of(self) -> int:
        """The bytes of the file that have been read."""
        return self._read

    @property
    def _offset(self) -> int:
        return self._read - len(self._waiting)

    def _refill(self) -> None:
        self._waiting = self._stream.read(BLOCK)
        self._read += len(self._waiting)

    def _next_member(self) -> None:
        """Goes on to the next member, over the zeros that may fill a block of a tape."""
        while self._waiting and not (rest := self._waiting.lstrip(b"\0")):
            self._refill()
        if not self._waiting:
            self._done = True
            return
        self._waiting = rest
        if len(rest) == 1 and (more := self._stream.read(BLOCK)):
            self._read += len(more)
            self._waiting += more
        if MAGIC.startswith(self._waiting[:2]):
            self._member = zlib.decompressobj(_GZIP)
        else:
            self._end(Break(faults.GZIP_TRAILING_BYTES, self._offset))

    def _end(self, fault: Break) -> None:
        self.fault, self._done = fault, True
