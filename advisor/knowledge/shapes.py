"""What the API takes by its own model: plain functions that hold content against generated shapes.

Content that is made only when a job runs is not held against anything: `"TrainingJobName.$"` of a state machine,
`{"Get": "Parameters.X"}` of a pipeline, `{"Ref": "X"}` of a template, `${x}`, and `$X` of a shell.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

from advisor.knowledge.images import GENERATED

Kind = Literal["unknown", "missing", "type", "choice", "form", "size"]
Shape = Mapping[str, Any]

TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    "string": ((str,), "text"),
    "boolean": ((bool,), "true or false"),
    "integer": ((int,), "a whole number"),
    "long": ((int,), "a whole number"),
    "float": ((int, float), "a number"),
    "list": ((list, tuple), "a list"),
    "map": ((dict,), "a mapping"),
    "structure": ((dict,), "a mapping"),
}
"""Type of a shape -> the types of Python that it takes, and their name."""
MOST_SHOWN = 8
_LATER = re.compile(r"\$\{|\$[A-Z][A-Z0-9_]+")
LATER = ("Get", "Ref", "Std:Join")
"""Keys of a mapping that stands for a value which is known only when the job runs."""


class Fault(NamedTuple):
    """Something that the API refuses. `shape` is the shape of the place; `value` what stands there, if it is short."""

    kind: Kind
    key: str
    message: str
    value: str | None
    shape: str


@cache
def _model() -> dict[str, Any]:
    plain: dict[str, Any] = json.loads((GENERATED / "shapes.json").read_bytes())
    return plain


def members() -> Iterator[str]:
    """The name of every member of every shape; some more than once."""
    for shape in _model()["shapes"].values():
        yield from shape.get("members", ())


def faults(content: Mapping[str, Any], operation: str) -> Iterator[Fault]:
    """What the API refuses in the input of an operation, in the order of the content."""
    yield from held(content, _model()["operations"][operation], "")


def held(value: object, name: str, key: str) -> Iterator[Fault]:
    """What the API refuses in a value of the shape of this name, which stands at a key."""
    shape: Shape = _model()["shapes"][name]
    if is_known_later(value):
        return
    types, what = TYPES[shape["type"]]
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        yield Fault("type", key, f"{subject(key)} must be {what}, and is {_named(value)}.", _shown(value), name)
        return
    yield from _WITHIN.get(shape["type"], _within_scalar)(value, shape, name, key)


def is_known_later(value: object, key: object = "") -> bool:
    """Whether a value is made only when the job runs, by what stands there or by the key under which it stands."""
    if str(key).endswith(".$"):
        return True
    if isinstance(value, str):
        return "$" in value and (value.startswith(("{%", "$.")) or bool(_LATER.search(value)))
    return isinstance(value, dict) and len(value) == 1 and str(next(iter(value))).startswith((*LATER, "Fn::"))


def _named(value: object) -> str:
    if value is None:
        return "null"
    for what in ("true or false", "a whole number", "a number", "text", "a list", "a mapping"):
        if any(isinstance(value, types) for types, named in TYPES.values() if named == what):
            return what
    return f"a {type(value).__name__}"


def _shown(value: object) -> str | None:
    return None if value is None else str(value)


def _within_structure(value: dict[str, Any], shape: Shape, name: str, key: str) -> Iterator[Fault]:
    members: Mapping[str, str] = shape["members"]
    given = {str(member).removesuffix(".$"): member for member in value}
    meant = {member: _near(member, [m for m in members if m not in given]) for member in given if member not in members}
    for member, near in meant.items():
        hint = f"; did you mean {near!r}?" if near else "."
        place = _joined(key, str(given[member]))
        yield Fault(
            "unknown", place, f"There is no field {member!r} in {subject(key) or 'the request'}{hint}", None, name
        )
    required = shape.get("required", ())
    empty = {m for m in required if m in given and value[given[m]] == "" and _refuses_empty(members[m])}
    for member in required:
        if member not in given and member not in meant.values():
            yield Fault("missing", _joined(key, member), f"{member} is missing.", None, members[member])
        elif member in empty:
            yield Fault("missing", _joined(key, member), f"{member} is empty.", None, members[member])
    for member, written in given.items():
        if member in members and written == member and member not in empty:
            yield from held(value[member], members[member], _joined(key, member))


@cache
def _refuses_empty(name: str) -> bool:
    """Whether an empty text is none: a tag may have an empty value, a role may not."""
    return any(held("", name, ""))


def _near(name: str, members: list[str]) -> str | None:
    """The member that is probably meant: the same in other cases, a longer one, or one that is
    written much like it."""
    bare = re.sub(r"[\W_]", "", name).lower()
    same = next((member for member in members if member.lower() == bare), None)
    longer = next((member for member in members if len(name) > 4 and member.endswith(name)), None)
    return same or longer or next(iter(difflib.get_close_matches(name, members, n=1, cutoff=0.7)), None)


def subject(key: str) -> str:
    """What a key speaks of: its last step."""
    return key.rpartition(".")[2]


def _joined(key: str, member: str) -> str:
    return f"{key}.{member}" if key else member


def _within_list(value: list[Any], shape: Shape, name: str, key: str) -> Iterator[Fault]:
    yield from _sized(len(value), shape, name, key, "items")
    for number, item in enumerate(value):
        yield from held(item, shape["member"], f"{key}[{number}]")


def _within_map(value: dict[str, Any], shape: Shape, name: str, key: str) -> Iterator[Fault]:
    yield from _sized(len(value), shape, name, key, "entries")
    for entry, item in value.items():
        place = _joined(key, str(entry))
        yield from held(entry, shape["key"], place)
        if not str(entry).endswith(".$"):
            yield from held(item, shape["value"], place)


def _within_text(value: str, shape: Shape, name: str, key: str) -> Iterator[Fault]:
    choices: list[str] | None = shape.get("enum")
    if choices and value not in choices:
        near = difflib.get_close_matches(value, choices, n=1) or [c for c in choices if c.lower() == value.lower()]
        wanted = f"one of {', '.join(choices)}" if len(choices) <= MOST_SHOWN else f"one of {len(choices)} names"
        hint = f"; did you mean {near[0]}?" if near else "."
        yield Fault("choice", key, f"{subject(key)} must be {wanted}{hint}", value, name)
    elif sized := list(_sized(len(value), shape, name, key, "characters", value)):
        yield from sized
    elif "pattern" in shape and not re.fullmatch(shape["pattern"], value):
        yield Fault("form", key, f"{subject(key)} must have the form {shape['pattern']}", value, name)


def _within_scalar(value: object, shape: Shape, name: str, key: str) -> Iterator[Fault]:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from _sized(value, shape, name, key, "", str(value))


def _sized(
    size: float, shape: Shape, name: str, key: str, unit: str, value: str | None = None
) -> Iterator[Fault]:  # fmt: skip
    least, most = shape.get("min"), shape.get("max")
    bound = f"at least {least}" if least is not None and size < least else None
    bound = f"at most {most}" if most is not None and size > most else bound
    if bound:
        message = (
            f"{subject(key)} has {size} {unit}; {bound} are allowed." if unit else f"{subject(key)} must be {bound}."
        )
        yield Fault("size", key, message, value, name)


_WITHIN: dict[str, Callable[[Any, Shape, str, str], Iterator[Fault]]] = {
    "structure": _within_structure,
    "list": _within_list,
    "map": _within_map,
    "string": _within_text,
}
