"""What is on record of failures: messages, how people tell of them, and whom they concern. Read from TOML."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from advisor.explanation.told import plain
from advisor.rules import all_rules

HERE = Path(__file__).parent
VARYING = "{}"
REACH = 160
"""The most characters that a varying part of a message may have."""


@dataclass(frozen=True)
class Message:
    """A message that is raised, with its varying parts left open, and what it is about: codes of rules, best first, or
    the name of a fault elsewhere. `algorithms`: whose containers raise it; empty for all."""

    says: str
    subjects: tuple[str, ...]
    algorithms: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any white space for a blank, and anything short for a varying part."""
        parts = (re.escape(plain(part)).replace(r"\ ", r"\s*") for part in self.says.split(VARYING))
        return re.compile(rf".{{0,{REACH}}}?".join(parts), re.IGNORECASE)

    @cached_property
    def _parts(self) -> tuple[str, ...]:
        return tuple(squeezed(part) for part in self.says.split(VARYING))

    @cached_property
    def longest_part(self) -> str:
        return max(self._parts, key=len)

    def may_be_in(self, short: str) -> bool:
        """Whether a text that is squeezed holds all that does not vary, in its order: cheaper than the pattern."""
        if self.longest_part not in short:
            return False
        place = 0
        for part in self._parts:
            found = short.find(part, place)
            if found < 0:
                return False
            place = found + len(part)
        return True

    def found_in(self, text: str, short: str) -> re.Match[str] | None:
        """Where the text says it. `short`: the text, squeezed."""
        return self.pattern.search(text) if self.may_be_in(short) else None


def squeezed(text: str) -> str:
    """A text in lower case and without white space."""
    return "".join(plain(text).lower().split())


@dataclass(frozen=True, slots=True)
class Tale:
    """How people tell of something. `subjects`: what it is, as in `Message`. `algorithm`: whose users; None for all."""

    subjects: tuple[str, ...]
    words: str
    algorithm: str | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A kind of fault that no rule prevents, and whose page says so. `alone`: no rule is named beside it."""

    name: str
    what: str
    source: tuple[str, ...]
    alone: bool


@cache
def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


@cache
def messages() -> tuple[Message, ...]:
    """Every message on record. One that a rule names itself adds that rule to the message that covers it."""
    found = [message for path in sorted((HERE / "messages").glob("*.toml")) for message in _messages(_toml(path))]
    longest = [message.longest_part for message in found]
    raising: dict[str, list[str]] = defaultdict(list)
    for rule in all_rules():
        if rule.training_error:
            raising[rule.training_error].append(rule.code)
    for error, codes in raising.items():
        short = squeezed(error)
        near = (place for place, part in enumerate(longest) if part in short)
        covering = [place for place in near if found[place].may_be_in(short)]
        if covering:
            widest = max(covering, key=lambda place: len(found[place].says))
            known = found[widest]
            found[widest] = replace(known, subjects=tuple(dict.fromkeys((*known.subjects, *codes))))
        else:
            found.append(Message(error, tuple(codes), ()))
            longest.append(found[-1].longest_part)
    return tuple(found)


def _messages(content: dict[str, Any]) -> Iterator[Message]:
    whose = tuple(content.get("algorithms", ()))
    for entry in content.get("message", ()):
        algorithms = tuple(entry.get("algorithms", whose))
        for says in entry["says"]:
            yield Message(says, tuple(entry["rules"]), algorithms)
    for entry in content.get("elsewhere", ()):
        for says in entry["says"]:
            yield Message(says, (entry["name"],), ())


@cache
def _kinds_elsewhere() -> tuple[dict[str, Any], ...]:
    return tuple(
        entry for path in sorted((HERE / "messages").glob("*.toml")) for entry in _toml(path).get("elsewhere", ())
    )


@cache
def elsewhere() -> dict[str, Elsewhere]:
    return {
        entry["name"]: Elsewhere(entry["name"], entry["is"], tuple(entry["source"]), entry.get("alone", True))
        for entry in _kinds_elsewhere()
    }


@cache
def tales() -> tuple[Tale, ...]:
    """How people tell of it. A file below `algorithms/` is on the algorithm of its name."""
    symptoms = HERE / "symptoms"
    found = [
        Tale(tuple(subjects.split()), words, path.stem if path.parent != symptoms else None)
        for path in sorted(symptoms.rglob("*.toml"))
        for subjects, told in _toml(path).items()
        for words in told
    ]
    return (*found, *(Tale((entry["name"],), words, None) for entry in _kinds_elsewhere() for words in entry["tells"]))
