"""GitHub's workflow commands, which become annotations at the files of a pull request; the worst come first.

Of each kind GitHub shows ten a step. All of them stand in the step's summary, for which `markdown` is made.
"""

from __future__ import annotations

from advisor.findings import Finding, Report
from advisor.report.places import text_place, told
from advisor.report.terminal import Look, counted

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
SHOWN = 10
"""Annotations of one kind that GitHub shows of a step."""


def render(report: Report, look: Look) -> str:
    lines = []
    for severity, command in COMMANDS.items():
        found = [finding for finding in report.findings if finding.severity == severity]
        lines += [_annotation(finding, command, look) for finding in found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(f"::{command} title=advisor::{counted(len(found) - SHOWN, 'finding')} more of this severity")
    verdict = f"{report.verdict}: {counted(report.summary.errors, 'error')}, "
    verdict += counted(report.summary.warnings, "warning")
    return "".join(f"{line}\n" for line in [*lines, f"advisor: {verdict}"])


def _annotation(finding: Finding, command: str, look: Look) -> str:
    place = text_place(finding, look)
    properties = {"title": f"{finding.rule} {finding.name}", "file": place.file, "line": place.line}
    if finding.location.column is not None:
        properties["col"] = place.column
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{command} {listed}::{_data(f'{told(finding)} {finding.fix}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
