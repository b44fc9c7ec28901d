"""Where a text names hyperparameters: by their own names, by what `settings.txt` says people call them, by choices."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

from advisor.advise.reading.phrases import SHORT, WORDS, Token, in_plain_letters, is_spoken, tokens
from advisor.advise.reading.settings.amounts import AMOUNTS, Worth
from advisor.knowledge.load import algorithm
from advisor.knowledge.models.algorithm import Hyperparameter, Scalar

TERMS = WORDS / "settings.txt"
LONGEST = 6
"""Words of the longest phrase."""
BOTH = "+"
"""Joins the names of hyperparameters of which one phrase speaks."""
_PLAIN = {
    "auto", "accuracy", "area", "avg", "beta", "bilinear", "classifier", "col", "constant", "cosine", "crop", "data",
    "default", "dense", "dot", "enc0", "exact", "extreme", "fair", "false", "feature", "fixed", "forest", "gaussian",
    "gbdt", "in", "interpretable", "l1", "l2", "last", "linear", "logistic", "nag", "nearest", "none", "normal",
    "ordered", "out", "plain", "precision", "random", "recall", "regressor", "regular", "rf", "row", "serial", "sign",
    "step",
    "supervised", "tree", "true", "uniform", "update", "vertical", "voting", "weighted", "zero", "classes",
    "multiclass",
}  # fmt: skip
"""Choices that mean something else unless the name of the hyperparameter stands beside them."""
_SHORT = {
    "bs": "batchsize", "mbs": "batchsize", "ctx": "context", "len": "length", "src": "source", "tgt": "target",
    "trg": "target", "ep": "epochs", "eps": "epochs", "frac": "fraction", "emb": "embedding", "d": "dim",
}  # fmt: skip
"""What is short for the names of hyperparameters, whose words are read as one."""
_JOINED = re.compile(r"[-_/]|(?<=[a-z])[.:](?=[a-z])|(?<=\d)x(?=\d)|`|\"|'(?!t\b)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A hyperparameter, or a value of it, named by the tokens from `first` up to but without `past`."""

    name: str
    value: str | None
    first: int
    past: int


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text; parts of compounds stand apart, and every place is that in the text."""
    plain = in_plain_letters(text).replace("++", "pp")
    small: dict[int, float] = {}
    for known, worth in AMOUNTS:
        plain = known.sub(partial(_as_figures, worth, small), plain)
    found = tokens(_JOINED.sub(" ", plain))
    found = [replace(t, text=_SHORT[t.text]) if t.text in _SHORT else t for t in found]
    found = [replace(t, value=small[t.start]) if t.start in small else t for t in found]
    return [found[0], *(_negated(*pair) for pair in pairwise(found))] if found else []


def _negated(before: Token, token: Token) -> Token:
    """A number below 0, where the word before it says so."""
    return replace(token, value=-token.value) if token.value and before.text in ("minus", "negative") else token


def _as_figures(worth: Worth, small: dict[int, float], match: re.Match[str]) -> str:
    """Figures in the place of a number, whose value is noted by where it begins."""
    value = worth(match, match.string)
    if value is None or not is_spoken(value):
        return match[0]
    small[match.start()] = value
    return f"1{'0' * (len(match[0]) - 1)}"


@cache
def key_of(phrase: str) -> str:
    """The joined letters of what a phrase is read as."""
    words = phrase.split()
    joined = "".join(words)
    if joined.isascii() and joined.isalpha() and joined.islower() and not any(w in SHORT or w in _SHORT for w in words):
        return joined  # as tokens would have it, in a tenth of the time
    return letters_of(phrase)


def letters_of(phrase: str) -> str:
    return "".join(token.text for token in tokens_of(phrase) if not token.is_mark)


@cache
def spoken(file: Path = TERMS) -> tuple[tuple[str, str, str | None, tuple[str, ...]], ...]:
    """The lines of `settings.txt`, or of a file like it: algorithm (or nothing), hyperparameter, value, phrases."""
    found = []
    for line in file.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, phrases = line.partition(": ")
            name, _, value = name.partition("=")
            owner, _, own = name.rpartition(".")
            found.append((owner, own, value or None, tuple(phrase.strip() for phrase in phrases.split(","))))
    return tuple(found)


def spoken_of(name: str, file: Path = TERMS) -> Iterator[tuple[str, str | None, tuple[str, ...]]]:
    """The lines that hold for an algorithm, what people say of it alone before what they say of any."""
    facts = algorithm(name).hyperparameters.values
    for owner, own, value, phrases in sorted(spoken(file), key=lambda line: line[0] != name):
        names = own.split(BOTH)
        if owner in ("", name) and facts.keys() >= set(names) and _may_be(facts[names[0]], value):
            yield own, value, phrases


def _may_be(fact: Hyperparameter, value: str | None) -> bool:
    """Whether a value is among the choices, where these are words."""
    return value is None or fact.type != "enum" or value in map(str, (*fact.choices, *fact.also))


@cache
def _phrases(name: str) -> Mapping[str, tuple[str, str | None]]:
    """The hyperparameter of the algorithm, or its value, that a phrase names, by the joined letters of the phrase.

    What people say comes before names, what they say of this algorithm before what they say of any; whole names and
    choices before shortened names.
    """
    facts = algorithm(name).hyperparameters.values
    found: dict[str, tuple[str, str | None]] = {}
    for own, value, phrases in spoken_of(name):
        found |= {key: (own, value) for key in map(key_of, reversed(phrases)) if key not in found}
    for own, fact in facts.items():
        found.setdefault(key_of(own), (own, None))
        for choice in _telling(fact):
            found.setdefault(key_of(str(choice)), (own, str(choice)))
    for own in facts:
        found.setdefault(key_of(re.sub(r"^(num|n|max|min|use)_", "", own)), (own, None))
    return found


def _telling(fact: Hyperparameter) -> Iterator[Scalar | str]:
    """The choices that need no name beside them: words, and of a list its items."""
    if fact.type == "json":
        yield from dict.fromkeys(item for choice in fact.choices for item in json.loads(str(choice)))
    else:
        yield from (c for c in fact.choices if not str(c).isdecimal() and key_of(str(c)) not in _PLAIN and str(c))


def mentions(found: Sequence[Token], name: str) -> Iterator[Mention]:
    """Every phrase in the text, the longest from each place on."""
    phrases = _phrases(name)
    first = 0
    while first < len(found):
        for past in range(min(first + LONGEST, len(found)), first, -1):
            if "=" in (found[first].text, found[past - 1].text):
                continue
            key = "".join(token.text for token in found[first:past] if token.text != "=")
            is_verb = past < len(found) and found[past].value is not None  # group 1,200 villages
            known = phrases.get(key) or phrases.get(key.removesuffix("s")) or (not is_verb and phrases.get(key + "s"))
            if known and (found[first].value is None or past - first > 1):
                yield Mention(*known, first, past)
                first = past - 1
                break
        first += 1
