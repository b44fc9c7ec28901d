"""Sound tables, vectors, lists, images and records, as algorithms read them."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.builders.folders import Files
from tests.builders.pictures.images import annotation, box, jpeg, plain_mask, png
from tests.builders.recordio import dense, image_record, sparse, write_recordio

ROWS = 60


def table(label: str | None = None, width: int = 5, rows: int = ROWS, seed: int = 1) -> str:
    """Real-valued rows, with a leading label: None, "class" (0..2), "binary" or "number"."""
    source = random.Random(seed)
    labels: dict[str, Callable[[int], str]] = {
        "class": lambda i: str(i % 3),
        "binary": lambda i: str(i % 2),
        "number": lambda _: f"{source.gauss(5, 2):.3f}",
    }
    return "".join(
        ",".join([*([labels[label](i)] if label else []), *(f"{source.gauss(0, 1):.5f}" for _ in range(width))]) + "\n"
        for i in range(rows)
    )


def counts(width: int = 12, rows: int = ROWS, seed: int = 2) -> str:
    source = random.Random(seed)
    return "".join(",".join(str(source.randint(0, 4)) for _ in range(width)) + "\n" for _ in range(rows))


def vectors(label: str | None = None, whole: bool = False, width: int = 5, rows: int = ROWS, seed: int = 3) -> bytes:
    source = random.Random(seed)
    labels: dict[str | None, Any] = {
        None: lambda _: None,
        "class": lambda i: i % 3,
        "binary": lambda i: i % 2,
        "number": lambda i: i / 7,
    }
    values = [[float(source.randint(0, 4)) if whole else source.gauss(0, 1) for _ in range(width)] for _ in range(rows)]
    return write_recordio(dense(row, labels[label](i)) for i, row in enumerate(values))


def sparse_vectors(label: str | None = None, width: int = 500, rows: int = ROWS, seed: int = 4) -> bytes:
    source = random.Random(seed)
    labels: dict[str | None, Any] = {None: lambda _: None, "binary": lambda i: i % 2, "number": lambda i: i / 7}
    cells = [dict.fromkeys(sorted(source.sample(range(width), 5)), 1.0) for _ in range(rows)]
    return write_recordio(sparse(row, width, labels[label](i)) for i, row in enumerate(cells))


def pictures(channel: str, count: int = 4, suffix: str = "jpg") -> Files:
    return {f"{channel}/im{i}.{suffix}": jpeg() if suffix == "jpg" else png() for i in range(count)}


def lists(channel: str, count: int = 4, label: str = "{0}") -> Files:
    rows = "".join(f"{i}\t{label.format(i % 2)}\tim{i}.jpg\n" for i in range(count))
    return {f"{channel}_lst/{channel}.lst": rows}


def boxed(channel: str, count: int = 4) -> Files:
    names = {f"im{i}": annotation(f"im{i}.jpg", [box(i % 2)]) for i in range(count)}
    return {f"{channel}_annotation/{name}.json": content for name, content in names.items()}


def masks(channel: str, count: int = 4) -> Files:
    return {f"{channel}_annotation/im{i}.png": plain_mask(value=i % 3) for i in range(count)}


def packed(label: Any = None) -> bytes:
    return write_recordio(image_record(jpeg(), label if label is not None else float(i % 2), i) for i in range(4))


def both(make: Any) -> Files:
    return {**make("train"), **make("validation")}


LABELLED = "text/csv;label_size=1"
BARE = "text/csv;label_size=0"
SAMPLES = {"num_classes": "2", "num_training_samples": "4", "mini_batch_size": "2"}

IC, OD, SS = "image-classification", "object-detection", "semantic-segmentation"
IMAGES: dict[str, Files] = {
    IC: {**both(pictures), **both(lists)},
    OD: {**both(pictures), **both(boxed)},
    SS: {**both(pictures), **both(masks)},
}
SIZED = {**SAMPLES, "image_shape": "3,28,28", "resize": "32"}
