"""What a project's configuration tells a check, and what a wrong one is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from advisor.cli import main

ROOT = Path(__file__).parents[2]
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
        ("fail_on = 1", "toml:1: fail_on: there is no such key; did you mean 'fail-on'?"),
        (
            "\n[data.a]\n\nalgoritm = 'kmeans'",
            "toml:4: data.a.algoritm: there is no such key; did you mean 'algorithm'?",
        ),
        ("fail-on = 'errors'", "toml:1: fail-on: must be 'error', 'warning' or 'never'; did you mean 'error'?"),
        ("fail-on = 3", "toml:1: fail-on: must be 'error', 'warning' or 'never'\n"),
        ("ignore = {CSV999 = ''}", "toml:1: ignore.CSV999: there is no rule 'CSV999'"),
        ("\nselect = [\n'CVS']", "toml:2: select: there is no rule 'CVS'; did you mean CSV?"),
        ("select = 'CSV'", "toml:1: select: must be a list"),
        ("[severity]\ncell-not-a-numbr = 'error'", "toml:2: severity.cell-not-a-numbr: there is no rule"),
        ("[per-path-ignores.'a/*']\nCSV1 = 'x'\nXXX = 'y'", "toml:3: per-path-ignores.a/*.XXX: there is no rule"),
        ("data = 'x'", "toml:1: data: must be a table"),
        ("[data.a]\nalgorithm = 'kmeans'", "toml:1: data.a: needs a path, a job, or both"),
        ("[data.a]\npath = 'x'\nhyperparameters = {k = [1]}", "toml:3: data.a.hyperparameters.k: must be text"),
        ("[data.a]\npath = 'x'\ncontent-types = {train = 'csv'}", "content-types.train: must be a content type"),
        ("[data.a]\npath = 'x'\nmaps = {'b/x' = 'y'}", "toml:3: data.a.maps.b/x: must be an address"),
        ("[data.a]\npath = 'x'\ninput-mode = 'file'", "must be 'File', 'Pipe' or 'FastFile'; did you mean 'File'?"),
        ("cache = 'no'", "toml:1: cache: must be true or false"),
        ("cache-megabytes = 0", "toml:1: cache-megabytes: must be at least 1"),
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


def test_what_is_wrong_with_a_data_set_names_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "pyproject.toml").write_text("[project]\nname = 'x'\n[tool.advisor.data.a]\npath = '.'\ndecode = 1\n")
    code, _, err = run(capsys, "a", "--config", str(project / "pyproject.toml"))
    assert (code, "pyproject.toml:5: data.a.decode: must be true or false" in err) == (2, True), err
    wrong = {"algorithm = 'kmean'": "unknown algorithm 'kmean'", "job = 'none.json'": "none.json: cannot be read"}
    for line, said in wrong.items():
        (project / "advisor.toml").write_text(f"[data.a]\npath = 'flowers'\n{line}\n")
        code, _, err = run(capsys, "a")
        assert (code, err.startswith("advisor: data set 'a': "), said in err) == (2, True, True), err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--select", "CVS"], "--select: there is no rule 'CVS'; did you mean CSV?"),
        (["--ignore", "CSV13O"], "--ignore: there is no rule 'CSV13O'; did you mean CSV1"),
        (["--output", "sarff=x"], "there is no output format 'sarff'; did you mean sarif?"),
        (["--output", "sarif=no/x.sarif"], "no/x.sarif: cannot be written: No such file or directory"),
        (["flower"], "flower: there is no such file, folder or data set; did you mean 'flowers'?"),
    ],
)
def test_wrong_options(words: list[str], said: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, *words)
    assert (code, said in err) == (2, True), err


def test_validate_pyproject_knows_the_table(tmp_path: Path) -> None:
    """By the entry point of the distribution, which stands in for one that is not installed anew."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]
    ((group, points),) = declared.items()
    if not any(point.name == "advisor" for point in entry_points(group=group)):
        info = tmp_path / "stand_in-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stand-in\nVersion: 1\n")
        (info / "entry_points.txt").write_text(f"[{group}]\nadvisor = {points['advisor']}\n")
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    file = tmp_path / "pyproject.toml"
    told = []
    for line in ("path = 'data'", "paths = 'data'"):
        file.write_text(f"[project]\nname = 'x'\nversion = '1'\n[tool.advisor.data.a]\n{line}\n")
        command = [sys.executable, "-m", "validate_pyproject", str(file)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        told.append((done.returncode, done.stdout + done.stderr))
    assert [code for code, _ in told] == [0, 1], told
    assert "`tool.advisor.data.a` must not contain {'paths'} properties" in told[1][1]


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
    code, _, err = run(capsys, "flowers", "--baseline", accepted)
    assert (code, err) == (0, "")
    healed = data.read_text()
    data.write_text(healed.replace("x", "7"))
    code, _, err = run(capsys, "broken", "--baseline", accepted)
    assert (code, err) == (
        0, f"advisor: {accepted}: accepts what is no longer there; write it again: CSV130 train/a.csv\n",
    )  # fmt: skip
    data.write_text(healed + "9,\n")
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
    monkeypatch.setenv("ADVISOR_FAIL_ON", "warning")
    assert main(["config"]) == 0
    assert "from the environment, which beats the file\n  ADVISOR_FAIL_ON = warning\n" in capsys.readouterr().out
    monkeypatch.setenv("ADVISOR_FAIL_ON", "warnings")
    assert main(["check"]) == 2
    assert "ADVISOR_FAIL_ON: 'warnings' is none of error, warning, never" in capsys.readouterr().err
    monkeypatch.delenv("ADVISOR_FAIL_ON")
    assert main(["init"]) == 2
    assert "--force overwrites it" in capsys.readouterr().err


def test_init_where_there_is_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init"]) == 2
    assert "holds neither data" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
