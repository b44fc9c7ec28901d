"""A block of an image list read at once with numpy, as long as nothing in it is unusual.

The plain reading in `lst_rows` defines what a line means. Here only lines are taken that it would find no fault
with; at the first surprise the whole block is left to it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from advisor.formats.images.lst_rows import KEY_LONGEST, add_label, is_detection, number, take_lines
from advisor.profile.images.lst import LstProfile
from advisor.profile.keys import Keys, Offsets, keys_in

Bytes = npt.NDArray[np.uint8]

TAB, FEED, SLASH, DOT, SPACE = 9, 10, 47, 46, 32
INDEX_LONGEST = 18
LABEL_LONGEST = 16
LABELS_AT_ONCE = 4096

_PLAIN = np.zeros(256, bool)
_PLAIN[[TAB, FEED, *range(32, 127)]] = True
_PLAIN[[ord("\\"), ord(":")]] = False
"""Bytes that never ask for a closer look. A colon may belong to a drive or an address."""


def read_block(profile: LstProfile, block: bytes) -> bool:
    """Takes a block of whole lines. False, with the profile as it was, where it holds anything unusual."""
    data = np.frombuffer(block, np.uint8)
    fields = _fields(data)
    if fields is None or not _PLAIN[data].all() or _has_steps(data):
        return False
    starts, ends = fields
    if not _paths_are_plain(data, starts[:, -1], ends[:, -1]):
        return False
    indices = _numbers(data, starts[:, 0], ends[:, 0])
    if indices is None:
        return False
    columns = [_distinct(block, starts[:, c], ends[:, c]) for c in range(1, starts.shape[1] - 1)]
    labels = [column for column in columns if column is not None]
    if len(labels) < len(columns) or (len(labels) > 1 and _may_be_boxes(labels)):
        return False
    for values, counts in labels:
        for value, count in zip(values, counts, strict=True):
            add_label(profile, value, count)
    profile.index_keys.extend(index_keys(indices))
    profile.path_keys.extend(keys_in(block, starts[:, -1], ends[:, -1]))
    take_lines(profile, len(labels), len(starts))
    return True


def index_keys(indices: npt.NDArray[np.int64]) -> Keys:
    """Small keys of the indices, 0 for a negative one, which stands for none."""
    keys = (indices + 1).astype(np.uint64)
    folded: Keys = (keys ^ (keys >> np.uint64(32))) & np.uint64(0xFFFFFFFF)
    folded[(folded == 0) & (keys != 0)] = 1
    return folded


Labels = tuple[list[float], list[int]]
"""The distinct labels of a column, and how often each comes."""


def _fields(data: Bytes) -> tuple[Offsets, Offsets] | None:
    """Where each field of each line starts and ends, if all lines have the same number of them, three or more."""
    feeds = np.flatnonzero(data == FEED)
    found = np.flatnonzero(data == TAB)
    if not len(feeds) or len(found) % len(feeds) or len(found) < 2 * len(feeds):
        return None
    tabs = found.reshape(len(feeds), -1)
    first = np.concatenate([np.zeros(1, np.int64), feeds[:-1] + 1])
    if (tabs[:, 0] < first).any() or (tabs[:, -1] > feeds).any():
        return None
    return np.column_stack([first, tabs + 1]), np.column_stack([tabs, feeds])


def _has_steps(data: Bytes) -> bool:
    """Whether a slash is followed by another one or by a dot: the path may have to be normalised."""
    after = data[1:]
    return bool(((data[:-1] == SLASH) & ((after == SLASH) | (after == DOT))).any())


def _paths_are_plain(data: Bytes, starts: Offsets, ends: Offsets) -> bool:
    if (starts == ends).any() or (ends - starts > KEY_LONGEST).any():
        return False
    first, last = data[starts], data[ends - 1]
    return not (np.isin(first, (SLASH, DOT, SPACE)).any() or np.isin(last, (SLASH, SPACE)).any())


def _numbers(data: Bytes, starts: Offsets, ends: Offsets) -> npt.NDArray[np.int64] | None:
    """Fields of digits as numbers; None where one holds anything else."""
    lengths = ends - starts
    if (lengths < 1).any() or (lengths > INDEX_LONGEST).any():
        return None
    values = np.zeros(len(starts), np.int64)
    for at in range(int(lengths.max())):
        live = lengths > at
        digits = data[np.where(live, starts + at, starts)].astype(np.int64) - 48
        if ((digits < 0) | (digits > 9)).any():
            return None
        values = np.where(live, values * 10 + digits, values)
    return values


def _distinct(block: bytes, starts: Offsets, ends: Offsets) -> Labels | None:
    """The labels of one column, each distinct text read once; None where there are many, or one is no number."""
    if (ends - starts > LABEL_LONGEST).any():
        return None
    keys, firsts, counts = np.unique(keys_in(block, starts, ends), return_index=True, return_counts=True)
    if len(keys) > LABELS_AT_ONCE:
        return None
    values = [number(block[starts[i] : ends[i]].decode("ascii")) for i in firsts]
    known = [value for value in values if value is not None and value.is_integer()]
    return (known, counts.tolist()) if len(known) == len(values) else None


def _may_be_boxes(labels: list[Labels]) -> bool:
    return any(is_detection([a, b] + [0.0] * (len(labels) - 2)) for a in labels[0][0] for b in labels[1][0])
