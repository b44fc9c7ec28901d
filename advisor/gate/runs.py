"""Checks what a command asks for: one path, one data set of the configuration, or all of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from advisor.dataset.storage import is_s3
from advisor.engine.check import check_asked
from advisor.engine.options import Asked, Reading
from advisor.errors import AdvisorError
from advisor.findings import Report
from advisor.gate import baseline
from advisor.gate.config import ConfigError, Found, Policy
from advisor.gate.faults import near
from advisor.gate.policy import applied


@dataclass(frozen=True, slots=True)
class Subject:
    """One check: its path and options. `name`: that of the data set in the configuration."""

    path: str | None
    asked: Asked
    name: str | None = None

    @property
    def job(self) -> str | None:
        """The file of the request, as findings name it."""
        return str(self.asked.job) if isinstance(self.asked.job, (str, Path)) else None


def subjects(paths: Sequence[str], given: Mapping[str, Any], found: Found) -> list[Subject]:
    """What is to be checked. `given`: the options of the command line, which beat the configuration."""
    data = found.config.data
    if not paths and not given.get("job") and data:
        return [_of_data_set(name, given, found) for name in data]
    if not paths:
        return [Subject(None if given.get("job") else ".", Asked(**given))]
    return [_named(path, given, found) for path in paths]


def _named(path: str, given: Mapping[str, Any], found: Found) -> Subject:
    """A path, or where there is none the data set of this name."""
    names = found.config.data
    if not is_s3(path) and not os.path.exists(path):  # noqa: PTH110 -- unlike Path, it leaves what may not be looked at
        if path in names:
            return _of_data_set(path, given, found)
        if get_close_matches(path, names):
            raise ConfigError(f"{path}: there is no such file, folder or data set{near(path, names)}")
    return Subject(path, Asked(**given))


def _of_data_set(name: str, given: Mapping[str, Any], found: Found) -> Subject:
    data = found.config.data_set(name)
    asked = found.asked(data)
    merged: dict[str, Any] = {
        k: {**getattr(asked, k), **value} if isinstance(value, dict) else value for k, value in given.items()
    }
    return Subject(None if data.path is None else found.path(data.path), replace(asked, **merged), name)


def reports(chosen: list[Subject], reading: Reading, policy: Policy, note: Callable[[str], None]) -> Iterator[Report]:
    """A report for each, in their order. `note` is told of accepted findings that are no longer there."""
    known = baseline.read(Path(policy.baseline)) if policy.baseline else {}
    for subject in chosen:
        try:
            report = check_asked(subject.path, subject.asked, reading)
        except AdvisorError as error:
            raise (AdvisorError(f"data set {subject.name!r}: {error}") if subject.name else error) from None
        accepted = known.get(subject.name or "", {})
        if gone := baseline.stale(accepted, report):
            note(f"{policy.baseline}: accepts what is no longer there; write it again: {', '.join(gone)}")
        yield applied(report, policy, {print_: acceptance.times for print_, acceptance in accepted.items()})
