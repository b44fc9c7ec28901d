"""The compiled loop over libsvm says what the plain reader says."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.formats import kernels
from advisor.formats.tables import libsvm
from advisor.profile.tables.libsvm import LibsvmProfile

pytest.importorskip("numba", reason="the extra `fast` is not installed")

from advisor.formats.kernels import text_blocks
from advisor.formats.kernels.tables import libsvm as kernel

PLAIN = ["1 0:1 3:2.5"] * 12
"""Rows after which of plain rows no more places are wanted."""


def read(rows: list[str], quick: bool, block: int = 1 << 17, odd: int = 64, at_once: int = 4096) -> LibsvmProfile:
    data = "\n".join(PLAIN + rows).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "FROM", 0 if quick else 1 << 40)
        patch.setattr(libsvm, "BLOCK", block)
        patch.setattr(text_blocks, "ODD_LINES", odd)
        patch.setattr(kernel, "ROWS", at_once)
        return libsvm.scan(io.BytesIO(data), len(data))


NUMBERS = st.sampled_from(
    ["1", "-2.5", "1e3", "0", "-0.0", "7.", ".5", "+4", "", "x", "nan", "1e39", "3.4028235e38", "1" * 40,
     "0.1" + "2" * 40, "1:2", "\r", "2\r", "5e-324", "12345678.12345678"]
) | st.floats(allow_nan=False).map(repr)  # fmt: skip
INDICES = st.integers(0, 50).map(str) | st.sampled_from(
    ["", "-1", "+1", "007", "12345678", "123456789", "1.0", "x", "qid"]
)
PAIRS = st.builds("{}:{}".format, INDICES, NUMBERS) | st.sampled_from(["", "5", "#", ":", "::", "qid:3", "3:4:5", " "])
RISING = st.sets(st.integers(0, 99_999_999), max_size=8).flatmap(
    lambda found: st.lists(NUMBERS, min_size=len(found), max_size=len(found)).map(
        lambda values: [f"{i}:{v}" for i, v in zip(sorted(found), values, strict=True)]
    )
)
ROWS = st.builds(lambda label, pairs: " ".join([label, *pairs]), NUMBERS, RISING | st.lists(PAIRS, max_size=6))


@given(st.lists(ROWS, max_size=30), st.sampled_from([30, 300]), st.sampled_from([1, 64]), st.sampled_from([2, 4096]))
@settings(max_examples=400)
def test_rows(rows: list[str], block: int, odd: int, at_once: int) -> None:
    assert read(rows, True, block, odd, at_once) == read(rows, False)


@given(st.text("0123456789::..-  \n\n\r#eq", max_size=300))
@settings(max_examples=300)
def test_any_text(text: str) -> None:
    assert read(text.split("\n"), True, 50) == read(text.split("\n"), False)


@pytest.mark.parametrize("odd", ["1 3:1 2:1", "1 1:2 ", "1 1:x", "0 qid:4 1:2", ""])
@pytest.mark.parametrize("labels", [2, 1500])
def test_many_rows(odd: str, labels: int) -> None:
    numbers = random.Random(labels)
    rows = [
        f"{i % labels} "
        + " ".join(f"{k}:{numbers.gauss(0, 9):.6f}" for k in sorted(numbers.sample(range(9999), i % 40)))
        for i in range(3000)
    ]
    rows[100:2900:100] = [odd] * 28
    profile = read([row.strip() for row in rows[:99]] + rows[100:], True)
    assert profile == read([row.strip() for row in rows[:99]] + rows[100:], False)
    assert profile.lines == 3011
