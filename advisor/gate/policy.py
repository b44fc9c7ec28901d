"""Applies what a project says of findings to a report. What is passed over is counted in it, with the reason."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import TypeVar, get_args

from advisor.findings import SEVERITIES, FailOn, Finding, Ignored, Report
from advisor.gate.config import ConfigError, Found, Policy
from advisor.gate.rule_names import fits, unknown

NOT_SELECTED = "not selected"
FAIL_ON = "ADVISOR_FAIL_ON"

T = TypeVar("T")


def overridden(found: Found, options: Namespace) -> Policy:
    """The policy of the configuration, where options of the command line or the environment do not say otherwise."""
    config = found.config
    selected = tuple(code for text in options.select or () for code in text.split(","))
    for option, keys in (("--select", selected), ("--ignore", options.ignore or {})):
        if said := next(filter(None, map(unknown, keys)), None):
            raise ConfigError(f"{option}: {said}")
    fail_on = os.environ.get(FAIL_ON)
    if fail_on and fail_on not in get_args(FailOn):
        raise ConfigError(f"{FAIL_ON}: {fail_on!r} is none of {', '.join(get_args(FailOn))}")
    return config.model_copy(
        update={
            "select": selected or config.select,
            "ignore": {**config.ignore, **(options.ignore or {})},
            "fail_on": options.fail_on or fail_on or config.fail_on,
            "baseline": options.baseline or (found.path(config.baseline) if config.baseline else None),
        }
    )


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
    """How closely the best entry names the finding's rule, and the value of that entry."""
    found = ((fits(finding.rule, finding.name, key), value) for key, value in table.items())
    return max(found, key=lambda entry: entry[0], default=(0, None))
