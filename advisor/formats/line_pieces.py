"""Reading a text in pieces of whole lines, each of which is taken by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from advisor.formats.lines import BLOCK, BOM, HEAD, Blocks, is_wide, lines_of, next_line
from advisor.profile.base import Piece, Place, Profile

TakeLine = Callable[[Profile, int, bytes], None]
"""Takes one line, without its line feed, and its number from 1 into the profile, whatever it holds."""


def scan_lines(
    profile: Profile,
    take: TakeLine[Profile],
    longest: int,
    stream: BinaryIO,
    size: int,
    begin: int,
    end: int,
    exact: bool,
) -> Piece[Profile]:
    """The profile of the lines that begin in `begin:end`. `exact`: the first of them begins at `begin`.

    A line of more than `longest` bytes comes with `longest + 1` bytes. Text in UTF-16 or UTF-32 is not read.
    """
    stream.seek(0)
    if is_wide(stream.read(HEAD)):
        profile.fault("not-utf8-encoding", Place(1))
        return Piece(profile, begin, size, in_order=True)
    stream.seek(begin)
    start = begin if exact else next_line(stream, begin)
    blocks = Blocks(stream, longest, BLOCK, start, end)
    for block in blocks:
        if start == 0 and profile.lines == 0 and block.startswith(BOM):
            profile.fault("byte-order-mark", Place(1, offset=0))
            block = block[len(BOM) :] or b"\n"
        for raw in lines_of(block):
            profile.lines += 1
            take(profile, profile.lines, raw[: longest + 1])
    profile.bytes = blocks.reached - start
    return Piece(profile, start, blocks.reached)
