"""Whether a clause denies what it mentions, `no dart booster`, and what it then says instead."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from advisor.advise.reading.phrases import Token
from advisor.advise.reading.settings.mentions import BOTH, Mention, mentions

REACH = 4
"""Words between a phrase and what is said of it, at most."""
_DENIED_BEHIND = {"not", "isn't", "aren't", "wasn't", "weren't", "useless", "haywire", "hopeless", "failed", "fails"}
_OF_WHAT = {"for", "of", "or"}
"""Words before a `not` that belongs to the name of a class: `one probability for not healthy`."""
_OUT = (["is", "out"], ["are", "out"], ["is", "off"], ["are", "off"], ["is", "bad"], ["are", "bad"])
"""What rules out a thing right after its name."""
_TURNS = {"but", "so", "hence"}
_NEGATORS = {
    "no", "not", "never", "without", "nor", "don't", "isn't", "aren't", "wasn't", "doesn't", "instead", "avoid",
}  # fmt: skip
_BOUNDS = {
    "more", "less", "fewer", "above", "over", "exceed", "exceeds", "exceeding", "only", "just", "later", "longer",
}  # fmt: skip
"""After `not` they set a bound and deny nothing."""


def _clause(found: Sequence[Token], mention: Mention) -> tuple[list[str], list[str]]:
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


def _without_names(words: list[str]) -> list[str]:
    """The words but for each `not` that belongs to the name of a class."""
    return [word for n, word in enumerate(words) if word != "not" or not n or words[n - 1] not in _OF_WHAT]


def is_denied(found: Sequence[Token], mention: Mention) -> bool:
    """Whether the clause denies what it mentions; a bound (`not more than`) is no denial."""
    before, after = _clause(found, mention)
    named = set[str]()
    if mention.value is None:  # not only the top layer: no bound
        named = {token.text for token in found[mention.first : mention.past]}
    if ("no", "or") in pairwise(before):  # yes or no
        before = [word for word in before if word != "no"]
    before = _without_names(before[::-1])[::-1]
    after = _without_names(after)
    for turn in _TURNS.intersection(before):  # not 50 but 25 epochs
        before = before[: before.index(turn)]
    if after[:2] in _OUT or before[:2] == ["than", "rather"]:
        return True
    ahead = _NEGATORS & set(before) and not _BOUNDS & {*before, *named}
    return bool(ahead or (_DENIED_BEHIND & set(after) and not _BOUNDS & set(after)))


def denied_values(found: Sequence[Token], name: str) -> set[tuple[str, str]]:
    """The values that a text denies to hyperparameters of an algorithm: `quantile loss is not what we want`."""
    named = ((own, mention) for mention in mentions(found, name) for own in mention.name.split(BOTH))
    return {(own, mention.value) for own, mention in named if mention.value is not None and is_denied(found, mention)}


def instead(found: Sequence[Token], mention: Mention) -> int | None:
    """The number that takes the place of one that was denied: `not 100 rounds, 300 is what worked`."""
    for place in range(mention.past, min(mention.past + 2 * REACH, len(found))):
        after = found[place + 1].text if place + 1 < len(found) else "."
        if found[place].value is not None and after in (".", ",", "is", "instead", "was", "please", "did", "does"):
            return place
    return None
