"""Pictures of other kinds show what they showed; what does not show one picture in eight bits is left aside."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image

from advisor import convert
from tests.builders.folders import write
from tests.builders.pictures.annotated import photo
from tests.builders.pictures.images import opened, saved


def test_other_kinds_of_pictures(tmp_path: Path) -> None:
    frames = [Image.open(io.BytesIO(photo(seed))) for seed in (1, 2)]
    several = {"save_all": True, "append_images": frames[1:]}
    bands = np.asarray(frames[0])
    exif = Image.Exif()
    exif[0x0112] = 6
    files: dict[str, bytes | str] = {
        "a/plain.tif": saved(frames[0], "TIFF"), "a/packed.tif": saved(frames[0], "TIFF", compression="tiff_lzw"),
        "a/deep.tif": saved(Image.fromarray(bands[..., 0].astype(np.uint16) * 257), "TIFF"),
        "a/ink.tif": saved(frames[0].convert("CMYK"), "TIFF"), "a/turned.tif": saved(frames[0], "TIFF", exif=exif),
        "a/web.webp": saved(frames[0], "WEBP", lossless=True), "a/turned.webp": saved(frames[0], "WEBP", exif=exif),
        "a/float.tif": saved(Image.fromarray(bands[..., 0].astype(np.float32)), "TIFF"),
        **{f"a/two.{end}": saved(frames[0], end.upper(), **several) for end in ("gif", "tiff", "webp")},
    }  # fmt: skip
    done = convert(write(tmp_path / "s", files), to="class-folders", output=tmp_path / "out")
    because = "of its pictures none is chosen; save what is meant as JPEG or PNG"
    assert {one.file: one.because for one in done.aside} == {
        "a/two.gif": f"is a multi-frame GIF: {because}", "a/two.tiff": f"is a multi-page TIFF: {because}",
        "a/two.webp": f"is a multi-frame WEBP: {because}",
        "a/float.tif": "is a TIFF of more than 16 bits a pixel, or of numbers with a sign or a point",
    }  # fmt: skip
    for path in (tmp_path / "out/train/a").iterdir():
        image, shown = opened(path), bands
        if "turned" in path.name:
            shown = np.rot90(bands, -1)
        assert image.size == shown.shape[1::-1]
        wanted = shown[..., :1] if "deep" in path.name else shown
        assert np.abs(np.asarray(image).reshape(*image.size[::-1], -1).astype(int) - wanted).mean() < 20
