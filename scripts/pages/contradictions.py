"""Writes docs/contradictions.md, where sources contradict each other: `python -m scripts.pages contradictions`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from advisor.knowledge.load import algorithms, common_disputes
from advisor.knowledge.models.algorithm import Dispute
from scripts.pages.markdown import DOCS, link

HEAD = """\
# Where sources contradict each other

What AWS's own pages, its scripts and containers, libraries and the study notes say against each other, which of them
rules here, and why. Where a container's or a script's code is public it rules over a page; of two pages the more
special one does. Where nothing settles it a finding is a warning and no error. Made by
`python -m scripts.pages contradictions` from `advisor/knowledge/`; do not edit.
"""


def pages() -> dict[Path, str]:
    return {DOCS / "contradictions.md": _page()}


def _page() -> str:
    shown = {"More than one algorithm": common_disputes()}
    shown |= {f"[{facts.name}](algorithms/{facts.id}.md)": facts.disputes for facts in algorithms().values()}
    parts = [line for title, disputes in shown.items() if disputes for line in _part(title, disputes)]
    return "\n".join([HEAD, f"{sum(map(len, shown.values()))} of them are on record.", *parts, ""])


def _part(title: str, disputes: Iterable[Dispute]) -> Iterator[str]:
    yield f"\n## {title}"
    for dispute in disputes:
        yield f"\n**{dispute.subject}**\n"
        for source, text in dispute.says.items():
            rules = " *(rules)*" if source == dispute.rules else ""
            yield f"- {link(source)}{rules}: {text}"
        yield f"- Why: {dispute.because}"
