"""No line of the study notes is lost: a fact names it, or notes.yaml says what became of it."""

from __future__ import annotations

import pytest
from msgspec import ValidationError, convert

from advisor.knowledge.notes.lines import Entry, lines, uses, verdicts


def test_every_line_is_used_or_explained() -> None:
    used, judged = uses(), verdicts()
    lost = [f"{number}: {text}" for number, text in enumerate(lines(), 1) if not used[number] and not judged[number]]
    assert lost == []


def test_no_fact_or_verdict_is_about_a_line_that_is_not_there() -> None:
    assert {*uses(), *verdicts()} <= set(range(1, len(lines()) + 1))


@pytest.mark.parametrize(
    "entry",
    [
        {"lines": [7], "verdict": "wrong"},
        {"lines": [7], "verdict": "wrong", "because": "So it is."},
        {"lines": ["9-7"], "verdict": "heading"},
        {"lines": ["seven"], "verdict": "heading"},
        {"lines": [], "verdict": "heading"},
        {"lines": [7], "verdict": "doubtful", "because": "So it is.", "sources": ["k-means.md"]},
    ],
)
def test_an_entry_that_explains_nothing_is_refused(entry: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        convert(entry, Entry)
