"""How near what was told is to what is on record of each rule, by the words that it holds.

Each rule is a few short passages: how people tell of its failure, what it says, why, and how it is mended. What was
told is compared with each, rare words counting most, and the best passage speaks for the rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import log, sqrt

from advisor.explanation.catalogue import VARYING, families, messages, tales
from advisor.explanation.words import terms
from advisor.rules import all_rules

LATER = 0.93
"""What a passage counts for the next of the rules that it stands for."""
WORTH = {"tale": 1.0, "message": 0.9, "summary": 0.9, "why": 0.6, "fix": 0.6}
"""What a passage counts by its kind."""
FAMILY = 0.1
"""How much the words for a rule's format add."""
LEAST_WEIGHT = 15.0
"""The weight of shared words below which a likeness counts less: two words that are met seldom."""
SUPPORT = (1.0, 0.15, 0.08)
"""What the nearest passages of a rule count, one after the other."""
CONCEPT = 0.7
"""What a concept counts beside a word."""
LONG = 9.0
"""The norm from which a text is long: what else it tells does not count against it."""
LEAST_SHARED = 2
"""Words of the text that must be shared."""
BLEND = 0.9
"""What likeness in both directions counts beside how much of the passage is there."""


@dataclass(frozen=True, slots=True)
class Passage:
    subject: str
    worth: float
    weights: Mapping[str, float]
    norm: float
    total: float


@dataclass(frozen=True, slots=True)
class Index:
    """`rarity`: of each term; `by_term`: the passages that hold it; `of_family`: terms of each family's words."""

    rarity: Mapping[str, float]
    passages: tuple[Passage, ...]
    by_term: Mapping[str, tuple[int, ...]]
    of_family: Mapping[str, frozenset[str]]


def likeness(text: str) -> dict[str, float]:
    """How near the text is to each rule and each fault elsewhere that it shares words with, from 0 to 1."""
    index = _index()
    places = {term: found for term, found in terms(text).items() if term in index.rarity}
    asked = {term: index.rarity[term] for term in places}
    norm = min(sqrt(sum(weight * weight for weight in asked.values())), LONG)
    nearest: dict[str, list[float]] = defaultdict(list)
    for place in {place for term in asked for place in index.by_term[term]}:
        passage = index.passages[place]
        if near := _nearness(asked, places, norm, passage) * passage.worth:
            nearest[passage.subject].append(near)
    return {subject: min(_joined(near) * _lift(subject, asked, index), 1.0) for subject, near in nearest.items()}


def _joined(near: list[float]) -> float:
    """The nearest passage of a rule speaks for it, and the next ones support it."""
    return sum(part * value for part, value in zip(SUPPORT, sorted(near, reverse=True), strict=False)) / sum(SUPPORT)


def _nearness(asked: Mapping[str, float], places: Mapping[str, frozenset[int]], norm: float, passage: Passage) -> float:
    common = [term for term in passage.weights if term in asked]
    if len(frozenset().union(*(places[term] for term in common))) < LEAST_SHARED:
        return 0.0
    weight = sum(asked[term] for term in common)
    cosine = sum(asked[term] * passage.weights[term] for term in common) / (norm * passage.norm)
    covered = weight / passage.total
    return (BLEND * cosine + (1 - BLEND) * covered) * min(weight / LEAST_WEIGHT, 1.0)


def _lift(subject: str, asked: Mapping[str, float], index: Index) -> float:
    """Rules on a format that the text names count more, and rules on formats that are seldom met a little less."""
    family = families().get(subject[:3])
    if family is None:
        return 1.0
    words = index.of_family[subject[:3]]
    named = sum(asked[term] for term in words if term in asked) / (sum(index.rarity.get(t, 0.0) for t in words) or 1.0)
    return (0.9 + 0.1 * family.common) * (1 + FAMILY * min(3 * named, 1.0))


@cache
def _index() -> Index:
    texts = list(_passages())
    bag_of = {text: terms(text) for text in {text for _, _, text in texts}}
    bags = [bag_of[text] for _, _, text in texts]
    holders: dict[str, set[str]] = defaultdict(set)
    for (subject, _, _), bag in zip(texts, bags, strict=True):
        for term in bag:
            holders[term].add(subject)
    count = len({subject for subject, _, _ in texts})
    rarity = {term: _rarity(term, len(subjects), count) for term, subjects in holders.items()}
    passages: list[Passage] = []
    by_term: dict[str, list[int]] = defaultdict(list)
    for (subject, worth, _), bag in zip(texts, bags, strict=True):
        if not bag:
            continue
        weights = {term: rarity[term] for term in bag}
        for term in bag:
            by_term[term].append(len(passages))
        norm = sqrt(sum(weight * weight for weight in weights.values()))
        passages.append(Passage(subject, worth, weights, norm, sum(weights.values())))
    of_family = {letters: frozenset(terms(family.words)) for letters, family in families().items()}
    return Index(rarity, tuple(passages), {term: tuple(places) for term, places in by_term.items()}, of_family)


def _rarity(term: str, holders: int, subjects: int) -> float:
    """The fewer rules speak of something, the more it says."""
    return log(1 + subjects / holders) * (CONCEPT if term.startswith("c:") else 1.0)


def _passages() -> Iterator[tuple[str, float, str]]:
    for subjects, words in tales():
        for place, subject in enumerate(subjects):
            yield subject, WORTH["tale"] * LATER**place, words
    for rule in all_rules():
        yield rule.code, WORTH["summary"], f"{rule.name.replace('-', ' ')} {rule.summary}"
        yield rule.code, WORTH["why"], rule.why
        yield rule.code, WORTH["fix"], rule.fix
    for message in messages():
        for place, subject in enumerate(message.subjects):
            yield subject, WORTH["message"] * LATER**place, message.says.replace(VARYING, " ")
