"""What a text rules out: the words of it that are said not to be wanted, not to matter, or to be something else.

`no boxes needed`, `never mind where`, `rather than groups`, `the outline does not matter`. A negation that belongs to
the matter itself (customers who do not come back, rows that nobody labelled) rules nothing out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from advisor.advise.reading.phrases import Token, lexicon


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
    "too rough, too coarse, too crude, off the table, ruled out, forbidden, out of the question, pointless,"
    "useless, another matter, rejected, vetoed, no longer an option, not an option"
)
_ADVERBS = f"(?: {_one_of('really, actually, even, at all, much, so much, particularly, yet, here, just, in, at')})*"
_OPENINGS = f"^(?:{_one_of('and, so, but, with, it is, this is, that is, i mean, there is, there are')} )*"
_INSTEAD = _one_of(
    "rather than, instead of, as opposed to, in place of, never mind, forget, no matter, anything but, nothing like"
)
_STAYS = _one_of("only, just, merely, all, every, much, many, one, yet, sure, more, less, fewer")
_AHEAD = re.compile(
    rf"\b{_NOT}{_ADVERBS} {_VERBS}\b"
    rf"|\b{_one_of('nobody, no one, none of us')} {_one_of('wants, needs, cares, asks, asked, wanted, needed')}\b"
    rf"|\b{_VERBS} no\b(?! {_one_of('more, less, fewer, later')} than)"
    rf"|\bno {_one_of('need, use, interest, point, wish, reason')}\b"
    rf"|\b{_INSTEAD}\b"
    rf"|\b{_one_of('i, we, they, have, had, already, first')} tried\b(?! to)"
    rf"|{_OPENINGS}(?:not|nor)\b(?! {_STAYS}\b)"
    rf"|{_OPENINGS}(?:no|neither)\b(?= \w)(?! {_one_of('more, less, fewer, later')} than)"
)
"""Rules out what follows in its clause."""
_BEHIND = re.compile(
    rf"\b(?:is|are|was|were|be)? ?(?:not|isn't|aren't|wasn't){_ADVERBS} {_NEEDED}\b"
    rf"|\b{_NOT} {_one_of('matter, count, interest, concern, suffice, help, do, work')}\b"
    rf"|\b{_one_of('is, are, be, been, was, were, seem, seems')} (?:really )?{_USELESS}\b"
    rf"|\b{_one_of('i, we, they')} (?:have )?(?:already )?tried\b(?! to)"
    rf"|\b{_one_of('irrelevant, unimportant, ruled out, forbidden')}$"
)
"""Rules out what stands before it in its clause."""
_TURN = re.compile(r"\b(?:but|just|only|simply|merely|except|however|although|though|yet)\b")
"""Where a clause turns from what is ruled out to what is meant."""
_ENDS = frozenset(".,;:?!()")


WAYS = ("named=", "method=", "traits=neural", "traits=transformer", "traits=pretrained", "traits=automatic")
"""How what the lexicon of facts says of ways to a solution begins, which people name to tell that they failed."""


def denied(tokens: Sequence[Token]) -> list[bool]:
    """For each token whether it is ruled out."""
    found = [False] * len(tokens)
    for match in lexicon("facts").find([token.word for token in tokens]):
        if match.name.startswith(WAYS) and failed(tokens, match.first, match.past):
            first = match.first - 2 if match.first >= 2 and tokens[match.first - 1].text == "of" else match.first
            found[first : match.past] = [True] * (match.past - first)
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
_BEFORE_IT = re.compile(
    rf"\b(?:{_BEFORE}|(?:is|would) (?:that|this|it)(?: be)?)(?: (?:a|an|the|our|old|simple|plain|with|is|was|using))*$"
)
_FAILED = _one_of(
    "failed, fails, gave, no longer, already, overfit, overfits, overfitted, is too, was too, is out, is off the table,"
    "is ruled, is forbidden, was no help, is no help, was bad, was poor, was worse, were worse, was slow, was useless,"
    "was rejected, is rejected, has been rejected, was vetoed, disappoints, disappointed, was disappointing,"
    "i tried, we tried"
)
_COSTS = r"(?:takes|took|needs|wants)(?: \w+){0,2} (?:hours?|days?|minutes|one hot|gpus?)"
_THEN = _one_of(
    "model, algorithm, it, here, before, first, last year, so far, [,] that, [,] it, [,] which, [,] they, [,] this"
)
_AFTER_IT = re.compile(rf"^(?: {_THEN})*(?: {_NOT}| {_FAILED}| {_COSTS})\b")
_HEARSAY = re.compile(
    rf"\b{_one_of('people, team, colleagues, colleague, boss, they, everyone, everybody, someone, vendor, blog')}"
    rf"(?: \w+){{0,3}} {_one_of('say, says, said, cry, cries, shout, suggest, suggests, suggested, insist, insists')}"
    rf"(?: \w+){{0,3}}$"
)
_OF_IT = {"that", "it", "which", "they", "this"}
"""Words that speak on of what the clause before named."""
NEAR = 7
"""How many words on either side of a name may set it apart."""


def failed(tokens: Sequence[Token], first: int, past: int) -> bool:
    """Whether what stands from `first` up to `past` is said to have been tried in vain."""
    clauses = list(_clauses(tokens))
    end = next((b for a, b in clauses if a <= first < b), past)
    if [token.text for token in tokens[end : end + 1]] == [","] and tokens[end + 1 : end + 2]:
        end = next((b for a, b in clauses if a == end + 1 and tokens[a].text in _OF_IT), end)
    after = "".join(f" {token.text}" for token in tokens[past : min(end, past + NEAR)])
    return bool(_AFTER_IT.search(after)) or _only_said(tokens, first, past)


def _only_said(tokens: Sequence[Token], first: int, past: int) -> bool:
    """Whether others name it, and the sentence then turns: `they say PCA, but ...`."""
    stop = next((n for n in range(past, len(tokens)) if tokens[n].text in ".?!"), len(tokens))
    before = " ".join(token.text for token in tokens[max(first - NEAR, 0) : first])
    after = " ".join(token.text for token in tokens[past:stop])
    return bool(_HEARSAY.search(before) and _TURN.search(after))


def contrasted(tokens: Sequence[Token], first: int, past: int) -> bool:
    """Whether what stands from `first` up to `past` is only there to say that it is not to be used."""
    begin = next((a for a, b in _clauses(tokens) if a <= first < b), first)
    before = " ".join(token.text for token in tokens[max(begin, first - NEAR) : first])
    return bool(_BEFORE_IT.search(before)) or failed(tokens, first, past)
