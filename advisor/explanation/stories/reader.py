"""How likely each rule is what a story tells of, by its words: a network with one hidden layer.

`python -m scripts.learning.stories` learns it from all that is on record; see record.py. It is evaluated here
without numpy, whose import would cost more than all the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, sqrt
from pathlib import Path

from advisor.explanation.stories.words import terms

NETWORK = Path(__file__).with_name("network.json")
WEIGHTS = Path(__file__).with_name("network.bin")
STEPS = 20
"""Steps of a rarity to one."""
SHORT = 8.0
"""The length up to which a text is short: two words that are met seldom. Of less, less is sure."""
OF_ALGORITHM = 0.5
"""What the algorithm counts beside all words together."""
LEAST_WORDS = 2
"""Words of a text that must be known."""


@dataclass(frozen=True, slots=True)
class Reader:
    """`rarity`: of each term. `inner`: in signed bytes a row of each term, then one of each algorithm, of as many
    weights as there are hidden units; `outer`: a row of each hidden unit, with a weight for each subject. The units say
    what a step is worth. `rows`: which row a term or an algorithm has.
    """

    made_from: str
    subjects: Sequence[str]
    rarity: Mapping[str, int]
    algorithms: Sequence[str]
    hidden_bias: Sequence[float]
    bias: Sequence[float]
    inner_unit: float
    outer_unit: float
    inner: memoryview
    outer: memoryview
    rows: Mapping[str, int]

    def scores(self, counted: Mapping[str, float]) -> list[float]:
        """How much the terms speak for each subject, by what each counts."""
        width, subjects = len(self.hidden_bias), len(self.subjects)
        hidden = list(self.hidden_bias)
        for name, value in counted.items():
            _add(hidden, value * self.inner_unit, self.inner[self.rows[name] * width :][:width])
        found = list(self.bias)
        for number, value in enumerate(hidden):
            if value > 0:
                _add(found, value * self.outer_unit, self.outer[number * subjects :][:subjects])
        return found


def _add(total: list[float], times: float, row: Sequence[int]) -> None:
    total[:] = [so_far + times * weight for so_far, weight in zip(total, row, strict=True)]


def of_algorithm(name: str) -> str:
    """What stands for an algorithm among the terms."""
    return f"a:{name}"


def rows_of(terms_known: Iterable[str], algorithms: Iterable[str]) -> dict[str, int]:
    """The row of each term, and then of each algorithm."""
    return {name: number for number, name in enumerate([*terms_known, *map(of_algorithm, algorithms)])}


@cache
def reader() -> Reader:
    content = json.loads(NETWORK.read_bytes())
    weights = memoryview(WEIGHTS.read_bytes()).cast("b")
    rows = rows_of(content["rarity"], content["algorithms"])
    past = len(rows) * len(content["hidden_bias"])
    return Reader(**content, inner=weights[:past], outer=weights[past:], rows=rows)


def likeness(
    text: str, algorithm: str | None, before: Callable[[str], float], known: Reader | None = None
) -> dict[str, float]:
    """How likely each rule or fault elsewhere is, from 0 to 1; nothing of a text of which too little is known.

    `before`: what a subject counts before a word is read, 0 for one that it cannot be. `known`: another reader than the
    one that ships.
    """
    known = known or reader()
    places = terms(text)
    found = [term for term in places if term in known.rarity]
    if len({place for term in found for place in places[term]}) < LEAST_WORDS:
        return {}
    scores = known.scores(values(found, known.rarity, algorithm))
    top = max(scores)
    raised = [before(subject) * exp(score - top) for subject, score in zip(known.subjects, scores, strict=True)]
    whole = sum(raised)
    return {subject: value / whole for subject, value in zip(known.subjects, raised, strict=True) if value}


def values(found: Iterable[str], rarity: Mapping[str, int], algorithm: str | None) -> dict[str, float]:
    """What each term of a text counts, all together one at most, and its algorithm."""
    weighed = {term: rarity[term] / STEPS for term in found}
    length = max(sqrt(sum(value * value for value in weighed.values())), SHORT)
    counted = {term: value / length for term, value in weighed.items()}
    return counted | ({of_algorithm(algorithm): OF_ALGORITHM} if algorithm else {})
