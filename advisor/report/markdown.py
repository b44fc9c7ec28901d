"""Markdown for the comment of a pull request or the summary of a step: the verdict, a table, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.case.words import number_of
from advisor.findings import Finding, Report
from advisor.report.places import place
from advisor.report.terminal import Shown, totals

SHOWN = 50
_MARKS = {"error": "❌", "warning": "⚠️", "info": "💡"}
_SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>|~&@"} | {"\n": " ", "\r": " "})


def render(shown: Sequence[Shown]) -> str:
    return "\n".join("\n".join(_lines(entry.report, entry.name)) + "\n" for entry in shown)


def _lines(report: Report, name: str | None) -> Iterator[str]:
    summary = report.summary
    subject = f" {_plain(name)}" if name else ""
    subject += f" for {report.algorithm}" if report.algorithm else ""
    yield f"### {'✅ Pass' if report.verdict == 'pass' else '❌ Fail'}{subject}"
    yield ""
    yield f"{totals(summary)} in {number_of(summary.files, 'file')}."
    if report.findings:
        yield ""
        yield "| | Rule | Where | What | Fix |"
        yield "|---|---|---|---|---|"
        yield from map(_row, report.findings[:SHOWN])
    if len(report.findings) > SHOWN:
        yield ""
        yield f"{number_of(len(report.findings) - SHOWN, 'finding')} more: `--output-format json` has them all."
    if report.skipped:
        yield ""
        yield "Not looked at:"
        yield ""
        yield from (f"- {_plain(skipped.because)}" for skipped in report.skipped)
    if report.ignored:
        yield ""
        yield "Passed over, as configured:"
        yield ""
        yield from (
            f"- {ignored.rule}: {number_of(ignored.count, 'finding')}. {_plain(ignored.reason)}"
            for ignored in report.ignored
        )


def _row(finding: Finding) -> str:
    where = _plain(place(finding.location, finding.channel))
    count = f" ({finding.count:,} places)" if finding.count > 1 else ""
    return (
        f"| {_MARKS[finding.severity]} | {finding.rule} {finding.name} | {where} | {_plain(finding.message)}{count} "
        f"| {_plain(finding.fix)} |"
    )


def _plain(text: str) -> str:
    """Text that is shown as it is, in a cell of a table too."""
    return text.translate(_SPECIAL)
