"""What the generated pages have in common: where they lie, tables, and links to sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from advisor.knowledge.load import page_address

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

Row = tuple[str, ...]


def table(head: Row, rows: Iterable[Row]) -> Iterator[str]:
    """A Markdown table without the columns that are empty in every row."""
    rows = list(rows)
    kept = [n for n in range(len(head)) if any(row[n] for row in rows)]
    for row in (head, ("---",) * len(head), *rows):
        yield "| " + " | ".join(row[n].replace("|", r"\|") for n in kept) + " |"


def codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "none named"


def links(sources: Iterable[str], docs: str = "") -> str:
    return ", ".join(link(source, docs) for source in sources)


def link(source: str, docs: str = "") -> str:
    """A source as a link; `docs` leads from the page to docs/."""
    kind, _, line = source.partition(":")
    if kind == "notes":
        return f"[notes {line}]({docs}notes.md)"
    if kind == "botocore":
        return f"botocore `{line}`"
    if kind == "script":
        return f"[script of {line}]({docs}sources.md#scripts)"
    name = source.partition("#")[0].removeprefix("archived:").removesuffix(".md").rstrip("/").rpartition("/")[2]
    shown = f"{name} of 2023" if kind == "archived" else name
    return f"[{shown}]({page_address(source)})"
