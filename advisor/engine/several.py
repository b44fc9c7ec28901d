"""One report of all requests in a document, with keys as they are in the document that people edit."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.engine.judge import order
from advisor.findings import Finding, Location, Report
from advisor.request import Request


def in_document(finding: Finding, request: Request | None) -> Finding:
    """A finding about a request, with its keys as they are in the document that holds it."""
    if request is None or not request.places or finding.location.file != request.path:
        return finding
    examples = [e.model_copy(update={"location": _placed(e.location, request)}) for e in finding.examples]
    return finding.model_copy(update={"location": _placed(finding.location, request), "examples": tuple(examples)})


def _placed(location: Location, request: Request) -> Location:
    return location if location.key is None else location.model_copy(update={"key": request.place(location.key)})


def of_one(report: Report, request: Request, shares_data: bool) -> Report:
    """The report of one of several requests: what lies in no file is said to be of it, and so is data of its own."""
    place = request.place("")

    def placed(finding: Finding) -> Finding:
        file = finding.location.file
        if not place or file == request.path or (file and shares_data):
            return finding
        return finding.model_copy(update={"message": f"{place}: {finding.message}"})

    return report.holding([placed(finding) for finding in report.findings])


def merged(reports: Sequence[Report]) -> Report:
    """One report of all requests of a document; the parts on the data are those of the first."""
    first, *others = reports
    if not others:
        return first
    findings = sorted(dict.fromkeys(finding for report in reports for finding in report.findings), key=order)
    whole = first.holding(findings)
    return whole.model_copy(
        update={
            "algorithm": first.algorithm if len({report.algorithm for report in reports}) == 1 else None,
            "status": "partial" if any(report.status == "partial" for report in reports) else "complete",
            "skipped": tuple(dict.fromkeys(skipped for report in reports for skipped in report.skipped)),
        }
    )
