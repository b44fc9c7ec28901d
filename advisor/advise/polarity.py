"""What a text rules out: the words of it that are said not to be wanted, not to matter, or to be something else.

`no boxes needed`, `never mind where`, `rather than groups`, `the outline does not matter`. A negation that belongs to
the matter itself (customers who do not come back, rows that nobody labelled) rules nothing out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from advisor.advise.phrases import Token


def _one_of(phrases: str) -> str:
    return f"(?:{'|'.join(phrase.strip() for phrase in phrases.split(','))})"


_NOT = _one_of(
    "not, never, do not, does not, did not, will not, would not, should not, must not, need not, cannot, can't,"
    "don't, dont, doesn't, didn't, won't, wouldn't, shouldn't, needn't, is not, isn't, are not, aren't, am not,"
    "was not, wasn't"
)
_VERBS = _one_of(
    "want, wants, wanted, wish, need, needs, require, care, cares, ask, asks, asked, asking, look for, looking for,"
    "look at, seek, seeking, after, interested, interest, mean, talking about, about, bother, mind, searching for,"
    "search, hunting, trying to, concerned with, in need of, there to, supposed to, meant to, going to"
)
_NEEDED = _one_of(
    "needed, wanted, required, asked, necessary, of interest, interesting, relevant, important, useful, enough,"
    "sufficient, good enough, helpful, an option, possible, allowed, permitted, desired, welcome,"
    "(?:the|my|our) (?:point|question|issue|goal|aim|problem|task|topic|concern), what (?:i|we) (?:want|need|mean|ask)"
)
_USELESS = _one_of(
    "irrelevant, unimportant, unnecessary, overkill, no use, of no use, of no interest, of no concern, no good,"
    "no help,"
    "too rough, too coarse, too crude, ruled out, forbidden, out of the question, pointless, useless, another matter"
)
_ADVERBS = f"(?: {_one_of('really, actually, even, at all, much, so much, particularly, yet, here, just, in, at')})*"
_OPENINGS = f"^(?:{_one_of('and, so, but, with, it is, this is, that is, i mean, there is, there are')} )*"
_INSTEAD = _one_of("rather than, instead of, as opposed to, in place of, never mind, forget, no matter, anything but")
_STAYS = _one_of("only, just, merely, all, every, much, many, one, yet, sure, more, less, fewer")
_AHEAD = re.compile(
    rf"\b{_NOT}{_ADVERBS} {_VERBS}\b"
    rf"|\b{_one_of('nobody, no one, none of us')} {_one_of('wants, needs, cares, asks, asked, wanted, needed')}\b"
    rf"|\b{_VERBS} no\b(?! {_one_of('more, less, fewer, later')} than)"
    rf"|\bno {_one_of('need, use, interest, point, wish, reason')}\b"
    rf"|\b{_INSTEAD}\b"
    rf"|{_OPENINGS}(?:not|nor)\b(?! {_STAYS}\b)"
    rf"|{_OPENINGS}(?:no|neither)\b(?= \w)(?! {_one_of('more, less, fewer, later')} than)"
)
"""Rules out what follows in its clause."""
_BEHIND = re.compile(
    rf"\b(?:is|are|was|were|be)? ?(?:not|isn't|aren't|wasn't){_ADVERBS} {_NEEDED}\b"
    rf"|\b{_NOT} {_one_of('matter, count, interest, concern, suffice, help, do, work')}\b"
    rf"|\b{_one_of('is, are, be, seem, seems')} {_USELESS}\b"
    rf"|\b{_one_of('irrelevant, unimportant, ruled out, forbidden')}$"
)
"""Rules out what stands before it in its clause."""
_TURN = re.compile(r"\b(?:but|just|only|simply|merely|except|however|although|though|yet)\b")
"""Where a clause turns from what is ruled out to what is meant."""
_ENDS = frozenset(".,;:?!()")


def denied(tokens: Sequence[Token]) -> list[bool]:
    """For each token whether it is ruled out."""
    found = [False] * len(tokens)
    for first, past in _clauses(tokens):
        words, places = "", []
        for i in range(first, past):
            places.append(len(words))
            words += f"{tokens[i].text} "
        for start, end in _spans(words.rstrip()):
            for i, place in enumerate(places, first):
                found[i] = found[i] or start <= place < end
    return found


def _spans(clause: str) -> Iterator[tuple[int, int]]:
    for match in _AHEAD.finditer(clause):
        turn = _TURN.search(clause, match.end() + 1)
        yield match.start(), turn.start() if turn else len(clause)
    for match in _BEHIND.finditer(clause):
        turns = [turn.end() for turn in _TURN.finditer(clause, 0, match.start())]
        yield turns[-1] if turns else 0, match.end()


def _clauses(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """From where to where each clause goes."""
    first = 0
    for i, token in enumerate(tokens):
        if token.text in _ENDS:
            if i > first:
                yield first, i
            first = i + 1
    if first < len(tokens):
        yield first, len(tokens)


_BEFORE = _one_of(
    "unlike, than, not, no, tried, used, replace, replacing, instead of, without, abandon, drop, dropped, beats,"
    "against, beyond, left, leave, from, had, know, never"
)
_BEFORE_IT = re.compile(rf"\b{_BEFORE}(?: (?:a|an|the|our|old|simple|plain|with|is|was|using))*$")
_AFTER_IT = re.compile(
    rf"^(?: (?:model|algorithm|it|here|before|last year|so far))*(?: {_NOT}|"
    r" (?:failed|fails|is too|was too|is out|is ruled|is forbidden|gave|disappoint\w*|no longer|already))\b"
)
NEAR = 5
"""How many words on either side of a name may set it apart."""


def contrasted(tokens: Sequence[Token], first: int, past: int) -> bool:
    """Whether what stands from `first` up to `past` is only there to say that it is not to be used."""
    begin, end = next(((a, b) for a, b in _clauses(tokens) if a <= first < b), (first, past))
    before = " ".join(token.text for token in tokens[max(begin, first - NEAR) : first])
    after = "".join(f" {token.text}" for token in tokens[past : min(end, past + NEAR)])
    return bool(_BEFORE_IT.search(before) or _AFTER_IT.search(after))
