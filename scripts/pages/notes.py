"""Writes docs/notes.md: where each line of the study notes went. Run as `python -m scripts.pages notes`."""

from __future__ import annotations

from pathlib import Path

from advisor.knowledge.load import page_address
from advisor.knowledge.notes.lines import Entry, lines, uses, verdicts
from scripts.pages.markdown import DOCS

HEAD = """\
# Where each line of the notes went

The knowledge base began with study notes on eleven of the algorithms, `advisor/knowledge/notes/notes.txt`. This page
holds every one of their lines against the facts in `advisor/knowledge/algorithms/` and against the AWS guide, which
rules where the two disagree. It is generated from the facts' sources and from `advisor/knowledge/notes/notes.yaml` by
`python -m scripts.pages notes`; a test fails when it is out of date, or when a line is neither used nor explained.

Verdicts: **wrong** contradicts the guide; **garbled** is a slip that hides or changes a value; **misleading** is true
in part; **old** has been superseded; **gap** leaves out what a training job fails without, or what makes the line
complete; **not in docs** is on no page; **used in words** is on record without naming the line.
"""


def pages() -> dict[Path, str]:
    return {DOCS / "notes.md": _page()}


def _page() -> str:
    used, judged = uses(), verdicts()
    rows = ["| line | note | facts that name it | verdict |", "|--:|---|---|---|"]
    for number, text in enumerate(lines(), 1):
        facts = "; ".join(f"{name}: {', '.join(places)}" for name, places in sorted(used[number].items()))
        found = "<br>".join(_verdict(entry, number) for entry in judged[number])
        rows.append(f"| {number} | {_cell(text)} | {facts} | {found} |")
    return "\n".join([HEAD, _counts(judged), "", *rows, ""])


def _counts(judged: dict[int, list[Entry]]) -> str:
    """How many findings of each verdict there are; an entry is one finding, however many lines it is about."""
    entries = {id(entry): entry.verdict for found in judged.values() for entry in found}.values()
    shown = sorted(set(entries) - {"heading", "question"})
    return "Findings: " + ", ".join(f"{list(entries).count(v)} {v.replace('-', ' ')}" for v in shown) + "."


def _verdict(entry: Entry, line: int) -> str:
    """In full at the first of its lines; at the others the verdict and where it is explained."""
    named, first = entry.verdict.replace("-", " "), min(entry.numbers())
    if not entry.because:
        return named
    if line != first:
        return f"**{named}**: see line {first}"
    links = ", ".join(_link(source) for source in entry.sources)
    return f"**{named}**: {_cell(entry.because)} ({links})"


def _link(source: str) -> str:
    address = page_address(source)
    name = source.removesuffix(".md").rpartition("/")[2]
    return f"[{name}]({address})" if address.startswith("https://") else source


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("*", r"\*").replace("<", "&lt;")
