"""Splits a RecordIO file into records: frames of a magic number, a length of 29 bits with 3 bits of flag, and a
payload that zeros fill up to a multiple of 4 bytes.

A payload that holds the magic number itself is written as several frames, of which a reader makes one record
again. Reference: dmlc-core, include/dmlc/recordio.h.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from advisor.formats.pieces import ByteRange, whole
from advisor.formats.window import Window
from advisor.profile import faults
from advisor.profile.base import Piece, Profile
from advisor.profile.recordio.frames import FALSE_STARTS, At, RecordioProfile

MAGIC = b"\x0a\x23\xd7\xce"
"""0xced7230a, the least byte first."""

LENGTH = (1 << 29) - 1
WHOLE, FIRST, MIDDLE, LAST = range(4)

CHAIN = 4
"""Frames that must follow each other before a magic number behind damage counts as the start of one."""

_HEADER = struct.Struct("<4sI")

IMAGE_HEADER = struct.Struct("<IfQQ")
"""What stands before the image in a record of MXNet: flag, label and two identifiers. A flag above 0 is the number
of labels that follow as float32, in place of the one in the header."""

_IMAGE_STARTS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"RIFF")


def read_records(stream: BinaryIO, size: int, profile: RecordioProfile, limit: int) -> Iterator[tuple[At, bytes]]:
    """Every whole record with its payload; what is broken goes to the profile, as does the number of records.

    A payload of more than `limit` bytes is passed over.
    """
    return Reader(whole(stream, size), profile, limit).records()


def piece_of(reader: Reader, profile: Profile) -> Piece[Profile]:
    """What a reader has read into the profile."""
    end = min(reader.offset, reader.window.size)
    profile.bytes = end - reader.begin
    return Piece(profile, reader.begin, end)


def framed(payload: bytes) -> bytes:
    """The one frame of a payload that is not split."""
    return _HEADER.pack(MAGIC, len(payload)) + payload + bytes(-len(payload) % 4)


def is_image_record(payload: bytes) -> bool:
    """Whether a payload looks like MXNet's: a header, labels, and an image."""
    if len(payload) < IMAGE_HEADER.size:
        return False
    start = IMAGE_HEADER.size + 4 * int.from_bytes(payload[:4], "little")
    return payload[start : start + 4].startswith(_IMAGE_STARTS)


class Reader:
    """Reads record by record. Whoever takes a record may move `offset` on to the frame where it shall go on."""

    def __init__(self, part: ByteRange, profile: RecordioProfile, limit: int) -> None:
        self.window = Window(part.stream, part.size)
        self.profile = profile
        self.limit = limit
        self.offset = part.begin
        self.end = part.end
        """Records that begin there or behind it are left to others."""
        self.parts: list[bytes] = []
        self.held = 0
        self.open: At | None = None
        """The split record whose last part is still to come."""
        if not part.exact:
            self._sync()
        self.begin = self.offset

    def records(self) -> Iterator[tuple[At, bytes]]:
        size = self.window.size
        while self.offset < size and (self.offset < self.end or self._is_continued()):
            head = self.window.at(self.offset, _HEADER.size)
            if head[:4] != MAGIC[: len(head)]:
                self._abandon()
                self._damaged(self._next(), faults.BAD_MAGIC, head[:4].hex(" "))
            elif len(head) < _HEADER.size:
                at = self.open or self._next()
                self._damaged(at, faults.TRUNCATED_RECORD, f"{len(head)} of {_HEADER.size} bytes of its header")
            else:
                yield from self._frame(_HEADER.unpack(head)[1])
        if self.open and self.offset >= size:
            self.profile.fault(faults.TRUNCATED_RECORD, self.open.place(), "the last part of a split record is missing")
            self._close()
        self._abandon()

    def _sync(self) -> None:
        """Moves on to the first frame that seems to begin a record; to `end` where none does before it."""
        known = self.profile.false_starts
        self.offset = self._resync(self.offset, self.end)
        while self.offset < self.end and (head := self.window.at(self.offset, _HEADER.size))[:4] == MAGIC:
            word = int.from_bytes(head[4:], "little")
            if word >> 29 not in (MIDDLE, LAST):
                break
            self.offset += _HEADER.size + (word & LENGTH) + -(word & LENGTH) % 4
        self.offset, self.profile.false_starts = min(self.offset, self.end), known

    def _is_continued(self) -> bool:
        """Whether the frame at hand, or what is left of one, belongs to a record that has begun."""
        head = self.window.at(self.offset, _HEADER.size) if self.open else b"?"
        return head[:4] == MAGIC[: len(head)] and (len(head) < _HEADER.size or head[7] >> 5 in (MIDDLE, LAST))

    def _frame(self, word: int) -> Iterator[tuple[At, bytes]]:
        flag, length = word >> 29, word & LENGTH
        start, fill, size = self.offset + _HEADER.size, -length % 4, self.window.size
        at = self._number(flag)
        if start + length > size:
            self._damaged(at, faults.TRUNCATED_RECORD, f"{size - start} of {length} bytes")
            return
        if start + length + fill > size:
            self.profile.fault(faults.TRUNCATED_RECORD, at.place(), f"{size - start - length} of {fill} fill bytes")
        self.offset = start + length + fill
        if self._take(flag, start, length):
            payload, held = MAGIC.join(self.parts), self.held
            self._close()
            self.profile.payload.add(held)
            if held > self.limit:
                self.profile.fault(faults.RECORD_TOO_LARGE, at.place(), f"{held} bytes")
            else:
                yield at, payload

    def _number(self, flag: int) -> At:
        """The record that the frame at hand begins or goes on with."""
        goes_on = flag in (MIDDLE, LAST)
        if self.open and goes_on:
            return self.open
        self._abandon()
        at = self._next()
        if goes_on or flag > LAST:
            self.profile.fault(
                faults.BROKEN_CONTINUATION, at.place(), f"flag {flag}" + (" without a first part" if goes_on else "")
            )
        elif flag == FIRST:
            self.open = at
        return at

    def _take(self, flag: int, start: int, length: int) -> bool:
        """Holds the payload of a frame. True where it ends a record."""
        if flag > LAST or (flag in (MIDDLE, LAST) and self.open is None):
            return False
        self.held += length + (len(MAGIC) if self.parts else 0)
        if self.held <= self.limit:
            self.parts.append(self.window.at(start, length))
        else:
            self.parts = [b""]
        return flag in (WHOLE, LAST)

    def _next(self) -> At:
        self.profile.records += 1
        return At(self.profile.records, self.offset)

    def _close(self) -> None:
        self.open, self.parts, self.held = None, [], 0

    def _abandon(self) -> None:
        if self.open:
            self.profile.fault(faults.BROKEN_CONTINUATION, self.open.place(), "the last part is missing")
        self._close()

    def _damaged(self, at: At, fault: faults.Fault, value: str) -> None:
        """Notes a record that cannot be read, and goes on at the next frame that can."""
        self._close()
        self.profile.fault(fault, at.place(), value)
        self.offset = self._resync(self.offset + 4)

    def _resync(self, position: int, stop: int | None = None) -> int:
        """Where the next run of sound frames begins, at a multiple of 4; the end of the file where there is none."""
        profile = self.profile
        while profile.false_starts < FALSE_STARTS:
            position = self.window.find(MAGIC, position, stop)
            if position < 0:
                break
            if position % 4 == 0 and self._is_chain(position):
                return position
            profile.false_starts += 1
            position += 1
        return self.window.size

    def _is_chain(self, offset: int) -> bool:
        for _ in range(CHAIN):
            head = self.window.at(offset, _HEADER.size)
            if len(head) < _HEADER.size or head[:4] != MAGIC:
                return False
            word = _HEADER.unpack(head)[1]
            length = word & LENGTH
            offset += _HEADER.size + length + -length % 4
            if word >> 29 > LAST or offset > self.window.size:
                return False
            if offset == self.window.size:
                return True
        return True
