"""The situations that a problem can be in, and what to use where no built-in algorithm answers."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from advisor.advise.problem import AnswerKind, DataKind, Method, Reading
from advisor.contract import Model


class Situation(Model):
    """What goes in and what comes out. `instead` stands where no built-in algorithm answers."""

    name: str
    data: DataKind
    answer: AnswerKind
    method: Method = "any"
    labelled: bool
    says: str
    instead: str | None = None

    def reading(self, probability: float) -> Reading:
        return Reading(
            situation=self.name, data=self.data, answer=self.answer, method=self.method, labelled=self.labelled,
            probability=probability,
        )  # fmt: skip


@cache
def situations() -> dict[str, Situation]:
    """Every situation by its name."""
    content = tomllib.loads((Path(__file__).parent / "situations.toml").read_text("utf-8"))
    return {name: Situation(name=name, **facts) for name, facts in content.items()}
