"""Vocabularies: UTF-8 text with one word a line, in the order of their ids.

Memory: one line (`LONGEST`) and, to find words that come twice, some 100 bytes a word (`WORDS_COMPARED` at most).
"""

from __future__ import annotations

from typing import BinaryIO

from advisor.formats.lines import BOM, is_wide, numbered
from advisor.profile.base import Place, Tally
from advisor.profile.vocabulary import VocabularyProfile

FORMAT = "vocabulary"

LONGEST = 1 << 16
SHOWN = 200

WORDS_COMPARED = 2_000_000
"""Different words among which one is looked for a second time: twice as many as NTM takes."""


def scan(stream: BinaryIO, size: int) -> VocabularyProfile:
    """Reads a whole vocabulary. Never raises on its content."""
    profile = VocabularyProfile(bytes=size)
    first_lines: dict[bytes, int] = {}
    blank = Tally()
    for line, raw in numbered(stream, LONGEST):
        if line == 1:
            if is_wide(raw):
                profile.fault("not-utf8-encoding", Place(1))
                return profile
            if raw.startswith(BOM):
                profile.fault("byte-order-mark", Place(1, offset=0))
                raw = raw[len(BOM) :]
        profile.lines = line
        if raw.endswith(b"\r"):
            profile.fault("crlf-line-ends", Place(line))
            raw = raw[:-1]
        if not raw.strip():
            blank.add(Place(line))
            continue
        if blank.count:
            profile.faults["blank-line"] = profile.faults.get("blank-line", Tally()).merged(blank)
            blank = Tally()
        profile.records = line
        _take_word(profile, first_lines, line, raw)
    return profile


def _take_word(profile: VocabularyProfile, first_lines: dict[bytes, int], line: int, raw: bytes) -> None:
    profile.words += 1
    shown = raw[:SHOWN].decode("utf-8", "backslashreplace")
    if len(raw) > LONGEST:
        profile.fault("line-too-long", Place(line), shown)
        return
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        profile.fault("not-utf8", Place(line), shown)
        return
    parts = text.split()
    if len(parts) > 1:
        profile.several.add(Place(line), shown)
    elif parts != [text]:
        profile.padded.add(Place(line), shown)
    if raw in first_lines:
        profile.repeated.add(Place(line), f"{shown} (first on line {first_lines[raw]})")
    elif len(first_lines) < WORDS_COMPARED:
        first_lines[raw] = line
