"""What the reader of detection annotations says of sound, wrong and hostile JSON."""

from __future__ import annotations

import io
import json
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from advisor.formats.images.detection_json import BYTES_READ, locate, scan
from advisor.profile.base import Distinct, Extent, Place, Sighting, Tally
from advisor.profile.images.detection_json import DetectionProfile, Size
from advisor.profile.predicates import ValueOutside
from advisor.profile.sizes import Sizes
from tests.builders.pictures.images import annotation, box


def read(data: bytes) -> DetectionProfile:
    return scan(io.BytesIO(data), len(data))


def faults(data: bytes) -> dict[str, list[tuple[str | None, str | None]]]:
    """Fault -> key and value of each place."""
    return {name: [(s.place.key, s.value) for s in tally.first] for name, tally in read(data).faults.items()}


def test_sound_annotation() -> None:
    data = annotation("a/im0.jpg", [box(1), box(0), box(1.0)])
    profile = read(data)
    assert profile == DetectionProfile(
        bytes=len(data),
        records=1,
        image="a/im0.jpg",
        size=Size(48, 40, 3),
        boxes=3,
        labels=Distinct({1: 2, 0: 1}),
        classes=Extent(0, 1),
        sides=Sizes(20, 20, [0, 0, 0, 0, 0, 3]),
        maybe_corners=3,
        names={0: "dog", 1: "cat"},
    )
    assert profile.label_width == 17
    assert profile.summary() == {
        "boxes": 3,
        "classes": {"0": 1, "1": 2},
        "image_size": "48x40",
        "box_sides": {"16 to 31": 3},
    }


def test_categories_and_depth_are_optional() -> None:
    profile = read(annotation(categories=None, image_size=[{"width": 48, "height": 40}]))
    assert (profile.faults, profile.size, profile.names) == ({}, Size(48, 40, None), {})


@pytest.mark.parametrize(
    ("more", "key", "value"),
    [
        ({"file": None}, "file", "missing"),
        ({"file": 3}, "file", "3"),
        ({"file": ""}, "file", ""),
        ({"image_size": None}, "image_size", "missing"),
        ({"image_size": {"width": 48, "height": 40}}, "image_size", "an object"),
        ({"image_size": []}, "image_size", "a list of 0"),
        ({"image_size": [{"width": 48, "height": 40}] * 2}, "image_size", "a list of 2"),
        ({"image_size": [{"width": 0, "height": 40}]}, "image_size[0].width", "0"),
        ({"image_size": [{"width": 48, "height": "40"}]}, "image_size[0].height", "40"),
        ({"annotations": None}, "annotations", "missing"),
        ({"annotations": {}}, "annotations", "an object"),
        ({"annotations": [[1, 2, 3, 4]]}, "annotations[0]", "a list"),
        ({"annotations": [box(), box(class_id="1")]}, "annotations[1].class_id", "1"),
        ({"annotations": [box(class_id=-1)]}, "annotations[0].class_id", "-1"),
        ({"annotations": [box(class_id=0.5)]}, "annotations[0].class_id", "0.5"),
        ({"annotations": [box(class_id=True)]}, "annotations[0].class_id", "true"),
        ({"annotations": [box(left=None)]}, "annotations[0].left", "null"),
        ({"categories": 5}, "categories", "a number"),
        ({"categories": [{"name": "dog"}]}, "categories[0].class_id", "missing"),
        ({"categories": [{"class_id": "1"}]}, "categories[0].class_id", "1"),
        ({"categories": ["dog"]}, "categories[0].class_id", "a string"),
    ],
)
def test_what_is_missing_or_of_the_wrong_kind(more: dict[str, Any], key: str, value: str) -> None:
    assert faults(annotation(**more)) == {"annotation-shape": [(key, value)]}


def test_every_wrong_value_of_a_box_is_named() -> None:
    entry = {"class_id": "x", "left": 1, "top": "2", "width": 3}
    assert faults(annotation(boxes=[entry])) == {
        "annotation-shape": [
            ("annotations[0].class_id", "x"), ("annotations[0].top", "2"), ("annotations[0].height", "missing"),
        ]
    }  # fmt: skip


@pytest.mark.parametrize("edges", [{"width": 0}, {"height": 0}, {"width": -3}])
def test_box_without_area(edges: dict[str, int]) -> None:
    found = faults(annotation(boxes=[box(), box(**edges)]))
    assert [key for key, _ in found.pop("box-without-area")] == ["annotations[1]"]
    assert not found


@pytest.mark.parametrize(
    ("edges", "fault"),
    [
        ({"left": 0, "top": 0, "width": 48, "height": 40}, None),
        ({"left": 28, "width": 20}, None),
        ({"width": 1, "height": 1}, None),
        ({"left": 0.9, "top": 0, "width": 0.4, "height": 1}, None),
        ({"left": 0, "top": 0.9, "width": 1, "height": 0.4}, None),
        ({"left": 28.5, "width": 20}, "box-over-edge"),
        ({"left": 29, "width": 20}, "box-outside-image"),
        ({"top": 26, "height": 15}, "box-outside-image"),
        ({"top": -0.5}, "box-over-edge"),
        ({"left": -1}, "box-outside-image"),
    ],
)
def test_both_sides_of_the_image_edge(edges: dict[str, float], fault: str | None) -> None:
    found = faults(annotation(boxes=[box(), box(**edges)]))
    assert {name: [key for key, _ in places] for name, places in found.items()} == (
        {fault: ["annotations[1]"]} if fault else {}
    )


def test_classes_and_categories() -> None:
    assert faults(annotation(boxes=[box(0), box(5)])) == {"class-without-category": [("annotations[1].class_id", "5")]}
    gap = [{"class_id": 0, "name": "dog"}, {"class_id": 2, "name": "cat"}]
    assert faults(annotation(categories=gap)) == {"categories-not-successive": [("categories", "0, 2")]}
    from_one = [{"class_id": 1, "name": "dog"}]
    assert faults(annotation(boxes=[box(1)], categories=from_one)) == {
        "categories-not-successive": [("categories", "1")]
    }


def test_what_is_long_is_shown_as_far_as_it_helps() -> None:
    assert read(annotation("a" * 2000)).image == "a" * 1024
    many = [{"class_id": number, "name": "x"} for number in range(1, 40)]
    (_, numbers), *_ = faults(annotation(categories=many))["categories-not-successive"]
    assert numbers == ", ".join(map(str, range(1, 21)))


def test_annotation_without_boxes() -> None:
    assert faults(annotation(boxes=[])) == {"no-boxes": [("annotations", "[]")]}


@pytest.mark.parametrize(
    ("data", "place", "value"),
    [
        (b'{"file":\n  oops}', Place(line=2, column=3), "Expecting value"),
        (b"[]", Place(line=1), "a JSON object is expected, not a list"),
        (b"", Place(line=1, column=1), "Expecting value"),
        (b"{\n\xff}", Place(line=2), "not UTF-8"),
        (b'{"a": NaN}', Place(), "NaN is no JSON"),
        (b"[" * 100_000, Place(), "nested too deep"),
        (b"\xef\xbb\xbf{}", Place(line=1, column=1), "Unexpected UTF-8 BOM (decode using utf-8-sig)"),
    ],
)
def test_what_is_not_json(data: bytes, place: Place, value: str) -> None:
    assert read(data).faults == {"not-json": Tally(1, [Sighting(place, value)])}


def test_numbers_beyond_reason_are_refused() -> None:
    assert read(b'{"a": ' + b"9" * 5000 + b"}").faults.keys() == {"not-json"}
    assert faults(annotation().replace(b'"left": 2', b'"left": 1e999')) == {
        "annotation-shape": [("annotations[0].left", "Infinity")]
    }


def test_the_limit_of_size() -> None:
    assert read(annotation().ljust(BYTES_READ)).faults == {}
    assert read(annotation().ljust(BYTES_READ + 1)).faults == {
        "too-large": Tally(1, [Sighting(Place(), f"{BYTES_READ + 1} bytes")])
    }


def test_classes_are_located() -> None:
    data = annotation(boxes=[box(0), box(5), "x", box(1), box(7)])
    assert locate(io.BytesIO(data), len(data), ValueOutside("labels", below=2)) == Tally(
        2, [Sighting(Place(key="annotations[1].class_id"), "5"), Sighting(Place(key="annotations[4].class_id"), "7")]
    )
    assert locate(io.BytesIO(data), len(data), ValueOutside("features", below=2)) == Tally()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["class_id", "left", "top", "width", "height", "name"]), inner, max_size=6)
    ),
)


@given(st.dictionaries(st.sampled_from(["file", "image_size", "annotations", "categories"]), JSON))
def test_any_json_is_read_without_an_error(content: Any) -> None:
    data = json.dumps(content).encode()
    read(data)
    locate(io.BytesIO(data), len(data), ValueOutside("labels", below=1))


@given(st.binary(max_size=100))
def test_any_bytes_are_read_without_an_error(data: bytes) -> None:
    read(data)
    read(b'{"annotations": [' + data + b"]}")
