"""Writes docs/statements.md, which rule judges what is on record in words: `python -m scripts.pages statements`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from advisor.knowledge.load import algorithms
from advisor.knowledge.models.requirements import Statement
from advisor.rules import all_rules
from scripts.pages.markdown import DOCS, Row, table

HEAD = """\
# What is on record in words

Most demands on data are typed, and one rule judges each kind of them. These stand in words; each names the rules that
judge it, or says why none does. Made by `python -m scripts.pages statements` from `advisor/knowledge/`; do not edit.
"""


def pages() -> dict[Path, str]:
    return {DOCS / "statements.md": _page()}


def _page() -> str:
    return "\n".join([HEAD, *table(("algorithm", "demand", "judged by", "why no rule does"), _rows()), ""])


def _rows() -> Iterator[Row]:
    names = {rule.code: rule.name for rule in all_rules()}
    for facts in algorithms().values():
        for one in facts.data:
            if isinstance(one, Statement):
                rules = ", ".join(f"{code} `{names[code]}`" for code in one.judged_by)
                yield f"[{facts.name}](algorithms/{facts.id}.md)", one.text, rules, one.not_judged
