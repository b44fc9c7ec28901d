"""The table of facts and carriers: it is whole, and says nothing of rules that are not."""

from __future__ import annotations

import pytest

from advisor.rules import all_rules
from scripts.pages.coverage import Fact, Table, coverage, requirement_kinds

KNOWN = coverage()
FACTS = [(table, fact) for table in KNOWN.table for fact in table.fact]
WITHOUT_CARRIER = ("CHG", "HYP", "REQ", "RES", "SUP", "TUN", "CAT", "MAN4")
"""Rules on changes, requests and hyperparameters, and on files beside the data: they judge no fact that has a twin."""


@pytest.mark.parametrize(("table", "fact"), FACTS, ids=[f"{table.title}: {fact.fact}" for table, fact in FACTS])
def test_each_fact_has_a_rule_or_a_reason_in_each_carrier(table: Table, fact: Fact) -> None:
    assert fact.cells.keys() == table.carriers.keys()
    assert set(fact.kinds) <= requirement_kinds()


def test_each_kind_of_requirement_and_each_rule_on_data_is_in_a_table() -> None:
    assert requirement_kinds() == {kind for _, fact in FACTS for kind in fact.kinds}
    codes = {rule.code for rule in all_rules()}
    assert KNOWN.codes() <= codes
    assert {code for code in codes - KNOWN.codes() if not code.startswith(WITHOUT_CARRIER)} == set()


def test_no_reason_is_idle() -> None:
    cells = {cell for _, fact in FACTS for cell in fact.cells.values()}
    assert set(KNOWN.reasons) <= cells
