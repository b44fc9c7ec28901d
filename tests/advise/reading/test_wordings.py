"""The rules that the reader of words is learnt from, and the model that was learnt."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from advisor.advise.reading.reader import MODEL
from advisor.advise.situations import situations
from scripts.learning.wordings import SlotError, rules
from scripts.learning.words import sources

REMARKS = {"before", "after"}


def test_every_rule_has_wordings_without_braces_or_slots() -> None:
    draw = random.Random(0)
    for rule in rules():
        text = rule.wording(draw)
        assert text, rule
        assert not set("{}|") & set(text), (rule.writer, text)


def test_the_rules_are_many_and_of_every_situation() -> None:
    known = rules()
    assert len(known) >= 1500
    assert {rule.situation for rule in known} == set(situations()) | REMARKS


@pytest.mark.parametrize("line", ["a <thing> of ours", "{one|two", "{one|{two|three}}"])
def test_what_does_not_resolve_is_named_with_its_place(line: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"<trade> = bakery | bank\n[groups]\n{line}\n")
    with pytest.raises(SlotError, match=r"a\.txt:3"):
        rules(tmp_path)


def test_slots_and_choices_are_filled(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("<trade> = bakery | bank\n[groups]\n{our <trade>|we} asks{|, please}.\n")
    (rule,) = rules(tmp_path)
    assert rule.situation == "groups"
    assert set(rule.wordings(100, random.Random(0))) == {
        "our bakery asks.", "our bank asks.", "we asks.",
        "our bakery asks, please.", "our bank asks, please.", "we asks, please.",
    }  # fmt: skip


def test_the_model_is_made_from_the_rules_as_they_are() -> None:
    assert json.loads(MODEL.read_text())["made_from"] == sources(), "run python -m scripts.learning.words"
