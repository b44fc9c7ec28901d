"""GitHub's workflow commands, which become annotations at the files of a pull request; the worst come first.

Of each kind GitHub shows ten a step. All of them stand in the step's summary, for which `markdown` is made.
"""

from __future__ import annotations

from collections.abc import Sequence

from advisor.case.words import number_of
from advisor.findings import Finding
from advisor.report.places import text_place, told
from advisor.report.terminal import Look, Shown

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
SHOWN = 10
"""Annotations of one kind that GitHub shows of a step."""


def render(shown: Sequence[Shown]) -> str:
    lines = []
    for severity, command in COMMANDS.items():
        found = [(f, entry.look) for entry in shown for f in entry.report.findings if f.severity == severity]
        lines += [_annotation(finding, command, look) for finding, look in found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(f"::{command} title=advisor::{number_of(len(found) - SHOWN, 'finding')} more of this severity")
    return "".join(f"{line}\n" for line in [*lines, *map(_verdict, shown)])


def _verdict(shown: Shown) -> str:
    summary = shown.report.summary
    counts = f"{number_of(summary.errors, 'error')}, {number_of(summary.warnings, 'warning')}"
    return f"advisor: {f'{shown.name}: ' if shown.name else ''}{shown.report.verdict}: {counts}"


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
