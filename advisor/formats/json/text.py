"""The text of one large JSON document, read value by value, strictly and within bounds."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Callable
from typing import Any, BinaryIO

from advisor.formats.lines import SHOWN, shown
from advisor.profile import faults

BLOCK = 1 << 18
LONGEST = 1 << 20
"""Characters of a single value beyond which it is given up."""

_BLANKS = " \t\r\n"
_MAY_GO_ON = ("", ".", "e", "E")
"""What stands behind a number that may not be whole yet."""


class NotJsonError(ValueError):
    """From `line` on the text is not the JSON that is expected. `shown`: what stands there instead."""

    def __init__(self, message: str, line: int, fault: faults.Fault = faults.NOT_JSON, shown: str = "") -> None:
        super().__init__(message)
        self.line, self.fault, self.shown = line, fault, shown


class JsonText:
    """Little more than one value is in memory at a time. `parse` reads a value as `JSONDecoder.raw_decode` does.

    `line`: that of the place reached.
    """

    def __init__(self, stream: BinaryIO, parse: Callable[[str, int], tuple[Any, int]]) -> None:
        self._stream = stream
        self._decode = getincrementaldecoder("utf-8")().decode
        self._parse = parse
        self._held, self._at, self._ended = "", 0, False
        self._dropped = ""
        """The last character that is held no more."""
        self.line = 1

    @property
    def lines(self) -> int:
        """The number of lines passed."""
        return self.line - 1 + (self._before not in ("", "\n"))

    @property
    def _before(self) -> str:
        """The character that was passed last; none at the beginning."""
        return self._held[max(self._at - 1, 0) : self._at] or self._dropped

    def peek(self) -> str:
        """The next character that is no space; none at the end."""
        while (character := self._held[self._at : self._at + 1]) in _BLANKS:  # as is the empty one
            if character:
                self.line += character == "\n"
                self._at += 1
            elif not self._more():
                break
        return character

    def took(self, wanted: str) -> bool:
        """Passes the next character, if it is the one wanted."""
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
            is_long = len(self._held) - self._at > LONGEST
            try:
                found, end = self._parse(self._held, self._at)
            except RecursionError:
                raise NotJsonError("nested too deep", self.line, shown=self.rest()) from None
            except ValueError as error:
                if is_long or not self._more():
                    message = getattr(error, "msg", str(error))[:100]
                    raise NotJsonError(message, self.line, shown=self.rest()) from None
            else:
                if is_long or self._held[end : end + 1] not in _MAY_GO_ON or not self._more():
                    self.line += self._held.count("\n", self._at, end)
                    self._at = end
                    return found

    def rest(self) -> str:
        """What follows, as far as it is shown."""
        return self._held[self._at : self._at + SHOWN]

    def _more(self) -> bool:
        """Reads on; False at the end of the file. What is behind is dropped."""
        if self._ended:
            return False
        data = self._stream.read(BLOCK)
        try:
            text = self._decode(data, not data)
        except UnicodeDecodeError as error:
            sound, odd = error.object[: error.start], error.object[error.start :]
            line = self.line + self._held.count("\n", self._at) + sound.count(b"\n")
            raise NotJsonError("not UTF-8", line, faults.NOT_UTF8, shown(odd.partition(b"\n")[0])) from None
        if data:
            self._dropped = self._before
            self._held, self._at = self._held[self._at :] + text, 0
        self._ended = not data
        return not self._ended
