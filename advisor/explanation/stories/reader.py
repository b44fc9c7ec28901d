"""How likely each rule is what a story tells of, by its words: a multinomial logistic regression.

`python -m scripts.explanation_weights` learns it from all that is on record; see record.py.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from math import exp, sqrt
from pathlib import Path

from advisor.explanation.stories.words import terms

WEIGHTS = Path(__file__).with_name("weights.json")
STEPS = 20
"""Steps of a weight, and of a rarity, to one."""
SHORT = 8.0
"""The length up to which a text is short: two words that are met seldom. Of less, less is sure."""
OF_ALGORITHM = 0.5
"""What the algorithm counts beside all words together."""
LEAST_WORDS = 2
"""Words that must speak for a rule."""


@dataclass(frozen=True, slots=True)
class Reader:
    """`rarity`: of each term; `weights`: by term, what it says for each subject, as pairs of a place and a weight."""

    made_from: str
    subjects: list[str]
    rarity: dict[str, int]
    weights: dict[str, list[int]]


@cache
def reader() -> Reader:
    return Reader(**json.loads(WEIGHTS.read_bytes()))


def likeness(
    text: str, algorithm: str | None, before: Callable[[str], float], known: Reader | None = None
) -> dict[str, float]:
    """How likely each rule or fault elsewhere is, from 0 to 1; nothing of a text of which too little is known.

    `before`: what a subject counts before a word is read, 0 for one that it cannot be. `known`: another reader than the
    one that ships.
    """
    known = known or reader()
    places = terms(text)
    scores: dict[int, float] = defaultdict(float)
    speaking: dict[int, set[int]] = defaultdict(set)
    for term, value in values((term for term in places if term in known.rarity), known.rarity, algorithm).items():
        pairs = iter(known.weights.get(term, ()))
        for subject, weight in zip(pairs, pairs, strict=True):
            scores[subject] += value * weight / STEPS
            if weight > 0:
                speaking[subject] |= places.get(term, frozenset())
    raised = [before(subject) * exp(scores[place]) for place, subject in enumerate(known.subjects)]
    whole = sum(raised)
    return {
        known.subjects[place]: raised[place] / whole for place, words in speaking.items() if len(words) >= LEAST_WORDS
    }


def values(found: Iterable[str], rarity: dict[str, int], algorithm: str | None) -> dict[str, float]:
    """What each term of a text counts, all together one at most, and its algorithm."""
    weighed = {term: rarity[term] / STEPS for term in found}
    length = max(sqrt(sum(value * value for value in weighed.values())), SHORT)
    counted = {term: value / length for term, value in weighed.items()}
    return counted | ({f"a:{algorithm}": OF_ALGORITHM} if algorithm else {})
