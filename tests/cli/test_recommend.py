"""`advisor recommend` as a process: the interview in a terminal, and the refusal elsewhere."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

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

    def end(self) -> int:
        while self._read():
            pass
        os.close(self.screen)
        return self.process.wait(PATIENCE)


def test_without_arguments_a_terminal_is_asked() -> None:
    terminal = Terminal(COMMAND)
    terminal.answer(1, "something with rows of customers\n")
    terminal.answer(2, "1\n")
    assert terminal.end() == 0
    assert "What data do you have" in terminal.said
    assert "What should come out?" in terminal.said
    assert "Hyperparameters to begin with" in terminal.said


def test_a_clear_problem_is_answered_without_more_questions(tmp_path: Path) -> None:
    job = tmp_path / "job.json"
    terminal = Terminal([*COMMAND, "--emit", str(job)])
    terminal.answer(1, "Topics of 5,000 bags of words with LDA\n")
    assert terminal.end() == 0
    assert terminal.said.count("\n> ") == 1
    assert job.exists()


def test_an_end_of_input_is_no_problem() -> None:
    terminal = Terminal(COMMAND)
    terminal.answer(1, "\x04")
    assert terminal.end() == 2
    assert "Traceback" not in terminal.said
    assert "there is no problem to advise on" in terminal.said


def test_elsewhere_it_says_how_it_is_used() -> None:
    done = subprocess.run(COMMAND, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "say what the problem is" in done.stderr
    assert "usage: advisor recommend" in done.stderr


def test_an_answer_that_is_not_known_ends_the_questions() -> None:
    for typed in ("\n", "99\n", "\x04"):
        terminal = Terminal(COMMAND)
        terminal.answer(1, "something with rows of customers\n")
        terminal.answer(2, typed)
        assert terminal.end() == 0
        assert "Understood:" in terminal.said
