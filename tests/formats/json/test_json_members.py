"""Lists of a JSON object are read element by element, as `json` reads them, and within bounds."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats.json import text as json_text
from advisor.formats.json.members import elements
from advisor.formats.json.text import LONGEST, NotJsonError

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.text(), VALUES, max_size=4)


def read(data: bytes) -> dict[str, Any]:
    """The object, put together again."""
    found: dict[str, Any] = {}
    for key, number, value in elements(io.BytesIO(data)):
        if number is None:
            found[key] = value
        else:
            assert number == len(found[key])
            found[key].append(value)
    return found


@given(OBJECTS, st.sampled_from([None, 1]), st.sampled_from([1, 3, 1 << 18]), st.booleans())
def test_as_json_reads_it(content: dict[str, Any], indent: int | None, block: int, escaped: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_text, "BLOCK", block)
        assert read(json.dumps(content, indent=indent, ensure_ascii=escaped).encode()) == content


@given(st.binary() | st.lists(st.sampled_from('{}[]",:1e-.nul \n"aX"')).map("".join).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = read(data)
    except NotJsonError:
        with pytest.raises(ValueError):  # noqa: PT011 - whatever json says of it
            _strictly(data)
    else:
        assert found == _strictly(data)


def _strictly(data: bytes) -> Any:
    def refuse(constant: str) -> None:
        raise ValueError(constant)

    content = json.loads(data.decode("utf-8"), parse_constant=refuse)
    if not isinstance(content, dict):
        raise ValueError("no object")
    return content


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("", "the text is cut off", 1),
        ("[1]", "'{' is expected, not '['", 1),
        ("X = {}", "'{' is expected, not 'X'", 1),
        ('{"a": 1}\n\n{', "something follows the JSON object", 3),
        ('{"a": [1,\n2', "the text is cut off", 2),
        ('{"a": [1,\n2;', "']' is expected, not ';'", 2),
        ('{"a":\nNaN}', "NaN is no JSON", 2),
        ('{"a": [' + "[" * 100_000, "nested too deep", 1),
        ("{1: 2}", "a key is no string", 1),
        ('{"a": [{"b":\n1},\n;', "Expecting value", 3),
        ('{"a":\n"\xff"\n\n}', "not UTF-8", 2),
    ],
)
def test_what_is_wrong_and_where(text: str, message: str, line: int) -> None:
    with pytest.raises(NotJsonError) as error:
        read(text.encode("latin-1"))
    assert (str(error.value), error.value.line) == (message, line)


@pytest.mark.parametrize("block", [1, *range(4, 20)])
def test_a_line_is_told_wherever_a_block_ends(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(json_text, "BLOCK", block)
    for text in ('{"a": [\n"é",\n"b",', '{"a": [\n"é",\n"b",\xff\n', '{"a": {"b":\n1,\n"c": "\xff\n'):
        with pytest.raises(NotJsonError) as error:
            read(text.encode("latin-1").replace(b"\xe9", "é".encode()))
        assert error.value.line == 3


@pytest.mark.parametrize("block", [1, 7, 8, 1 << 18])
def test_a_number_may_go_on_in_the_next_block(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(json_text, "BLOCK", block)
    assert read(b'{"a": 12E2, "b": [1e3, -4.5]}') == {"a": 12e2, "b": [1e3, -4.5]}


@pytest.mark.parametrize("length", range(35, 45))
def test_long_elements_may_follow_each_other(monkeypatch: pytest.MonkeyPatch, length: int) -> None:
    monkeypatch.setattr(json_text, "BLOCK", 10)
    monkeypatch.setattr(json_text, "LONGEST", 50)
    content = {"a": ["x" * length, "y" * length]}
    assert read(json.dumps(content).encode()) == content


def test_an_endless_element_is_given_up() -> None:
    class Endless(io.BytesIO):
        given = 0

        def read(self, size: int | None = -1) -> bytes:
            self.given += size or 0
            return b'{"a": ["' if self.given == size else b"x" * (size or 0)

    stream = Endless()
    with pytest.raises(NotJsonError):
        list(elements(stream))
    assert stream.given < 2 * LONGEST
