"""What formats, and kinds of bytes that have no reader, are called in a message."""

from __future__ import annotations

_NAMES = {
    "augmented-manifest": "an augmented manifest",
    "binary": "bytes of no known format",
    "category-index": "the numbers of categorical columns (JSON)",
    "coco-json": "COCO annotations (JSON)",
    "csv": "CSV",
    "detection-json": "box annotations (JSON)",
    "gzip": "gzip",
    "image": "images",
    "image-recordio": "images in RecordIO",
    "jpeg": "a JPEG image",
    "json": "JSON",
    "json-lines": "JSON Lines",
    "label-map": "a label map (JSON)",
    "list": "tab-separated text",
    "lst": "an image list (.lst)",
    "manifest": "a manifest",
    "mask": "masks",
    "parquet": "Parquet",
    "png": "a PNG image",
    "recordio": "RecordIO",
    "recordio-protobuf": "RecordIO-protobuf",
    "sentences": "sentences",
    "sequence-pairs": "pairs of sequences (JSON Lines)",
    "time-series": "time series (JSON Lines)",
    "time-series-parquet": "time series (Parquet)",
    "vocabulary": "a vocabulary",
    "vocabulary-json": "a vocabulary (JSON)",
    "wide-text": "text in UTF-16",
}


def called(name: str) -> str:
    return _NAMES.get(name, name)
