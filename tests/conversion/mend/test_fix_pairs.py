"""`advisor fix` of lists, annotations and masks that do not lead to their pictures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from advisor import fix
from advisor.conversion.results import Fixed
from tests.builders.folders import Files, write
from tests.builders.pictures.annotated import photo
from tests.builders.pictures.images import annotation, box, jpeg, png

LEAVE_OUT = {"unpaired": "leave-out"}


def listed(tmp_path: Path, *paths: str, **asked: Any) -> tuple[Fixed, list[str]]:
    """What became of a list with these paths; `cat/A.jpg`, `dog/b.jpg` and `dog/c.jpg` are there."""
    names = ("cat/A.jpg", "dog/b.jpg", "dog/c.jpg")
    files: Files = {
        f"d/{channel}/{name}": photo(i) for channel in ("train", "validation") for i, name in enumerate(names)
    }
    files |= {"d/validation_lst/v.lst": "".join(f"{i}\t{i % 2}\t{name}\n" for i, name in enumerate(names))}
    files["d/train_lst/t.lst"] = "".join(f"{i}\t{i % 2}\t{path}\n" for i, path in enumerate(paths))
    write(tmp_path, files)
    done = fix(tmp_path / "d", algorithm="image-classification", output=tmp_path / "o", **asked)
    result = tmp_path / "o/train_lst/t.lst"
    return done, result.read_text().splitlines() if result.exists() else []


@pytest.mark.parametrize(
    "said",
    [
        ("cat/a.JPG", "dog/b.jpg", "dog/c.jpg"),
        ("train/cat/A.jpg", "train/dog/b.jpg", "train/dog/c.jpg"),
        ("s3://bucket/data/train/cat/A.jpg", "/home/me/dog/b.jpg", "./dog/c.jpg"),
        ("../train/cat/A.jpg", "dog\\b.jpg", "dog/c.jpg"),
    ],
    ids=["case", "folder", "absolute", "steps"],
)
def test_paths_lead_to_the_one_picture_that_is_meant(tmp_path: Path, said: tuple[str, ...]) -> None:
    done, lines = listed(tmp_path, *said)
    assert not {"LST111", "LST112", "LST118", "LST201"} & {finding.rule for finding in done.left}
    assert [line.removeprefix(f"{i}\t{i % 2}\t").removeprefix("./") for i, line in enumerate(lines)] == [
        "cat/A.jpg", "dog/b.jpg", "dog/c.jpg",
    ]  # fmt: skip


def test_two_paths_are_never_led_to_one_picture(tmp_path: Path) -> None:
    done, lines = listed(tmp_path, "old/dog/b.jpg", "new/dog/b.jpg", "cat/A.jpg", answers={"unpaired": "keep"})
    assert lines == ["0\t0\told/dog/b.jpg", "1\t1\tnew/dog/b.jpg", "2\t0\tcat/A.jpg"]
    assert "LST201" in {finding.rule for finding in done.left}


def test_lines_without_a_picture_are_left_out_as_told_and_listed(tmp_path: Path) -> None:
    paths = ("cat/A.jpg", "dog/gone.jpg", "dog/B.jpg")
    done, _ = listed(tmp_path, *paths)
    assert [question.id for question in done.questions] == ["unpaired"]
    done, lines = listed(tmp_path, *paths, answers=LEAVE_OUT)
    assert lines == ["0\t0\tcat/A.jpg", "2\t0\tdog/b.jpg"]
    assert [(one.file, one.number, one.because) for one in done.aside] == [
        ("train_lst/t.lst", 2, "its picture is not there: 1\t1\tdog/gone.jpg")
    ]
    assert done.dropped == 1


def detection(tmp_path: Path, more: Files, **asked: Any) -> Fixed:
    files: Files = {}
    for channel in ("train", "validation"):
        files[f"d/{channel}/a.jpg"] = jpeg()
        files[f"d/{channel}_annotation/a.json"] = annotation(file="a.jpg", annotations=[box()])
    write(tmp_path, {**files, **more})
    return fix(tmp_path / "d", algorithm="object-detection", output=tmp_path / "o", **asked)


def test_pictures_and_annotations_that_stand_alone_are_left_out_as_told(tmp_path: Path) -> None:
    alone: Files = {"d/train/b.jpg": jpeg(), "d/train_annotation/c.json": annotation(file="c.jpg", annotations=[box()])}
    done = detection(tmp_path, alone)
    assert [question.id for question in done.questions] == ["unpaired"]
    done = detection(tmp_path, alone, answers=LEAVE_OUT)
    assert {one.file for one in done.aside} == {"train/b.jpg", "train_annotation/c.json"}
    assert (done.verdict, done.dropped) == ("pass", 1)
    assert sorted(path.name for path in (tmp_path / "o/train").iterdir()) == ["a.jpg"]


def test_masks_that_stand_alone_are_left_out_as_told(tmp_path: Path) -> None:
    files: Files = {}
    for channel in ("train", "validation"):
        files |= {f"d/{channel}/a.jpg": jpeg(), f"d/{channel}_annotation/a.png": png(mode="L")}
    write(tmp_path, {**files, "d/train/b.jpg": jpeg(), "d/train_annotation/c.png": png(mode="L")})
    done = fix(tmp_path / "d", algorithm="semantic-segmentation", output=tmp_path / "o", answers=LEAVE_OUT)
    assert {one.file for one in done.aside} == {"train/b.jpg", "train_annotation/c.png"}


def test_an_annotation_that_names_its_picture_by_an_address_is_led_to_it(tmp_path: Path) -> None:
    more: Files = {"d/train_annotation/a.json": annotation(file="s3://bucket/train/a.jpg", annotations=[box()])}
    done = detection(tmp_path, more)
    assert (done.verdict, [step.repairs for step in done.steps]) == ("pass", [("follow-pictures",)])
    assert json.loads((tmp_path / "o/train_annotation/a.json").read_bytes())["file"] == "a.jpg"


def test_an_annotation_gets_the_name_of_its_picture(tmp_path: Path) -> None:
    one = annotation(file="b.jpg", annotations=[box()])
    done = detection(tmp_path, {"d/train/b.jpg": jpeg(), "d/train_annotation/label-7.json": one}, answers=LEAVE_OUT)
    assert [(step.file, step.output) for step in done.steps] == [
        ("train_annotation/label-7.json", "train_annotation/b.json")
    ]
    assert (tmp_path / "o/train_annotation/b.json").read_bytes() == one
    assert (done.verdict, done.aside) == ("pass", ())


def test_of_two_annotations_of_one_picture_none_is_chosen(tmp_path: Path) -> None:
    one, other = (annotation(file="b.jpg", annotations=[box(class_id=n)]) for n in (0, 0))
    more: Files = {"d/train/b.jpg": jpeg(), "d/train_annotation/x.json": one, "d/train_annotation/y.json": other}
    done = detection(tmp_path, more, answers={"unpaired": "keep"})
    assert {finding.rule for finding in done.left} >= {"DET205"}
    assert (tmp_path / "o/train_annotation/x.json").read_bytes() == one
