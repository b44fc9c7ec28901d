"""`advisor explain`, and what finds the rule for a failure."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from advisor import explain
from advisor.cli import main
from advisor.explanation import UnknownRuleError
from advisor.rules import all_rules


def test_rule_by_code_and_by_name() -> None:
    for asked in ("CSV130", "csv130", "cell-not-a-number"):
        (found,) = explain(asked).rules
        assert (found.rule, found.name, found.match) == ("CSV130", "cell-not-a-number", None)
        assert found.source[0].startswith("https://docs.aws.amazon.com/")


def test_unknown_code() -> None:
    with pytest.raises(UnknownRuleError, match="there is no rule CSV13; near are CSV130, CSV131"):
        explain("CSV13")


def test_failure_text_finds_its_rule() -> None:
    text = "ClientError: Unable to parse csv: rows 1-1000, file /opt/a.csv: could not convert string to float: 'x'"
    assert explain(text).rules[0].rule == "CSV130"


def test_every_training_error_finds_its_rule() -> None:
    for rule in all_rules():
        if rule.training_error:
            raising = {other.code for other in all_rules() if other.training_error == rule.training_error}
            assert raising & {found.rule for found in explain(rule.training_error).rules}


def test_nothing_known_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "the cat sat on the mat"]) == 1
    assert capsys.readouterr().out.startswith("No known rule prevents a failure with these words.")


def test_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "CSV130"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("CSV130 cell-not-a-number (error)\n")
    assert all(f"\n  {label} " in shown for label in ("Why", "Fix", "Prevents"))


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "CSV130", "--output-format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [rule["rule"] for rule in document["rules"]] == ["CSV130"]


def test_standard_input_and_not_data(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("CapacityError: Unable to provision requested ML compute capacity."))
    assert main(["explain", "-", "--output-format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["rules"] == []
    assert document["not_data"].startswith("AWS has no machine of this type free")


def test_data_is_checked_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / "a.csv").write_text("label,a,b\n" + "1,2.5,3\n0,1.5,2\n" * 20)
    message = "Non-numeric value 'l' found in the header line 'label,a,b' of file 'a.csv'"
    assert main(["explain", message, "--data", str(tmp_path), "--algorithm", "xgboost"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("CSV110 header-row (error)")
    assert "The check finds\n  CSV110 at train/a.csv:1: " in shown


def test_all_rules_by_family(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("LAY  Channels and files\n  LAY101 error   ")
    assert all(f"  {rule.code} {rule.severity}" in shown for rule in all_rules())


def test_rules_of_one_algorithm(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--algorithm", "ip-insights", "--output-format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    letters = {rule["rule"][:3] for rule in document["rules"]}
    assert letters == {"LAY", "CSV", "TAB", "MAN", "HYP", "REQ", "TUN", "RES", "SUP", "CHG"}
    assert {rule["family"] for rule in document["rules"]} == {"changes", "files", "tables", "manifests", "request"}


def test_what_is_not_sure_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "a column may be wrong", "--algorithm", "kmeans"]) == 0
    assert capsys.readouterr().out.startswith("Nothing is certain")
    assert main(["explain", "what is wrong with my labels", "--algorithm", "kmeans"]) == 0
    assert capsys.readouterr().out.startswith("Nothing is certain")
    assert main(["explain", "the csv still has a header row"]) == 0
    assert not capsys.readouterr().out.startswith("Nothing is certain")


def test_the_example_of_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "CSV133"]) == 0
    shown = capsys.readouterr().out
    example = "algorithm: kmeans\n   files:\n     train/a.csv: |\n       1,2\n  -    3,inf\n  +    3,4\n"
    assert shown.endswith(f"Example, and how to fix it:\n   {example}")
