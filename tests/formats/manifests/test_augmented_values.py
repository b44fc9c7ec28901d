"""What single values of an augmented manifest are: classes, lists, references and boxes."""

import io
import json
from typing import Any

import pytest

from advisor.formats.manifests import augmented_manifest as reader
from advisor.profile.base import Tally
from advisor.profile.manifests.augmented_manifest import Attribute, AugmentedManifestProfile
from tests.builders.pictures.lists import BOX, boxed, json_lines


def scan(data: bytes) -> AugmentedManifestProfile:
    return reader.scan(io.BytesIO(data), len(data))


def label(*values: Any) -> Attribute:
    return scan(json_lines({"label": value} for value in values)).attributes["label"]


def kinds(attribute: Attribute) -> dict[str, int]:
    return {kind: tally.count for kind, tally in attribute.kinds.items()}


def first(tally: Tally) -> tuple[int | None, str | None, str | None]:
    return tally.first[0].place.line, tally.first[0].place.key, tally.first[0].value


@pytest.mark.parametrize(
    ("value", "kind", "classes"),
    [
        (0, "whole", {0: 1}), (-3, "whole", {-3: 1}), (2.0, "whole", {2: 1}), (2.5, "number", {}),
        (1 << 70, "number", {}),
        ("0", "whole-text", {0: 1}), (" 7 ", "whole-text", {7: 1}), ("1.0", "whole-text", {1: 1}), ("1.5", "text", {}),
        ("dog", "text", {}), ("", "empty", {}), (" ", "empty", {}), (None, "null", {}), (True, "true-false", {}),
        ("s3://bucket/a.jpg", "reference", {}), ("s3://bucket", "text", {}), ("s3://bucket/", "text", {}),
        ("s3://bucket/a/", "text", {}), ("s3:///a", "text", {}), ("s3://bucket/a\nb", "text", {}),
        ("/data/a.jpg", "text", {}),
        ([0, 2], "list", {0: 1, 2: 1}), ("[0, 2]", "list-text", {0: 1, 2: 1}), (["1", 2.0], "list", {1: 1, 2: 1}),
        ([], "empty-list", {}), ("[]", "empty-list", {}), ([0.5], "other-list", {}), (["a"], "other-list", {}),
        ([[1]], "other-list", {}), ("[1, 2", "text", {}), ([True], "other-list", {}),
        ({}, "object", {}), ({"annotations": {}}, "object", {}), ('{"a": 1}', "text", {}), ("{", "text", {}),
    ],
)  # fmt: skip
def test_a_value_is_of_one_kind(value: Any, kind: str, classes: dict[int, int]) -> None:
    attribute = label(value)
    assert (kinds(attribute), attribute.classes.counts) == ({kind: 1}, classes)


def test_boxes_count_their_classes() -> None:
    other = {**BOX, "class_id": 4}
    profile = scan(json_lines([boxed(BOX, other), boxed(other)]))
    boxes = profile.attributes["boxes"]
    assert (kinds(boxes), boxes.classes.counts, boxes.box_faults) == ({"boxes": 2}, {0: 1, 4: 2}, {})
    assert (boxes.boxes.low, boxes.boxes.high, profile.label_width) == (1, 2, 2 + 2 * 5)
    assert (profile.source, profile.label) == ("source-ref", "boxes")


def test_boxes_written_as_text_are_boxes() -> None:
    sample = boxed(BOX)
    assert kinds(label(json.dumps(sample["boxes"]))) == {"boxes": 1}


@pytest.mark.parametrize(
    ("change", "fault", "key", "value"),
    [
        ({"class_id": None}, "incomplete", ".class_id", None),
        ({"class_id": "dog"}, "incomplete", ".class_id", "dog"),
        ({"class_id": 1.5}, "incomplete", ".class_id", "1.5"),
        ({"left": "11"}, "incomplete", ".left", "11"),
        ({"width": True}, "incomplete", ".width", "True"),
        ({"top": 10**400}, "incomplete", ".top", "1" + "0" * 199),
        ({"width": 0}, "without-area", "", "0 x 28"),
        ({"height": -1}, "without-area", "", "61 x -1"),
        ({"left": 139.5}, "over-edge", "", "left 139.5, top 34, width 61, height 28 in 200 x 100"),
        ({"left": 140}, "outside", "", "left 140, top 34, width 61, height 28 in 200 x 100"),
        ({"top": -1}, "outside", "", "left 11, top -1, width 61, height 28 in 200 x 100"),
        ({"height": 67}, "outside", "", "left 11, top 34, width 61, height 67 in 200 x 100"),
    ],
)
def test_faults_of_a_box(change: dict[str, Any], fault: str, key: str, value: str | None) -> None:
    boxes = scan(json_lines([boxed(BOX, {**BOX, **change})])).attributes["boxes"]
    assert {name: first(tally) for name, tally in boxes.box_faults.items()} == {
        fault: (1, f"boxes.annotations[1]{key}", value)
    }


@pytest.mark.parametrize(
    "change", [{"left": 0, "top": 0}, {"left": 139}, {"height": 66}, {"class_id": 3.0}, {"width": 0.5}]
)
def test_a_box_up_to_the_edge_is_sound(change: dict[str, Any]) -> None:
    assert scan(json_lines([boxed({**BOX, **change})])).attributes["boxes"].box_faults == {}


@pytest.mark.parametrize(
    ("label_value", "fault", "key"),
    [
        ({"annotations": [BOX]}, "image-size", "boxes.image_size"),
        ({"annotations": [BOX], "image_size": []}, "image-size", "boxes.image_size"),
        ({"annotations": [BOX], "image_size": [{"width": 0, "height": 9}]}, "image-size", "boxes.image_size"),
        ({"annotations": [BOX], "image_size": [{"width": "9", "height": 9}]}, "image-size", "boxes.image_size"),
        ({"annotations": [], "image_size": [{"width": 9, "height": 9}]}, "no-box", "boxes.annotations"),
        ({"annotations": [7], "image_size": [{"width": 9, "height": 9}]}, "incomplete", "boxes.annotations[0]"),
    ],
)
def test_faults_of_a_label_of_boxes(label_value: Any, fault: str, key: str) -> None:
    boxes = scan(json_lines([{"boxes": label_value}])).attributes["boxes"]
    assert {name: tally.first[0].place.key for name, tally in boxes.box_faults.items()} == {fault: key}


@pytest.mark.parametrize(("depth", "odd"), [(3, False), (None, False), (1, True), (4, True)])
def test_the_depth_of_an_image(depth: int | None, odd: bool) -> None:
    boxes = scan(json_lines([boxed(BOX, size={"width": 200, "height": 100, "depth": depth})])).attributes["boxes"]
    assert ("depth" in boxes.box_faults) is odd


def test_lists_tell_their_lengths_and_ids_that_come_twice() -> None:
    lists = label([1, 0, 1], "[0, 0, 1]", [2], [3, 1])
    assert {length: tally.count for length, tally in lists.lengths.items()} == {3: 2, 1: 1, 2: 1}
    assert (lists.twice.count, lists.classes.counts) == (2, {0: 2, 1: 3, 2: 1, 3: 1})
