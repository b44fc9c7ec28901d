"""One report of all requests in a document, with keys as they are in the document that people edit."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.engine.judge import order
from advisor.findings import SEVERITIES, Finding, Location, Report, json_text
from advisor.request import Request


def in_document(finding: Finding, request: Request | None) -> Finding:
    """A finding about a request, with its keys as they are in the document that holds it."""
    if request is None or not request.places or finding.location.file != request.path:
        return finding
    examples = [e.model_copy(update={"location": _placed(e.location, request)}) for e in finding.examples]
    return finding.model_copy(update={"location": _placed(finding.location, request), "examples": tuple(examples)})


def _placed(location: Location, request: Request) -> Location:
    return location if location.key is None else location.model_copy(update={"key": request.place(location.key)})


def merged(reports: Sequence[Report]) -> Report:
    """One report of the requests of one document; what is said of the data is that of the first."""
    first, *others = reports
    if not others:
        return first
    distinct = {json_text(finding): finding for report in reports for finding in report.findings}
    findings = sorted(distinct.values(), key=order)
    counts = {severity: sum(finding.severity == severity for finding in findings) for severity in SEVERITIES}
    seconds = round(sum(report.summary.seconds for report in reports), 3)
    skipped = {(s.rule, s.because): s for report in reports for s in report.skipped}
    return first.model_copy(
        update={
            "algorithm": first.algorithm if len({report.algorithm for report in reports}) == 1 else None,
            "verdict": "fail" if counts["error"] else "pass",
            "status": "partial" if any(report.status == "partial" for report in reports) else "complete",
            "summary": first.summary.model_copy(
                update={
                    "errors": counts["error"], "warnings": counts["warning"], "infos": counts["info"],
                    "seconds": seconds,
                }
            ),
            "findings": tuple(findings),
            "skipped": tuple(skipped.values()),
        }
    )  # fmt: skip
