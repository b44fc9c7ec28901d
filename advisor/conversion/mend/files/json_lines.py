"""JSON Lines mended: an object a line, whatever stood there before; and single values of the objects."""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from advisor.conversion.mend.files import starts
from advisor.conversion.mend.files.boxes import cut_off

LONGEST = 1 << 26
"""Characters of an object."""

_BETWEEN = " \t\r\n,"
_STRING = re.compile(r'"(?:\\.|[^"\\])*"|' + r"'(?:\\.|[^'\\])*'")
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?")
_decode = json.JSONDecoder().raw_decode

Object = dict[str, Any]


def one_a_line(lines: Iterator[str]) -> Iterator[str]:
    """Objects of several lines, several objects of a line, arrays of objects, and Python's way to write them.

    What is none of these stays as it is, for a person.
    """
    held: list[str] = []
    depth = size = 0
    for line in lines:
        if not held and _is_object(line):
            yield line
            continue
        if not held and line.strip() == "[":
            continue
        held.append(line)
        size += len(line)
        depth += _depth(line)
        if depth <= 0 or size > LONGEST:
            found = None if depth > 0 else _separate("\n".join(held))
            yield from held if found is None else found
            held, depth, size = [], 0, 0
    yield from held


def object_of(line: str) -> Object | None:
    """The object of a line, in which NaN and Infinity are as good as numbers; None where there is none."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _is_object(line: str) -> bool:
    value = object_of(line)
    return value is not None and not isinstance(value.get("instances"), list)


def _depth(line: str) -> int:
    """How many brackets a line opens more than it closes."""
    bare = _STRING.sub("", line)
    return bare.count("{") + bare.count("[") - bare.count("}") - bare.count("]")


def _separate(text: str) -> list[str] | None:
    """The objects that a text is made of, each as a line; None where there is anything else in it."""
    found: list[Object] = []
    while text := text.lstrip(_BETWEEN):
        try:
            value, end = _decode(text)
        except (ValueError, RecursionError):
            value, end = _python(text)
        if end:
            members = _members(value)
            if members is None:
                return None
            found += members
        elif text[0] != "]":
            return None
        text = text[end or 1 :]
    return [json.dumps(item, ensure_ascii=False) for item in found]


def _python(text: str) -> tuple[Any, int]:
    line = text.rstrip(_BETWEEN)
    try:
        with warnings.catch_warnings(action="ignore"):  # Python's remarks on the backslashes of others
            value = ast.literal_eval(line)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        value = None
    return value, len(text) if isinstance(value, (dict, list)) else 0


def _members(value: Any) -> list[Object] | None:
    """The objects of a value: itself, or those of an array or of a request for inference."""
    if isinstance(value, dict) and isinstance(value.get("instances"), list):
        value = value["instances"]
    members = value if isinstance(value, list) else [value]
    return members if all(isinstance(item, dict) for item in members) else None


def changed(change: Callable[[Object], bool]) -> Callable[[Iterator[str]], Iterator[str]]:
    """Lines whose object the change has changed are written anew."""

    def mend(lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            value = object_of(line)
            is_other = value is not None and change(value)
            yield json.dumps(value, ensure_ascii=False) if is_other else line

    return mend


def _gaps(value: Object) -> bool:
    """NaN is no word of JSON; DeepAR knows it as text."""
    target = value.get("target")
    if not isinstance(target, list):
        return False
    named = ["NaN" if number != number else number for number in target]
    value["target"] = named
    return "NaN" in named


def _lists(value: Object) -> bool:
    alone = [key for key in ("in0", "in1", "cat") if type(value.get(key)) is int]
    for key in alone:
        value[key] = [value[key]]
    features = value.get("dynamic_feat")
    if isinstance(features, list) and features and not any(isinstance(item, list) for item in features):
        value["dynamic_feat"] = [features]
        return True
    return bool(alone)


def _whole(value: Object) -> bool:
    done = False
    for key in ("in0", "in1"):
        ids = value.get(key)
        if isinstance(ids, list) and any(isinstance(item, float) and item.is_integer() for item in ids):
            value[key] = [int(item) if isinstance(item, float) and item.is_integer() else item for item in ids]
            done = True
    return done


def _numbers(value: Object) -> bool:
    """Values that are numbers in quotes."""
    target = value.get("target")
    if not isinstance(target, list):
        return False
    value["target"] = [
        json.loads(item) if isinstance(item, str) and _NUMBER.fullmatch(item) else item for item in target
    ]
    return bool(value["target"] != target)


def _cut(value: Object) -> bool:
    cut = [cut_off(item) for item in value.values() if isinstance(item, dict)]
    return any(cut)


MENDS = {
    "write-json-lines": one_a_line,
    "write-gaps": changed(_gaps),
    "write-target-numbers": changed(_numbers),
    "write-starts": changed(starts.written),
    "write-lists": changed(_lists),
    "write-whole-numbers": changed(_whole),
    "cut-boxes": changed(_cut),
}
