"""Applies what a project says of findings to a report. What is passed over is counted in it, with the reason."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Mapping
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any, TypeVar

from pydantic import ValidationError

from advisor.findings import SEVERITIES, Finding, Ignored, Report
from advisor.gate.config import ConfigError, Found, Policy
from advisor.rules import all_rules

NOT_SELECTED = "not selected"
FAIL_ON = "ADVISOR_FAIL_ON"

T = TypeVar("T")


def overridden(found: Found, options: Namespace) -> Policy:
    """The policy of the configuration, where options of the command line or the environment do not say otherwise."""
    config = found.config
    selected = [code for text in options.select or () for code in text.split(",")]
    said = {
        "select": tuple(selected) or None,
        "ignore": {**config.ignore, **(options.ignore or {})},
        "fail-on": options.fail_on or os.environ.get(FAIL_ON),
        "baseline": options.baseline or (found.path(config.baseline) if config.baseline else None),
    }
    return checked(
        {**config.model_dump(include=set(Policy.model_fields), by_alias=True), **{k: v for k, v in said.items() if v}}
    )


def checked(policy: Mapping[str, Any]) -> Policy:
    """A policy all of whose entries name rules. Raises `ConfigError`."""
    try:
        made = Policy.model_validate(policy)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ConfigError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    named = [*made.select, *made.ignore, *made.severity, *(key for t in made.per_path_ignores.values() for key in t)]
    for key in named:
        if not any(fits(rule.code, rule.name, key) for rule in all_rules()):
            near = get_close_matches(key, [name for rule in all_rules() for name in (rule.code, rule.name)], n=1)
            raise ConfigError(f"there is no rule {key!r}" + (f"; is {near[0]} meant?" if near else ""))
    return made


def applied(report: Report, policy: Policy, accepted: Mapping[str, int] | None = None) -> Report:
    """The report as the project wants it. `accepted`: fingerprint -> how many findings of it are known (a baseline)."""
    left = dict(accepted or {})
    kept: list[Finding] = []
    ignored: dict[tuple[str, str], int] = {}
    for finding in report.findings:
        reason = _reason(finding, policy)
        if reason is None and left.get(finding.fingerprint):
            left[finding.fingerprint] -= 1
            reason = "in the baseline"
        if reason is None:
            kept.append(_weighed(finding, policy))
        else:
            ignored[finding.rule, reason] = ignored.get((finding.rule, reason), 0) + 1
    kept.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    told = tuple(Ignored(rule=rule, reason=why, count=count) for (rule, why), count in sorted(ignored.items()))
    return report.holding(kept, policy.fail_on).model_copy(update={"ignored": told})


def _reason(finding: Finding, policy: Policy) -> str | None:
    """Why a finding is passed over; None where it is reported. Of several entries the longest rules."""
    path = finding.location.file or ""
    ignores = dict(policy.ignore)
    for glob, more in policy.per_path_ignores.items():
        ignores |= more if fnmatchcase(path, glob) else {}
    ignoring, reason = _closest(finding, ignores)
    selecting, _ = _closest(finding, dict.fromkeys(policy.select))
    if ignoring and ignoring >= selecting:
        return reason
    return NOT_SELECTED if policy.select and not selecting else None


def _weighed(finding: Finding, policy: Policy) -> Finding:
    fit, severity = _closest(finding, policy.severity)
    return finding.model_copy(update={"severity": severity}) if fit else finding


def _closest(finding: Finding, table: Mapping[str, T]) -> tuple[int, T | None]:
    """How closely the entry names the finding's rule that does so best, and what it holds."""
    found = ((fits(finding.rule, finding.name, key), value) for key, value in table.items())
    return max(found, key=lambda entry: entry[0], default=(0, None))


def fits(code: str, name: str, key: str) -> int:
    """How closely an entry names a rule: 0 not at all, the longer a beginning of its code the closer."""
    if key == name or key.upper() == code:
        return len(code)
    return len(key) if key and code.startswith(key.upper()) else 0
