"""The pages in docs/algorithms say all that is known, and lead somewhere."""

from __future__ import annotations

import re

import pytest

from advisor.knowledge.load import algorithms
from advisor.knowledge.models.algorithm import Algorithm
from scripts.pages.algorithms import PAGES


@pytest.mark.parametrize("facts", algorithms().values(), ids=lambda facts: facts.id)
def test_a_page_names_everything(facts: Algorithm) -> None:
    text = (PAGES / f"{facts.id}.md").read_text("utf-8")
    named = {*facts.channels, *facts.content_types, *facts.hyperparameters.values, *facts.tuning.metrics}
    assert [name for name in sorted(named) if f"`{name}`" not in text] == []
    assert [dispute.subject for dispute in facts.disputes if dispute.subject not in text] == []
    assert f"on {facts.checked}" in text


def test_every_page_that_is_linked_to_is_there() -> None:
    for path in PAGES.glob("*.md"):
        for target in re.findall(r"\]\(([\w./-]+\.md)\)", path.read_text("utf-8")):
            assert (path.parent / target).resolve().exists(), f"{path.name}: {target}"
