"""A repair is named only where `advisor fix` makes it: what it leaves has none, whatever the file holds."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from advisor import check, fix
from tests.builders.folders import Files, write
from tests.builders.pictures.annotated import photo
from tests.builders.pictures.images import animated_gif, mask, other, raw_png, saved

GREY = np.array([[1, 2], [3, 4]], np.uint8)
PICTURES = {
    "gif": other("GIF"), "tiff": other("TIFF"), "bmp": other("BMP"), "webp": other("WEBP"), "moving": animated_gif(),
    "heif": b"\0\0\0\x18ftypheic" + bytes(20), "jpeg2000": b"\0\0\0\x0cjP  \r\n\x87\n",
    "lossless": photo(1).replace(b"\xff\xc0", b"\xff\xc3", 1), "cmyk": photo(1, "CMYK"),
    "deep": saved(Image.fromarray(GREY.astype(np.uint16)), "PNG"),
}  # fmt: skip
MASKS = {
    "colours": saved(Image.fromarray(np.stack([GREY, GREY, GREY + 1], 2)), "PNG"),
    "grey in colours": saved(Image.fromarray(np.stack([GREY] * 3, 2)), "PNG"),
    "grey with alpha": saved(Image.fromarray(GREY).convert("LA"), "PNG"),
    "low in sixteen bits": saved(Image.fromarray(GREY.astype(np.uint16)), "PNG"),
    "high in sixteen bits": saved(Image.fromarray(GREY.astype(np.uint16) * 256), "PNG"),
    "colours of sixteen bits": raw_png(2, 1, 16, 2),
    "one bit": saved(Image.fromarray(GREY > 2), "PNG"),
}
ANSWERS = {"picture": "png", "bits": "upper", "broken": "keep", "unpaired": "keep", "object": "keep"}


def told_and_made(folder: Path, algorithm: str, files: Files, name: str) -> tuple[dict[str, bool], set[str]]:
    """Rule -> whether a repair is named of this file; and the rules that are found of it once it is fixed."""
    write(folder, {f"data/{path}": content for path, content in files.items()})
    found = [one for one in check(folder / "data", algorithm=algorithm).findings if one.location.file == name]
    told = {one.rule: one.repair is not None for one in found if one.severity != "info"}
    done = fix(folder / "data", algorithm=algorithm, output=folder / "fixed", answers=ANSWERS)
    stem = name.rpartition(".")[0]
    return told, {one.rule for one in done.left if (one.location.file or "").startswith(f"{stem}.")}


@pytest.mark.parametrize("kind", PICTURES)
def test_pictures(tmp_path: Path, kind: str) -> None:
    files: Files = {"training/a/odd.jpg": PICTURES[kind], "training/a/1.jpg": photo(1), "training/b/2.jpg": photo(2)}
    told, left = told_and_made(tmp_path, "image-classification-tensorflow", files, "training/a/odd.jpg")
    assert told
    assert left == {rule for rule, is_named in told.items() if not is_named}


@pytest.mark.parametrize("kind", MASKS)
def test_masks(tmp_path: Path, kind: str) -> None:
    files: Files = {}
    for channel in ("train", "validation"):
        files[f"{channel}/odd.jpg"] = saved(Image.open(io.BytesIO(photo(1))).resize((2, 2)), "JPEG")
        files[f"{channel}_annotation/odd.png"] = mask([[0, 1], [1, 0]], "L")
    files["train_annotation/odd.png"] = MASKS[kind]
    told, left = told_and_made(tmp_path, "semantic-segmentation", files, "train_annotation/odd.png")
    assert told
    assert left == {rule for rule, is_named in told.items() if not is_named}
