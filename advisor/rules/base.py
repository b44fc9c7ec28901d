"""A rule, and the three ways to write one.

A rule is one object with all that a reader needs, and a plain function from the case to hits. A hit says
where and what; the rule says why, how to mend it and who says so. `rule` decorates such a function;
`fault_rule` and `tally_rule` declare in one call a rule that only reports what the scan counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, Required, TypedDict, Unpack, get_args

from advisor.case.hit import Hit
from advisor.case.model import Case, File, P
from advisor.findings import Severity
from advisor.knowledge.models.base import Condition
from advisor.profile.base import Tally
from advisor.profile.faults import FAULTS
from advisor.rules.families import Need, subject

Check = Callable[[Case], Iterable[Hit]]
NEEDS: tuple[Need, ...] = get_args(Need)


class Words(TypedDict, total=False):
    """What every rule says beside its code, name and severity.

    `needs`: what the case must have, else there is nothing to judge. `held`: formats, of one of which it must hold a
    file, else there is nothing to judge either. Both are those of the rule's subject where none are given; () asks for
    none at all. `requires`: rules that must not have found an error in the same file, else this one is skipped there.
    `conversion`: what could be done to the data so that the algorithm takes it; absent where nothing could.
    `training_error`: what the job ends with, as far as it is known; `raised_by` names the algorithms that say so,
    where not all do, and `raised_when` the settings.
    """

    summary: Required[str]
    why: Required[str]
    fix: Required[str]
    sources: Required[tuple[str, ...]]
    needs: tuple[Need, ...]
    held: tuple[str, ...]
    requires: tuple[str, ...]
    training_error: str | None
    raised_by: tuple[str, ...]
    raised_when: Condition
    conversion: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    name: str
    severity: Severity
    check: Check
    summary: str
    why: str
    fix: str
    sources: tuple[str, ...]
    needs: tuple[Need, ...] = ()
    held: tuple[str, ...] = ()
    noted: str | None = None
    requires: tuple[str, ...] = ()
    training_error: str | None = None
    raised_by: tuple[str, ...] = ()
    raised_when: Condition | None = None
    conversion: str | None = None

    def error_in(self, case: Case) -> str | None:
        """What training of this case would end with."""
        raises = not self.raised_by or (case.algorithm is not None and case.algorithm.id in self.raised_by)
        return self.training_error if raises and case.holds(self.raised_when or {}) else None


class Count(NamedTuple):
    """What was counted in one file, and by what name a message may call what it is about."""

    file: File
    tally: Tally | None
    named: Mapping[str, str] = MappingProxyType({})


Counts = Callable[[Case], Iterable[Count]]

RULES: dict[str, Rule] = {}
"""Every rule by its code, in the order in which the modules define them."""


def rule(
    code: str, name: str, severity: Severity, noted: str | None = None, **words: Unpack[Words]
) -> Callable[[Check], Check]:
    """Makes a rule of the function below it. The function is returned unchanged, so that a test can call it.

    `noted`: the fault that a reader must have noted in some file, else there is nothing to judge.
    """

    def register(check: Check) -> Check:
        if code in RULES:
            raise ValueError(f"two rules have the code {code}")
        words.setdefault("needs", subject(code).needs)
        words.setdefault("held", subject(code).formats)
        RULES[code] = Rule(code, name, severity, check, noted=noted, **words)
        return check

    return register


def fault_rule(
    code: str,
    name: str,
    severity: Severity,
    message: str,
    *formats: str,
    fault: str = "",
    unless: str = "",
    **words: Unpack[Words],
) -> None:
    """A rule that reports what the scan found broken in files of the formats: the fault of the rule's name.

    `message` may use {count} and {value}, the value at the first place. `unless`: a fault that explains this one.
    """

    fault = fault or name
    if fault not in FAULTS:
        raise ValueError(f"{code}: no reader notes {fault!r}")

    def check(case: Case) -> Iterator[Hit]:
        for file, tally in case.broken(fault):
            explained = file.profile is not None and unless in file.profile.faults
            if (not formats or file.format in formats) and not explained:
                yield counted(file, tally, message)

    words.setdefault("held", formats)
    rule(code, name, severity, fault, **words)(check)


def tally_rule(code: str, name: str, severity: Severity, message: str, counts: Counts, **words: Unpack[Words]) -> None:
    """A rule that reports what was counted, where anything was. `message` as above, and with what `counts` names."""

    def check(case: Case) -> Iterator[Hit]:
        for file, tally, named in counts(case):
            if tally is not None and tally.count:
                yield counted(file, tally, message, **named)

    rule(code, name, severity, **words)(check)


def of(kind: type[P], tally_of: Callable[[P], Tally | None]) -> Counts:
    """The counts of one tally in every profile of a kind."""
    return lambda case: (Count(file, tally_of(profile)) for _, file, profile in case.profiled(kind))


def counted(file: File, tally: Tally, message: str, **named: str) -> Hit:
    """A hit at the places of a tally; `message` may use {count} and {value}, the value at the first place."""
    value = tally.first[0].value if tally.first else None
    return file.hit(message.format(count=f"{tally.count:,}", value=value, **named), tally)
