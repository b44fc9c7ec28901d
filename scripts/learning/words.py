"""Learns the reader of words from the rules and problems in `scripts/words` and writes the model that ships.

    python -m scripts.learning.words            learn and write
    python -m scripts.learning.words --score    how well each writer is read by what the others wrote; writes nothing

A rule is one line of a file with all its wordings, a writer one file: a writer is never both learnt from and tested on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from advisor.advise.problem import NONE, Problem
from advisor.advise.rank import ANSWERS, answering, worth
from advisor.advise.reading.phrases import WORDS, Token, tokens
from advisor.advise.reading.reader import (
    KNOWN,
    MEANINGS,
    MODEL,
    PIECES,
    PLACES,
    base_forms,
    concepts,
    pieces,
    plain_words,
    word_key,
)
from advisor.advise.situations import situations
from advisor.knowledge.load import algorithm_ids, algorithms
from scripts.learning.logistic_regression import Descent, fitted
from scripts.learning.told import Told, files, told
from scripts.learning.whole_steps import STEPS, whole_steps
from scripts.learning.wordings import REMARKS, RULES, TOLD, Rule, rules

WORDINGS = 8
"""Wordings drawn of each rule."""
DROPPED = 0.25
"""The share of words that the second copy of each wording lacks, so that no single word decides."""
EVENNESS = 0.5
"""How far situations with few rules are lifted: 0 not at all, 1 to equal weight."""
PIECE_SHARE = 1.5
MEANING_SHARE = 1.5
"""How much words and their pieces, and the meaning of words, count beside concepts."""
COMMON = 300
"""Words of about this rank in frequency and above are damped."""
DESCENT = Descent(rounds=5, batch=256, rate=0.01)
OUTSIDE = 1.5
"""How much more a rule counts that no algorithm answers: most of the others are of what one does."""
FREEDOM = 16.0
"""How freely the weights of algorithms may grow: the inverse of how strongly they are drawn to 0."""
AS_GOOD = 0.9
"""The share of the best worth from which on an algorithm is as good."""
UNTOLD = 0.1
"""How much a rule counts beside a problem that somebody told, where it teaches which algorithm comes first."""
CAUTION = 0.85
"""By how much weights are lessened, so that what seems sure of unseen writers' rules is right of strangers too."""
PROBES = ("Which of our 40 customers will leave? No groups, please.", "Don't care where: is 3.5 % of it rust or not?")
"""Texts whose features tell whether the code still sees what the model was learnt from."""


@dataclass(frozen=True)
class Example:
    text: str
    rule: Rule


def examples(known: Iterable[Rule], count: int, draw: random.Random) -> list[Example]:
    """Wordings of each rule."""
    return [Example(text, rule) for rule in known for text in rule.wordings(count, draw)]


def roughened(found: list[Example], remarks: list[Rule], draw: random.Random) -> list[Example]:
    """The examples, each once more without some of its words, and once more between remarks that say nothing."""
    before = [rule for rule in remarks if rule.situation == "before"]
    after = [rule for rule in remarks if rule.situation == "after"]
    copies = []
    for example in found:
        kept = [word for word in example.text.split() if draw.random() > DROPPED]
        copies.append(Example(" ".join(kept) or example.text, example.rule))
    for example in found:
        ahead = draw.choice(before).wording(draw) if draw.random() < 0.6 else ""
        behind = draw.choice(after).wording(draw) if draw.random() < 0.6 or not ahead else ""
        end = "" if example.text[-1] in ".?!" else "."
        copies.append(Example(f"{ahead} {example.text}{end} {behind}".strip(), example.rule))
    return found + copies


class Meanings:
    """The vectors of words, damped where a word is very common."""

    def __init__(self) -> None:
        content = np.load(RULES / "vectors.npz")
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
    """Every rule counts the same, and rules of rare situations somewhat more."""
    wordings = Counter(id(example.rule) for example in found)
    of_situation = Counter(rule.situation for rule in {id(example.rule): example.rule for example in found}.values())
    usual = np.median(list(of_situation.values()))
    outside = {name for name, situation in situations().items() if situation.instead}
    weights = [
        (usual / of_situation[e.rule.situation]) ** EVENNESS
        * (OUTSIDE if e.rule.situation in outside else 1.0)
        / wordings[id(e.rule)]
        for e in found
    ]
    return np.array(weights, np.float32) / np.mean(weights)


class Learner:
    """From texts to situations: words and their pieces, concepts, and the meanings of the words."""

    def __init__(self, meanings: Meanings) -> None:
        self.meanings = meanings
        self.concepts: list[str] = []
        self.situations: list[str] = []
        self.words: set[str] = set()
        self.weights: Any = None

    def fit(self, found: list[Example]) -> None:
        common = Counter(name for example in found for name in concepts(tokens(example.text)))
        self.concepts = sorted(name for name, count in common.items() if count > 1)
        self.situations = sorted({example.rule.situation for example in found})
        self.words = {word for example in found for word in plain_words(tokens(example.text))}
        wanted = np.array([self.situations.index(example.rule.situation) for example in found])
        seen = self._seen([example.text for example in found])
        self.weights = CAUTION * fitted(seen, wanted, weights_of(found), len(self.situations), DESCENT)

    def fit_algorithms(self, found: list[Told], weights: Any) -> None:
        """Learns, beside the situations, whether an expert would put an algorithm first."""
        seen = self._seen([one.text for one in found])
        columns = []
        for name in (*algorithm_ids(), NONE):
            rows = [row for row, one in enumerate(found) if _is_known(name, one)]
            wanted = [_is_first(name, found[row]) for row in rows]
            how = LogisticRegression(C=FREEDOM, solver="liblinear", tol=0.01)
            learnt = how.fit(seen[rows], wanted, sample_weight=weights[rows])
            columns.append(learnt.coef_[0])
            columns[-1][-1] += learnt.intercept_[0]
        self.weights = np.hstack([self.weights, np.array(columns, np.float32).T])

    def scores(self, texts: list[str]) -> Any:
        """How much each text speaks for each situation."""
        return self._seen(texts) @ self.weights[:, : len(self.situations)]

    def _seen(self, texts: list[str]) -> Any:
        """A row for each text: pieces, concepts, meaning, and a one."""
        known = {name: PLACES + i for i, name in enumerate(self.concepts)}
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        for row, text in enumerate(texts):
            found = tokens(text)
            seen = {place: value * PIECE_SHARE for place, value in pieces(found).items()}
            seen |= {known[name]: value for name, value in concepts(found).items() if name in known}
            rows += [row] * len(seen)
            columns += seen
            values += seen.values()
        counted = csr_matrix(
            (np.array(values, np.float32), (rows, columns)), shape=(len(texts), PLACES + len(self.concepts))
        )
        meant = np.array([self.meanings.of(tokens(text)) for text in texts], np.float32)
        return hstack([counted, csr_matrix(meant), np.ones((len(texts), 1), np.float32)]).tocsr()

    def write(self) -> None:
        """Writes the weights in whole steps of a byte."""
        of_concepts, past = PLACES, PLACES + len(self.concepts)
        table, piece_unit = whole_steps(self.weights[:of_concepts] * PIECE_SHARE)
        rows, concept_unit = whole_steps(self.weights[of_concepts:past])
        meanings, meaning_unit = whole_steps(self.meanings.vectors @ self.weights[past:-1])
        content = {
            "made_from": sources(),
            "situations": self.situations,
            "algorithms": [*algorithm_ids(), NONE],
            "concept_unit": concept_unit,
            "piece_unit": piece_unit,
            "meaning_unit": meaning_unit,
            "bias": [round(float(bias), 4) for bias in self.weights[-1]],
            "concepts": {name: row.tolist() for name, row in zip(self.concepts, rows, strict=True)},
        }
        MODEL.write_text(json.dumps(content, separators=(",", ":")).replace('],"', '],\n"') + "\n", "utf-8")
        PIECES.write_bytes(table.tobytes())
        keys = np.array([word_key(word) for word in self.meanings.words], np.uint32)
        keys, order = np.unique(keys, return_index=True)
        MEANINGS.write_bytes(len(keys).to_bytes(4, "little") + keys.tobytes() + meanings[order].tobytes())
        KNOWN.write_bytes(np.unique(np.array([word_key(word) for word in self.words], np.uint32)).tobytes())
        for path in (MODEL, PIECES, MEANINGS, KNOWN):
            print(f"{path.name}: {path.stat().st_size} bytes")


def _is_known(name: str, one: Told) -> bool:
    """Whether it is known of an algorithm if an expert would put it first: else one that answers the same may do."""
    if one.best is not None or name == one.algorithm:
        return True
    return not one.situation or name not in answering(one.situation)


def _is_first(name: str, one: Told) -> bool:
    return name == one.algorithm if one.best is None else name in (one.best or (NONE,))


@cache
def _best_of(situation: str) -> tuple[str, ...]:
    """All algorithms that answer a situation about as well as the best one, where nothing else is known of it."""
    reading = situations()[situation].reading(1.0)
    values = {name: worth(one, Problem(), reading) for name, one in algorithms().items()}
    return tuple(n for n in values if values[n] >= max(ANSWERS, AS_GOOD * max(values.values())))


def as_told(rule: Rule, draw: random.Random) -> Told:
    """A wording of a rule, as if somebody had told it."""
    return Told(rule.wording(draw), rule.situation, _best_of(rule.situation), None, None, None)


def sources() -> str:
    """A digest of all that the model is made from."""
    digest = hashlib.sha256()
    for path in (*sorted(RULES.glob("*.txt")), *files(), RULES / "vectors.npz", WORDS / "concepts.txt"):
        digest.update(path.name.encode() + path.read_bytes())
    for probe in map(tokens, PROBES):
        digest.update(repr((sorted(concepts(probe).items()), sorted(pieces(probe).items()))).encode())
    return digest.hexdigest()


def learnt(known: list[Rule], meanings: Meanings) -> Learner:
    """A reader that learnt from these rules."""
    remarks = [rule for rule in known if rule.situation in REMARKS]
    told = [rule for rule in known if rule.situation not in REMARKS]
    learner = Learner(meanings)
    learner.fit(roughened(examples(told, WORDINGS, random.Random(0)), remarks, random.Random(1)))
    return learner


def score() -> None:
    """Prints how often each writer is read right by what the others wrote, and the commonest confusions."""
    meanings = Meanings()
    everything = rules()
    confused: Counter[tuple[str, str]] = Counter()
    for writer in sorted({rule.writer for rule in everything} - {"around"}):
        learner = learnt([rule for rule in everything if rule.writer != writer], meanings)
        theirs = examples((rule for rule in everything if rule.writer == writer), 1, random.Random(2))
        order = np.argsort(-learner.scores([example.text for example in theirs]), axis=1)
        ranked = np.array(learner.situations)[order]
        wanted = np.array([example.rule.situation for example in theirs])
        first, third = ranked[:, 0] == wanted, (ranked[:, :3] == wanted[:, None]).any(axis=1)
        print(f"{writer:12} {len(theirs):4} rules: first {first.mean():.3f}, among three {third.mean():.3f}")
        confused.update(zip(wanted[~first].tolist(), ranked[~first, 0].tolist(), strict=True))
    for (right_one, wrong_one), count in confused.most_common(20):
        print(f"  {count:3} {right_one} read as {wrong_one}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--score", action="store_true")
    if parser.parse_args().score:
        score()
    else:
        learner = learnt(rules(), Meanings())
        draw = random.Random(5)
        heard = list(told())
        ruled = [as_told(rule, draw) for rule in rules() if rule.writer != TOLD and rule.situation not in REMARKS]
        learner.fit_algorithms([*heard, *ruled], np.array([1.0] * len(heard) + [UNTOLD] * len(ruled)))
        learner.write()


if __name__ == "__main__":
    main()
