"""What the reader of box lists says of sound, wrong and hostile JSON."""

from __future__ import annotations

import io
import json
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from advisor.formats.images import coco_json
from advisor.formats.images.coco_json import scan
from advisor.formats.sniff import kind_of
from advisor.profile.base import Distinct
from advisor.profile.images.coco_json import CocoProfile, ListedImage
from advisor.profile.sizes import Sizes
from tests.builders.pictures.boxes import box_list, corners, image


def read(text: str) -> CocoProfile:
    data = text.encode()
    return scan(io.BytesIO(data), len(data))


def faults(text: str) -> dict[str, list[tuple[str | int | None, str | None]]]:
    """Fault -> key (or line) and value of each place."""
    found = read(text).faults
    return {name: [(s.place.key or s.place.line, s.value) for s in tally.first] for name, tally in found.items()}


def test_a_sound_list() -> None:
    text = box_list([image(7), image(8, id="x")], [corners("x", category_id=3), corners(7), corners(7)])
    assert read(text) == CocoProfile(
        bytes=len(text),
        images=2,
        boxes=3,
        labels=Distinct({3: 1, 0: 2}),
        sides=Sizes(28, 28, [0, 0, 0, 0, 0, 3]),
        listed={"im7.png": ListedImage(0, 48, 40), "im8.png": ListedImage(1, 48, 40)},
    )
    assert read(text).summary() == {"images": 2, "boxes": 3, "classes": {"0": 2, "3": 1}, "box_sides": {"16 to 31": 3}}


def test_what_else_coco_has_and_another_order_are_fine() -> None:
    content = json.loads(box_list(info={"year": 2026}, licenses=[], categories=[{"id": 1, "name": "a"}]))
    turned = json.dumps(dict(reversed(content.items())))
    assert faults(turned) == {}
    assert read(turned).labels == read(box_list()).labels


@pytest.mark.parametrize(
    ("text", "fault", "key", "value"),
    [
        ('{"images": [\n}', "not-json", 2, "Expecting value"),
        ("\ufeff" + box_list(), "not-json", 1, "'{' is expected, not '\\ufeff'"),
        ('{"images": []}', "coco-shape", "annotations", "missing"),
        (box_list(boxes={}), "coco-shape", "annotations", "an object"),
        (box_list([3], []), "coco-shape", "images[0]", "a number"),
        (box_list([image(id=1.5)], []), "coco-shape", "images[0].id", "1.5"),
        (box_list([image(width=0)], []), "coco-shape", "images[0].width", "0"),
        (box_list([image(file_name="")], []), "coco-shape", "images[0].file_name", ""),
        (box_list([image()], [corners(category_id=None)]), "coco-shape", "annotations[0].category_id", "null"),
        (box_list([image()], [corners(bbox=[1, 2, 3])]), "coco-shape", "annotations[0].bbox", "a list"),
        (box_list([image()], [corners(bbox="1234")]), "coco-shape", "annotations[0].bbox", "a list"),
        (box_list([image(), image(1, id=0)], [corners()]), "image-id-twice", "images[1].id", "0"),
        (box_list([image(), image(id=1)], [corners(), corners(1)]), "image-listed-twice", "images[1].file_name",
         "im0.png"),
        (box_list([image()], [corners(), corners("0")]), "box-of-unknown-image", "annotations[1].image_id", '"0"'),
        (box_list([image(), image(1)], [corners()]), "image-without-box", "images[1]", ""),
        (box_list([image()], [corners(bbox=[5, 5, 5, 9])]), "box-not-two-corners", "annotations[0].bbox",
         "5,5 to 5,9"),
        (box_list([image()], [corners(bbox=[5, 5, 9, 41])]), "corner-outside-image", "annotations[0].bbox",
         "5,5 to 9,41 in an image of 48x40"),
    ],
)  # fmt: skip
def test_faults_and_their_places(text: str, fault: str, key: str | int, value: str) -> None:
    assert faults(text) == {fault: [(key, value)]}


@pytest.mark.parametrize("bbox", [[0, 0, 48, 40], [-0.9, -0.9, 48.9, 40.9]])
def test_a_box_may_reach_the_edge_and_be_rounded_over_it(bbox: list[float]) -> None:
    assert faults(box_list([image()], [corners(bbox=bbox)])) == {}


def test_beyond_the_bound_images_are_counted_and_nothing_is_held_against_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coco_json, "IMAGES_KEPT", 3)
    assert faults(box_list()) == {"images-not-kept": [("images[3]", "im3.png")]}
    assert read(box_list()).images == 4


@given(st.binary())
def test_any_bytes_make_a_profile(data: bytes) -> None:
    assert scan(io.BytesIO(data), len(data)).bytes == len(data)


ENTRIES: st.SearchStrategy[Any] = st.none() | st.integers() | st.text() | st.lists(st.floats(-1e9, 1e9), max_size=5)


@given(
    st.lists(st.dictionaries(st.sampled_from(["file_name", "height", "width", "id"]), ENTRIES)) | ENTRIES,
    st.lists(st.dictionaries(st.sampled_from(["image_id", "bbox", "category_id"]), ENTRIES)) | ENTRIES,
)
def test_any_entries_make_a_profile(images: Any, boxes: Any) -> None:
    profile = read(box_list(images, boxes) if images is not None and boxes is not None else "{}")
    assert not profile.faults.keys() & {"not-json"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (box_list(), "json-coco"),
        ('{"info": {}, "images": [{"file_name": "a"', "json-coco"),
        ('{"annotations": [{"class_id": 0}], "file": "a.jpg"}', "json"),
        ('{"source-ref": "s3://b/a", "file_name": "a"}\n{"source-ref": "s3://b/c"}\n', "json-lines"),
    ],
)
def test_it_is_known_by_its_first_bytes(text: str, kind: str) -> None:
    assert kind_of(text.encode()) == kind
