"""Makes the files that are measured: the same bytes for the same sizes, in a folder that may be kept."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import numpy as np

from tests.builders.recordio import dense, frame, sparse

Chunks = Iterator[bytes]

PART = 8_000_000
"""Bytes made at a time; numeric files repeat what was made first."""


def csv(columns: int, write: str = "%.6f", bad: float = 0.0) -> Callable[[], Chunks]:
    """A label of 0 or 1, then normal numbers. `bad`: the share of cells that are no number."""

    def chunks() -> Chunks:
        random = np.random.default_rng(columns)
        rows = PART // (11 * columns)
        values = random.normal(0, 100, (rows, columns - 1))
        labels = random.integers(0, 2, rows).astype(str).tolist()
        cells = [[label, *(write % v for v in row)] for label, row in zip(labels, values.tolist(), strict=True)]
        for place in random.permutation(rows * (columns - 1))[: int(bad * rows * columns)].tolist():
            cells[place // (columns - 1)][1 + place % (columns - 1)] = ("abc", "", "nan", "1e999", "n/a")[place % 5]
        text = "".join(",".join(row) + "\n" for row in cells).encode()
        while True:
            yield text

    return chunks


def entities() -> Chunks:
    random = np.random.default_rng(2)
    while True:
        users, parts = random.integers(0, 10**6, 200_000).tolist(), random.integers(1, 255, (200_000, 4)).tolist()
        yield "".join(f"user{u},{a}.{b}.{c}.{d}\n" for u, (a, b, c, d) in zip(users, parts, strict=True)).encode()


def vectors(width: int) -> Callable[[], Chunks]:
    def chunks() -> Chunks:
        random = np.random.default_rng(width)
        rows = PART // (4 * width + 44)
        values = random.normal(0, 1, (rows, width)).astype("f4").tolist()
        text = b"".join(frame(dense(row, float(i % 10))) for i, row in enumerate(values))
        while True:
            yield text

    return chunks


def sparse_vectors() -> Chunks:
    random = np.random.default_rng(3)
    keys = np.sort(random.integers(0, 100_000, (10_000, 100)), axis=1)
    values = random.normal(0, 1, keys.shape).astype("f4").tolist()
    rows = (dict(zip(k, v, strict=True)) for k, v in zip(keys.tolist(), values, strict=True))
    text = b"".join(frame(sparse(row, 100_000, float(i % 2))) for i, row in enumerate(rows))
    while True:
        yield text


def libsvm() -> Chunks:
    """Rows of 100 of 100,000 features, counts from 1 to 9."""
    random = np.random.default_rng(4)
    while True:
        keys = np.sort(random.integers(0, 1000, (1000, 100)) + np.arange(100) * 1000 + 1, axis=1).tolist()
        counts = random.integers(1, 10, (1000, 100)).tolist()
        rows = zip(keys, counts, strict=True)
        yield "".join("1 " + " ".join(f"{k}:{n}" for k, n in zip(*row, strict=True)) + "\n" for row in rows).encode()


def image_list() -> Chunks:
    for start in count(0, 100_000):
        lines = (
            f"{i}\t{i % 1000}.000000\tn{i % 1000:08d}/n{i % 1000:08d}_{i}.JPEG\n" for i in range(start, start + 100_000)
        )
        yield "".join(lines).encode()


def manifest() -> Chunks:
    for start in count(0, 10_000):
        yield "".join(json.dumps(_boxes(i)) + "\n" for i in range(start, start + 10_000)).encode()


def _boxes(i: int) -> dict[str, object]:
    boxes = [{"class_id": k % 5, "left": 10 * k, "top": 5 * k, "width": 40, "height": 30} for k in range(1, 4)]
    metadata = {
        "objects": [{"confidence": 0.9} for _ in boxes], "class-map": {str(k): f"class{k}" for k in range(5)},
        "type": "groundtruth/object-detection", "human-annotated": "yes", "creation-date": "2024-01-01T00:00:00.000000",
        "job-name": "labeling-job/boxes",
    }  # fmt: skip
    size = [{"width": 640, "height": 480, "depth": 3}]
    return {
        "source-ref": f"s3://bucket/images/{i:09d}.jpg",
        "boxes": {"annotations": boxes, "image_size": size},
        "boxes-metadata": metadata,
    }


def jpegs() -> Iterator[bytes]:
    """Pictures of 256x256 pixels, of some 14 KB each."""
    from PIL import Image

    random = np.random.default_rng(5)
    while True:
        small = Image.fromarray(random.integers(0, 255, (64, 64, 3), np.uint8), "RGB")
        out = io.BytesIO()
        small.resize((256, 256)).save(out, "JPEG", quality=44)
        yield out.getvalue()


def image_records() -> Chunks:
    images = jpegs()
    held = [next(images) for _ in range(300)]
    for i in count():
        yield frame(struct.pack("<IfQQ", 0, float(i % 1000), i, 0) + held[i % len(held)])


FILES: dict[str, tuple[Callable[[], Chunks], float]] = {
    "csv-50": (csv(50), 1.0),
    "csv-50-middling": (csv(50), 0.3),
    "csv-50-few": (csv(50), 0.05),
    "csv-50-bad": (csv(50, bad=0.01), 0.3),
    "csv-5": (csv(5), 0.3),
    "csv-savetxt": (csv(20, write="%.18e"), 0.3),
    "csv-text": (entities, 0.2),
    "dense-784": (vectors(784), 1.0),
    "dense-10": (vectors(10), 0.5),
    "dense-10-few": (vectors(10), 0.02),
    "dense-29": (vectors(29), 0.5),
    "sparse": (sparse_vectors, 0.1),
    "libsvm": (libsvm, 0.1),
    "libsvm-few": (libsvm, 0.02),
    "lst": (image_list, 0.25),
    "manifest": (manifest, 1.0),
    "image-rec": (image_records, 0.2),
}
"""What each file holds, and its size as a share of the whole."""


def make(folder: Path, name: str, size: int) -> Path:
    """The file of this name, of about `size` bytes times its share; made only where it is missing."""
    if name in ("images", "images-few"):
        return _make_images(folder, max(size // 20_000, 2000) if name == "images" else 2000)
    chunks, share = FILES[name]
    path = folder / f"{name}-{size}"
    if not path.exists():
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            for chunk in chunks():
                if file.tell() >= size * share:
                    break
                file.write(chunk)
        part.replace(path)
    return path


def _make_images(folder: Path, number: int) -> Path:
    path = folder / f"images-{number}"
    if not path.exists():
        part = path.with_suffix(".part")
        part.mkdir(exist_ok=True)
        for i, image in zip(range(number), jpegs(), strict=False):
            (part / f"{i:06d}.jpg").write_bytes(image)
        part.replace(path)
    return path
