"""Manifests of S3 objects: a JSON array, first `{"prefix": "s3://..."}`, then the keys behind it as texts.

Memory: one block of the file and one entry (`LONGEST`), 8 bytes a key until the end of the scan, and the keys,
compressed (`PACKED_KEPT` bytes at most).
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from advisor.formats.lines import BOM, is_wide, shown
from advisor.profile import faults
from advisor.profile.base import Place
from advisor.profile.manifests.manifest import ManifestProfile
from advisor.profile.packed import Repeats

LONGEST = 1 << 20
BLOCK = 1 << 18
SHOWN = 200

KEYS_COMPARED = 1 << 24
"""Keys among which one is looked for a second time."""

REPEATS_KEPT = 200_000

_SPACE = re.compile(r"[ \t\r\n]*")
_S3 = re.compile(r"s3://[A-Za-z0-9._-]{3,255}(/[^\x00-\x1f\x7f\ud800-\udfff]*)?")
_decode = json.JSONDecoder().raw_decode
_HASH = (1 << 64) - 1


class _BrokenError(Exception):
    """The text is no JSON array from here on."""

    def __init__(self, fault: faults.Fault, line: int, text: str = "") -> None:
        super().__init__(fault)
        self.fault, self.line, self.text = fault, line, text[:SHOWN]


class _Text:
    """The text of a file, read on as it is consumed. `line` is the line of the place reached."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._window, self._at, self._ended = "", 0, False
        self._feeds, self._last = 0, ""

    @property
    def line(self) -> int:
        return 1 + self._feeds

    @property
    def lines(self) -> int:
        """The number of lines consumed."""
        return self._feeds + (self._last not in ("", "\n"))

    def _move(self, end: int) -> str:
        text = self._window[self._at : end]
        self._feeds += text.count("\n")
        self._last = text[-1:] or self._last
        self._at = end
        return text

    def _more(self) -> bool:
        """Reads on; False at the end of the file."""
        if self._ended:
            return False
        data = self._stream.read(BLOCK)
        self._ended = not data
        try:
            text = self._decoder.decode(data, final=self._ended)
        except UnicodeDecodeError as error:
            sound, odd = error.object[: error.start], error.object[error.start :]
            feeds = self._window.count("\n", self._at) + sound.count(b"\n")
            raise _BrokenError(faults.NOT_UTF8, self.line + feeds, shown(odd.partition(b"\n")[0])) from None
        self._window, self._at = self._window[self._at :] + text, 0
        return not self._ended

    def peek(self) -> str:
        """The next character that is no white space, empty at the end of the file."""
        while True:
            self._move(_end(self._window, self._at))
            if self._at < len(self._window) or not self._more():
                return self._window[self._at : self._at + 1]

    def skip(self) -> str:
        return self._move(self._at + 1)

    def rest(self) -> str:
        return self._window[self._at : self._at + SHOWN]

    def value(self) -> Any:
        """The JSON value that begins here."""
        while True:
            try:
                value, end = _decode(self._window, self._at)
            except RecursionError:
                raise _BrokenError(faults.NOT_JSON, self.line, self.rest()) from None
            except ValueError:
                pass
            else:
                if end < len(self._window) or not self._more():
                    self._move(end)
                    return value
                continue
            if len(self._window) - self._at > LONGEST or not self._more():
                raise _BrokenError(faults.NOT_JSON, self.line, self.rest())


def _end(text: str, start: int) -> int:
    found = _SPACE.match(text, start)
    return found.end() if found else start


def _entries(text: _Text) -> Iterator[tuple[int, Any]]:
    """The entries of the array with their lines."""
    if text.peek() != "[":
        raise _BrokenError(faults.NOT_AN_ARRAY, text.line, text.rest())
    text.skip()
    closed = text.peek() == "]"
    while not closed:
        if not text.peek():
            raise _BrokenError(faults.CUT_SHORT, text.line)
        yield text.line, text.value()
        mark = text.peek()
        if mark not in (",", "]"):
            raise _BrokenError(faults.NOT_JSON if mark else faults.CUT_SHORT, text.line, text.rest())
        if mark == ",":
            text.skip()
            if text.peek() == "]":
                raise _BrokenError(faults.TRAILING_COMMA, text.line)
        closed = mark == "]"
    text.skip()
    if text.peek():
        raise _BrokenError(faults.NOT_JSON, text.line, text.rest())


def scan(stream: BinaryIO, size: int) -> ManifestProfile:
    """Reads a whole manifest. Never raises on its content."""
    profile = ManifestProfile(bytes=size)
    head = stream.read(len(BOM) + 1)
    stream.seek(0)
    if is_wide(head):
        profile.fault(faults.NOT_UTF8_ENCODING, Place(1))
        return profile
    if head.startswith(BOM):
        profile.fault(faults.BYTE_ORDER_MARK, Place(1, offset=0))
        stream.seek(len(BOM))
    text = _Text(stream)
    repeats = Repeats()
    try:
        for number, (line, value) in enumerate(_entries(text)):
            if number == 0:
                _take_prefix(profile, line, value)
            if number or isinstance(value, str):
                _take_key(profile, repeats, number, line, value)
        if not profile.keys:
            profile.fault(faults.NO_KEY, Place(text.line))
    except _BrokenError as broken:
        profile.fault(broken.fault, Place(broken.line), broken.text or None)
    profile.lines = text.lines
    profile.entries.seal()
    _find_repeated(profile, repeats)
    return profile


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "{...}"
    return "[...]" if isinstance(value, list) else json.dumps(value)[:SHOWN]


def _take_prefix(profile: ManifestProfile, line: int, value: Any) -> None:
    prefix = value.get("prefix") if isinstance(value, dict) else None
    place = Place(line, key="[0].prefix" if isinstance(value, dict) else "[0]")
    if not isinstance(prefix, str):
        profile.fault(faults.NO_PREFIX, place, _shown(value))
    elif not _S3.fullmatch(prefix):
        profile.fault(faults.PREFIX_NOT_S3, place, prefix[:SHOWN])
    else:
        profile.prefix = prefix


def _take_key(profile: ManifestProfile, repeats: Repeats, number: int, line: int, key: Any) -> None:
    place = Place(line, key=f"[{number}]")
    if not isinstance(key, str):
        profile.fault(faults.KEY_NOT_TEXT, place, _shown(key))
        return
    profile.keys += 1
    fault = _key_fault(profile.prefix or "", key)
    if fault:
        profile.fault(fault, place, key[:SHOWN])
        return
    if len(repeats) < KEYS_COMPARED:
        repeats.append((hash(key) & _HASH,))
    profile.entries.append(number, f"{line}\t{key}".encode("utf-8", "surrogatepass"))


def _key_fault(prefix: str, key: str) -> faults.Fault | None:
    """Why a key names no object. Prefix and key are joined as they stand: no step in them is taken."""
    if not key:
        return faults.KEY_EMPTY
    if key.startswith("s3://") or (key.startswith("/") and prefix.endswith("/")):
        return faults.KEY_ABSOLUTE
    if {".", ".."} & set(key.split("/")):
        return faults.KEY_WITH_STEPS
    return faults.KEY_WITH_LINE_FEED if "\n" in key else None


def _find_repeated(profile: ManifestProfile, repeats: Repeats) -> None:
    """Names the keys that came before, by the text itself: equal hashes only say where to look."""
    seen: set[bytes] = set()
    entries = enumerate(profile.entries)
    for position in repeats.positions():
        number, text = next((found for at, found in entries if at == position), (0, b""))
        line, _, key = text.partition(b"\t")
        if not text:
            return
        if key in seen:
            profile.repeated.add(Place(int(line), key=f"[{number}]"), key[:SHOWN].decode("utf-8", "replace"))
        elif len(seen) < REPEATS_KEPT:
            seen.add(key)
