"""`advisor explain`, and what finds the rule for a failure."""

from __future__ import annotations

import json

import pytest

from advisor import explain
from advisor.cli import main
from advisor.explanation import UnknownRuleError
from advisor.rules import all_rules


def test_rule_by_code_and_by_name() -> None:
    for asked in ("CSV130", "csv130", "cell-not-a-number"):
        (found,) = explain(asked)
        assert (found.rule, found.name, found.match) == ("CSV130", "cell-not-a-number", None)
        assert found.source[0].startswith("https://docs.aws.amazon.com/")


def test_unknown_code() -> None:
    with pytest.raises(UnknownRuleError, match="there is no rule CSV13; near are CSV130, CSV131"):
        explain("CSV13")


def test_failure_text_finds_its_rule() -> None:
    text = "ClientError: Unable to parse csv: rows 1-1000, file /opt/a.csv: could not convert string to float: 'x'"
    assert explain(text)[0].rule == "CSV130"


def test_every_training_error_finds_its_rule() -> None:
    for rule in all_rules():
        if rule.training_error:
            best = explain(rule.training_error)
            assert rule.code in [found.rule for found in best]


def test_nothing_known_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "the cat sat on the mat"]) == 1
    assert capsys.readouterr().out == "No rule is known to prevent a failure with these words.\n"


def test_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "CSV130"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("CSV130 cell-not-a-number (error)\n")
    assert all(f"\n  {label} " in shown for label in ("Why", "Fix", "Prevents"))


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "CSV130", "--output-format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [rule["rule"] for rule in document["rules"]] == ["CSV130"]
