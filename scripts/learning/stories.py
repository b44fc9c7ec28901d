"""Learns the reader of stories from all that is on record of failures, and from what strangers told of theirs.

python -m scripts.learning.stories            learn and write
python -m scripts.learning.stories --score    how well each story is read by what the others say; writes nothing
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from math import log
from typing import Any

import numpy as np

from advisor.advise.reading.network import network
from advisor.explanation.concerned import speaks_of
from advisor.explanation.explain import UNSURE
from advisor.explanation.stories.reader import NETWORK, NOTHING, STEPS, Reader, likeness, of_algorithm, values
from advisor.explanation.stories.record import LATER, Passage, fingerprint, on_record
from advisor.explanation.stories.words import PAIR, terms
from advisor.knowledge.load import algorithm_ids, algorithm_named
from benchmarks.explained import told
from scripts.learning.neural_network import Schooling, schooled, sparse_rows
from scripts.learning.whole_steps import packed, write

SCHOOLING = Schooling(members=2, hidden=256, rounds=30, batch=250, rate=0.004, unseen=0.25, idle=0.35, decay=0.01)
COMMONEST = 0.1
"""The rarity of what every rule speaks of."""
FEWEST, FEWEST_OF_PAIR = 3, 5
"""Texts that must have a word, or a pair of words, so that it is learnt."""
ALSO_RIGHT = 0.5
"""What a story counts for each further rule that would be right."""
PARTS = 5
"""Parts of the stories, each of which is read by what the others say."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--score", action="store_true")
    if parser.parse_args().score:
        score()
        return 0
    content, weights, rarity = learnt([*on_record(), *_strangers(told())])
    write(NETWORK, {"made_from": fingerprint(), **content, "rarity": list(rarity.values())}, weights)
    return 0


def score() -> None:
    """Prints how often a story is read right by what is on record and what the stories of other parts say."""
    stories = told()
    places: list[int] = []
    for part in range(PARTS):
        others = [story for number, story in enumerate(stories) if number % PARTS != part]
        content, weights, rarity = learnt([*on_record(), *_strangers(others)])
        known = Reader(network(content, weights), rarity)
        places += [_place(story, known) for story in stories[part::PARTS]]
    first, three = (sum(place < most for place in places) / len(places) for most in (1, 3))
    print(f"{len(places)} told: {first:.0%} first, {three:.0%} among three")


def _place(story: dict[str, Any], known: Reader) -> int:
    """At which place the first right answer comes; the messages that a story quotes are not looked at."""
    facts = algorithm_named(story["algorithm"]) if story["algorithm"] else None
    near = likeness(story["text"], facts.id if facts else None, lambda subject: float(speaks_of(subject, facts)), known)
    ranked = sorted(near, key=lambda subject: -near[subject])
    if not story["accepts"]:
        return 0 if max(near.values(), default=0.0) < UNSURE else len(ranked)
    return next((place for place, subject in enumerate(ranked) if subject in story["accepts"]), len(ranked))


def _strangers(stories: Sequence[dict[str, Any]]) -> Iterator[Passage]:
    for story in stories:
        for place, subject in enumerate(story["accepts"] or [NOTHING]):
            worth = ALSO_RIGHT * LATER**place if place else 1.0
            yield Passage(subject, worth, story["text"], story["algorithm"] or None)


def learnt(passages: Sequence[Passage]) -> tuple[dict[str, Any], memoryview, dict[str, int]]:
    """A network as it ships, and how rare each term is."""
    subjects = sorted({passage.subject for passage in passages})
    found = _terms({passage.words for passage in passages})
    rarity = dict(sorted(_rarity(passages, found, len(subjects)).items()))
    told: dict[tuple[str, str | None], dict[int, float]] = defaultdict(dict)
    for passage in passages:
        told[passage.words, passage.algorithm][subjects.index(passage.subject)] = passage.worth
    wanted = np.zeros((len(told), len(subjects)), np.float32)
    for row, of in enumerate(told.values()):
        wanted[row, list(of)] = list(of.values())
    worth = wanted.max(axis=1)
    seen = _rows([(found[words], algorithm) for words, algorithm in told], rarity)
    layers = schooled(seen, wanted / wanted.sum(axis=1, keepdims=True), worth, SCHOOLING)
    return *packed(layers, _features(rarity), subjects), rarity


def _features(rarity: Iterable[str]) -> list[str]:
    return [*rarity, *map(of_algorithm, algorithm_ids())]


def _terms(texts: Collection[str]) -> dict[str, list[str]]:
    """The terms of each text, but for those that few texts have."""
    found = {words: list(terms(words)) for words in texts}
    holders = Counter(term for of in found.values() for term in of)
    known = {term for term, count in holders.items() if count >= (FEWEST_OF_PAIR if PAIR in term else FEWEST)}
    return {words: [term for term in of if term in known] for words, of in found.items()}


def _rarity(passages: Sequence[Passage], found: dict[str, list[str]], subjects: int) -> dict[str, int]:
    """The fewer rules speak of something, the more it says."""
    holders: dict[str, set[str]] = defaultdict(set)
    for passage in passages:
        for term in found[passage.words]:
            holders[term].add(passage.subject)
    return {term: round(max(log(subjects / len(of)), COMMONEST) * STEPS) for term, of in holders.items()}


def _rows(stories: Sequence[tuple[list[str], str | None]], rarity: dict[str, int]) -> Any:
    places = {name: number for number, name in enumerate(_features(rarity))}
    terms_known = ((filter(rarity.__contains__, found), algorithm) for found, algorithm in stories)
    return sparse_rows([values(found, rarity, algorithm) for found, algorithm in terms_known], places)


if __name__ == "__main__":
    raise SystemExit(main())
