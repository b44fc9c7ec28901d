"""Numbers and units in a text: how many rows, columns, groups, gigabytes, steps ahead ..."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from advisor.advise.problem import Fact, Number
from advisor.advise.reading.counts.described import EACH, clause_before, described, is_reduced
from advisor.advise.reading.counts.listed import alone, coded, listed, measured
from advisor.advise.reading.counts.referred import referred
from advisor.advise.reading.counts.shares import Reading, shares
from advisor.advise.reading.counts.times import history, horizon, is_period
from advisor.advise.reading.phrases import Match, Token, lexicon
from advisor.advise.reading.retracted import corrected

SCALE, YEARS = 3, 1001
"""A scale of answers ends at three at least, and a thousand at most."""
REACH = 4
"""How many words after a number may say what it counts."""

_BYTES = {"gigabytes": 1.0, "terabytes": 1024.0, "megabytes": 1 / 1024}
_HOURS = {"minutes": 1 / 60, "hour": 1.0, "hours": 1.0, "day": 24.0, "days": 24.0, "week": 168.0}
_MONEY = {"dollars", "dollar", "usd", "bucks", "euros", "euro", "eur"}
_WITHIN = {"within", "in", "under", "after", "than", "before"}
_KEPT = {"keep", "keeps", "keeping", "retain", "retaining"}
_NARROWING = (
    "compress", "reduc", "shrink", "squeez", "condens", "project", "cut", "boil", "collaps", "bring", "summaris",
    "summariz", "narrow",
)  # fmt: skip
"""How words begin that make what follows `to` fewer columns."""
_NARROWER = {"dimensions", "components", "columns", "features", "numbers", "variables", "values"}
_CHOSEN = {
    "choose", "chooses", "decide", "decides", "distinguish", "distinguishes", "tell", "tells", "sort", "sorts",
    "classify", "classifies", "assign", "assigns", "put", "puts", "pick", "picks", "discriminate",
}  # fmt: skip
_PLACES = {"folders", "directories", "heaps", "piles", "pigeonholes", "queues", "mailboxes", "subfolders"}
"""Where things of a class each are put."""
_PEOPLE = {
    "users", "customers", "readers", "members", "viewers", "listeners", "students", "patients", "players", "shoppers",
    "subscribers", "people", "pupils", "learners", "clients", "riders", "drivers", "employees", "tenants", "voters",
    "doctors", "accounts", "households", "visitors", "guests", "buyers", "persons",
}  # fmt: skip
_BESIDE = {"and", "by", "x", "times", ",", "against", "versus", "over", "on", "rate", "rated", "rating"}
"""What may stand between so many people and so many things."""
FEWEST_ROWS = 12
"""So few are not what is learnt from: three shops, two sensors."""
LEAST_EXAMPLES = 50
"""So many are examples where only the word before or behind their number says so."""
MANY_NEIGHBOURS = 1000
"""So many are asked for their verdict at most."""
MANY = 10_000
"""From here on a number of things that nothing else is said of is the number of rows."""

_MEASURES = {
    "dollars", "euros", "pounds", "francs", "seconds", "minutes", "hours", "days", "weeks", "months", "years", "metres",
    "meters", "miles", "parameters", "times", "pixels", "steps",
}  # fmt: skip
_TURNS = {"since", "because", "while", "when", "although", "but", "if"}
"""Words behind which something else is spoken of."""
_AFTER_NOUNS = {
    "where", "with", "which", "that", "what", "who", "in", "is", "are", "of", "on", "from", "for", "and", "to",
}  # fmt: skip
_MADE = (
    "photographed", "labelled", "labeled", "annotated", "scanned", "collected", "recorded", "filmed", "tagged",
    "digitised", "digitized", "transcribed", "drew", "painted",
)  # fmt: skip
"""What was done to examples, right before their number."""
_MAKERS = {"machines", "servers"}
_PICTURES = ("pictur", "imag", "photo", "frame", "shot", "scan", "tile", "scene", "snap", "camera", "label_width")
"""How words begin that make boxes those around things."""
_TRAINING = ("train", "spread", "distribut", "parallel", "cluster", "over", "across", "scal", "split", "speed", "fast")
"""How words begin that tell machines to train on from machines that make things."""


def numbers(text: str, tokens: Sequence[Token], frequency: str | None) -> dict[Number, Fact[float]]:
    """Every number of which the words say what it counts; the first one, where two count the same thing."""
    found: dict[Number, Fact[float]] = {}
    tokens = [_halved(tokens, i) for i in range(len(tokens))]
    for name, value, first, last in _readings(tokens, frequency):
        found.setdefault(name, Fact(value=value, origin="words", seen=text[first.start : last.end]))
    return found


def _halved(tokens: Sequence[Token], i: int) -> Token:
    """A number with the half before it: `half a million`."""
    token = tokens[i]
    is_half = i > 0 and tokens[i - 1].text == "half" and token.text.startswith("a ") and token.value is not None
    return replace(token, start=tokens[i - 1].start, value=(token.value or 0.0) / 2) if is_half else token


def _readings(tokens: Sequence[Token], frequency: str | None) -> Iterator[Reading]:
    numbered = [i for i, token in enumerate(tokens) if token.value is not None]
    kept = [reading for i in numbered for reading in _kept(tokens, i)]
    fewer = min((value for name, value, *_ in kept if name == "components"), default=math.inf)
    yield from kept
    for i in numbered:
        yield from _examples(tokens, i)
    for i in numbered:
        yield from shares(tokens, i)
        yield from _sides(tokens, i)
        if i > 1 and tokens[i - 1].text in ("x", "by") and tokens[i - 2].value == tokens[i].value:
            continue  # the other side of a picture
        yield from described(tokens, i)
        yield from _choice(tokens, i)
        yield from _limits(tokens, i)
        yield from _ids(tokens, i)
        for name, value, first, last in _counted(tokens, i):
            is_column = name == "components" and (value > fewer or is_reduced(tokens, i))
            yield "columns" if is_column else name, value, first, last
        yield from _people(tokens, i)
        yield from referred(tokens, i)
    yield from listed(tokens)
    yield from measured(tokens)
    yield from coded(tokens)
    yield from alone(tokens)
    yield from horizon(tokens, frequency)
    yield from history(tokens, frequency)


def _counted(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """The thing that the words after a number name: the nearest one, of those the longest phrase."""
    value = tokens[i].value or 0.0
    after: list[str] = []
    for token in tokens[i + 1 : i + 1 + REACH + 2]:
        if token.is_mark or token.value is not None or token.text in _TURNS:
            break
        after.append(token.word)
    matches = [m for m in lexicon("numbers").find(after) if m.first < REACH] or list(_singular(tokens, i, after))
    near = value < MANY_NEIGHBOURS
    near &= not any(m.name == "groups" and m.first == 0 for m in matches)  # 6 families of similar routers
    best = min(matches, key=lambda m: (m.name != "neighbours" or not near, m.first, -m.past), default=None)
    if best and not _is_meant(best, tokens, i):
        return
    if best is None:
        if value >= MANY and (past := _things(after)):
            yield "rows", value, tokens[i], tokens[i + past]
        return
    last = tokens[i + best.past]
    value = tokens[corrected(tokens, i, lambda _: True)].value or value
    if best.name in _BYTES:
        yield "gigabytes", value * _BYTES[best.name], tokens[i], last
    else:
        yield cast(Number, best.name), value, tokens[i], last


def _singular(tokens: Sequence[Token], i: int, after: Sequence[str]) -> Iterator[Match]:
    """What is counted in the singular, as many write it: `damage is of 4 kind`, `we have 2600 photo where`."""
    for n, word in enumerate(after[:2]):
        following = tokens[i + n + 2].text if i + n + 2 < len(tokens) else "."
        if (tokens[i].value or 0.0) > 1 and (following in _AFTER_NOUNS or not following[0].isalnum()):
            yield from (replace(m, first=n, past=n + 1) for m in lexicon("numbers").find([f"{word}s"]))


def _examples(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`47,500 in all`, `I photographed 4,200 leaves`."""
    value, ahead = tokens[i].value or 0.0, [token.text for token in tokens[i + 1 : i + 4]]
    if value >= LEAST_EXAMPLES and (ahead[:2] in (["in", "all"], ["in", "total"]) or ahead[:1] == ["altogether"]):
        yield "rows", value, tokens[i], tokens[i + 1]
    elif value >= LEAST_EXAMPLES and i and tokens[i - 1].text in _MADE and (past := _things(ahead)):
        yield "rows", value, tokens[i - 1], tokens[i + past]


def _people(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`6,000 drivers`, `90,000 regular customers`: each of them may be an entity."""
    for token in tokens[i + 1 : i + 3]:
        if token.is_mark or token.value is not None:
            return
        if token.text in _PEOPLE:
            yield "entities", tokens[i].value or 0.0, tokens[i], token
            return


def _is_meant(match: Match, tokens: Sequence[Token], i: int) -> bool:
    """Whether the thing is what it is called: not so many readings a second, nor vending machines."""
    if match.name == "rows" and (tokens[i].value or 0.0) < FEWEST_ROWS:
        return False
    if match.name == "rows":
        ahead = [token.text for token in tokens[i + 1 + match.past : i + 3 + match.past]]
        return len(ahead) < 2 or ahead[0] not in EACH or not is_period(ahead[1])
    if match.name in ("classes", "groups") and (tokens[i].value or 0.0) < 2:
        return False
    if match.name == "columns" and tokens[i].value == 1:  # one column per customer
        return not any(token.text in EACH for token in tokens[i + 1 + match.past : i + 2 + match.past])
    if match.name == "boxes_per_picture":
        return any(token.text.startswith(_PICTURES) for token in tokens)
    if match.name == "vocabulary" and i and tokens[i - 1].text == "top":
        return False
    if match.name == "vocabulary":
        return not any(token.text in EACH for token in tokens[i + 1 + match.past : i + 2 + match.past])
    if match.name == "machines" and match.past == 1 + match.first and tokens[i + match.past].text in _MAKERS:
        near = [*tokens[max(i - REACH * 2, 0) : i], *tokens[i + match.past : i + REACH * 3]]
        return any(token.text.startswith(_TRAINING) or token.text.endswith("xlarge") for token in near)
    return True


def _things(words: Sequence[str]) -> int | None:
    """Where the first plural ends that may be things that are counted."""
    found = (n for n, word in enumerate(words[:REACH], 1) if len(word) > 3 and word.endswith("s"))
    past = next(found, None)
    return past if past and words[past - 1] not in _MEASURES else None


def _sides(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`224 x 224`, `640 by 480 pixels`: the shorter side of a picture."""
    if i + 2 < len(tokens) and tokens[i + 1].text in ("x", "by") and (other := tokens[i + 2].value):
        value, ahead = tokens[i].value or 0.0, {token.text for token in tokens[i + 3 : i + 5]}
        if value == other or ahead & {"pixels", "px", "pixel"}:
            yield "image_size", min(value, other), tokens[i], tokens[i + 2]


def _kept(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`keep twenty of 400 columns`, `400 columns down to 20`, `cut the 2000 bands to 100 dimensions`."""
    value, before = tokens[i].value or 0.0, [token.text for token in tokens[max(i - 3, 0) : i]]
    ahead = [token.text for token in tokens[i + 1 : i + 3]]
    kept = _KEPT & set(before) and ahead[:1] == ["of"]
    whole = next((token for token in tokens[max(i - 5, 0) : max(i - 1, 0)] if (token.value or 0.0) > value), None)
    narrows = _NARROWER & set(ahead[:1]) or any(word.startswith(_NARROWING) for word in clause_before(tokens, i))
    cut = before[-1:] == ["to"] and whole is not None and narrows
    if is_reduced(tokens, i):
        return
    if kept or cut or before[-2:] == ["down", "to"] or before[-2:] == ["columns", "to"]:
        yield "components", value, tokens[i], tokens[i]
        if whole is not None and whole.value is not None and before[-1:] == ["to"]:
            yield "columns", whole.value, whole, whole


def _choice(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`choose between 7 diagnoses`, `which of 12 desks`, `tell 9 makes apart`, `sort into five bins`."""
    value, before = tokens[i].value or 0.0, [token.text for token in tokens[max(i - 6, 0) : i]]
    ahead = [token.text for token in tokens[i + 1 : i + 4]]
    is_choice = (
        before[-2:] in (["which", "of"], ["one", "of"])
        or _of_all(tokens, i)
        or (before[-1:] == ["tell"] and "apart" in ahead)
        or (before[-1:] in (["in"], ["into"]) and {"fall", "falls"} & set(before[-3:]))
        or (before[-1:] in (["between"], ["among"], ["into"]) and _CHOSEN & set(before))
        or (before[-1:] in (["in"], ["into"]) and _PLACES & set(ahead[:2]))
    )
    if 1 < value < MANY and not value % 1 and is_choice and ahead[:1] not in (["and"], ["to"], ["%"]):
        yield "classes", value, tokens[i], tokens[min(i + 1, len(tokens) - 1)]


def _of_all(tokens: Sequence[Token], i: int) -> bool:
    """Whether a number counts the whole of which only a part is meant: `several tags out of`, `any number of the`."""
    before = tokens[max(i - 6, 0) : i]
    words = [token.text for token in before]
    if words[-4:] == ["any", "number", "of", "the"]:
        return True
    single = any(
        match.name in ("classes", "groups") for match in lexicon("numbers").find([f"{w}s" for w in words[-3:-2]])
    )
    counts = [token.value for token in before if token.value is not None]
    return words[-2:] == ["out", "of"] and (not counts or (counts == [1] and single))


def _limits(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`done within two hours`, `not more than 20 dollars`."""
    value, before = tokens[i].value or 0.0, {token.text for token in tokens[max(i - 5, 0) : i]}
    unit = tokens[i + 1] if i + 1 < len(tokens) else None
    if unit is None:
        return
    if unit.text in _MONEY and before & {"cost", "costs", "budget", "spend", "pay", "more", "most", "under"}:
        yield "budget_dollars", value, tokens[i], unit
    done = {"finish", "finished", "done", "ready", "complete", "train", "trained", "training", "run", "takes", "take"}
    near = {token.text for token in tokens[max(i - 8, 0) : i]}
    if unit.text in _HOURS and before & _WITHIN and near & done:
        yield "deadline_hours", value * _HOURS[unit.text], tokens[i], unit


def _ids(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`6,000 users and 4,000 films`: how many ids there are of both."""
    words = [token.text for token in tokens[i + 1 : i + 6]]
    if not set(words[:2]) & _PEOPLE:
        return
    for place in range(i + 2, min(i + 5, len(tokens) - 1)):
        other = tokens[place + 1].value
        if tokens[place].text in _BESIDE and other is not None and tokens[place - 1].value is None:
            yield "ids", (tokens[i].value or 0.0) + other, tokens[i], tokens[place + 1]
            return


def target_range(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Where a range says that the target is a number: `grades from 0 to 100`, `stars (1 to 5)`."""
    for i, token in enumerate(tokens[:-2]):
        low, high = token.value, tokens[i + 2].value
        marked = i and tokens[i - 1].text in ("from", "(", "scale", "between", "of", "scored", "rated", "graded")
        rising = low is not None and high is not None and low in (0, 1) and high >= SCALE and high - low < YEARS
        if marked and rising and tokens[i + 1].text in ("to", "and", "through"):
            return i - 1, i + 3
    return None
