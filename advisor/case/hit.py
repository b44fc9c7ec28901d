"""What a rule yields: where something is, and what is said of it. The rule says why, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.findings import Severity
from advisor.profile.base import Tally
from advisor.profile.predicates import Predicate


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding in the making: everything that the rule itself does not know beforehand.

    `seen` holds the places; where the profile does not hold them, `locate` names what to look for in the
    file, and the engine fills the places in. `unless`: what a second look must not find, else there is no hit.
    `severity`, `fix`, `sources`, `conversion` and `training_error` stand in for the rule's own; an empty
    `training_error` is none.
    """

    message: str
    channel: str | None = None
    file: str | None = None
    seen: Tally | None = None
    key: str | None = None
    value: str | None = None
    locate: Predicate | None = None
    unless: Predicate | None = None
    format: str | None = None
    severity: Severity | None = None
    fix: str | None = None
    sources: tuple[str, ...] | None = None
    conversion: str | None = None
    training_error: str | None = None
