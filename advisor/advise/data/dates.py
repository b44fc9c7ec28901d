"""Times in the cells of a table, and the step between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from statistics import median

REGULAR = 0.75
"""The share of equal steps from which on times are those of a series."""
_TIME = re.compile(
    r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?:[ T]\d{1,2}:\d{2}.*)?"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?: .*)?|\d{4}-?Q[1-4]|[A-Z][a-z]{2,8}[ -]\d{2,4}"
)
_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y-%m", "%Y/%m", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%b %Y", "%B %Y", "%b-%y",
            "%Y.%m.%d", "%m/%d/%Y %H:%M", "%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M:%S")  # fmt: skip
_DAY = 1440.0
_STEPS = ((1.0, "min"), (5.0, "5min"), (10.0, "10min"), (15.0, "15min"), (30.0, "30min"), (60.0, "H"), (_DAY, "D"),
          (7 * _DAY, "W"), (30.4 * _DAY, "M"), (91.3 * _DAY, "3M"), (365.25 * _DAY, "12M"))  # fmt: skip


def is_time(text: str) -> bool:
    return _TIME.fullmatch(text.strip()) is not None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        pass
    for form in _FORMATS:
        try:
            return datetime.strptime(text.strip(), form)
        except ValueError:
            continue
    return None


def step(texts: Iterable[str]) -> str | None:
    """The step between regular times, as DeepAR names it; None where they are not regular."""
    moments = sorted({moment for text in texts if (moment := _moment(text))})
    gaps = [(b - a).total_seconds() / 60 for a, b in pairwise(moments)]
    if len(gaps) < 3:
        return None
    usual = median(gaps)
    even = sum(abs(gap - usual) <= 0.11 * usual for gap in gaps)
    near = next((name for minutes, name in _STEPS if abs(usual - minutes) <= 0.05 * minutes), None)
    return near if even >= REGULAR * len(gaps) else None
