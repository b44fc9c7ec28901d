"""Lines of numbers read at once: the same numbers by compiled code, by msgspec, and one by one."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import AdvisorError, convert
from advisor.conversion.options import Options
from advisor.conversion.tables.rows import Plain, rows_of
from advisor.conversion.tables.sources.csv import CsvRows
from advisor.formats.kernels import always
from tests.builders.folders import write

NUMBERS = st.one_of(
    st.decimals(-99999, 99999, places=3).map(str), st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(["+1", ".5", "007", "1.", "1e-7", "12345678.12345678"]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=30), ends=st.booleans())
def test_all_ways_read_the_same(rows: Sequence[tuple[str, str]], ends: bool) -> None:
    pytest.importorskip("numba")
    data = "\n".join(map(",".join, rows)).encode() + b"\n" * ends
    wanted = np.array([[float(cell) for cell in row] for row in rows])
    for quick in (False, True):
        found = Plain(1, data, b",", data.count(b"\n") + (not data.endswith(b"\n")), quick).numbers()
        assert found is not None
        assert (found == wanted).all()


@pytest.mark.parametrize("data", [b"1,2\n3\n4,5,6\n", b"1,2\n3,\n", b"1,2\n\n3,4\n", b"1,2\n3,-\n"])
def test_anything_else_is_left_to_the_exact_way(data: bytes) -> None:
    assert Plain(1, data, b",", 1).numbers() is None
    pytest.importorskip("numba")
    assert Plain(1, data, b",", 1, quick=True).numbers() is None


def test_blank_lines_and_gaps_in_what_is_passed_on(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "1,2\n\n3,\n5,6\n\n"})
    convert(tmp_path / "a.csv", to="csv", output=tmp_path / "b")
    assert (tmp_path / "b").read_text("utf-8") == "1,2\n3,\n5,6\n"
    convert(tmp_path / "a.csv", to="csv", missing=0, output=tmp_path / "c")
    assert (tmp_path / "c").read_text("utf-8") == "1,2\n3,0\n5,6\n"


@settings(max_examples=150, deadline=None)
@given(text=st.text(st.sampled_from("01.,-e x;\t\x0b\x1c\0\x7f\n"), max_size=60))
def test_any_text_is_the_same_rows_for_compiled_code(text: str) -> None:
    pytest.importorskip("numba")
    with TemporaryDirectory() as name:
        path = Path(name, "a.csv")
        path.write_text(text, "ascii")
        found = []
        for way in (nullcontext, always):
            with way():
                source = CsvRows(path, Options(header=False, delimiter=",", encoding="utf-8"))
                found.append([(row.place, list(row.cells)) for s in source.stretches() for row in rows_of(s)])
    assert found[0] == found[1]


def test_text_among_numbers_is_found_by_compiled_code(tmp_path: Path) -> None:
    pytest.importorskip("numba")
    (tmp_path / "a.csv").write_text("1,2\n3,x\n", "ascii")
    with always(), pytest.raises(AdvisorError, match=r"a\.csv:2: column 2 holds 'x', which is no number"):
        convert(tmp_path / "a.csv", to="npy", output=tmp_path / "o")
    with always():
        convert(tmp_path / "a.csv", to="csv", output=tmp_path / "p", null="x", missing=7)
    assert (tmp_path / "p").read_text() == "1,2\n3,7\n"


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(st.integers(0, 9), st.sets(st.integers(0, 1 << 20), max_size=5)), min_size=1, max_size=20),
    odd=st.sampled_from(["", "2 5:1 4:1\n", "2 7:x\n", "2  8:1\n", "# 2\n", "2 999999999:1\n"]),
)
def test_compiled_code_reads_libsvm_as_the_exact_way(rows: list[tuple[int, set[int]]], odd: str) -> None:
    pytest.importorskip("numba")
    text = "".join(f"{label} {' '.join(f'{i}:{i % 7}.5' for i in sorted(own))}".strip() + "\n" for label, own in rows)
    with TemporaryDirectory() as name:
        path = Path(name, "a.libsvm")
        path.write_text(text + odd, "ascii")
        found = []
        for way in (nullcontext, always):
            with way():
                try:
                    convert(
                        path, held="libsvm", to="recordio-protobuf", output=Path(name, "o"), force=True, width=1 << 30
                    )
                    found.append(Path(name, "o").read_bytes())
                except AdvisorError as error:
                    found.append(str(error).encode())
    assert found[0] == found[1]
