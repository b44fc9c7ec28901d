"""Starts of time series as DeepAR documents them, YYYY-MM-DD HH:MM:SS, and none with a time zone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from advisor.conversion.errors import ConversionError
from advisor.formats.series.starts import FIRST_YEAR, LAST_YEAR, parsed

ZONE = "zone"
"""The question what becomes of times with a zone."""
AS_WRITTEN, AS_UTC = "as-written", "utc"

_OFFSET = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})?")
_FORM = "%Y-%m-%d %H:%M:%S"


def written(sample: dict[str, Any]) -> bool:
    """Writes a start without a zone in the one form; what a fraction of a second would be lost of stays."""
    start = _start(sample)
    return start is not None and not start[0] and _put(sample, start[1])


def naive(answer: str) -> Callable[[dict[str, Any]], bool]:
    """What writes starts with a zone without it: on the clock that was answered, or as their own shows."""
    target = None if answer == AS_WRITTEN else UTC if answer == AS_UTC else _named(answer)
    if answer != AS_WRITTEN and target is None:
        raise ConversionError(f"--answer {ZONE}={answer}: say {AS_WRITTEN}, {AS_UTC}, or a zone such as Europe/Berlin")

    def change(sample: dict[str, Any]) -> bool:
        name, moment = _start(sample) or ("", datetime.min)
        zone = _zone(name) if name else None
        if zone is None:
            return False
        if target is None:
            return _put(sample, moment)
        there = moment.replace(tzinfo=zone)
        if there.utcoffset() != there.replace(fold=1).utcoffset():  # an hour that comes twice, or not at all
            return False
        return _put(sample, there.astimezone(target))

    return change


def _start(sample: dict[str, Any]) -> tuple[str, datetime] | None:
    """The zone that a start names, and its moment on the clock there; None where it is no date to be written anew."""
    start = sample.get("start")
    found = parsed(start) if isinstance(start, str) else None
    if found is None or (found[0]["fraction"] or "").strip(".,0"):
        return None
    parts, moment = found
    return (parts["zone"] or "", moment) if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _put(sample: dict[str, Any], moment: datetime) -> bool:
    before, sample["start"] = sample["start"], moment.strftime(_FORM)
    return bool(before != sample["start"])


def _zone(text: str) -> tzinfo | None:
    if text in ("Z", "UTC", "GMT"):
        return UTC
    if offset := _OFFSET.fullmatch(text):
        length = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-length if offset[1] == "-" else length) if length < timedelta(days=1) else None
    return _named(text.strip("[]"))


def _named(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return None
