"""Profiles as bytes, and back again: typed, so that whatever else the bytes hold is refused."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, TypeVar, cast

from msgspec import MsgspecError
from msgspec.msgpack import Decoder, Encoder, Ext

import advisor.profile
from advisor.profile.base import FileProfile, Tally

T = TypeVar("T")


class NotStorableError(Exception):
    """These bytes are none of what is asked for, or this cannot be written as bytes."""


def to_bytes(content: FileProfile | Tally) -> bytes:
    try:
        return _encoder().encode(content)
    except (MsgspecError, NotImplementedError, OverflowError, UnicodeEncodeError) as error:
        raise NotStorableError(str(error)) from None


def profile_of(fmt: str, content: bytes) -> FileProfile:
    if fmt not in _kinds():
        raise NotStorableError(fmt)
    return _decoded(_kinds()[fmt], content)


def tally_of(content: bytes) -> Tally:
    return _decoded(Tally, content)


def _decoded(kind: Callable[..., T], content: bytes) -> T:
    try:
        return cast(T, _decoder(kind).decode(content))
    except (MsgspecError, NotImplementedError, ValueError) as error:
        raise NotStorableError(str(error)) from None


@cache
def _encoder() -> Encoder:
    return Encoder(enc_hook=_numbers_as_bytes)


@cache
def _decoder(kind: Any) -> Decoder[Any]:
    return Decoder(kind, dec_hook=_as_it_is, ext_hook=_numbers)


def _numbers_as_bytes(value: Any) -> Ext:
    """Many numbers of one kind, in an array of Python's or of numpy's."""
    if isinstance(value, array):
        return Ext(ord(value.typecode), value.tobytes())
    if type(value).__name__ == "ndarray":
        return Ext(ord(value.dtype.char), value.tobytes())
    raise NotImplementedError(type(value).__name__)


def _numbers(code: int, content: memoryview) -> array[Any]:
    found: array[Any] = array(chr(code))
    found.frombytes(content)
    return found


def _as_it_is(kind: type, value: Any) -> Any:
    if kind is array and isinstance(value, array):
        return value
    raise NotImplementedError(kind.__name__)


@cache
def _kinds() -> dict[str, type[FileProfile]]:
    """Format -> its profile."""
    for module in walk_packages(advisor.profile.__path__, f"{advisor.profile.__name__}."):
        import_module(module.name)
    return {kind.format: kind for kind in _below(FileProfile) if kind.format}


def _below(kind: type[FileProfile]) -> Iterator[type[FileProfile]]:
    for subclass in kind.__subclasses__():
        yield subclass
        yield from _below(subclass)
