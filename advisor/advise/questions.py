"""Questions that split best what the words leave open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.advise.answers import DATA_KINDS, METHODS, OTHER, QUESTIONS, SOMETHING_ELSE, Asked
from advisor.advise.models import Question
from advisor.advise.problem import NONE, DataKind, Problem, Reading, Trait
from advisor.advise.rank import OFFERED, worth
from advisor.advise.siblings import NO_WISH, WISHES, wishes
from advisor.advise.situations import situations
from advisor.knowledge.models.algorithm import Algorithm

MOST = 3
"""Questions that are asked at most."""
SURE = 0.85
"""From here on nothing is asked."""
WORTH = 0.03
"""A question is asked only if its answer makes the first recommendation surer by this much."""
USUAL = 0.95
"""How likely it is that no wish tells siblings apart, where none is said."""
TIED = 0.8
"""The same where the first of them is no better than the next."""
TIE = 1e-6
"""What is no better than by this much is as good."""
LIKELY = 0.1
"""Readings less likely than this are not looked into for siblings."""
AS_LIKELY, CLEARLY = 0.8, 1.75
"""How likely it must be that none fits, as a share of how likely the best one is to: where words say so, and where data
alone leaves it open, so that advice helps more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way in which the problem may be meant, and what is to be recommended then."""

    reading: Reading
    wish: Trait
    best: str
    probability: float

    def says(self, name: Asked) -> Any:
        """The answer to a question."""
        return self.wish if name == "wish" else getattr(self.reading, name)


def outcomes(problem: Problem, algorithms: Sequence[Algorithm]) -> list[Outcome]:
    """Every way in which the problem may be meant."""
    found: list[Outcome] = []
    for reading in problem.readings:
        if situations()[reading.situation].instead:
            found.append(Outcome(reading, NO_WISH, NONE, reading.probability))
            continue
        by_wish = wishes(problem, reading, algorithms)
        if reading.probability < LIKELY:
            by_wish = {NO_WISH: by_wish[NO_WISH]}
        others = len(by_wish) - 1
        usual = 1.0 if not others else TIED if _is_tied(problem, reading, algorithms) else USUAL
        for wish, best in by_wish.items():
            share = usual if wish == NO_WISH else (1 - usual) / others
            found.append(Outcome(reading, wish, best, reading.probability * share))
    return found


def _is_tied(problem: Problem, reading: Reading, algorithms: Sequence[Algorithm]) -> bool:
    values = sorted((worth(algorithm, problem, reading) for algorithm in algorithms), reverse=True)
    return values[0] - values[1] < TIE


def certainty(found: Iterable[Outcome], asked: Iterable[Asked] = ()) -> float:
    """How likely the first recommendation is right once these questions are answered."""
    cells: dict[tuple[Any, ...], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    names = tuple(asked)
    for outcome in found:
        cells[tuple(outcome.says(name) for name in names)][outcome.best] += outcome.probability
    return min(1.0, sum(max(cell.values()) for cell in cells.values()))


def masses(found: Iterable[Outcome]) -> dict[str, float]:
    """How likely each algorithm, or `NONE`, is the right first recommendation."""
    likely: dict[str, float] = defaultdict(float)
    for outcome in found:
        likely[outcome.best] += outcome.probability
    return likely


def none_fits(likely: Mapping[str, float], *, told: bool) -> bool:
    """Whether it is likely enough that no algorithm answers. `told`: whether there are words."""
    none, best = likely.get(NONE, 0.0), max((likely[name] for name in likely if name != NONE), default=0.0)
    return none > 0 and none >= (AS_LIKELY if told else CLEARLY) * best


def questions(problem: Problem, found: Sequence[Outcome], trust: float = 1.0) -> tuple[Question, ...]:
    """The questions whose answers make the first recommendation surest, best first; none where it is sure.

    `trust`: how far what is found likely of the readings can be relied on.
    """
    asked: list[Asked] = []
    while len(asked) < MOST and (sure := certainty(found, asked)) * trust < SURE:
        left = [name for name in QUESTIONS if name not in asked and not _is_answered(problem, name)]
        gains = {name: certainty(found, [*asked, name]) for name in left}
        name = max(gains, key=lambda n: (round(gains[n], 3), -len(_likely(found, n))), default=None)
        if name is None or gains[name] - sure < WORTH:
            break
        asked.append(name)
    return tuple(Question(id=name, text=QUESTIONS[name], choices=_choices(found, name)) for name in asked)


def first_question() -> Question:
    """What is asked where the words say nothing."""
    choices = (f"{kind}: {says}" for kind, says in DATA_KINDS.items())
    return Question(id="data", text=QUESTIONS["data"], choices=(*choices, f"{OTHER}: {SOMETHING_ELSE}"))


def question_on(data: DataKind) -> Question:
    """What is asked where the words say what the data is, and no more."""
    choices = {
        situation.answer: f"{situation.answer}: {situation.says}"
        for situation in reversed(situations().values())
        if situation.data == data
    }
    return Question(
        id="answer", text=QUESTIONS["answer"], choices=(*reversed(choices.values()), f"{OTHER}: {SOMETHING_ELSE}")
    )


def _is_answered(problem: Problem, name: Asked) -> bool:
    return name != "wish" and getattr(problem, name) is not None


def _likely(found: Iterable[Outcome], name: Asked) -> dict[Any, float]:
    likely: dict[Any, float] = defaultdict(float)
    for outcome in found:
        likely[outcome.says(name)] += outcome.probability
    least = 0.0 if name == "wish" else OFFERED
    return {value: share for value, share in likely.items() if share >= least}


def _choices(found: Sequence[Outcome], name: Asked) -> tuple[str, ...]:
    likely = _likely(found, name)
    if name == "labelled":
        return ("yes: for many examples", "no: nothing is labelled")
    if name == "wish":
        return tuple(f"{wish}: {says}" for wish, says in WISHES.items() if wish in likely)
    choices = (f"{value}: {_says(found, name, value)}" for value in sorted(likely, key=lambda v: -likely[v]))
    return (*choices, f"{OTHER}: {SOMETHING_ELSE}")


def _says(found: Iterable[Outcome], name: Asked, value: Any) -> str:
    if name == "data":
        return DATA_KINDS[value]
    if name == "method":
        return METHODS[value]
    first = next(outcome.reading for outcome in found if outcome.reading.answer == value)
    return situations()[first.situation].says
