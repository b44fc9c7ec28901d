"""Numbers that are taken back: `eight groups was too coarse, make it fifteen`, `300 trees, but a hundred will do`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from advisor.advise.reading.phrases import Token

FAR = 22
"""Words within which a number is taken back, at most."""
BEFORE = 8
"""Words before a number that may say that it was so once."""
_TAKEN_BACK = re.compile(
    r"\b(?:but|no|not|then|sorry|too|thought|idea|used to|would have|d have|had|wanted|asked|was|were|said|originally|"
    r"previously|initially|until now|so far|last \w+|hmm|oops|better|scrap|scratch|wait|gave|failed|overfitted|"
    r"overfits|default|at home|found (?:it|them|that)|turned out|proved|instead of|down from|up from)\b"
)
"""Says of the number before it, or after it, that it does not stand."""
_NEW = re.compile(
    r"\b(?:(?:make|making|made) (?:it|that|this)|give it|take|use|try|so|says|say|decided(?: on| that)?|rather|"
    r"actually|better|(?:go|went|going|stay|settled?) (?:for|with|to|on)|chang\w* (?:it |that )?to|prefer|correction|"
    r"meant|"
    r"(?:lower|raise|cut|bring|reduce|increase)\w*(?: it| that)? to|no|but|now|now to|sorry|instead|"
    r"it'? ?s|it is|should (?:be|have been)|"
    r"(?:half|twice|double) (?:of )?that(?: \w+){0,3}|last \w+ :)(?: ,)*$"
)
"""Comes before the number that stands."""
_STANDS = re.compile(
    r"^(?:\w+ )?(?:,? ?please|(?:will|would|should|might) (?:do|be|suffice)|does|do\b|is (?:enough|plenty|what|fine)|"
    r"are (?:enough|plenty)|suffices?|at (?:most|the most) now|now|instead|this time|after all|tops)"
)
"""Comes after the number that stands."""
_AGAIN = {
    "no", "hmm", "oh", "um", "well", "hang", "sorry", "actually", "make", "correction", "rather", "wait", "but",
    "scratch", "now",
}  # fmt: skip
"""How a sentence begins that takes back what the one before said."""
_LITTLE = {
    "would", "will", "should", "at", "is", "are", "now", "please", "instead", "so", "and", "does", "do", "suffices",
    "suffice", "this", "for", "because", "since", "as", "in", "after", "total", "altogether", "tops", "max", "maximum",
    "each", "per",
}  # fmt: skip


def corrected(found: Sequence[Token], place: int, is_free: Callable[[int], bool]) -> int:
    """Where the number stands that takes the place of one; the place itself where it is not taken back.

    `is_free`: whether the number at a place belongs to nothing else.
    """
    for at in range(place + 1, min(place + FAR, len(found))):
        if found[at].value is None:
            continue
        if not is_free(at):
            break
        if _counts_the_same(found, place, at) and is_replaced(found, place, at):
            return corrected(found, at, is_free)
    return place


def _counts_the_same(found: Sequence[Token], place: int, at: int) -> bool:
    """Whether nothing else is counted by the second number than by the first."""
    after = found[at + 1] if at + 1 < len(found) else None
    return after is None or after.is_mark or after.text in _LITTLE or after.text == found[place + 1].text


def is_replaced(found: Sequence[Token], place: int, at: int) -> bool:
    """Whether the words between two numbers, and around them, take the first one back for the second."""
    gap = [token.text for token in found[place + 1 : at]]
    starts = [gap[n + 1] for n, word in enumerate(gap[:-1]) if word in ".!?" and gap[n + 1] not in ".!?"]
    if not all(word in _AGAIN for word in starts):
        return False
    before = [token.text for token in found[max(place - BEFORE, 0) : place]]
    sentence = " ".join([*last_sentence(before), *gap])
    after = " ".join(token.text for token in found[at + 1 : at + 5])
    return bool(_TAKEN_BACK.search(sentence) and (_NEW.search(" ".join(gap)) or _STANDS.match(after)))


def last_sentence(words: Sequence[str]) -> list[str]:
    """The words behind the last mark that ends a sentence."""
    ends = [n for n, word in enumerate(words) if word in ".!?"]
    return list(words[ends[-1] + 1 :] if ends else words)
