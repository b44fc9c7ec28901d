"""Every rule on its own example: it finds the fault, as its page says, and finds nothing in the mended twin."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from advisor.rules import all_rules
from advisor.rules.base import Rule
from advisor.rules.examples import codes, example_of, examples
from advisor.rules.families import FAMILIES, SUBJECTS, subject
from scripts.pages import rules as rule_pages
from tests.builders.acceptance.examples import checked
from tests.builders.quotes import misquotes

KEY = re.compile(r"[^()'=]{1,120}")
"""The path of a member: short, and nothing that a program would print of itself."""

WITH = set(codes())
RULES = {rule.code: rule for rule in all_rules()}


@cache
def _page(family: str) -> str:
    return (rule_pages.FOLDER / f"{family}.md").read_text("utf-8")


def test_every_rule_has_an_example() -> None:
    assert RULES.keys() - WITH == rule_pages.WITHOUT.keys()
    assert RULES.keys() >= WITH


@pytest.mark.parametrize("rule", [rule for rule in all_rules() if rule.code in WITH], ids=lambda rule: rule.code)
def test_the_fault_is_found_and_the_mended_twin_is_free_of_it(rule: Rule, tmp_path: Path) -> None:
    example = example_of(rule.code)
    assert example
    faulty = checked(example.faulty, tmp_path / "faulty")
    mended = {
        finding.rule for finding in checked(example.mended, tmp_path / "mended").findings if finding.severity == "error"
    }
    assert rule.code not in mended
    assert [key for found in faulty.findings if (key := found.location.key) and not KEY.fullmatch(key)] == []
    assert [found for found in faulty.findings if misquotes(found, example.faulty.algorithm)] == []
    assert mended <= {finding.rule for finding in faulty.findings}
    assert rule_pages.entry(rule, example, faulty) in _page(subject(rule.code).family)


def test_the_pages_hold_the_rules_and_nothing_else() -> None:
    for family in FAMILIES:
        headings = [line for line in _page(family).splitlines() if line.startswith("### ")]
        assert headings == [f"### {rule.code} {rule.name}" for rule in rule_pages.rules_of(family)]
    assert _page("README") == rule_pages.index()


def test_every_rule_is_of_a_family() -> None:
    assert {code[:3] for code in RULES} == SUBJECTS.keys()
    assert {known.family for known in SUBJECTS.values()} == FAMILIES.keys()


def test_a_difference_shows_both_twins() -> None:
    example = example_of("CSV130")
    assert example
    assert example == next(one for code, one in examples() if code == "CSV130")
    lines = example.difference().splitlines()
    assert "".join(f"{line[1:]}\n" for line in lines if line[:1] != "+") == example.faulty.shown()
    assert "".join(f"{line[1:]}\n" for line in lines if line[:1] != "-") == example.mended.shown()
