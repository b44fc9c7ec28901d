"""Numbers of what is named elsewhere: `80 of them`, `there are 12`, `pictures (5,400)`, `12 plants … which plant`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import cast

from advisor.advise.problem import Number
from advisor.advise.reading.counts.shares import Reading
from advisor.advise.reading.phrases import Match, Token, lexicon

BEFORE = 30
"""Words back to what a number may be of."""
FEW = 50
"""So few are not the examples that were named before, but what else was."""
MOST = 1000
"""Classes or groups are no more."""
_NAMED_FIRST = {"rows", "classes", "groups", "components", "series"}
"""What a number behind may count: `..., fifty of them`."""
_PARTITIONS = {"typology", "palette", "codebook", "partition", "segmentation"}
"""What so many groups make up."""
_LINKS = {"are", "is", "number", "total", ":", "="}
"""What stands between a name and its number."""
_HIDDEN = {"mixture", "mixtures", "hidden", "latent", "underlying", "unknown", "recurring"}
"""What is said of groups that are to be found."""
_IRRELEVANT = {"of", "some", "the", "several", "few", "a", "different"}


def referred(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """What the number at a place counts that another place names."""
    if (tokens[i].value or 0.0) < 2:
        return
    yield from _of_them(tokens, i)
    yield from _in_brackets(tokens, i)
    yield from _is_so_many(tokens, i)
    yield from _asked_for(tokens, i)


def _of_them(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`what subjects come up, say thirty`, `thirty of them`, `by tree species (there are 12)`, `begin with 30`."""
    if not _refers(tokens, i):
        return
    first = max(i - BEFORE, 0)
    value = tokens[i].value or 0.0
    meant = {"rows", "series"} if value > MOST else _NAMED_FIRST - ({"rows"} if value < FEW else set())
    named = (match for match in _named(tokens, first, i) if match.name in meant)
    found = [match for match in named if not _is_counted(tokens, first + match.first)]
    for match in found[-1:]:
        yield cast(Number, match.name), tokens[i].value or 0.0, tokens[i], tokens[i]
    if not found and value <= MOST and tokens[i - 1].text not in ("are", "with"):
        yield "groups", tokens[i].value or 0.0, tokens[i], tokens[i]


def _refers(tokens: Sequence[Token], i: int) -> bool:
    """Whether the number at a place stands by itself, for what was named before."""
    before = [token.text for token in tokens[max(i - 2, 0) : i]]
    ahead = [token.text for token in tokens[i + 1 : i + 3]]
    if ahead in (["of", "them"], ["of", "those"], [",", "say"]) or before[-1:] == ["say"] or before == ["say", ","]:
        return True
    ends = not ahead or (tokens[i + 1].is_mark and ahead[0] != "%")
    partition = before[-1:] == ["of"] and before[0] in _PARTITIONS
    return ends and (partition or before in (["there", "are"], ["begin", "with"], ["start", "with"]))


def _named(tokens: Sequence[Token], first: int, past: int) -> Iterator[Match]:
    return lexicon("numbers").find([token.word for token in tokens[first:past]])


def _is_counted(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number before a place says how many there are of it; the sides of a picture do not."""
    for n in (place - 1, place - 2):
        if n >= 0 and tokens[n].value is not None:
            return not (n and tokens[n - 1].text in ("x", "by"))
    return False


def _in_brackets(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`very many columns (20,000)`, `the pictures are few (5,400)`."""
    if not (i > 1 and tokens[i - 1].text == "(" and i + 1 < len(tokens) and tokens[i + 1].text == ")"):
        return
    words = [token.word for token in tokens[max(i - 5, 0) : i - 1]]
    for match in lexicon("numbers").find(words):
        if match.past == len(words) or (match.name == "rows" and words[match.past] in ("are", "is")):
            yield cast(Number, match.name), tokens[i].value or 0.0, tokens[i - 2], tokens[i + 1]
            return


def _is_so_many(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`the features are 40`, `training pictures number 3,940`."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    ends = after is None or (after.is_mark and after.text != "%") or after.text in ("and", "but")
    if not ends or i < 2 or tokens[i - 1].text not in _LINKS:
        return
    first = max(i - 4, 0)
    for match in _named(tokens, first, i - 1):
        known = match.name in {"columns", *_NAMED_FIRST} and tokens[first + match.past - 1].text.endswith("s")
        if known and first + match.past == i - 1 and not _is_counted(tokens, first + match.first):
            yield cast(Number, match.name), tokens[i].value or 0.0, tokens[first + match.first], tokens[i]
            return


def _asked_for(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """`grains of 12 plants … the plant's name`: classes; `a mixture of missions … ten missions`: groups."""
    for token in tokens[i + 1 : i + 3]:
        if token.is_mark or token.value is not None:
            return
        if len(token.text) < 4 or not token.text.endswith("s"):
            continue
        if any(_is_hidden(tokens, place) for place, other in enumerate(tokens) if _is_same(other, token)):
            yield "groups", tokens[i].value or 0.0, tokens[i], token
        elif _is_name_asked(tokens, token.text.removesuffix("s")):
            yield "classes", tokens[i].value or 0.0, tokens[i], token
        return


def _is_same(other: Token, token: Token) -> bool:
    return other.text == token.text and other is not token


def _is_hidden(tokens: Sequence[Token], place: int) -> bool:
    words = [token.text for token in tokens[max(place - 4, 0) : place] if token.text not in _IRRELEVANT]
    return bool(_HIDDEN & set(words[-2:]))


def _is_name_asked(tokens: Sequence[Token], single: str) -> bool:
    """Whether one of several is asked for by its name: `which plant`, `the plant's name`."""
    asked = {("which", single), (f"{single}'s", "name"), ("name", single)}
    return any((one.text, other.text) in asked for one, other in pairwise(tokens))
