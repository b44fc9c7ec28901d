"""The report as one JSON document: the models of `advisor.findings` as they are."""

from __future__ import annotations

from advisor.findings import Report
from advisor.report.terminal import Look


def render(report: Report, look: Look) -> str:
    return report.model_dump_json(indent=2) + "\n"
