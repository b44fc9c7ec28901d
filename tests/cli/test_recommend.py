"""`advisor recommend`: the interview in a terminal, as a process, and what it refuses."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from advisor.cli import main

COMMAND = [sys.executable, "-m", "advisor", "recommend"]
PATIENCE = 30
"""Seconds until a process that says nothing more is given up."""


class Terminal:
    """A process with a terminal of its own; `said` is all that it wrote so far."""

    def __init__(self, command: list[str]) -> None:
        self.screen, end = pty.openpty()
        environment = {**os.environ, "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "100"}
        self.process = subprocess.Popen(
            command, stdin=end, stdout=end, stderr=end, env=environment, start_new_session=True
        )
        os.close(end)
        self.said = ""

    def _read(self) -> bool:
        """Whether there is more to come."""
        if not select.select([self.screen], [], [], PATIENCE)[0]:
            raise AssertionError(f"silent after: {self.said}")
        try:
            piece = os.read(self.screen, 65536).decode()
        except OSError:  # the other end is closed
            return False
        self.said += piece
        return bool(piece)

    def answer(self, prompts: int, text: str) -> None:
        """Waits for a prompt, by how many there were by then, and types the text."""
        deadline = time.monotonic() + PATIENCE
        while self.said.count("\n> ") < prompts and time.monotonic() < deadline:
            assert self._read(), self.said
        os.write(self.screen, text.encode())

    def answer_nothing_more(self) -> None:
        """Types an empty line at every prompt that still comes."""
        answered = self.said.count("\n> ")
        while self._read():
            if self.said.count("\n> ") > answered:
                answered = self.said.count("\n> ")
                os.write(self.screen, b"\n")

    def end(self) -> int:
        while self._read():
            pass
        os.close(self.screen)
        return self.process.wait(PATIENCE)


def test_without_arguments_a_terminal_is_asked() -> None:
    terminal = Terminal(COMMAND)
    terminal.answer(1, "something with rows of customers\n")
    terminal.answer(2, "\n")
    terminal.answer(3, "there are 30,000 rows\n")
    terminal.answer(4, "\n")
    terminal.answer(5, "1\n")
    terminal.answer_nothing_more()
    assert terminal.end() == 0
    assert "What data do you have" in terminal.said
    assert "rows 30,000" in terminal.said
    assert "What should come out?" in terminal.said
    assert "Understood:" in terminal.said


def test_a_target_is_shown_and_can_be_corrected(tmp_path: Path) -> None:
    table, job = tmp_path / "people.csv", tmp_path / "job.json"
    rows = "".join(f"{i % 70},{i * 3.5},{'yes' if i % 3 else 'no'}\n" for i in range(90))
    table.write_text(f"age,income,churn\n{rows}")
    terminal = Terminal([*COMMAND, "--emit", str(job)])
    terminal.answer(1, "boosted trees for this table\n")
    terminal.answer(2, f"{tmp_path}/nowhere.csv\n")
    terminal.answer(3, f"{table}\n")
    terminal.answer(4, "\n")
    terminal.answer(5, "incom\n")
    terminal.answer(6, "income\n")
    terminal.answer_nothing_more()
    assert terminal.end() == 0
    assert "There is no" in terminal.said
    assert "To be predicted: column 3 'churn', 2 classes, 67/33 %" in terminal.said
    assert "has no such column; its columns are age, income, churn" in terminal.said
    assert "target: column 2 'income'" in terminal.said
    assert job.exists()


def test_a_clear_problem_is_answered_without_more_questions(tmp_path: Path) -> None:
    job = tmp_path / "job.json"
    terminal = Terminal([*COMMAND, "--emit", str(job)])
    terminal.answer(1, "Topics of 5,000 bags of words with LDA\n")
    terminal.answer(2, "\n")
    terminal.answer(3, "\n")
    assert terminal.end() == 0
    assert terminal.said.count("\n> ") == 3
    assert job.exists()


def test_a_target_needs_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recommend", "predict churn", "--target", "churn"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "--target names a column of the data: give it with --data PATH" in err


def test_a_file_is_not_overwritten_unless_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    job = tmp_path / "job.json"
    job.write_text("mine")
    words = ["recommend", "topics of letters", "--algorithm", "lda", "--emit", str(job)]
    assert (main(words), job.read_text()) == (2, "mine")
    assert "exists already; --force overwrites it" in capsys.readouterr().err
    assert main([*words, "--force"]) == 0
    assert json.loads(job.read_text())["HyperParameters"]["num_topics"]


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--region", "eu-west-9", "there is no image of XGBoost in eu-west-9: did you mean eu-west"),
        ("--role", "me", "the request would be refused: RoleArn"),
        ("--bucket", "A_B", "the request would be refused: InputDataConfig[0]"),
    ],
)
def test_where_a_job_runs_is_judged_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, says: str
) -> None:
    job = tmp_path / "job.json"
    code = main(["recommend", "--algorithm", "xgboost", "--emit", str(job), option, value])
    out, err = capsys.readouterr()
    assert (code, out, job.exists()) == (2, "", False)
    assert says in err


def test_elsewhere_it_says_how_it_is_used() -> None:
    done = subprocess.run(COMMAND, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "say what the problem is" in done.stderr
    assert "usage: advisor recommend" in done.stderr


@pytest.mark.parametrize("typed", ["\n", "99\n\n", "\x04"])
def test_an_answer_that_is_not_known_ends_the_questions(typed: str) -> None:
    terminal = Terminal(COMMAND)
    terminal.answer(1, "something with rows of customers\n")
    terminal.answer(2, "\n")
    terminal.answer(3, "\n")
    terminal.answer(4, typed)
    terminal.answer_nothing_more()
    assert terminal.end() == 0
    assert "Understood:" in terminal.said
