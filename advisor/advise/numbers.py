"""Numbers and units in a text: how many rows, columns, groups, gigabytes, steps ahead ..."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from advisor.advise.phrases import Match, Token, lexicon
from advisor.advise.problem import Fact, Number

REACH = 4
"""How many words after a number may say what it counts."""

_BYTES = {"gigabytes": 1.0, "terabytes": 1024.0, "megabytes": 1 / 1024}
_STEPS = {"min": 1.0, "H": 60.0, "D": 1440.0, "W": 10080.0, "M": 43200.0}
_STEP_OF = {"min": "min", "minute": "min", "hour": "H", "day": "D", "week": "W", "month": "M"}
_STEP_WORDS = ("step", "interval", "resolution", "grid", "value", "reading", "sampl", "bin", "bucket", "data", "series")
"""How words begin that make a time before them the step of a series."""
_UNITS = {"minute": 1.0, "hour": 60.0, "day": 1440.0, "week": 10080.0, "fortnight": 20160.0, "month": 43200.0,
          "quarter": 129600.0, "year": 525600.0}  # fmt: skip
_ODD = {
    "anomalous", "anomalies", "anomaly", "outliers", "unusual", "abnormal", "fraudulent", "fraud", "faulty", "bad",
    "odd", "strange", "suspicious",
}  # fmt: skip
MANY = 10_000
"""From here on a number of things that nothing else is said of is the number of rows."""

_MEASURES = {
    "dollars", "euros", "pounds", "francs", "seconds", "minutes", "hours", "days", "weeks", "months", "years", "metres",
    "meters", "miles", "parameters", "times", "pixels", "steps",
}  # fmt: skip
_EACH = {"a", "an", "per", "each", "every"}
_MAKERS = {"machines", "servers"}
_TRAINING = ("train", "spread", "distribut", "parallel", "cluster", "over", "across", "scal", "split", "speed", "fast")
"""How words begin that tell machines to train on from machines that make things."""
_ZERO = {"zero", "zeros", "zeroes", "empty"}


def numbers(text: str, tokens: Sequence[Token], frequency: str | None) -> dict[Number, Fact[float]]:
    """Every number whose words say what it counts; of two for the same thing, the first one."""
    found: dict[Number, Fact[float]] = {}
    for name, value, first, last in _readings(tokens, frequency):
        found.setdefault(name, Fact(value=value, origin="words", seen=text[first.start : last.end]))
    return found


def _readings(tokens: Sequence[Token], frequency: str | None) -> Iterator[tuple[Number, float, Token, Token]]:
    for i, token in enumerate(tokens):
        if token.value is None:
            continue
        yield from _share(tokens, i)
        yield from _counted(tokens, i)
    yield from _horizon(tokens, frequency)


def _counted(tokens: Sequence[Token], i: int) -> Iterator[tuple[Number, float, Token, Token]]:
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
        return len(ahead) < 2 or ahead[0] not in _EACH or ahead[1] not in _UNITS.keys() | {"second"}
    if match.name == "machines" and match.past == 1 + match.first and tokens[i + match.past].text in _MAKERS:
        near = [*tokens[max(i - REACH * 2, 0) : i], *tokens[i + match.past : i + REACH * 3]]
        return any(token.text.startswith(_TRAINING) for token in near)
    return True


def _things(words: Sequence[str]) -> int | None:
    """Where the first plural ends that may be things that are counted."""
    found = (n for n, word in enumerate(words[:REACH], 1) if len(word) > 3 and word.endswith("s"))
    past = next(found, None)
    return past if past and words[past - 1] not in _MEASURES else None


def _share(tokens: Sequence[Token], i: int) -> Iterator[tuple[Number, float, Token, Token]]:
    """`40 % zeros`, `0.5 % anomalous`, `1 in 500`, `recall of 90 %`."""
    value = tokens[i].value or 0.0
    after = tokens[i + 1 : i + 8]
    if after and after[0].text in ("%", "percent"):
        words = [token.text for token in after[1:]]
        before = [token.text for token in tokens[max(i - 4, 0) : i]]
        if _ZERO & set(words[:4]):
            yield "zeros", value / 100, tokens[i], after[0]
        elif _ODD & {*words[:5], *before}:
            yield "odd_share", value / 100, tokens[i], after[0]
        for name in ("recall", "precision"):
            if name in words[:1] or name in before:
                yield name, value / 100, tokens[i], after[0]
    ratio = [token.text for token in after[:3]]
    if len(after) > 1 and ratio[0] in ("in", "of", "out") and value == 1:
        base = next((token for token in after[1:4] if token.value is not None and token.value > 1), None)
        if base is not None and base.value:
            yield "odd_share", value / base.value, tokens[i], base


def frequency(text: str, tokens: Sequence[Token]) -> Fact[str] | None:
    """The step of a series that is a number of units: `every 15 minutes`, `6-hour intervals`, `30 min values`."""
    for i, token in enumerate(tokens[:-1]):
        unit = _STEP_OF.get(tokens[i + 1].text.removesuffix("s"))
        if token.value is None or token.value % 1 or unit is None:
            continue
        before = tokens[i - 1].text if i else ""
        after = tokens[i + 2].text if i + 2 < len(tokens) else ""
        if before in ("every", "each") or after.startswith(_STEP_WORDS):
            step = f"{token.value:.0f}{unit}" if token.value > 1 else unit
            return Fact(value=step, origin="words", seen=text[token.start : tokens[i + 1].end])
    return None


def _minutes(step: str | None) -> float:
    """The length of a step such as `15min`; that of a day where it is not known."""
    unit = (step or "D").lstrip("0123456789")
    return float((step or "").removesuffix(unit) or 1) * _STEPS.get(unit, _STEPS["D"])


def _ahead(tokens: Sequence[Token], i: int) -> bool:
    """Whether a number of steps lies ahead: `14 days ahead`, `forecast 28 days`, `a horizon of 6 hours`."""
    before = {token.text for token in tokens[max(i - 2, 0) : i]}
    after = {token.text for token in tokens[i + 2 : i + 3]}
    return bool(before & {"forecast", "predict", "horizon"} or after & {"ahead", "in"})


def _horizon(tokens: Sequence[Token], frequency: str | None) -> Iterator[tuple[Number, float, Token, Token]]:
    """How far ahead, in steps of the series: `next two weeks`, `14 days ahead`, `tomorrow`."""
    step = _minutes(frequency)
    for i, token in enumerate(tokens):
        if token.text in ("next", "coming", "following", "upcoming"):
            amount, unit = 1.0, i + 1
            if i + 1 < len(tokens) and tokens[i + 1].value is not None:
                amount, unit = tokens[i + 1].value or 1.0, i + 2
        elif token.value is not None and _ahead(tokens, i):
            amount, unit = token.value, i + 1
        else:
            continue
        if unit < len(tokens):
            name = tokens[unit].text.removesuffix("'s").rstrip("s")
            if name in _UNITS:
                yield "horizon", max(1.0, round(amount * _UNITS[name] / step)), token, tokens[unit]
            elif name == "step":
                yield "horizon", amount, token, tokens[unit]
