"""Vocabularies: UTF-8 text with one word a line, in the order of their ids.

Memory: one line (`LONGEST`) and, to find words that come twice, some 100 bytes a word (`WORDS_COMPARED` at most).
"""

from __future__ import annotations

from typing import BinaryIO

from advisor.formats.line_pieces import read_lines
from advisor.formats.lines import shown
from advisor.formats.pieces import whole
from advisor.profile import faults
from advisor.profile.base import Place, Tally
from advisor.profile.text.vocabulary import VocabularyProfile

LONGEST = 1 << 16

WORDS_COMPARED = 2_000_000
"""Different words among which one is looked for a second time: twice as many as NTM takes."""


def scan(stream: BinaryIO, size: int) -> VocabularyProfile:
    """Reads a whole vocabulary. Never raises on its content."""
    part = whole(stream, size)
    piece = part.piece(VocabularyProfile())
    profile, blank = piece.profile, Tally()
    first_lines: dict[bytes, int] = {}
    for line, raw in read_lines(part, piece, LONGEST):
        if raw.endswith(b"\r"):
            profile.fault(faults.CRLF_LINE_ENDS, Place(line))
            raw = raw[:-1]
        if not raw.strip():
            blank.add(Place(line))
            continue
        if blank.count:
            profile.faults[faults.BLANK_LINE] = profile.faults.get(faults.BLANK_LINE, Tally()).merged(blank)
            blank = Tally()
        profile.records = line
        _take_word(profile, first_lines, line, raw)
    profile.bytes = size
    return profile


def _take_word(profile: VocabularyProfile, first_lines: dict[bytes, int], line: int, raw: bytes) -> None:
    profile.words += 1
    text = shown(raw)
    if line == 1:
        profile.first = text
    if len(raw) > LONGEST:
        profile.fault(faults.LINE_TOO_LONG, Place(line), text)
        return
    try:
        word = raw.decode("utf-8")
    except UnicodeDecodeError:
        profile.fault(faults.NOT_UTF8, Place(line), text)
        return
    parts = word.split()
    if len(parts) > 1:
        profile.several.add(Place(line), text)
    elif parts != [word]:
        profile.padded.add(Place(line), text)
    if raw in first_lines:
        profile.repeated.add(Place(line), f"{text} (first on line {first_lines[raw]})")
    elif len(first_lines) < WORDS_COMPARED:
        first_lines[raw] = line
