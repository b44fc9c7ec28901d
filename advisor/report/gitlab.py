"""GitLab's code quality report: one issue a finding, known again by its fingerprint."""

from __future__ import annotations

import json

from advisor.findings import Report
from advisor.report.places import text_place, told, with_fingerprints
from advisor.report.terminal import Look

SEVERITIES = {"error": "critical", "warning": "minor", "info": "info"}


def render(report: Report, look: Look) -> str:
    issues = [
        {
            "description": f"{finding.rule} {told(finding)}",
            "check_name": finding.name,
            "fingerprint": fingerprint,
            "severity": SEVERITIES[finding.severity],
            "location": {"path": place.file, "lines": {"begin": place.line}},
        }
        for finding, fingerprint in with_fingerprints(report.findings)
        for place in [text_place(finding, look)]
    ]
    return json.dumps(issues, indent=2) + "\n"
