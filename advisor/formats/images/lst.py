"""Image lists (`.lst`): index, one label or more and a relative path, parted by tabs, one image a line.

Memory: a block of the file; and keys of each line, to find what comes twice and to look paths up in the channel:
12 bytes while it is read, 16 while they are sorted, and 8 for as long as the profile lives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby, islice, tee
from operator import itemgetter
from typing import BinaryIO

import numpy as np

from advisor.formats.images.lst_block import index_keys, read_block
from advisor.formats.images.lst_rows import LONGEST, is_detection, normalised, number, path_fault, read_row
from advisor.formats.kernels import available
from advisor.formats.line_pieces import read_blocks
from advisor.formats.lines import BOM, chosen, numbered
from advisor.formats.pieces import ByteRange, in_one_piece
from advisor.profile import faults
from advisor.profile.base import Piece, Place, Tally, tally_for
from advisor.profile.images.lst import LstProfile
from advisor.profile.keys import Offsets, keys_of
from advisor.profile.packed import Repeats
from advisor.profile.predicates import Predicate, ValueOutside

REPEATS_KEPT = 200_000
"""Indices and paths that come more than once, of which the first line is remembered to compare the text."""

BLOCK = 1 << 17
"""Few enough bytes that the allocator gives the same memory again and again."""


def scan_piece(part: ByteRange) -> Piece[LstProfile]:
    """What comes twice is found once the pieces are joined, by `finish`."""
    piece = part.piece(LstProfile())
    profile, compiled = piece.profile, None
    if available(part.size):
        from advisor.formats.kernels.images.lst import Lines

        compiled = Lines(profile)
    for block in read_blocks(part, piece, LONGEST, BLOCK):
        block = block if block.endswith(b"\n") else block + b"\n"
        for lines in compiled.take(block) if compiled else _unusual(profile, block):
            _take_rows(profile, lines, at_start=part.begin == profile.lines == 0)
    if compiled:
        compiled.finish()
    return piece


def _unusual(profile: LstProfile, block: bytes) -> tuple[bytes, ...]:
    """What is left of a block to be read line by line, when numpy has read what it can."""
    return () if read_block(profile, block) else (block,)


def _take_rows(profile: LstProfile, block: bytes, at_start: bool) -> None:
    """Reads lines one by one. `at_start`: the first of them is that of the file."""
    first = profile.lines + 1
    lines = enumerate(block[:-1].split(b"\n"), first)
    rows = [read_row(profile, line, raw, at_start and line == first) for line, raw in lines]
    indices = np.array([-1 if index is None else index & (1 << 62) - 1 for index, _ in rows], np.int64)
    profile.index_keys.extend(index_keys(indices))
    profile.path_keys.extend(keys_of([path or b"" for _, path in rows]))
    profile.lines += len(rows)


def finish(profile: LstProfile, stream: BinaryIO) -> None:
    """Ends the reading of a list: finds what comes twice in it."""
    profile.uncompared = profile.lines - len(profile.path_keys)
    index_lines = profile.index_keys.positions() + 1
    profile.index_keys = Repeats.small()
    _compare(profile, stream, index_lines, profile.path_keys.positions() + 1)


scan = in_one_piece(scan_piece, finish)


def paths(stream: BinaryIO, lines: Iterable[int]) -> Iterator[tuple[int, str]]:
    """The paths on these lines, which rise, without detours; nothing of a line that has none."""
    for line, raw in chosen(stream, LONGEST, lines):
        fields = _fields(line, raw)
        if fields and not path_fault(fields[-1]):
            yield line, normalised(fields[-1])


def classes(stream: BinaryIO, most: int) -> Iterator[tuple[int, str, float]]:
    """Line, path and class of the first lines, so many at most; nothing of a line without one class."""
    for line, raw in islice(numbered(stream, LONGEST), most):
        fields = _fields(line, raw)
        label = number(fields[1]) if len(fields) == 3 and not path_fault(fields[2]) else None
        if label is not None:
            yield line, normalised(fields[2]), label


def _compare(profile: LstProfile, stream: BinaryIO, index_lines: Offsets, path_lines: Offsets) -> None:
    """Names what comes twice, by the text itself: that keys on these lines are equal only says where to look."""
    asked, wanted = tee(_asked(index_lines, path_lines))
    indices: dict[str, int] = {}
    paths: dict[str, list[str]] = {}
    stream.seek(0)
    for (_, kinds), (line, raw) in zip(asked, chosen(stream, LONGEST, (line for line, _ in wanted)), strict=True):
        fields = _fields(line, raw)
        if _INDEX in kinds and fields:
            _compare_index(profile, indices, line, fields[0])
        if _PATH in kinds and fields and not path_fault(fields[-1]):
            _compare_path(profile, paths, line, fields)


_INDEX, _PATH = "index", "path"


def _asked(index_lines: Offsets, path_lines: Offsets) -> Iterator[tuple[int, list[str]]]:
    """The lines to look at again, rising, each with what of it is to be compared."""
    both = merge(((int(line), _INDEX) for line in index_lines), ((int(line), _PATH) for line in path_lines))
    for line, group in groupby(both, itemgetter(0)):
        yield line, [kind for _, kind in group]


def _compare_index(profile: LstProfile, seen: dict[str, int], line: int, text: str) -> None:
    index = text.lstrip("+-").lstrip("0") or "0"
    if index in seen:
        profile.fault(faults.DUPLICATE_INDEX, Place(line, 1), f"{index} (first on line {seen[index]})")
    elif len(seen) < REPEATS_KEPT:
        seen[index] = line


def _compare_path(profile: LstProfile, seen: dict[str, list[str]], line: int, fields: list[str]) -> None:
    path, labels = normalised(fields[-1]), [_same(text) for text in fields[1:-1]]
    if path in seen:
        same = seen[path] == labels
        what = "repeated-path" if same else "contrary-labels"
        tally_for(profile.seen, what).add(Place(line, len(fields)), path[:200])
    elif len(seen) < REPEATS_KEPT:
        seen[path] = labels


def _same(label: str) -> str:
    """A label so that numbers are the same text: 0.000 is 0."""
    value = number(label)
    return label if value is None else repr(value)


def _fields(line: int, raw: bytes) -> list[str]:
    """The fields of a line, or none where it is no row."""
    if line == 1:
        raw = raw.removeprefix(BOM)
    try:
        fields = [field.strip(" ") for field in raw.removesuffix(b"\r").decode("utf-8").split("\t")]
    except UnicodeDecodeError:
        return []
    return fields if len(fields) >= 3 else []


def locate(stream: BinaryIO, size: int, predicate: Predicate) -> Tally:
    """Labels, or classes of boxes, outside a range."""
    found = Tally()
    if isinstance(predicate, ValueOutside):
        for line, raw in numbered(stream, LONGEST):
            texts = _fields(line, raw)[1:-1]
            for column, value in _labels([number(text) for text in texts]):
                if predicate.holds(value):
                    found.add(Place(line, column), texts[column - 2][:200])
    return found


def _labels(values: list[float | None]) -> Iterator[tuple[int, float]]:
    """The labels of a line with their columns; of boxes only the class."""
    known = [value for value in values if value is not None]
    boxes = len(known) == len(values) and is_detection(known)
    step, start = (int(known[1]), int(known[0])) if boxes else (1, 0)
    for at in range(start, len(values), step):
        value = values[at]
        if value is not None:
            yield at + 2, value
