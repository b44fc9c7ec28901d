"""What a person was told: a message, a log or the description of a job, as one text and what is known of its parts."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

WEIGHTS = {"ERROR": 1.0, "CRITICAL": 1.0, "FATAL": 1.0, "WARNING": 0.75, "WARN": 0.75, "INFO": 0.6, "DEBUG": 0.5}
"""How much a line of a log is worth by its level; one without a level counts in full."""

MOST, STORY = 200_000, 5_000
"""Characters that are read of a log, and that are compared as a story, from the end of each: there it failed."""

_SAYING = re.compile(r"failure_?reason|message|error|cause|reason|exception|log", re.IGNORECASE)
"""Keys of JSON under which a message stands."""

_IMAGE = re.compile(r"\.dkr\.ecr[^\s/]*/([A-Za-z0-9._/-]+)")
_PREFIX = re.compile(
    r"^(?:[\w-]*algo-\d+[\w-]*\s*\|\s*)?"  # local mode names the container
    r"(?:\[?\d{2,4}[-/]\d{2}[-/]\d{2,4}[\sT:][\d:.,]*(?:Z|[+-]\d\d:?\d\d)?(?::(?=[A-Z]))?\s*\|?\s*)*"
)
_LEVEL = re.compile(r"\b(ERROR|CRITICAL|FATAL|WARNING|WARN|INFO|DEBUG)\b")
_LEVEL_WITHIN = 60
"""Characters at the start of a line in which its level stands."""
_ANNOUNCES = re.compile(r"\(caused by \w+\)|\bExecuteUserScriptError\b")
ANNOUNCING = 0.7
"""What a line is worth beside the cause that it announces: the containers name a channel or a file there at most."""

_PYTHON_2_TEXT = re.compile(r"\bu'([^']*)'")
_QUOTES = str.maketrans(dict.fromkeys('\u201c\u201d\u201e\u2019\u2018`"', "'"))


@dataclass(frozen=True, slots=True)
class Told:
    """`text`: on one line, without what a log puts before its lines. `starts`, `weights`: of the lines in it.

    `image`: the repository of the training image, where one is named.
    """

    text: str
    starts: tuple[int, ...]
    weights: tuple[float, ...]
    image: str | None

    def weight(self, place: int) -> float:
        """What the line at a place of the text is worth."""
        return self.weights[max(bisect_right(self.starts, place) - 1, 0)] if self.weights else 1.0

    @property
    def story(self) -> str:
        """The lines that do not only inform."""
        if len(self.text) <= STORY:
            return self.text
        ends = (*(start - 1 for start in self.starts[1:]), len(self.text))
        lines = zip(self.starts, ends, self.weights, strict=True)
        return " ".join(self.text[a:b] for a, b, weight in lines if weight > WEIGHTS["INFO"])[-STORY:]

    def lines(self, start: int, end: int) -> str:
        """The lines from one place to another, whole."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        past = bisect_right(self.starts, end)
        stop = self.starts[past] - 1 if past < len(self.starts) else len(self.text)
        return self.text[self.starts[first] : stop]


def plain(text: str) -> str:
    """A text with one kind of quotes, and without Python 2's mark before them."""
    return _PYTHON_2_TEXT.sub(r"'\1'", text.translate(_QUOTES))


def read(text: str) -> Told:
    """What was told, from a message, lines of a log, or JSON that holds either."""
    image = _IMAGE.search(text)
    text = text if text.lstrip().startswith(("{", "[")) else text[-MOST:]
    parts: list[str] = []
    starts: list[int] = []
    weights: list[float] = []
    length = 0
    for line in _lines(text):
        body = _PREFIX.sub("", line)
        starts.append(length)
        weights.append(_worth(body))
        parts.append(body)
        length += len(body) + 1
    return Told(" ".join(parts), tuple(starts), tuple(weights), image[1].partition(":")[0] if image else None)


def _worth(line: str) -> float:
    level = _LEVEL.search(line[:_LEVEL_WITHIN])
    return (WEIGHTS[level[1]] if level else 1.0) * (ANNOUNCING if _ANNOUNCES.search(line) else 1.0)


def _lines(text: str) -> Iterator[str]:
    for message in _messages(text):
        said = plain(message.replace("\\n", "\n").replace('\\"', '"'))
        yield from (squeezed for line in said.splitlines() if (squeezed := " ".join(line.split())))


def _messages(text: str) -> Iterator[str]:
    """The text itself, or what JSON says under the names of messages, the reason of the failure first."""
    stripped = text.strip()
    if stripped.startswith(("{", "[")):
        try:
            content = json.loads(stripped)
        except (ValueError, RecursionError):
            content = None
        said = sorted(_said(content), key=lambda pair: "reason" not in pair[0].lower())
        if said:
            for _, message in said:
                yield from _messages(message) if message != text else [message]
            return
    yield text


def _said(content: object, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(content, dict):
        for name, value in content.items():
            yield from _said(value, str(name))
    elif isinstance(content, list):
        for value in content:
            yield from _said(value, key)
    elif isinstance(content, str) and content.strip() and _SAYING.search(key):
        yield key, content
