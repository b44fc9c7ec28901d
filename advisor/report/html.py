"""One self-contained page: no script, nothing from elsewhere; to be attached to a pipeline's run, or printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from advisor.case.words import number_of
from advisor.findings import Report
from advisor.report.algorithms.takers import ACCEPTS, because, ranked
from advisor.report.drawing.html_pictures import picture
from advisor.report.drawing.html_style import STYLE
from advisor.report.drawing.html_surroundings import surroundings as around
from advisor.report.drawing.pictures import of_channel, places_by_file
from advisor.report.drawing.surroundings import surroundings
from advisor.report.groups import Group, grouped
from advisor.report.places import place
from advisor.report.terminal import Look, Shown, size, totals

MOST_BYTES = 1_600_000
"""Of the findings of all reports; those beyond are counted. The page stays below 2 MB."""
LISTED = 500
"""Of what was not looked at or was passed over, entries that are shown."""
PLACES = 50
"""Further places of a rule that are listed."""

_TITLES = {"error": "Errors", "warning": "Warnings", "info": "Notes"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = """
:root { color-scheme: light dark; --line: #8886 }
:root { --error: #c62828; --warning: #9a5b00; --info: #1565c0; --pass: #2e7d32 }
@media (prefers-color-scheme: dark) {
  :root { --error: #ff8a80; --warning: #ffb74d; --info: #82b1ff; --pass: #81c784 }
}
html { background: Canvas; color: CanvasText; overflow-wrap: anywhere }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 .fail, .error { color: var(--error) } h1 .pass { color: var(--pass) }
.warning { color: var(--warning) } .info { color: var(--info) }
article { border: 1px solid var(--line); border-left: 4px solid currentColor; margin: 1rem 0; padding: 0 1rem }
article > * { color: CanvasText } article > h3 { color: inherit }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 0 1.5rem }
dt { font-weight: 600 } dd { margin: 0 } a { overflow-wrap: anywhere }
@media print { article { break-inside: avoid } details { display: block } }
"""


def render(shown: Sequence[Shown]) -> str:
    verdict = "fail" if any(entry.report.verdict == "fail" for entry in shown) else "pass"
    body = "\n".join(line for entry in shown for line in _report(entry, MOST_BYTES // len(shown)))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>advisor: {verdict}</title>\n<style>{_STYLE}{STYLE}</style>\n</head>\n"
        f'<body>\n<main class="shown">\n{body}\n</main>\n</body>\n</html>\n'
    )


def _report(shown: Shown, room: int) -> Iterator[str]:
    report = shown.report
    name = f"{escape(shown.name)}: " if shown.name else ""
    subject = f" for {escape(report.algorithm)}" if report.algorithm else ""
    yield f'<h1>{name}<span class="{report.verdict}">{report.verdict.capitalize()}</span>{subject}</h1>'
    yield f"<p>{_counts(report)}</p>"
    yield from _channels(report)
    yield from _takers(report)
    yield from _findings(report, shown.look, room)
    yield from _pictures(report)
    yield from _listed("Not looked at", [skipped.because for skipped in report.skipped])
    passed = [f"{ignored.rule}: {number_of(ignored.count, 'finding')}. {ignored.reason}" for ignored in report.ignored]
    yield from _listed("Passed over, as configured", passed)


def _counts(report: Report) -> str:
    summary = report.summary
    partial = " Only part of the data was looked at." if report.status == "partial" else ""
    return f"{totals(summary)} in {number_of(summary.files, 'file')}, {size(summary.bytes)}.{partial}"


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
    for acceptance in ranked(report.algorithms):
        cells = (acceptance.algorithm, ACCEPTS[acceptance.accepts], escape(because(acceptance)))
        yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    yield "</table>"


def _findings(report: Report, look: Look, room: int) -> Iterator[str]:
    """By severity, the worst first, until there is no room for more."""
    groups = grouped(report)
    severity = None
    for number, group in enumerate(groups):
        article = "\n".join(_group(group, look))
        room -= len(article.encode("utf-8", "backslashreplace"))
        if room < 0:
            rest = sum(len(group.findings) for group in groups[number:])
            yield f"<p>{number_of(rest, 'finding')} more: not shown here; the format json has all of them.</p>"
            return
        if group.severity != severity:
            severity = group.severity
            yield f"<h2>{_TITLES[severity]}</h2>"
        yield article


def _group(group: Group, look: Look) -> Iterator[str]:
    """A rule's first finding in full, and where else it was found."""
    first = group.first
    yield f'<article class="{first.severity}"><h3>{first.rule} {escape(first.name)}</h3>'
    yield f"<p><code>{escape(place(first.location, first.channel))}</code><br>{escape(first.message)}</p>"
    shown = surroundings(first.location, first.value, look)
    if shown is not None:
        yield from around(shown)
    listed = "".join(f"<div><dt>{name}</dt><dd>{escape(text)}</dd></div>" for name, text in group.said.items())
    yield f"<dl>{listed}</dl>"
    yield from _further(group)
    yield f"<p>{', '.join(map(_source, first.source))}</p></article>"


def _further(group: Group) -> Iterator[str]:
    spots = group.spots[1:]
    if not spots:
        return
    places = (
        spot.where if spot.message == group.first.message else f"{spot.where}: {spot.message}"
        for spot in spots[:PLACES]
    )  # fmt: skip
    items = "".join(f"<li>{escape(text)}</li>" for text in places)
    yield f"<details><summary>{number_of(group.count - 1, 'place')} more</summary><ul>{items}</ul>"
    if unlisted := group.count - 1 - min(len(spots), PLACES):
        yield f"<p>{number_of(unlisted, 'place')} more: counted, not listed.</p>"
    yield "</details>"


def _pictures(report: Report) -> Iterator[str]:
    by_file = places_by_file(report)
    if by_file:
        yield from picture(by_file)
    for name in report.channels:
        drawn = list(of_channel(report, name))
        if drawn:
            yield f"<h2>The data of {escape(name)}</h2>"
        yield '<div class="pictures">'
        for drawing in drawn:
            yield "<div>"
            yield from picture(drawing)
            yield "</div>"
        yield "</div>"


def _source(address: str) -> str:
    name = escape(address.rpartition("/")[2] or address)
    return f'<a href="{escape(address)}">{name}</a>' if address.startswith("https://") else escape(address)


def _listed(title: str, texts: list[str]) -> Iterator[str]:
    if texts:
        yield f"<h2>{title}</h2><ul>{''.join(f'<li>{escape(text)}</li>' for text in texts[:LISTED])}</ul>"
