"""What others wrote of failed jobs, and how often the right rule comes first."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from advisor.explanation import explain
from advisor.explanation.catalogue import elsewhere

TOLD: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("told.toml").read_text("utf-8"))["told"]
FIRST, AMONG_THREE, ELSEWHERE = 0.85, 0.95, 0.90
"""The shares that must be right at least."""


def _codes(told: dict[str, Any]) -> list[str]:
    return [found.rule for found in explain(told["text"], told.get("algorithm")).rules]


def _share(right: list[bool]) -> float:
    return sum(right) / len(right)


def test_right_rule_first_and_among_three() -> None:
    of_rules = [(set(told["rules"]), _codes(told)) for told in TOLD if "rules" in told]
    first = [bool(wanted & set(codes[:1])) for wanted, codes in of_rules]
    three = [bool(wanted & set(codes[:3])) for wanted, codes in of_rules]
    assert _share(first) >= FIRST, [wanted for (wanted, _), right in zip(of_rules, first, strict=True) if not right]
    assert _share(three) >= AMONG_THREE


def test_what_is_not_the_data() -> None:
    right = [
        explain(told["text"]).not_data == elsewhere()[told["elsewhere"]].what for told in TOLD if "elsewhere" in told
    ]
    assert _share(right) >= ELSEWHERE
