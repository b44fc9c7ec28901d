"""Values of hyperparameters that a text states: `eta 0.05`, `trees nine levels deep`, `the dart booster`.

Every hyperparameter is found by its own name, by what `words/settings.txt` says people call it, and by its choices.
A number counts for it only right beside such a phrase, and only if it is of its type and within its range.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from advisor.advise.phrases import WORDS, Token, tokens
from advisor.knowledge.load import algorithm
from advisor.knowledge.models import Hyperparameter, Scalar

LONGEST = 6
"""Words of the longest phrase."""
REACH = 4
"""Words between a phrase and what is said of it, at most."""
_LINKS = {
    "=", ":", "(", "of", "is", "to", "at", "be", "the", "a", "an", "should", "shall", "must", "about", "around",
    "roughly", "most", "least", "up", "exactly", "only", "set", "with", "by", "as", "say", "than", "value", "size",
    "width", "and", "it",
}  # fmt: skip
"""What may stand between a phrase and the value after it."""
_FILLERS = {
    "%", "percent", "of", "the", "more", "different", "hidden", "latent", "small", "full", "such",
}  # fmt: skip
"""What may stand between a value and the phrase after it."""
_PLAIN = {
    "auto", "accuracy", "area", "avg", "beta", "bilinear", "classifier", "col", "constant", "cosine", "crop", "data",
    "default", "dense", "dot", "enc0", "exact", "extreme", "fair", "false", "feature", "fixed", "forest", "gaussian",
    "in", "interpretable", "l1", "l2", "last", "linear", "logistic", "nag", "nearest", "none", "normal", "ordered",
    "out", "plain", "precision", "random", "recall", "regressor", "regular", "rf", "row", "serial", "sign", "step",
    "supervised", "tree", "true", "uniform", "update", "vertical", "voting", "weighted", "zero", "classes",
    "multiclass",
}  # fmt: skip
"""Choices that mean something else unless the name of the hyperparameter stands beside them."""
_NEGATORS = {
    "no", "not", "never", "without", "nor", "don't", "isn't", "doesn't", "instead", "avoid",
}  # fmt: skip
_BOUNDS = {"more", "less", "fewer", "above", "over", "exceed", "only", "just", "later", "longer"}
"""After `not` they set a bound and deny nothing."""
_TRAINED = frozenset(("boosting", "training", "data", "forest", "network", "trees", "each", "words", "net", "cells"))
_UNITS = frozenset(("metres", "meters", "cm", "mm", "km", "miles", "feet", "kg", "tons", "litres", "euros", "dollars"))
_CORRECTIONS = {"sorry", "rather", "actually", "correction", "meant", "instead"}
_SCIENTIFIC = re.compile(r"\d+(?:\.\d+)?e-?\d+|(?<![\w.])\.\d+")
"""Numbers that the tokens of a text do not know."""
_JOINED = re.compile(r"[-_/]|(?<=[a-z])[.:](?=[a-z])|(?<=\d)x(?=\d)|`|\"|'(?!t\b)")


@dataclass(frozen=True, slots=True)
class Said:
    """A value, and the words that state it. `beyond`: the number said, where the range allows no such one."""

    value: Scalar
    seen: str
    beyond: float | None = None


@dataclass(frozen=True, slots=True)
class _Mention:
    """A hyperparameter, or a value of it, named by the tokens from `first` up to but without `past`."""

    name: str
    value: str | None
    first: int
    past: int


def stated(text: str, name: str) -> dict[str, Said]:
    """What a text states of the hyperparameters of an algorithm."""
    found = _tokens(text)
    facts = algorithm(name).hyperparameters.values
    taken: set[int] = set()
    said: dict[str, tuple[Said, int]] = {}
    lists: dict[str, list[str]] = defaultdict(list)
    mentions = list(_mentions(found, name))
    for number, mention in enumerate(mentions):
        fact = facts[mention.name]
        if fact.type == "json":
            if mention.value and not _denied(found, mention):
                lists[mention.name].append(mention.value)
            continue
        value = _worth(found, mention, mentions[number + 1 :], fact, taken)
        if value is None:
            continue
        known = said.get(mention.name)
        if known is None or _CORRECTIONS & {token.text for token in found[known[1] : mention.first]}:
            said[mention.name] = (Said(value[0], _quoted(text, found, mention), value[1]), mention.past)
    listed = {key: Said(choice, ", ".join(items)) for key, items in lists.items()
              if (choice := _listing(facts[key], items))}  # fmt: skip
    return {key: one for key, (one, _) in said.items()} | listed


def _quoted(text: str, found: Sequence[Token], mention: _Mention) -> str:
    """The words around a mention, as far as the numbers and links beside it go."""
    first, past = mention.first, mention.past
    while first and (found[first - 1].value is not None or found[first - 1].text in _FILLERS):
        first -= 1
    while past < len(found) and past - mention.past < REACH and (
        found[past].value is not None or found[past].text in _LINKS - {"and", "the", "a"}
    ):  # fmt: skip
        past += 1
    return text[found[first].start : found[past - 1].end]


def _listing(fact: Hyperparameter, items: Sequence[str]) -> Scalar | None:
    """The choice that lists just these items."""
    for choice in fact.choices:
        if set(json.loads(str(choice))) == set(items):
            return choice
    return None


# --- phrases --------------------------------------------------------------------------------------


def _tokens(text: str) -> list[Token]:
    """The tokens of a text; parts of compounds stand apart, and every place is that in the text."""
    plain = text.lower().replace("\u2019", "'").replace("++", "pp")
    small = {match.start(): float(match[0]) for match in _SCIENTIFIC.finditer(plain)}
    plain = _SCIENTIFIC.sub(lambda match: "1" + "0" * (len(match[0]) - 1), plain)
    found = tokens(_JOINED.sub(" ", plain))
    return [Token(t.text, t.start, t.end, small[t.start]) if t.start in small else t for t in found]


def _key(phrase: str) -> str:
    return "".join(token.text for token in _tokens(phrase) if not token.is_mark)


@cache
def spoken() -> tuple[tuple[str, str, str | None, tuple[str, ...]], ...]:
    """The lines of `settings.txt`: algorithm (or nothing), hyperparameter, value, phrases."""
    found = []
    for line in (WORDS / "settings.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, phrases = line.partition(": ")
            name, _, value = name.partition("=")
            owner, _, own = name.rpartition(".")
            found.append((owner, own, value or None, tuple(phrase.strip() for phrase in phrases.split(","))))
    return tuple(found)


@cache
def _phrases(name: str) -> Mapping[str, tuple[str, str | None]]:
    """The hyperparameter of the algorithm, or its value, that a phrase names, by the joined letters of the phrase.

    What people say comes before names, whole names and choices before shortened names.
    """
    facts = algorithm(name).hyperparameters.values
    found: dict[str, tuple[str, str | None]] = {}
    for owner, own, value, phrases in spoken():
        if own in facts and owner in ("", name):
            found |= {_key(phrase): (own, value) for phrase in reversed(phrases) if _key(phrase) not in found}
    for own, fact in facts.items():
        found.setdefault(_key(own), (own, None))
        for choice in _telling(fact):
            found.setdefault(_key(str(choice)), (own, str(choice)))
    for own in facts:
        found.setdefault(_key(re.sub(r"^(num|n|max|min|use)_", "", own)), (own, None))
    return found


def _telling(fact: Hyperparameter) -> Iterator[Scalar | str]:
    """The choices that need no name beside them: words, and of a list its items."""
    if fact.type == "json":
        yield from dict.fromkeys(item for choice in fact.choices for item in json.loads(str(choice)))
    else:
        yield from (c for c in fact.choices if not str(c).isdecimal() and _key(str(c)) not in _PLAIN and str(c))


def _mentions(found: Sequence[Token], name: str) -> Iterator[_Mention]:
    """Every phrase in the text, the longest from each place on."""
    phrases = _phrases(name)
    first = 0
    while first < len(found):
        for past in range(min(first + LONGEST, len(found)), first, -1):
            key = "".join(token.text for token in found[first:past])
            known = phrases.get(key) or phrases.get(key + "s") or phrases.get(key.removesuffix("s"))
            if known and found[first].value is None:
                yield _Mention(*known, first, past)
                first = past - 1
                break
        first += 1


# --- values ---------------------------------------------------------------------------------------


def _worth(
    found: Sequence[Token], mention: _Mention, later: Sequence[_Mention], fact: Hyperparameter, taken: set[int]
) -> tuple[Scalar, float | None] | None:
    """What a mention says: its own value, a choice or a number beside it; for a switch, on or off."""
    denied = _denied(found, mention)
    if mention.value is not None and fact.type == "bool":
        return ((mention.value == "true") != denied, None)
    if mention.value is not None:
        return None if denied else (_typed(mention.value, fact), None)
    if fact.type == "bool":
        return (not denied, None)
    if fact.type in ("enum", "str"):
        choice = _choice(found, mention, fact)
        return (choice, None) if choice is not None and not denied else None
    place = _instead(found, mention) if denied else _number(found, mention, later, taken)
    return _checked(found, place, fact, taken, explicit=_key(mention.name) == _joined(found, mention))


def _joined(found: Sequence[Token], mention: _Mention) -> str:
    return "".join(token.text for token in found[mention.first : mention.past])


def _typed(value: str, fact: Hyperparameter) -> Scalar:
    return int(value) if fact.type == "int" else value


def _choice(found: Sequence[Token], mention: _Mention, fact: Hyperparameter) -> Scalar | None:
    """The choice after a name, over links, or right before it."""
    choices = {_key(str(choice)): choice for choice in fact.choices}
    place = mention.past
    while place < len(found) and place - mention.past < REACH and found[place].text in _LINKS:
        place += 1
    spans = [(place, past) for past in range(min(place + 4, len(found)), place, -1)]
    spans += [(first, mention.first) for first in range(max(mention.first - 3, 0), mention.first)]
    keys = ("".join(token.text for token in found[first:past]) for first, past in spans)
    return next((choices[key] for key in keys if key in choices), None)


def _number(found: Sequence[Token], mention: _Mention, later: Sequence[_Mention], taken: set[int]) -> int | None:
    """The place of the number right before a phrase, or right after it; none that belongs to another phrase."""
    after = _after(found, mention, taken)
    before = mention.first - 1
    while before >= 0 and mention.first - before < REACH and found[before].text in _FILLERS:
        before -= 1
    leads = before >= 0 and found[before].value is not None and before not in taken
    told = after is not None and after > mention.past and found[mention.past].text in "=:"
    letter = len(_joined(found, mention)) == 1
    if leads and not told and not letter:
        return None if _is_of_other(found, mention.past) else before
    if after is None or (letter and not (after > mention.past and found[mention.past].text in ("=", ":", "of", "is"))):
        return None
    if _is_measured(found, after + 1):
        return None
    following = next((other for other in later if other.first == after + 1), None)
    linked = after > mention.past or following is None or _after(found, following, taken) is not None
    return after if linked else None


def _is_of_other(found: Sequence[Token], place: int) -> bool:
    """Whether what was counted is of something else: layers of management, rounds of golf."""
    if place + 1 >= len(found) or found[place].text != "of":
        return False
    of = [token.text for token in found[place + 1 : place + 3] if token.text != "the"]
    return found[place + 1].value is None and not _TRAINED & set(of)


def _is_measured(found: Sequence[Token], place: int) -> bool:
    """Whether a number measures something in the world."""
    return place < len(found) and found[place].text in _UNITS


def _after(found: Sequence[Token], mention: _Mention, taken: set[int]) -> int | None:
    """The place of the number after a phrase, with links only between them."""
    place = mention.past
    while place < len(found) and place - mention.past < REACH and found[place].text in _LINKS:
        place += 1
    return place if place < len(found) and found[place].value is not None and place not in taken else None


def _checked(
    found: Sequence[Token], place: int | None, fact: Hyperparameter, taken: set[int], *, explicit: bool
) -> tuple[Scalar, float | None] | None:
    """The number at a place, if the hyperparameter may have it; its nearest bound, if it was named outright."""
    if place is None:
        return None
    value = found[place].value or 0.0
    percent = [token.text for token in found[place + 1 : place + 2]] in (["%"], ["percent"])
    if percent and fact.type == "float":
        value /= 100
    if fact.type == "int" and value % 1:
        return None
    choices = {float(c): c for c in fact.choices if str(c).isdecimal()}
    if choices and value not in choices:
        return None
    limits = [bounds for bounds in (fact, fact.enforced) if bounds is not None]
    if all(bounds.contains(value) for bounds in limits):
        taken.add(place)
        return choices.get(value, round(value) if fact.type == "int" else value), None
    if not explicit:
        return None
    taken.add(place)
    nearest = min((b for one in limits for b in (one.min, one.max) if b is not None), key=lambda b: abs(b - value))
    return (round(nearest) if fact.type == "int" else nearest), value


def _clause(found: Sequence[Token], mention: _Mention) -> tuple[list[str], list[str]]:
    """What stands before and after a mention up to the next mark, nearest first before it."""
    before, after = [], []
    for token in reversed(found[max(mention.first - 5, 0) : mention.first]):
        if token.is_mark and token.text not in "%=()":
            break
        before.append(token.text)
    for token in found[mention.past : mention.past + REACH]:
        if (token.is_mark and token.text not in "%=()") or token.text in ("but", "and"):
            break
        after.append(token.text)
    return before, after


def _denied(found: Sequence[Token], mention: _Mention) -> bool:
    """Whether the clause denies what it mentions; a bound (`not more than`) is no denial."""
    before, after = _clause(found, mention)
    ahead = _NEGATORS & set(before) and not _BOUNDS & set(before)
    return bool(ahead or ("not" in after and not _BOUNDS & set(after)))


def _instead(found: Sequence[Token], mention: _Mention) -> int | None:
    """The number that takes the place of one that was denied: `not 100 rounds, 300 is what worked`."""
    for place in range(mention.past, min(mention.past + 2 * REACH, len(found))):
        after = found[place + 1].text if place + 1 < len(found) else "."
        if found[place].value is not None and after in (".", ",", "is", "instead", "was", "please", "did", "does"):
            return place
    return None
