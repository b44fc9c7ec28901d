"""The command line as a whole: exit codes, messages, and what goes where."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from advisor.cli import COMMANDS, main
from advisor.version import VERSION
from tests.builders.schemas import fits


def advisor(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "advisor", *words], capture_output=True, text=True, check=False, **options
    )


def test_process_passes_and_fails(good: Path, bad: Path) -> None:
    passed, failed = advisor("check", str(good), "--algorithm", "kmeans"), advisor("check", str(bad))
    assert (passed.returncode, passed.stderr) == (0, "")
    assert passed.stdout.endswith("PASS for kmeans: 0 errors, 0 warnings, 1 note\n")
    assert failed.returncode == 0, "text is no fault for every reader"
    assert advisor("check", str(bad), "--algorithm", "kmeans").returncode == 1


def test_process_without_a_command() -> None:
    done = advisor()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("advisor: say what to do: advisor check|")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"advisor {VERSION}\n"


@pytest.mark.parametrize("command", [c.__name__.rpartition(".")[2] for c in COMMANDS])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"usage: advisor {command}")
    assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["check", "nope"], "nope: there is no such file or folder"),
        (["check", "--job", "nope.json"], "nope.json: cannot be read"),
        (["check", "--algorithm", "kmean"], "unknown algorithm 'kmean': did you mean kmeans"),
        (["check", "--output-format", "sarif2"], "invalid choice: 'sarif2'"),
        (["check", "--algo=kmeans"], "unrecognized arguments: --algo"),
        (["check", "--content-type", "text/csv;label_size=0"], "is not CHANNEL=TYPE, such as train=text/csv"),
        (["check", "--content-type", "train=csv"], "is not CHANNEL=TYPE, such as train=text/csv"),
        (["check", "--hyperparameter", "k"], "'k' is not NAME=VALUE, such as k=10"),
        (["check", "--hyperparameter", "=1"], "'=1' is not NAME=VALUE, such as k=10"),
        (["check", "--input-mode", "pipe"], "invalid choice: 'pipe'"),
        (["algorithms", "\x1b[31mx"], "unknown algorithm '\\x1b[31mx'"),
        (["nonsense"], "invalid choice: 'nonsense'"),
    ],
)
def test_what_cannot_be_done_is_said(
    words: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("advisor: ")
    assert err.count("\n") == 1
    assert message in err


@pytest.mark.parametrize(
    "words",
    [
        ["check", "nope", "--output-format", "json"],
        ["check", "--output-format=json", "--nonsense"],
        ["algorithms", "nope", "--output-format", "json"],
        ["explain", "CSV999", "--output-format", "json"],
    ],
)
def test_failure_is_a_document_where_json_is_asked_for(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    out, err = capsys.readouterr()
    document = json.loads(out)
    assert fits(document, "failure")
    assert document["tool"] == {"name": "advisor", "version": VERSION}
    assert err == f"advisor: {document['error']['message']}\n"


def test_empty_folder_is_no_check(tmp_path: Path) -> None:
    assert main(["check", str(tmp_path)]) == 2


def test_fault_of_our_own_is_one_line(
    good: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*args: Any, **options: Any) -> None:
        raise KeyError("\x1b[31m")

    monkeypatch.setattr("advisor.gate.runs.check_asked", broken)
    assert main(["check", str(good)]) == 2
    assert capsys.readouterr().err == (
        "advisor: internal error: KeyError: '\\x1b[31m' (ADVISOR_TRACEBACK=1 shows where)\n"
    )
    monkeypatch.setenv("ADVISOR_TRACEBACK", "1")
    assert main(["check", str(good)]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_interrupt(good: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*args: Any, **options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("advisor.gate.runs.check_asked", interrupted)
    assert main(["check", str(good)]) == 2
    assert capsys.readouterr().err == "advisor: interrupted\n"


def test_reader_that_goes_away_changes_nothing(bad: Path) -> None:
    command = [sys.executable, "-m", "advisor", "check", str(bad), "--algorithm", "kmeans"]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


def test_output_that_cannot_hold_a_character_shows_it_escaped(tmp_path: Path) -> None:
    (tmp_path / "ü.csv").write_text("1,2\n1,ä\n")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = advisor("check", str(tmp_path), "--algorithm", "kmeans", env=environment)
    assert done.returncode == 1
    assert "\\xfc.csv:2:2\n" in done.stdout


def test_small_check_loads_nothing_heavy(good: Path) -> None:
    code = (
        "import sys; from advisor.cli import main;"
        f"main(['check', {str(good)!r}, '--algorithm', 'kmeans', '--hyperparameter', 'k=3']);"
        "print(sorted(sys.modules), file=sys.stderr)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr
    heavy = ("numpy", "pandas", "PIL", "ruamel", "google.protobuf", "asyncio", "rich", "streamlit")
    assert [name for name in heavy if f"'{name}'" in loaded] == []


def test_help_loads_no_models() -> None:
    code = "import sys; from advisor.cli import main; main(['--help']); print(sorted(sys.modules), file=sys.stderr)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr
    assert "'pydantic'" not in loaded
    assert "'json'" not in loaded
