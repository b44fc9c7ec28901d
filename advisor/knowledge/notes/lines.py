"""The study notes that the knowledge base began with, and what became of each of their lines."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from msgspec import Meta, to_builtins

from advisor.knowledge.load import HERE, algorithms, validated
from advisor.knowledge.models.base import Model, SourceRef

TEXT = HERE / "notes" / "notes.txt"
VERDICTS = HERE / "notes" / "notes.yaml"

Verdict = Literal[
    "heading", "question", "used-in-words", "wrong", "garbled", "misleading", "old", "gap", "not-in-docs"
]  # fmt: skip
SELF_EVIDENT = ("heading", "question")


def span(text: str) -> range:
    """The lines of `7` or `15-17`. Raises `ValueError` for anything else."""
    match = re.fullmatch(r"(\d+)(?:-(\d+))?", text)
    if match is None or int(match[2] or match[1]) < int(match[1]):
        raise ValueError(f"{text!r} names no lines: 7 or 15-17 is expected")
    return range(int(match[1]), int(match[2] or match[1]) + 1)


class Entry(Model):
    """What was found about some lines of the notes."""

    lines: Annotated[tuple[int | str, ...], Meta(min_length=1)]
    verdict: Verdict
    because: str = ""
    sources: tuple[SourceRef, ...] = ()
    checked: Annotated[date | None, Meta(description="filled from the file's own date where there are sources")] = None

    def __post_init__(self) -> None:
        for lines in self.lines:
            span(str(lines))
        if self.verdict not in SELF_EVIDENT and not (self.because and self.sources):
            raise ValueError(f"the verdict {self.verdict!r} needs `because` and `sources`")

    def numbers(self) -> Iterator[int]:
        for lines in self.lines:
            yield from span(str(lines))


class Notes(Model):
    """The content of notes.yaml."""

    checked: date
    entries: tuple[Entry, ...]


def lines() -> list[str]:
    return TEXT.read_text("utf-8").splitlines()


def verdicts() -> dict[int, list[Entry]]:
    """Line -> what was found about it. Raises `KnowledgeError` where notes.yaml is wrong."""
    found: dict[int, list[Entry]] = defaultdict(list)
    for entry in validated(VERDICTS, Notes).entries:
        for line in entry.numbers():
            found[line].append(entry)
    return found


def uses() -> dict[int, dict[str, list[str]]]:
    """Line -> algorithm -> the places in its facts that name the line as their source."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, facts in algorithms().items():
        for place, reference in _references(to_builtins(facts)):
            for line in span(reference):
                if place not in found[line][name]:
                    found[line][name].append(place)
    return found


def _references(node: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """(place, lines) of every `notes:` reference below a node."""
    if isinstance(node, dict):
        for key, value in node.items():
            if str(key).startswith("notes:"):
                yield place.removesuffix(".says"), str(key).removeprefix("notes:")
            inside = key in ("sources", "values") or str(key).startswith("notes:")
            yield from _references(value, place if inside else f"{place}.{key}".lstrip("."))
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from _references(value, place)
    elif isinstance(node, str) and node.startswith("notes:"):
        yield place.removesuffix(".rules"), node.removeprefix("notes:")
