"""All that is on record of each rule and each fault elsewhere: most of what the reader of stories is learnt from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from advisor.explanation.catalogue import HERE, VARYING, messages, tales
from advisor.explanation.stories.facts import told_by_facts
from advisor.explanation.stories.words import SOURCES
from advisor.knowledge.load import algorithms
from advisor.rules import all_rules

LATER = 0.93
"""What a passage counts for the next of the rules that it stands for."""
WORTH = {"tale": 1.0, "fact": 0.85, "message": 0.9, "summary": 0.9, "why": 0.6, "fix": 0.6}
"""What a passage counts by its kind."""
SAID_ALIKE = 6
"""Sentences on one fact of an algorithm that count in full; more of them share that."""


@dataclass(frozen=True, slots=True)
class Passage:
    """`algorithm`: whose users speak so; None for all."""

    subject: str
    worth: float
    words: str
    algorithm: str | None = None


def on_record() -> list[Passage]:
    """Every passage, always in the same order: what is learnt must not depend on chance."""
    return sorted((*_tales(), *_rules(), *_messages(), *_facts()), key=repr)


def fingerprint() -> str:
    """That of the words and the tales; what rules say of themselves may change a little before all is learnt anew."""
    digest = hashlib.sha256()
    for source in (*SOURCES, *sorted(HERE.rglob("*.toml"))):
        digest.update(source.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def _tales() -> Iterator[Passage]:
    for tale in tales():
        for place, subject in enumerate(tale.subjects):
            yield Passage(subject, WORTH["tale"] * LATER**place, tale.words, tale.algorithm)


def _rules() -> Iterator[Passage]:
    for rule in all_rules():
        yield Passage(rule.code, WORTH["summary"], f"{rule.name.replace('-', ' ')} {rule.summary}")
        yield Passage(rule.code, WORTH["why"], rule.why)
        yield Passage(rule.code, WORTH["fix"], rule.fix)


def _messages() -> Iterator[Passage]:
    for message in messages():
        for place, subject in enumerate(message.subjects):
            yield Passage(subject, WORTH["message"] * LATER**place, message.says.replace(VARYING, " "))


def _facts() -> Iterator[Passage]:
    for name, algorithm in algorithms().items():
        said = list(told_by_facts(algorithm))
        for code, words in said:
            alike = sum(code == other for other, _ in said)
            yield Passage(code, WORTH["fact"] * min(1.0, SAID_ALIKE / alike), words, name)
