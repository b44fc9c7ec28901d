"""Reads a file in pieces of any length and puts them together, as the engine does."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from advisor.engine.reading.run import joined
from advisor.formats.pieces import ByteRange
from advisor.profile.base import Piece


def scanned_in_pieces(reader: Any, data: bytes, step: int) -> Any:
    """The profile of `data`, read in pieces of `step` bytes."""
    size = len(data)

    def scan(begin: int, end: int, exact: bool = True) -> Piece[Any]:
        piece: Piece[Any] = reader.scan_piece(ByteRange(io.BytesIO(data), size, begin, end, exact))
        return piece

    def pieces() -> Iterator[tuple[int, Piece[Any]]]:
        for begin in range(0, size or 1, step):
            end = min(begin + step, size)
            yield end, scan(begin, end, begin == 0)

    *_, profile = joined(pieces(), scan, size)
    getattr(reader, "finish", lambda *_: None)(profile, io.BytesIO(data))
    return profile
