"""GitLab's code quality report: one issue a finding, known again by its fingerprint."""

from __future__ import annotations

import json
from collections.abc import Sequence

from advisor.report.places import text_place, told, with_fingerprints
from advisor.report.terminal import Shown

SEVERITIES = {"error": "critical", "warning": "minor", "info": "info"}


def render(shown: Sequence[Shown]) -> str:
    issues = [
        {
            "description": f"{finding.rule} {told(finding)}",
            "check_name": finding.name,
            "fingerprint": fingerprint,
            "severity": SEVERITIES[finding.severity],
            "location": {"path": place.file, "lines": {"begin": place.line}},
        }
        for finding, look, fingerprint in with_fingerprints(shown)
        for place in [text_place(finding, look)]
    ]
    return json.dumps(issues, indent=2) + "\n"
