"""How deep the lines of JSON Lines may nest: the same in every interpreter."""

from __future__ import annotations

import json

import pytest

from advisor.formats.json_lines import DEEPEST, Line, read_line


def nested(depth: int) -> bytes:
    return b'{"a":' * (depth - 1) + b"[]" + b"}" * (depth - 1)


def test_depth() -> None:
    assert read_line(nested(DEEPEST)) == Line(json.loads(nested(DEEPEST)))
    assert read_line(nested(DEEPEST + 1)).fault == "too-deep"


@pytest.mark.parametrize("open_only", [b"[" * 600, b'{"a": ' * 600, b"[{" * 100_000])
def test_what_never_ends_is_too_deep(open_only: bytes) -> None:
    assert read_line(open_only).fault == "too-deep"


@pytest.mark.parametrize(
    "value",
    [
        [[1]] * 2000,
        {"a": "[" * 2000},
        {"a": '\\"[' * 2000, "{" * 600: [{}]},
        ["\\", "[" * 999],
    ],
)
def test_many_brackets_are_not_deep(value: object) -> None:
    assert read_line(json.dumps(value).encode()) == Line(value)
