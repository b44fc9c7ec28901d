"""What numbers and wishes most likely set that no phrase of `settings.txt` claims: `27 pollen shares each`, `touch
merely the last layer`.

Two small networks look at what stands around a number, and at clauses. `scripts/learning/settings.py` learns them from
problems in which all of that is marked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from math import exp
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from advisor.advise.reading.network import Network, read
from advisor.advise.reading.phrases import WORDS, Token
from advisor.advise.reading.retracted import is_replaced
from advisor.advise.reading.settings.following import Said
from advisor.advise.reading.settings.kinds import NOTHING, numbers_of, wishes_of
from advisor.advise.reading.settings.mentions import tokens_of
from advisor.advise.reading.settings.ordinals import with_ordinals
from advisor.advise.reading.settings.seen import around_number, of_stretch, stretches
from advisor.advise.reading.settings.values import fitting, listing
from advisor.advise.reading.unread import quoted
from advisor.knowledge.load import algorithm

NUMBERS = WORDS / "numbers.json"
WISHES = WORDS / "wishes.json"
_NAME = re.compile(r"\w_\w+\W{1,3}$")
"""A name that is written as one, right before a number: that of another algorithm, for our own were read before."""
_ASKING = frozenset(("which", "what", "how"))
"""How a question begins that wants a value and names none."""
LONGEST_NAME = 64
MOST = 300
"""Numbers, and stretches, of a text that are looked at."""
APART = 6
"""Tokens between two items of one list, at most."""
SURE = 0.5
"""How likely it must be that a number sets a hyperparameter."""
SURE_OF_ITEM = 0.3
"""The same of a number in a list of which another one surely is."""
SURE_OF_WISH = 0.8
"""The same of a wish, for there are many more clauses that set nothing."""
SURE_OF_FEW = 0.95
"""The same of a wish in fewer words than `FEW`, which may say anything."""
FEW = 4
TINY = 1e-9
"""A chance below which it does not matter how small it is."""


class Guess(NamedTuple):
    """`places`: the tokens that say so, from the first up to but without the last."""

    chance: float
    name: str
    said: Said
    places: range


class Heard(NamedTuple):
    """The tokens of a text; the places of its numbers and stretches, each with what the network makes of it."""

    found: list[Token]
    numbers: list[tuple[int, list[float]]]
    stretches: list[tuple[tuple[int, int], list[float]]]


@lru_cache(maxsize=4)
def likely_tokens(text: str) -> list[Token]:
    """The tokens of a text, not to be changed: every algorithm that is asked about it looks at the same ones."""
    return with_ordinals(tokens_of(text))


@lru_cache(maxsize=4)
def _heard(text: str) -> Heard:
    """Of a text, whatever the algorithm. No more is looked at than a person would write."""
    found = likely_tokens(text)
    places = (place for place, token in enumerate(found) if _may_set(text, token))
    numbers = ((place, _network(NUMBERS).hidden(around_number(found, place))) for place in places)
    parts = (part for part in stretches(found) if not _asks(found, *part))
    wishes = ((part, _network(WISHES).hidden(of_stretch(found, *part))) for part in parts)
    return Heard(found, list(islice(numbers, MOST)), list(islice(wishes, MOST)))


def _may_set(text: str, token: Token) -> bool:
    is_named = _NAME.search(text, max(0, token.start - LONGEST_NAME), token.start)
    return token.value is not None and not is_named


def _asks(found: Sequence[Token], first: int, past: int) -> bool:
    return found[first].text in _ASKING and past < len(found) and found[past].text == "?"


def likely_numbers(text: str, owner: str) -> Iterator[Guess]:
    """What each number most likely sets of an algorithm, and may. No two of them set the same."""
    facts = algorithm(owner).hyperparameters.values
    found, numbers, _ = _heard(text)
    chances = {place: _that_fit(_chances(NUMBERS, hidden, owner), found, place, owner) for place, hidden in numbers}
    lists: dict[str, list[tuple[float, int]]] = defaultdict(list)
    settled: dict[str, int] = {}
    while chances:
        place = max(chances, key=lambda place: _lead(chances[place]))
        kind, chance = max(chances[place].items(), key=itemgetter(1))
        name = numbers_of(owner).get(kind, NOTHING)
        if name in settled and _are_two(found, settled[name], place):
            del chances[place][kind]
            chances[place] = _shares(chances[place])
            continue
        del chances[place]
        value = fitting(found, place, facts[name]) if name else None
        if value is not None and chance >= SURE:
            settled[name] = place
            yield Guess(chance, name, Said(value, quoted(found, place, text), is_likely=True), range(place, place + 1))
        elif name and facts[name].items is not None and chance >= SURE_OF_ITEM:
            lists[name].append((chance, place))
    for name, items in lists.items():
        run = _surest_run(sorted(items, key=itemgetter(1)))
        value = listing(found, [place for _, place in run], facts[name])
        if value is not None and max(run)[0] >= SURE:
            places = range(run[0][1], run[-1][1] + 1)
            seen = text[found[places[0]].start : found[places[-1]].end]
            yield Guess(max(run)[0], name, Said(value, seen, is_likely=True), places)


def _lead(chances: dict[str, float]) -> float:
    """How many times as likely the likeliest is as the next: what is lost if another number has it."""
    best, *others = sorted(chances.values(), reverse=True)
    return best / max(others[0], TINY) if others else best / TINY


def _are_two(found: Sequence[Token], place: int, other: int) -> bool:
    """Whether two numbers differ, and neither is said in place of the other."""
    return found[place].value != found[other].value and not is_replaced(found, *sorted((place, other)))


def _that_fit(chances: dict[str, float], found: Sequence[Token], place: int, owner: str) -> dict[str, float]:
    """The kinds that may have the number as their value, or as an item of it."""
    facts, names = algorithm(owner).hyperparameters.values, numbers_of(owner)
    return _shares(
        {
            kind: chance
            for kind, chance in chances.items()
            if kind == NOTHING
            or facts[names[kind]].items is not None
            or fitting(found, place, facts[names[kind]]) is not None
        }
    )


def _shares(chances: dict[str, float]) -> dict[str, float]:
    total = sum(chances.values())
    return {kind: chance / total for kind, chance in chances.items()}


def _surest_run(items: Sequence[tuple[float, int]]) -> list[tuple[float, int]]:
    """Of the items of a list, those that stand near the surest one."""
    runs = [[items[0]]]
    for item in items[1:]:
        if item[1] - runs[-1][-1][1] > APART:
            runs.append([])
        runs[-1].append(item)
    return max(runs, key=max)


def likely_wishes(text: str, owner: str) -> list[Guess]:
    """What each clause most likely sets of an algorithm; what it says with another one counts before it alone."""
    guesses = list(_wishes(text, owner))
    return [guess for guess in guesses if not any(_goes_beyond(other, guess) for other in guesses)]


def _goes_beyond(other: Guess, guess: Guess) -> bool:
    """Whether a stretch contains another one and contradicts it."""
    holds = other.places.start <= guess.places.start and guess.places.stop <= other.places.stop
    return holds and other.name == guess.name and other.said.value != guess.said.value and other.places != guess.places


def _wishes(text: str, owner: str) -> Iterator[Guess]:
    found, _, parts = _heard(text)
    for (first, past), hidden in parts:
        kind, chance = max(_chances(WISHES, hidden, owner).items(), key=itemgetter(1))
        if kind != NOTHING and chance >= (SURE_OF_WISH if past - first >= FEW else SURE_OF_FEW):
            name, value = wishes_of(owner)[kind]
            said = Said(value, text[found[first].start : found[past - 1].end], is_likely=True)
            yield Guess(chance, name, said, range(first, past))


@cache
def _network(file: Path) -> Network:
    return read(file)[0]


@cache
def _among(file: Path, owner: str) -> list[int]:
    """The classes that are possible of an algorithm, by their number."""
    possible = numbers_of(owner) if file == NUMBERS else wishes_of(owner)
    return [n for n, kind in enumerate(_network(file).classes) if kind == NOTHING or kind in possible]


def _chances(file: Path, hidden: Sequence[float], owner: str) -> dict[str, float]:
    """How likely each of the kinds is that are possible."""
    learnt, among = _network(file), _among(file, owner)
    scores = learnt.scores(hidden, among)
    best = max(scores)
    return _shares({learnt.classes[number]: exp(score - best) for number, score in zip(among, scores, strict=True)})
