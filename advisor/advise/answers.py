"""Questions that split best what the words leave open, and the answers to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, get_args

from pydantic import ValidationError

from advisor.advise.models import Question
from advisor.advise.problem import AnswerKind, DataKind, Fact, Method, Problem, Reading
from advisor.advise.situations import situations
from advisor.errors import AdvisorError

MOST = 3
"""Questions that are asked at most."""
WORTH = 0.04
"""A question is asked only if its answer makes the first recommendation surer by this much."""
SHOWN = 0.02
"""Choices less likely than this are left out."""

Asked = Literal["answer", "data", "labelled", "method"]

_TEXTS: dict[Asked, str] = {
    "answer": "What should come out?",
    "data": "What does the data look like?",
    "labelled": "Do you have examples for which the right answer is known?",
    "method": "Is a certain way of answering wanted?",
}
DATA_KINDS: dict[DataKind, str] = {
    "tabular": "rows of attributes, as in a spreadsheet",
    "sparse interactions": "who did what with which item, ids mostly",
    "vectors": "vectors of numbers that stand for things",
    "time series": "values over time",
    "entity-ip pairs": "who (or what) was seen at which IPv4 address",
    "text": "texts",
    "labelled pairs": "pairs of things, with a label or score for each pair",
    "sequence pairs": "pairs of texts or token sequences: one in, one out",
    "images": "pictures",
    "audio": "sound",
    "video": "moving pictures",
    "point cloud": "points in space",
    "environment": "a simulator or a system to act in",
    "relations": "tables or links to be queried",
    "none": "no data to learn from",
}
_METHOD: dict[Method, str] = {
    "any": "no, whatever predicts best",
    "linear": "one weight for each input, which can be read",
    "neighbours": "by the most similar known cases",
    "trees": "decision trees",
    "neural": "a neural network",
}
_VALUES: dict[Asked, tuple[str, ...]] = {
    "answer": get_args(AnswerKind), "data": get_args(DataKind), "method": get_args(Method), "labelled": ("yes", "no"),
}  # fmt: skip


class AnswerError(AdvisorError):
    """An answer that no question has; the message says which there are."""


def questions(problem: Problem, best: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions whose answers make the first recommendation surest, best first.

    `best` is the first recommendation (or none) for each situation.
    """
    asked: list[Asked] = []
    while len(asked) < MOST:
        left = [name for name in _TEXTS if name not in asked and getattr(problem, name) is None]
        gains = {name: _certainty(problem.readings, best, [*asked, name]) for name in left}
        name = max(gains, key=lambda n: (round(gains[n], 3), -len(_likely(problem, n))), default=None)
        if name is None or gains[name] - _certainty(problem.readings, best, asked) < WORTH:
            break
        asked.append(name)
    return tuple(Question(id=name, text=_TEXTS[name], choices=_choices(problem, name)) for name in asked)


def _certainty(readings: Sequence[Reading], best: Mapping[str, str], asked: Iterable[Asked]) -> float:
    """How likely the first recommendation is right once these questions are answered."""
    cells: dict[tuple[Any, ...], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    names = tuple(asked)
    for reading in readings:
        cell = tuple(getattr(reading, name) for name in names)
        cells[cell][best[reading.situation]] += reading.probability
    return sum(max(cell.values()) for cell in cells.values())


def certainty(readings: Sequence[Reading], best: Mapping[str, str]) -> float:
    """How likely the first recommendation is right as things stand."""
    return min(1.0, _certainty(readings, best, ()))


def _likely(problem: Problem, name: Asked) -> dict[Any, float]:
    likely: dict[Any, float] = defaultdict(float)
    for reading in problem.readings:
        likely[getattr(reading, name)] += reading.probability
    return {value: share for value, share in likely.items() if share >= SHOWN}


def _choices(problem: Problem, name: Asked) -> tuple[str, ...]:
    likely = _likely(problem, name)
    if name == "labelled":
        return ("yes: for many examples", "no: nothing is labelled")
    return tuple(f"{value}: {_says(problem, name, value)}" for value in sorted(likely, key=lambda v: -likely[v]))


def _says(problem: Problem, name: Asked, value: Any) -> str:
    if name == "data":
        return DATA_KINDS[value]
    if name == "method":
        return _METHOD[value]
    first = next(reading for reading in problem.readings if reading.answer == value)
    return situations()[first.situation].says


def answered(answers: Iterable[str]) -> Problem:
    """What answers of the form QUESTION=CHOICE say. Raises `AnswerError`."""
    facts: dict[str, Any] = {}
    for text in answers:
        name, equals, choice = (part.strip() for part in text.partition("="))
        if name not in _VALUES or not equals:
            raise AnswerError(f"--answer {text!r}: there are questions on {', '.join(_VALUES)}")
        value = choice.partition(":")[0].strip().lower()
        known = _VALUES[name]
        if value not in known:
            raise AnswerError(f"--answer {text!r}: the choices of {name!r} are {', '.join(known)}")
        facts[name] = Fact[Any](value=value == "yes" if name == "labelled" else value, origin="answer", seen=choice)
    try:
        return Problem(**facts)
    except ValidationError as error:
        raise AnswerError(str(error)) from None
