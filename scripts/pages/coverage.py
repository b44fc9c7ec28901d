"""Writes docs/coverage.md: which rule judges a fact in which carrier. Run as `python -m scripts.pages coverage`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, ConfigDict

from advisor.knowledge.models.requirements import DataRequirement
from advisor.rules import all_rules
from scripts.pages.markdown import DOCS

DATA = Path(__file__).parent / "coverage.toml"

HEAD = """\
# Which rule judges what, in which carrier

The same fact may stand in several carriers: the classes of images in a list, a manifest, a record. This page holds each
fact against each of them: the rules that judge it there, or why none does. It is generated from
`scripts/pages/coverage.toml` by `python -m scripts.pages coverage`; a test fails when it is out of date, when a cell is
missing, when a rule or a kind of requirement (`advisor/knowledge/models/requirements.py`) is in no table. `advisor
explain CODE` says what a rule is about.
"""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fact(Strict):
    fact: str
    kinds: tuple[str, ...] = ()
    cells: dict[str, str]


class Table(Strict):
    title: str
    carriers: dict[str, str]
    fact: tuple[Fact, ...]


class Coverage(Strict):
    reasons: dict[str, str]
    table: tuple[Table, ...]

    def codes(self) -> set[str]:
        """The codes of the rules that are in some cell."""
        cells = [cell for table in self.table for fact in table.fact for cell in fact.cells.values()]
        return {code for cell in cells if cell not in self.reasons for code in cell.split()}


def coverage() -> Coverage:
    return Coverage.model_validate(tomllib.loads(DATA.read_text("utf-8")))


def requirement_kinds() -> set[str]:
    """The kinds of requirements that rules judge; a statement names its own."""
    models = get_args(DataRequirement)
    return {model.__struct_config__.tag for model in models} - {"statement"}


def pages() -> dict[Path, str]:
    return {DOCS / "coverage.md": _page()}


def _page() -> str:
    known = coverage()
    parts = [HEAD]
    for table in known.table:
        parts += [f"## {table.title}", "", *_rows(table, known.reasons), ""]
    used = {cell for table in known.table for fact in table.fact for cell in fact.cells.values()}
    reasons = [f"- **{name}**: {text}" for name, text in known.reasons.items() if name in used]
    return "\n".join([*parts, "## Why a cell holds no rule", "", *reasons, ""])


def _rows(table: Table, reasons: dict[str, str]) -> list[str]:
    names = {rule.code: rule.name for rule in all_rules()}
    head = ["fact", "requirements", *table.carriers.values()]
    rows = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    for fact in table.fact:
        cells = [_cell(fact.cells[carrier], reasons, names) for carrier in table.carriers]
        rows.append(f"| {' | '.join([fact.fact, ', '.join(fact.kinds), *cells])} |")
    return rows


def _cell(cell: str, reasons: dict[str, str], names: dict[str, str]) -> str:
    return f"*{cell}*" if cell in reasons else "<br>".join(f"{code} {names[code]}" for code in cell.split())
