"""Findings on the one file that lists images and boxes, and on the images that it names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor.findings import Report
from tests.builders.folders import Files, checked
from tests.builders.pictures.boxes import box_list, corners, image, listed, pictures
from tests.builders.pictures.images import png

LIST = "training/annotations.json"
Brief = tuple[str, str, str | None, str | None, int]


def found(report: Report) -> list[Brief]:
    return [(f.rule, f.severity, f.location.file, f.location.key, f.count) for f in report.findings]


def findings(folder: Path, files: Files, algorithm: str | None = "object-detection-tensorflow") -> list[Brief]:
    return found(checked(folder, files, algorithm=algorithm))


@pytest.mark.parametrize("algorithm", ["object-detection-tensorflow", None])
def test_a_sound_list_gives_no_finding(tmp_path: Path, algorithm: str | None) -> None:
    assert findings(tmp_path, listed(), algorithm) == []


FOUR = [image(number) for number in range(4)]
BOXED = [corners(number) for number in range(4)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("{", ("BOX101", "error", LIST, None, 1)),
        (box_list(FOUR, [*BOXED, corners(category_id=None)]), ("BOX102", "error", LIST,
         "annotations[4].category_id", 1)),
        (box_list(FOUR, [*BOXED, corners(9), corners("1")]), ("BOX105", "error", LIST, "annotations[4].image_id", 2)),
        (box_list(FOUR, [*BOXED, corners(bbox=[30, 20, 9, 9])]), ("BOX106", "error", LIST, "annotations[4].bbox", 1)),
        (box_list(FOUR, [*BOXED, corners(bbox=[0, 0, 52, 9])]), ("BOX107", "warning", LIST, "annotations[4].bbox", 1)),
        (box_list(FOUR, [*BOXED, corners(bbox=[0, 0, 53, 9])]), ("BOX110", "error", LIST, "annotations[4].bbox", 1)),
        (box_list(FOUR, BOXED[:3]), ("BOX108", "warning", LIST, "images[3]", 1)),
        (box_list([*FOUR[:3], image(3, file_name="IM3.png")], BOXED), ("BOX201", "error", LIST,
         "images[3].file_name", 1)),
        (box_list([*FOUR[:3], image(3, width=40)], BOXED), ("BOX202", "warning", LIST, "images[3]", 1)),
        (box_list(FOUR[:3], BOXED[:3]), ("BOX203", "info", "training/images/im3.png", None, 1)),
    ],
    ids=["json", "content", "unknown", "corners", "outside", "far outside", "no box", "missing", "size", "unlisted"],
)  # fmt: skip
def test_faults_and_their_places(tmp_path: Path, content: str, expected: Brief) -> None:
    assert expected in findings(tmp_path, listed(content=content))


def test_ids_and_files_are_listed_once(tmp_path: Path) -> None:
    content = box_list([*FOUR, image(0, id=9), image(2, file_name="im0.png")], [*BOXED, corners(9)])
    assert findings(tmp_path, listed(content=content)) == [
        ("BOX103", "error", LIST, "images[5].id", 1),
        ("BOX104", "warning", LIST, "images[4].file_name", 2),
    ]


def test_the_words_of_boxes_in_the_manner_of_coco(tmp_path: Path) -> None:
    content = box_list(FOUR, [*BOXED, corners(bbox=[20, 10, 8, 8]), corners(bbox=[1, 1, 8, 8])])
    (finding,) = checked(tmp_path, listed(content=content), algorithm="object-detection-tensorflow").findings
    assert finding.message == "Boxes that are not two corners: 1. Read as corners, the first goes from 20,10 to 8,8."
    assert "https://github.com/aws/amazon-sagemaker-examples/issues/3853" in finding.source


@pytest.mark.parametrize(("area", "found"), [(640, ["BOX106"]), (19 * 29, []), (300, []), (0, []), ("640", [])])
def test_the_area_beside_a_box_tells_a_size_from_a_corner(tmp_path: Path, area: object, found: list[str]) -> None:
    content = box_list(FOUR, [*BOXED, corners(bbox=[1, 3, 20, 32], area=area, iscrowd=0)])
    report = checked(tmp_path, listed(content=content), algorithm="object-detection-tensorflow")
    assert [finding.rule for finding in report.findings] == found


def test_names_with_the_folder_are_told(tmp_path: Path) -> None:
    content = box_list([image(n, file_name=f"images/im{n}.png") for n in range(4)], BOXED)
    first = checked(tmp_path, listed(content=content), algorithm="object-detection-tensorflow").findings[0]
    assert (first.rule, first.count) == ("BOX201", 4)
    assert (
        first.message
        == "Images that are not in images/: 4. Of these, 4 lie beside the folder, or their names include it."
    )


@pytest.mark.parametrize("name", ["annotation.json", "images/annotations.json"])
def test_the_list_bears_one_name_and_lies_beside_the_images(tmp_path: Path, name: str) -> None:
    files = {**pictures(), f"training/{name}": box_list()}
    assert ("BOX204", "error", None, None, 1) in findings(tmp_path, files)


def test_a_list_without_images_is_an_empty_channel(tmp_path: Path) -> None:
    assert ("LAY102", "error", None, None, 1) in findings(tmp_path, {LIST: box_list()})


def test_validation_is_judged_alike(tmp_path: Path) -> None:
    files = {**listed(), **listed("validation", box_list(FOUR, BOXED[:3]))}
    assert findings(tmp_path, files) == [("BOX108", "warning", "validation/annotations.json", "images[3]", 1)]


def test_without_an_algorithm_it_is_named_for_the_one_that_takes_it(tmp_path: Path) -> None:
    report = checked(tmp_path, listed())
    taken = [one.algorithm for one in report.algorithms or () if one.accepts == "as-is"]
    assert taken == ["object-detection-tensorflow"]


def test_annotations_of_one_image_each_stay_what_they_are(tmp_path: Path) -> None:
    one = {"file": "im0.jpg", "image_size": [{"width": 48, "height": 40}], "annotations": [], "images": []}
    report = checked(tmp_path, {"train_annotation/im0.json": json.dumps(one), "train/im0.png": png()})
    assert report.channels["train_annotation"].format == "detection-json"
