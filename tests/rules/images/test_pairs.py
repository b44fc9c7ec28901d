"""Findings on images and annotations that do not fit each other."""

from __future__ import annotations

import pytest

from advisor.findings import Finding
from tests.builders.acceptance.cases import Files, brief, judged
from tests.builders.pictures.images import annotation, box, jpeg, plain_mask

DETECTION = "object-detection"
SEGMENTATION = "semantic-segmentation"


def images(*names: str, data: bytes = b"") -> Files:
    return {f"train/{name}": ("image", data or jpeg()) for name in names}


def masks(*names: str, data: bytes = b"") -> Files:
    return {f"train_annotation/{name}": ("mask", data or plain_mask()) for name in names}


def boxes(**files: bytes) -> Files:
    """Annotations by the name of the file without its ending; `__` stands for a folder."""
    return {f"train_annotation/{n.replace('__', '/')}.json": ("detection-json", data) for n, data in files.items()}


def findings(files: Files, algorithm: str | None) -> list[Finding]:
    return judged(files, "MSK2", "DET2", algorithm=algorithm)


def briefs(files: Files, algorithm: str | None) -> list[tuple[str, str, str | None, str | None, str | None]]:
    return [brief(finding) for finding in findings(files, algorithm)]


def test_fitting_pairs_give_no_finding() -> None:
    assert briefs(images("a.jpg", "b.JPEG") | masks("a.png", "b.png"), SEGMENTATION) == []
    pairs = images("a.jpg", "dir/b.png") | boxes(a=annotation("a.jpg"), b=annotation("dir/b.png"))
    assert briefs(pairs, DETECTION) == []
    assert briefs(images("a.jpg") | boxes(a=annotation("./a.jpg")), DETECTION) == []


def test_image_without_mask_names_the_image() -> None:
    (finding,) = findings(images("a.jpg", "b.jpg") | masks("a.png"), SEGMENTATION)
    assert brief(finding) == ("MSK201", "error", "train/b.jpg", None, None)
    assert finding.channel == "train_annotation"
    assert finding.message == "There is no mask of this name in train_annotation."


@pytest.mark.parametrize("ending", ["_mask", "-seg"])
def test_a_mask_with_an_ending_of_its_own_seems_to_be_the_one(ending: str) -> None:
    files = images("a.jpg", "b.jpg") | masks("b.png", f"a{ending}.png")
    (finding,) = (one for one in findings(files, SEGMENTATION) if one.rule == "MSK201")
    assert finding.message == f"There is no mask of this name in train_annotation. 'a{ending}.png' seems to be it."
    assert finding.fix == "Give it the name of the image, a.png, and rename all others like it."


def test_the_mask_of_another_image_is_not_taken_for_one_with_an_ending() -> None:
    (finding,) = findings(images("a.jpg", "a_1.jpg") | masks("a_1.png"), SEGMENTATION)
    assert finding.message == "There is no mask of this name in train_annotation."


def test_mask_without_image() -> None:
    files = images("a.jpg") | masks("a.png", "b.png")
    assert briefs(files, SEGMENTATION) == [("MSK202", "error", "train_annotation/b.png", None, None)]


def test_names_are_compared_to_the_letter() -> None:
    assert briefs(images("a.jpg", "b.jpg") | masks("A.png", "b.png"), SEGMENTATION) == [
        ("MSK201", "error", "train/a.jpg", None, None),
        ("MSK202", "error", "train_annotation/A.png", None, None),
    ]


def test_nothing_is_said_where_no_algorithm_pairs() -> None:
    files = images("a.jpg", "b.jpg") | masks("a.png", "c.png")
    assert briefs(files, None) == []
    assert briefs(files, "image-classification") == []


@pytest.mark.parametrize(
    ("size", "orientation", "expected"),
    [
        ((48, 40), None, []),
        ((40, 48), None, [("MSK203", "error", "train_annotation/a.png", None, "48x40")]),
        ((48, 41), 6, [("MSK203", "error", "train_annotation/a.png", None, "48x40")]),
        ((40, 48), 6, [("MSK204", "warning", "train_annotation/a.png", None, "48x40")]),
        ((40, 48), 3, [("MSK203", "error", "train_annotation/a.png", None, "48x40")]),
        ((48, 40), 6, []),
    ],
    ids=["same", "swapped", "one row more", "turned", "upside down", "stored"],
)
def test_mask_and_image_have_one_size(size: tuple[int, int], orientation: int | None, expected: list[object]) -> None:
    files = images("a.jpg", data=jpeg(orientation=orientation)) | masks("a.png", data=plain_mask(*size))
    assert briefs(files, SEGMENTATION) == expected


def test_both_sizes_are_said() -> None:
    (finding,) = findings(images("a.jpg") | masks("a.png", data=plain_mask(40, 50)), SEGMENTATION)
    assert finding.message == "The mask is 40x50, its image 48x40."


def test_what_is_turned_by_a_quarter_is_not_to_be_scaled() -> None:
    (mask,) = findings(images("a.jpg") | masks("a.png", data=plain_mask(40, 48)), SEGMENTATION)
    assert mask.message == "The mask is 40x48, its image 48x40: one of the two is turned by a quarter."
    assert mask.fix.startswith("Do not scale the mask: turn it")


def test_broken_images_have_no_size_to_compare() -> None:
    assert briefs(images("a.jpg", data=b"text") | masks("a.png"), SEGMENTATION) == []
    assert briefs(images("a.jpg") | masks("a.png", data=b"text"), SEGMENTATION) == []


def test_unread_files_are_paired_by_name_too() -> None:
    unread: Files = {"train/a.jpg": (None, b""), "train/b.jpg": ("image", jpeg())}
    assert briefs(unread | masks("a.png", "b.png"), SEGMENTATION) == []
    unread = {"train_annotation/b.png": (None, b""), "train_annotation/c.png": (None, b"")}
    assert briefs(images("a.jpg", "b.jpg") | masks("a.png") | unread, SEGMENTATION) == []


def test_other_files_among_masks_are_no_annotations() -> None:
    label_map: Files = {"train_annotation/label_map.json": (None, b"{}")}
    assert briefs(images("a.jpg") | masks("a.png") | label_map, SEGMENTATION) == []


def test_image_without_annotation_names_the_image() -> None:
    (finding,) = findings(images("a.jpg", "b.jpg") | boxes(a=annotation("a.jpg")), DETECTION)
    assert brief(finding) == ("DET201", "error", "train/b.jpg", None, None)
    assert finding.channel == "train_annotation"


def test_annotation_without_image() -> None:
    files = images("a.jpg") | boxes(a=annotation("a.jpg"), c=annotation("c.jpg"))
    assert briefs(files, DETECTION) == [("DET202", "error", "train_annotation/c.json", None, "c.jpg")]


@pytest.mark.parametrize("stated", ["train/a.jpg", "a.JPG", "s3://bucket/train/a.jpg", "../a.jpg", "/opt/a.jpg", "\0"])
def test_file_that_leads_nowhere(stated: str) -> None:
    (finding,) = findings(images("a.jpg") | boxes(a=annotation(stated)), DETECTION)
    assert (finding.rule, finding.severity, finding.location.key) == ("DET203", "error", "file")


def test_file_of_another_image() -> None:
    files = images("a.jpg", "b.jpg") | boxes(a=annotation("a.jpg"), b=annotation("a.jpg"))
    assert briefs(files, DETECTION) == [("DET204", "error", "train_annotation/b.json", "file", "a.jpg")]


def test_annotation_named_otherwise() -> None:
    files = images("a.jpg") | boxes(first=annotation("a.jpg"))
    assert briefs(files, DETECTION) == [("DET205", "error", "train_annotation/first.json", "file", "a.jpg")]


def test_same_names_in_different_folders() -> None:
    files = images("x/a.jpg", "y/a.jpg")
    assert briefs(files | boxes(x__a=annotation("x/a.jpg"), y__a=annotation("y/a.jpg")), DETECTION) == []
    assert briefs(files | boxes(a=annotation("x/a.jpg")), DETECTION) == [
        ("DET201", "error", "train/y/a.jpg", None, None)
    ]


@pytest.mark.parametrize(
    ("stated", "orientation", "expected"),
    [
        ((48, 40), None, []),
        ((48.0, 40.0), None, []),
        ((96, 80), None, [("DET206", "error", "train_annotation/a.json", "image_size[0]", "48x40")]),
        ((40, 48), None, [("DET206", "error", "train_annotation/a.json", "image_size[0]", "48x40")]),
        ((40, 48), 8, [("DET207", "warning", "train_annotation/a.json", "image_size[0]", "48x40")]),
    ],
    ids=["same", "floats", "scaled", "swapped", "turned"],
)
def test_stated_size_is_the_image_s(
    stated: tuple[float, float], orientation: int | None, expected: list[object]
) -> None:
    data = annotation("a.jpg", [box(0, 1, 1, 9, 9)], *stated)
    files = images("a.jpg", data=jpeg(orientation=orientation)) | boxes(a=data)
    assert briefs(files, DETECTION) == expected


def test_classes_keep_their_names_across_channels() -> None:
    swapped = [{"class_id": 0, "name": "cat"}, {"class_id": 1, "name": "dog"}]
    other = {
        "validation/v.jpg": ("image", jpeg()),
        "validation_annotation/v.json": ("detection-json", annotation("v.jpg", categories=swapped)),
    }
    files = images("a.jpg") | boxes(a=annotation("a.jpg")) | other
    (finding,) = findings(files, DETECTION)
    assert brief(finding)[:4] == ("DET208", "warning", "validation_annotation/v.json", "categories")
    assert finding.message == "Class 0 is 'cat', elsewhere 'dog'."


def test_a_hundred_pairs_are_one_finding_a_file() -> None:
    names = [f"im{number}" for number in range(100)]
    files = images(*(f"{name}.jpg" for name in names)) | boxes(im0=annotation("im0.jpg"))
    found = findings(files, DETECTION)
    assert len(found) == 99
    assert {finding.rule for finding in found} == {"DET201"}
