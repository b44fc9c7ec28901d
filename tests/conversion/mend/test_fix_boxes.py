"""`advisor fix` of boxes and masks: classes numbered alike everywhere, boxes without area or beyond the picture."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from advisor import fix
from advisor.conversion.images.sources.records import read_rec
from advisor.conversion.mend.files import numbering
from advisor.conversion.results import Fixed
from tests.builders.folders import Files, write
from tests.builders.pictures.annotated import photo
from tests.builders.pictures.images import annotation, box, jpeg, saved
from tests.builders.pictures.lists import boxed, json_lines
from tests.builders.recordio import box_label, image_record, write_recordio

BROKEN = {"broken": "leave-out"}
TWO = {"num_classes": 2}


def annotated(tmp_path: Path, own: dict[str, list[dict[str, Any]]], names: list[dict[str, Any]]) -> None:
    """A picture with these boxes for each path in the annotation channels."""
    files: Files = {}
    for place, boxes in own.items():
        channel, name = place.split("/")
        files[f"d/{channel}/{name}.jpg"] = photo(len(files))
        files[f"d/{channel}_annotation/{name}.json"] = annotation(
            file=f"{name}.jpg", annotations=boxes, categories=names
        )
    write(tmp_path, files)


def mended(tmp_path: Path, **asked: Any) -> Fixed:
    return fix(tmp_path / "d", algorithm="object-detection", output=tmp_path / "o", **asked)


def test_classes_of_boxes_are_numbered_over_all_annotations(tmp_path: Path) -> None:
    names = [{"class_id": 1, "name": "cat"}, {"class_id": 2, "name": "dog"}]
    own = {"train/a": [box(2), box(1)], "train/b": [box(1)], "validation/a": [box(1)]}
    annotated(tmp_path, own, names)
    done = mended(tmp_path, hyperparameters=TWO)
    assert "DET107" not in {finding.rule for finding in done.left}
    assert done.mapping == {"class": {"numbers": {"1": 0, "2": 1}}}
    for place, boxes in own.items():
        channel, name = place.split("/")
        found = json.loads((tmp_path / f"o/{channel}_annotation/{name}.json").read_bytes())
        assert [one["class_id"] for one in found["annotations"]] == [one["class_id"] - 1 for one in boxes]
        assert found["categories"] == [{"class_id": 0, "name": "cat"}, {"class_id": 1, "name": "dog"}]


def test_boxes_without_area_are_left_out_as_told(tmp_path: Path) -> None:
    annotated(tmp_path, {"train/a": [box(), box(width=0)], "train/b": [box()], "validation/a": [box()]}, [])
    before = (tmp_path / "d/train_annotation/b.json").read_bytes()
    done = mended(tmp_path, answers=BROKEN)
    assert json.loads((tmp_path / "o/train_annotation/a.json").read_bytes())["annotations"] == [box()]
    assert (tmp_path / "o/train_annotation/b.json").read_bytes() == before
    assert (done.dropped, [(one.file, one.because) for one in done.aside]) == (
        0, [("train_annotation/a.json", "boxes without area: 1")],
    )  # fmt: skip


def test_boxes_without_area_in_manifests(tmp_path: Path) -> None:
    sound = boxed(box())
    write(tmp_path, {"d/train/m.manifest": json_lines([sound, boxed(box(), box(height=-1))])})
    done = mended(tmp_path, answers=BROKEN)
    lines = (tmp_path / "o/train/m.manifest").read_bytes().splitlines(keepends=True)
    assert lines[0] == json_lines([sound])
    assert json.loads(lines[1])["boxes"]["annotations"] == [box()]
    assert (done.dropped, len(done.aside)) == (0, 1)


def packed(tmp_path: Path, *labels: list[float], **asked: Any) -> tuple[Fixed, list[list[float]]]:
    """What becomes of the labels of records; those of validation are one box of class 1."""
    from advisor.conversion.images.record import record_at

    records = [image_record(photo(i), label) for i, label in enumerate(labels)]
    held = image_record(photo(90), box_label([1, 0.1, 0.1, 0.5, 0.5]))
    write(tmp_path, {"d/train/t.rec": write_recordio(records), "d/validation/v.rec": write_recordio([held])})
    done = mended(tmp_path, **asked)
    result = tmp_path / "o/train/t.rec"
    pictures = read_rec([result]).pictures
    assert all(picture.read() in [photo(i) for i in range(len(labels))] for picture in pictures)
    return done, [record_at(result, picture.record or 0)[0] for picture in pictures]


def test_classes_of_records_are_numbered_and_filler_stays(tmp_path: Path) -> None:
    one, filler = [0.1, 0.2, 0.5, 0.6], [-1.0, -1.0, -1.0, -1.0, -1.0]
    done, labels = packed(
        tmp_path, box_label([1, *one], filler), box_label([2, *one], [1, *one]), hyperparameters=TWO
    )  # fmt: skip
    assert "IRC127" not in {finding.rule for finding in done.left}
    assert [label[2::5] for label in labels] == [[0, -1], [1, 0]]
    assert done.mapping == {"class": {"numbers": {"1": 0, "2": 1}}}


def test_boxes_of_records_are_cut_and_pixels_stay(tmp_path: Path) -> None:
    over, inside = [0, 0.5, -0.25, 1.5, 0.75], [0, 0.25, 0.25, 0.5, 0.5]
    done, labels = packed(tmp_path, box_label(over), box_label(inside))
    assert [label[2:] for label in labels] == [[0, 0.5, 0, 1, 0.75], inside]
    assert "IRC126" not in {finding.rule for finding in done.left}
    pixels = [0, 30.0, 20.0, 90.0, 80.0]
    _, labels = packed(tmp_path / "p", box_label(over), box_label(pixels))
    assert labels[1][2:] == pixels


def test_records_without_a_box_are_left_out_as_told(tmp_path: Path) -> None:
    sound = box_label([0, 0.25, 0.25, 0.5, 0.5])
    done, labels = packed(tmp_path, sound, box_label(), answers=BROKEN)
    assert labels == [sound]
    assert [(one.number, one.because) for one in done.aside] == [(2, "has no object")]


@pytest.mark.parametrize("label", [[2.0, 5.0, 1.0], [2.0, 5.0, 1.0, 0.5], [float("nan")], [5.0]])
def test_odd_labels_are_passed_over(label: list[float]) -> None:
    numbers = {"class": {"1": 0.0}}
    before = list(label)
    numbering.number(label, "number-records", numbers)
    assert len(label) == len(before)


def masks(tmp_path: Path, values: dict[str, list[int]]) -> None:
    files: Files = {}
    for name, row in values.items():
        channel, stem = name.split("/")
        files[f"d/{channel}/{stem}.jpg"] = jpeg(width=4, height=2)
        content = saved(Image.fromarray(np.array([row, row], np.uint8)), "PNG")
        files[f"d/{channel}_annotation/{stem}.png"] = content
    write(tmp_path, files)


def values(path: Path) -> set[int]:
    with Image.open(io.BytesIO(path.read_bytes())) as image:
        return {int(value) for value in np.unique(np.asarray(image))}


WHITE = {"train/a": [0, 0, 255, 255], "train/b": [0, 255, 255, 255], "validation/a": [0, 0, 0, 255]}


def test_white_becomes_the_object_in_all_masks_as_told(tmp_path: Path) -> None:
    masks(tmp_path, WHITE)
    asked: dict[str, Any] = {"algorithm": "semantic-segmentation", "output": tmp_path / "o"}
    assert [question.id for question in fix(tmp_path / "d", **asked).questions] == ["object"]
    done = fix(tmp_path / "d", answers={"object": "1"}, **asked)
    assert "MSK121" not in {finding.rule for finding in done.left}
    for channel, stem in (name.split("/") for name in WHITE):
        assert values(tmp_path / f"o/{channel}_annotation/{stem}.png") == {0, 1}


def test_white_stays_where_any_mask_holds_more(tmp_path: Path) -> None:
    masks(tmp_path, {**WHITE, "validation/a": [0, 3, 0, 255]})
    done = fix(tmp_path / "d", algorithm="semantic-segmentation", output=tmp_path / "o", answers={"object": "1"})
    assert "MSK121" in {finding.rule for finding in done.left}
    for path in (tmp_path / "d").rglob("*.png"):
        assert (tmp_path / "o" / path.relative_to(tmp_path / "d")).read_bytes() == path.read_bytes()
