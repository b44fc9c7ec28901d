"""The formats that are read. The reader of one is imported when a file of it is met."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any, BinaryIO, NamedTuple, Protocol, cast

from advisor.profile.base import FileProfile, Piece, Tally
from advisor.profile.predicates import Predicate


class Format(NamedTuple):
    """What is known of a format before its reader is imported.

    `module`: where its reader lies in this package. `suffixes`: endings of names that promise it, asked only where the
    bytes themselves say nothing. `file_name`: the one name under which it is looked for, whatever the bytes say.
    `in_pieces`: a file may be read in pieces. `compiled`: compiled loops read it, without Python's lock.
    `at_a_glance`: the ends of a file often say all. `images`: it holds images, which its reader may `decode`.
    """

    module: str
    suffixes: tuple[str, ...] = ()
    in_pieces: bool = False
    compiled: bool = False
    at_a_glance: bool = False
    images: bool = False
    file_name: str | None = None


FORMATS = {
    "csv": Format("tables.csv", (".csv", ".tsv"), in_pieces=True, compiled=True),
    "recordio-protobuf": Format(
        "recordio.protobuf", (".pbr", ".recordio", ".protobuf", ".pb"), in_pieces=True, compiled=True
    ),
    "image-recordio": Format("images.image_recordio", (".rec",), in_pieces=True, compiled=True, images=True),
    "image": Format("images.image", (".jpg", ".jpeg", ".png"), at_a_glance=True, images=True),
    "mask": Format("images.mask", images=True),
    "lst": Format("images.lst", (".lst",), in_pieces=True, compiled=True),
    "detection-json": Format("images.detection_json", (".json",)),
    "coco-json": Format("images.coco_json"),
    "label-map": Format("images.label_map"),
    "category-index": Format("tables.category_index", file_name="categorical_index.json"),
    "vocabulary": Format("text.vocabulary", (".txt",)),
    "augmented-manifest": Format("manifests.augmented_manifest", (".manifest", ".jsonl"), in_pieces=True),
    "manifest": Format("manifests.manifest"),
    "record-index": Format("images.record_index", (".idx",)),
    "model-archive": Format("model_archive"),
    "time-series": Format("series.time_series", in_pieces=True),
    "time-series-parquet": Format("series.time_series_parquet"),
    "sequence-pairs": Format("text.sequence_pairs", in_pieces=True),
    "sentences": Format("text.sentences", in_pieces=True),
    "vocabulary-json": Format("text.vocabulary_json"),
    "word-vectors": Format("text.word_vectors", in_pieces=True),
    "libsvm": Format("tables.libsvm", (".libsvm", ".svm", ".svmlight"), in_pieces=True, compiled=True),
    "parquet": Format("tables.parquet", (".parquet",)),
}

FILE_NAMES = {known.file_name: name for name, known in FORMATS.items() if known.file_name}
HEAD_SEEN, END_SEEN = 1 << 12, 2

SUFFIXES = {suffix: name for name, known in FORMATS.items() for suffix in known.suffixes}


class Reader(Protocol):
    def scan(self, stream: BinaryIO, size: int, **options: bool) -> FileProfile: ...


class PieceReader(Reader, Protocol):
    """Reads a file in pieces, too."""

    def scan_piece(
        self, stream: BinaryIO, size: int, begin: int, end: int, *, exact: bool = False, **options: bool
    ) -> Piece[FileProfile]: ...


@cache
def reader(name: str) -> Reader:
    """The reader of one of the `FORMATS`."""
    return cast(Reader, import_module(f"advisor.formats.{FORMATS[name].module}"))


def piece_reader(name: str) -> PieceReader:
    """The reader of a format that is read in pieces."""
    return cast(PieceReader, reader(name))


def options(name: str, decode: bool) -> dict[str, bool]:
    """What the reader of a format is to be told besides."""
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
