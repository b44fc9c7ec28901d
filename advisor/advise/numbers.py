"""Numbers and units in a text: how many rows, columns, groups, gigabytes, steps ahead ..."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.advise.phrases import Token, lexicon
from advisor.advise.problem import Fact, Number

REACH = 4
"""How many words after a number may say what it counts."""

_BYTES = {"gigabytes": 1.0, "terabytes": 1024.0, "megabytes": 1 / 1024}
_STEPS = {"min": 1.0, "5min": 5.0, "H": 60.0, "D": 1440.0, "W": 10080.0, "M": 43200.0}
_UNITS = {"minute": 1.0, "hour": 60.0, "day": 1440.0, "week": 10080.0, "fortnight": 20160.0, "month": 43200.0,
          "quarter": 129600.0, "year": 525600.0}  # fmt: skip
_ODD = {
    "anomalous", "anomalies", "anomaly", "outliers", "unusual", "abnormal", "fraudulent", "fraud", "faulty", "bad",
    "odd", "strange", "suspicious",
}  # fmt: skip
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
    if best is None or value is None:
        return
    last = tokens[i + best.past]
    if best.name in _BYTES:
        yield "gigabytes", value * _BYTES[best.name], tokens[i], last
    else:
        yield best.name, value, tokens[i], last  # type: ignore[misc]


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


def _ahead(tokens: Sequence[Token], i: int) -> bool:
    """Whether a number of steps lies ahead: `14 days ahead`, `forecast 28 days`, `a horizon of 6 hours`."""
    before = {token.text for token in tokens[max(i - 2, 0) : i]}
    after = {token.text for token in tokens[i + 2 : i + 3]}
    return bool(before & {"forecast", "predict", "horizon"} or after & {"ahead", "in"})


def _horizon(tokens: Sequence[Token], frequency: str | None) -> Iterator[tuple[Number, float, Token, Token]]:
    """How far ahead, in steps of the series: `next two weeks`, `14 days ahead`, `tomorrow`."""
    step = _STEPS.get(frequency or "D", 1440.0)
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
