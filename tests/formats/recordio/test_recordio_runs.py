"""Reading many records at a time finds what reading them one by one finds."""

from __future__ import annotations

import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats.recordio import protobuf as recordio_protobuf
from advisor.formats.recordio import runs as recordio_runs
from advisor.formats.recordio.layout import Layout
from advisor.formats.recordio.protobuf import scan
from advisor.formats.recordio.record_pb2 import Record
from advisor.formats.recordio.runs import layout_of
from advisor.profile.recordio.protobuf import RecordioProtobufProfile
from tests.builders.recordio import dense, frame, record, sparse


def read(data: bytes, least: int, block: int = 1 << 19) -> RecordioProtobufProfile:
    """The profile where runs are looked for in what is at least so long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recordio_runs, "FROM", least)
        patch.setattr(recordio_runs, "BLOCK", block)
        return scan(io.BytesIO(data), len(data))


def taken(payload: bytes) -> tuple[bytes, bytes] | None:
    """The bytes of the values and of the label in a payload's frame."""
    layout = layout_of(payload)
    return layout and (layout.frame[layout.values], layout.frame[layout.label])


@pytest.mark.parametrize("count", [1, 2, 31, 32, 100, 5000])
@pytest.mark.parametrize("label", [None, 7.5])
def test_layout(count: int, label: float | None) -> None:
    payload = dense([1.5] * count, label)
    assert taken(payload) == (b"\x00\x00\xc0\x3f" * count, b"" if label is None else b"\x00\x00\xf0\x40")
    assert isinstance(layout_of(payload), Layout)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\x0a",
        b"\x0a\xff\xff\xff\xff\xff",
        dense([]),
        dense([1.0], dtype="float64"),
        dense([1.0], 1, label_dtype="int32"),
        dense([1.0], [1.0, 2.0]),
        dense([1.0]) + b"\x1a\x01a",
        dense([1.0])[:-1],
        sparse({1: 1.0}, 2),
        record({"valuez": {"values": [1.0]}}),
        record({"values": {"values": [1.0], "shape": [1]}}),
    ],
)
def test_other_layouts_are_left_to_the_exact_reader(payload: bytes) -> None:
    assert layout_of(payload) is None


def test_long_run() -> None:
    payloads = [dense([i, i / 2, -i], i % 3) for i in range(1000)]
    payloads[500] = dense([1.0, math.nan, 2.0], 1.0)
    payloads[700] = dense([1.0, 2.0, 3.0], math.inf)
    payloads[800] = dense([1.0, 2.0])
    data = b"".join(map(frame, payloads))[:-1] + b"\x01"
    one_by_one = read(data, 1 << 30)
    assert read(data, 0) == one_by_one
    assert read(data, 0, 300) == one_by_one
    assert one_by_one.records == 1000
    assert set(one_by_one.features["values"].numbers.seen) == {"nan"}


@pytest.mark.parametrize("label", [None, 1.0])
@pytest.mark.parametrize("narrow", [1, 1000])
def test_long_vectors(narrow: int, label: float | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordio_runs, "NARROW", narrow)
    payloads = [dense([i % 3 + k / 4 for k in range(90 + i // 200)], label) for i in range(400)]
    payloads[50] = dense([math.nan] + [1.0] * 89, label)
    payloads[150] = dense([1.0] * 89 + [-math.inf], label)
    data = b"".join(map(frame, payloads))
    one_by_one = read(data, 1 << 30)
    assert read(data, 0) == one_by_one
    assert read(data, 0, 5000) == one_by_one


def test_few_records_of_a_run_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[bytes] = []

    def parse(payload: bytes) -> Record:
        parsed.append(payload)
        return Record.FromString(payload)

    monkeypatch.setattr(recordio_protobuf, "_parsed", parse)
    payloads = [dense([i], 1.0) for i in range(1000)]
    payloads[500] = dense([math.nan], 1.0)
    assert read(b"".join(map(frame, payloads)), 0).records == 1000
    assert parsed == [payloads[0], payloads[500]]


def test_short_runs_are_soon_given_up() -> None:
    data = b"".join(frame(dense([1.0] * (1 + i % 2))) for i in range(300))
    assert read(data, 0) == read(data, 1 << 30)


VALUES = st.sampled_from([0.0, 1.0, 0.5, -2.0, math.nan, math.inf, 3e38])
VECTORS = st.builds(dense, st.lists(VALUES, min_size=1, max_size=3), st.none() | VALUES)
FRAMES = st.builds(lambda payload, times: frame(payload) * times, VECTORS, st.integers(1, 6))
DAMAGE = st.binary(max_size=12) | st.just(frame(sparse({1: 1.0}, 3))) | st.just(frame(b"", 2))


@given(st.lists(FRAMES | DAMAGE, max_size=10).map(b"".join), st.sampled_from([1, 100, 1 << 19]))
def test_both_readers_agree(data: bytes, block: int) -> None:
    assert read(data, 0, block) == read(data, 1 << 30)
