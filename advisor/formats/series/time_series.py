"""Time series in JSON Lines, as they stand or compressed with gzip.

Memory: one line of the text (`LONGEST`) and what it holds, and for each of `PLACES_OF_CAT` places of `cat` a byte for
each category up to `CATEGORIES_KEPT`. What is compressed cannot be read in pieces.
"""

from __future__ import annotations

from typing import BinaryIO, cast

from advisor.formats.gzip_stream import GzipStream, is_packed
from advisor.formats.json.lines import objects, repeated_key, take_object
from advisor.formats.line_pieces import lines_in, read_lines, unmarked
from advisor.formats.lines import Blocks, is_wide, shown
from advisor.formats.pieces import ByteRange, in_one_piece
from advisor.formats.series.records import matches, note, take_record
from advisor.profile import faults
from advisor.profile.base import Piece, Place, Tally
from advisor.profile.predicates import Predicate
from advisor.profile.series.time_series import FIELDS, TimeSeriesProfile

LONGEST = 1 << 25
"""Bytes of a line that are read: some four million values."""

LINES_OF_NOTHING = 1 << 20
"""Lines by which a text may have more than it has bytes as it is packed: with more, it is not one of series."""

INSTANCES = "instances"
"""The key of a request for forecasts, which holds the series in an array."""

_QUOTED = {name: b'"%b"' % name.encode() for name in FIELDS}


def scan_piece(part: ByteRange) -> Piece[TimeSeriesProfile]:
    piece = part.piece(TimeSeriesProfile())
    if is_packed(part.stream):
        if (part.begin, part.end) == (0, part.size):
            _scan_packed(piece.profile, GzipStream(part.stream))
        piece.end, piece.in_order = part.size, True
        return piece
    for line, raw in read_lines(part, piece, LONGEST):
        _take(piece.profile, line, raw)
    return piece


scan = in_one_piece(scan_piece)


def _scan_packed(profile: TimeSeriesProfile, text: GzipStream) -> None:
    for block in unmarked(profile, Blocks(cast(BinaryIO, text), LONGEST)):
        if not profile.lines and is_wide(block):
            profile.fault(faults.NOT_UTF8_ENCODING, Place(1))
            break
        for line, raw in lines_in(profile, [block], LONGEST):
            _take(profile, line, raw)
        if profile.lines > text.unpacked_of + LINES_OF_NOTHING:
            profile.fault(faults.PACKED_UNREAD, Place(profile.lines))
            break
    if text.fault:
        name, offset, value = text.fault
        profile.fault(name, Place(profile.lines or None, offset=offset), value)


def _take(profile: TimeSeriesProfile, line: int, raw: bytes) -> None:
    record = take_object(profile, line, raw, LONGEST)
    if record is None:
        return
    if INSTANCES in record:
        profile.fault(faults.INFERENCE_REQUEST, Place(line), shown(raw))
        return
    take_record(profile, record, Place(line))
    twice = repeated_key(raw, {name: _QUOTED[name] for name in record if name in _QUOTED})
    if twice is not None:
        profile.fault(faults.REPEATED_KEY, Place(line, key=twice), twice)


def locate(stream: BinaryIO, size: int, predicate: Predicate) -> Tally:
    """The values, lengths or categories that the predicate asks for."""
    text = cast(BinaryIO, GzipStream(stream)) if is_packed(stream) else stream
    found = Tally()
    for line, record in objects(text, LONGEST):
        if INSTANCES not in record:
            for key, value in matches(record, predicate):
                note(found, Place(line), key, value)
    return found
