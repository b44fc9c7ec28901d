"""Time series in JSON Lines, as they stand or compressed with gzip.

Memory: one line of the text (`LONGEST`) and what it holds, and for each of `PLACES_OF_CAT` places of `cat` a byte for
each category up to `CATEGORIES_KEPT`. What is compressed cannot be read in pieces.
"""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from advisor.formats.gzip_stream import MAGIC, GzipStream
from advisor.formats.json_lines import read_line, repeated_key, shown
from advisor.formats.lines import BLOCK, BOM, HEAD, Blocks, is_wide, lines_of, next_line, numbered
from advisor.formats.series_records import matches, note, take_record
from advisor.profile.base import Piece, Place, Tally
from advisor.profile.predicates import Predicate
from advisor.profile.time_series import FIELDS, TimeSeriesProfile

FORMAT = "time-series"

LONGEST = 1 << 25
"""Bytes of a line that are read: some four million values."""

INSTANCES = "instances"
"""The key of a request for forecasts, which holds the series in an array."""

_QUOTED = {name: b'"%b"' % name.encode() for name in FIELDS}


def scan(stream: BinaryIO, size: int) -> TimeSeriesProfile:
    """Reads a whole file. Never raises on its content."""
    profile = scan_piece(stream, size, 0, size, exact=True).profile
    profile.bytes = size
    return profile


def scan_piece(stream: BinaryIO, size: int, begin: int, end: int, *, exact: bool = False) -> Piece[TimeSeriesProfile]:
    """The profile of the lines that begin in `begin:end`. `exact`: the first of them begins at `begin`."""
    profile = TimeSeriesProfile()
    stream.seek(0)
    head = stream.read(HEAD)
    packed, wide = head.startswith(MAGIC), is_wide(head)
    if packed and (begin, end) == (0, size):
        _scan_packed(profile, stream)
    elif wide:
        profile.fault("not-utf8-encoding", Place(1))
    if packed or wide:
        return Piece(profile, begin, size, in_order=True)
    stream.seek(begin)
    start = begin if exact else next_line(stream, begin)
    blocks = Blocks(stream, LONGEST, BLOCK, start, end)
    _take_blocks(profile, blocks, at_start=start == 0)
    profile.bytes = blocks.reached - start
    return Piece(profile, start, blocks.reached)


def _scan_packed(profile: TimeSeriesProfile, stream: BinaryIO) -> None:
    stream.seek(0)
    text = GzipStream(stream)
    _take_blocks(profile, Blocks(cast(BinaryIO, text), LONGEST), at_start=True)
    if text.fault:
        name, offset, value = text.fault
        profile.fault(name, Place(profile.lines or None, offset=offset), value)


def _take_blocks(profile: TimeSeriesProfile, blocks: Blocks, at_start: bool) -> None:
    for block in blocks:
        if at_start and not profile.lines:
            if block.startswith(BOM):
                profile.fault("byte-order-mark", Place(1, offset=0))
                block = block[len(BOM) :]
            if is_wide(block):
                profile.fault("not-utf8-encoding", Place(1))
                return
        for raw in lines_of(block):
            profile.lines += 1
            _take_line(profile, profile.lines, raw)


def _take_line(profile: TimeSeriesProfile, line: int, raw: bytes) -> None:
    place = Place(line)
    if len(raw) > LONGEST:
        profile.fault("line-too-long", place, shown(raw))
        return
    record, fault, text = read_line(raw)
    if fault:
        profile.fault(fault, place, text)
        if record is None:
            return
    if not isinstance(record, dict):
        profile.fault("not-an-object", place, shown(raw))
    elif INSTANCES in record:
        profile.fault("inference-request", place, shown(raw))
    else:
        take_record(profile, record, place)
        twice = repeated_key(raw, {name: _QUOTED[name] for name in record if name in _QUOTED})
        if twice is not None:
            profile.fault("repeated-key", Place(line, key=twice), twice)


def locate(stream: BinaryIO, size: int, predicate: Predicate) -> Tally:
    """The values, lengths or categories that the predicate asks for."""
    stream.seek(0)
    packed = stream.read(len(MAGIC)) == MAGIC
    stream.seek(0)
    text = cast(BinaryIO, GzipStream(stream)) if packed else stream
    found = Tally()
    for line, raw in numbered(text, LONGEST):
        record: Any = read_line(raw.removeprefix(BOM) if line == 1 else raw).value if len(raw) <= LONGEST else None
        if isinstance(record, dict) and INSTANCES not in record:
            for key, value in matches(record, predicate):
                note(found, Place(line), key, value)
    return found
