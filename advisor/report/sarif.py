"""SARIF 2.1.0, for code scanning and editors. Columns of a table are given as they are, counted in cells.

References: the OASIS standard, and what GitHub's code scanning reads of it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from advisor.findings import Finding
from advisor.report.places import text_place, told, with_fingerprints
from advisor.report.terminal import Look, Shown
from advisor.rules import by_code
from advisor.rules.base import Rule
from advisor.version import VERSION

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST = 5000
"""Results that are written; GitHub shows no more, and refuses 25,000."""
LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def render(shown: Sequence[Shown]) -> str:
    found = list(with_fingerprints(shown))
    codes = sorted({finding.rule for finding, _, _ in found[:MOST]})
    known = by_code()
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "advisor",
                "version": VERSION,
                "informationUri": "https://docs.aws.amazon.com/sagemaker/latest/dg/algos.html",
                "rules": [_rule(known[code]) if code in known else {"id": code} for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": all(entry.report.status == "complete" for entry in shown),
                **_notifications(shown, len(found)),
            }
        ],
        "results": [_result(f, mark, codes.index(f.rule), look) for f, look, mark in found[:MOST]],
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


def _notifications(shown: Sequence[Shown], found: int) -> dict[str, Any]:
    """What was not looked at or was passed over, and how many results were left out."""
    texts = [skipped.because for entry in shown for skipped in entry.report.skipped]
    texts += [f"{i.rule}: {i.count} passed over: {i.reason}" for entry in shown for i in entry.report.ignored]
    if found > MOST:
        texts.append(f"{found - MOST:,} findings more are not listed here; --output-format json has them all")
    notes = [{"level": "note", "message": {"text": text}} for text in texts]
    return {"toolExecutionNotifications": notes} if notes else {}
