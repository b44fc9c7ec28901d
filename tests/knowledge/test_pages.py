"""The pages in docs/algorithms are those that the facts make."""

from __future__ import annotations

import re

import pytest

from advisor.knowledge.load import algorithms
from advisor.knowledge.models.algorithm import Algorithm
from scripts import algorithm_pages, contradictions_page, sources_page, statements_page


def test_the_pages_are_up_to_date() -> None:
    assert algorithm_pages.stale_pages() == [], "run python -m scripts.algorithm_pages"


@pytest.mark.parametrize("facts", algorithms().values(), ids=lambda facts: facts.id)
def test_a_page_names_everything(facts: Algorithm) -> None:
    text = (algorithm_pages.PAGES / f"{facts.id}.md").read_text("utf-8")
    named = {*facts.channels, *facts.content_types, *facts.hyperparameters.values, *facts.tuning.metrics}
    assert [name for name in sorted(named) if f"`{name}`" not in text] == []
    assert [dispute.subject for dispute in facts.disputes if dispute.subject not in text] == []
    assert f"on {facts.checked}" in text


def test_every_page_that_is_linked_to_is_there() -> None:
    for path in algorithm_pages.PAGES.glob("*.md"):
        for target in re.findall(r"\]\(([\w./-]+\.md)\)", path.read_text("utf-8")):
            assert (path.parent / target).resolve().exists(), f"{path.name}: {target}"


def test_the_page_of_contradictions_is_up_to_date() -> None:
    fresh = contradictions_page.page()
    assert contradictions_page.PAGE.read_text("utf-8") == fresh, "run python -m scripts.contradictions_page"


def test_the_page_of_sources_is_up_to_date() -> None:
    assert sources_page.PAGE.read_text("utf-8") == sources_page.page(), "run python -m scripts.sources_page"


def test_the_page_of_statements_is_up_to_date() -> None:
    fresh = statements_page.page()
    assert statements_page.PAGE.read_text("utf-8") == fresh, "run python -m scripts.statements_page"
