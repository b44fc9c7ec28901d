"""Learns which hyperparameter a number in a problem sets, from the problems in `scripts/words/told`.

python -m scripts.learning.settings            learn and write
python -m scripts.learning.settings --score    how well each fifth is read by what the others teach; writes nothing
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from advisor.advise.reading.settings.likely import MODEL, NOTHING, features, kind_of
from advisor.advise.reading.settings.mentions import tokens_of
from scripts.learning.told import files, told

TIMES = 2
"""How often a feature must be seen to count."""
STRENGTH = 3.0
"""How freely weights may grow."""
LEAST = 0.12
"""Weights below it are left out."""
STEPS = 127
PARTS = 5
"""Into so many the lines are parted to score."""
PROBE = "Fifteen kinds of honey, 27 pollen percentages each; the rate 0.05, for 2,000 jars."
"""A text whose features tell whether the code still sees what the model was learnt from."""


@dataclass(frozen=True)
class Example:
    """One number in a problem: what is seen of it, and what it sets."""

    line: int
    owner: str
    seen: dict[str, float]
    kind: str


def examples() -> Iterator[Example]:
    for line, one in enumerate(told()):
        if one.numbers and one.algorithm:
            found = tokens_of(one.text)
            for place, name in _marked(one.text, found, one.numbers):
                kind = kind_of(name, one.algorithm) if name else NOTHING
                yield Example(line, one.algorithm, features(found, place, one.algorithm), kind)


def _marked(text: str, found: list[Any], numbers: Iterable[tuple[str, str]]) -> Iterator[tuple[int, str]]:
    """The tokens that the marked numbers are, each with the name of what it sets."""
    text, past = text.lower(), 0
    for surface, name in numbers:
        start = text.find(surface.lower(), past)
        if start >= 0:
            past = start + len(surface)
            within = (n for n, t in enumerate(found) if t.value is not None and start < t.end and t.start < past)
            place = next(within, None)
            if place is not None:
                yield place, name


class Learner:
    """Multinomial logistic regression over the features that are not rare."""

    def __init__(self, known: list[Example]) -> None:
        counts = Counter(name for example in known for name in example.seen)
        self.names = sorted(name for name, count in counts.items() if count >= TIMES)
        self.places = {name: place for place, name in enumerate(self.names)}
        fitted = LogisticRegression(C=STRENGTH, max_iter=400).fit(self._rows(known), [e.kind for e in known])
        self.kinds = [str(kind) for kind in fitted.classes_]
        self.bias = fitted.intercept_
        self.weights = np.where(np.abs(fitted.coef_) < LEAST, 0.0, fitted.coef_)

    def chances(self, unknown: list[Example]) -> Any:
        scores = self._rows(unknown) @ self.weights.T + self.bias
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        return raised / raised.sum(axis=1, keepdims=True)

    def _rows(self, wanted: list[Example]) -> Any:
        known = self.places
        cells = [(row, known[n], v) for row, e in enumerate(wanted) for n, v in e.seen.items() if n in known]
        rows, columns, values = zip(*cells, strict=True)
        return csr_matrix((values, (rows, columns)), shape=(len(wanted), len(self.names)))

    def write(self) -> None:
        unit = float(np.abs(self.weights).max()) / STEPS
        steps = np.rint(self.weights / unit).astype(int)
        weights: dict[str, list[int]] = {}
        for place, name in enumerate(self.names):
            for kind in np.flatnonzero(steps[:, place]).tolist():
                weights.setdefault(name, []).extend((kind, int(steps[kind, place])))
        content = {
            "made_from": sources(), "kinds": self.kinds, "unit": round(unit, 6),
            "bias": [round(float(bias), 3) for bias in self.bias], "weights": weights,
        }  # fmt: skip
        MODEL.write_text(json.dumps(content, separators=(",", ":"), ensure_ascii=False) + "\n", "utf-8")
        print(f"{MODEL.name}: {MODEL.stat().st_size} bytes, {len(self.kinds)} kinds, {len(weights)} features")


def sources() -> str:
    """A digest of all that the model is made from."""
    digest = hashlib.sha256()
    for path in files():
        digest.update(path.name.encode() + path.read_bytes())
    found = tokens_of(PROBE)
    seen = [features(found, place, "kmeans") for place, token in enumerate(found) if token.value is not None]
    digest.update(repr([sorted(one.items()) for one in seen]).encode())
    return digest.hexdigest()


def score(known: list[Example]) -> None:
    """Prints, for several bounds of certainty, what share of the settings read are right, and of all are read."""
    possible: dict[str, set[str]] = {}
    for example in known:
        possible.setdefault(example.owner, {NOTHING}).add(example.kind)
    found = []
    for part in range(PARTS):
        learner = Learner([e for e in known if e.line % PARTS != part])
        unknown = [e for e in known if e.line % PARTS == part]
        for example, chances in zip(unknown, learner.chances(unknown), strict=True):
            among = {k: c for k, c in zip(learner.kinds, chances, strict=True) if k in possible[example.owner]}
            best = max(among, key=among.__getitem__)
            found.append((among[best] / sum(among.values()), best, example.kind))
    settings = sum(kind != NOTHING for _, _, kind in found)
    for bound in (0.5, 0.6, 0.7, 0.8, 0.9):
        read = [(best, kind) for chance, best, kind in found if chance >= bound and best != NOTHING]
        right = sum(best == kind for best, kind in read)
        print(f"sure {bound}: {right / len(read):.3f} of what is read is right, {right / settings:.3f} of all is read")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--score", action="store_true")
    known = list(examples())
    if parser.parse_args().score:
        score(known)
    else:
        Learner(known).write()


if __name__ == "__main__":
    main()
