"""Tables that list pictures: each becomes what it says, or it is refused with what must be told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from advisor import AdvisorError, check, convert
from tests.builders.folders import places, write
from tests.builders.pictures.annotated import BOX, FRACTIONS, HEIGHT, WIDTH, photo

NAMED = {f"{i}f.jpg": photo(i) for i in range(6)}
"""Pictures whose names are no numbers without their suffix."""
KINDS = ("cat", "dog")
PLAIN = [(f"{i}f.jpg", KINDS[i % 2]) for i in range(6)]


def table(*rows: tuple[Any, ...] | list[Any], cut: str = ",") -> str:
    return "".join(cut.join(map(str, row)) + "\n" for row in rows)


NUMBERED = [(i, c, n) for i, (n, c) in enumerate(PLAIN)]
EACH = [(n[:-4], float(c == "cat"), float(c == "dog")) for n, c in PLAIN]
OBJECTS = "".join(json.dumps({"file_name": n, "label": c}) + "\n" for n, c in PLAIN)

CLASSES: dict[str, tuple[str, str | bytes, dict[str, Any]]] = {
    "name and class": ("a.csv", table(("filename", "class"), *PLAIN), {}),
    "no header": ("a.csv", table(*PLAIN), {}),
    "no suffix": ("a.csv", table(("id", "breed"), *[(n[:-4], c) for n, c in PLAIN]), {}),
    "folders that are not here": ("a.csv", table(("path", "c"), *[(f"C:\\data\\{n}", c) for n, c in PLAIN]), {}),
    "an export of Excel": ("a.csv", ("\ufeff" + table(("Bild", "Art"), *PLAIN, cut=";")).encode("utf-16-le"), {}),
    "tabs": ("a.tsv", table(("image", "label"), *PLAIN, cut="\t"), {}),
    "other columns": ("a.csv", table(("no", "label", "image_id"), *NUMBERED), {}),
    "a column that is told": ("a.csv", table(("no", "kind", "image"), *NUMBERED), {"label": "kind"}),
    "a column a class": ("a.csv", table(("image", "cat", "dog"), *EACH), {}),
    "JSON Lines": ("metadata.jsonl", OBJECTS, {"held": "json-lines"}),
}


@pytest.mark.parametrize("form", CLASSES)
def test_classes(tmp_path: Path, form: str) -> None:
    name, content, told = CLASSES[form]
    source = write(tmp_path / "s", {name: content, **{f"pictures/{each}": NAMED[each] for each in NAMED}})
    done = convert(source, to="lst", output=tmp_path / "o", **told)
    assert (done.rows, done.aside, done.mapping) == (6, (), {"classes": {"numbers": {"cat": 0, "dog": 1}}})
    lines = [line.split("\t") for line in (tmp_path / "o/train_lst/train.lst").read_text().splitlines()]
    assert {Path(path).name: KINDS[int(label)] for _, label, path in lines} == dict(PLAIN)


READERS = {
    "lst": ("image-classification", "train"),
    "image-recordio": ("image-classification", "train"),
    "class-folders": ("image-classification-tensorflow", "training"),
}
"""Format -> an algorithm that reads it, and its channel of training."""


@pytest.mark.parametrize("to", READERS)
def test_what_is_written_passes(tmp_path: Path, to: str) -> None:
    source, (algorithm, train) = write(tmp_path / "s", {"a.csv": table(*PLAIN), **NAMED}), READERS[to]
    convert(source, to=to, output=tmp_path / "o", parts={train: 2 / 3, "validation": 1 / 3})
    assert places(check(tmp_path / "o", algorithm=algorithm)) == []
    if to == "class-folders":
        assert {path.name: path.parent.name for path in (tmp_path / "o").rglob("*.jpg")} == dict(PLAIN)


LEFT, TOP, RIGHT, BOTTOM = BOX
BOXES: dict[str, tuple[tuple[str, ...], tuple[Any, ...]]] = {
    "corners": (("filename", "xmin", "ymin", "xmax", "ymax", "class"), ("NAME", *BOX, "cat")),
    "another order": (("class", "image", "x1", "x2", "y1", "y2"), ("cat", "NAME", LEFT, RIGHT, TOP, BOTTOM)),
    "sides": (("f", "left", "top", "width", "height", "c"), ("NAME", LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, "cat")),
    "size": (("f", "width", "height", "c", "xmin", "ymin", "xmax", "ymax"), ("NAME", WIDTH, HEIGHT, "cat", *BOX)),
    "fractions": (
        ("ImageID", "Source", "LabelName", "XMin", "YMin", "XMax", "YMax"),
        ("NAME", "me", "cat", *FRACTIONS),
    ),
}


@pytest.mark.parametrize("form", BOXES)
def test_boxes(tmp_path: Path, form: str) -> None:
    names, cells = BOXES[form]
    rows = [[name if cell == "NAME" else cell for cell in cells] for name in NAMED]
    source = write(tmp_path / "s", {"a.csv": table(names, *rows), **NAMED})
    convert(source, to="detection-json", output=tmp_path / "o", parts={"train": 0.7, "validation": 0.3})
    assert places(check(tmp_path / "o", algorithm="object-detection")) == []
    for path in (tmp_path / "o").glob("*_annotation/*"):
        written = json.loads(path.read_text())
        span = {"left": LEFT, "top": TOP, "width": RIGHT - LEFT, "height": BOTTOM - TOP}
        assert written["annotations"] == [{"class_id": 0, **span}]


def test_what_is_not_there_or_has_no_class_is_named(tmp_path: Path) -> None:
    lines = table(("id", "label"), ("0f", "cat"), ("1f", ""), ("gone", "dog"), ("0f", "cat"))
    source = write(tmp_path / "s", {"a.csv": lines, **NAMED})
    done = convert(source / "a.csv", to="lst", output=tmp_path / "o")
    assert {one.file: one.because for one in done.aside} == {"gone": "there is no such file", "1f.jpg": "has no label"}
    assert (tmp_path / "o/train_lst/train.lst").read_text() == "0\t0\t0f.jpg\n"


def test_pictures_without_a_box_are_left_out_and_boxes_of_one_picture_kept_together(tmp_path: Path) -> None:
    head = ("file", "xmin", "ymin", "xmax", "ymax", "class")
    lines = table(head, ("0f.jpg", 1, 2, 30, 40, "b"), ("1f.jpg", "", "", "", "", ""), ("0f.jpg", 5, 6, 7, 8, "a"))
    done = convert(write(tmp_path / "s", {"a.csv": lines, **NAMED}), to="detection-json", output=tmp_path / "o")
    assert [(one.file, one.because) for one in done.aside] == [("1f.jpg", "has no box")]
    written = json.loads((tmp_path / "o/train_annotation/0f.json").read_text())
    assert [(box["class_id"], box["left"]) for box in written["annotations"]] == [(1, 1), (0, 5)]


def test_classes_that_are_numbers_stay_in_their_order(tmp_path: Path) -> None:
    lines = table(("file", "label"), ("0f.jpg", 10), ("1f.jpg", 9), ("2f.jpg", 1))
    done = convert(write(tmp_path / "s", {"a.csv": lines, **NAMED}), to="lst", output=tmp_path / "o")
    assert done.mapping == {"classes": {"numbers": {"1": 0, "9": 1, "10": 2}}}


REFUSED: dict[str, tuple[str, str]] = {
    "two columns": (table(("file", "kind", "hue"), ("0f.jpg", "cat", "red")), r"say which column.* column 2 \(kind\)"),
    "corner or middle": (table(("file", "x", "y", "w", "h", "c"), ("0f.jpg", 1, 2, 3, 4, "cat")), "--label"),
    "no pictures": (table(("file", "label"), ("a.jpg", "cat")), "no column names a picture .*--images"),
    "half a box": (table(("file", "x1", "y1", "x2", "y2", "c"), ("0f.jpg", 1, 2, "", 4, "a")), "a.csv:2: is no box"),
    "ragged": (table(("file", "label"), ("0f.jpg", "cat"), ("1f.jpg", "cat", "red")), "a.csv:3: the row has 3"),
    "two for one": (table(("file", "label"), ("a/0f.jpg", "cat"), ("b/0f.jpg", "dog")), "are both found as .*0f.jpg"),
    "quantity": (table(("file", "age"), ("0f.jpg", 42), ("1f.jpg", 31.5)), "a.csv:3: 31.5 is a quantity, and no class"),
    "several classes": (table(("file", "label"), ("0f.jpg", "cat"), ("0f.jpg", "dog")), "has 2 classes"),
}


@pytest.mark.parametrize("form", REFUSED)
def test_what_a_table_does_not_tell_is_asked_for(tmp_path: Path, form: str) -> None:
    content, message = REFUSED[form]
    source = write(tmp_path / "s", {"a.csv": content, **NAMED})
    with pytest.raises(AdvisorError, match=message):
        convert(source, to="image-recordio", output=tmp_path / "o")
    assert not (tmp_path / "o").exists()


def test_of_several_tables_one_must_be_named(tmp_path: Path) -> None:
    source = write(tmp_path / "s", {"train.csv": table(*PLAIN), "sample.csv": table(*PLAIN), **NAMED})
    with pytest.raises(AdvisorError, match="holds 2 tables: name the one that is meant"):
        convert(source, to="lst", output=tmp_path / "o")
    assert convert(source / "train.csv", to="lst", output=tmp_path / "o").rows == 6


def test_folders_of_classes_are_not_overruled_by_a_table_beside_them(tmp_path: Path) -> None:
    pictures = {"cat/0.jpg": photo(0), "dog/1.jpg": photo(1)}
    who = table(("file", "photographer"), ("cat/0.jpg", "Ann"), ("dog/1.jpg", "Bob"))
    source = write(tmp_path / "s", {"metadata.csv": who, **pictures})
    assert convert(source, to="lst", output=tmp_path / "o").held == "class-folders"
    assert convert(source, held="csv", to="lst", output=tmp_path / "p").mapping == {
        "classes": {"numbers": {"Ann": 0, "Bob": 1}}
    }
