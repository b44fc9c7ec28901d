"""What is known of each format before a file of it is read: one record a format, and what it is called in a message."""

from __future__ import annotations

import re
from typing import NamedTuple


class Format(NamedTuple):
    """`called`: its name in a message. `data`: the kinds of data of a problem that such files may hold.

    `suffixes`: endings of names that promise it, asked only where the bytes themselves say nothing. `file_name`: the
    one name under which it is looked for, whatever the bytes say. `binary`: nothing in its bytes may be text.
    `named_only`: it is plain text, known by the ending of the name alone. `in_pieces`: a file may be read in pieces.
    `compiled`: compiled loops read it, without Python's lock. `at_a_glance`: the ends of a file often say all.
    `images`: it holds images, which its reader may decode.
    """

    called: str
    suffixes: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    file_name: str | None = None
    binary: bool = False
    named_only: bool = False
    in_pieces: bool = False
    compiled: bool = False
    at_a_glance: bool = False
    images: bool = False


_TABLE = ("tabular", "sparse interactions", "vectors", "time series", "entity-ip pairs", "text")
_SAMPLES = ("tabular", "sparse interactions")

FORMATS = {
    "csv": Format("CSV", (".csv", ".tsv"), _TABLE, in_pieces=True, compiled=True),
    "recordio-protobuf": Format(
        "RecordIO-protobuf", (".pbr", ".recordio", ".protobuf", ".pb"),
        (*_SAMPLES, "vectors", "text", "sequence pairs"), binary=True, in_pieces=True, compiled=True,
    ),
    "image-recordio": Format(
        "images in RecordIO", (".rec",), ("images",), binary=True, in_pieces=True, compiled=True, images=True
    ),
    "image": Format("images", (".jpg", ".jpeg", ".png"), ("images",), binary=True, at_a_glance=True, images=True),
    "mask": Format("masks", (), ("images",), binary=True, images=True),
    "lst": Format("an image list (.lst)", (".lst",), ("images",), in_pieces=True, compiled=True),
    "detection-json": Format("box annotations (JSON)", (".json",), ("images",)),
    "coco-json": Format("COCO annotations (JSON)", (), ("images",)),
    "label-map": Format("a label map (JSON)"),
    "category-index": Format("the numbers of categorical columns (JSON)", file_name="categorical_index.json"),
    "vocabulary": Format("a vocabulary", (".txt",)),
    "augmented-manifest": Format("an augmented manifest", (".manifest", ".jsonl"), in_pieces=True),
    "manifest": Format("a manifest"),
    "record-index": Format("an index of image records (.idx)", (".idx",), named_only=True),
    "model-archive": Format("a model archive"),
    "time-series": Format("time series (JSON Lines)", (), ("time series",), in_pieces=True),
    "time-series-parquet": Format("time series (Parquet)", (), ("time series",)),
    "sequence-pairs": Format("pairs of sequences (JSON Lines)", (), ("labelled pairs",), in_pieces=True),
    "sentences": Format("sentences", (), ("text",), in_pieces=True),
    "vocabulary-json": Format("a vocabulary (JSON)"),
    "word-vectors": Format("word vectors", in_pieces=True),
    "libsvm": Format("libsvm", (".libsvm", ".svm", ".svmlight"), _SAMPLES, in_pieces=True, compiled=True),
    "parquet": Format("Parquet", (".parquet",), (*_SAMPLES, "time series")),
}  # fmt: skip

CLUTTER = re.compile(
    r"(?i)(thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|(readme|license|licence|changelog|notice)(\.(md|txt|rst|html))?)"
)
"""Names of files that systems and people leave beside data, and that are none, whatever is in them."""

SUFFIXES = {suffix: name for name, known in FORMATS.items() for suffix in known.suffixes}
FILE_NAMES = {known.file_name: name for name, known in FORMATS.items() if known.file_name}

_KINDS = {
    "7z": "a 7z archive",
    "arrow": "an Arrow file (Feather)",
    "avro": "Avro",
    "bzip2": "data packed with bzip2",
    "docx": "a Word document",
    "git-lfs": "a Git LFS pointer",
    "gzip": "data packed with gzip",
    "hdf5": "HDF5",
    "heif": "an HEIF or AVIF image",
    "html": "a page of HTML",
    "matlab": "a MATLAB file",
    "npy": "a NumPy array (.npy)",
    "npz": "NumPy arrays (.npz)",
    "ods": "an OpenDocument spreadsheet",
    "orc": "ORC",
    "pdf": "a PDF document",
    "pickle": "a Python pickle",
    "rar": "a RAR archive",
    "sas": "a SAS file",
    "sqlite": "an SQLite database",
    "stata": "a Stata file",
    "tar": "a tar archive",
    "xls": "an Excel workbook (.xls)",
    "xlsx": "an Excel workbook (.xlsx)",
    "xml": "XML",
    "xz": "data packed with xz",
    "zip": "a zip archive",
    "zstd": "data packed with zstd",
    "binary": "bytes of no known format",
    "jpeg": "a JPEG image",
    "json": "JSON",
    "json-lines": "JSON Lines",
    "json-list-of-columns": "JSON",
    "list": "tab-separated text",
    "png": "a PNG image",
    "recordio": "RecordIO",
    "video": "a video",
    "wide-text": "text in UTF-16",
}
"""What kinds of bytes are called that are no format by themselves."""


def is_clutter(name: str) -> bool:
    """Whether a file is no data by its name. `name` may hold folders."""
    return CLUTTER.fullmatch(name.rpartition("/")[2]) is not None


def called(name: str) -> str:
    """What a format, or a kind of bytes, is called in a message."""
    return FORMATS[name].called if name in FORMATS else _KINDS.get(name, name)
