"""The data that was looked at, and what it adds to advice that words alone would give."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from advisor.advise.answers import NOTHING, TARGET
from advisor.advise.data.channels import with_data
from advisor.advise.data.columns import LAST, STRONG, RawTable, Target, chosen_target, raw_table
from advisor.advise.data.from_data import facts
from advisor.advise.data.preparing import command, steps
from advisor.advise.data.raw import asks_for, raw_facts
from advisor.advise.models import InputAdvice, Question
from advisor.advise.problem import Problem, merged
from advisor.case.model import Case
from advisor.knowledge.models.algorithm import Algorithm

MOST_COLUMNS = 12
LIKELY = 0.3
"""The share of the readings that predict something, from which on it is asked what."""
_SHAPE = ("data", "answer", "labelled", "method")
_PERSON = ("answer", "file", "option")


@dataclass(frozen=True, slots=True)
class Seen:
    """The files, the columns of their table, the column to be predicted."""

    case: Case
    table: RawTable | None = None
    target: Target | None = None

    def as_read_by(self, algorithm: Algorithm) -> Seen:
        return replace(self, case=self.case.with_algorithm(algorithm))

    def measured(self) -> Problem:
        """What is measured of the data as the case's algorithm reads it."""
        return facts(self.case, self.target.column if self.target else None)

    def told(self, problem: Problem, *, has_text: bool) -> Problem:
        """The problem with what was measured, and with what the columns tell. `has_text`: whether words were read."""
        measured = self.measured()
        columns = self._columns_tell(problem, measured.number("zeros"), has_text=has_text)
        return merged(problem, measured, columns)

    def _columns_tell(self, problem: Problem, zeros: float | None, *, has_text: bool) -> Problem:
        """What the columns tell, except where the person has said otherwise."""
        if self.table is None:
            return Problem()
        found = raw_facts(self.table, self.target, problem if has_text else None, zeros)
        said = {name for name in _SHAPE if (fact := getattr(problem, name)) is not None and fact.origin in _PERSON}
        differs = any(
            getattr(found, name) and getattr(found, name).value != getattr(problem, name).value for name in said
        )
        return found.model_copy(update=dict.fromkeys(_SHAPE[:-1] if differs else said))

    def refined(self, problem: Problem) -> Problem:
        """The problem with what was measured as the case's algorithm reads the data."""
        found = self.measured()
        # A header, or a target, tells more than the algorithm's own way to read the columns.
        is_raw = self.table is not None and (self.table.has_header or self.target is not None)
        numbers = {**found.numbers, **(problem.measured if is_raw else {})}
        return merged(problem, Problem(numbers=numbers, target=found.target, traits=found.traits))

    def certainty(self, problem: Problem) -> float:
        """How sure it is what is to be predicted, where nothing but the data says it."""
        return self.target.confidence if self.target and self.target.origin == "data" and not problem.text else 1.0

    def target_question(self, problem: Problem) -> Iterator[Question]:
        """Which column is to be predicted, where something seems to be, and no column suggests itself."""
        sure = self.target is not None and (self.target.confidence > LAST or problem.text)
        if self.table is None or sure or (problem.text and not self.table.has_header):
            return
        known = problem.labelled.value if problem.labelled else None
        predicts = sum(r.probability for r in problem.readings if r.answer in ("class", "number"))
        columns = self.table.of_kind("class", "number")
        if columns and known is not False and (predicts >= LIKELY or not problem.text):
            names = tuple(column.name or str(column.number) for column in columns[:MOST_COLUMNS])
            yield Question(
                id=TARGET, text="Which column is to be predicted?", choices=(*names, f"{NOTHING}: nothing is")
            )  # fmt: skip

    def channels(self, data: InputAdvice, metric: str) -> InputAdvice:
        """The input as the data has it; `metric` is the one that models are compared by."""
        return with_data(data, self.case, metric)

    def preparation(self, data: InputAdvice, problem: Problem) -> dict[str, Any]:
        """What must be done to a raw table, and the command that does it; of other data the check says it."""
        table, target = self.table, self.target
        if table is None or not (table.has_header or _is_elsewhere(target)):
            return {}
        algorithm = self.case.facts
        found = steps(table, target, self.case, algorithm, data.content_type, problem)
        options = command(table, target, self.case, algorithm, data.content_type, problem) if found else None
        if options is None:
            return {"steps": found}
        channel = next(channel.name for channel in data.channels if channel.name in ("train", "training"))
        output = f"prepared/{channel}" + _file_of(options)
        words = ["advisor", "convert", table.location, *options, "--output", output]
        return {"steps": found, "command": shlex.join(words)}


def look(case: Case, table: RawTable | None, problem: Problem, target: str | None, *, is_fixed: bool) -> Seen:
    """The data, and the column to be predicted, if there is one. `is_fixed`: the algorithm is chosen.

    Raises `TargetError` where `target` names no column.
    """
    table = table or raw_table(case)
    if table is None or target == NOTHING:
        return Seen(case, table)
    found = chosen_target(table, target, problem.text)
    if found is None or found.origin != "data":
        return Seen(case, table, found)
    if found.column.kind == "class" and len(found.column.counts) == problem.number("classes"):
        found = replace(found, confidence=STRONG, because=f"{found.because}, as many as you say")
    zeros = facts(case).number("zeros")
    unasked = not asks_for(found, table, problem, zeros) if problem.readings else is_fixed
    return Seen(case, table, None if unasked and not (is_fixed and table.has_header) else found)


def _file_of(options: Sequence[str]) -> str:
    """The file that is written in the folder of a channel; none where several are."""
    if "--categorical-index" in options:
        return ""
    written = options[options.index("--to") + 1]
    return {"time-series": "/series.json", "parquet": "/data.parquet"}.get(written, "/data.csv")


def _is_elsewhere(target: Target | None) -> bool:
    """Whether the column to be predicted is not the first."""
    return target is not None and target.column.number != 1
