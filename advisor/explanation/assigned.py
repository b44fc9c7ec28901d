"""Hyperparameters that a text gives as they are sent, `num_factors=2000`, and the rules that these values break."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.case.model import Case
from advisor.explanation.recognised import Recognised
from advisor.knowledge.models.algorithm import Algorithm, Hyperparameter
from advisor.rules import by_code

SURE = 0.9
"""How surely a value that a rule refuses is why the job failed."""
_JUDGED = ("HYP103", "HYP104", "HYP105", "HYP106", "HYP109")
"""The rules on a value by itself, or beside one other; what else is set or what the data holds is not told."""
_GIVEN = (
    r"""['"]?(?:\s*[=:]\s*|\s+(?:(?:is|was|of|at|to|set|left)\s+)*)(?P<quote>['"]?)(?P<value>[\w.:+-]*\w)(?P=quote)"""
)
"""What stands between a name and its value, and the value."""
_NUMBER = re.compile(r"[+-]?\.?\d[\w.+-]*")


def broken_by(text: str, algorithm: Algorithm) -> Iterator[Recognised]:
    """The rules that the values of the text break, each with the words that give the value."""
    given = dict(_assigned(text, algorithm))
    case = Case({}, algorithm, hyperparameters={name: value for name, (value, _) in given.items()}, has_data=False)
    for code in _JUDGED:
        for hit in by_code()[code].check(case):
            name = (hit.key or "").rpartition(".")[2]
            if hit.severity in (None, "error"):
                yield Recognised(code, SURE, given[name][1], True)


def _assigned(text: str, algorithm: Algorithm) -> Iterator[tuple[str, tuple[str, str]]]:
    """Hyperparameters by their own names, each with its value and the words that give it."""
    for name, fact in algorithm.hyperparameters.values.items():
        found = re.search(rf"(?<![\w.-]){re.escape(name)}{_GIVEN}", text)
        if found and _is_meant(found, fact):
            yield name, (found["value"], found[0])


def _is_meant(found: re.Match[str], fact: Hyperparameter) -> bool:
    """Whether a value is one that was sent, and no word of a sentence or measure of a log: `loss=nan`."""
    if fact.type in ("int", "float"):
        return _NUMBER.fullmatch(found["value"]) is not None
    is_written = bool(found["quote"]) or re.search(r"[\w'\"]\s?=\s?\w", found[0]) is not None
    return (
        fact.type in ("str", "enum", "regex")
        and is_written
        and _NUMBER.fullmatch(found["value"]) is None
        and found["value"] != "nan"
    )
