"""Dates and times that are written as text."""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from advisor.conversion.errors import ConversionError

EPOCH = datetime(1970, 1, 1)
ISO = "ISO 8601"
"""How times are written unless an option says otherwise."""

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
_FORMATS = {DAY_FIRST: "%d{0}%m{0}%Y{1}", MONTH_FIRST: "%m{0}%d{0}%Y{1}"}
"""What comes first in a date such as 31/12/2025 -> how it is written, with its mark and its time of day."""

_NUMERIC = re.compile(r"\d\d?([/.-])\d\d?\1\d{4}( \d\d?:\d\d(:\d\d)?)?", re.ASCII)
_TIMES = {0: "", 1: " %H:%M", 2: " %H:%M:%S"}
"""Colons in a time of day -> how it is written."""

_SAMPLE = datetime(2001, 11, 23, 22, 58, 59, tzinfo=UTC)
"""Which every form that is known writes and reads again."""

_SECONDS = re.compile(r"\d{9,10}(?:\.0*)?", re.ASCII)


def moment(text: str, written: str | None) -> datetime:
    """A time, in UTC where it has a zone. `written`: as for `strptime`. Raises `ValueError`."""
    return in_utc(parsed(text, written))


def parsed(text: str, written: str | None) -> datetime:
    """A time with its zone, if it has one. Raises `ValueError`."""
    if written is None and _SECONDS.fullmatch(text):
        return EPOCH + timedelta(seconds=int(float(text)))
    return datetime.strptime(text, written) if written else datetime.fromisoformat(text)


def in_utc(found: datetime) -> datetime:
    """Raises `ValueError`."""
    try:
        return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
    except OverflowError:
        raise ValueError("is no time of the years 1 to 9999 in UTC") from None


def has_zone(text: str, written: str | None) -> bool:
    return parsed(text.strip(), written).tzinfo is not None


def refuse_form(written: str, *, year: bool = False) -> None:
    """Raises `ConversionError` where no time can be written so. `year`: or without its year."""
    found = None
    with suppress(ValueError, re.error):
        found = datetime.strptime(_SAMPLE.strftime(written), written)
    if found is None or "%" not in written:
        raise ConversionError(f"--time-format {written!r} says no time, as %d.%m.%Y or %Y-%m-%d %H:%M:%S does")
    if year and found.year != _SAMPLE.year:
        raise ConversionError(f"--time-format {written!r} has no year (%Y), without which a series has no start")


def days(text: str, written: str | None) -> float | None:
    """The days from 1970 on to a time; None where the text is none."""
    try:
        return (moment(text.strip(), written) - EPOCH) / timedelta(days=1)
    except ValueError:
        return None


def orders(texts: Collection[str]) -> dict[str, str]:
    """What may come first in dates such as 31/12/2025 -> how they are written then: two where no value tells.

    None where fewer than half of the texts are such dates, or these are not written alike.
    """
    found = [match for match in map(_NUMERIC.fullmatch, texts) if match]
    shapes = {(match[1], _TIMES[match[0].count(":")]) for match in found}
    if 2 * len(found) <= len(texts) or len(shapes) != 1:
        return {}
    (shape,) = shapes
    forms = {first: form.format(*shape) for first, form in _FORMATS.items()}
    return {first: form for first, form in forms.items() if all(days(match[0], form) is not None for match in found)}
