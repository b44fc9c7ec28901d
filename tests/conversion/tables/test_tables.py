"""Tables in one format written as another: round trips, what is told, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from advisor import AdvisorError, check, convert
from advisor.formats.recordio import protobuf
from advisor.profile.recordio.protobuf import MAIN
from tests.builders.folders import places, write
from tests.builders.recordio import records_of

FLOATS = st.floats(width=32, allow_nan=False, allow_infinity=False)
TABLES = st.tuples(st.integers(1, 20), st.integers(1, 150)).flatmap(lambda s: arrays(np.float32, s, elements=FLOATS))


@settings(max_examples=40, deadline=None)
@given(table=TABLES, has_label=st.booleans())
def test_dense_records_hold_every_number_to_the_bit(table: np.ndarray[Any, Any], has_label: bool) -> None:
    with TemporaryDirectory() as folder:
        file, again, text = Path(folder, "a.pbr"), Path(folder, "b.pbr"), Path(folder, "a.csv")
        labels = np.arange(len(table), dtype=np.float32) if has_label else None
        convert(table, labels=labels, to="recordio-protobuf", output=file)
        records = records_of(file)
        read = np.array([record.features[MAIN].float32_tensor.values for record in records], np.float32)
        assert read.tobytes() == table.tobytes()
        expected = [] if labels is None else labels.tolist()
        assert [record.label[MAIN].float32_tensor.values[0] for record in records if record.label] == expected
        assert records[0].SerializeToString(deterministic=True) == file.read_bytes()[8:][: records[0].ByteSize()]
        with file.open("rb") as stream:
            profile = protobuf.scan(stream, file.stat().st_size)
        assert (profile.records, profile.faults, profile.unpacked) == (len(table), {}, 0)
        convert(file, to="csv", output=text)
        told: dict[str, Any] = {"label": "1"} if has_label else {}
        convert(text, held="csv", header=False, delimiter=",", to="recordio-protobuf", output=again, **told)
        assert again.read_bytes() == file.read_bytes()


@settings(max_examples=40, deadline=None)
@given(table=TABLES, gaps=st.integers(1, 5))
def test_sparse_records_hold_every_number_to_the_bit(table: np.ndarray[Any, Any], gaps: int) -> None:
    table = np.where(np.arange(table.size).reshape(table.shape) % gaps == 0, table, np.float32(0))
    labels = np.arange(len(table), dtype=np.float32)
    with TemporaryDirectory() as folder:
        file, text, again = (Path(folder, name) for name in ("a.pbr", "a.libsvm", "b.pbr"))
        convert(table, labels=labels, to="recordio-protobuf", sparse=True, output=file)
        for row, record in zip(table, records_of(file), strict=True):
            tensor = record.features[MAIN].float32_tensor
            assert list(tensor.shape) == [table.shape[1]]
            assert list(tensor.keys) == np.flatnonzero(row).tolist()
            assert np.array(tensor.values, np.float32).tobytes() == row[row != 0].tobytes()
        with file.open("rb") as stream:
            assert protobuf.scan(stream, file.stat().st_size).faults == {}
        convert(file, to="libsvm", output=text)
        convert(text, held="libsvm", to="recordio-protobuf", width=table.shape[1], base=1, output=again)
        assert again.read_bytes() == file.read_bytes()


def test_keys_of_all_lengths() -> None:
    keys = [0, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_456]
    with TemporaryDirectory() as folder:
        line = "1 " + " ".join(f"{key}:1" for key in keys)
        source = Path(folder, "a.libsvm")
        source.write_text(line + "\n")
        convert(source, to="recordio-protobuf", output=Path(folder, "a.pbr"))
        (record,) = records_of(Path(folder, "a.pbr"))
        tensor = record.features[MAIN].float32_tensor
        assert (list(tensor.keys), list(tensor.shape)) == (keys, [268_435_457])


PAIRS = st.lists(st.tuples(st.integers(1, 300), st.floats(-9, 9, width=32)), max_size=9, unique_by=lambda p: p[0])


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(PAIRS.map(sorted), min_size=1, max_size=9).filter(any))
def test_libsvm_of_many_rows_at_once_and_of_single_ones(rows: list[list[tuple[int, float]]]) -> None:
    lines = [" ".join(["1", *(f"{key}:{value!r}" for key, value in row)]) for row in rows]
    with TemporaryDirectory() as folder:
        one, other = (
            write(Path(folder), {name: "\n".join(lines) + end}) / name for name, end in (("a", ""), ("b", "#\n"))
        )
        written = [convert(p, held="libsvm", to="recordio-protobuf", output=f"{p}.pbr") for p in (one, other)]
        assert [done.rows for done in written] == [len(rows)] * 2
        assert Path(f"{one}.pbr").read_bytes() == Path(f"{other}.pbr").read_bytes()
        read = [record.features[MAIN].float32_tensor for record in records_of(Path(f"{one}.pbr"))]
        assert [list(tensor.values) for tensor in read] == [[value for _, value in row] for row in rows]
        assert [[key + 1 for key in tensor.keys] for tensor in read] == [[key for key, _ in row] for row in rows]


@pytest.mark.parametrize("form", ["npy", "parquet", "csv", "libsvm"])
def test_back_and_forth(tmp_path: Path, form: str) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    table = np.array([[1, 2.5, 0.1], [0, -1e-30, 3e38], [2, 0, 7]], np.float32)
    convert(table[:, 1:], labels=table[:, 0], to="recordio-protobuf", output=tmp_path / "a.pbr")
    convert(tmp_path / "a.pbr", to=form, output=tmp_path / f"a.{form}")
    told: dict[str, Any] = {} if form == "libsvm" else {"label": 1}
    convert(tmp_path / f"a.{form}", to="recordio-protobuf", sparse=False, output=tmp_path / "b.pbr", **told)
    assert (tmp_path / "b.pbr").read_bytes() == (tmp_path / "a.pbr").read_bytes()


def test_sparse_matrix_of_scipy(tmp_path: Path) -> None:
    sparse = pytest.importorskip("scipy.sparse")
    matrix = sparse.random(30, 50, 0.1, "csr", np.float32, np.random.default_rng(1))
    convert(matrix, to="recordio-protobuf", output=tmp_path / "a.pbr")
    sparse.save_npz(tmp_path / "a.npz", matrix)
    convert(tmp_path / "a.npz", to="recordio-protobuf", output=tmp_path / "b.pbr")
    assert (tmp_path / "a.pbr").read_bytes() == (tmp_path / "b.pbr").read_bytes()
    convert(tmp_path / "a.pbr", to="npy", output=tmp_path / "c.npy")
    assert (np.load(tmp_path / "c.npy") == matrix.toarray()).all()


MESSY = (
    "\ufeffid;colour;size;member;bought\r\n"
    + "".join(f'{i};"{("red", "blue")[i % 2]}";{i},5;{("yes", "no")[i % 3 == 0]};{i // 2 % 2}\r\n' for i in range(20))
    + "20;red;;yes;1\r\n"
)  # fmt: skip
TOLD: dict[str, Any] = {"label": "bought", "drop": "id", "numbers": True, "decimal": ","}


def test_messy_csv_becomes_rows_of_numbers_that_pass(tmp_path: Path) -> None:
    source = write(tmp_path, {"a.csv": MESSY}) / "a.csv"
    done = convert(source, to="csv", output=tmp_path / "out" / "train" / "a.csv", missing="drop", **TOLD)
    assert (done.rows, done.dropped) == (20, 1)
    assert done.mapping["colour"] == {"numbers": {"blue": 0, "red": 1}}
    assert done.mapping["member"] == {"numbers": {"no": 0, "yes": 1}}
    lines = (tmp_path / "out/train/a.csv").read_bytes().split(b"\n")
    assert lines[:2] == [b"0,1,0.5,0", b"0,0,1.5,1"]
    assert places(check(tmp_path / "out", algorithm="linear-learner")) == []
    assert source.read_text("utf-8") == MESSY.replace("\r\n", "\n")


def test_what_was_learned_of_one_file_holds_for_the_next(tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    source = write(tmp_path, {"a.csv": "x,c,y\n1,red,0\n3,blue,1\n", "b.csv": "x,c,y\n,red,0\n5,red,1\n"})
    told: dict[str, Any] = {"label": "y", "numbers": True, "missing": "mean", "mapping": mapping, "to": "csv"}
    convert(source / "a.csv", output=tmp_path / "a", **told)
    kept = json.loads(mapping.read_text("utf-8"))["columns"]
    assert kept == {"x": {"mean": 2.0}, "c": {"numbers": {"blue": 0, "red": 1}}}
    convert(source / "b.csv", output=tmp_path / "b", **told)
    assert (tmp_path / "b").read_text("utf-8") == "0,2.0,1\n1,5,1\n"
    write(tmp_path, {"c.csv": "x,c,y\n1,green,0\n2,red,1\n"})
    with pytest.raises(AdvisorError, match=r"c\.csv:2: the mapping has no number for 'green' in column 2"):
        convert(source / "c.csv", output=tmp_path / "c", **told)


def test_cells_that_stay_are_the_same_to_the_byte(tmp_path: Path) -> None:
    body = '1,0.10,007,"a ""b"", c"\n2,+1.,-0,x\n'
    write(tmp_path, {"a.csv": "p,q,r,s\n" + body})
    convert(tmp_path / "a.csv", to="csv", output=tmp_path / "b.csv")
    assert (tmp_path / "b.csv").read_text("utf-8") == body


@pytest.mark.parametrize(
    ("content", "told", "message"),
    [
        ("1,2\n3\n", {}, r"a\.csv:2: the row has 1 cells, the first one 2"),
        ("1,x\n2,3\n4,5\n", {"header": False}, r"a\.csv:1: column 2 holds 'x', which is no number: --numbers"),
        ("1,\n2,3\n", {}, r"a\.csv:1: column 2 has no value: say what to do, --missing drop"),
        ("1,2\n3,--nan\n", {"missing": "drop"}, r"a\.csv:2: column 2 holds '--nan', which is no number: --numbers"),
        ("1,2\n3,1e39\n", {}, r"a\.csv:2: 1e39 in column 2 does not fit a 32-bit float: --beyond clip"),
        ('1,"2\n3,4\n', {}, r"a\.csv:1: opens a quote that is never closed"),
        ("1,2\n", {"label": "y"}, "there is no column 'y' among the 2"),
        ("1,2\nx,3\n4,5\n", {"numbers": True}, r"a\.csv:2: column 1 holds numbers, and the text 'x' in 1 of its cells"),
        ("", {}, "there is no row to convert"),
    ],
)
def test_what_is_not_told_is_not_guessed(tmp_path: Path, content: str, told: dict[str, Any], message: str) -> None:
    write(tmp_path, {"a.csv": content})
    with pytest.raises(AdvisorError, match=message):
        convert(tmp_path / "a.csv", held="csv", to="recordio-protobuf", output=tmp_path / "b.pbr", **told)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_values_as_told(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "1,2,inf\n0,?,4\n1,6,5\n"})
    told: dict[str, Any] = {"label": 1, "null": "?", "header": False, "to": "csv"}
    for missing, beyond, wanted in (
        (0.5, "clip", "1,2,3.4028234e38\n0,0.5,4\n1,6,5\n"),
        ("mean", "drop", "0,4.0,4\n1,6,5\n"),
        ("drop", "drop", "1,6,5\n"),
        ("keep", "clip", "1,2,3.4028234e38\n0,,4\n1,6,5\n"),
    ):
        convert(tmp_path / "a.csv", output=tmp_path / "b", missing=missing, beyond=beyond, force=True, **told)
        assert (tmp_path / "b").read_text("utf-8") == wanted


def test_gaps_among_numbers_as_told(tmp_path: Path) -> None:
    table = np.array([[1, np.nan], [3, 4], [5, np.inf]])
    with pytest.raises(AdvisorError, match="row 3: a value does not fit"):
        convert(table, to="recordio-protobuf", output=tmp_path / "a")
    with pytest.raises(AdvisorError, match="row 1: a value is missing"):
        convert(table, to="recordio-protobuf", beyond="clip", output=tmp_path / "a")
    done = convert(table, to="csv", beyond="drop", missing="mean", output=tmp_path / "a")
    assert (done.dropped, (tmp_path / "a").read_text("utf-8")) == (1, "1,4\n3,4\n")


def test_categories_are_listed_beside_the_file(tmp_path: Path) -> None:
    rows = "".join(f"{i},{'abc'[i % 3]},{i % 2}\n" for i in range(30))
    write(tmp_path, {"a.csv": "n,letter,y\n" + rows})
    convert(
        tmp_path / "a.csv", to="csv", output=tmp_path / "o" / "train", label="y", numbers=True, categorical_index=True
    )
    assert json.loads((tmp_path / "o/train/categorical_index.json").read_text("utf-8")) == {"cat_index_list": [2]}
    assert places(check(tmp_path / "o", algorithm="lightgbm")) == []


def test_shards_by_turns(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "1\n2\n3\n4\n5\n"})
    done = convert(tmp_path / "a.csv", held="csv", header=False, to="csv", shards=2, output=tmp_path / "o")
    assert done.files == ("data-00000-of-00002.csv", "data-00001-of-00002.csv")
    assert [(tmp_path / "o" / name).read_text("utf-8") for name in done.files] == ["1\n3\n5\n", "2\n4\n"]


def test_frame(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"a": [1.5, None], "b": ["x", "y"], "y": [True, False]})
    done = convert(frame, to="csv", output=tmp_path / "a", label="y", numbers=True, missing=0)
    assert (tmp_path / "a").read_text("utf-8") == "1,1.5,0\n0,0,1\n"
    assert done.source == "DataFrame"


def test_truth_values_are_the_same_in_large_letters(tmp_path: Path) -> None:
    source = write(tmp_path, {"a.csv": "y,a\nTRUE,Yes\nfalse,no\nTrue,yes\nFalse,NO\n"}) / "a.csv"
    convert(source, to="csv", output=tmp_path / "o.csv", label="y", numbers=True)
    assert (tmp_path / "o.csv").read_text() == "1,1\n0,0\n1,1\n0,0\n"


def test_marks_of_gaps_are_no_categories_however_many_there_are(tmp_path: Path) -> None:
    source = write(tmp_path, {"a.csv": "y,a\n1,NULL\n0,3\n1,-\n0,none\n"}) / "a.csv"
    with pytest.raises(AdvisorError, match=r"holds numbers, and the text 'NULL', '-', 'none' in 3 .*: say --null"):
        convert(source, to="csv", output=tmp_path / "o.csv", label="y", numbers=True)
    marks: dict[str, Any] = {"null": ["NULL", "-", "none"], "missing": 0.0}
    convert(source, to="csv", output=tmp_path / "o.csv", label="y", numbers=True, **marks)
    assert (tmp_path / "o.csv").read_text() == "1,0\n0,3\n1,0\n0,0\n"


@pytest.mark.parametrize("content", ["\n", "\n1 1:2\n", "1 1:2\n\n\n0 2:1\n", " \n"])
def test_blank_lines_of_libsvm_hold_no_sample(tmp_path: Path, content: str) -> None:
    rows = sum(bool(line.strip()) for line in content.splitlines())
    source = write(tmp_path / "s", {"a.libsvm": content})
    if rows:
        assert convert(source, to="csv", output=tmp_path / "o").rows == rows
    else:
        with pytest.raises(AdvisorError):
            convert(source, to="csv", held="libsvm", output=tmp_path / "o")
