"""Which bytes of a file are read, and a whole file for readers that read pieces."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, NamedTuple

from advisor.profile.base import Piece, Profile


class ByteRange(NamedTuple):
    """The lines or records of a file of `size` bytes that begin in `begin:end`.

    `exact`: the first of them begins at `begin`.
    """

    stream: BinaryIO
    size: int
    begin: int
    end: int
    exact: bool = True

    def piece(self, profile: Profile) -> Piece[Profile]:
        """The piece that the range becomes, while nothing of it has been read."""
        return Piece(profile, self.begin, self.begin)


def whole(stream: BinaryIO, size: int | None = None) -> ByteRange:
    """All of a file. `size`: its bytes, where they are known."""
    size = stream.seek(0, 2) if size is None else size
    return ByteRange(stream, size, 0, size)


def in_one_piece(
    scan_piece: Callable[..., Piece[Profile]], finish: Callable[[Profile, BinaryIO], None] | None = None
) -> Callable[..., Profile]:
    """The `scan` of a reader: its `scan_piece` for all of a file, then its `finish`. Never raises on the content."""

    def scan(stream: BinaryIO, size: int, **options: bool) -> Profile:
        profile = scan_piece(whole(stream, size), **options).profile
        profile.bytes = size
        if finish:
            finish(profile, stream)
        return profile

    return scan
