"""How deep the lines of JSON Lines may nest, the same in every interpreter, and what may stand around their values."""

from __future__ import annotations

import json

import pytest

from advisor.formats.json.lines import DEEPEST, DIGITS_READ, Line, read_line, repeated_key


def nested(depth: int) -> bytes:
    return b'{"a":' * (depth - 1) + b"[]" + b"}" * (depth - 1)


def test_depth() -> None:
    assert read_line(nested(DEEPEST)) == Line(json.loads(nested(DEEPEST)))
    assert read_line(nested(DEEPEST + 1)).fault == "too-deep"


@pytest.mark.parametrize("beside", [b"[],", b"{},", b'"[{",'])
def test_brackets_beside_do_not_count(beside: bytes) -> None:
    lists = b"[" + beside * 600 + b"%s]"
    assert read_line(lists % nested(DEEPEST - 1)).fault is None
    assert read_line(lists % nested(DEEPEST)).fault == "too-deep"


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


def test_only_what_json_calls_blank_may_follow_an_object() -> None:
    assert read_line(b"{} \t\r") == Line({})
    assert read_line(b"{}\x0b").fault == read_line(b"{}X").fault == "not-json"
    assert read_line(b"\x0c").fault == "not-json"
    assert read_line(b" \t\r").fault == "blank-line"


def test_a_number_of_very_many_digits_is_read_as_a_float() -> None:
    """Where the line is read once more, to say what is wrong with it."""
    read = [read_line(b'{"a": NaN, "b": %s}' % (b"9" * digits)).value["b"] for digits in (DIGITS_READ - 1, DIGITS_READ)]
    assert read == [10 ** (DIGITS_READ - 1) - 1, float("inf")]


def test_a_key_is_found_twice_however_it_is_written() -> None:
    keys = {"cat": b'"cat"'}
    assert repeated_key(b'{"cat": 1, "c\\u0061t": 2}', keys) == "cat"
    assert repeated_key(b'{"cat": 1, "c\\u0061d": 2}', keys) is None


@pytest.mark.parametrize("raw", [b"{", b"]},", b"-1.5,", b"12", b"true", b"null,"])
def test_a_line_that_is_part_of_an_object_is_told_from_no_json(raw: bytes) -> None:
    assert read_line(raw + b" ").fault in ("pretty-printed", None)
    assert read_line(raw + b" x").fault == "not-json"
