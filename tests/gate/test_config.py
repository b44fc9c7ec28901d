"""What a project's configuration tells a check, and what a wrong one is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor.cli import main

CONFIG = """
fail-on = "error"

[ignore]
CSV150 = "the pipeline sends it"

[data.flowers]
path = "flowers"
algorithm = "kmeans"
hyperparameters = {k = 3}

[data.broken]
path = "broken"
algorithm = "kmeans"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {"flowers": "1,2\n3,4\n5,6\n", "broken": "1,2\n3,x\n5,6\n"}.items():
        folder = tmp_path / name / "train"
        folder.mkdir(parents=True)
        (folder / "a.csv").write_text(text)
    (tmp_path / "advisor.toml").write_text(CONFIG)
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["check", *words])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_one_data_set_by_its_name(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "flowers", "--output-format", "json")
    report = json.loads(out)
    assert (code, report["algorithm"], report["findings"]) == (0, "kmeans", [])
    assert report["ignored"] == [{"rule": "CSV150", "reason": "the pipeline sends it", "count": 1}]


def test_all_data_sets_where_none_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--output-format", "json")
    document = json.loads(out)
    assert (code, document["verdict"]) == (1, "fail")
    assert {name: report["verdict"] for name, report in document["data"].items()} == {
        "flowers": "pass", "broken": "fail",
    }  # fmt: skip


def test_the_command_line_beats_the_configuration(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "broken", "--ignore", "cell-not-a-number=known", "--output-format", "json")
    assert (code, json.loads(out)["ignored"][0]["reason"]) == (0, "known")
    code, out, _ = run(capsys, "flowers", "--algorithm", "pca", "--output-format", "json")
    assert json.loads(out)["algorithm"] == "pca"


def test_without_the_configuration(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "flowers", "--isolated")
    assert (code, "flowers: there is no such file or folder" in err) == (2, True)


def test_the_longer_entry_rules(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "broken", "--ignore", "CSV", "--select", "CSV13", "--output-format", "json")
    assert (code, [f["rule"] for f in json.loads(out)["findings"]]) == (1, ["CSV130"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fail_on = 1", "fail_on: there is no such key; is 'fail-on' meant?"),
        ("[data.a]\nalgoritm = 'kmeans'", "data.a.algoritm: there is no such key; is 'algorithm' meant?"),
        ("fail-on = 'errors'", "fail-on: Input should be 'error', 'warning' or 'never'"),
        ("ignore = {CSV999 = ''}", "there is no rule 'CSV999'"),
        ("fail-on = ", "is not TOML"),
    ],
)
def test_a_wrong_configuration(
    text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "advisor.toml").write_text(text)
    (tmp_path / "a.csv").write_text("1,2\n")
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, "a.csv")
    assert (code, said in err) == (2, True), err


def test_a_pyproject_without_the_table_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "advisor.toml").write_text("[ignore]\nCSV150 = 'known'\n")
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    (inner / "a.csv").write_text("1,2\n3,4\n")
    monkeypatch.chdir(inner)
    _, out, _ = run(capsys, "a.csv", "--algorithm", "kmeans", "--output-format", "json")
    assert [i["reason"] for i in json.loads(out)["ignored"]] == ["known"]
    (inner / "pyproject.toml").write_text("[tool.advisor]\n")
    _, out, _ = run(capsys, "a.csv", "--algorithm", "kmeans", "--output-format", "json")
    assert json.loads(out)["ignored"] == []


def test_what_is_in_the_baseline_is_accepted_and_what_is_new_fails(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    accepted = str(project / "accepted.json")
    assert run(capsys, "broken", "--write-baseline", accepted)[0] == 0
    assert run(capsys, "broken", "--baseline", accepted)[0] == 0
    data = project / "broken/train/a.csv"
    data.write_text("7,8\n" + data.read_text())  # the line moves
    assert run(capsys, "broken", "--baseline", accepted)[0] == 0
    data.write_text(data.read_text() + "9,\n")
    code, out, _ = run(capsys, "broken", "--baseline", accepted, "--output-format", "json")
    assert (code, [f["rule"] for f in json.loads(out)["findings"]]) == (1, ["CSV131"])
    Path(accepted).write_text('{"version": 1, "findi')
    code, _, err = run(capsys, "broken", "--baseline", accepted)
    assert (code, "is no baseline, or is cut" in err) == (2, True)


def test_init_writes_what_check_then_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a b", "a-b"):
        (tmp_path / name / "train").mkdir(parents=True)
        (tmp_path / name / "train" / "x.csv").write_text("1,2\n3,4\n")
    (tmp_path / "settings.json").write_text("{}")
    monkeypatch.chdir(tmp_path)
    assert main(["init"]) == 0
    assert main(["check"]) == 0
    assert "== a-b" in capsys.readouterr().out
    assert main(["config"]) == 0
    assert "path = a b" in capsys.readouterr().out
    assert main(["init"]) == 2
    assert "--force writes over it" in capsys.readouterr().err


def test_init_where_there_is_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init"]) == 2
    assert "holds neither data" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
