"""Reads libsvm: `label[:weight] [qid:n] index:value ...`, one sample a line.

The exact pass defines what a row is and what is wrong with it. The quick pass takes only blocks in which every row
is a label and rising `index:value` tokens, parted by single spaces; any surprise hands the block to the exact pass.
Memory: a block of the file, or its longest line (`LONGEST`).
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import count
from operator import lt
from typing import BinaryIO

from advisor.formats.cells import NUMBER_BYTES, NUMBER_FORM, not_finite
from advisor.formats.kernels import available
from advisor.formats.line_pieces import read_blocks
from advisor.formats.lines import BOM, lines_of, numbered, shown
from advisor.formats.pieces import ByteRange, in_one_piece
from advisor.profile import faults
from advisor.profile.base import FLOAT32_MAX, Piece, Place, Sighting, Tally, tally_for
from advisor.profile.predicates import Predicate, ValueOutside
from advisor.profile.tables.libsvm import LibsvmProfile

BLOCK = 1 << 17
LONGEST = 1 << 25

_FORM = NUMBER_FORM.encode()
INDEX = re.compile(rb"\+?\d{1,20}")
NEGATIVE = re.compile(rb"-\d+")
QUERY = b"qid:"

PLAIN_BLOCK = re.compile(rb"(?:%b(?: \d{1,9}:%b)*\n)*" % (_FORM, _FORM))
"""There is one way at most to match a text. (Possessive quantifiers are quicker, but wrong in Python 3.11.2.)"""


def scan_piece(part: ByteRange) -> Piece[LibsvmProfile]:
    piece = part.piece(LibsvmProfile())
    profile, rows = piece.profile, None
    for block in read_blocks(part, piece, LONGEST, BLOCK, profile.texts.remember):
        if rows is None and available(part.size) and _has_its_places(profile):
            from advisor.formats.kernels.tables.libsvm import Rows

            rows = Rows(profile)
        for lines in rows.take(block) if rows and len(block) <= LONGEST else (block,):
            _take(profile, lines)
    if rows:
        rows.finish()
    return piece


scan = in_one_piece(scan_piece)


def _has_its_places(profile: LibsvmProfile) -> bool:
    """Whether of plain rows no more places are wanted."""
    wanted = profile.wide, *(profile.rows.get(what) for what in ("unweighted", "unqueried"))
    return all(tally is not None and tally.full for tally in wanted)


def _take(profile: LibsvmProfile, block: bytes) -> None:
    texts = lines_of(block)
    ended = block if block.endswith(b"\n") else block + b"\n"
    if len(block) > LONGEST or not PLAIN_BLOCK.fullmatch(ended) or not _take_plain(profile, texts):
        for line, raw in enumerate(texts, profile.lines + 1):
            _read_line(profile, line, raw)
    profile.lines += len(texts)


def _take_plain(profile: LibsvmProfile, texts: list[bytes]) -> bool:
    """Adds rows of a plain label and plain pairs. False, and nothing added, where an index falls or a value is vast."""
    wide, indices, values, pairs = [], [], [], 0
    for line, text in enumerate(texts, profile.lines + 1):
        parts = text.replace(b":", b" ").split(b" ")
        own = list(map(int, parts[1::2]))
        if not own:
            continue
        if not all(map(lt, own, own[1:])):
            return False
        numbers = list(map(float, parts[2::2]))
        indices += [own[0], own[-1]]
        values += [min(numbers), max(numbers)]
        pairs += len(own)
        if len(own) > 1:
            wide.append(line)
    labels = [(float(text), times) for text, times in Counter(t.split(b" ", 1)[0] for t in texts).items()]
    if any(abs(value) > FLOAT32_MAX for value in (*values, *(label for label, _ in labels))):
        return False
    for label, times in labels:
        profile.label.add(label, times)
    for found, extent in ((indices, profile.index), (values, profile.values)):
        if found:
            extent.add(min(found))
            extent.add(max(found))
    for what in ("unweighted", "unqueried"):
        tally_for(profile.rows, what).add_all(len(texts), map(_sighting, count(profile.lines + 1)))
    profile.wide.add_all(len(wide), map(_sighting, wide))
    profile.pairs += pairs
    profile.records += len(texts)
    return True


def _sighting(line: int) -> Sighting:
    return Sighting(Place(line))


def _read_line(profile: LibsvmProfile, line: int, raw: bytes) -> None:
    """A line may end in CR LF; a lone CR ends one, too."""
    if len(raw) > LONGEST:
        profile.fault(faults.LINE_TOO_LONG, Place(line), shown(raw))
        return
    for text in raw.removesuffix(b"\r").split(b"\r"):
        _read_row(profile, line, text)


def _read_row(profile: LibsvmProfile, line: int, text: bytes) -> None:
    tokens = _tokens(text)
    if b" ".join(tokens) != text or not tokens:
        profile.irregular.add(Place(line), shown(text))
    if not tokens:
        return
    profile.records += 1
    if len(tokens) > 2:
        profile.wide.add(Place(line))
    _read_label(profile, line, tokens[0])
    rest = tokens[1:]
    queried = bool(rest) and rest[0].startswith(QUERY)
    tally_for(profile.rows, "queried" if queried else "unqueried").add(Place(line))
    if queried:
        _read_query(profile, line, rest.pop(0))
    before = -1
    for token in rest:
        index = _read_pair(profile, line, token)
        if index is not None:
            if before < 0 and not queried and _is_index_below(tokens[0], index):
                tally_for(profile.rows, "led-by-pair").add(Place(line), shown(tokens[0]))
            if index <= before:
                profile.fault(faults.INDEX_NOT_RISING, Place(line), f"{index} after {before}")
            before = index


def _tokens(text: bytes) -> list[bytes]:
    """What stands between white space, up to a comment, which `#` begins wherever it stands."""
    return text.partition(b"#")[0].split()


def _read_label(profile: LibsvmProfile, line: int, token: bytes) -> None:
    text, colon, weight = token.partition(b":")
    label = _number(text)
    if label is None:
        profile.fault(faults.LABEL_NOT_A_NUMBER, Place(line), shown(token))
    else:
        profile.label.add(label)
    tally_for(profile.rows, "weighted" if colon else "unweighted").add(Place(line))
    value = _number(weight)
    if colon and (value is None or value < 0):
        profile.fault(faults.WEIGHT_NOT_POSITIVE, Place(line), shown(token))


def _is_index_below(token: bytes, index: int) -> bool:
    """Whether the label and its weight could as well be a pair that comes before this index."""
    label, colon, _ = token.partition(b":")
    return bool(colon) and INDEX.fullmatch(label) is not None and int(label) < index


def _read_query(profile: LibsvmProfile, line: int, token: bytes) -> None:
    text = token.removeprefix(QUERY)
    if INDEX.fullmatch(text):
        profile.queries.add(int(text), Place(line))
    else:
        profile.fault(faults.QUERY_NOT_WHOLE, Place(line), shown(token))


def _read_pair(profile: LibsvmProfile, line: int, token: bytes) -> int | None:
    """Takes one `index:value`; the index, where it is one."""
    index, colon, text = token.partition(b":")
    if not colon:
        profile.fault(faults.VALUE_MISSING, Place(line), shown(token))
        return None
    value = _number(text)
    if value is not None:
        profile.values.add(value)
    else:
        profile.fault(_value_fault(text), Place(line), shown(token))
    profile.pairs += 1
    if not INDEX.fullmatch(index):
        fault = faults.INDEX_NEGATIVE if NEGATIVE.fullmatch(index) else faults.INDEX_NOT_WHOLE
        profile.fault(fault, Place(line), shown(token))
        return None
    profile.index.add(int(index))
    return int(index)


def _number(text: bytes) -> float | None:
    """The number that a 32-bit float can hold; None where it is none."""
    value = float(text) if NUMBER_BYTES.fullmatch(text) else None
    return value if value is not None and abs(value) <= FLOAT32_MAX else None


def _value_fault(text: bytes) -> faults.Fault:
    if NUMBER_BYTES.fullmatch(text):
        return faults.VALUE_BEYOND_FLOAT32
    return faults.VALUE_NOT_FINITE if not_finite(text[:10].decode("latin-1")) else faults.VALUE_NOT_A_NUMBER


def locate(stream: BinaryIO, size: int, predicate: Predicate) -> Tally:
    """The labels, or the indices, outside a range."""
    found = Tally()
    if isinstance(predicate, ValueOutside):
        for line, raw in numbered(stream, LONGEST):
            for text in raw.removeprefix(BOM if line == 1 else b"").removesuffix(b"\r").split(b"\r"):
                tokens = _tokens(text)
                for token in tokens[:1] if predicate.where == "labels" else tokens[1:]:
                    number = _number(token.partition(b":")[0])
                    if number is not None and predicate.holds(number):
                        found.add(Place(line), shown(token))
    return found
