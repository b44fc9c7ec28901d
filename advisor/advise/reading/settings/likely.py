"""What numbers and wishes most likely set that no phrase of `settings.txt` claims: `27 pollen shares each`, `touch
merely the last layer`.

Two small networks look at what stands around a number, and at clauses. `scripts/learning/settings.py` learns them from
problems in which all of that is marked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from math import exp
from pathlib import Path
from typing import NamedTuple

from advisor.advise.reading.network import Network, read
from advisor.advise.reading.phrases import WORDS, Token
from advisor.advise.reading.settings.following import Said
from advisor.advise.reading.settings.kinds import NOTHING, numbers_of, wishes_of
from advisor.advise.reading.settings.ordinals import with_ordinals
from advisor.advise.reading.settings.seen import around_number, of_stretch, stretches
from advisor.advise.reading.settings.values import fitting, listing
from advisor.advise.reading.unread import SAY_NOTHING, quoted
from advisor.knowledge.load import algorithm

NUMBERS = WORDS / "numbers.json"
WISHES = WORDS / "wishes.json"
_NAME = re.compile(r"\w_\w+\W{1,3}$")
"""A name that is written as one, right before a number: that of another algorithm, for our own were read before."""
_ASKING = frozenset(("which", "what", "how"))
"""How a question begins that wants a value and names none."""
SURE = 0.6
"""How likely it must be that a number sets a hyperparameter."""
SURE_OF_ITEM = 0.3
"""The same of a number in a list of which another one surely is."""
SURE_OF_WISH = 0.7
"""The same of a wish, for there are many more clauses that set nothing."""


class Guess(NamedTuple):
    """`places`: the tokens that say so, from the first up to but without the last."""

    chance: float
    name: str
    said: Said
    places: range


def likely_numbers(text: str, found: Sequence[Token], owner: str) -> Iterator[Guess]:
    """What each number most likely sets of an algorithm, and may."""
    facts = algorithm(owner).hyperparameters.values
    possible = numbers_of(owner)
    found = with_ordinals(found)
    lists: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for place, token in enumerate(found):
        if token.value is None or token.text in SAY_NOTHING or _NAME.search(text, 0, token.start):
            continue
        kind, chance = _likeliest(NUMBERS, around_number(found, place), possible)
        if kind == NOTHING:
            continue
        name = possible[kind]
        value = fitting(found, place, facts[name])
        if value is not None and chance >= SURE:
            yield Guess(chance, name, Said(value, quoted(found, place, text), is_likely=True), range(place, place + 1))
        elif facts[name].items is not None and chance >= SURE_OF_ITEM:
            lists[name].append((chance, place))
    for name, items in lists.items():
        first, past = items[0][1], items[-1][1] + 1
        value = listing(found, [place for _, place in items], facts[name])
        if value is not None and max(items)[0] >= SURE:
            seen = text[found[first].start : found[past - 1].end]
            yield Guess(max(items)[0], name, Said(value, seen, is_likely=True), range(first, past))


def likely_wishes(text: str, found: Sequence[Token], owner: str) -> Iterator[Guess]:
    """What each clause most likely sets of an algorithm."""
    possible = wishes_of(owner)
    for first, past in stretches(found):
        if found[first].text in _ASKING and found[past : past + 1] and found[past].text == "?":
            continue
        kind, chance = _likeliest(WISHES, of_stretch(found, first, past), possible)
        if kind != NOTHING and chance >= SURE_OF_WISH:
            name, value = possible[kind]
            said = Said(value, text[found[first].start : found[past - 1].end], is_likely=True)
            yield Guess(chance, name, said, range(first, past))


@cache
def _network(file: Path) -> Network:
    return read(file)[0]


def _likeliest(file: Path, seen: Mapping[str, float], possible: Collection[str]) -> tuple[str, float]:
    """The likeliest of the kinds that are possible, and how likely it is among them."""
    learnt = _network(file)
    among = [n for n, kind in enumerate(learnt.classes) if kind == NOTHING or kind in possible]
    scores = learnt.scores(learnt.hidden(seen), among)
    best = max(range(len(among)), key=scores.__getitem__)
    return learnt.classes[among[best]], 1 / sum(exp(score - scores[best]) for score in scores)
