"""Findings that are known and accepted: a sorted JSON file, in which no line number decides anything."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from advisor.errors import AdvisorError
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


def read(path: Path) -> dict[str, dict[str, int]]:
    """Data set -> fingerprint -> count. Raises `BaselineError` where the file is cut, or of another version."""
    try:
        content = json.loads(small_text(path))
        if content["version"] != VERSION:
            raise BaselineError(f"{path}: is a baseline of version {content['version']}; write it again")
        return {
            name: {str(entry["fingerprint"]): int(entry["count"]) for entry in entries}
            for name, entries in content["findings"].items()
        }
    except OSError as error:
        raise BaselineError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BaselineError(f"{path}: is no baseline, or is cut: {error}; write it again") from None


def stale(known: dict[str, int], report: Report) -> int:
    """How many accepted findings are no longer there."""
    seen = Counter(finding.fingerprint for finding in report.findings)
    return sum(max(count - seen[print_], 0) for print_, count in known.items())
