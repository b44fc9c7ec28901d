"""The questions that may be asked, and what answers to them say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, get_args

from pydantic import ValidationError

from advisor.advise.problem import AnswerKind, DataKind, Fact, Method, Problem, Trait
from advisor.errors import AdvisorError

TARGET = "target"
NOTHING = "none"
"""The answer to the question of the target where nothing is to be predicted."""
OTHER = "other"
SOMETHING_ELSE = "something else"

Asked = Literal["answer", "data", "labelled", "method", "wish"]

QUESTIONS: dict[Asked, str] = {
    "answer": "What should come out?",
    "data": "What does the data look like?",
    "labelled": "Do you have examples for which the right answer is known?",
    "method": "Is a certain way of answering wanted?",
    "wish": "What matters most?",
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
METHODS: dict[Method, str] = {
    "any": "no, whatever predicts best",
    "linear": "one weight for each input, which can be read",
    "neighbours": "by the most similar known cases",
    "trees": "decision trees",
    "neural": "a neural network",
}
_VALUES: dict[Asked, tuple[str, ...]] = {
    "answer": (*get_args(AnswerKind), OTHER), "data": (*get_args(DataKind), OTHER),
    "method": (*get_args(Method), OTHER), "labelled": ("yes", "no"), "wish": get_args(Trait),
}  # fmt: skip


class AnswerError(AdvisorError):
    """An answer that no question has; the message says which there are."""


def answered(answers: Iterable[str]) -> Problem:
    """What answers of the form QUESTION=CHOICE say. Raises `AnswerError`."""
    facts: dict[str, Any] = {}
    for text in answers:
        name, equals, choice = (part.strip() for part in text.partition("="))
        if name not in _VALUES or not equals:
            raise AnswerError(f"--answer {text!r}: there are questions on {', '.join(_VALUES)}")
        value = choice.partition(":")[0].strip().lower()
        if value not in _VALUES[name]:
            raise AnswerError(f"--answer {text!r}: the choices of {name!r} are {', '.join(_VALUES[name])}")
        if value == OTHER:
            facts["others"] = (*facts.get("others", ()), name)
        elif name == "wish":
            facts["traits"] = (*facts.get("traits", ()), Fact[Any](value=value, origin="answer", seen=choice))
        else:
            facts[name] = Fact[Any](value=value == "yes" if name == "labelled" else value, origin="answer", seen=choice)
    try:
        return Problem(**facts)
    except ValidationError as error:
        raise AnswerError(str(error)) from None
