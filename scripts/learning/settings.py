"""Learns what numbers and wishes in problems set, from the problems and sayings in `scripts/words` and the terms of
`settings.txt`.

python -m scripts.learning.settings            learn and write
python -m scripts.learning.settings --score    how well each fifth is read by what the others teach; writes nothing
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from advisor.advise.reading.settings.kinds import NOTHING, numbers_of, wish_of, wishes_of
from advisor.advise.reading.settings.likely import NUMBERS, WISHES, likely_tokens
from advisor.advise.reading.settings.mentions import BOTH, TERMS, spoken_of
from advisor.advise.reading.settings.seen import around_number, of_stretch, stretches
from advisor.knowledge.load import algorithm_ids
from scripts.learning import marked, told
from scripts.learning.descent import shares
from scripts.learning.neural_network import IMPOSSIBLE, Layers, Schooling, schooled, sparse_rows
from scripts.learning.whole_steps import packed, write

LONGER = marked.SAID / "wishes.txt"
"""Wishes in more words than the terms of `settings.txt` have, in the same form."""
TIMES = 4
"""How often a feature must be seen to count."""
PARTS = 5
"""Into so many the texts are parted to score."""
ALWAYS_KNOWN = -1
"""The text of a phrase of `settings.txt`, which every part is taught."""
BOUNDS = (0.5, 0.6, 0.7, 0.8, 0.9)
PROBE = "Fifteen kinds of honey, 27 pollen percentages each; the rate 0.05, for 2,000 jars, every third of them."
"""A text whose features tell whether the code still sees what the networks were learnt from."""


@dataclass(frozen=True, slots=True)
class Example:
    """A number or a stretch of words: what is seen of it, and what it sets. `text`: the number of its text."""

    text: int
    owner: str
    seen: dict[str, float]
    kind: str


@dataclass(frozen=True, slots=True)
class Task:
    """What one network is learnt for: `possible` kinds of an algorithm."""

    file: Path
    examples: Callable[[], Iterator[Example]]
    possible: Callable[[str], Mapping[str, object]]
    hidden: int


def numbers() -> Iterator[Example]:
    for number, one in enumerate(marked.marked()):
        for place, kind in one.numbers.items():
            yield Example(number, one.algorithm, around_number(one.found, place), kind)


def wishes() -> Iterator[Example]:
    for number, one in enumerate(marked.marked()):
        for stretch, kind in one.wishes.items():
            yield Example(number, one.algorithm, of_stretch(one.found, *stretch), kind)
    for owner in algorithm_ids():
        for names, value, phrases in (*spoken_of(owner), *spoken_of(owner, LONGER)):
            for phrase in phrases if value is not None else ():
                found = likely_tokens(phrase)
                kind = wish_of(names.split(BOTH)[0], value, owner)
                if found and kind in wishes_of(owner):
                    yield Example(ALWAYS_KNOWN, owner, of_stretch(found, 0, len(found)), kind)


TASKS = (Task(NUMBERS, numbers, numbers_of, 144), Task(WISHES, wishes, wishes_of, 160))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--score", action="store_true")
    is_score = parser.parse_args().score
    for task in TASKS:
        known = list(task.examples())
        if is_score:
            score(task, known)
        else:
            learner = Learner(task, known)
            content, weights = packed(learner.layers, list(learner.places), learner.kinds)
            write(task.file, {"made_from": sources(), **content}, weights)


class Learner:
    """A network over the features that are not rare."""

    def __init__(self, task: Task, known: Sequence[Example]) -> None:
        counts = Counter(name for example in known for name in example.seen)
        self.places = {name: n for n, name in enumerate(sorted(n for n, count in counts.items() if count >= TIMES))}
        self.kinds = sorted({example.kind for example in known})
        self._possible = cache(lambda owner: [k == NOTHING or k in task.possible(owner) for k in self.kinds])
        wanted = np.zeros((len(known), len(self.kinds)), np.float32)
        wanted[np.arange(len(known)), [self.kinds.index(example.kind) for example in known]] = 1
        how = Schooling(
            members=2, hidden=task.hidden, rounds=30, batch=128, rate=0.005, unseen=0.3, idle=0.4, decay=0.02
        )
        worth = np.ones(len(known), np.float32)
        self.layers: Layers = schooled(self._rows(known), wanted, worth, how, self._open(known))

    def chances(self, unknown: Sequence[Example]) -> Any:
        raised = np.maximum(self._rows(unknown) @ self.layers.inner + self.layers.hidden_bias, 0)
        return shares(np.where(self._open(unknown), raised @ self.layers.outer + self.layers.bias, IMPOSSIBLE))

    def _open(self, wanted: Sequence[Example]) -> Any:
        return np.array([self._possible(example.owner) for example in wanted])

    def _rows(self, wanted: Sequence[Example]) -> Any:
        return sparse_rows([one.seen for one in wanted], self.places)


def sources() -> str:
    """A digest of all that the networks are made from."""
    digest = hashlib.sha256()
    for path in (*told.files(), *marked.files(), TERMS, LONGER):
        digest.update(path.name.encode() + path.read_bytes())
    digest.update(repr([(sorted(numbers_of(owner)), sorted(wishes_of(owner))) for owner in algorithm_ids()]).encode())
    found = likely_tokens(PROBE)
    seen = [around_number(found, place) for place, token in enumerate(found) if token.value is not None]
    seen += [of_stretch(found, *stretch) for stretch in stretches(found)]
    digest.update(repr([sorted(one.items()) for one in seen]).encode())
    return digest.hexdigest()


def score(task: Task, known: Sequence[Example]) -> None:
    """Prints, for several bounds of certainty, what share of what is read is right, and of all is read."""
    read: list[tuple[float, str, str]] = []
    for part in range(PARTS):
        learner = Learner(task, [one for one in known if one.text % PARTS != part or one.text == ALWAYS_KNOWN])
        unknown = [one for one in known if one.text % PARTS == part and one.text != ALWAYS_KNOWN]
        for example, chances in zip(unknown, learner.chances(unknown), strict=True):
            best = int(chances.argmax())
            read.append((float(chances[best]), learner.kinds[best], example.kind))
    there = sum(kind != NOTHING for _, _, kind in read)
    print(f"{task.file.stem}: {there} of {len(read)} set something")
    for bound in BOUNDS:
        sure = [(best, kind) for chance, best, kind in read if chance >= bound and best != NOTHING]
        right = sum(best == kind for best, kind in sure)
        read_right, all_read = right / max(len(sure), 1), right / there
        print(f"  sure {bound}: {read_right:.3f} of what is read is right, {all_read:.3f} of all is read")


if __name__ == "__main__":
    main()
