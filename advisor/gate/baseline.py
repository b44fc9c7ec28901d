"""Findings that are known and accepted: a sorted JSON file, in which no line number decides anything."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from advisor.errors import AdvisorError, read_errors_as
from advisor.findings import Report
from advisor.small_files import small_text

VERSION = 1


class BaselineError(AdvisorError):
    """The file is no baseline; the message says why."""


def written(reports: dict[str, Report]) -> str:
    """The baseline of these reports: name of the data set -> its findings."""
    entries = {name: _entries(report) for name, report in sorted(reports.items())}
    return json.dumps({"version": VERSION, "findings": entries}, indent=1, ensure_ascii=False) + "\n"


def _entries(report: Report) -> list[dict[str, Any]]:
    """`rule`, `file` and `message` are for readers; the fingerprint alone is compared."""
    if report.status == "partial":
        raise BaselineError("not all of the data was read: what is known of it is no baseline")
    counts = Counter(finding.fingerprint for finding in report.findings)
    first = {finding.fingerprint: finding for finding in reversed(report.findings)}
    found: list[dict[str, Any]] = [
        {"rule": f.rule, "file": f.location.file, "message": f.message, "fingerprint": print_, "count": counts[print_]}
        for print_, f in first.items()
    ]
    return sorted(found, key=lambda entry: (entry["rule"], entry["file"] or "", entry["fingerprint"]))


class Accepted(NamedTuple):
    """How many findings of one fingerprint are accepted, and what they are called."""

    times: int
    name: str


def read(path: Path) -> dict[str, dict[str, Accepted]]:
    """Data set -> fingerprint -> what is accepted. Raises `BaselineError` where it is cut, or of another version."""
    try:
        with read_errors_as(BaselineError, path):
            content = json.loads(small_text(path))
        if content["version"] != VERSION:
            raise BaselineError(f"{path}: is a baseline of version {content['version']}; write it again")
        return {name: dict(map(_accepted, entries)) for name, entries in content["findings"].items()}
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"{path}: is no baseline, or is cut: {error}; write it again") from None
    except (KeyError, TypeError, AttributeError, OverflowError):
        raise BaselineError(f"{path}: is no baseline: --write-baseline writes one") from None


def _accepted(entry: Mapping[str, Any]) -> tuple[str, Accepted]:
    name = " ".join(filter(None, (entry["rule"], entry["file"])))
    return str(entry["fingerprint"]), Accepted(int(entry["count"]), name)


def stale(accepted: Mapping[str, Accepted], report: Report) -> list[str]:
    """The accepted findings that are no longer there, by their names."""
    seen = Counter(finding.fingerprint for finding in report.findings)
    return [acceptance.name for print_, acceptance in accepted.items() if seen[print_] < acceptance.times]
