"""Reads the index of image records: on each line a record's number, a tab, and where in the file it begins."""

from __future__ import annotations

import re
from typing import BinaryIO

from advisor.formats.lines import numbered
from advisor.profile import faults
from advisor.profile.base import Place
from advisor.profile.images.record_index import RecordIndexProfile

LONGEST = 200
_ENTRY = re.compile(rb"\d{1,19}(\.0)?\t(\d{1,19})\r?")


def scan(stream: BinaryIO, size: int) -> RecordIndexProfile:
    """The profile of one index."""
    profile = RecordIndexProfile(bytes=size)
    for line, text in numbered(stream, LONGEST):
        entry = _ENTRY.fullmatch(text)
        if entry:
            profile.entries += 1
            profile.offsets.add(int(entry[2]))
        elif text.strip():
            profile.fault(faults.INDEX_LINE, Place(line), text[:LONGEST].decode("utf-8", "replace"))
    return profile
