"""A folder of pictures packed into image records: by us, and as im2rec.py of MXNet does it in its one thread.

im2rec decodes with OpenCV, here Pillow does: without a pass-through each picture is decoded, resized if that is told,
and encoded again. (Its pass-through copies bytes unseen, which we never do.)
"""

from __future__ import annotations

import io
import struct
from pathlib import Path

QUALITY = 95
MAGIC = 0xCED7230A


def ours(path: Path, resize: int | None = None) -> object:
    """Each picture is decoded to see that it is sound; its bytes are kept where it is not resized."""
    from advisor import convert

    listed = path.with_suffix(".lst")
    listed.write_text("".join(f"{i}\t{i % 10}\t{file.name}\n" for i, file in enumerate(sorted(path.iterdir()))))
    target = path.with_suffix(".out")
    return convert(listed, to="image-recordio", output=target, images=path, resize=resize, quality=QUALITY, force=True)


def im2rec(path: Path, resize: int | None = None) -> object:
    from PIL import Image

    with path.with_suffix(".rec").open("wb") as stream, path.with_suffix(".idx").open("w") as index:
        for i, file in enumerate(sorted(path.iterdir())):
            with Image.open(file) as opened:
                image = opened.convert("RGB")
            if resize:
                share = resize / min(image.size)
                image = image.resize((round(image.width * share), round(image.height * share)))
            written = io.BytesIO()
            image.save(written, "JPEG", quality=QUALITY)
            payload = struct.pack("<IfQQ", 0, i % 10, i, 0) + written.getvalue()
            index.write(f"{i}\t{stream.tell()}\n")
            stream.write(struct.pack("<II", MAGIC, len(payload)) + payload + bytes(-len(payload) % 4))
    return None
