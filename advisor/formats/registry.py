"""The formats that are read. The reader of one is the module of its name, imported when a file of it is met."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any, BinaryIO, NamedTuple, Protocol, cast

from advisor.profile.base import FileProfile, Piece, Tally
from advisor.profile.predicates import Predicate


class Format(NamedTuple):
    """What is known of a format before its reader is imported.

    `suffixes`: endings of names that promise it, asked only where the bytes themselves say nothing. `file_name`: the
    one name under which it is looked for, whatever the bytes say. `in_pieces`: a file may be read in pieces.
    `at_a_glance`: the ends of a file often say all. `compiled`: compiled loops read it, without Python's lock.
    `images`: it holds images, which its reader may `decode`.
    """

    suffixes: tuple[str, ...] = ()
    in_pieces: bool = False
    compiled: bool = False
    at_a_glance: bool = False
    images: bool = False
    file_name: str | None = None


FORMATS = {
    "csv": Format((".csv", ".tsv"), in_pieces=True, compiled=True),
    "recordio-protobuf": Format((".pbr", ".recordio", ".protobuf", ".pb"), in_pieces=True, compiled=True),
    "image-recordio": Format((".rec",), in_pieces=True, compiled=True, images=True),
    "image": Format((".jpg", ".jpeg", ".png"), at_a_glance=True, images=True),
    "mask": Format(images=True),
    "lst": Format((".lst",), in_pieces=True, compiled=True),
    "detection-json": Format((".json",)),
    "coco-json": Format(),
    "label-map": Format(),
    "category-index": Format(file_name="categorical_index.json"),
    "vocabulary": Format((".txt",)),
    "augmented-manifest": Format((".manifest", ".jsonl"), in_pieces=True),
    "manifest": Format(),
    "record-index": Format((".idx",)),
    "model-archive": Format(),
    "time-series": Format(in_pieces=True),
    "time-series-parquet": Format(),
    "sequence-pairs": Format(in_pieces=True),
    "sentences": Format(in_pieces=True),
    "vocabulary-json": Format(),
    "word-vectors": Format(in_pieces=True),
    "libsvm": Format((".libsvm", ".svm", ".svmlight"), in_pieces=True, compiled=True),
    "parquet": Format((".parquet",)),
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
    return cast(Reader, import_module(f"advisor.formats.{name.replace('-', '_')}"))


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
