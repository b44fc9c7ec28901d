"""Columns as people have them: in another order in each file, in names of folders, nested, or numbers as text."""

from __future__ import annotations

import bz2
import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from advisor import AdvisorError, convert
from tests.builders.folders import write


def test_files_whose_columns_differ_are_not_read_as_one(tmp_path: Path) -> None:
    write(tmp_path / "in", {"a.csv": "y,a,b\n1,2,3\n", "b.csv": "b,y,a\n3,1,2\n"})
    with pytest.raises(AdvisorError, match=r"b\.csv: column 1 is 'b', and 'y' in .*a\.csv: bring the columns into one"):
        convert(tmp_path / "in", to="csv", label="y", output=tmp_path / "o")
    write(tmp_path / "in", {"b.csv": "y,a\n1,2\n"})
    with pytest.raises(AdvisorError, match=r"b\.csv: column 3 is not there, and 'b' in"):
        convert(tmp_path / "in", to="csv", label="y", output=tmp_path / "o")


def test_parquet_files_are_read_by_the_names_of_columns(tmp_path: Path) -> None:
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    (tmp_path / "in").mkdir()
    parquet.write_table(pa.table({"y": [1], "a": [2]}), tmp_path / "in" / "0.parquet")
    parquet.write_table(pa.table({"a": [4], "y": [3]}), tmp_path / "in" / "1.parquet")
    convert(tmp_path / "in", to="csv", output=tmp_path / "o")
    assert (tmp_path / "o").read_text() == "1,2\n3,4\n"
    parquet.write_table(pa.table({"a": [4], "z": [3]}), tmp_path / "in" / "1.parquet")
    with pytest.raises(AdvisorError, match=r"1\.parquet: column 1 is 'a', and 'y' in"):
        convert(tmp_path / "in", to="csv", output=tmp_path / "p")


def test_folders_that_name_a_column(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    frame = pandas.DataFrame({"y": [0, 1, 1], "city": ["Rome", "a/b", None]})
    frame.to_parquet(tmp_path / "in", partition_cols=["city"])
    convert(tmp_path / "in", to="csv", output=tmp_path / "o")
    assert sorted((tmp_path / "o").read_text().splitlines()) == ["0,Rome", "1,", "1,a/b"]


def test_keys_that_only_some_lines_have_are_columns(tmp_path: Path) -> None:
    write(tmp_path / "in", {"a.jsonl": '{"a": 1}\n{"a": 2, "b": 3}\n', "b.jsonl": '{"c": 4}\n'})
    convert(tmp_path / "in", held="json-lines", to="csv", output=tmp_path / "o")
    assert (tmp_path / "o").read_text() == "1,,\n2,3,\n,,4\n"


def test_lists_are_named_and_may_be_dropped(tmp_path: Path) -> None:
    write(tmp_path, {"a.jsonl": '{"a": 1, "b": 2}\n{"a": 2, "b": {"c": 3}}\n'})
    told: dict[str, Any] = {"held": "json-lines", "to": "csv", "output": tmp_path / "o"}
    with pytest.raises(AdvisorError, match=r"a\.jsonl:2: column 2 \(b\) holds lists: .*or --drop b"):
        convert(tmp_path / "a.jsonl", **told)
    convert(tmp_path / "a.jsonl", drop="b", **told)
    assert (tmp_path / "o").read_text() == "1\n2\n"


def test_missing_values_of_all_kinds_in_a_frame(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({
        "whole": pandas.array([1, None], dtype="Int64"), "truth": pandas.array([None, True], dtype="boolean"),
        "text": pandas.array(["a", None], dtype="string"), "category": pandas.Categorical([None, "u"]),
        "day": [datetime.datetime(2026, 1, 2), None], "bytes": [b"x", b"\xc3\xa9"],
    })  # fmt: skip
    convert(frame, to="csv", output=tmp_path / "o")
    assert (tmp_path / "o").read_text("utf-8") == "1,,a,,2026-01-02 00:00:00,x\n,true,,u,,é\n"


@pytest.mark.parametrize(
    ("source", "told", "message"),
    [
        (
            [[1, 2]],
            {},
            "a list cannot be converted: give a path, an array of NumPy, a sparse matrix of",
        ),
        (None, {}, "a NoneType cannot be converted"),
        (np.ones((3, 2)), {"labels": [0, 1]}, "there are 2 labels for 3 rows"),
        (np.ones((2, 2)), {"labels": ["a", "b"]}, "the labels are <U1, not numbers: convert a data frame"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, source: Any, told: dict[str, Any], message: str) -> None:
    with pytest.raises(AdvisorError, match=message):
        convert(source, to="csv", output=tmp_path / "o", **told)


def test_labels_beside_a_frame_are_not_lost(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    with pytest.raises(AdvisorError, match="the labels of a data frame are one of its columns: name it, label=NAME"):
        convert(pandas.DataFrame({"a": [1, 2]}), labels=[0, 1], to="csv", output=tmp_path / "o")


def test_masked_values_are_missing(tmp_path: Path) -> None:
    table = np.ma.masked_array([[1, 2], [3, 4]], [[False, True], [False, False]])
    convert(table, to="csv", output=tmp_path / "o")
    assert (tmp_path / "o").read_text() == "1,\n3,4\n"


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ("4,5;3,25", r"column 2 holds a number with a decimal comma in each cell, such as '4,5'.*: say --decimal ,"),
        ("1,234.5;2,000.0", "a number with thousands separators in each cell.*: write it as a plain number, or --drop"),
        ("$5;$7", "a number with a unit in each cell"),
        ("[1 2];[3]", "a vector in brackets in each cell"),
    ],
)
def test_numbers_as_text_are_no_categories(tmp_path: Path, cells: str, message: str) -> None:
    write(tmp_path, {"a.csv": "".join(f"{i}\t{cell}\n" for i, cell in enumerate(cells.split(";")))})
    with pytest.raises(AdvisorError, match=message):
        convert(tmp_path / "a.csv", to="csv", delimiter="tab", header=False, numbers=True, output=tmp_path / "o")


def test_gaps_among_categories_are_one_of_their_own_where_gaps_are_filled(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "1,u\n3,\n,t\n", "b.csv": "5,\n", "c.csv": "1,t\n"})
    told: dict[str, Any] = {"header": False, "numbers": True, "missing": "mean", "to": "recordio-protobuf"}
    mapping = tmp_path / "m.json"
    convert(tmp_path / "a.csv", output=tmp_path / "a.pbr", mapping=mapping, **told)
    told["to"] = "csv"
    for name, wanted in (("a.csv", "1,1\n3,2\n2.0,0\n"), ("b.csv", "5,2\n")):
        convert(tmp_path / name, held="csv", output=tmp_path / "o", mapping=mapping, force=True, **told)
        assert (tmp_path / "o").read_text() == wanted
    convert(tmp_path / "c.csv", output=tmp_path / "c", mapping=tmp_path / "n.json", **told)
    with pytest.raises(AdvisorError, match=r"b\.csv:1: column 2 has a gap, for which the mapping has no number"):
        convert(tmp_path / "b.csv", held="csv", output=tmp_path / "p", mapping=tmp_path / "n.json", **told)


def test_delimiter_of_several_characters(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "1;;2\n"})
    with pytest.raises(AdvisorError, match="--delimiter ';;': say one character, or tab"):
        convert(tmp_path / "a.csv", to="csv", delimiter=";;", output=tmp_path / "o")


def test_a_first_row_that_holds_a_name_that_was_told_is_a_header(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "text,label\ngood one,pos\nbad one,neg\n"})
    convert(tmp_path / "a.csv", held="csv", to="sentences", text="text", label="label", output=tmp_path / "o")
    assert (tmp_path / "o").read_text() == "__label__pos good one\n__label__neg bad one\n"


def test_columns_are_named_in_messages(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "y,age\n1,2\n0,\n"})
    with pytest.raises(AdvisorError, match=r"a\.csv:3: column 2 \(age\) has no value: say what to do"):
        convert(tmp_path / "a.csv", to="libsvm", label="y", output=tmp_path / "o")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (bz2.compress(b"1,2\n"), "bzip2 cannot be written as csv: unpack it first"),
        (b'[{"a": 1}, {"a": 2}]', "json cannot be written as csv: write it as JSON Lines, an object a line, first"),
        (b"ARROW1\0\0", "arrow cannot be written as csv: read it with pandas, and give the data frame to advisor.conv"),
    ],
)
def test_what_is_not_read_is_told_what_to_do_first(tmp_path: Path, content: bytes, message: str) -> None:
    write(tmp_path, {"a": content})
    with pytest.raises(AdvisorError, match=message):
        convert(tmp_path / "a", to="csv", output=tmp_path / "o")
