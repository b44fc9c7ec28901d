"""Writes data in another format."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from advisor.conversion.at_hand import at_hand
from advisor.conversion.errors import ConversionError
from advisor.conversion.heeded import refuse_unheeded
from advisor.conversion.images.forms import held_in
from advisor.conversion.images.targets import TARGETS
from advisor.conversion.options import Options, options_of
from advisor.conversion.results import Converted, Written
from advisor.conversion.table import CONVERSIONS, Conversion
from advisor.conversion.tables import mapping
from advisor.conversion.tables.dates import refuse_form
from advisor.conversion.target import Unchanged, put, refuse, whole
from advisor.conversion.text.vocabulary import folder_beside
from advisor.conversion.unpacked import unpacked
from advisor.conversion.unzipped import unzipped
from advisor.dataset.storage import is_s3
from advisor.errors import read_errors_as
from advisor.formats.sniff import kind_at

_KINDS = {"libsvm": "libsvm", "parquet": "parquet", "time-series-parquet": "parquet", "npy": "npy", "npz": "npz",
          "recordio-protobuf": "recordio-protobuf", "list": "csv", "prose": "csv", "text": "csv",
          "wide-text": "csv", "labelled-text": "csv", "word-vectors": "csv"}  # fmt: skip
"""What the first bytes look like -> the format in which the file is read."""

_FIRST = {
    **dict.fromkeys(("zip", "tar", "bzip2", "xz", "zstd", "7z"), "unpack it first"),
    **dict.fromkeys(("json", "json-list-of-columns"), "write it as JSON Lines, an object a line, first"),
    **dict.fromkeys(("arrow", "orc", "avro", "hdf5", "pickle", "xlsx", "ods", "sqlite", "matlab", "stata"),
                    "read it with pandas, and give the data frame to advisor.convert, or write it as Parquet"),
}  # fmt: skip
"""What a file looks like that no conversion reads -> what makes it one that is read."""

PICTURES = (*TARGETS, "masks")
"""What pictures are written as."""


def convert(
    source: Any,
    *,
    to: str,
    output: str | Path,
    held: str | None = None,
    labels: Any = None,
    force: bool = False,
    requester_pays: bool = False,
    **options: Any,
) -> Converted:
    """Writes `source` in the format `to`: to a new file, or to a new folder where there are several files.

    `source`: a file, a folder whose files follow each other, a zip file of one, an array, a sparse matrix of SciPy or
    a data frame; files may be in S3 (`s3://bucket/prefix`). `held`: the format of the source, where its first bytes do
    not tell. `labels`: of an array's rows. `requester_pays`: for what is read from S3. `options`: as in
    `advisor.conversion.options.Options`.
    Raises `ConversionError` where it cannot be done; then nothing is left where the result would be.
    """
    if is_s3(output):
        raise ConversionError(f"{output}: the result is written on this machine: send it with aws s3 sync afterwards")
    target = Path(output)
    with ExitStack() as stack:
        if images := options.get("images"):
            found = stack.enter_context(at_hand(images, target, requester_pays=requester_pays))
            options["images"] = stack.enter_context(unzipped(found, target))
        chosen = options_of(options)
        if chosen.time_format:
            refuse_form(chosen.time_format)
        if isinstance(source, (str, Path)):
            fetched = stack.enter_context(at_hand(source, target, requester_pays=requester_pays))
            refuse(target, [fetched], force=force)
            opened = stack.enter_context(unzipped(fetched, target))
            name, given = str(source), _files(stack.enter_context(unpacked(opened, target)), held, to, chosen)
        else:
            name, given = type(source).__name__, _values(source, labels)
        written = _write(given, to, target, chosen, force=force)
    return Converted(source=name, held=given.held, wanted=to, output=str(target), **written.model_dump())


class _Given(NamedTuple):
    """`content`: what the conversion takes. `files`: those that it is read from."""

    name: str
    held: str
    content: Any
    path: Path | None = None
    files: Sequence[Path] = ()


def _values(source: Any, labels: Any) -> _Given:
    is_frame, name = hasattr(source, "iloc") and hasattr(source, "columns"), type(source).__name__
    if not is_frame and not (hasattr(source, "shape") and hasattr(source, "dtype")):
        raise ConversionError(
            f"a {name} cannot be converted: give a path, an array of NumPy, a sparse matrix of SciPy or a data frame "
            "of pandas"
        )
    if is_frame and labels is not None:
        raise ConversionError("the labels of a data frame are one of its columns: name it, label=NAME")
    return _Given(name, "frame", source) if is_frame else _Given(name, "array", (source, labels))


def _files(path: Path, held: str | None, to: str, options: Options) -> _Given:
    files = files_of(path)
    if to in PICTURES:
        return _Given(str(path), held or _picture_form(path, to, options), path, path, files)
    return _Given(str(path), held or _held(files), files, path, files)


def _write(given: _Given, to: str, target: Path, options: Options, *, force: bool) -> Written:
    conversion = _conversion(given.name, given.held, to, options)
    unchanged = Unchanged(given.files)
    with whole(target, force=force, sources=[given.path] if given.path else []) as place:
        written = conversion(given.content, place, options)
        unchanged.confirm()
        _keep(written, options, target, place)
    return written


def _conversion(name: str, form: str, to: str, options: Options) -> Conversion:
    conversion = CONVERSIONS.get((form, to))
    if conversion is None:
        known = ", ".join(sorted({wanted for own, wanted in CONVERSIONS if own == form}))
        hint = f"; as {known} it can" if known else f": {_FIRST[form]}" if form in _FIRST else ""
        raise ConversionError(f"{name}: {form} cannot be written as {to}{hint}")
    refuse_unheeded(options, form, to)
    return conversion


def _keep(written: Written, options: Options, target: Path, place: Path) -> None:
    """Keeps what was learned, before the result is there: a result without it would be of no use."""
    if options.mapping and written.mapping and not options.mapping.exists():
        mapping.save(written.mapping, options.mapping)
    if options.vocabulary and (made := folder_beside(place)).exists():
        put(made, options.vocabulary, target, place)


def files_of(path: Path) -> list[Path]:
    """The file, or the files below the folder by their names; those that begin with . or _ are left out."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise ConversionError(f"{path}: there is no such file or folder")
    found = [file for file in sorted(path.rglob("*")) if file.is_file() and not file.name.startswith((".", "_"))]
    if not found:
        raise ConversionError(f"{path}: the folder holds no file to convert")
    return found


def _picture_form(source: Path, to: str, options: Options) -> str:
    """In which form pictures are held. A manifest alone becomes another one where its pictures stay in S3."""
    form = held_in(source)
    if to == "masks" and form != "ground-truth":
        return "colour-masks"
    return "manifest" if (form, to) == ("ground-truth", "augmented-manifest") and not options.prefix else form


def held_by(file: Path) -> str:
    """The format of a file by its first bytes."""
    with read_errors_as(ConversionError, file), file.open("rb") as stream:
        return _KINDS.get(kind := kind_at(stream, file.stat().st_size), kind)


def _held(files: list[Path]) -> str:
    held = {file: held_by(file) for file in files}
    if len(set(held.values())) > 1:
        one, other = [f"{name} ({fmt})" for name, fmt in held.items()][:2]
        raise ConversionError(
            f"the files are not of one format: {one}, {other}: convert them one by one, or say --from"
        )
    return next(iter(held.values()))
