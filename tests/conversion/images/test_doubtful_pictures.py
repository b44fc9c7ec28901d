"""What would be written wrongly without a word is left out and named, or refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from advisor import AdvisorError, convert
from tests.builders.folders import write
from tests.builders.pictures import annotated
from tests.builders.pictures.annotated import BOXED, HEIGHT, WIDTH, photo
from tests.builders.pictures.images import saved

SIZED = sorted(set(BOXED) - {"yolo", "label-studio"})
"""Forms that say boxes in pixels, and the size of the picture that they were drawn on."""


@pytest.mark.parametrize("form", SIZED)
def test_boxes_that_were_drawn_on_another_size(tmp_path: Path, form: str) -> None:
    source = BOXED[form](tmp_path / "s", 3)
    name = next(path for path in sorted(source.rglob("*.jpg")) if path.name == "1.jpg")
    pixels = np.random.default_rng(1).integers(0, 256, (HEIGHT // 2, WIDTH // 2, 3), np.uint8)
    name.write_bytes(saved(Image.fromarray(pixels), "JPEG"))
    done = convert(source, to="lst", output=tmp_path / "o")
    small, drawn = f"{WIDTH // 2}x{HEIGHT // 2}", f"{WIDTH}x{HEIGHT}"
    assert f"is {small}, and its boxes were drawn on {drawn}" in {one.because for one in done.aside}
    assert done.rows == 2


@pytest.mark.parametrize("names", [("x/1.jpg", "y/1.jpg"), ("y/1.jpg", "x/1.jpg")])
def test_a_picture_does_not_stand_for_one_that_is_not_there(tmp_path: Path, names: tuple[str, str]) -> None:
    source = annotated.coco(tmp_path / "s", 2)
    document = source / "instances.json"
    held = json.loads(document.read_text())
    for image, name in zip(held["images"], names, strict=True):
        image["file_name"] = name
    document.write_text(json.dumps(held))
    for path in (source / "images").iterdir():
        path.unlink()
    write(source, {"images/x/1.jpg": photo(1)})
    with pytest.raises(AdvisorError, match=r"'./1.jpg' and './1.jpg' are both found as .*images/x/1.jpg"):
        convert(source, to="lst", output=tmp_path / "o")
    write(source, {"images/y/1.jpg": photo(2)})
    assert convert(source, to="lst", output=tmp_path / "o").rows == 2


def test_a_list_holds_boxes_or_classes(tmp_path: Path) -> None:
    source = annotated.labelme(tmp_path / "s", 2)
    write(
        source, {"z.jpg": photo(9), "z.json": json.dumps({"imagePath": "z.jpg", "flags": {"day": True}, "shapes": []})}
    )
    for to in ("lst", "image-recordio"):
        done = convert(source, to=to, output=tmp_path / to)
        assert (done.rows, [(one.file, one.because) for one in done.aside]) == (2, [("z.jpg", "has no boxes")])
    assert convert(source, to="class-folders", output=tmp_path / "folders").rows == 1


def test_a_box_in_one_cell_tells_neither_corners_nor_sides(tmp_path: Path) -> None:
    table = 'image_id,bbox,source\n1,"[1, 2, 30, 40]",a\n'
    source = write(tmp_path / "s", {"train.csv": table, "1.jpg": photo(1)})
    with pytest.raises(AdvisorError, match=r"column 2 \(bbox\) holds a box in one cell: write columns xmin, ymin"):
        convert(source, to="lst", label="source", output=tmp_path / "o")


def test_several_files_of_records_become_one(tmp_path: Path) -> None:
    whole = annotated.class_folders(tmp_path / "photos")
    for half in ("cat", "dog"):
        convert(whole, to="image-recordio", output=tmp_path / half, mapping=tmp_path / "m.json")
        (tmp_path / half / "train/train.rec").rename(write(tmp_path / "s", {f"{half}/": ""}) / f"{half}.rec")
    done = convert(tmp_path / "s", to="image-recordio", output=tmp_path / "o")
    held = [(tmp_path / f"s/{half}.rec").read_bytes() for half in ("cat", "dog")]
    assert (done.rows, done.mapping) == (24, {"classes": {"numbers": {"0": 0, "1": 1}}})
    assert (tmp_path / "o/train/train.rec").stat().st_size == sum(map(len, held))
