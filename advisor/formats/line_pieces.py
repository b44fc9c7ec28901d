"""Reading a text in pieces of whole lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from advisor.formats.lines import BLOCK, BOM, HEAD, Blocks, is_wide, lines_of, next_line
from advisor.formats.remembered import SMALL, Learnt, remembered
from advisor.profile import faults
from advisor.profile.base import FileProfile, Piece, Place, Profile

TakeBlocks = Callable[[Iterator[bytes]], None]
"""Takes blocks of whole lines, each line ended by a line feed but for the very last of the file."""

TakeLine = Callable[[Profile, int, bytes], None]
"""Takes one line, without its line feed, and its number from 1 into the profile, whatever it holds."""


def scan_blocks(
    profile: Profile,
    take: TakeBlocks,
    longest: int,
    stream: BinaryIO,
    size: int,
    begin: int,
    end: int,
    exact: bool,
    block: int = BLOCK,
    learnt: Learnt | None = None,
) -> Piece[Profile]:
    """The profile of the lines that begin in `begin:end`. `exact`: the first of them begins at `begin`.

    They are read in blocks of `block` bytes; a line of more than `longest` bytes comes cut, as `Blocks` has it. A byte
    order mark is a fault, and left out. Text in UTF-16 or UTF-32 is another, and not read. `learnt`: what learns the
    lines of a small file.
    """
    stream.seek(0)
    if is_wide(stream.read(HEAD)):
        profile.fault(faults.NOT_UTF8_ENCODING, Place(1))
        return Piece(profile, begin, size, in_order=True)
    stream.seek(begin)
    start = begin if exact else next_line(stream, begin)
    blocks = Blocks(stream, longest, block, start, end)
    plain = unmarked(profile, blocks) if start == 0 else iter(blocks)
    take(plain if learnt is None or size >= SMALL else remembered(learnt, plain, longest))
    profile.bytes = blocks.reached - start
    return Piece(profile, start, blocks.reached)


def scan_lines(
    profile: Profile,
    take: TakeLine[Profile],
    longest: int,
    stream: BinaryIO,
    size: int,
    begin: int,
    end: int,
    exact: bool,
    learnt: Learnt | None = None,
) -> Piece[Profile]:
    """As `scan_blocks`, but line by line: a line of more than `longest` bytes comes with `longest + 1` bytes."""

    def take_blocks(blocks: Iterator[bytes]) -> None:
        for block in blocks:
            take_lines(profile, take, longest, block)

    return scan_blocks(profile, take_blocks, longest, stream, size, begin, end, exact, BLOCK, learnt)


def take_lines(profile: Profile, take: TakeLine[Profile], longest: int, block: bytes) -> None:
    """Takes the lines of a block, one by one."""
    for raw in lines_of(block):
        profile.lines += 1
        take(profile, profile.lines, raw[: longest + 1])


def unmarked(profile: FileProfile, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks of a whole text without a byte order mark, which is a fault of the profile."""
    for number, block in enumerate(blocks):
        if number == 0 and block.startswith(BOM):
            profile.fault(faults.BYTE_ORDER_MARK, Place(1, offset=0))
            block = block[len(BOM) :]
        if block:
            yield block
