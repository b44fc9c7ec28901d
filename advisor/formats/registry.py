"""The readers by the name of their format. A reader is a module, imported when a file of its format is met."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any, BinaryIO, Protocol, cast

from advisor.profile.base import FileProfile, Piece, Tally
from advisor.profile.predicates import Predicate

MODULES = {
    "csv": "csv",
    "recordio-protobuf": "recordio_protobuf",
    "image-recordio": "image_recordio",
    "image": "image",
    "mask": "mask",
    "lst": "lst",
    "detection-json": "detection_json",
    "coco-json": "coco_json",
    "label-map": "label_map",
    "vocabulary": "vocabulary",
    "augmented-manifest": "augmented_manifest",
    "manifest": "manifest",
    "record-index": "record_index",
    "model-archive": "model_archive",
    "time-series": "time_series",
    "time-series-parquet": "time_series_parquet",
    "sequence-pairs": "sequence_pairs",
    "sentences": "sentences",
    "vocabulary-json": "vocabulary_json",
    "word-vectors": "word_vectors",
    "libsvm": "libsvm",
    "parquet": "parquet",
}

SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jpg": "image",
    ".jpeg": "image",
    ".png": "image",
    ".rec": "image-recordio",
    ".idx": "record-index",
    ".pbr": "recordio-protobuf",
    ".recordio": "recordio-protobuf",
    ".protobuf": "recordio-protobuf",
    ".pb": "recordio-protobuf",
    ".lst": "lst",
    ".manifest": "augmented-manifest",
    ".jsonl": "augmented-manifest",
    ".json": "detection-json",
    ".txt": "vocabulary",
    ".libsvm": "libsvm",
    ".svm": "libsvm",
    ".svmlight": "libsvm",
    ".parquet": "parquet",
}
"""What a name promises, asked only where the bytes themselves say nothing."""


class Reader(Protocol):
    FORMAT: str

    def scan(self, stream: BinaryIO, size: int) -> FileProfile: ...

    def locate(self, stream: BinaryIO, size: int, predicate: Predicate) -> Tally: ...


class PieceReader(Reader, Protocol):
    """Reads a file in pieces, too."""

    def scan_piece(
        self, stream: BinaryIO, size: int, begin: int, end: int, *, exact: bool = False
    ) -> Piece[FileProfile]: ...


IN_PIECES = (
    "csv", "recordio-protobuf", "image-recordio", "lst", "augmented-manifest", "time-series", "libsvm", "sentences",
    "sequence-pairs", "word-vectors",
)  # fmt: skip

COMPILED = ("csv", "recordio-protobuf", "image-recordio", "lst")
"""Those of them that compiled loops read, which do not hold Python's lock."""


@cache
def reader(name: str) -> Reader:
    """The reader of a format. Raises `KeyError` for a format that none reads."""
    return cast(Reader, import_module(f"advisor.formats.{MODULES[name]}"))


def piece_reader(name: str) -> PieceReader:
    """The reader of one of the formats `IN_PIECES`."""
    return cast(PieceReader, reader(name))


def finish(name: str, profile: FileProfile, stream: BinaryIO) -> None:
    """Ends the reading of a file whose pieces are joined: some things show only when all of it is known."""
    ending: Any = getattr(reader(name), "finish", None)
    if ending:
        ending(profile, stream)
