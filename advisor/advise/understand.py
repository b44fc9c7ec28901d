"""All that is known of a problem, brought together: words, a problem file, answers, options and data.

What the person says beats what is guessed; what was measured beats both where it can be measured.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from advisor.advise.answers import answered
from advisor.advise.data.columns import RawTable, Target, chosen_target, raw_table
from advisor.advise.data.from_data import facts
from advisor.advise.data.raw import asks_for, raw_facts
from advisor.advise.problem import Fact, Problem, merged
from advisor.advise.reading.times import in_steps
from advisor.advise.reading.words import read
from advisor.case.model import Case
from advisor.knowledge.models.algorithm import Algorithm

TARGET = "target"
NOTHING = "none"
"""The answer to the question of the target where nothing is to be predicted."""
_SHAPE = ("data", "answer", "labelled", "method")
_PERSON = ("answer", "file", "option")


@dataclass(frozen=True, slots=True)
class Seen:
    """The data that was looked at: its files, the columns of its table, the column to be predicted."""

    case: Case
    table: RawTable | None = None
    target: Target | None = None

    @property
    def is_raw(self) -> bool:
        """Whether the columns tell more than the algorithm's way to read them: there is a header, or a target."""
        return self.table is not None and (self.table.has_header or self.target is not None)

    def measured(self, case: Case) -> Problem:
        """What is measured of the data as an algorithm reads it."""
        return facts(case, self.target.column if self.target else None)


def understood(
    said: str | Problem,
    data: Case | None,
    table: RawTable | None,
    answers: Iterable[str],
    fixed: Algorithm | None,
    target: str | None,
) -> tuple[Problem, Seen | None]:
    """The problem, and the data as it was seen. Raises `AnswerError` and `TargetError`."""
    given = said if isinstance(said, Problem) else Problem(text=said)
    words = [read(given.text)] if given.text and not given.readings else []
    others, target = _without_target(answers, target)
    person = merged(given, answered(others))
    problem = merged(*words, person)
    seen = None
    if data is not None:
        seen = _look(data, table or raw_table(data), problem, target, is_fixed=fixed is not None)
        problem = merged(problem, seen.measured(data), _raw(seen, problem, bool(given.text)))
        problem = in_steps(problem)
    if target == NOTHING:
        problem = merged(problem, Problem(labelled=Fact[bool](value=False, origin="option", seen="target=none")))
    if fixed is not None:
        problem = merged(problem, Problem(named=Fact[str](value=fixed.id, origin="option")))
    return problem, seen


def _without_target(answers: Iterable[str], target: str | None) -> tuple[list[str], str | None]:
    """The answers to other questions, and the target that is named; an option beats an answer."""
    others: list[str] = []
    for answer in answers:
        name, _, choice = answer.partition("=")
        if name.strip() == TARGET:
            target = target or choice.partition(":")[0].strip()
        else:
            others.append(answer)
    return others, target


def _look(case: Case, table: RawTable | None, problem: Problem, target: str | None, *, is_fixed: bool) -> Seen:
    if table is None or target == NOTHING:
        return Seen(case, table)
    found = chosen_target(table, target, problem.text)
    if found is None or found.origin != "data":
        return Seen(case, table, found)
    zeros = facts(case).number("zeros")
    unasked = not asks_for(found, table, problem, zeros) if problem.readings else is_fixed
    return Seen(case, table, None if unasked and not (is_fixed and table.has_header) else found)


def _raw(seen: Seen, problem: Problem, has_text: bool) -> Problem:
    """What the columns tell, but for what the person has said otherwise."""
    if seen.table is None:
        return Problem()
    zeros = seen.measured(seen.case).number("zeros")
    found = raw_facts(seen.table, seen.target, problem if has_text else None, zeros)
    said = {name for name in _SHAPE if (fact := getattr(problem, name)) is not None and fact.origin in _PERSON}
    differs = any(getattr(found, name) and getattr(found, name).value != getattr(problem, name).value for name in said)
    return found.model_copy(update=dict.fromkeys(_SHAPE[:-1] if differs else said))
