"""The judge passes over rules of that judge formats of which the case holds no file: they would have said nothing."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest

from advisor.case.model import Case
from advisor.engine import accept, judge
from advisor.findings import Skipped
from advisor.profile.formats import FORMATS
from advisor.rules import judging
from advisor.rules.examples import examples
from advisor.rules.families import FAMILIES, Need, subject
from tests.builders.acceptance.examples import checked

EVERY = frozenset(FORMATS)


@pytest.mark.parametrize("family", FAMILIES)
def test_who_is_passed_over_has_nothing_to_say(family: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = judge.verdicts

    def asked_twice(case: Case) -> tuple[list[judge.Verdict], list[Skipped]]:
        found = ask(case)
        with patch.object(judge, "judging", lambda given, _: judging(given, EVERY)):
            assert ask(case) == found
        return found

    monkeypatch.setattr(judge, "verdicts", asked_twice)
    monkeypatch.setattr(accept, "verdicts", asked_twice)
    for code, example in examples():
        if subject(code).family == family:
            checked(example.faulty, tmp_path / code)


def test_a_rule_is_judged_where_a_file_of_one_of_its_formats_is_held() -> None:
    def codes(*held: str) -> set[str]:
        return {rule.code for rule in judging(frozenset(), frozenset(held))}

    assert {"CSV130", "CSV162", "LAY101"} <= codes("csv")
    assert codes("parquet") & {"CSV130", "CSV162", "LAY101"} == {"CSV162", "LAY101"}
    assert codes() & {"CSV130", "CSV162", "LAY101"} == {"LAY101"}


def test_a_rule_is_judged_where_the_case_has_what_the_rule_or_else_its_subject_needs() -> None:
    def codes(*given: Need) -> set[str]:
        return {rule.code for rule in judging(frozenset(given), EVERY)} & {"REQ117", "RES101", "RES102", "CHG101"}

    assert codes() == {"REQ117"}
    assert codes("request") == {"REQ117", "RES101"}
    assert codes("algorithm", "request") == {"REQ117", "RES101", "RES102"}
    assert codes("earlier") == {"REQ117", "CHG101"}
