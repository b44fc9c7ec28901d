"""Learns the reader of stories from all that is on record of failures, and from what strangers told of theirs.

python -m scripts.explanation_weights            learn and write
python -m scripts.explanation_weights --score    how well each story is read by what the others say; writes nothing
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from math import log
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from advisor.explanation.concerned import speaks_of
from advisor.explanation.stories.reader import STEPS, WEIGHTS, Reader, likeness, values
from advisor.explanation.stories.record import LATER, Passage, fingerprint, on_record
from advisor.explanation.stories.words import PAIR, terms
from advisor.knowledge.load import algorithm_ids, algorithm_named
from benchmarks.explained import told
from scripts.logistic_regression import Descent, fitted

DESCENT = Descent(rounds=12, batch=250, rate=0.05, fading=0.01, lazy=True)
LEAST = 0.6
"""The weight below which a term says nothing of a rule."""
CAUTION = 0.65
"""By how much weights are lessened, so that what seems sure of unseen stories is right as often."""
COMMONEST = 0.1
"""The rarity of what every rule speaks of."""
FEWEST = 5
"""Texts that must have a pair of words, so that it is learnt."""
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
    reader = json.dumps(asdict(learnt([*on_record(), *_strangers(told())])), ensure_ascii=False, separators=(",", ":"))
    WEIGHTS.write_text(reader.replace("],", "],\n") + "\n", "utf-8")
    return 0


def score() -> None:
    """Prints how often a story is read right by what is on record and what the stories of other parts say."""
    stories = told()
    places: list[int] = []
    for part in range(PARTS):
        others = [story for number, story in enumerate(stories) if number % PARTS != part]
        known = learnt([*on_record(), *_strangers(others)])
        places += [_place(story, known) for story in stories[part::PARTS]]
    first, three = (sum(place < most for place in places) / len(places) for most in (1, 3))
    print(f"{len(places)} told: {first:.0%} first, {three:.0%} among three")


def _place(story: dict[str, Any], known: Reader) -> int:
    """At which place the first right answer comes; the messages that a story quotes are not looked at."""
    facts = algorithm_named(story["algorithm"]) if story["algorithm"] else None
    near = likeness(story["text"], facts.id if facts else None, lambda subject: float(speaks_of(subject, facts)), known)
    ranked = sorted(near, key=lambda subject: -near[subject])
    return next((place for place, subject in enumerate(ranked) if subject in story["accepts"]), len(ranked))


def _strangers(stories: Sequence[dict[str, Any]]) -> Iterator[Passage]:
    for story in stories:
        for place, subject in enumerate(story["accepts"]):
            worth = ALSO_RIGHT * LATER**place if place else 1.0
            yield Passage(subject, worth, story["text"], story["algorithm"] or None)


def learnt(passages: Sequence[Passage]) -> Reader:
    subjects = sorted({passage.subject for passage in passages})
    found = _terms({passage.words for passage in passages})
    rarity = _rarity(passages, found, len(subjects))
    names = [*sorted(rarity), *(f"a:{name}" for name in algorithm_ids())]
    wanted = np.array([subjects.index(passage.subject) for passage in passages])
    worth = np.array([passage.worth for passage in passages], np.float32)
    weights = fitted(_rows(passages, found, rarity, names), wanted, worth, len(subjects), DESCENT)
    kept = {name: said for name, row in zip(names, weights, strict=True) if (said := _kept(row))}
    return Reader(fingerprint(), subjects, dict(sorted(rarity.items())), kept)


def _terms(texts: Collection[str]) -> dict[str, list[str]]:
    """The terms of each text, but for pairs of words that few texts have."""
    found = {words: list(terms(words)) for words in texts}
    holders = Counter(term for of in found.values() for term in of if PAIR in term)
    return {words: [term for term in of if PAIR not in term or holders[term] >= FEWEST] for words, of in found.items()}


def _rarity(passages: Sequence[Passage], found: dict[str, list[str]], subjects: int) -> dict[str, int]:
    """The fewer rules speak of something, the more it says."""
    holders: dict[str, set[str]] = defaultdict(set)
    for passage in passages:
        for term in found[passage.words]:
            holders[term].add(passage.subject)
    return {term: round(max(log(subjects / len(of)), COMMONEST) * STEPS) for term, of in holders.items()}


def _rows(passages: Sequence[Passage], found: dict[str, list[str]], rarity: dict[str, int], names: list[str]) -> Any:
    place = {name: number for number, name in enumerate(names)}
    counted = [values(found[passage.words], rarity, passage.algorithm) for passage in passages]
    ends = np.cumsum([0, *map(len, counted)])
    columns = [place[name] for of in counted for name in of]
    cells = np.array([value for of in counted for value in of.values()], np.float32)
    return csr_array((cells, columns, ends), shape=(len(passages), len(names)))


def _kept(row: Any) -> list[int]:
    """What a term says for each subject beside what it says for most, as pairs of a place and whole steps."""
    beside = CAUTION * (row - np.median(row))
    return [
        number for place in np.flatnonzero(abs(beside) > LEAST) for number in (int(place), round(beside[place] * STEPS))
    ]


if __name__ == "__main__":
    raise SystemExit(main())
