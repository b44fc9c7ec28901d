"""The compiled loops find what the plain readers find: on sound data, on odd data, and on any bytes at all."""

from __future__ import annotations

import io
import math
import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.formats import csv, kernels, recordio_protobuf, recordio_runs
from advisor.profile.base import Place, Sighting
from advisor.profile.csv import CsvProfile
from advisor.profile.recordio_protobuf import RecordioProtobufProfile
from tests.builders.recordio import dense, frame, sparse

pytest.importorskip("numba", reason="the extra `fast` is not installed")

from advisor.formats.kernels import csv as kernel_csv
from advisor.formats.kernels import recordio as kernel_recordio


def read_csv(data: bytes, quick: bool, block: int = 1 << 17, rows: int = 64) -> CsvProfile:
    """The profile, without the shown rows, of which the quick passes keep neither text nor offset."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "FROM", 0 if quick else 1 << 40)
        patch.setattr(kernel_csv, "BLOCK", block)
        patch.setattr(kernel_csv, "EXACT_ROWS", rows)
        profile = csv.scan(io.BytesIO(data), len(data))
    for tally in profile.widths.values():
        tally.first = [Sighting(Place(line=s.place.line)) for s in tally.first]
    return profile


CELLS = st.sampled_from(
    [
        "1", "-2.5", "1e3", "0", "-0.0", "7.", ".5", "+4", "", "x", "nan", "NaN", "-inf", "1e39", "-1E400", " 3", "3\t",
        "a\x00", "é", "10.0.0.1", "10.0.0.256", "1.2.3", "2020-01-01", "infinity", "in", "1e5e", "--1", "0x1F", "\r",
        "12345678", "123456789", "1.123456789", "12345678.12345678", "0.30000000000000004", "9007199254740993",
        "123456789012345678901234567890", "3.4028234663852886e38", "3.4028235e38", "5e-324", "1e-400", "0e99999999999",
        "0.000000000000000000000000000123", "y" * 70, "0" * 70,
    ]
)  # fmt: skip
NUMBERS = st.floats(allow_nan=False).map(repr) | st.integers(-(10**25), 10**25).map(str) | st.just("1")
WIDE_ROWS = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(NUMBERS | CELLS, min_size=width, max_size=width), max_size=20)
)
ROWS = WIDE_ROWS | st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=30)
ENDS = st.sampled_from(["\n", "\r\n"])
DELIMITERS = st.sampled_from([",", ";", "\t"])


@given(ROWS, ENDS, DELIMITERS, st.sampled_from([16, 200, 1 << 17]), st.sampled_from([1, 64]))
@settings(max_examples=500, deadline=None)
def test_csv(rows: list[list[str]], end: str, delimiter: str, block: int, exact_rows: int) -> None:
    data = "".join(delimiter.join(row) + end for row in rows).encode()
    assert read_csv(data, True, block, exact_rows) == read_csv(data, False)


@given(st.lists(st.sampled_from(list(b'0123456789.,+-eEnaif\r\n\n\n, "\x00\xff\t:x')), max_size=300).map(bytes))
@settings(max_examples=500, deadline=None)
def test_csv_of_any_bytes(data: bytes) -> None:
    assert read_csv(data, True) == read_csv(data, False)


@pytest.mark.parametrize("distinct", [1, 999, 1000, 1001, 5000])
@pytest.mark.parametrize("odd", ["", "abc", "7x", "nan"])
def test_csv_of_many_rows(distinct: int, odd: str) -> None:
    numbers = random.Random(distinct)
    rows = [f"{i % distinct},{numbers.gauss(0, 1):.6f},{i}" for i in range(6000)]
    for i in range(100, 6000, 70):
        rows[i] = f"{i % distinct},{odd},{i}"
    rows[3000] = "1,2"
    data = ("\n".join(rows)).encode()
    assert read_csv(data, True) == read_csv(data, False)


def test_one_number_in_many_writings() -> None:
    values = random.Random(7)
    texts = []
    for _ in range(3000):
        value = values.getrandbits(54) * 2.0 ** values.randrange(-90, 60)
        half = (Decimal(value) + Decimal(value * (1 + 2.0**-52))) / 2
        texts += [repr(value), f"{value:.18e}", f"{value:.3f}", str(half), f"{value:.40f}"]
    data = "\n".join(texts).encode()
    assert read_csv(data, True) == read_csv(data, False)
    assert read_csv(data, True, rows=1 << 30) == read_csv(data, False)


def read_recordio(data: bytes, quick: bool, block: int = 1 << 19) -> RecordioProtobufProfile:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "FROM", 0 if quick else 1 << 40)
        patch.setattr(recordio_runs, "FROM", 0 if quick else 1 << 40)
        patch.setattr(kernel_recordio, "BLOCK", block)
        return recordio_protobuf.scan(io.BytesIO(data), len(data))


VALUES = st.sampled_from([0.0, -0.0, 1.0, 0.5, -2.0, math.nan, -math.nan, math.inf, -math.inf, 3e38, 1e-42, 2000.0])
LABELS = st.none() | VALUES | st.integers(-3, 2000).map(float)
VECTORS = st.builds(dense, st.lists(VALUES, min_size=1, max_size=5), LABELS)
LONG_VECTORS = st.builds(
    lambda value, n, label: dense([1.5] * n + [value], label), VALUES, st.integers(120, 300), LABELS
)
FRAMES = st.builds(lambda payload, times: frame(payload) * times, VECTORS | LONG_VECTORS, st.integers(1, 6))
DAMAGE = st.binary(max_size=12) | st.just(frame(sparse({1: 1.0}, 3))) | st.just(frame(b"", 2))


@given(st.lists(FRAMES | DAMAGE, max_size=10).map(b"".join), st.sampled_from([1, 200, 1 << 19]))
@settings(max_examples=300, deadline=None)
def test_recordio(data: bytes, block: int) -> None:
    assert read_recordio(data, True, block) == read_recordio(data, False)


@pytest.mark.parametrize("width", [1, 3, 10, 29, 127, 128, 200])
@pytest.mark.parametrize("classes", [2, 1500])
def test_recordio_of_many_records(width: int, classes: int) -> None:
    numbers = random.Random(width)
    payloads = [dense([numbers.gauss(0, 9) for _ in range(width)], float(i % classes)) for i in range(1600)]
    payloads[700] = dense([math.inf] * width, 1.0)
    payloads[900] = dense([1.0] * width, 0.5)
    payloads[1000] = dense([1.0] * width, math.nan)
    payloads[1100] = dense([1.0] * (width + 1), 1.0)
    data = b"".join(map(frame, payloads))
    assert read_recordio(data, True) == read_recordio(data, False)
    assert read_recordio(data + frame(payloads[0])[:-1] + b"\x01", True).records == 1601


def same_values(keys: list[int], value: float, width: int | None, label: float | None) -> bytes:
    return sparse(dict.fromkeys(keys, value), width, label)


KEYS = st.lists(
    st.integers(0, 40) | st.sampled_from([127, 128, 16383, 16384, 2**21 - 1, 2**21, 2**28, 2**40]), max_size=6
)
SPARSE = st.builds(
    lambda keys, value, width, label: same_values(keys, value, width, label),
    KEYS, VALUES, st.sampled_from([None, 30, 30, 1 << 22, 1 << 30, 1 << 50]), LABELS,
)  # fmt: skip
RISING = st.builds(lambda keys, value, label: same_values(sorted(keys), value, 1 << 30, label), KEYS, VALUES, LABELS)
BROKEN = RISING.flatmap(
    lambda payload: st.builds(
        lambda at, byte: payload[:at] + bytes([byte]) + payload[at + 1 :],
        st.integers(0, len(payload) - 1),
        st.integers(0, 255),
    )
)
SPARSE_FRAMES = st.builds(
    lambda payload, times: frame(payload) * times, RISING | RISING | SPARSE | BROKEN, st.integers(1, 5)
)


@given(st.lists(SPARSE_FRAMES | SPARSE_FRAMES | DAMAGE, max_size=10).map(b"".join))
@settings(max_examples=500, deadline=None)
def test_sparse_recordio(data: bytes) -> None:
    assert read_recordio(data, True) == read_recordio(data, False)


@pytest.mark.parametrize("label", [True, False])
def test_sparse_recordio_of_many_records(label: bool) -> None:
    numbers = random.Random(5)
    payloads = []
    for i in range(9000):
        keys = sorted(numbers.sample(range(100_000), numbers.randrange(1, 40)))
        payloads.append(sparse({key: numbers.gauss(0, 1) for key in keys}, 100_000, float(i % 7) if label else None))
    payloads[5000] = sparse({1: math.nan}, 100_000, 1.0 if label else None)
    payloads[6000] = sparse({5: 1.0, 1: 1.0}, 100_000, 1.0)
    data = b"".join(map(frame, payloads))
    assert read_recordio(data, True) == read_recordio(data, False)


def test_small_files_never_wait_for_the_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "_compiled", lambda: True)
    assert [kernels.available(size) for size in (0, kernels.FROM - 1, kernels.FROM)] == [False, False, True]
    monkeypatch.setattr(kernels, "_compiled", lambda: False)
    long = kernels.FROM * kernels.UNCOMPILED_FROM
    assert [kernels.available(size) for size in (kernels.FROM, long - 1, long)] == [False, False, True]


def test_without_the_extra_the_plain_readers_read_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "_installed", lambda: False)
    assert not kernels.available(1 << 40)
