"""Shares and ratios in a text: `0.5 % anomalous`, `1 in 500`, `fifty times rarer`, `2,942 : 58`, `recall of 90 %`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.advise.problem import Number
from advisor.advise.reading.phrases import Token

Reading = tuple[Number, float, Token, Token]

_ODD = {
    "anomalous", "anomalies", "anomaly", "outliers", "unusual", "abnormal", "fraudulent", "fraud", "frauds", "faulty",
    "bad", "odd", "strange", "suspicious", "defective", "defects", "broken", "positive", "positives", "churn",
    "churned", "failures", "failed", "ill", "sick", "spam", "default", "defaults", "defaulted", "rejects", "scrap",
}  # fmt: skip
_LOST = {
    "lost", "lose", "left", "leave", "churned", "cancelled", "canceled", "failed", "fail", "defaulted", "bought", "buy",
    "converted", "clicked", "click", "died", "broke", "quit", "returned", "fraudulent", "faulty", "bad",
}  # fmt: skip
_GOOD = {"negative", "negatives", "good", "normal", "healthy", "intact", "sound", "legitimate", "genuine", "honest"}
_ZERO = {"zero", "zeros", "zeroes", "empty"}
_RARER = {"rarer", "fewer", "scarcer", "less", "smaller"}
_COMMONER = {"more", "commoner", "as"}
_CAUGHT = {"catch", "caught", "catching", "detect", "find", "recall", "spot"}
_SPLIT = {"ratio", "imbalance", "imbalanced", "unbalanced", "positives", "negatives", "labels", "classes", "against"}
CLOCK = 60
"""Numbers on both sides of a colon that are no time of day go beyond this."""
LOPSIDED = 3
"""How many times the rarer side a ratio of classes has of the other, at least."""


def shares(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """What the number at a place says of a share, with the tokens that say it."""
    after = _clause(tokens[i + 1 : i + 11])
    before = _clause(tokens[max(i - 4, 0) : i][::-1])[::-1]
    if after and after[0] in ("%", "percent"):
        yield from _percent(tokens, i, before, after[1:])
    yield from _held_at(tokens, i, before)
    yield from _in_so_many(tokens, i, before)
    yield from _times(tokens, i, before, after)
    yield from _against(tokens, i)
    yield from _beside_one(tokens, i)
    yield from _both_sides(tokens, i)


def _clause(tokens: Sequence[Token]) -> list[str]:
    """The words up to the next mark or number."""
    found = []
    for token in tokens:
        if token.value is not None or (token.is_mark and token.text != "%"):
            break
        found.append(token.text)
    return found


def _percent(tokens: Sequence[Token], i: int, before: Sequence[str], after: Sequence[str]) -> Iterator[Reading]:
    value = (tokens[i].value or 0.0) / 100
    if _ZERO & set(after[:4]):
        yield "zeros", value, tokens[i], tokens[i + 1]
    elif after[:1] == ["of"] and _CAUGHT & set(after):
        yield "recall", value, tokens[i], tokens[i + 1]
    elif _ODD & {*after[:5], *before} and not _CAUGHT & set(before):
        yield "odd_share", value, tokens[i], tokens[i + 1]
    if _CAUGHT & {*after[:1], *before}:
        yield "recall", value, tokens[i], tokens[i + 1]
    if "precision" in (*after[:1], *before):
        yield "precision", value, tokens[i], tokens[i + 1]


def _held_at(tokens: Sequence[Token], i: int, before: Sequence[str]) -> Iterator[Reading]:
    """`recall is fixed at 0.98`, `a precision of 0.9`."""
    value = tokens[i].value or 0.0
    if 0 < value < 1 and "recall" in before:
        yield "recall", value, tokens[i], tokens[i]
    elif 0 < value < 1 and "precision" in before:
        yield "precision", value, tokens[i], tokens[i]


def _in_so_many(tokens: Sequence[Token], i: int, before: Sequence[str]) -> Iterator[Reading]:
    """`1 in 500`, `two faulty parts in a thousand`, `we lost 15 of 300`."""
    value = tokens[i].value or 0.0
    for place in range(i + 1, min(i + 4, len(tokens))):
        if tokens[place].is_mark or tokens[place].value is not None:
            return
        if [token.text for token in tokens[place : place + 2]] in (["for", "every"], ["for", "each"]):
            yield from _for_every(tokens, i, place + 2)
            return
        if tokens[place].text not in ("in", "of", "out"):
            continue
        base = next((token for token in tokens[place + 1 : place + 4] if (token.value or 0) > max(value, 1)), None)
        between = {token.text for token in tokens[i + 1 : place]}
        if base is not None and value == 1:
            between |= set(_clause(tokens[tokens.index(base) + 1 :][:8]))
        direct = place == i + 1 and value == 1
        if base is not None and base.value and _is_share(direct, between, before, tokens[place].text, base.value):
            yield "odd_share", value / base.value, tokens[i], base
        return


def _for_every(tokens: Sequence[Token], i: int, place: int) -> Iterator[Reading]:
    """`one default for every 40 loans`."""
    value, base = tokens[i].value or 0.0, tokens[place].value if place < len(tokens) else None
    between = {token.text for token in tokens[i + 1 : place]}
    if base and base > value and _ODD & between:
        yield "odd_share", value / (value + base), tokens[i], tokens[place]


def _is_share(direct: bool, between: set[str], before: Sequence[str], word: str, base: float) -> bool:
    """Whether so many in so many is a share of odd ones, and not one choice of several."""
    if direct and word == "in":
        return True
    if direct:
        return base >= CLOCK
    return bool(_ODD & between or _LOST & set(before[-2:]))


def _times(tokens: Sequence[Token], i: int, before: Sequence[str], after: Sequence[str]) -> Iterator[Reading]:
    """`fifty times rarer`, `30 times as many honest ones`: so many of the one for one of the other."""
    value = tokens[i].value or 0.0
    if after[:1] != ["times"] or value < LOPSIDED:
        return
    if set(after[1:2]) & _RARER or (set(after[1:2]) & _COMMONER and {"than", "as"} & set(after[2:])):
        yield "odd_share", 1 / (1 + value), tokens[i], tokens[min(i + 2, len(tokens) - 1)]


def _against(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`2,942 : 58`, `950 against 50`."""
    if i + 2 >= len(tokens) or tokens[i + 1].text not in (":", "to", "against", "vs", "versus"):
        return
    one, other = tokens[i].value or 0.0, tokens[i + 2].value or 0.0
    near = {token.text for token in tokens[max(i - 6, 0) : i + 9]}
    sure = max(one, other) > CLOCK or _SPLIT & near
    if sure and min(one, other) >= 1 and max(one, other) >= LOPSIDED * min(one, other) and not _is_range(tokens, i):
        yield "odd_share", min(one, other) / (one + other), tokens[i], tokens[i + 2]


def _beside_one(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`9 negatives to one positive`, `12 good loans for each bad one`."""
    value, ahead = tokens[i].value or 0.0, tokens[i + 1 : i + 7]
    link = next((n for n, token in enumerate(ahead[:3]) if token.text in ("to", "for", "per")), 0)
    one = ahead[link + 1 : link + 2]
    single = link and one and (one[0].value == 1 or one[0].text in ("each", "every"))
    if single and value >= LOPSIDED and _ODD & {token.text for token in ahead[link + 2 : link + 4]}:
        yield "odd_share", 1 / (1 + value), tokens[i], one[0]


def _both_sides(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`19,600 of my examples are negative and 400 positive`."""
    second = next((n for n in range(i + 2, min(i + 10, len(tokens))) if tokens[n].value is not None), None)
    if second is None:
        return
    between = {token.text for token in tokens[i + 1 : second]}
    after = {token.text for token in tokens[second + 1 : second + 4]}
    counts = tokens[i].value or 0.0, tokens[second].value or 0.0
    if min(counts) >= 1 and ((_GOOD & between and _ODD & after) or (_ODD & between and _GOOD & after)):
        yield "odd_share", min(counts) / sum(counts), tokens[i], tokens[second]


def _is_range(tokens: Sequence[Token], i: int) -> bool:
    return any(token.text in ("from", "between", "scale") for token in tokens[max(i - 2, 0) : i])
