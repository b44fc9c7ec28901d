"""The forms in which people hold labelled pictures: which one files are in, and what reads it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.files import walked, with_suffix
from advisor.conversion.images.picture import Found
from advisor.conversion.images.sources import (
    class_folders,
    coco,
    ground_truth,
    label_studio,
    labelme,
    listed,
    records,
    voc,
    yolo,
)
from advisor.conversion.images.sources.json_files import loaded
from advisor.conversion.options import Options
from advisor.conversion.tables.convert import ROWS
from advisor.errors import read_errors_as
from advisor.formats.json.members import elements
from advisor.formats.json.text import NotJsonError

TABLES = {".csv": "csv", ".tsv": "csv", ".jsonl": "json-lines", ".parquet": "parquet"}
"""Suffix -> the form of a table that lists pictures."""
LISTED = tuple(dict.fromkeys(TABLES.values()))

HEAD = 1 << 10
"""Bytes in which a document of JSON begins."""
_BY_KEY = {"images": "coco", "annotations": "coco", "shapes": "labelme"}
"""A key of a document -> whose it is."""


def read(source: Path, held: str, options: Options) -> Found:
    """The pictures of a source that is `held`, and what is said of them."""
    images = options.images or (source if source.is_dir() else source.parent)
    if not images.is_dir():
        raise ConversionError(f"{images}: there is no such folder of pictures")
    return _FORMS[held](source, images, options)


def held_in(source: Path) -> str:
    """In which form pictures are held, by the names and the first bytes of the files. Raises `ConversionError`."""
    suffixes = {path.suffix.lower(): path for path in (walked(source) if source.is_dir() else [source])}
    by_suffix = {".rec": "image-recordio", ".lst": "lst", ".manifest": "ground-truth", ".xml": "voc"}
    for suffix, held in by_suffix.items():
        if suffix in suffixes:
            return held
    if ".json" in suffixes or source.suffix.lower() == ".json":
        for held in ("coco", "label-studio", "labelme"):
            if _documents(source, held):
                return held
    if source.is_dir():
        if yolo.is_held(source):
            return "yolo"
        return "csv" if {".csv", ".tsv"} & suffixes.keys() and not class_folders.is_held(source) else "class-folders"
    if source.suffix.lower() in TABLES:
        return TABLES[source.suffix.lower()]
    raise ConversionError(f"{source}: its form is not known: say --from {', '.join(HELD)}")


def _documents(source: Path, held: str) -> list[Path]:
    return [path for path in with_suffix(source, (".json",)) if _document_form(path) == held]


def _document(source: Path, held: str) -> Path:
    found = [source] if source.is_file() else _documents(source, held)
    if len(found) != 1:
        raise ConversionError(
            f"{source}: holds {len(found)} documents of {held}: name the one that is meant, with --images"
        )
    return found[0]


def _document_form(path: Path) -> str | None:
    """What a document of JSON is: a list is Label Studio's, an object is known by its keys."""
    try:
        with read_errors_as(ConversionError, path), path.open("rb") as stream:
            if found := next((_BY_KEY[key] for key, _, _ in elements(stream) if key in _BY_KEY), None):
                return found
    except NotJsonError:
        if path.stat().st_size and path.read_bytes()[:1] != b"[":
            loaded(path)  # says what is wrong with it
    with path.open("rb") as stream:
        return "label-studio" if stream.read(HEAD).lstrip().startswith(b"[") else None


def _only(source: Path, suffixes: tuple[str, ...], called: str) -> Path:
    found = with_suffix(source, suffixes)
    if len(found) > 1:
        raise ConversionError(f"{source}: holds {len(found)} {called}: name the one that is meant, with --images")
    return found[0]


def _folder(source: Path, held: str) -> Path:
    if not source.is_dir():
        raise ConversionError(f"{source}: is no folder, as {held} is")
    return source


def _listed(form: str, source: Path, images: Path, options: Options) -> Found:
    table = _only(source, tuple(suffix for suffix, own in TABLES.items() if own == form), "tables")
    return listed.read(ROWS[form]([table], options), images, options)


_FORMS: dict[str, Callable[[Path, Path, Options], Found]] = {
    "class-folders": lambda source, *_: class_folders.read(_folder(source, "class-folders")),
    "coco": lambda source, images, _: coco.read(_document(source, "coco"), images),
    "ground-truth": lambda source, images, options: ground_truth.read(
        _only(source, ground_truth.MANIFESTS, "manifests"), images, options.label_attribute
    ),
    "image-recordio": lambda source, *_: records.read_rec(with_suffix(source, (".rec",))),
    "label-studio": lambda source, images, _: label_studio.read(_document(source, "label-studio"), images),
    "labelme": lambda source, images, _: labelme.read(
        _documents(source, "labelme") or with_suffix(source, (".json",)), images
    ),
    "lst": lambda source, images, _: records.read_lst(with_suffix(source, (".lst",)), images),
    "voc": lambda source, *_: voc.read(_folder(source, "voc")),
    "yolo": lambda source, *_: yolo.read(_folder(source, "yolo")),
    **{form: partial(_listed, form) for form in LISTED},
}
"""Form -> what reads it: from the source, and the folder of the pictures that it names."""

HELD = tuple(_FORMS)
