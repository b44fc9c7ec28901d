"""The formats that are read. The reader of one is imported when a file of it is met."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any, BinaryIO, Protocol, cast

from advisor.formats.pieces import ByteRange
from advisor.profile.base import FileProfile, Piece, Tally
from advisor.profile.formats import FORMATS
from advisor.profile.predicates import Predicate

READERS = {
    "csv": "tables.csv",
    "recordio-protobuf": "recordio.protobuf",
    "image-recordio": "images.image_recordio",
    "image": "images.image",
    "mask": "images.mask",
    "lst": "images.lst",
    "detection-json": "images.detection_json",
    "coco-json": "images.coco_json",
    "label-map": "images.label_map",
    "category-index": "tables.category_index",
    "vocabulary": "text.vocabulary",
    "augmented-manifest": "manifests.augmented_manifest",
    "manifest": "manifests.manifest",
    "record-index": "images.record_index",
    "model-archive": "models.archive",
    "time-series": "series.time_series",
    "time-series-parquet": "series.time_series_parquet",
    "sequence-pairs": "text.sequence_pairs",
    "sentences": "text.sentences",
    "vocabulary-json": "text.vocabulary_json",
    "word-vectors": "text.word_vectors",
    "libsvm": "tables.libsvm",
    "parquet": "tables.parquet",
}
"""Format -> the module of its reader, below this package."""

HEAD_SEEN, END_SEEN = 1 << 12, 1 << 8


class Reader(Protocol):
    def scan(self, stream: BinaryIO, size: int, **options: bool) -> FileProfile: ...


class PieceReader(Reader, Protocol):
    """Reads a file in pieces, too."""

    def scan_piece(self, part: ByteRange, **options: bool) -> Piece[FileProfile]:
        """The profile of the lines or records of a range."""


@cache
def reader(name: str) -> Reader:
    """The reader of one of the `FORMATS`."""
    return cast(Reader, import_module(f"advisor.formats.{READERS[name]}"))


def piece_reader(name: str) -> PieceReader:
    """The reader of a format that is read in pieces."""
    return cast(PieceReader, reader(name))


def options(name: str, decode: bool) -> dict[str, bool]:
    """Further arguments for the reader of a format."""
    return {"decode": True} if decode and FORMATS[name].images else {}


def glance(name: str, head: bytes, end: bytes, size: int) -> FileProfile | None:
    """The profile of a file of which its first `HEAD_SEEN` bytes and its last `END_SEEN` say all; None of any other."""
    module: Any = reader(name)
    profile: FileProfile | None = module.glance(head, end, size)
    return profile


def finish(name: str, profile: FileProfile, stream: BinaryIO) -> None:
    """Ends the reading of a file whose pieces are joined: some things show only when all of it is known."""
    ending: Any = getattr(reader(name), "finish", None)
    if ending:
        ending(profile, stream)


def locate(name: str, stream: BinaryIO, size: int, predicate: Predicate) -> Tally:
    """Where a file has what the predicate asks for; nowhere, for readers whose profiles hold all places."""
    second_look: Any = getattr(reader(name), "locate", None)
    return cast(Tally, second_look(stream, size, predicate)) if second_look else Tally()
