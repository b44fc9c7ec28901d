"""Lines of numbers read at once: the same numbers by compiled code, by msgspec, and one by one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import convert
from advisor.conversion.tables.rows import Plain
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
        found = Plain(1, data, b",", quick).numbers()
        assert found is not None
        assert (found == wanted).all()


@pytest.mark.parametrize("data", [b"1,2\n3\n4,5,6\n", b"1,2\n3,\n", b"1,2\n\n3,4\n", b"1,2\n3,-\n"])
def test_anything_else_is_left_to_the_exact_way(data: bytes) -> None:
    assert Plain(1, data, b",").numbers() is None
    pytest.importorskip("numba")
    assert Plain(1, data, b",", quick=True).numbers() is None


def test_blank_lines_and_gaps_in_what_is_passed_on(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "1,2\n\n3,\n5,6\n\n"})
    convert(tmp_path / "a.csv", to="csv", output=tmp_path / "b")
    assert (tmp_path / "b").read_text("utf-8") == "1,2\n3,\n5,6\n"
    convert(tmp_path / "a.csv", to="csv", missing=0, output=tmp_path / "c")
    assert (tmp_path / "c").read_text("utf-8") == "1,2\n3,0\n5,6\n"
