"""Findings as people go through them: those of one rule together, the worst first, with all places that are known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from advisor.findings import SEVERITIES, Finding, Location, Report, Severity
from advisor.report.places import place
from advisor.rules import why


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of a group, the value that stands there, and the message of its finding."""

    location: Location
    channel: str | None
    value: str
    message: str

    @property
    def where(self) -> str:
        return place(self.location, self.channel)


@dataclass(frozen=True)
class Group:
    """What one rule found, in every file and channel. There is at least one finding."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        return self.findings[0]

    @property
    def severity(self) -> Severity:
        return self.first.severity

    @property
    def count(self) -> int:
        """All places, the known ones and those that were only counted."""
        return sum(finding.count for finding in self.findings)

    @property
    def is_exact(self) -> bool:
        return all(finding.count_exact for finding in self.findings)

    @property
    def said(self) -> dict[str, str]:
        """The texts beside the message, each under its title."""
        said = {"What it means": why(self.first.rule), "How to mend it": self.first.fix}
        return {
            name: text
            for name, text in (said | {"Training would say": self.first.training_error or ""}).items()
            if text
        }

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """The places that are known: of each finding the first ones."""
        return tuple(
            Spot(example.location, finding.channel, example.value or "", finding.message)
            for finding in self.findings
            for example in finding.examples or (finding,)
        )

    @property
    def left_off(self) -> int:
        """Places that were counted, and of which no more is known."""
        return max(self.count - len(self.spots), 0)


def grouped(report: Report) -> list[Group]:
    """By severity and rule, in the order of the report."""
    ordered = sorted(report.findings, key=lambda finding: (SEVERITIES.index(finding.severity), finding.rule))
    return [Group(tuple(same)) for _, same in groupby(ordered, key=lambda finding: (finding.severity, finding.rule))]
