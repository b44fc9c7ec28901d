"""Learns the reader of words from the example problems in `scripts/words` and writes the model that ships.

    python scripts/train_words.py            learn and write
    python scripts/train_words.py --score    also say how well unseen families of examples are read (5-fold)

A family is one line of the examples with all its wordings; a family is never both learnt from and tested on.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from advisor.advise.phrases import Token, tokens
from advisor.advise.reader import MEANINGS, MODEL, base_forms, features, plain_words, word_key

EXAMPLES = Path(__file__).parent / "words"
WORDINGS = 5
"""Wordings drawn of each family."""
DROPPED = 0.25
"""The share of words that the second copy of each wording lacks, so that no single word decides."""
STRENGTH = 12.0
"""The inverse of the regularisation."""
EVENNESS = 0.5
"""How far situations with few families are lifted: 0 not at all, 1 to equal weight."""
STEPS = 127
MEANING_SHARE = 1.5
"""How much the meaning of words counts beside words and concepts."""
COMMON = 300
"""Words of about this rank in frequency and above are damped."""

_CHOICE = re.compile(r"\{([^{}]*)\}")


@dataclass
class Example:
    text: str
    situation: str
    family: int


def families() -> list[tuple[str, str]]:
    """Every line of the examples with its situation."""
    found: list[tuple[str, str]] = []
    for path in sorted(EXAMPLES.glob("*.txt")):
        situation = ""
        for line in path.read_text("utf-8").splitlines():
            if heading := re.fullmatch(r"\[(.+)\]", line.strip()):
                situation = heading[1]
            elif line.strip() and not line.startswith("#"):
                found.append((situation, line.strip()))
    return found


def examples(draw: random.Random) -> list[Example]:
    """A few wordings of each family."""
    found: list[Example] = []
    for family, (situation, line) in enumerate(families()):
        texts = {_CHOICE.sub(lambda match: draw.choice(match[1].split("|")), line) for _ in range(WORDINGS)}
        found += [Example(text, situation, family) for text in sorted(texts)]
    return found


def thinned(found: list[Example], draw: random.Random) -> list[Example]:
    """The examples, and each once more without some of its words."""
    copies = []
    for example in found:
        kept = [word for word in example.text.split() if draw.random() > DROPPED]
        copies.append(replace(example, text=" ".join(kept) or example.text))
    return found + copies


class Meanings:
    """The vectors of words, damped where a word is very common."""

    def __init__(self, path: Path = EXAMPLES / "vectors.npz") -> None:
        content = np.load(path)
        self.words: list[str] = content["words"].tolist()
        self._place = {word: place for place, word in enumerate(self.words)}
        rank = np.arange(len(self.words)) + COMMON / 10
        self.vectors = content["vectors"] / STEPS * (rank / (rank + COMMON))[:, None] * MEANING_SHARE

    def of(self, found: list[Token]) -> Any:
        """The meaning of a text: the sum of its words' vectors over the root of their number."""
        places = {place for word in plain_words(found) if (place := self._known(word)) is not None}
        if not places:
            return np.zeros(self.vectors.shape[1])
        return self.vectors[sorted(places)].sum(axis=0) / np.sqrt(len(places))

    def _known(self, word: str) -> int | None:
        return next((self._place[form] for form in base_forms(word) if form in self._place), None)


def weights_of(found: list[Example]) -> Any:
    """Every family counts the same, and families of rare situations somewhat more."""
    wordings = Counter(example.family for example in found)
    of_situation = Counter(situation for situation, _ in families())
    usual = np.median(list(of_situation.values()))
    return np.array([(usual / of_situation[e.situation]) ** EVENNESS / wordings[e.family] for e in found])


class Learner:
    """From texts to situations: counts of words and concepts beside the meanings of the words."""

    def __init__(self) -> None:
        self.meanings = Meanings()
        self.vectorizer = DictVectorizer()
        self.model = LogisticRegression(C=STRENGTH, max_iter=400)

    def fit(self, found: list[Example]) -> None:
        seen = [features(tokens(example.text)) for example in found]
        common = Counter(name for names in seen for name in names)
        counted = self.vectorizer.fit_transform([{n: v for n, v in s.items() if common[n] > 1} for s in seen])
        self.model.fit(self._joined(counted, found), [e.situation for e in found], sample_weight=weights_of(found))

    def probabilities(self, found: list[Example]) -> Any:
        counted = self.vectorizer.transform([features(tokens(example.text)) for example in found])
        return self.model.predict_proba(self._joined(counted, found))

    def _joined(self, counted: Any, found: list[Example]) -> Any:
        meant = np.array([self.meanings.of(tokens(example.text)) for example in found])
        return hstack([counted, csr_matrix(meant)]).tocsr()

    def write(self) -> None:
        """Writes the weights as whole numbers, those of the vocabulary's words in a table of bytes."""
        names = self.vectorizer.get_feature_names_out()
        coefficients = self.model.coef_.T
        rows, unit = _whole(coefficients[: len(names)])
        meanings, meaning_unit = _whole(self.meanings.vectors @ coefficients[len(names) :])
        content = {
            "situations": self.model.classes_.tolist(),
            "unit": unit,
            "meaning_unit": meaning_unit,
            "bias": [round(float(bias), 4) for bias in self.model.intercept_],
            "weights": {name: row.tolist() for name, row in zip(names, rows, strict=True) if row.any()},
        }
        MODEL.write_text(json.dumps(content, separators=(",", ":")).replace('"w:', '\n"w:') + "\n", "utf-8")
        keys = np.array([word_key(word) for word in self.meanings.words], np.uint32)
        keys, order = np.unique(keys, return_index=True)
        MEANINGS.write_bytes(
            len(keys).to_bytes(4, "little") + keys.tobytes() + meanings[order].astype(np.int8).tobytes()
        )
        print(f"{MODEL}: {len(names)} features, {MODEL.stat().st_size} bytes")
        print(f"{MEANINGS}: {len(keys)} words, {MEANINGS.stat().st_size} bytes")


def _whole(weights: Any) -> tuple[Any, float]:
    """Weights in whole steps from -127 to 127, and what a step is worth."""
    unit = round(float(np.abs(weights).max()) / STEPS, 8)
    return np.clip(np.rint(weights / unit), -STEPS, STEPS).astype(int), unit


def score(found: list[Example]) -> None:
    """Prints how often unseen families are read right, and the commonest confusions."""
    wanted = np.array([example.situation for example in found])
    groups = np.array([example.family for example in found])
    wordings = np.array([1 / n for n in map(Counter(groups).__getitem__, groups)])
    first = third = 0.0
    confused: Counter[tuple[str, str]] = Counter()
    for train, test in GroupKFold(5, shuffle=True, random_state=0).split(found, wanted, groups):
        learner = Learner()
        learner.fit(thinned([found[i] for i in train], random.Random(1)))
        order = np.argsort(-learner.probabilities([found[i] for i in test]), axis=1)
        ranked = learner.model.classes_[order]
        right = ranked[:, 0] == wanted[test]
        first += float(wordings[test][right].sum())
        third += float(wordings[test][(ranked[:, :3] == wanted[test][:, None]).any(axis=1)].sum())
        confused.update(zip(wanted[test][~right].tolist(), ranked[~right, 0].tolist(), strict=True))
    total = wordings.sum()
    print(f"{total:.0f} families, unseen ones: first {first / total:.3f}, among three {third / total:.3f}")
    for (right_one, wrong_one), count in confused.most_common(15):
        print(f"  {count:3} {right_one} read as {wrong_one}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--score", action="store_true")
    arguments = parser.parse_args()
    found = examples(random.Random(0))
    if arguments.score:
        score(found)
    learner = Learner()
    learner.fit(thinned(found, random.Random(1)))
    learner.write()


if __name__ == "__main__":
    main()
