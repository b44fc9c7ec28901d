"""The reader of tables in Parquet: cells by class, whatever their type, and faults instead of exceptions."""

from __future__ import annotations

import io
import json
import random
import sys
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import numpy
import pyarrow
import pytest

from advisor.formats.sniff import kind_at
from advisor.formats.tables import parquet
from advisor.formats.tables.parquet_file import ParquetError
from advisor.profile.base import FLOAT32_MAX, Distinct, Extent, Place, Sighting, Tally
from advisor.profile.predicates import ValueOutside, WidthIsNot
from advisor.profile.tables.parquet import ParquetProfile, Schema
from tests.builders import tables

NAN, INF = float("nan"), float("inf")


def scanned(data: bytes) -> ParquetProfile:
    return parquet.scan(io.BytesIO(data), len(data))


def seen(**columns: Any) -> dict[str, list[tuple[int | None, int | None, str | None]]]:
    """By class: record, column and value of what is not a plain number."""
    found: dict[str, list[tuple[int | None, int | None, str | None]]] = {}
    for column in scanned(tables.parquet(**columns)).columns:
        for cls, tally in column.seen.items():
            found.setdefault(cls, []).extend((s.place.record, s.place.column, s.value) for s in tally.first)
    return found


def test_what_a_table_holds() -> None:
    profile = scanned(tables.parquet(y=[0, 1, 1], a=[0.5, None, -2.0], c=["x", "1.5", None]))
    assert profile.schema == Schema(("y", "a", "c"), ("int64", "double", "string"), ("number", "number", "text"))
    assert (profile.records, profile.width, profile.faults) == (3, 3, {})
    label, number, text = profile.columns
    assert (label.numbers, label.fractional.count, label.extent, label.distinct) == (
        3,
        0,
        Extent(0, 1),
        Distinct({0.0: 1, 1.0: 2}),
    )
    assert (number.numbers, number.fractional.count, number.extent) == (2, 1, Extent(-2, 0.5))
    assert (text.numbers, text.extent, text.count("text"), text.count("empty")) == (1, Extent(1.5, 1.5), 1, 1)
    assert profile.summary()["columns"][2]["name"] == "c"


def test_cells_of_each_class() -> None:
    columns = {"y": [1.0, NAN, INF], "a": [None, 1e39, -INF], "b": [b"\xff", b"2", None]}
    columns["y"] = pyarrow.array(columns["y"], from_pandas=False)
    assert seen(**columns) == {
        "nan": [(2, 1, "nan")],
        "infinite": [(3, 1, "inf"), (3, 2, "-inf")],
        "beyond-float32": [(2, 2, "1e+39")],
        "empty": [(1, 2, ""), (3, 3, "")],
        "text": [(1, 3, "\ufffd")],
    }


@pytest.mark.parametrize(
    ("cells", "kind", "numbers"),
    [
        (pyarrow.array([True, False, None]), "number", 2),
        (pyarrow.array([1, 2, 255], pyarrow.uint8()), "number", 3),
        (pyarrow.array([1, 2**64 - 1, 3], pyarrow.uint64()), "number", 3),
        (pyarrow.array(numpy.array([1, 2, 3], numpy.float16)), "number", 3),
        (pyarrow.array([Decimal("1.5"), None, Decimal(2)]), "number", 2),
        (pyarrow.nulls(3), "number", 0),
        (pyarrow.array([1.5, 2.5, 1.5]).dictionary_encode(), "number", 3),
        (pyarrow.array(["a", "b", "1"]).dictionary_encode(), "text", 1),
        (pyarrow.array([datetime(2020, 1, 1, tzinfo=UTC)] * 3), "time", 0),
        (pyarrow.array([1, 2, 3], pyarrow.date32()), "time", 0),
        (pyarrow.array([1, 2, 3], pyarrow.time64("us")), "time", 0),
        (pyarrow.array([1, 2, 3], pyarrow.duration("s")), "time", 0),
        (pyarrow.array([1, 2, 3], pyarrow.float32()), "number", 3),
        (pyarrow.array(["a", "b", "1"], pyarrow.large_string()), "text", 1),
        (pyarrow.array([b"a", b"b", b"1"], pyarrow.binary(1)), "text", 1),
        (pyarrow.array([b"a", b"b", b"1"], pyarrow.large_binary()), "text", 1),
        (pyarrow.array(["a", "b", "1"], pyarrow.string_view()), "other", 0),
        (pyarrow.array([[1], [2], []], pyarrow.large_list(pyarrow.int8())), "nested", 0),
        (pyarrow.array([[("a", 1)]] * 3, pyarrow.map_(pyarrow.string(), pyarrow.int8())), "nested", 0),
        (pyarrow.array([[1], [2], []]), "nested", 0),
        (pyarrow.array([{"a": 1}] * 3), "nested", 0),
        (pyarrow.array([[1], [2], [3]], pyarrow.list_(pyarrow.int8(), 1)), "nested", 0),
    ],
    ids=lambda value: str(value.type) if isinstance(value, pyarrow.Array) else "",
)
def test_types(cells: Any, kind: str, numbers: int) -> None:
    profile = scanned(tables.parquet(y=[1, 2, 3], a=cells))
    assert (profile.schema.kinds[1], profile.columns[1].numbers, profile.records) == (kind, numbers, 3)


def test_the_greatest_number_of_32_bits_is_a_number() -> None:
    column = scanned(tables.parquet(a=[FLOAT32_MAX, -FLOAT32_MAX])).columns[0]
    assert (column.numbers, column.seen) == (2, {})


def test_texts() -> None:
    texts = ["5", "x" * 300, "", None, " ", "1.2.3.4", "nan", "inf", "1e39", "x" * 300]
    profile = scanned(tables.parquet(a=[1] * 10, b=texts))
    column = profile.columns[1]
    assert (column.numbers, column.distinct) == (1, Distinct({5.0: 1, "x" * 100: 2, "": 1, " ": 1, "1.2.3.4": 1}))
    assert seen(a=[1] * 10, b=texts) == {
        "text": [(2, 2, "x" * 100), (3, 2, ""), (5, 2, " "), (10, 2, "x" * 100)],
        "empty": [(4, 2, "")], "ipv4": [(6, 2, "1.2.3.4")], "nan": [(7, 2, "nan")], "infinite": [(8, 2, "inf")],
        "beyond-float32": [(9, 2, "1e39")],
    }  # fmt: skip


def test_long_names_are_cut() -> None:
    long = "n" * 300
    nested = pyarrow.array([{long: 1}])
    profile = scanned(tables.parquet(pyarrow.table({long: [1], "b": nested})))
    assert [(len(name), len(kind)) for name, kind in zip(profile.schema.names, profile.schema.types, strict=True)] == [
        (200, 5), (1, 200),
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "unread"), [(3, False), (4, True)])
def test_columns_beyond_the_bound_are_left_out(width: int, unread: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "COLUMNS_KEPT", 3)
    profile = scanned(tables.parquet(pyarrow.table({f"c{column}": [1, 2] for column in range(width)})))
    assert (profile.width, profile.records, "cells-unread" in profile.faults) == (3, 2, unread)
    assert [column.numbers for column in profile.columns] == [2, 2, 2]


def test_of_many_places_the_first_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.formats.tables.parquet_file.BATCH_ROWS", 7)
    seen = scanned(tables.parquet(y=[None] * 30 + [1.0])).columns[0].seen["empty"]
    assert (seen.count, [s.place.record for s in seen.first]) == (30, list(range(1, 11)))


@pytest.mark.parametrize(
    ("labels", "found"), [(1, []), (2, [(2, 2, "7"), (3, 2, "-1")]), (3, [(2, 2, "7"), (3, 2, "-1"), (4, 3, "9")])]
)
def test_a_second_look_at_labels(labels: int, found: list[tuple[int, int, str]]) -> None:
    data = tables.parquet(t=["1", "9", "2", "3"], a=[1.0, 7.0, -1.0, INF], b=[0, 1, None, 9])
    tally = parquet.locate(io.BytesIO(data), len(data), ValueOutside("labels", labels, minimum=0.0, below=7.0))
    assert [(s.place.record, s.place.column, s.value) for s in tally.first] == found
    assert parquet.locate(io.BytesIO(data[:9]), 9, ValueOutside("labels", 1, below=1.0)) == Tally()


def test_batches_number_their_rows_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.formats.tables.parquet_file.BATCH_ROWS", 7)
    values = [None if row % 10 == 4 else float(row) for row in range(50)]
    data = tables.parquet(y=values, rows=20)
    assert [s.place.record for s in scanned(data).columns[0].seen["empty"].first] == [5, 15, 25, 35, 45]
    located = parquet.locate(io.BytesIO(data), len(data), ValueOutside("labels", 1, below=48.0))
    assert located == Tally(2, [Sighting(Place(record=49, column=1), "48"), Sighting(Place(record=50, column=1), "49")])
    assert parquet.locate(io.BytesIO(data), len(data), WidthIsNot(1)) == Tally()


def test_the_index_of_pandas_is_no_column() -> None:
    table = pyarrow.table({"y": [1, 2], "__index_level_0__": [7, 3]})
    told = {b"pandas": json.dumps({"index_columns": ["__index_level_0__"]}).encode()}
    profile = scanned(tables.parquet(table.replace_schema_metadata(told)))
    assert (profile.schema.names, profile.schema.index) == (("y",), ("__index_level_0__",))
    assert len(profile.columns) == 1


@pytest.mark.parametrize(
    "told", [b"{", b"[]", b'{"index_columns": 3}', b'{"index_columns": [{"kind": "range"}]}', b"[" * 9999]
)
def test_what_else_stands_where_pandas_names_its_index(told: bytes) -> None:
    table = pyarrow.table({"y": [1, 2]}).replace_schema_metadata({b"pandas": told})
    assert scanned(tables.parquet(table)).schema.names == ("y",)


DATA = tables.parquet(**tables.labelled(3000))


@pytest.mark.parametrize("length", [0, 3, 8, 500, len(DATA) - 1])
def test_a_cut_file(length: int) -> None:
    assert list(scanned(DATA[:length]).faults) == ["no-footer"]


def test_an_encrypted_footer() -> None:
    assert list(scanned(DATA[:-4] + b"PARE").faults) == ["encrypted"]


def test_a_footer_that_lies() -> None:
    assert list(scanned(DATA[:-8] + b"\xff\xff\xff\x7fPAR1").faults) == ["broken-footer"]


def test_rows_before_a_broken_page_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.formats.tables.parquet_file.BATCH_ROWS", 100)
    data = tables.parquet(y=[row / 7 for row in range(400)], rows=100)
    pages = data.split(b"PAR1")[1]
    at = 4 + len(pages) // 2
    profile = scanned(data[:at] + bytes(200) + data[at + 200 :])
    (fault,) = profile.faults["broken-data"].first
    assert 0 < profile.records < 400
    assert fault.place.record == profile.records + 1


def test_damage_is_a_fault_or_another_table_but_no_exception() -> None:
    source, broken_ones = random.Random(5), 0
    for _ in range(150):
        broken = bytearray(DATA)
        for _ in range(source.randint(1, 8)):
            broken[source.randrange(len(DATA))] = source.randrange(256)
        broken_ones += bool(scanned(bytes(broken)).faults)
    assert 0 < broken_ones < 150


class Failing(io.BytesIO):
    """A stream that breaks off, as a connection does."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() < 1000:
            raise OSError("the connection was lost")
        return super().read(size)


def test_a_stream_that_fails_is_no_fault_of_the_file() -> None:
    with pytest.raises(OSError, match="the connection was lost"):
        parquet.scan(Failing(DATA), len(DATA))


def test_kinds() -> None:
    series = tables.parquet(start=["2020-01-01 00:00:00"], target=[[1.0]])
    assert kind_at(io.BytesIO(series), len(series)) == "time-series-parquet"
    assert kind_at(io.BytesIO(DATA), len(DATA)) == "parquet"
    assert kind_at(io.BytesIO(DATA[:50]), 50) == "parquet"


def test_without_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    assert kind_at(io.BytesIO(DATA), len(DATA)) == "parquet"
    with pytest.raises(ParquetError, match=r'pip install "sagemaker-advisor\[parquet\]"'):
        scanned(DATA)
