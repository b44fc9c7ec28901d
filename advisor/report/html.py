"""One self-contained page: no script, nothing from elsewhere; to be attached to a pipeline's run, or printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from advisor.findings import SEVERITIES, Finding, Report
from advisor.report.excerpt import excerpt
from advisor.report.terminal import Look, Shown, counted, size
from advisor.report.text import ACCEPTS, place
from advisor.rules import all_rules

MOST = 500
"""Findings of a report that are shown."""
QUOTED = 100
"""Columns of a quoted line."""

_TITLES = {"error": "Errors", "warning": "Warnings", "info": "Notes"}
_STYLE = """
:root { color-scheme: light dark; --line: #8886 }
:root { --error: #c62828; --warning: #9a5b00; --info: #1565c0; --pass: #2e7d32 }
@media (prefers-color-scheme: dark) {
  :root { --error: #ff8a80; --warning: #ffb74d; --info: #82b1ff; --pass: #81c784 }
}
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 .fail, .error { color: var(--error) } h1 .pass { color: var(--pass) }
.warning { color: var(--warning) } .info { color: var(--info) }
article { border: 1px solid var(--line); border-left: 4px solid currentColor; margin: 1rem 0; padding: 0 1rem }
article > * { color: CanvasText } article > h3 { color: inherit }
pre { overflow-x: auto; padding: .5rem; border: 1px solid var(--line) }
table { border-collapse: collapse; width: 100% } caption { text-align: left; font-weight: 600; margin-top: 1rem }
th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid var(--line) }
dt { font-weight: 600 } dd { margin: 0 0 .5rem 0 } a { overflow-wrap: anywhere }
@media print { article { break-inside: avoid } details { display: block } }
"""


def render(shown: Sequence[Shown]) -> str:
    verdict = "fail" if any(one.report.verdict == "fail" for one in shown) else "pass"
    body = "\n".join(line for one in shown for line in _report(one))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>advisor: {verdict}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _report(shown: Shown) -> Iterator[str]:
    report = shown.report
    name = f"{escape(shown.name)}: " if shown.name else ""
    subject = f" for {escape(report.algorithm)}" if report.algorithm else ""
    yield f'<h1>{name}<span class="{report.verdict}">{report.verdict.capitalize()}</span>{subject}</h1>'
    yield f"<p>{_counts(report)}</p>"
    yield from _channels(report)
    yield from _takers(report)
    for severity in SEVERITIES:
        found = [finding for finding in report.findings[:MOST] if finding.severity == severity]
        if found:
            yield f"<h2>{_TITLES[severity]}</h2>"
        for _, same in groupby(sorted(found, key=lambda f: f.rule), key=lambda f: f.rule):
            yield from _rule(list(same), shown.look)
    if len(report.findings) > MOST:
        yield f"<p>{len(report.findings) - MOST:,} findings more are not shown; the format json has them all.</p>"
    yield from _listed("Not looked at", [skipped.because for skipped in report.skipped])
    passed = [f"{one.rule}: {counted(one.count, 'finding')}. {one.reason}" for one in report.ignored]
    yield from _listed("Passed over, as configured", passed)


def _counts(report: Report) -> str:
    summary = report.summary
    counts = (counted(summary.errors, "error"), counted(summary.warnings, "warning"), counted(summary.infos, "note"))
    partial = " Only part of the data was looked at." if report.status == "partial" else ""
    return f"{', '.join(counts)} in {counted(summary.files, 'file')}, {size(summary.bytes)}.{partial}"


def _channels(report: Report) -> Iterator[str]:
    if not report.channels:
        return
    yield "<table><caption>Channels</caption>"
    yield "<tr><th>Channel</th><th>Content type</th><th>Files</th><th>Records</th></tr>"
    for name, channel in report.channels.items():
        kind = escape(channel.content_type or channel.format or "several")
        yield f"<tr><td>{escape(name)}</td><td>{kind}</td><td>{channel.files:,}</td><td>{channel.records:,}</td></tr>"
    yield "</table>"


def _takers(report: Report) -> Iterator[str]:
    if not report.algorithms:
        return
    yield "<table><caption>Which algorithms would take this data</caption>"
    yield "<tr><th>Algorithm</th><th>Takes it</th><th>What first, or why not</th></tr>"
    for one in sorted(report.algorithms, key=lambda a: (list(ACCEPTS).index(a.accepts), a.algorithm)):
        because = escape("; ".join(one.conversions or one.because[:1]))
        yield f"<tr><td>{one.algorithm}</td><td>{ACCEPTS[one.accepts][0]}</td><td>{because}</td></tr>"
    yield "</table>"


def _rule(found: list[Finding], look: Look) -> Iterator[str]:
    """A rule's first finding in full, and where else it was found."""
    first, *others = found
    why = next((rule.why for rule in all_rules() if rule.code == first.rule), "")
    yield f'<article class="{first.severity}"><h3>{first.rule} {escape(first.name)}</h3>'
    yield f"<p><code>{escape(place(first.location, first.channel))}</code><br>{escape(first.message)}</p>"
    yield from _quoted(first, look)
    said = {"What it means": why, "What to do": first.fix, "Training would say": first.training_error or ""}
    listed = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in said.items() if text)
    yield f"<dl>{listed}</dl>"
    places = [place(example.location) for example in first.examples[1:]]
    places += [f"{place(other.location, other.channel)}: {other.message}" for other in others]
    if places:
        items = "".join(f"<li>{escape(text)}</li>" for text in places)
        yield f"<details><summary>{counted(len(places), 'place')} more</summary><ul>{items}</ul></details>"
    yield f"<p>{', '.join(map(_source, first.source))}</p></article>"


def _quoted(finding: Finding, look: Look) -> Iterator[str]:
    line = look.source_line(finding.location)
    if line is not None:
        text, marks = excerpt(line, finding.location.column, finding.value, QUOTED)
        yield f"<pre>{escape(text)}\n{escape(marks)}</pre>"


def _source(address: str) -> str:
    name = escape(address.rpartition("/")[2] or address)
    return f'<a href="{escape(address)}">{name}</a>' if address.startswith("https://") else escape(address)


def _listed(title: str, texts: list[str]) -> Iterator[str]:
    if texts:
        yield f"<h2>{title}</h2><ul>{''.join(f'<li>{escape(text)}</li>' for text in texts[:MOST])}</ul>"
