"""Writes image lists, manifests and vocabularies, and the requests that go with manifests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from advisor.request import Request, request_of
from tests.builders.requests import JOB, channel, request

BUCKET = "s3://pictures"
BOX = {"class_id": 0, "left": 11, "top": 34, "width": 61, "height": 28}
SIZE = {"width": 200, "height": 100, "depth": 3}

Label = float | str
Row = tuple[int, Label | Sequence[Label], str]


def lst(*rows: Row) -> bytes:
    """A list: index, label or labels, path."""
    return "".join(f"{_joined(index, label, path)}\n" for index, label, path in rows).encode()


def _joined(index: int, label: Label | Sequence[Label], path: str) -> str:
    labels = label if isinstance(label, (tuple, list)) else [label]
    return "\t".join(map(str, [index, *labels, path]))


def plain_rows(count: int, classes: int = 2) -> list[Row]:
    """Lines without a fault."""
    return [(number, number % classes, f"c{number % classes}/im{number}.jpg") for number in range(count)]


def json_lines(samples: Iterable[Mapping[str, Any] | str]) -> bytes:
    """An augmented manifest; a line that is text already stands as it is."""
    lines = [sample if isinstance(sample, str) else json.dumps(sample) for sample in samples]
    return "".join(f"{line}\n" for line in lines).encode()


def classified(count: int, label: Any = None, name: str = "class") -> list[dict[str, Any]]:
    """Samples with a class, or with the label given."""
    return [
        {"source-ref": f"{BUCKET}/im{number}.jpg", name: str(number % 2) if label is None else label}
        for number in range(count)
    ]


def boxed(*boxes: Mapping[str, Any], size: Any = SIZE, name: str = "boxes", number: int = 0) -> dict[str, Any]:
    """A sample with boxes."""
    return {"source-ref": f"{BUCKET}/im{number}.jpg", name: {"image_size": [size], "annotations": list(boxes)}}


def described(sample: Mapping[str, Any], name: str, **metadata: Any) -> dict[str, Any]:
    """A sample with the metadata that Ground Truth writes beside the label; `class_map` becomes `class-map`."""
    return {**sample, f"{name}-metadata": {key.replace("_", "-"): value for key, value in metadata.items()}}


def s3_manifest(*keys: Any, prefix: Any = "s3://bucket/data/") -> bytes:
    """A manifest of S3 objects, with an entry a line."""
    return json.dumps([{"prefix": prefix}, *keys], indent=0).encode()


def augmented_request(
    *names: str,
    content_type: str = "application/x-recordio",
    hyperparameters: Mapping[str, Any] | None = None,
    channels: Sequence[str] = ("train", "validation"),
) -> Request:
    """A request whose channels are augmented manifests called `m.manifest`."""
    wrapped = {"RecordWrapperType": "RecordIO", "InputMode": "Pipe"}
    entries = [
        channel(
            name,
            content_type,
            s3={
                "S3DataType": "AugmentedManifestFile",
                "S3Uri": f"s3://bucket/{name}/m.manifest",
                "AttributeNames": list(names),
            },
            **wrapped,
        )
        for name in channels
    ]
    return request_of(request(dict(hyperparameters or {}), entries, mode="Pipe"), JOB)
