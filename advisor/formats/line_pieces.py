"""Reading a text in pieces of whole lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from advisor.formats.lines import BLOCK, BOM, HEAD, Blocks, is_wide, lines_of, next_line
from advisor.formats.pieces import ByteRange
from advisor.profile import faults
from advisor.profile.base import FileProfile, Piece, Place
from advisor.profile.sketch import SMALL

Learn = Callable[[list[bytes]], None]
"""Is given lines of a small file, without their ends."""


def read_blocks(
    part: ByteRange, piece: Piece[Any], longest: int, size: int, learn: Learn | None = None
) -> Iterator[bytes]:
    """The lines of a range in blocks of about `size` bytes, each line ended by a line feed but for the file's last.

    A line of more than `longest` bytes comes cut, as `Blocks` has it. A byte order mark is a fault, and left out. Text
    in UTF-16 or UTF-32 is another, and not read. Meanwhile the piece learns where it begins and ends.
    """
    stream, profile = part.stream, piece.profile
    stream.seek(0)
    if is_wide(stream.read(HEAD)):
        profile.fault(faults.NOT_UTF8_ENCODING, Place(1))
        piece.end, piece.in_order = part.size, True
        return
    stream.seek(part.begin)
    piece.begin = part.begin if part.exact else next_line(stream, part.begin)
    blocks = Blocks(stream, longest, size, piece.begin, part.end)
    for block in unmarked(profile, blocks) if piece.begin == 0 else blocks:
        if learn and part.size < SMALL:
            learn([line[: longest + 1].rstrip(b"\r") for line in lines_of(block)])
        yield block
    piece.end = blocks.reached
    profile.bytes = piece.end - piece.begin


def read_lines(
    part: ByteRange, piece: Piece[Any], longest: int, learn: Learn | None = None
) -> Iterator[tuple[int, bytes]]:
    """As `read_blocks`, but line by line, as `lines_in` has them."""
    return lines_in(piece.profile, read_blocks(part, piece, longest, BLOCK, learn), longest)


def lines_in(profile: FileProfile, blocks: Iterable[bytes], longest: int) -> Iterator[tuple[int, bytes]]:
    """Each line with its number from 1, without its line feed. A longer line than the longest has a byte more."""
    for block in blocks:
        lines = [raw[: longest + 1] for raw in lines_of(block)]
        yield from enumerate(lines, profile.lines + 1)
        profile.lines += len(lines)


def unmarked(profile: FileProfile, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks of a whole text without a byte order mark, which is a fault of the profile."""
    for number, block in enumerate(blocks):
        if number == 0 and block.startswith(BOM):
            profile.fault(faults.BYTE_ORDER_MARK, Place(1, offset=0))
            block = block[len(BOM) :]
        if block:
            yield block
