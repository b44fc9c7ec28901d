"""What the reader of MXNet's image RecordIO says of images, labels and boxes."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats.images.image_recordio import locate, scan
from advisor.formats.recordio.frames import MAGIC
from advisor.profile.base import Distinct, Extent, Tally
from advisor.profile.images.image_recordio import ImageRecordioProfile
from advisor.profile.predicates import SmallerThan, ValueOutside, WidthIsNot
from tests.builders.pictures.images import bomb_png, jpeg, other, png
from tests.builders.recordio import box_label, dense, frame, image_record, record, split_frames, write_recordio

JPEG = jpeg()
BOX = (0, 0.1, 0.2, 0.5, 0.6)

Seen = list[tuple[int | None, str | None, str | None]]


def read(*payloads: bytes) -> ImageRecordioProfile:
    data = write_recordio(payloads)
    return scan(io.BytesIO(data), len(data))


def shown(tallies: dict[str, Tally]) -> dict[str, Seen]:
    return {name: [(s.place.record, s.place.key, s.value) for s in t.first] for name, t in tallies.items()}


def odd(*labels: float | Sequence[float]) -> dict[str, Seen]:
    """What is odd in labels that are read as boxes."""
    profile = read(*(image_record(JPEG, label) for label in labels))
    assert profile.faults == {}
    return shown(profile.boxes.odd)


def test_images_with_one_label() -> None:
    profile = read(image_record(JPEG, 1.0), image_record(png(20, 30), 0.0, 7), image_record(JPEG, [1.0]))
    assert (profile.records, profile.faults) == (3, {})
    assert {name: t.count for name, t in profile.encodings.items()} == {"jpeg": 2, "png": 1}
    assert (profile.width, profile.height) == (Extent(20, 48), Extent(30, 40))
    assert (profile.labels, profile.label_width) == (Distinct({1.0: 2, 0.0: 1}), 1)
    assert profile.values.extent == Extent(0.0, 1.0)
    assert profile.summary()["label_counts"] == {"1": 3}


def test_images_with_several_labels() -> None:
    profile = read(image_record(JPEG, [1, 0, 1]), image_record(JPEG, [0, 0, 1]))
    assert (profile.faults, profile.label_counts.commonest, profile.labels) == ({}, 3, Distinct(None))
    assert profile.values.distinct == Distinct({1.0: 3, 0.0: 3})


def test_images_with_boxes() -> None:
    profile = read(image_record(JPEG, box_label(BOX, (3, 0, 0, 1, 1))), image_record(JPEG, box_label(BOX)))
    boxes = profile.boxes
    assert (profile.faults, boxes.odd, boxes.records, boxes.objects) == ({}, {}, 2, 3)
    assert (profile.labels, profile.label_width) == (Distinct({0.0: 2, 3.0: 1}), 12)


def test_parts_of_an_image_are_joined() -> None:
    image = JPEG[:2] + b"\xff\xfe\x00\x06" + MAGIC + JPEG[2:]  # the magic number in a comment
    whole = image_record(image, [1, 2]) + b""
    at = whole.index(MAGIC)
    profile = scan(io.BytesIO(data := split_frames(whole[:at], whole[at + 4 :])), len(data))
    assert (profile.records, profile.faults, profile.width) == (1, {}, Extent(48, 48))


@pytest.mark.parametrize("encoding", ["GIF", "BMP", "TIFF", "WEBP"])
def test_other_images_are_named(encoding: str) -> None:
    profile = read(image_record(other(encoding)))
    assert (list(profile.encodings), profile.faults) == ([encoding.lower()], {})


@pytest.mark.parametrize(
    ("payload", "fault"),
    [
        (b"", "record-without-header"),
        (b"\x01" * 23, "record-without-header"),
        (image_record(b""), "record-without-image"),
        (image_record(b"text"), "record-without-image"),
        (image_record(b"", [100.0, 5.0]), "record-without-image"),
        (image_record(JPEG, [1.0, 2.0])[:31], "label-cut"),
        (b"\xff" * 60, "label-cut"),
        (dense([1.0, 2.0], 3.0), "protobuf-record"),
        (dense([1.0]), "protobuf-record"),
    ],
)
def test_records_that_hold_no_image(payload: bytes, fault: str) -> None:
    profile = read(image_record(JPEG), payload)
    assert shown(profile.faults) == {fault: [(2, None, payload[:16].hex(" ") or None)]}
    assert (profile.label_counts.commonest, profile.values.numbers) == (1, 1)


@pytest.mark.parametrize(
    ("image", "fault"),
    [
        (JPEG[:-2], "record-image-truncated"),
        (JPEG[:3], "record-image-truncated"),
        (png()[:-4], "record-image-truncated"),
        (png()[:40] + b"?" + png()[41:], "record-image-damaged"),
    ],
)
def test_broken_images(image: bytes, fault: str) -> None:
    profile = read(image_record(JPEG), image_record(image, 1.0))
    assert shown(profile.faults) == {fault: [(2, None, "jpeg" if image[:1] == b"\xff" else "png")]}
    assert profile.labels == Distinct({0.0: 1, 1.0: 1})


def test_what_the_pixels_of_images_are() -> None:
    deep, vast = image_record(png(mode="I;16")), image_record(bomb_png())
    profile = read(image_record(JPEG), deep, vast, image_record(png(mode="L")))
    tallies = {**profile.modes, "deep": profile.deep, "vast": profile.vast}
    assert {name: [(s.place.record, s.value) for s in tally.first] for name, tally in tallies.items()} == {
        "RGB": [(1, "RGB")], "I;16": [(2, "I;16")], "L": [(3, "L"), (4, "L")],
        "deep": [(2, "16 bits")], "vast": [(3, "60000x60000")],
    }  # fmt: skip
    assert (profile.faults, profile.width, profile.height) == ({}, Extent(48, 60_000), Extent(40, 60_000))


def test_copies_of_images_are_found_by_their_records() -> None:
    other_one, broken = image_record(png(), 2.0), image_record(JPEG[:-2])
    profile = read(image_record(JPEG), broken, other_one, b"?", broken, image_record(JPEG, 1.0), b"", b"")
    assert (profile.pictures.positions().tolist(), len(profile.pictures)) == ([0, 5], 8)


def test_a_record_that_begins_like_protobuf_may_be_none() -> None:
    for first in (b"\x0a", b"\x12", b"\x1a"):
        payload = first * 40
        assert shown(read(payload).faults) == {"label-cut": [(1, None, payload[:16].hex(" "))]}
    label_first = record(label={"values": {"values": [1.0]}}) + dense([2.0])
    assert (label_first[:1], list(read(label_first).faults)) == (b"\x12", ["protobuf-record"])


def test_images_that_are_smaller_are_located() -> None:
    data = write_recordio([image_record(jpeg(*size), 3.0) for size in ((47, 41), (48, 40), (49, 39), (1, 40), (48, 1))])
    found = locate(io.BytesIO(data + frame(image_record(b"?"))), len(data) + 36, SmallerThan(48, 40))
    assert shown({"": found})[""] == [(1, None, "47x41"), (3, None, "49x39"), (4, None, "1x40"), (5, None, "48x1")]


def test_frame_that_is_cut_off() -> None:
    data = (frame(image_record(JPEG)) * 2)[:-9]
    profile = scan(io.BytesIO(data), len(data))
    assert [(name, t.first[0].place.record) for name, t in profile.faults.items()] == [("truncated-record", 2)]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        (1.0, {"label-not-packed": [(1, "label", None)]}),
        ([1.0], {"label-not-packed": [(1, "label", None)]}),
        ([1, 5, *BOX], {"wrong-label-header": [(1, "label", "1 5")]}),
        ([2, 4, *BOX], {"wrong-label-header": [(1, "label", "2 4")]}),
        ([2.5, 5, *BOX], {"wrong-label-header": [(1, "label", "2.5 5")]}),
        ([9, 5, *BOX], {"wrong-label-header": [(1, "label", "9 5")]}),
        ([math.nan, math.inf], {"wrong-label-header": [(1, "label", "nan inf")]}),
        ([*box_label(BOX), 3], {"label-not-divisible": [(1, "label", "8 labels: 2 of header, objects of 5")]}),
        (box_label(), {"record-without-box": [(1, "label", None)]}),
        (box_label((-1,) * 5), {"only-filler-boxes": [(1, "label", None)]}),
        (box_label(BOX, (-1,) * 5), {}),
        ([4, 6, 640, 480, *BOX, 0], {}),
        (box_label(BOX, (1, 0.5, 0.2, 0.5, 0.6)), {"box-without-area": [(1, "label[8]", "0.5 0.2 0.5 0.6")]}),
        (box_label((1, 0.1, 0.7, 0.5, 0.6)), {"box-without-area": [(1, "label[3]", "0.1 0.7 0.5 0.6")]}),
        (box_label((1, 10, 20, 50, 60)), {"box-in-pixels": [(1, "label[3]", "10 20 50 60")]}),
        (box_label((1, 0.1, 0.6, 0.5, 0.6)), {"box-without-area": [(1, "label[3]", "0.1 0.6 0.5 0.6")]}),
        (box_label((1, 0, 0, 2, 1)), {"box-outside-image": [(1, "label[3]", "0 0 2 1")]}),
        (
            box_label((1, 1.5, 0, 1, 1)),
            {"box-outside-image": [(1, "label[3]", "1.5 0 1 1")], "box-without-area": [(1, "label[3]", "1.5 0 1 1")]},
        ),
        (
            box_label((1, 2.5, 0, 1, 1)),
            {"box-in-pixels": [(1, "label[3]", "2.5 0 1 1")], "box-without-area": [(1, "label[3]", "2.5 0 1 1")]},
        ),
        (box_label((1, 0, 0, 2.25, 1)), {"box-in-pixels": [(1, "label[3]", "0 0 2.25 1")]}),
        (box_label((1, 0, 0, 1, 1.002)), {"box-outside-image": [(1, "label[3]", "0 0 1 1.002")]}),
        (box_label((1, math.nan, 9, 9, 9)), {}),
        (box_label((1, -0.01, 0, 1, 1)), {"box-outside-image": [(1, "label[3]", "-0.01 0 1 1")]}),
        (box_label((1, -0.0009, 0, 1.0009, 1)), {}),
    ],
)
def test_labels_read_as_boxes(label: float | Sequence[float], expected: dict[str, Seen]) -> None:
    assert odd(label) == expected


def test_numbers_that_are_not_finite() -> None:
    profile = read(image_record(JPEG, math.nan), image_record(JPEG, box_label((0, 0.1, math.inf, 0.5, 0.6))))
    assert profile.boxes.odd.keys() == {"label-not-packed"}
    assert shown(profile.values.seen) == {"nan": [(1, "label[0]", "nan")], "infinite": [(2, "label[4]", "inf")]}


def test_second_look() -> None:
    data = write_recordio(
        [
            image_record(JPEG, 3.0),
            image_record(b"?", 9.0),
            image_record(JPEG, box_label(BOX, (2.5, 0, 0, 1, 1), (-1,) * 5, (9, 0, 0, 1, 1))),
        ]
    )

    def found(predicate: ValueOutside | WidthIsNot) -> Seen:
        return shown({"": locate(io.BytesIO(data), len(data), predicate)})[""]

    assert found(ValueOutside("labels", below=3)) == [
        (1, "label[0]", "3"), (3, "label[1]", "5"), (3, "label[17]", "9"),
    ]  # fmt: skip
    assert found(ValueOutside("classes", minimum=0, below=9, integral=True)) == [
        (3, "label[7]", "2.5"), (3, "label[17]", "9"),
    ]  # fmt: skip
    assert found(WidthIsNot(1)) == []


LABELS = st.floats(width=32) | st.lists(st.floats(width=32) | st.sampled_from([2.0, 5.0, 0.5, -1.0]), max_size=20)
PAYLOADS = st.one_of(
    st.binary(max_size=60),
    st.builds(image_record, st.sampled_from([JPEG, JPEG[:20], b"", png()]), LABELS.filter(lambda x: x != [])),
)


@given(st.lists(PAYLOADS, max_size=4))
def test_no_payload_is_too_much(payloads: list[bytes]) -> None:
    profile = read(*payloads)
    profile.summary()
    assert profile.records == len(payloads)
    data = write_recordio(payloads)
    for where in ("labels", "classes"):
        locate(io.BytesIO(data), len(data), ValueOutside(where, minimum=0, integral=True))


@given(st.lists(PAYLOADS, max_size=3), st.lists(PAYLOADS, max_size=3))
def test_pieces_merge_to_the_whole(left: list[bytes], right: list[bytes]) -> None:
    whole, both = read(*left, *right), read(*left).join(read(*right))
    assert whole.summary() == both.summary()
    assert shown(whole.faults) == shown(both.faults)
    assert shown(whole.boxes.odd) == shown(both.boxes.odd)
