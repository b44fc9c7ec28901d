"""The messages on record that a text holds, and what they are about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from advisor.explanation.catalogue import Message, messages, squeezed
from advisor.explanation.told import Told
from advisor.knowledge.models.algorithm import Algorithm

BARE, FULL, FULL_LENGTH = 0.62, 0.98, 40
"""How sure a recognised message is: that of a few letters, and that of so many."""
TYPES = frozenset({"AttributeError", "IndexError", "KeyError", "TypeError", "ValueError"})
"""Types of exceptions that any script raises. A message that is no more than one of them counts `BARE_TYPE`."""
BARE_TYPE = 0.5
NEXT = 0.96
"""How much less likely each further rule of a message is."""
OF_ANOTHER = 0.85
"""What a message counts that the containers of other algorithms raise."""


class Recognised(NamedTuple):
    """`subject`: a rule or a fault elsewhere. `evidence`: the lines that say so. `first`: the best of its message."""

    subject: str
    sure: float
    evidence: str | None
    first: bool


def recognised(told: Told, algorithm: Algorithm | None) -> Iterator[Recognised]:
    """What each message in the text is about. One within a longer one says nothing of its own."""
    short = squeezed(told.text)
    hits = [(message, hit.span()) for message in messages() if (hit := message.found_in(told.text, short))]
    for message, span in hits:
        if any(_within(span, other) for _, other in hits):
            continue
        sure = told.weight(span[1] - 1) * _sureness(message, algorithm)
        for place, subject in enumerate(message.subjects):
            yield Recognised(subject, sure * NEXT**place, told.lines(*span), place == 0)


def _within(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= span[0] and span[1] <= other[1] and span != other


def _sureness(message: Message, algorithm: Algorithm | None) -> float:
    length = min(len(message.says) / FULL_LENGTH, 1.0)
    ours = algorithm is None or not message.algorithms or algorithm.id in message.algorithms
    known = BARE_TYPE if message.says in TYPES else 1.0
    return (BARE + (FULL - BARE) * length) * (1.0 if ours else OF_ANOTHER) * known
