"""Small folders of labelled pictures, as the tools that people label with export them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tests.builders.folders import write
from tests.builders.pictures.images import saved

WIDTH, HEIGHT = 64, 48
NAMES = ("cat", "dog")
BOX = (8, 6, 24, 30)
"""Left, top, right, bottom: in eighths of the width and the height, so that each form says the same."""

FRACTIONS = [x / whole for x, whole in zip(BOX, (WIDTH, HEIGHT) * 2, strict=True)]
"""The same box in fractions of the picture."""


def photo(seed: int, mode: str = "RGB", encoding: str = "JPEG", **options: Any) -> bytes:
    """A picture that no other has."""
    pixels = np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
    return saved(Image.fromarray(pixels).convert(mode), encoding, **options)


def colour_mask() -> bytes:
    """A mask of three colours."""
    pixels = np.zeros((4, 6, 3), np.uint8)
    pixels[1:3, 2:4] = (255, 0, 0)
    pixels[3] = (0, 128, 0)
    return saved(Image.fromarray(pixels), "PNG")


def class_folders(folder: Path, count: int = 12) -> Path:
    return write(folder, {f"{NAMES[i % 2]}/{i}.jpg": photo(i) for i in range(count)})


def coco(folder: Path, count: int = 6) -> Path:
    left, top, right, bottom = BOX
    content = {
        "images": [{"id": i, "file_name": f"{i}.jpg", "width": WIDTH, "height": HEIGHT} for i in range(count)],
        "annotations": [
            {"id": i, "image_id": i, "category_id": 1 + 2 * (i % 2), "bbox": [left, top, right - left, bottom - top]}
            for i in range(count)
        ],
        "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "unused"}, {"id": 3, "name": "dog"}],
    }
    return write(folder, {"instances.json": json.dumps(content), **_photos(count, "images/")})


def voc(folder: Path, count: int = 6) -> Path:
    corners = "".join(f"<{name}>{x}</{name}>" for name, x in zip(("xmin", "ymin", "xmax", "ymax"), BOX, strict=True))
    size = f"<size><width>{WIDTH}</width><height>{HEIGHT}</height><depth>3</depth></size>"
    files = {
        f"Annotations/{i}.xml": f"<annotation><filename>{i}.jpg</filename>{size}<object><name>{NAMES[i % 2]}</name>"
        f"<bndbox>{corners}</bndbox></object></annotation>"
        for i in range(count)
    }
    return write(folder, {**files, **_photos(count, "JPEGImages/")})


def yolo(folder: Path, count: int = 6) -> Path:
    left, top, right, bottom = (x / whole for x, whole in zip(BOX, (WIDTH, HEIGHT) * 2, strict=True))
    spans = f"{(left + right) / 2} {(top + bottom) / 2} {right - left} {bottom - top}"
    lines = {f"labels/{i}.txt": f"{i % 2} {spans}\n" for i in range(count)}
    return write(folder, {"data.yaml": "names: [cat, dog]\n", **lines, **_photos(count, "images/")})


def label_studio(folder: Path, count: int = 6) -> Path:
    left, top, right, bottom = (100 * x / whole for x, whole in zip(BOX, (WIDTH, HEIGHT) * 2, strict=True))
    spans = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    tasks = [
        {"data": {"image": f"/data/upload/1/{i}.jpg"}, "annotations": [{"result": [{
            "type": "rectanglelabels", "original_width": WIDTH, "original_height": HEIGHT,
            "value": {**spans, "rotation": 0, "rectanglelabels": [NAMES[i % 2]]},
        }]}]}
        for i in range(count)
    ]  # fmt: skip
    return write(folder, {"export.json": json.dumps(tasks), **_photos(count)})


def labelme(folder: Path, count: int = 6) -> Path:
    left, top, right, bottom = BOX
    points = ([[right, bottom], [left, top]], [[left, top], [right, top], [left + 1, bottom]])
    documents = {
        f"{i}.json": json.dumps({
            "version": "5.5.0", "flags": {}, "imagePath": f"..\\photos\\{i}.jpg", "imageData": None,
            "imageWidth": WIDTH, "imageHeight": HEIGHT,
            "shapes": [{"label": NAMES[i % 2], "points": points[i % 2], "shape_type": ("rectangle", "polygon")[i % 2]}],
        })
        for i in range(count)
    }  # fmt: skip
    return write(folder, {**documents, **_photos(count)})


def listed(folder: Path, count: int = 6) -> Path:
    """A table with a row a box, as Roboflow exports it."""
    corners = ",".join(map(str, BOX))
    rows = [f"{i}.jpg,{WIDTH},{HEIGHT},{NAMES[i % 2]},{corners}\n" for i in range(count)]
    table = "filename,width,height,class,xmin,ymin,xmax,ymax\n" + "".join(rows)
    return write(folder, {"_annotations.csv": table, **_photos(count)})


def ground_truth(folder: Path, count: int = 6) -> Path:
    left, top, right, bottom = BOX
    samples: list[dict[str, Any]] = [
        {
            "source-ref": f"s3://bucket/photos/{i}.jpg",
            "animals": {
                "image_size": [{"width": WIDTH, "height": HEIGHT, "depth": 3}],
                "annotations": [
                    {"class_id": i % 2, "left": left, "top": top, "width": right - left, "height": bottom - top}
                ],
            },
            "animals-metadata": {"class-map": {"0": "cat", "1": "dog"}, "type": "groundtruth/object-detection"},
        }
        for i in range(count)
    ]
    samples += [{"source-ref": "s3://bucket/photos/never.jpg"}]
    samples += [{"source-ref": "s3://bucket/photos/0.jpg", "animals-metadata": {"failure-reason": "timeout"}}]
    return write(folder, {"output.manifest": "".join(json.dumps(s) + "\n" for s in samples), **_photos(count)})


def video(folder: Path, sequences: int = 3, frames: int = 4) -> Path:
    """Sequences of frames that bear the same names, and their boxes in files of one name."""
    left, top, right, bottom = BOX
    spans = {"left": left, "top": top, "width": right - left, "height": bottom - top}
    files: dict[str, Any] = {}
    lines = []
    for s in range(sequences):
        names = [f"frame_{i:04}.jpg" for i in range(frames)]
        prefix, labels = f"s3://bucket/in/video{s}/", f"s3://bucket/out/annotations/{s}/SeqLabel.json"
        listed = [{"frame-no": i, "frame": name} for i, name in enumerate(names)]
        files[f"seq{s}.json"] = json.dumps(
            {"seq-no": s, "prefix": prefix, "number-of-frames": frames, "frames": listed}
        )
        boxes = [{**spans, "class-id": str(s % 2), "object-name": "car:1"}]
        found = [{"frame-no": str(i), "frame": name, "annotations": boxes if i else []} for i, name in enumerate(names)]
        files[f"annotations/{s}/SeqLabel.json"] = json.dumps({"tracking-annotations": found})
        files |= {f"video{s}/{name}": photo(10 * s + i) for i, name in enumerate(names)}
        metadata = {"class-map": {"0": "cat", "1": "dog"}, "type": "groundtruth/video-object-tracking"}
        lines.append({"source-ref": f"s3://bucket/in/seq{s}.json", "cars-ref": labels, "cars-ref-metadata": metadata})
    return write(folder, {"output.manifest": "".join(json.dumps(line) + "\n" for line in lines), **files})


def drifting_masks(folder: Path, count: int = 6) -> Path:
    """Masks whose palettes, and the numbers of whose classes, are others in each."""
    colours = {"BACKGROUND": (255, 255, 255), "road": (0, 0, 200), "river": (0, 200, 0)}
    files: dict[str, Any] = {}
    lines = []
    for i in range(count):
        names = ["BACKGROUND", *(("road", "river") if i % 2 else ("river", "road"))]
        pixels = np.zeros((HEIGHT, WIDTH), np.uint8)
        pixels[:8], pixels[8:16] = names.index("road"), names.index("river")
        image = Image.fromarray(pixels).convert("P")
        image.putpalette([part for name in names for part in colours[name]])
        files |= {f"masks/{i}_mask.png": saved(image, "PNG"), f"photos/{i}.jpg": photo(i)}
        shown = {
            str(n): {"class-name": name, "hex-color": f"#{bytes(colours[name]).hex()}"} for n, name in enumerate(names)
        }
        metadata = {"internal-color-map": shown, "type": "groundtruth/semantic-segmentation"}
        uris = {"source-ref": f"s3://b/photos/{i}.jpg", "land-ref": f"s3://b/masks/{i}_mask.png"}
        lines.append({**uris, "land-ref-metadata": metadata})
    return write(folder, {"output.manifest": "".join(json.dumps(line) + "\n" for line in lines), **files})


BOXED: dict[str, Callable[..., Path]] = {
    "coco": coco, "voc": voc, "yolo": yolo, "label-studio": label_studio, "labelme": labelme,
    "ground-truth": ground_truth, "csv": listed,
}  # fmt: skip


def _photos(count: int, folder: str = "") -> dict[str, bytes]:
    return {f"{folder}{i}.jpg": photo(i) for i in range(count)}
