"""Numbers and units in a text: how many rows, columns, groups, gigabytes, steps ahead ..."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from advisor.advise.phrases import Match, Token, lexicon
from advisor.advise.problem import Fact, Number
from advisor.advise.shares import Reading, shares
from advisor.advise.times import horizon, is_period

SCALE, YEARS = 3, 1001
"""A scale of answers ends at three at least, and a thousand at most."""
REACH = 4
"""How many words after a number may say what it counts."""

_BYTES = {"gigabytes": 1.0, "terabytes": 1024.0, "megabytes": 1 / 1024}
_HOURS = {"minutes": 1 / 60, "hour": 1.0, "hours": 1.0, "day": 24.0, "days": 24.0, "week": 168.0}
_MONEY = {"dollars", "dollar", "usd", "bucks", "euros", "euro", "eur"}
_WITHIN = {"within", "in", "under", "after", "than", "before"}
_KEPT = {"keep", "keeps", "keeping", "retain", "retaining"}
_PEOPLE = {
    "users", "customers", "readers", "members", "viewers", "listeners", "students", "patients", "players", "shoppers",
    "subscribers", "people", "visitors", "guests", "buyers", "persons",
}  # fmt: skip
MANY = 10_000
"""From here on a number of things that nothing else is said of is the number of rows."""

_MEASURES = {
    "dollars", "euros", "pounds", "francs", "seconds", "minutes", "hours", "days", "weeks", "months", "years", "metres",
    "meters", "miles", "parameters", "times", "pixels", "steps",
}  # fmt: skip
_EACH = {"a", "an", "per", "each", "every"}
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
    for i, token in enumerate(tokens):
        if token.value is None:
            continue
        yield from shares(tokens, i)
        yield from _sides(tokens, i)
        yield from _kept(tokens, i)
        yield from _limits(tokens, i)
        yield from _ids(tokens, i)
        yield from _counted(tokens, i)
    yield from horizon(tokens, frequency)


def _counted(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """The thing that the words after a number name: the nearest one, of those the longest phrase."""
    value = tokens[i].value
    after: list[str] = []
    for token in tokens[i + 1 : i + 1 + REACH + 2]:
        if token.is_mark or token.value is not None:
            break
        after.append(token.word)
    matches = [m for m in lexicon("numbers").find(after) if m.first < REACH]
    best = min(matches, key=lambda m: (m.first, -m.past), default=None)
    if value is None or (best and not _is_meant(best, tokens, i)):
        return
    if best is None:
        if value >= MANY and (past := _things(after)):
            yield "rows", value, tokens[i], tokens[i + past]
        return
    last = tokens[i + best.past]
    if best.name in _BYTES:
        yield "gigabytes", value * _BYTES[best.name], tokens[i], last
    else:
        yield cast(Number, best.name), value, tokens[i], last


def _is_meant(match: Match, tokens: Sequence[Token], i: int) -> bool:
    """Whether the thing is what it is called: not so many readings a second, nor vending machines."""
    if match.name == "rows":
        ahead = [token.text for token in tokens[i + 1 + match.past : i + 3 + match.past]]
        return len(ahead) < 2 or ahead[0] not in _EACH or not is_period(ahead[1])
    if match.name == "boxes_per_picture":
        return any(token.text.startswith(_PICTURES) for token in tokens)
    if match.name == "vocabulary":
        return not any(token.text in _EACH for token in tokens[i + 1 + match.past : i + 2 + match.past])
    if match.name == "machines" and match.past == 1 + match.first and tokens[i + match.past].text in _MAKERS:
        near = [*tokens[max(i - REACH * 2, 0) : i], *tokens[i + match.past : i + REACH * 3]]
        return any(token.text.startswith(_TRAINING) for token in near)
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
    """`keep twenty of 400 columns`, `400 columns down to 20`."""
    value, before = tokens[i].value or 0.0, [token.text for token in tokens[max(i - 3, 0) : i]]
    ahead = [token.text for token in tokens[i + 1 : i + 3]]
    kept = _KEPT & set(before) and ahead[:1] == ["of"]
    if kept or before[-2:] == ["down", "to"] or before[-2:] == ["columns", "to"]:
        yield "components", value, tokens[i], tokens[i]


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
        if (
            tokens[place].text in ("and", "by", "x", "times", ",")
            and other is not None
            and tokens[place - 1].value is None
        ):
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
