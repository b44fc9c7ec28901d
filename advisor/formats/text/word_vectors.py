"""Word vectors in text: a word and its numbers a line, parted by spaces, as GloVe and fastText write them.

Memory: one line (`LONGEST`).
"""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import takewhile

from advisor.formats.cells import NUMBER_BYTES
from advisor.formats.line_pieces import read_lines
from advisor.formats.lines import shown
from advisor.formats.pieces import ByteRange, in_one_piece
from advisor.profile import faults
from advisor.profile.base import Piece, Place, tally_for
from advisor.profile.text.word_vectors import WordVectorsProfile

LONGEST = 1 << 20

_HEADER = re.compile(rb"\d+ \d+\r?")
_NUMERIC = b"0123456789+-.eE"


def scan_piece(part: ByteRange) -> Piece[WordVectorsProfile]:
    piece = part.piece(WordVectorsProfile())
    for line, raw in read_lines(part, piece, LONGEST):
        if part.begin == 0 and line == 1 and _HEADER.fullmatch(raw):
            piece.profile.header.add(Place(line), raw.decode())
        else:
            _take(piece.profile, line, raw)
    return piece


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
        tally_for(profile.lengths, length).add(Place(line), shown(raw))
    else:
        profile.no_vector.add(Place(line), shown(raw))


def _length(vector: bytes) -> int:
    """How many numbers a line ends in: a word may hold blanks."""
    tokens = vector.split()
    if not vector.translate(None, _NUMERIC + b" "):
        with suppress(ValueError):
            return len(list(map(float, tokens)))
    return sum(1 for _ in takewhile(NUMBER_BYTES.fullmatch, reversed(tokens)))
