"""Reads one small JSON document, strictly and within bounds."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, BinaryIO, NoReturn, TypeGuard

from advisor.profile import faults
from advisor.profile.base import FileProfile, Place

Members = Callable[[list[tuple[str, Any]]], dict[str, Any]]
"""Makes an object of its members in their order, with those whose key comes twice."""


Report = Callable[[faults.Fault, str, str], None]
"""(fault, key, value): called for each thing that is wrong."""


def reporter(profile: FileProfile) -> Report:
    """Notes what is wrong in a profile."""

    def report(fault: faults.Fault, key: str, value: str) -> None:
        profile.fault(fault, Place(key=key), value)

    return report


def read_object(
    stream: BinaryIO, size: int, limit: int, profile: FileProfile, members: Members | None = None
) -> dict[str, Any] | None:
    """The JSON object that the file holds. None where it holds none or more than `limit` bytes: the profile then has
    the fault "not-json" or "too-large".
    """
    if size > limit:
        profile.fault(faults.TOO_LARGE, Place(), f"{size} bytes")
        return None
    data = stream.read(limit)
    try:
        content = json.loads(data.decode("utf-8"), parse_constant=refuse_constant, object_pairs_hook=members)
    except json.JSONDecodeError as error:
        profile.fault(faults.NOT_JSON, Place(line=error.lineno, column=error.colno), error.msg)
    except UnicodeDecodeError as error:
        profile.fault(faults.NOT_JSON, Place(line=data.count(b"\n", 0, error.start) + 1), "not UTF-8")
    except RecursionError:
        profile.fault(faults.NOT_JSON, Place(), "nested too deep")
    except ValueError as error:
        profile.fault(faults.NOT_JSON, Place(), str(error)[:100])
    else:
        if isinstance(content, dict):
            return content
        profile.fault(faults.NOT_JSON, Place(line=1), f"a JSON object is expected, not {kind_of(content)}")
    return None


def kind_of(value: object) -> str:
    """A JSON value's kind, in words."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    kinds = {str: "a string", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds.get(type(value), "something else")


def is_number(value: object) -> TypeGuard[float]:
    """Whether a JSON value is a finite number."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300


def is_whole(value: object) -> TypeGuard[float]:
    """Whether a JSON value is a whole number, written as 1 or as 1.0."""
    return is_number(value) and value == int(value)


def shown(value: object) -> str:
    """A JSON value as text, cut short."""
    if isinstance(value, str):
        return value[:200]
    if isinstance(value, (list, dict)):
        return kind_of(value)
    return json.dumps(value)[:200]


def refuse_constant(constant: str) -> NoReturn:
    """For the reading of JSON: NaN and Infinity are none. Raises `ValueError`."""
    raise ValueError(f"{constant} is no JSON")
