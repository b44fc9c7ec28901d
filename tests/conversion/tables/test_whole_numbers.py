"""Whole numbers that no float holds: none becomes another without a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from advisor import AdvisorError, convert, fix
from advisor.cli import main
from advisor.conversion.tables.learn import categories
from tests.builders.folders import write
from tests.builders.recordio import dense, write_recordio

HELD, NOT_HELD = 2**53, 2**53 + 1
HELD_AGAIN = 2**53 + 2
FORMATS = ("libsvm", "npy", "parquet", "recordio-protobuf")
"""What is written of numbers, and not of text."""


def source(folder: Path, held: str, number: int) -> tuple[Any, dict[str, Any]]:
    """A table with the number as a feature, and what a conversion must be told of it."""
    rows = np.array([[0, 5], [1, number]], np.int64)
    if held == "array":
        return rows[:, 1:], {"labels": rows[:, 0]}
    if held == "npz":
        np.savez(folder / "a.npz", x=rows[:, 1:], y=rows[:, 0])
        return folder / "a.npz", {}
    if held in ("frame", "parquet"):
        frame = pytest.importorskip("pandas").DataFrame(rows, columns=["y", "id"])
        if held == "parquet":
            frame.to_parquet(folder / "a.parquet")
        return (folder / "a.parquet" if held == "parquet" else frame), {"label": "y"}
    np.save(folder / "a.npy", rows)
    text = {
        "csv": f"y,id\n0,5\n1,{number}\n",
        "json-lines": f'{{"y": 0, "id": 5}}\n{{"y": 1, "id": {number}}}\n',
        "libsvm": f"0 1:5\n1 1:{number}\n",
    }
    write(folder, {f"a.{form}": content for form, content in text.items()})
    told = {} if held == "libsvm" else {"label": "1"}
    return folder / f"a.{held}", {**told, "held": held}


SOURCES = ("array", "npz", "npy", "frame", "parquet", "csv", "json-lines", "libsvm")


@pytest.mark.parametrize("wanted", FORMATS)
@pytest.mark.parametrize("held", SOURCES)
@pytest.mark.parametrize("sign", [1, -1])
def test_one_that_becomes_another_is_refused(tmp_path: Path, held: str, wanted: str, sign: int) -> None:
    pytest.importorskip("pyarrow")
    data, told = source(tmp_path, held, sign * NOT_HELD)
    said = f" {sign * NOT_HELD}, which no 64-bit float holds: it would become {sign * HELD}: "
    with pytest.raises(AdvisorError, match=said):
        convert(data, to=wanted, output=tmp_path / "o", **told)
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize("held", SOURCES)
@pytest.mark.parametrize("number", [HELD, HELD_AGAIN, -HELD, 2**62])
def test_one_that_stays_is_written(tmp_path: Path, held: str, number: int) -> None:
    data, told = source(tmp_path, held, number)
    assert convert(data, to="npy", output=tmp_path / "o", **told).notes == ()
    assert np.load(tmp_path / "o").tolist() == [[0, 5], [1, number]]


@pytest.mark.parametrize("text", [f"{NOT_HELD}.0", f"+{NOT_HELD}", str(2**64 - 1)])
def test_it_is_refused_however_it_is_written(tmp_path: Path, text: str) -> None:
    table = write(tmp_path, {"a.csv": f"id,v\n{text},1\n"}) / "a.csv"
    with pytest.raises(AdvisorError, match=r"a\.csv:2: column 1 \(id\) holds"):
        convert(table, to="npy", output=tmp_path / "o")
    assert convert(table, to="npy", output=tmp_path / "o", drop="id").rows == 1
    convert(table, to="csv", output=tmp_path / "o.csv")
    assert (tmp_path / "o.csv").read_text() == f"{text},1\n"


@pytest.mark.parametrize("text", ["1e20", "9007199254740993.5", "9.007199254740993e15"])
def test_fractions_and_powers_are_no_whole_numbers(tmp_path: Path, text: str) -> None:
    table = write(tmp_path, {"a.csv": f"{text},1\n2,3\n"}) / "a.csv"
    assert convert(table, to="npy", output=tmp_path / "o").rows == 2


def test_a_masked_array_and_labels(tmp_path: Path) -> None:
    masked = np.ma.array([[NOT_HELD, 1], [2, 3]], mask=[[True, False], [False, False]])
    assert convert(masked, to="npy", output=tmp_path / "o").rows == 2
    with pytest.raises(AdvisorError, match="no 64-bit float"):
        convert(masked.data, to="npy", output=tmp_path / "p")
    with pytest.raises(AdvisorError, match="no 64-bit float"):
        convert(np.ones((2, 2)), labels=np.array([1, NOT_HELD]), to="npy", output=tmp_path / "p")


def test_labels_that_differ_in_the_last_digit_are_two_classes() -> None:
    assert categories([str(NOT_HELD), str(HELD), "7"]) == {"7": 0, str(HELD): 1, str(NOT_HELD): 2}


NOTES = {
    "held": ("16777216,16777218\n1,2\n", ()),
    "one": ("16777217,1\n1,2\n", ("1 whole number ", "16777217 as 16777216")),
    "two": ("-16777219,1\n1,16777217\n", ("2 whole numbers ", "-16777219 as -16777220")),
    "fractions": ("20000000.3,1e30\n1,2\n", ()),
}


@pytest.mark.parametrize("form", NOTES)
def test_records_say_how_many_become_others(tmp_path: Path, form: str) -> None:
    content, said = NOTES[form]
    table = write(tmp_path, {"a.csv": content}) / "a.csv"
    for more in ({}, {"sparse": True}, {"parts": {"a": 0.5, "b": 0.5}}):
        done = convert(table, to="recordio-protobuf", output=tmp_path / "o", force=True, **more)
        assert len(done.notes) == bool(said)
        assert all(part in done.notes[0] for part in said)


def test_the_command_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = write(tmp_path, {"a.csv": "16777217,1\n1,2\n"}) / "a.csv"
    assert main(["convert", str(table), "--to", "recordio-protobuf", "--output", str(tmp_path / "o")]) == 0
    note = "1 whole number written as the nearest 32-bit float, such as 16777217 as 16777216: number ids from 0"
    assert capsys.readouterr().out.splitlines()[1:] == [f"  {note}"]


def test_float32_of_parquet_is_no_whole_number_that_changed(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    values = np.array([123456789, 0.1, 1e30, 5], np.float32)
    pandas.DataFrame({"a": values, "b": values}).to_parquet(tmp_path / "a.parquet")
    done = convert(tmp_path / "a.parquet", to="recordio-protobuf", output=tmp_path / "o")
    assert done.notes == ()
    convert(tmp_path / "o", to="npy", output=tmp_path / "o.npy")
    assert (np.load(tmp_path / "o.npy")[:, 0] == values).all()


@pytest.mark.parametrize("wanted", ["npy", "parquet"])
def test_files_of_several_types(tmp_path: Path, wanted: str) -> None:
    pytest.importorskip("pyarrow")
    write(tmp_path, {"s/": ""})
    np.save(tmp_path / "s/a.npy", np.ones((2, 2), np.float32))
    np.save(tmp_path / "s/b.npy", np.full((2, 2), 0.1))
    with pytest.raises(AdvisorError, match=r"are float(32)?, and others (float64|double)"):
        convert(tmp_path / "s", to=wanted, output=tmp_path / "o")


@pytest.mark.parametrize(("number", "count"), [(2**24, 0), (2**24 + 1, 1)])
def test_fix_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str], number: int, count: int) -> None:
    records = [dense([i, 2.5 if i else number], i % 2, "float64") for i in range(20)]
    data = write(tmp_path / "data", {"train/a.pbr": write_recordio(records)})
    done = fix(data, algorithm="kmeans", output=tmp_path / "fixed")
    assert len(done.notes) == count
    assert main(["fix", str(data), "--algorithm", "kmeans", "--output", str(tmp_path / "again")]) == 0
    assert capsys.readouterr().out.count("train/a.pbr: 1 whole number written as the nearest 32-bit float") == count
