"""Numbers and units in a text: how many rows, columns, groups, gigabytes, steps ahead ..."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import cast

from advisor.advise.problem import Fact, Number
from advisor.advise.reading.listed import alone, coded, listed
from advisor.advise.reading.phrases import Match, Token, lexicon
from advisor.advise.reading.retracted import corrected
from advisor.advise.reading.shares import Reading, shares
from advisor.advise.reading.times import history, horizon, is_period

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
_CELLS = {"numbers", "readings", "values", "measurements", "figures", "fields", "attributes", "sensors"}
_CHOSEN = {
    "choose", "chooses", "decide", "decides", "distinguish", "distinguishes", "tell", "tells", "sort", "sorts",
    "classify", "classifies", "assign", "assigns", "put", "puts", "pick", "picks", "discriminate",
}  # fmt: skip
_PEOPLE = {
    "users", "customers", "readers", "members", "viewers", "listeners", "students", "patients", "players", "shoppers",
    "subscribers", "people", "pupils", "learners", "clients", "riders", "drivers", "employees", "tenants", "voters",
    "doctors", "accounts", "households", "visitors", "guests", "buyers", "persons",
}  # fmt: skip
_BESIDE = {"and", "by", "x", "times", ",", "against", "versus", "over", "on", "rate", "rated", "rating"}
"""What may stand between so many people and so many things."""
FEWEST_ROWS = 12
"""So few are not what is learnt from: three shops, two sensors."""
MANY_NEIGHBOURS = 1000
"""So many are asked for their verdict at most."""
FEW_CELLS = 100
"""Below it readings of so many things are cells of a row, not rows."""
MANY = 10_000
"""From here on a number of things that nothing else is said of is the number of rows."""

_MEASURES = {
    "dollars", "euros", "pounds", "francs", "seconds", "minutes", "hours", "days", "weeks", "months", "years", "metres",
    "meters", "miles", "parameters", "times", "pixels", "steps",
}  # fmt: skip
_SENTENCE_ENDS = {".", "?", "!", ";"}
_NAMED_FIRST = {"rows", "classes", "groups", "components", "series"}
"""What a number behind may count: `..., fifty of them`."""
_EACH = {"a", "an", "per", "each", "every"}
_EACH_ONE = {"each", "every"}
_MAKERS = {"machines", "servers"}
_PICTURES = ("pictur", "imag", "photo", "frame", "shot", "scan", "tile", "scene", "snap", "camera", "label_width")
"""How words begin that make boxes those around things."""
_TRAINING = ("train", "spread", "distribut", "parallel", "cluster", "over", "across", "scal", "split", "speed", "fast")
"""How words begin that tell machines to train on from machines that make things."""


def numbers(text: str, tokens: Sequence[Token], frequency: str | None) -> dict[Number, Fact[float]]:
    """Every number whose words say what it counts; of two for the same thing, the first one."""
    found: dict[Number, Fact[float]] = {}
    for name, value, first, last in _readings(tokens, frequency):
        found.setdefault(name, Fact(value=value, origin="words", seen=text[first.start : last.end]))
    return found


def _readings(tokens: Sequence[Token], frequency: str | None) -> Iterator[Reading]:
    numbered = [i for i, token in enumerate(tokens) if token.value is not None]
    kept = [reading for i in numbered for reading in _kept(tokens, i)]
    fewer = min((value for name, value, *_ in kept if name == "components"), default=math.inf)
    yield from kept
    for i in numbered:
        yield from shares(tokens, i)
        yield from _sides(tokens, i)
        if i > 1 and tokens[i - 1].text in ("x", "by") and tokens[i - 2].value == tokens[i].value:
            continue  # the other side of a picture
        yield from _long(tokens, i)
        yield from _choice(tokens, i)
        yield from _limits(tokens, i)
        yield from _ids(tokens, i)
        yield from _asked(tokens, i)
        for name, value, first, last in _counted(tokens, i):
            yield "columns" if name == "components" and value > fewer else name, value, first, last
        yield from _people(tokens, i)
        yield from _of_them(tokens, i)
        yield from _in_brackets(tokens, i)
    yield from listed(tokens)
    yield from coded(tokens)
    yield from alone(tokens)
    yield from horizon(tokens, frequency)
    yield from history(tokens, frequency)


def _counted(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """The thing that the words after a number name: the nearest one, of those the longest phrase."""
    value = tokens[i].value or 0.0
    after: list[str] = []
    for token in tokens[i + 1 : i + 1 + REACH + 2]:
        if token.is_mark or token.value is not None:
            break
        after.append(token.word)
    matches = [m for m in lexicon("numbers").find(after) if m.first < REACH]
    near = value < MANY_NEIGHBOURS
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


def _people(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`6,000 drivers`, `90,000 regular customers`: each of them may be an entity."""
    for token in tokens[i + 1 : i + 3]:
        if token.is_mark or token.value is not None:
            return
        if token.text in _PEOPLE:
            yield "entities", tokens[i].value or 0.0, tokens[i], token
            return


def _of_them(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`what subjects come up, say thirty`, `thirty of them`: what was named before and not counted."""
    ahead = [token.text for token in tokens[i + 1 : i + 3]]
    if ahead != ["of", "them"] and ahead != [",", "say"] and tokens[i - 1].text != "say":
        return
    begin = max((n for n in range(i) if tokens[n].text in _SENTENCE_ENDS), default=-1) + 1
    words = [token.word for token in tokens[begin:i]]
    for match in lexicon("numbers").find(words):
        if match.name in _NAMED_FIRST and "0" not in words[max(match.first - 2, 0) : match.past]:
            yield cast(Number, match.name), tokens[i].value or 0.0, tokens[i], tokens[i]
            return


def _in_brackets(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`very many columns (20,000)`."""
    if not (i > 1 and tokens[i - 1].text == "(" and i + 1 < len(tokens) and tokens[i + 1].text == ")"):
        return
    words = [token.word for token in tokens[max(i - 3, 0) : i - 1]]
    for match in lexicon("numbers").find(words):
        if match.past == len(words):
            yield cast(Number, match.name), tokens[i].value or 0.0, tokens[i - 2], tokens[i + 1]
            return


def _asked(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`a questionnaire of 60 items`: each of them is a column."""
    before = {token.text for token in tokens[max(i - 3, 0) : i]}
    if before & {"questionnaire", "survey", "form"} and before & {"of", "with"} and i + 1 < len(tokens):
        yield "columns", tokens[i].value or 0.0, tokens[i], tokens[i + 1]


def _is_meant(match: Match, tokens: Sequence[Token], i: int) -> bool:
    """Whether the thing is what it is called: not so many readings a second, nor vending machines."""
    if match.name == "rows" and (tokens[i].value or 0.0) < FEWEST_ROWS:
        return False
    if match.name == "rows":
        ahead = [token.text for token in tokens[i + 1 + match.past : i + 3 + match.past]]
        return len(ahead) < 2 or ahead[0] not in _EACH or not is_period(ahead[1])
    if match.name == "boxes_per_picture":
        return any(token.text.startswith(_PICTURES) for token in tokens)
    if match.name == "vocabulary":
        return not any(token.text in _EACH for token in tokens[i + 1 + match.past : i + 2 + match.past])
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
    narrows = _NARROWER & set(ahead[:1]) or any(word.startswith(_NARROWING) for word in _in_sentence(tokens, i))
    cut = before[-1:] == ["to"] and whole is not None and narrows
    if kept or cut or before[-2:] == ["down", "to"] or before[-2:] == ["columns", "to"]:
        yield "components", value, tokens[i], tokens[i]
        if whole is not None and whole.value is not None and before[-1:] == ["to"]:
            yield "columns", whole.value, whole, whole


def _long(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`vectors 1024 long`, `vectors of length 512`, `15 numbers per flat`, `each trade has 9 figures`."""
    value, before = tokens[i].value or 0.0, [token.text for token in tokens[max(i - 3, 0) : i]]
    ahead = [token.text for token in tokens[i + 1 : i + 4]]
    if (before[-1:] == ["vectors"] and ahead[:1] == ["long"]) or before == ["vectors", "of", "length"]:
        yield "columns", value, tokens[i], tokens[i]
    cells = next((n for n, word in enumerate(ahead[:2], i + 1) if word in _CELLS), None)
    if before[-2:] in (["readings", "of"], ["readings", "from"], ["measurements", "of"]) and value < FEW_CELLS:
        yield "columns", value, tokens[i], tokens[i]
    if cells is not None and (_EACH_ONE & _in_sentence(tokens, i) or _of_each(tokens, cells + 1)):
        yield "columns", value, tokens[i], tokens[cells]


def _in_sentence(tokens: Sequence[Token], i: int) -> set[str]:
    """The words shortly before a place, back to the last mark."""
    words: set[str] = set()
    for token in reversed(tokens[max(i - REACH - 2, 0) : i]):
        if token.is_mark:
            break
        words.add(token.text)
    return words


def _of_each(tokens: Sequence[Token], place: int) -> bool:
    """Whether what stands up to a place is said of each thing: `per flat`, `in a reading`, `we hold on each`."""
    ahead = [token.text for token in tokens[place : place + 5]]
    near = next((n for n, word in enumerate(ahead) if word in _EACH), None)
    if near is None or (near and ahead[near] in ("a", "an") and ahead[near - 1] not in ("in", "for", "of", "on")):
        return False
    return not any(is_period(word) for word in ahead[near + 1 : near + 2])


def _choice(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`choose between 7 diagnoses`, `which of 12 desks`, `tell 9 makes apart`, `sort into five bins`."""
    value, before = tokens[i].value or 0.0, [token.text for token in tokens[max(i - 6, 0) : i]]
    ahead = [token.text for token in tokens[i + 1 : i + 4]]
    is_choice = (
        before[-2:] in (["which", "of"], ["one", "of"])
        or (before[-1:] == ["tell"] and "apart" in ahead)
        or (before[-1:] in (["in"], ["into"]) and {"fall", "falls"} & set(before[-3:]))
        or (before[-1:] in (["between"], ["among"], ["into"]) and _CHOSEN & set(before))
    )
    if 1 < value < MANY and not value % 1 and is_choice and ahead[:1] not in (["and"], ["to"], ["%"]):
        yield "classes", value, tokens[i], tokens[min(i + 1, len(tokens) - 1)]


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
        marked = i and tokens[i - 1].text in ("from", "(", "scale", "between", "of")
        rising = low is not None and high is not None and low in (0, 1) and high >= SCALE and high - low < YEARS
        if marked and rising and tokens[i + 1].text in ("to", "and", "through"):
            return i - 1, i + 3
    return None
