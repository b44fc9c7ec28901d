"""What the reader of `categorical_index.json` understands and what it refuses."""

from __future__ import annotations

import io
import json
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from advisor.formats.tables import category_index as reader
from advisor.profile.base import Place, Sighting, Tally
from advisor.profile.tables.category_index import CategoryIndexProfile


def read(data: bytes) -> CategoryIndexProfile:
    return reader.scan(io.BytesIO(data), len(data))


def listed(columns: Any) -> CategoryIndexProfile:
    return read(json.dumps({"cat_index_list": columns}).encode())


def once(fault: str, value: str, key: str | None = None) -> dict[str, Tally]:
    return {fault: Tally(1, [Sighting(Place(key=key), value)])}


@pytest.mark.parametrize("columns", [[], [1], [3, 1, 2], [2147483646]])
def test_the_numbers_of_columns(columns: list[int]) -> None:
    profile = listed(columns)
    assert (profile.columns, profile.faults, profile.records) == (columns, {}, 0)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (-1, "-1"), (1.5, "1.5"), (2.0, "2.0"), ("2", "2"), (True, "true"), (None, "null"), ([], "a list"),
     (2147483647, "2147483647")],
)  # fmt: skip
def test_what_is_no_number_of_a_feature(value: Any, shown: str) -> None:
    profile = listed([4, value])
    assert profile.columns == [4, 0]
    assert profile.faults == once("category-index-not-a-column", shown, "cat_index_list[1]")


def test_a_column_comes_once() -> None:
    assert listed([4, 1, 4]).faults == once("category-index-repeated", "4", "cat_index_list[2]")


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        (b"{}", once("category-index-shape", "no key 'cat_index_list'")),
        (b'{"cat_index": 1}', once("category-index-shape", "a number", "cat_index")),
        (b'{"cat_index": [1, 0]}', once("category-index-not-a-column", "0", "cat_index[1]")),
        (b'{"cat_index_list": {"1": 2}}', once("category-index-shape", "an object", "cat_index_list")),
    ],
)
def test_the_key_and_its_list(data: bytes, faults: dict[str, Tally]) -> None:
    assert read(data).faults == faults


@pytest.mark.parametrize("data", [b"", b"[1]", b"1,2\n", b'{"cat_index_list": [NaN]}', b'{"cat_index_list":' * 10**4])
def test_what_is_no_object(data: bytes) -> None:
    assert list(read(data).faults) == ["not-json"]


def test_both_sides_of_the_size_that_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "BYTES_READ", 22)
    assert read(b'{"cat_index_list":[1]}').faults == {}
    assert list(read(b'{"cat_index_list":[12]}').faults) == ["too-large"]


@given(st.lists(st.one_of(st.integers(-2, 9), st.floats(), st.text(max_size=2)), max_size=9))
def test_every_entry_is_a_column_or_a_fault(columns: list[Any]) -> None:
    profile = listed(columns)
    if "not-json" not in profile.faults:
        refused = profile.faults.get("category-index-not-a-column", Tally()).count
        assert sum(column > 0 for column in profile.columns) == len(columns) - refused


@given(st.binary(max_size=100))
def test_any_bytes_are_read(data: bytes) -> None:
    assert read(data).bytes == len(data)
