"""The lines of JSON Lines: their values, or what is wrong with them. The strict reading is msgspec's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

import msgspec

from advisor.formats.lines import BOM, numbered, shown
from advisor.profile import faults
from advisor.profile.base import FileProfile, Place

DIGITS_READ = 1000

DEEPEST = 500
"""Lists and objects within each other. Python 3.11 gives up at about a thousand, 3.13 at about ten thousand."""

BLANKS = " \t\r\n"
"""What JSON knows for blank, and nothing else."""

_PYTHON = re.compile(rb"[\[{,:]\s*(?:'|True\b|False\b|None\b)")
_STRUCTURE = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[{\]}]', re.DOTALL)
_SCALAR = re.compile(rb"-?[0-9][0-9.eE+-]*|true|false|null")


class Line(NamedTuple):
    """The value of a line, None where it has none; the fault's name, and the text that shows it."""

    value: Any = None
    fault: faults.Fault | None = None
    shown: str | None = None


_decode = msgspec.json.Decoder().decode


def read_line(raw: bytes) -> Line:
    """Reads one line. Never raises; a line with a harmless fault has a value, too."""
    if _is_deep(raw):
        return Line(None, faults.TOO_DEEP, shown(raw))
    try:
        return Line(_decode(raw))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return _explained(raw)
    except RecursionError:
        return Line(None, faults.TOO_DEEP, shown(raw))


def take_object(profile: FileProfile, line: int, raw: bytes, longest: int) -> dict[str, Any] | None:
    """The object of one line. None where it holds none, or has more than `longest` bytes, which is then a fault."""
    if len(raw) > longest:
        profile.fault(faults.LINE_TOO_LONG, Place(line), shown(raw))
        return None
    value, fault, text = read_line(raw)
    if fault:
        profile.fault(fault, Place(line), text)
    if isinstance(value, dict):
        return value
    if value is not None or not fault:
        profile.fault(faults.NOT_AN_OBJECT, Place(line), shown(raw))
    return None


def objects(stream: BinaryIO, longest: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every line of at most `longest` bytes that holds an object, with its number from 1."""
    for line, raw in numbered(stream, longest):
        value = read_line(raw.removeprefix(BOM) if line == 1 else raw).value if len(raw) <= longest else None
        if isinstance(value, dict):
            yield line, value


def _is_deep(raw: bytes) -> bool:
    """Whether a line nests more than `DEEPEST`, whatever depth the interpreter could follow."""
    if raw.count(b"[") + raw.count(b"{") <= DEEPEST:
        return False
    depth = 0
    for part in _STRUCTURE.finditer(raw):
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(part[0], 0)
        if depth > DEEPEST:
            return True
    return False


def _explained(raw: bytes) -> Line:
    """What the strict reading stumbled over."""
    if not raw.strip(BLANKS.encode()):
        return Line(None, faults.BLANK_LINE)
    try:
        text = raw.decode("utf-8").strip(BLANKS)
    except UnicodeDecodeError:
        return Line(None, faults.NOT_UTF8, shown(raw))
    constants: list[str] = []
    try:
        value, end = json.JSONDecoder(parse_constant=constants.append, parse_int=_integer).raw_decode(text)
    except RecursionError:
        return Line(None, faults.TOO_DEEP, shown(raw))
    except ValueError:
        return Line(None, _broken(raw), shown(raw))
    rest = text[end:].strip(BLANKS)
    if not rest:
        return Line(value, faults.NOT_A_JSON_CONSTANT, constants[0]) if constants else Line(value)
    if isinstance(value, dict) and rest.startswith(("{", ",")):
        return Line(value, faults.TRAILING_COMMA if rest == "," else faults.SEVERAL_OBJECTS, shown(raw))
    return Line(None, _broken(raw), shown(raw))


def _integer(digits: str) -> int | float:
    """An integer as far as Python reads it; beyond that a float, most likely infinite."""
    return int(digits) if len(digits) < DIGITS_READ else float(digits)


def _broken(raw: bytes) -> faults.Fault:
    if _PYTHON.search(raw):
        return faults.PYTHON_LITERAL
    return faults.PRETTY_PRINTED if _is_fragment(raw) else faults.NOT_JSON


def _is_fragment(raw: bytes) -> bool:
    """Whether a line may be part of an object or array that is spread over several lines."""
    text = raw.strip(BLANKS.encode()).removesuffix(b",")
    return not text.strip(b"[]{}, ") or text.startswith(b'"') or _SCALAR.fullmatch(text) is not None


def repeated_key(raw: bytes, quoted: Mapping[str, bytes]) -> str | None:
    """One of the keys that the object of a line has twice. `quoted`: keys found in it, and how they are written."""
    if b"\\u" not in raw and all(raw.count(key) == 1 for key in quoted.values()):
        return None
    twice: list[str] = []

    def notice(pairs: list[tuple[str, Any]]) -> None:
        last = {key: at for at, (key, _) in enumerate(pairs)}
        twice[:] = [key for at, (key, _) in enumerate(pairs) if last[key] != at and key in quoted]

    try:
        json.loads(raw, object_pairs_hook=notice)
    except (ValueError, RecursionError):
        return None
    return twice[0] if twice else None
