"""What is on record of failures: messages, how people tell of them, and whom they concern. Read from TOML."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from advisor.explanation.told import plain
from advisor.knowledge.models import Algorithm
from advisor.rules import all_rules
from advisor.rules.families import SUBJECTS, concerns

HERE = Path(__file__).parent
ELSEWHERE = HERE / "messages" / "elsewhere.toml"
VARYING = "{}"
REACH = 160
"""The most characters that a varying part of a message may have."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message that is raised, with its varying parts left open, and what it is about: codes of rules, best first, or
    the name of a fault elsewhere. `algorithms`: whose containers raise it; empty for all."""

    says: str
    pattern: re.Pattern[str]
    subjects: tuple[str, ...]
    algorithms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A kind of fault that no rule prevents, and whose page says so."""

    name: str
    what: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """What the rules have in common whose codes begin with the same letters; see families.toml."""

    words: str
    common: float


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def pattern_of(says: str) -> re.Pattern[str]:
    """A message as a pattern: any white space for a blank, and anything short for a varying part."""
    parts = (re.escape(plain(part)).replace(r"\ ", r"\s*") for part in says.split(VARYING))
    return re.compile(rf".{{0,{REACH}}}?".join(parts), re.IGNORECASE)


@cache
def messages() -> tuple[Message, ...]:
    """Every message on record. One that a rule names itself adds that rule to the message that covers it."""
    found = [message for path in sorted((HERE / "messages").glob("*.toml")) for message in _messages(_toml(path))]
    raising: dict[str, list[str]] = defaultdict(list)
    for rule in all_rules():
        if rule.training_error:
            raising[rule.training_error].append(rule.code)
    for error, codes in raising.items():
        said = plain(error)
        covering = [place for place, message in enumerate(found) if message.pattern.search(said)]
        if covering:
            widest = max(covering, key=lambda place: len(found[place].says))
            known = found[widest]
            found[widest] = replace(known, subjects=tuple(dict.fromkeys((*known.subjects, *codes))))
        else:
            found.append(Message(error, pattern_of(error), tuple(codes), ()))
    return tuple(found)


def _messages(content: dict[str, Any]) -> Iterator[Message]:
    whose = tuple(content.get("algorithms", ()))
    for entry in content.get("message", ()):
        algorithms = tuple(entry.get("algorithms", whose))
        for says in entry["says"]:
            yield Message(says, pattern_of(says), tuple(entry["rules"]), algorithms)
    for entry in content.get("elsewhere", ()):
        for says in entry["says"]:
            yield Message(says, pattern_of(says), (entry["name"],), ())


@cache
def elsewhere() -> dict[str, Elsewhere]:
    return {
        entry["name"]: Elsewhere(entry["name"], entry["is"], tuple(entry["source"]))
        for entry in _toml(ELSEWHERE)["elsewhere"]
    }


@cache
def tales() -> tuple[tuple[tuple[str, ...], str], ...]:
    """How people tell of it: what it is about, as in `Message`, and the words."""
    found = [
        (tuple(codes.split()), words)
        for path in sorted((HERE / "symptoms").glob("*.toml"))
        for codes, told in _toml(path).items()
        for words in told
    ]
    return (*found, *(((entry["name"],), words) for entry in _toml(ELSEWHERE)["elsewhere"] for words in entry["tells"]))


@cache
def families() -> dict[str, Family]:
    return {
        letters: Family(entry["words"], entry["common"]) for letters, entry in _toml(HERE / "families.toml").items()
    }


def speaks_of(subject: str, algorithm: Algorithm | None) -> bool:
    """Whether a rule can find anything in data of the algorithm; what lies elsewhere can befall all of them."""
    return algorithm is None or subject[:3] not in SUBJECTS or concerns(subject, algorithm)
