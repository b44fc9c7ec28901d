"""What is wrong with a configuration, in words: the file, the line, the key, and what may have been meant."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

_WORDS = {
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "tuple_type": "must be a list",
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
}
"""Kind of an error of pydantic's -> what a person is told."""


def place(file: Path, text: str, keys: Sequence[str]) -> str:
    """Where something is wrong: the file as it is seen from here, the line, and the key."""
    here = file.resolve()
    shown = here.relative_to(Path.cwd()) if here.is_relative_to(Path.cwd()) else file
    line = _line(text, keys)
    return ": ".join(filter(None, (f"{shown}:{line}" if line else str(shown), ".".join(keys))))


def told(
    error: ValidationError, table: Mapping[str, Any], models: Mapping[int, type[BaseModel]]
) -> tuple[list[str], str]:
    """The key of the first thing that is wrong, and what. `models`: depth of a key -> the model whose key it is."""
    first = error.errors(include_url=False)[0]
    keys = _within(table, first["loc"])
    if first["type"] == "extra_forbidden":
        known = [field.alias or name for name, field in models[len(first["loc"])].model_fields.items()]
        return keys, f"there is no such key{near(keys[-1], known)}"
    return keys, _said(first)


def near(name: str, known: Iterable[str]) -> str:
    listed = list(known)
    found = get_close_matches(name, listed, n=1)
    return f"; did you mean {found[0]!r}?" if found else f"; there are {', '.join(listed)}" if listed else ""


def _said(error: Mapping[str, Any]) -> str:
    if error["type"] == "literal_error":
        choices, given = re.findall(r"'([^']*)'", error["msg"]), str(error["input"])
        meant = [choice for choice in choices if get_close_matches(given.lower(), [choice.lower()])]
        return f"must be {error['ctx']['expected']}" + (f"; did you mean {meant[0]!r}?" if meant else "")
    if error["type"] == "greater_than_equal":
        return f"must be at least {error['ctx']['ge']}"
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return _WORDS.get(error["type"], str(error["msg"]))


def _within(table: Any, steps: Sequence[int | str]) -> list[str]:
    """The steps as far as they lead into the table: behind them pydantic names the types that it tried."""
    keys = []
    for step in steps:
        if not isinstance(table, Mapping) or step not in table:
            break
        keys.append(str(step))
        table = table[step]
    return keys


def _line(text: str, keys: Sequence[str]) -> int | None:
    """The line on which a key is set, or the longest beginning of it."""
    best, line = 0, None
    for number, path in _paths(text):
        if best < len(path) <= len(keys) and path == list(keys[: len(path)]):
            best, line = len(path), number
    return line


def _paths(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that begins a table or sets a key, with the whole key, in a project's file that below our table."""
    table: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("["):
            table = _keys(line)
            path = table
        else:
            path = [*table, *_keys(line.partition("=")[0] + " = 0")]
        yield number, path[2:] if path[:2] == ["tool", "advisor"] else path


def _keys(line: str) -> list[str]:
    """The keys that lead to the one thing that a line of TOML sets."""
    try:
        content: Any = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return []
    keys = []
    while isinstance(content, Mapping) and content:
        key, content = next(iter(content.items()))
        keys.append(key)
        content = content[0] if isinstance(content, list) and content else content
    return keys
