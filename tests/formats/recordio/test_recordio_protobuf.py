"""What the reader of RecordIO-protobuf says of sound, wrong and hostile records."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats.recordio import protobuf as recordio_protobuf
from advisor.formats.recordio import tensors
from advisor.formats.recordio.protobuf import locate, scan
from advisor.formats.recordio.record_pb2 import Record
from advisor.profile.base import Bounded, Distinct, Extent, Place, Sighting, Tally
from advisor.profile.columns import Column
from advisor.profile.predicates import Predicate, ValueOutside, WidthIsNot
from advisor.profile.recordio.frames import Spread
from advisor.profile.recordio.protobuf import RecordioProtobufProfile, Tensors
from tests.builders.pictures.images import jpeg
from tests.builders.recordio import dense, frame, image_record, record, sparse, write_recordio

Seen = list[tuple[int | None, str | None, str | None]]


def read(*payloads: bytes) -> RecordioProtobufProfile:
    data = write_recordio(payloads)
    return scan(io.BytesIO(data), len(data))


def shown(tally: Tally) -> Seen:
    """Record, key and value of each place."""
    assert tally.count >= len(tally.first)
    return [(s.place.record, s.place.key, s.value) for s in tally.first]


def faults(*payloads: bytes) -> dict[str, Seen]:
    return {name: shown(tally) for name, tally in read(*payloads).faults.items()}


def found(predicate: Predicate, *payloads: bytes) -> Seen:
    data = write_recordio(payloads)
    return shown(locate(io.BytesIO(data), len(data), predicate))


def tally(*sightings: tuple[int, str, str | None], step: int) -> Tally:
    seen = [Sighting(Place(record=r, offset=(r - 1) * step, key=k), v) for r, k, v in sightings]
    return Tally(len(seen), seen)


def test_sound_records() -> None:
    payloads = [dense([1.5, 2.0], 1.0), dense([-3.0, 0.5], 0.0)]
    step = len(frame(payloads[0]))
    both = ("features.values", "label.values")

    def seen(key: str, value: str | None) -> Tally:
        return tally((1, key, value), (2, key, value), step=step)

    profile = read(*payloads)
    assert profile.texts.count == 2
    assert profile == RecordioProtobufProfile(
        bytes=2 * step,
        records=2,
        texts=profile.texts,
        payload=Extent(len(payloads[0]), len(payloads[0])),
        features={
            "values": Tensors(
                records=2,
                forms={"float32 dense": seen(both[0], "float32 dense")},
                widths=Spread({2: seen(both[0], "2")}),
                numbers=Column(4, Bounded(2), Extent(-3.0, 2.0), Distinct(None)),
            )
        },
        label={
            "values": Tensors(
                records=2,
                forms={"float32 dense": seen(both[1], "float32 dense")},
                widths=Spread({1: seen(both[1], "1")}),
                numbers=Column(2, Bounded(0), Extent(0.0, 1.0), Distinct({1.0: 1, 0.0: 1})),
            )
        },
        named={("values",): seen("features", None)},
        labelled={("values",): seen("label", None)},
    )


def test_sparse_records() -> None:
    profile = read(sparse({0: 1.0, 7: 2.0}, 8), sparse({}, 8), sparse({3: 1.0}, 8))
    values = profile.features["values"]
    assert (profile.faults, profile.feature_count, values.numbers.numbers) == ({}, 8, 3)
    assert {form: t.count for form, t in values.forms.items()} == {"float32 sparse": 3}
    assert (profile.labels, profile.without_label().count) == (Distinct(), 3)


@pytest.mark.parametrize("dtype", ["float32", "float64", "int32"])
@pytest.mark.parametrize("count", [5, 500])
def test_types_of_tensors(dtype: str, count: int) -> None:
    profile = read(dense(list(range(-1, count - 1)), dtype=dtype), sparse({1: 2, 4: 3}, count, dtype=dtype))
    values = profile.features["values"]
    assert (values.types, values.numbers.numbers, values.numbers.fractional.count) == ({dtype}, count + 2, 0)
    assert values.numbers.extent == Extent(-1.0, max(3.0, count - 2.0))
    assert shown(values.of_form("sparse")) == [(2, "features.values", f"{dtype} sparse")]


def test_bytes_are_seen_and_not_looked_into() -> None:
    message = Record()
    message.features["values"].bytes.value.append(b"\xff\xd8\xff")
    profile = read(message.SerializeToString())
    assert (profile.faults, profile.features["values"].types, profile.feature_count) == ({}, {"bytes"}, None)


def test_features_of_other_names() -> None:
    sequence = {"values": [1, 2, 3], "dtype": "int32"}
    profile = read(record({"source": sequence, "target": sequence}), record({"source": sequence}))
    assert set(profile.features) == {"source", "target"}
    assert {names: t.count for names, t in profile.named.items()} == {("source", "target"): 1, ("source",): 1}
    assert shown(profile.without_feature("target")) == [(2, "features", None)]
    assert profile.feature_count is None


def test_labels_on_some_records() -> None:
    other = record({"values": {"values": [1]}}, {"score": {"values": [1]}})
    empty = record({"values": {"values": [1]}}, {"values": {"values": []}})
    profile = read(dense([1], 2.0), dense([1]), other, empty)
    assert shown(profile.without_label()) == [(2, "label", None), (3, "label", None), (4, "label", None)]
    assert (profile.labels, profile.faults) == (Distinct({2.0: 1}), {})


@pytest.mark.parametrize(
    "payload", [b"", record({}, {"values": {"values": [1.0]}}), Record(uid="a").SerializeToString()]
)
def test_record_without_features(payload: bytes) -> None:
    value = None if payload else "an empty record"
    assert faults(dense([1.0]), payload) == {"record-without-features": [(2, None, value)]}


@pytest.mark.parametrize("payload", [b"\xff\xff", b"\x0a\x7f", bytes(30), b"<html>", dense([1.0, 2.0])[:-1]])
def test_undecodable_record(payload: bytes) -> None:
    assert faults(payload) == {"undecodable-record": [(1, None, payload[:16].hex(" "))]}


def test_image_record() -> None:
    payload = image_record(jpeg(), [1, 2, 3])
    assert faults(payload) == {"image-record": [(1, None, payload[:16].hex(" "))]}


def test_value_of_another_schema() -> None:
    strange = b"\x0a\x0c\x0a\x06values\x12\x02\x08\x01"  # field 1 of the value is none of ours
    assert faults(strange) == {"value-without-tensor": [(1, "features.values", None)]}


TENSORS: list[tuple[dict[str, Any], dict[str, Seen]]] = [
    ({"values": []}, {"empty-tensor": [(1, "features.values", None)]}),
    ({"values": [1, 2], "shape": [2]}, {}),
    ({"values": [1, 2, 3, 4, 5, 6], "shape": [2, 3]}, {}),
    (
        {"values": [1, 2], "shape": [3]},
        {"shape-differs-from-values": [(1, "features.values.shape", "2 values, shape 3")]},
    ),
    ({"values": [1, 2], "keys": [0, 5], "shape": [6]}, {}),
    ({"values": [1, 2], "keys": [0, 5], "shape": [2, 3]}, {}),
    ({"values": [1, 2], "keys": [0, 6], "shape": [6]}, {"key-outside-shape": [(1, "features.values.keys[1]", "6")]}),
    ({"values": [1, 2], "keys": [0, 5]}, {"sparse-without-shape": [(1, "features.values", None)]}),
    (
        {"values": [1], "keys": [0, 5], "shape": [6]},
        {"keys-differ-from-values": [(1, "features.values.keys", "2 keys, 1 values")]},
    ),
    (
        {"values": [1, 2, 3], "keys": [0, 4, 2], "shape": [6]},
        {"keys-not-ascending": [(1, "features.values.keys[2]", "2")]},
    ),
    ({"values": [1, 2], "keys": [4, 4], "shape": [6]}, {"duplicate-key": [(1, "features.values.keys[1]", "4")]}),
    (
        {"values": [1, 2, 3], "keys": [4, 9, 4], "shape": [6]},
        {
            "key-outside-shape": [(1, "features.values.keys[1]", "9")],
            "duplicate-key": [(1, "features.values.keys[2]", "4")],
            "keys-not-ascending": [(1, "features.values.keys[2]", "4")],
        },
    ),
    ({"values": [1], "keys": [2**64 - 1], "shape": [2**63, 2**63]}, {}),
    ({"values": [1], "keys": [0], "shape": [5, 0]}, {"key-outside-shape": [(1, "features.values.keys[0]", "0")]}),
]


@pytest.mark.parametrize("long", [1, 1000])
@pytest.mark.parametrize(("arguments", "expected"), TENSORS)
def test_tensors(
    monkeypatch: pytest.MonkeyPatch, arguments: dict[str, Any], expected: dict[str, Seen], long: int
) -> None:
    monkeypatch.setattr(tensors, "LONG", long)
    assert faults(record({"values": arguments})) == expected


def test_shape_without_end_is_quickly_told() -> None:
    profile = read(record({"values": {"values": [1], "keys": [1], "shape": [2**60] * 100_000}}))
    assert (profile.faults, profile.feature_count) == ({}, 2**64)


@pytest.mark.parametrize("count", [4, 400])
def test_numbers_that_are_not_finite(count: int) -> None:
    values = [0.0] * count
    values[1], values[2], values[3] = math.nan, math.inf, -math.inf
    column = read(dense([1.0] * count), dense(values, math.nan)).features["values"].numbers
    assert {cls: shown(t) for cls, t in column.seen.items()} == {
        "nan": [(2, "features.values.values[1]", "nan")],
        "infinite": [(2, "features.values.values[2]", "inf"), (2, "features.values.values[3]", "-inf")],
    }
    assert (column.numbers, column.extent) == (2 * count - 3, Extent(0.0, 1.0))


@pytest.mark.parametrize("count", [2, 200])
def test_numbers_beyond_float32(count: int) -> None:
    column = read(dense([3e38, -3.5e38] * (count // 2), dtype="float64")).features["values"].numbers
    assert {cls: t.count for cls, t in column.seen.items()} == {"beyond-float32": count // 2}
    assert column.extent == Extent(3e38, 3e38)


def test_many_names_are_given_up() -> None:
    profile = read(record({f"column{i:03}": {"values": [1]} for i in range(103)}))
    assert len(profile.features) == 100
    assert profile.faults["too-many-names"].count == 3


def test_name_that_is_no_text() -> None:
    payload = dense([1.0]).replace(b"values", b"val\xffes")
    assert faults(payload) == {"undecodable-record": [(1, "features", "val\\xffes")]}
    assert found(ValueOutside("all", minimum=2), payload) == []


def test_records_of_another_encoding_are_noted() -> None:
    unpacked = (
        b"\x0a\x14\x0a\x06values\x12\x0a\x12\x08" + b"\x0d\x00\x00\x80\x3f" + b"\x15\x00\x00\x80"[:0] + b"\x12\x01\x05"
    )
    profile = read(unpacked, dense([1.0]) + b"\x32\x01a")
    assert (profile.unpacked, profile.unknown_fields) == (1, 1)
    assert profile.features["values"].numbers.numbers == 2


def test_record_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    payload = dense([1.0] * 10)
    monkeypatch.setattr(recordio_protobuf, "LIMIT", len(payload))
    assert faults(payload) == {}
    monkeypatch.setattr(recordio_protobuf, "LIMIT", len(payload) - 1)
    assert faults(payload) == {"record-too-large": [(1, None, f"{len(payload)} bytes")]}


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        (ValueOutside("features", minimum=0), [(2, "features.values.values[1]", "-1.0")]),
        (ValueOutside("features", minimum=-1), []),
        (ValueOutside("features", below=4), [(1, "features.values.values[2]", "4.0")]),
        (ValueOutside("features", integral=True), [(1, "features.values.values[1]", "0.5")]),
        (ValueOutside("labels", below=2), [(2, "label.values.values[0]", "2.0")]),
        (
            ValueOutside("all", minimum=0, below=2, integral=True),
            [
                (1, "features.values.values[1]", "0.5"),
                (1, "features.values.values[2]", "4.0"),
                (2, "features.values.values[1]", "-1.0"),
                (2, "label.values.values[0]", "2.0"),
            ],
        ),
        (ValueOutside("classes", below=0), []),
        (WidthIsNot(3), [(3, "features.values", "9")]),
        (WidthIsNot(9), [(1, "features.values", "3"), (2, "features.values", "3")]),
    ],
)
def test_second_look(predicate: Predicate, expected: Seen) -> None:
    payloads = dense([1, 0.5, 4], 1.0), dense([1, -1, math.nan], 2.0), sparse({2: 1.0}, 9)
    assert found(predicate, *payloads) == expected


def test_summary_of_the_report() -> None:
    summary = read(dense([1.5, math.nan], 1.0), sparse({1: 4.0}, 2)).summary()
    assert summary["features"] == {
        "values": {
            "records": 2,
            "forms": {"float32 dense": 1, "float32 sparse": 1},
            "width": 2,
            "widths": 1,
            "numbers": 2,
            "fractional": 1,
            "distinct": None,
            "range": {"min": 1.5, "max": 4.0},
            "nan": 1,
        }
    }
    assert summary["label"]["values"]["distinct"] == 1


FLOATS = st.one_of(st.floats(width=32), st.sampled_from([0.0, -0.0, 1.0, math.nan, math.inf, -math.inf]))
VECTORS = st.lists(st.lists(FLOATS, max_size=12), max_size=6)


def scan_with(long: int, payloads: Sequence[bytes]) -> RecordioProtobufProfile:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tensors, "LONG", long)
        return read(*payloads)


@given(VECTORS, st.sampled_from(["float32", "float64"]))
def test_both_ways_of_reading_numbers_agree(vectors: list[list[float]], dtype: str) -> None:
    payloads = [dense(v, v, dtype, dtype) for v in vectors]
    assert scan_with(1, payloads) == scan_with(1000, payloads)


@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 20), max_size=12), st.integers(0, 25))
def test_both_ways_of_reading_keys_agree(keys: list[int], width: int) -> None:
    payload = record({"values": {"values": [1.0] * len(keys), "keys": keys, "shape": [width]}})
    assert scan_with(1, [payload]) == scan_with(1000, [payload])


@given(VECTORS, VECTORS)
def test_pieces_merge_to_the_whole(left: list[list[float]], right: list[list[float]]) -> None:
    pieces = [[dense(v, v[0] if v else None) for v in vectors] for vectors in (left, right)]
    whole, both = read(*pieces[0], *pieces[1]), read(*pieces[0]).join(read(*pieces[1]))
    assert whole.summary() == both.summary()
    assert {n: shown(t) for n, t in whole.faults.items()} == {n: shown(t) for n, t in both.faults.items()}


@given(
    st.lists(st.binary(max_size=60) | st.binary(max_size=9).map(lambda tail: dense([1.0], 2.0)[:-1] + tail), max_size=5)
)
def test_no_payload_is_too_much(payloads: list[bytes]) -> None:
    profile = read(*payloads)
    profile.summary()
    assert profile.records == len(payloads)
    found(ValueOutside("all", minimum=0), *payloads)
    found(WidthIsNot(1), *payloads)


@given(st.binary(max_size=200))
def test_no_file_is_too_much(data: bytes) -> None:
    scan(io.BytesIO(data), len(data)).summary()


@pytest.mark.parametrize("long", [1, 1000])
def test_many_odd_keys_are_counted(monkeypatch: pytest.MonkeyPatch, long: int) -> None:
    monkeypatch.setattr(tensors, "LONG", long)
    profile = read(record({"values": {"values": [1.0] * 30, "keys": [7] * 30, "shape": [5]}}))
    assert {name: (t.count, len(t.first)) for name, t in profile.faults.items()} == {
        "key-outside-shape": (30, 10),
        "duplicate-key": (29, 10),
    }


NUMBERS = st.sampled_from([0.0, 1.0, 7.0, -2.0, 0.5, math.nan, math.inf])
PAYLOADS = st.one_of(
    st.builds(dense, st.lists(NUMBERS, max_size=3), st.none() | NUMBERS),
    st.builds(lambda label: dense([1.0, 2.0], label), NUMBERS),
    st.just(sparse({1: 9.0}, 5)),
    st.just(dense([2.0, 1e300], 1.0, dtype="float64")),
    st.just(record({"other": {"values": [9.0]}})),
    st.just(b"broken"),
)
LOOKS = st.sampled_from(
    [ValueOutside("labels", below=7), ValueOutside("features", minimum=0), ValueOutside("all", integral=True),
     ValueOutside("other", below=3), WidthIsNot(2)]
)  # fmt: skip


@given(st.lists(st.lists(PAYLOADS, max_size=6).map(write_recordio) | st.just(b"damage! "), max_size=6), LOOKS)
def test_a_second_look_leaves_out_no_place(parts: list[bytes], predicate: Predicate) -> None:
    data = b"".join(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recordio_protobuf, "_may_hold", lambda *_: True)
        everywhere = locate(io.BytesIO(data), len(data), predicate)
        patch.undo()
        assert locate(io.BytesIO(data), len(data), predicate) == everywhere
        patch.setattr(recordio_protobuf, "STRETCH", 50)
        assert locate(io.BytesIO(data), len(data), predicate) == everywhere
