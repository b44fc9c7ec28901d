"""Time series as rules see them: requirements file by file, and odd values in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from advisor.case.measures import is_partly_read
from advisor.case.model import Case, Channel, File
from advisor.findings import Severity
from advisor.knowledge.models.base import Requirement
from advisor.profile.base import Tally
from advisor.profile.series.time_series import HARMLESS, TimeSeriesProfile

R = TypeVar("R", bound=Requirement)


_KINDS = {
    "text": "text", "true-false": "true or false", "list": "lists", "object": "not plain numbers",
    "infinite": "beyond what a float can hold", "out-of-range": "beyond what 32 bits can hold", "missing": "missing",
    "negative": "below 0", "fraction": "not whole numbers", "written-with-point": "whole, but written with a point",
}  # fmt: skip
_MILD = ("out-of-range", "written-with-point")


def required(case: Case, kind: type[R]) -> Iterator[tuple[Channel, File, TimeSeriesProfile, R]]:
    """Every file of time series with each requirement of a kind that holds for its channel."""
    for channel, file, profile in case.profiled(TimeSeriesProfile):
        for requirement in case.requirements(kind, channel.name):
            yield channel, file, profile, requirement


def series_of(case: Case, channel: Channel) -> list[TimeSeriesProfile] | None:
    """The profiles of all files of a channel; None where some of its series were not read."""
    found = [file.profile for file in channel.files if isinstance(file.profile, TimeSeriesProfile)]
    broken = any(profile.faults.keys() - HARMLESS for profile in found)
    whole = len(found) == len(channel.files) and not is_partly_read(case, channel)
    return found if found and whole and not broken else None


def is_one_step_a_line(profile: TimeSeriesProfile) -> bool:
    """Whether no series has more than one value, as where each line is a time step and not a series."""
    return profile.records > 1 and profile.target.lengths.high == 1


def by_severity(wrong: dict[str, Tally]) -> Iterator[tuple[Severity | None, dict[str, Tally]]]:
    """What makes training fail, as far as is known, and what may go through."""
    severities: tuple[Severity | None, Severity] = (None, "warning")
    for mild, severity in enumerate(severities):
        found = {kind: tally for kind, tally in wrong.items() if (kind in _MILD) == mild}
        if found:
            yield severity, found


def kinds(wrong: dict[str, Tally]) -> str:
    """`text: 3, missing: 1`: kinds of values in words, with how many there are."""
    return ", ".join(f"{_KINDS[kind]}: {wrong[kind].count}" for kind in sorted(wrong))
