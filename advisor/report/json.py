"""Reports as one JSON document: the models of `advisor.findings` as they are, several of them by their names."""

from __future__ import annotations

import json
from collections.abc import Sequence

from advisor.contract import SCHEMA_VERSION, json_form, json_text
from advisor.report.terminal import Shown


def render(shown: Sequence[Shown]) -> str:
    if len(shown) == 1:
        return json_text(shown[0].report)
    reports = {entry.name or "": json_form(entry.report) for entry in shown}
    verdict = "fail" if any(report["verdict"] == "fail" for report in reports.values()) else "pass"
    document = {"schema_version": SCHEMA_VERSION, "verdict": verdict, "data": reports}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
