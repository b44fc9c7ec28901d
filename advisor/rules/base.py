"""A rule, and what it yields.

A rule is one object with all that a reader needs, and a plain function from the case to hits. A hit says
where and what; the rule says why, how to mend it and who says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.findings import Severity
from advisor.profile.base import FileProfile, Tally

Check = Callable[[Case], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`requires`: rules that must not have found an error in the same file, else this one is skipped there.

    `conversion`: what could be done to the data so that the algorithm takes it; None where nothing could.
    """

    code: str
    name: str
    severity: Severity
    summary: str
    why: str
    fix: str
    sources: tuple[str, ...]
    check: Check
    requires: tuple[str, ...] = ()
    training_error: str | None = None
    conversion: str | None = None


RULES: dict[str, Rule] = {}
"""Every rule by its code, in the order in which the modules define them."""


def rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    summary: str,
    why: str,
    fix: str,
    sources: tuple[str, ...],
    requires: tuple[str, ...] = (),
    training_error: str | None = None,
    conversion: str | None = None,
) -> Callable[[Check], Check]:
    """Makes a rule of the function below it. The function is returned unchanged, so that a test can call it."""

    def register(check: Check) -> Check:
        if code in RULES:
            raise ValueError(f"two rules have the code {code}")
        RULES[code] = Rule(
            code, name, severity, summary, why, fix, sources, check, requires, training_error, conversion
        )  # fmt: skip
        return check

    return register


def fault_rule(fault: str, message: str, *formats: str, unless: str = "") -> Check:
    """The check of every rule that only reports what the scan found broken in files of the formats.

    `message` may use {count} and {value}, the value at the first place. `unless`: a fault that explains this one.
    """

    def check(case: Case) -> Iterator[Hit]:
        for file, tally in case.broken(fault):
            explained = file.profile is not None and unless in file.profile.faults
            if (not formats or file.format in formats) and not explained:
                value = tally.first[0].value if tally.first else None
                yield file.hit(message.format(count=f"{tally.count:,}", value=value), tally)

    return check


def seen_rule(kind: type[FileProfile], what: str, message: str) -> Check:
    """The check of every rule that only reports a tally of one kind of profile, the one called `what`.

    `message` may use {count}.
    """

    def check(case: Case) -> Iterator[Hit]:
        for _, file, profile in case.profiled(kind):
            tally: Tally = getattr(profile, what)
            if tally.count:
                yield file.hit(message.format(count=f"{tally.count:,}"), tally)

    return check
