"""Pairs of token sequences in JSON Lines: `{"label": 1, "in0": [6, 17], "in1": [16, 21]}`, one pair a line.

Memory: one line of the file (`LONGEST`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, BinaryIO

from advisor.formats.json.document import is_number, is_whole, shown
from advisor.formats.json.lines import objects, repeated_key, take_object
from advisor.formats.line_pieces import read_lines
from advisor.formats.pieces import ByteRange, in_one_piece
from advisor.profile import faults
from advisor.profile.base import Piece, Place, Tally, tally_for
from advisor.profile.predicates import Predicate, ValueOutside
from advisor.profile.text.sequence_pairs import KEYS, KEYS_KEPT, LABEL, SIDES, SequencePairsProfile, Sequences

LONGEST = 1 << 24
KEY_KEPT = 100
FARTHEST = 1e300

_LABELLED = re.compile(rb'"label"\s*:[^,}]*,?\s*')
_QUOTED = {name: f'"{name}"'.encode() for name in KEYS}


def scan_piece(part: ByteRange) -> Piece[SequencePairsProfile]:
    piece = part.piece(SequencePairsProfile())
    for line, raw in read_lines(part, piece, LONGEST, partial(_remember, piece.profile)):
        _take(piece.profile, line, raw)
    return piece


def _remember(profile: SequencePairsProfile, lines: Sequence[bytes]) -> None:
    profile.texts.remember(lines)
    profile.bodies.remember(_LABELLED.sub(b"", line, count=1) for line in lines)


scan = in_one_piece(scan_piece)


def _take(profile: SequencePairsProfile, line: int, raw: bytes) -> None:
    pair = take_object(profile, line, raw, LONGEST)
    if pair is None:
        return
    profile.records += 1
    usual = pair.keys() == _QUOTED.keys()
    twice = repeated_key(raw, _QUOTED if usual else {name: _QUOTED[name] for name in KEYS if name in pair})
    if twice is not None:
        profile.fault(faults.REPEATED_KEY, Place(line, key=twice), twice)
    _take_label(profile, line, pair)
    for name in SIDES:
        _take_sequence(profile.side(name), line, name, pair)
    if not usual:
        _take_others(profile, line, pair)


def _take_label(profile: SequencePairsProfile, line: int, pair: dict[str, Any]) -> None:
    label = profile.label
    value = pair.get(LABEL)
    if is_number(value):
        label.add(float(value))
    else:
        cls = "not-a-number" if LABEL in pair else "missing"
        _note(label.seen, cls, line, LABEL, shown(value) if LABEL in pair else _keys_of(pair))


def _take_sequence(side: Sequences, line: int, name: str, pair: dict[str, Any]) -> None:
    ids = pair.get(name)
    if not isinstance(ids, list):
        fault = "not-a-list" if name in pair else "missing"
        _note(side.faults, fault, line, name, shown(ids) if name in pair else _keys_of(pair))
        return
    if not ids:
        _note(side.faults, "empty", line, name, "[]")
        return
    side.lengths.add(len(ids))
    if set(map(type, ids)) != {int}:
        for at, fault in _odd_ids(ids):
            _note(side.faults, fault, line, f"{name}[{at}]", shown(ids[at]))
        ids = [number for number in ids if is_whole(number)]
        if not ids:
            return
    low, high = min(ids), max(ids)
    if low < 0:
        for at, number in enumerate(ids):
            if number < 0:
                _note(side.faults, "negative", line, f"{name}[{at}]", shown(number))
    side.ids.add(_bounded(low))
    side.ids.add(_bounded(high))


def _odd_ids(ids: list[Any]) -> Iterator[tuple[int, str]]:
    for at, number in enumerate(ids):
        if not is_whole(number):
            yield at, "not-whole"
        elif isinstance(number, float):
            yield at, "fraction"


def _bounded(number: float) -> float:
    """An id as a float, with the sign of an integer beyond its range."""
    try:
        return float(number)
    except OverflowError:
        return FARTHEST if number > 0 else -FARTHEST


def _take_others(profile: SequencePairsProfile, line: int, pair: dict[str, Any]) -> None:
    for key in pair:
        name = key[:KEY_KEPT]
        if key in KEYS:
            continue
        if name in profile.other_keys or len(profile.other_keys) < KEYS_KEPT:
            _note(profile.other_keys, name, line, name, None)
        else:
            profile.more_keys += 1


def _keys_of(pair: dict[str, Any]) -> str:
    return "the keys are " + (", ".join(key[:KEY_KEPT] for key in list(pair)[:5]) or "none")


def _note(tallies: dict[str, Tally], what: str, line: int, key: str, value: str | None) -> None:
    tally = tally_for(tallies, what)
    if tally.full:
        tally.count += 1
    else:
        tally.add(Place(line, key=key), value)


def locate(stream: BinaryIO, size: int, predicate: Predicate) -> Tally:
    """Labels, ids or lengths of lists outside a range."""
    found = Tally()
    if not isinstance(predicate, ValueOutside):
        return found
    for line, pair in objects(stream, LONGEST):
        for key, value in _numbers(pair, predicate.where):
            if predicate.holds(value):
                found.add(Place(line, key=key), shown(value))
    return found


def _numbers(pair: dict[str, Any], where: str) -> Iterator[tuple[str, float]]:
    """The numbers that `where` of a `ValueOutside` means, each with its key."""
    name, _, of_length = where.partition(".")
    ids = pair.get(name)
    if name not in SIDES:
        if is_number(pair.get(LABEL)):
            yield LABEL, pair[LABEL]
    elif isinstance(ids, list):
        members = [(name, len(ids))] if of_length else ((f"{name}[{at}]", n) for at, n in enumerate(ids))
        yield from ((key, number) for key, number in members if is_whole(number))
