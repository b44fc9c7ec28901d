"""Broken files end in a message, and in nothing under the name of the result."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from advisor import AdvisorError, convert
from tests.builders.recordio import record, sparse, write_recordio

FORMATS = ("csv", "libsvm", "npy", "npz", "recordio-protobuf", "parquet")
TABLE = np.arange(40, dtype=np.float32).reshape(10, 4) / 3

Edit = tuple[int, int, bytes]
EDITS = st.lists(
    st.tuples(
        st.integers(0, 2000), st.integers(0, 8),
        st.one_of(st.binary(max_size=4), st.sampled_from([b",", b"\n", b'"', b"9" * 40, b":", b"1e999", b"nan", b"-"])),
    ), min_size=1, max_size=4,
)  # fmt: skip


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("sound")
    np.savez(folder / "npz.npz", features=TABLE, labels=np.arange(10))
    for form in FORMATS:
        if form != "npz":
            convert(TABLE, labels=np.arange(10) % 2, to=form, output=folder / f"{form}.x")
    return {form: next(folder.glob(f"{form}.*")).read_bytes() for form in FORMATS}


@settings(max_examples=80, deadline=None)
@given(form=st.sampled_from(FORMATS), to=st.sampled_from(FORMATS[:3] + FORMATS[4:]), edits=EDITS, told=st.booleans())
@example(form="libsvm", to="csv", edits=[(488, 0, b"9" * 40)], told=False)
@example(form="parquet", to="csv", edits=[(15, 1, b"\x93")], told=False)
def test_broken_bytes(sources: dict[str, bytes], form: str, to: str, edits: list[Edit], told: bool) -> None:
    broken = bytearray(sources[form])
    for at, gone, new in edits:
        at %= max(len(broken), 1)
        broken[at : at + gone] = new
    options: dict[str, Any] = {"missing": "mean", "beyond": "clip"} if told else {}
    with TemporaryDirectory() as folder:
        source, output = Path(folder, "a"), Path(folder, "b")
        source.write_bytes(broken)
        try:
            convert(source, held=form, to=to, output=output, **options)
        except AdvisorError as error:
            assert str(error)  # noqa: PT017 - most edits do no harm
            assert not output.exists()
        assert source.read_bytes() == broken


@pytest.mark.parametrize("content", ["{}\n", ""])
def test_objects_without_a_value(content: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(content)
    with pytest.raises(AdvisorError, match="there is no value to convert"):
        convert(tmp_path / "a.jsonl", held="json-lines", to="csv", output=tmp_path / "b")


def test_features_whose_names_are_no_text_are_named(tmp_path: Path) -> None:
    payload = record({"aa": {"values": [1.0]}, "bb": {"values": [2.0]}}).replace(b"bb", b"b\xff")
    (tmp_path / "a").write_bytes(write_recordio([payload]))
    with pytest.raises(AdvisorError, match="none of them is called values"):
        convert(tmp_path / "a", to="csv", output=tmp_path / "b")


def test_wide_sparse_records_are_written_out_in_pieces(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(write_recordio([sparse({i: 1.0}, 1 << 20, i) for i in range(6)]))
    convert(tmp_path / "a", to="npy", output=tmp_path / "b")
    table = np.load(tmp_path / "b", mmap_mode="r")
    assert (table.shape, table[3, 4], table[3, 0], table[:, 1:].sum()) == ((6, (1 << 20) + 1), 1, 3, 6)
    (tmp_path / "c").write_bytes(write_recordio([sparse({0: 1.0}, 1 << 40)]))
    with pytest.raises(AdvisorError, match="1,099,511,627,776 features are too many to be written out"):
        convert(tmp_path / "c", to="csv", output=tmp_path / "d")


def test_records_of_other_widths(tmp_path: Path) -> None:
    convert(TABLE, to="recordio-protobuf", output=tmp_path / "a")
    convert(TABLE[:, :3], to="recordio-protobuf", output=tmp_path / "b")
    (tmp_path / "c").write_bytes((tmp_path / "a").read_bytes() + (tmp_path / "b").read_bytes())
    with pytest.raises(AdvisorError, match="record 11: has another number of features"):
        convert(tmp_path / "c", to="csv", output=tmp_path / "d")


LINES = b"".join(b'{"a": "the river %d", "b": "runs \\u00e9 %d", "c": %d}\n' % (i, i % 3, i % 2) for i in range(12))
TOLD: dict[str, dict[str, Any]] = {
    "recordio-protobuf": {"text": 1}, "sentences": {"text": 1, "label": 3}, "csv": {},
    "sequence-pairs": {"first": 1, "second": 2, "label": 3}, "token-records": {"first": 1, "second": 2},
}  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(held=st.sampled_from(["json-lines", "lines", "text-files"]), to=st.sampled_from(sorted(TOLD)), edits=EDITS)
def test_broken_texts(held: str, to: str, edits: list[Edit]) -> None:
    broken = bytearray(LINES)
    for at, gone, new in edits:
        broken[at % len(LINES) : at % len(LINES) + gone] = new
    with TemporaryDirectory() as folder:
        source, output = Path(folder, "a"), Path(folder, "b")
        source.write_bytes(broken)
        try:
            convert(source, held=held, to=to, output=output, vocabulary=Path(folder, "v"), missing="drop", **TOLD[to])
        except AdvisorError as error:
            assert str(error)  # noqa: PT017 - most edits do no harm
            assert not output.exists()
        assert source.read_bytes() == broken
