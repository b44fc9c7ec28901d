"""All that is known of a problem, brought together: words, a problem file, answers, options and data.

What the person says beats what is guessed; what was measured beats both where it can be measured.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from advisor.advise.answers import NOTHING, TARGET, answered
from advisor.advise.problem import Fact, Problem, merged
from advisor.advise.reading.counts.times import in_steps
from advisor.advise.reading.words import read
from advisor.knowledge.models.algorithm import Algorithm

if TYPE_CHECKING:
    from advisor.advise.data.columns import RawTable
    from advisor.advise.data.seen import Seen
    from advisor.case.model import Case


def understood(
    said: str | Problem,
    data: Case | None,
    table: RawTable | None,
    answers: Iterable[str],
    fixed: Algorithm | None,
    target: str | None,
) -> tuple[Problem, Seen | None]:
    """The problem, and the data as it was seen. Raises `AnswerError`, `TargetError` and `WordsError`."""
    given = said if isinstance(said, Problem) else Problem(text=said)
    words = [read(given.text)] if given.text and not given.readings else []
    others, target = _without_target(answers, target)
    person = merged(given, answered(others))
    problem = merged(*words, person)
    seen = None
    if data is not None:
        from advisor.advise.data.seen import look  # all that is known of files, which words alone do without

        seen = look(data, table, problem, target, is_fixed=fixed is not None)
        problem = in_steps(seen.told(problem, has_text=bool(given.text)))
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
