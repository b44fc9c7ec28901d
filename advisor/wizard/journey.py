"""What one visitor has said and learned so far. The pages fill it; the engine and the adviser answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from advisor.advise import Advice, Problem, recommend
from advisor.case.model import Case
from advisor.dataset.local import LocalStorage
from advisor.dataset.storage import UnreadableError
from advisor.engine.check import check
from advisor.engine.scan import scan_case
from advisor.engine.source_line import lines_below
from advisor.engine.watch import Progress
from advisor.findings import Location, Report
from advisor.knowledge.models import Algorithm
from advisor.recommendation import sampled
from advisor.request import Request
from advisor.wizard.uploads import UploadFolder

"""What the engine and the adviser raise where they cannot answer; each bears a message for people."""


@dataclass
class Journey:
    """`algorithm` is the one that was chosen from the advice. `upload` holds the files of this visitor."""

    problem: Problem = field(default_factory=Problem)
    measured: Case | None = None
    answers: dict[str, str] = field(default_factory=dict)
    advice: Advice | None = None
    algorithm: str | None = None
    data: Path | None = None
    hyperparameters: Mapping[str, str] = field(default_factory=dict)
    report: Report | None = None
    upload: UploadFolder | None = None

    def ask(self, problem: Problem, with_data: bool) -> None:
        """A new problem: earlier answers belonged to another. With the data that was given, it is measured first."""
        self.problem, self.answers, self.algorithm, self.advice = problem, {}, None, None
        self.measured = scan_case(LocalStorage(self.data)) if with_data and self.data else None
        self._advise()

    def answer(self, answers: Mapping[str, str]) -> None:
        """Answers to the questions of the advice refine it."""
        self.answers |= answers
        self._advise()

    def _advise(self) -> None:
        answers = (f"{question}={choice}" for question, choice in self.answers.items())
        advice = recommend(self.problem, data=self.measured, answers=answers)
        if self.data and self.measured:
            advice = sampled(advice, LocalStorage(self.data), self.measured)
        self.advice = advice

    def choose(self, algorithm: str) -> None:
        self.algorithm = algorithm

    def judge(
        self,
        data: Path | None,
        algorithm: Algorithm | None,
        request: Request | None,
        content_types: Mapping[str, str],
        hyperparameters: Mapping[str, str],
        progress: Progress | None = None,
    ) -> None:
        """Checks the data, the request, or both. Where that cannot be done there is no report, not an old one."""
        self.report, self.data, self.hyperparameters = None, data, hyperparameters
        self.report = check(
            data, algorithm=algorithm.id if algorithm else None, job=request, content_types=content_types,
            hyperparameters=hyperparameters, progress=progress,
        )  # fmt: skip

    def judge_again(self, algorithm: str) -> None:
        """The same data and settings, for an algorithm."""
        self.report = check(self.data, algorithm=algorithm, hyperparameters=self.hyperparameters)

    def source_line(self, location: Location) -> str | None:
        """The line of the data that a finding is about."""
        return lines_below(self.data)(location) if self.data else None

    def first_lines(self, channel: str, count: int) -> list[str]:
        """The first lines of the first file of a channel; fewer where they cannot be had."""
        try:
            files = [e.path for e in LocalStorage(self.data).entries() if e.size] if self.data else []
        except UnreadableError:
            return []
        inside = [path for path in files if path.startswith(f"{channel}/")] or files
        lines = (self.source_line(Location(file=inside[0], line=n)) for n in range(1, count + 1)) if inside else ()
        return [line for line in lines if line]

    def fresh_upload(self) -> Path:
        """An empty folder for what is uploaded next. What was uploaded before is removed, and what it showed."""
        if self.upload:
            self.upload.remove()
        self.upload, self.report, self.data = UploadFolder(), None, None
        return self.upload.path


def journey() -> Journey:
    """The journey of the visitor whose page this is."""
    if "journey" not in st.session_state:
        st.session_state["journey"] = Journey()
    found: Journey = st.session_state["journey"]
    return found
