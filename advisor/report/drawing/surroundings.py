"""What is shown of a place: what stands around it, else its line with the cell marked. Every output draws it."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.case.around import Around
from advisor.findings import Location
from advisor.report.excerpt import excerpt
from advisor.report.terminal import Look

QUOTED = 100
"""Columns of a quoted line."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """The line, and the marks to stand below it."""

    text: str
    marks: str


Shown = Around | Quoted


def surroundings(location: Location, value: str | None, look: Look) -> Shown | None:
    """None where the place is in no file that can be looked into. `value`: what a finding says that stands there."""
    around = look.around(location)
    if around is not None:
        return around
    line = look.source_line(location)
    return None if line is None else Quoted(*excerpt(line, location.column, value, QUOTED))
