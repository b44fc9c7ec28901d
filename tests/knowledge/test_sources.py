"""The register of sources: every text that a fact rests on, with the state in which it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from advisor.knowledge.load import ALGORITHMS, ARCHIVE, DISPUTES, HERE, INSTANCES, content, page_address
from advisor.knowledge.notes.lines import VERDICTS
from advisor.knowledge.sources import register
from advisor.rules import all_rules

FILES = [INSTANCES, DISPUTES, VERDICTS, *sorted(ALGORITHMS.glob("*.yaml"))]
NOTES = (HERE / "notes" / "notes.txt").read_text("utf-8").splitlines()


@cache
def plain(path: Path) -> Any:
    return content(path)


def sources(value: Any) -> Iterator[str]:
    """Every source that a plain file names, in a block or in a dispute."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "sources":
                yield from item
            elif key in ("says", "tolerated") and isinstance(item, dict):
                yield from item.values() if key == "tolerated" else item
            elif key == "rules" and isinstance(item, str):
                yield item
            else:
                yield from sources(item)
    elif isinstance(value, list):
        for item in value:
            yield from sources(item)


@cache
def named() -> set[str]:
    ours = {source for rule in all_rules() for source in rule.sources}
    return ours | {source for path in FILES for source in sources(plain(path))}


def of_page(source: str) -> str | None:
    match = re.fullmatch(r"([\w.-]+\.md)(#[\w.-]+)?", source)
    return match and match[1]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_source_has_a_state_and_every_line_is_there(path: Path) -> None:
    found = {*sources(plain(path))}
    stateless = {s for s in found if not s.startswith(("https:", "notes:", "botocore:")) and not register().state(s)}
    lines = {int(n) for source in found if source.startswith("notes:") for n in re.findall(r"\d+", source)}
    assert stateless == set(), "name the state in which it was read in sources.yaml"
    assert {line for line in lines if not 1 <= line <= len(NOTES)} == set()


def test_rules_rest_on_texts_that_were_read() -> None:
    pages = {source for rule in all_rules() for source in rule.sources if of_page(source)}
    assert {page for page in pages if not register().state(page)} == set()


def test_no_text_is_on_the_register_that_nothing_rests_on() -> None:
    pages = {of_page(source) for source in named()}
    assert {page for edition in register().editions for page in edition.pages} - pages == set()
    assert {f"script:{name}" for name in register().scripts} - named() == set()


def test_a_page_stands_under_one_edition() -> None:
    pages = [page for edition in register().editions for page in edition.pages]
    assert sorted(pages) == sorted(set(pages))
    assert all(edition.commit or all(edition.commits.values()) for edition in register().editions)


def test_a_page_that_is_gone_leads_to_the_archive() -> None:
    archive = register().editions[-1]
    assert f"https://github.com/{archive.repository}/blob/{archive.commit}/{archive.folder}/" == ARCHIVE
    assert page_address("archived:k-means.md#km-instances") == f"{ARCHIVE}k-means.md#km-instances"
    assert page_address("k-means.md") == "https://docs.aws.amazon.com/sagemaker/latest/dg/k-means.html"
