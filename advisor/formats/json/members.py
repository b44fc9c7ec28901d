"""Reads the lists of one large JSON object element by element, strictly and within bounds."""

from __future__ import annotations

import json
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import Any, BinaryIO

from advisor.formats.json.document import refuse_constant

BLOCK = 1 << 18
LONGEST = 1 << 20
"""Characters of a single element beyond which it is given up."""

_SPACE = " \t\r\n"
_MAY_GO_ON = ("", ".", "e", "E")
"""What stands behind a number that may not be whole yet."""


class NotJsonError(ValueError):
    """What is read is no JSON object; `line` says from where on."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def elements(stream: BinaryIO) -> Iterator[tuple[str, int | None, Any]]:
    """Each member of the object as (key, None, value): a list as an empty one, and then each of its elements as
    (key, index from 0, element).

    Raises `NotJsonError`.
    """
    text = _Text(stream)
    text.take("{")
    separator = text.peek() != "}"
    while separator:
        key = text.value()
        if not isinstance(key, str):
            raise NotJsonError("a key is no string", text.line)
        text.take(":")
        if text.peek() == "[":
            yield key, None, []
            yield from ((key, index, value) for index, value in enumerate(_items(text)))
        else:
            yield key, None, text.value()
        separator = text.took(",")
    text.take("}")
    if text.peek():
        raise NotJsonError("something follows the JSON object", text.line)


def _items(text: _Text) -> Iterator[Any]:
    text.take("[")
    separator = text.peek() != "]"
    while separator:
        yield text.value()
        separator = text.took(",")
    text.take("]")


class _Text:
    """The text of a stream; little more than one element is in memory at a time."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decode = getincrementaldecoder("utf-8")().decode
        self._parse = json.JSONDecoder(parse_constant=refuse_constant).raw_decode
        self._held, self._at, self._ended = "", 0, False
        self.line = 1

    def peek(self) -> str:
        """The next character that is no space; none at the end."""
        while True:
            while self._at < len(self._held):
                character = self._held[self._at]
                if character not in _SPACE:
                    return character
                self.line += character == "\n"
                self._at += 1
            if not self._more():
                return ""

    def took(self, wanted: str) -> bool:
        found = self.peek() == wanted
        self._at += found
        return found

    def take(self, wanted: str) -> None:
        if not self.took(wanted):
            found = self.peek()
            raise NotJsonError(f"{wanted!r} is expected, not {found!r}" if found else "the text is cut off", self.line)

    def value(self) -> Any:
        """The next value. A number at the end of what is held may go on."""
        self.peek()
        while True:
            whole = len(self._held) - self._at > LONGEST
            try:
                found, end = self._parse(self._held, self._at)
            except RecursionError:
                raise NotJsonError("nested too deep", self.line) from None
            except ValueError as error:
                if whole or not self._more():
                    raise NotJsonError(getattr(error, "msg", str(error))[:100], self.line) from None
            else:
                if whole or self._held[end : end + 1] not in _MAY_GO_ON or not self._more():
                    self.line += self._held.count("\n", self._at, end)
                    self._at = end
                    return found

    def _more(self) -> bool:
        """Reads on. What is behind is dropped."""
        data = b"" if self._ended else self._stream.read(BLOCK)
        self._held, self._at = self._held[self._at :], 0
        try:
            self._held += self._decode(data, not data)
        except UnicodeDecodeError as error:
            before = self._held.count("\n") + error.object.count(b"\n", 0, error.start)
            raise NotJsonError("not UTF-8", self.line + before) from None
        self._ended = not data
        return bool(data)
