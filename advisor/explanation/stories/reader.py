"""How likely each rule is what a story tells of, by its words: a network with one hidden layer.

`python -m scripts.learning.stories` learns it from all that is on record (record.py) and from what strangers told
of their failures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, sqrt
from pathlib import Path

from advisor.advise.reading.network import Network, read
from advisor.explanation.stories.words import terms

NOTHING = ""
"""What a text tells of that is no story of a failure."""
NETWORK = Path(__file__).with_name("network.json")
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
    """The features of the network are terms, of which `rarity` says how rare they are, and algorithms."""

    network: Network
    rarity: Mapping[str, int]


@cache
def reader() -> Reader:
    network, content = read(NETWORK)
    return Reader(network, dict(zip(content["features"], content["rarity"], strict=False)))


def of_algorithm(name: str) -> str:
    """What stands for an algorithm among the terms."""
    return f"a:{name}"


def likeness(
    text: str, algorithm: str | None, before: Callable[[str], float], known: Reader | None = None
) -> dict[str, float]:
    """How likely each rule or fault elsewhere is, from 0 to 1; nothing of a text of which too little is known.

    What is missing to 1 is how likely the text tells of no failure.

    `before`: what a subject counts before a word is read, 0 for one that it cannot be. `known`: another reader than the
    one that ships.
    """
    known = known or reader()
    places = terms(text)
    found = [term for term in places if term in known.rarity]
    if len({place for term in found for place in places[term]}) < LEAST_WORDS:
        return {}
    subjects = known.network.classes
    hidden = known.network.hidden(values(found, known.rarity, algorithm))
    scores = known.network.scores(hidden, range(len(subjects)))
    top = max(scores)
    raised = [before(subject) * exp(score - top) for subject, score in zip(subjects, scores, strict=True)]
    whole = sum(raised)
    return {subject: value / whole for subject, value in zip(subjects, raised, strict=True) if value and subject}


def values(found: Iterable[str], rarity: Mapping[str, int], algorithm: str | None) -> dict[str, float]:
    """What each term of a text counts, all together one at most, and its algorithm."""
    weighed = {term: rarity[term] / STEPS for term in found}
    length = max(sqrt(sum(value * value for value in weighed.values())), SHORT)
    counted = {term: value / length for term, value in weighed.items()}
    return counted | ({of_algorithm(algorithm): OF_ALGORITHM} if algorithm else {})
