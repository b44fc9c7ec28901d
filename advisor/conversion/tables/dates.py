"""Dates and times that are written as text."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1)
ISO = "ISO 8601"
"""How times are written unless it is told."""

_SECONDS = re.compile(r"\d{9,10}(?:\.0*)?", re.ASCII)


def moment(text: str, written: str | None) -> datetime:
    """A time, in UTC where it has a zone. `written`: as for `strptime`. Raises `ValueError`."""
    if written is None and _SECONDS.fullmatch(text):
        return EPOCH + timedelta(seconds=int(float(text)))
    found = datetime.strptime(text, written) if written else datetime.fromisoformat(text)
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


def days(text: str, written: str | None) -> float | None:
    """The days from 1970 on to a time; None where the text is none."""
    try:
        return (moment(text.strip(), written) - EPOCH) / timedelta(days=1)
    except (ValueError, OverflowError):
        return None
