"""The form of a start: how a point in time is written, and the least unit of it that is not zero."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1678, 2261
"""The whole years that 64 bits of nanoseconds reach, in which pandas counts."""

_START = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"(?:(?P<sep>[ T])(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?P<fraction>[.,][0-9]+)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2}|\[?[A-Z][A-Za-z]+/[A-Za-z_]+\]?)?)?"
)


class Moment(NamedTuple):
    """A point in time of a column that holds nothing else: `when` is None where it is beyond the calendar."""

    when: datetime | None
    zone: bool = False
    date: bool = False

    def __str__(self) -> str:
        if self.when is None:
            return "beyond the calendar"
        return f"{self.when.date() if self.date else self.when}{' with a time zone' if self.zone else ''}"


def form_of(value: object) -> tuple[str, str | None]:
    """The form of a start by the names in `Starts`, and its finest unit where it has one."""
    if isinstance(value, str):
        return _form_of_text(value)
    if isinstance(value, Moment):
        return _form_of_moment(value)
    if isinstance(value, bool):
        return "true-false", None
    kinds = {int: "number", float: "number", list: "list", dict: "object"}
    return kinds.get(type(value), "no-date"), None


def _form_of_moment(moment: Moment) -> tuple[str, str | None]:
    when = moment.when
    if when is None or not FIRST_YEAR <= when.year <= LAST_YEAR:
        return "out-of-range", None
    form = "datetime-zone" if moment.zone else "date" if moment.date else "datetime"
    return form, _finest(when.hour, when.minute, when.second)


def parsed(text: str) -> tuple[re.Match[str], datetime] | None:
    """The parts of a text that is a date, and the moment, on its own clock; None where there is no such date."""
    found = _START.fullmatch(text) if len(text) < 80 else None
    if found is None:
        return None
    year, month, day, hour, minute, second = (
        int(found[part] or 0) for part in ("year", "month", "day", "hour", "minute", "second")
    )
    try:
        return found, datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


def _form_of_text(text: str) -> tuple[str, str | None]:
    start = parsed(text)
    if start is None:
        return "no-date", None
    found, when = start
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        return "out-of-range", None
    return _name(found), _finest(when.hour, when.minute, when.second)


def _name(found: re.Match[str]) -> str:
    if found["zone"]:
        return "zone"
    if found["hour"] is None:
        return "date"
    if found["fraction"]:
        return "fraction"
    if found["sep"] == "T":
        return "iso"
    return "seconds" if found["second"] else "minutes"


def _finest(hour: int, minute: int, second: int) -> str:
    return "second" if second else "minute" if minute else "hour" if hour else "day"
