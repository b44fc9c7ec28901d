"""Text for a terminal: colours, wrapping, and the width that characters take."""

from __future__ import annotations

import sys
import textwrap
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from advisor.case.words import number_of

if TYPE_CHECKING:
    from advisor.case.around import Around
    from advisor.findings import Location, Report, Summary

WIDTH = 80

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}

SourceLine = Callable[["Location"], "str | None"]
"""The line of a file that a location names, without its end; None where it cannot be shown."""

Surroundings = Callable[["Location"], "Around | None"]
"""What stands around a place; None where it cannot be shown."""


def _nothing(location: Location) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Look:
    """How a report is shown: `width` in columns, whether in colour, where the lines it quotes come from.

    `around`: where what stands around a place comes from.

    `root` and `job` are the data and the request as they were given, for formats that name files as the reader of the
    report finds them. `told`: what else the check was told, as arguments that `advisor fix` takes too. `is_file`: the
    data is one file. `stand_in`: the file at which is shown what lies in no file of the repository, such as objects in
    S3, or is missing.
    `is_full`: every finding is shown, not only the worst.
    """

    width: int = WIDTH
    colour: bool = False
    source_line: SourceLine = _nothing
    around: Surroundings = _nothing
    root: str = ""
    job: str | None = None
    told: tuple[str, ...] = ()
    stand_in: str | None = None
    is_file: bool = False
    is_full: bool = True

    def paint(self, text: str, *styles: str) -> str:
        if not self.colour or not text:
            return text
        return f"\x1b[{';'.join(_STYLES[s] for s in styles)}m{text}\x1b[0m"

    def wrap(self, text: str, first: str = "", rest: str | None = None) -> list[str]:
        """`text` in lines of at most `width` columns; `first` stands before the first line, `rest` before the others.

        Words such as addresses are never broken. What a terminal would act on, in names from files, stands as escapes.
        """
        indent = " " * len(first) if rest is None else rest
        return textwrap.wrap(
            _safe(text), self.width, initial_indent=first, subsequent_indent=indent,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip


def _safe(text: str) -> str:
    if text.isprintable():
        return text
    from advisor.contract import escaped

    return escaped(text.replace("\n", " "), sys.maxsize)


class Shown(NamedTuple):
    """A report to be rendered. `name`: that of the data set, where several are rendered together."""

    report: Report
    look: Look
    name: str | None = None


def text_width(text: str) -> int:
    """The columns that `text` takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(_char_width(char) for char in text)


def _char_width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def totals(summary: Summary) -> str:
    """`1 error, 2 warnings, 0 notes`."""
    counts = (summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "note")
    return ", ".join(number_of(count, thing) for count, thing in counts)


def size(count: int) -> str:
    """A number of bytes as people say it, by powers of 1000."""
    if count < 1000:
        return number_of(count, "byte")
    amount = float(count)
    for unit in ("kB", "MB", "GB"):
        amount /= 1000
        if amount < 999.5:
            return f"{amount:.3g} {unit}"
    return f"{amount / 1000:.3g} TB"


def how_far(done: int, total: int, seconds: float) -> str:
    """How many bytes have been read after so many seconds, and how long the others will take."""
    left = seconds / done * (total - done) if done else 0
    return f"{size(done)} of {size(total)}" + (f", {duration(left)} left" if done else "")


def duration(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s"
