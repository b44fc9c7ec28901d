"""Image lists (`.lst`): index, one label or more and a relative path, parted by tabs, one image a line.

Memory: a block of the file; 12 bytes a line until the end of the scan, to find what comes twice; and the paths,
compressed to some 5 to 15 bytes a line, for as long as the profile lives (`PACKED_KEPT` bytes at most).
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import groupby, tee
from operator import itemgetter
from typing import BinaryIO

import numpy as np

from advisor.formats.lines import BOM, HEAD, Blocks, chosen, is_wide, next_line, numbered
from advisor.formats.lst_block import read_block
from advisor.formats.lst_rows import LONGEST, is_detection, normalised, number, path_fault, read_row
from advisor.formats.spans import hashes_of
from advisor.profile.base import Piece, Place, Tally
from advisor.profile.lst import LstProfile
from advisor.profile.packed import Repeats
from advisor.profile.predicates import Predicate, ValueOutside

FORMAT = "lst"

REPEATS_KEPT = 200_000
"""Indices and paths that come more than once, of which the first line is remembered to compare the text."""

BLOCK = 1 << 18


def scan(stream: BinaryIO, size: int) -> LstProfile:
    """Reads a whole list. Never raises on its content."""
    profile = scan_piece(stream, size, 0, size, exact=True).profile
    profile.bytes = size
    finish(profile, stream)
    return profile


def scan_piece(stream: BinaryIO, size: int, begin: int, end: int, *, exact: bool = False) -> Piece[LstProfile]:
    """The profile of the lines that begin in `begin:end`. `exact`: the first of them begins at `begin`.

    What comes twice is found once the pieces are joined, by `finish`.
    """
    profile = LstProfile()
    stream.seek(0)
    if is_wide(stream.read(HEAD)):
        profile.fault("not-utf8-encoding", Place(1))
        return Piece(profile, begin, size, in_order=True)
    stream.seek(begin)
    first = begin if exact else next_line(stream, begin)
    blocks = Blocks(stream, LONGEST, BLOCK, first, end)
    reading = _Reading(profile, at_start=first == 0)
    for block in blocks:
        if reading.at_start and block.startswith(BOM):
            profile.fault("byte-order-mark", Place(1, offset=0))
            block = block[len(BOM) :]
        reading.take(block)
    profile.bytes = blocks.reached - first
    return Piece(profile, first, blocks.reached)


def finish(profile: LstProfile, stream: BinaryIO) -> None:
    """Ends the reading of a list: finds what comes twice in it."""
    profile.uncompared = profile.lines - len(profile.path_keys)
    _compare(profile, stream)
    profile.index_keys, profile.path_keys = Repeats.small(), Repeats()


class _Reading:
    """A list while it is read. `at_start`: no line has been taken yet, and the first one is that of the file."""

    def __init__(self, profile: LstProfile, at_start: bool) -> None:
        self.profile = profile
        self.at_start = at_start

    def take(self, block: bytes) -> None:
        profile = self.profile
        if not block.endswith(b"\n"):
            block += b"\n"
        held = block.count(b"\n")
        at_once = read_block(profile, profile.lines, block)
        if at_once is None:
            index_keys, path_keys = self._take_rows(block)
        else:
            index_keys, path_keys = _index_keys(at_once[0]), at_once[1]
        profile.lines += held
        profile.index_keys.extend(index_keys)
        profile.path_keys.extend(path_keys)
        self.at_start = False

    def _take_rows(self, block: bytes) -> tuple[np.ndarray, np.ndarray]:
        first = self.profile.lines + 1
        lines = enumerate(block[:-1].split(b"\n"), first)
        rows = [read_row(self.profile, line, raw, self.at_start and line == 1) for line, raw in lines]
        texts = [path or b"" for _, path in rows]
        self.profile.paths.add_block(first, b"\n".join(texts))
        indices = np.array([-1 if index is None else index & (1 << 62) - 1 for index, _ in rows], np.int64)
        return _index_keys(indices), hashes_of(texts)


def _compare(profile: LstProfile, stream: BinaryIO) -> None:
    """Names what comes twice, by the text itself: equal keys only say where to look."""
    index_lines, path_lines = profile.index_keys.positions() + 1, profile.path_keys.positions() + 1
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


def _asked(index_lines: np.ndarray, path_lines: np.ndarray) -> Iterator[tuple[int, list[str]]]:
    """The lines to look at again, rising, each with what of it is to be compared."""
    both = merge(((int(line), _INDEX) for line in index_lines), ((int(line), _PATH) for line in path_lines))
    for line, group in groupby(both, itemgetter(0)):
        yield line, [kind for _, kind in group]


def _compare_index(profile: LstProfile, seen: dict[str, int], line: int, text: str) -> None:
    index = text.lstrip("+").lstrip("0") or "0"
    if index in seen:
        profile.fault("duplicate-index", Place(line, 1), f"{index} (first on line {seen[index]})")
    elif len(seen) < REPEATS_KEPT:
        seen[index] = line


def _compare_path(profile: LstProfile, seen: dict[str, list[str]], line: int, fields: list[str]) -> None:
    path, labels = normalised(fields[-1]), [_same(text) for text in fields[1:-1]]
    if path in seen:
        same = seen[path] == labels
        profile.note("repeated-path" if same else "contrary-labels").add(Place(line, len(fields)), path[:200])
    elif len(seen) < REPEATS_KEPT:
        seen[path] = labels


def _same(label: str) -> str:
    """A label so that numbers are the same text: 0.000 is 0."""
    value = number(label)
    return label if value is None else repr(value)


def _index_keys(indices: np.ndarray) -> np.ndarray:
    """Small keys of the indices, 0 for a negative one, which stands for none."""
    keys = (indices + 1).astype(np.uint64)
    folded = (keys ^ (keys >> np.uint64(32))) & np.uint64(0xFFFFFFFF)
    folded[(folded == 0) & (keys != 0)] = 1
    return folded


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
