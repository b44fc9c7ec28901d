"""SARIF 2.1.0, for code scanning and editors. Columns of a table are given as they are, counted in cells.

References: the OASIS standard, and what GitHub's code scanning reads of it.
"""

from __future__ import annotations

import json
from typing import Any

from advisor.findings import Finding, Report
from advisor.report.places import text_place, told, with_fingerprints
from advisor.report.terminal import Look
from advisor.rules import all_rules
from advisor.rules.base import Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST = 5000
"""Results that are written; GitHub shows no more, and refuses 25,000."""
LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def render(report: Report, look: Look) -> str:
    shown = report.findings[:MOST]
    codes = sorted({finding.rule for finding in shown})
    known = {rule.code: rule for rule in all_rules()}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": report.tool.name,
                "version": report.tool.version,
                "informationUri": "https://docs.aws.amazon.com/sagemaker/latest/dg/algos.html",
                "rules": [_rule(known[code]) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": report.status == "complete", **_notifications(report)}],
        "results": [_result(f, print_, codes.index(f.rule), look) for f, print_ in with_fingerprints(shown)],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    help_text = f"{rule.why}\n\n{rule.fix}"
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": help_text, "markdown": f"{rule.why}\n\n**Fix:** {rule.fix}"},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _result(finding: Finding, fingerprint: str, index: int, look: Look) -> dict[str, Any]:
    place = text_place(finding, look)
    region = {"startLine": place.line, "startColumn": place.column}
    region |= {"endLine": place.line, "endColumn": place.column + 1}
    if finding.location.offset is not None:
        region |= {"byteOffset": finding.location.offset}
    physical = {"artifactLocation": {"uri": _uri(place.file)}, "region": region}
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{told(finding)} {finding.fix}"},
        "locations": [{"physicalLocation": physical}],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
        "properties": {"count": finding.count, "source": list(finding.source)},
    }


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="/._-~")


def _notifications(report: Report) -> dict[str, Any]:
    """What was not looked at, and how many results were left out."""
    texts = [s.because for s in report.skipped]
    left = len(report.findings) - MOST
    if left > 0:
        texts.append(f"{left:,} findings more are not listed here; --output-format json has them all")
    notes = [{"level": "note", "message": {"text": text}} for text in texts]
    return {"toolExecutionNotifications": notes} if notes else {}
