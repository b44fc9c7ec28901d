"""Word vectors in text: a word and its numbers a line, parted by spaces, as GloVe and fastText write them.

Memory: one line (`LONGEST`).
"""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import takewhile
from typing import BinaryIO

from advisor.formats.line_pieces import scan_lines
from advisor.formats.lines import shown
from advisor.formats.pieces import in_one_piece
from advisor.profile import faults
from advisor.profile.base import Piece, Place, Tally
from advisor.profile.text.word_vectors import WordVectorsProfile

LONGEST = 1 << 20

_NUMBER = re.compile(rb"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_HEADER = re.compile(rb"\d+ \d+\r?")
_NUMERIC = b"0123456789+-.eE"


def scan_piece(stream: BinaryIO, size: int, begin: int, end: int, *, exact: bool = False) -> Piece[WordVectorsProfile]:
    """The profile of the lines that begin in `begin:end`. `exact`: the first of them begins at `begin`."""
    first = begin == 0

    def take(profile: WordVectorsProfile, line: int, raw: bytes) -> None:
        if first and line == 1 and _HEADER.fullmatch(raw):
            profile.header.add(Place(line), raw.decode())
        else:
            _take(profile, line, raw)

    return scan_lines(WordVectorsProfile(), take, LONGEST, stream, size, begin, end, exact)


scan = in_one_piece(scan_piece)


def _take(profile: WordVectorsProfile, line: int, raw: bytes) -> None:
    _, _, vector = raw.strip().partition(b" ")
    if not vector:
        if raw.strip():
            profile.no_vector.add(Place(line), shown(raw))
        else:
            profile.fault(faults.BLANK_LINE, Place(line))
        return
    profile.records += 1
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        profile.fault(faults.NOT_UTF8, Place(line), shown(raw))
    length = _length(vector)
    if length:
        profile.lengths.setdefault(length, Tally()).add(Place(line), shown(raw))
    else:
        profile.no_vector.add(Place(line), shown(raw))


def _length(vector: bytes) -> int:
    """How many numbers a line ends in: a word may hold blanks."""
    tokens = vector.split()
    if not vector.translate(None, _NUMERIC + b" "):
        with suppress(ValueError):
            return len(list(map(float, tokens)))
    return sum(1 for _ in takewhile(_NUMBER.fullmatch, reversed(tokens)))
