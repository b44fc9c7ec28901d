"""Writes data in another format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.conversion.results import Converted
from advisor.conversion.table import CONVERSIONS
from advisor.conversion.tables import learn
from advisor.conversion.target import Unchanged, whole
from advisor.dataset.storage import is_s3
from advisor.formats.sniff import kind_at

_KINDS = {"libsvm": "libsvm", "parquet": "parquet", "time-series-parquet": "parquet", "npy": "npy", "npz": "npz",
          "recordio-protobuf": "recordio-protobuf", "list": "csv", "prose": "csv", "text": "csv",
          "wide-text": "csv", "labelled-text": "csv", "word-vectors": "csv"}  # fmt: skip
"""What the first bytes look like -> the format in which the file is read."""


def convert(
    source: Any,
    *,
    to: str,
    output: str | Path,
    held: str | None = None,
    labels: Any = None,
    force: bool = False,
    **options: Any,
) -> Converted:
    """Writes `source` in the format `to`: to a new file, or to a new folder where there are several files.

    `source`: a file, a folder whose files follow each other, an array, a sparse matrix of SciPy or a data frame.
    `held`: the format of the source, where its first bytes do not tell. `labels`: of an array's rows.
    `options`: as in `advisor.conversion.options.Options`.
    Raises `ConversionError` where it cannot be done; then nothing is left where the result would be.
    """
    told = _options(options)
    target = Path(output)
    files: list[Path] = []
    given: Any = source if hasattr(source, "iloc") else (source, labels)
    name, form = type(source).__name__, "frame" if hasattr(source, "iloc") else "array"
    if isinstance(source, (str, Path)):
        given = files = files_of(source)
        name, form = str(source), held or _held(files)
    conversion = CONVERSIONS.get((form, to))
    if conversion is None:
        known = ", ".join(sorted({wanted for own, wanted in CONVERSIONS if own == form}))
        raise ConversionError(f"{name}: {form} cannot be written as {to}" + (f"; as {known} it can" if known else ""))
    unchanged = Unchanged(files)
    with whole(target, force=force, sources=[Path(source)] if files else []) as place:
        written = conversion(given, place, told)
        unchanged.confirm()
    if told.mapping and written.mapping and not told.mapping.exists():
        learn.save(written.mapping, told.mapping)
    return Converted(source=name, held=form, wanted=to, output=str(output), **written.model_dump())


def _options(given: dict[str, Any]) -> Options:
    """The options as they are held: single names may stand for lists of one."""
    for name in ("drop", "keep", "null", "categories", "features"):
        value = given.get(name)
        if value is not None:
            given[name] = (str(value),) if isinstance(value, (str, int)) else tuple(map(str, value))
    for name in ("label", "split_by", "item", "time", "target", "text"):
        if given.get(name) is not None:
            given[name] = str(given[name])
    if given.get("mapping") is not None:
        given["mapping"] = Path(given["mapping"])
    try:
        return Options(**given)
    except TypeError as error:
        raise ConversionError(f"there is no such option: {str(error).rpartition(' ')[2]}") from None


def files_of(source: str | Path) -> list[Path]:
    """The file, or the files below the folder by their names; those that begin with . or _ are left out."""
    if is_s3(source):
        raise ConversionError(f"{source}: only files on this machine are converted: fetch it with aws s3 cp first")
    path = Path(source)
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise ConversionError(f"{source}: there is no such file or folder")
    found = [file for file in sorted(path.rglob("*")) if file.is_file() and not file.name.startswith((".", "_"))]
    if not found:
        raise ConversionError(f"{source}: the folder holds no file to convert")
    return found


def held_by(file: Path) -> str:
    """The format of a file by its first bytes."""
    try:
        with file.open("rb") as stream:
            return _KINDS.get(kind := kind_at(stream, file.stat().st_size), kind)
    except OSError as error:
        raise ConversionError(f"{file}: cannot be read: {error.strerror or error}") from error


def _held(files: list[Path]) -> str:
    held = {file: held_by(file) for file in files}
    if len(set(held.values())) > 1:
        one, other = [f"{name} ({fmt})" for name, fmt in held.items()][:2]
        raise ConversionError(
            f"the files are not of one format: {one}, {other}: convert them one by one, or say --from"
        )
    return next(iter(held.values()))
