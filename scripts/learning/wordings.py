"""The rules in `scripts/words`, and the wordings that are drawn of them. Their README says how a rule is written."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from advisor.advise.situations import situations
from scripts.learning.told import told

RULES = Path(__file__).parents[1] / "words"
REMARKS = ("before", "after")
"""Headings of what is said around a problem."""
DEPTH = 4
"""How deep slots may lie within slots."""
TOLD = "told"
"""The writer of the problems in `words/told`."""

_CHOICE = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"<([a-z_]+)>")
_DEFINED = re.compile(r"<([a-z_]+)>\s*=\s*(.+)")
_SPECIAL = re.compile(r"[{}|<>]")
_HEADING = re.compile(r"\[(.+)\]")


class SlotError(Exception):
    """A slot or situation that nobody defines, or braces that do not close; the message names the line."""


@dataclass(frozen=True)
class Rule:
    """One line of the examples: many wordings of one way to put a problem. `writer` is the file it stands in."""

    situation: str
    line: str
    writer: str
    slots: Mapping[str, Sequence[str]]

    def wording(self, draw: random.Random) -> str:
        """One of its wordings."""
        text = _filled(self.line, self.slots, draw)
        return re.sub(r"\s+([.,;:?!])", r"\1", " ".join(text.split()))

    def wordings(self, count: int, draw: random.Random) -> list[str]:
        """At most so many different ones."""
        return sorted({self.wording(draw) for _ in range(count)})


def _filled(text: str, slots: Mapping[str, Sequence[str]], draw: random.Random) -> str:
    for _ in range(DEPTH):
        text = _CHOICE.sub(lambda match: draw.choice(match[1].split("|")), text)
        if not _SLOT.search(text):
            break
        text = _SLOT.sub(lambda match: draw.choice(slots[match[1]]), text)
    return text


def rules(folder: Path = RULES) -> list[Rule]:
    """Every rule of every file, and each problem that somebody told as a rule of one wording. Raises `SlotError`."""
    written = [rule for path in sorted(folder.glob("*.txt")) for rule in _rules_of(path)]
    return written + [
        Rule(one.situation, _SPECIAL.sub(" ", one.text), TOLD, {}) for one in told(folder / TOLD) if one.situation
    ]


def _rules_of(path: Path) -> Iterator[Rule]:
    slots: dict[str, list[str]] = {}
    situation = ""
    for number, line in enumerate(map(str.strip, path.read_text("utf-8").splitlines()), 1):
        if not line or line.startswith("#"):
            continue
        if defined := _DEFINED.fullmatch(line):
            slots[defined[1]] = [value.strip() for value in defined[2].split("|")]
        elif heading := _HEADING.fullmatch(line):
            situation = heading[1]
            if situation not in (*REMARKS, *situations()):
                raise SlotError(f"{path.name}:{number}: no situation is called {situation!r}")
        else:
            _must_resolve(line, slots, f"{path.name}:{number}")
            yield Rule(situation, line, path.stem, slots)


def _must_resolve(line: str, slots: Mapping[str, Sequence[str]], place: str) -> None:
    if re.search("[{}]", _CHOICE.sub("", line)):
        raise SlotError(f"{place}: braces that do not close, or stand in each other: {line}")
    for name in _SLOT.findall(line):
        if name not in slots:
            raise SlotError(f"{place}: <{name}> is not defined; defined are {', '.join(slots) or 'none'}")
