"""A whole file, for readers that read pieces."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from advisor.profile.base import Piece, Profile


def in_one_piece(
    scan_piece: Callable[..., Piece[Profile]], finish: Callable[[Profile, BinaryIO], None] | None = None
) -> Callable[..., Profile]:
    """The `scan` of a reader: its `scan_piece` for all of a file, then its `finish`. Never raises on the content."""

    def scan(stream: BinaryIO, size: int, **options: bool) -> Profile:
        profile = scan_piece(stream, size, 0, size, exact=True, **options).profile
        profile.bytes = size
        if finish:
            finish(profile, stream)
        return profile

    return scan
