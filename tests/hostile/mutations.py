"""Changes bytes and values as accident and malice do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

TOKENS: tuple[bytes, ...] = (
    b"", b"\0", b"\xff", b"\n", b"\r", b"\r\n", b",", b"\t", b" ", b'"', b":", b";", b"{", b"}", b"[", b"]", b"-", b".",
    b"0", b"-1", b"1e39", b"1e999", b"nan", b"-inf", b"NaN", b"Infinity", b"null", b"true", b"9" * 400, b"0x1f", b"1_0",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\\ud800", b"\xe2\x80\xae", b"\xc3", b"\xf4\x90\x80\x80",
    b"\x1b[2J", b"::error::", b"##vso[task.complete]", b"<b>", b"|", b"`", b"a" * 3000, b"[" * 2000, b'{"a":' * 2000,
    b"\x1f\x8b\x08\0", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\xff\xd9", b"PAR1", b"\x0a\x23\xd7\xce", b"BZh9",
    b"PK\x03\x04",
)  # fmt: skip

LENGTHS = (0, 1, 0x7F, 0x80, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 10**400, 1e308, float("nan"), float("inf"), "", " ", "0", "-1", "1e999", "nan", "\0",
    "\ud800", "\u202e", "\x1b[2J", "\u00e9" * 3, "x" * 5000, "a.b[0]", "${x}", "s3://", "s3://b", "s3://b//../k\n",
    "arn:", [], {}, [[]], [None], {"": None}, {"\udfff": "\ud800"}, ["x"] * 300,
)  # fmt: skip


def mutated(data: bytes, chance: Random, other: bytes = b"") -> bytes:
    """The bytes with one to four changes. `other`: bytes of which a piece may come in."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        at = chance.randrange(len(data) + 1)
        data = chance.choice(_CHANGES)(data, at, chance, other)
    return data


def _flip(data: bytes, at: int, chance: Random, _: bytes) -> bytes:
    return data[:at] + bytes([b ^ 1 << chance.randrange(8) for b in data[at : at + 1]]) + data[at + 1 :]


def _byte(data: bytes, at: int, chance: Random, _: bytes) -> bytes:
    return data[:at] + chance.randbytes(1) + data[at + 1 :]


def _token(data: bytes, at: int, chance: Random, _: bytes) -> bytes:
    return data[:at] + chance.choice(TOKENS) + data[at + chance.choice((0, 0, 1, 2, 8)) :]


def _length(data: bytes, at: int, chance: Random, _: bytes) -> bytes:
    size = chance.choice((1, 2, 4, 4, 8))
    value = chance.choice(LENGTHS) & (1 << 8 * size) - 1
    return data[:at] + value.to_bytes(size, chance.choice(("little", "big"))) + data[at + size :]


def _cut(data: bytes, at: int, _: Random, __: bytes) -> bytes:
    return data[:at]


def _without(data: bytes, at: int, chance: Random, _: bytes) -> bytes:
    return data[:at] + data[at + chance.choice((1, 2, 4, 30)) :]


def _twice(data: bytes, at: int, chance: Random, _: bytes) -> bytes:
    piece = data[at : at + chance.choice((1, 4, 40, 400))]
    return data[:at] + piece * chance.choice((2, 3, 20)) + data[at + len(piece) :]


def _splice(data: bytes, at: int, chance: Random, other: bytes) -> bytes:
    begin = chance.randrange(len(other) + 1)
    return data[:at] + other[begin : begin + chance.choice((4, 40, 4000))] + data[at:]


_CHANGES: Sequence[Callable[[bytes, int, Random, bytes], bytes]] = (
    _flip, _byte, _token, _token, _length, _cut, _without, _twice, _splice,
)  # fmt: skip


def mutated_value(value: Any, chance: Random) -> Any:
    """A JSON value with one to three changes at any depth."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        value = _changed(value, chance)
    return value


def _changed(value: Any, chance: Random) -> Any:
    if isinstance(value, dict) and value and chance.random() < 0.9:
        name = chance.choice(list(value))
        if chance.random() < 0.8:
            return {**value, name: _changed(value[name], chance)}
        fresh = {key: item for key, item in value.items() if key != name}
        new = chance.choice((name.swapcase(), name + "s", name[1:], "\ud800", name.encode("utf-8", "replace").hex()))
        return {**fresh, new: value[name]} if chance.random() < 0.5 else fresh
    if isinstance(value, list) and value and chance.random() < 0.9:
        at = chance.randrange(len(value))
        middle = chance.choice(([], [value[at]] * 3, [_changed(value[at], chance)], [_changed(value[at], chance)]))
        return [*value[:at], *middle, *value[at + 1 :]]
    if isinstance(value, str) and chance.random() < 0.5:
        return mutated(value.encode("utf-8", "surrogatepass"), chance).decode("utf-8", "surrogateescape")
    return chance.choice(ODD)
