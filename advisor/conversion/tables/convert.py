"""From one form of table to another: a source, what is to be done on the way, and a writer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from advisor.conversion.batches import Batch
from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.conversion.results import LeftOut, Written
from advisor.conversion.split import Parts
from advisor.conversion.tables import arrays, gaps, learn, npz, records
from advisor.conversion.tables.csv import CsvRows
from advisor.conversion.tables.gaps import Settled
from advisor.conversion.tables.json_lines import JsonLinesRows
from advisor.conversion.tables.libsvm import LibsvmSamples
from advisor.conversion.tables.parquet import ParquetRows, ParquetWriter
from advisor.conversion.tables.prepare import Prepared
from advisor.conversion.tables.rows import RowSource, Together
from advisor.conversion.tables.texts import Lines, ParallelLines, TextFiles
from advisor.conversion.tables.whole_numbers import Rounded
from advisor.conversion.tables.writers import ENDINGS, WRITERS, Writer

Source = Sequence[Path] | Any
"""Files that follow each other, or an array, a sparse matrix or a data frame."""

ROWS: dict[str, Callable[[Any, Options], RowSource]] = {
    "csv": CsvRows,
    "parquet": ParquetRows,
    "json-lines": JsonLinesRows,
    "lines": Lines,
    "parallel-lines": ParallelLines,
    "text-files": TextFiles,
    "frame": arrays.FrameRows,
}
"""Sources of text: a cell of theirs may be anything."""

_SAMPLES: dict[str, Callable[[Any, Options, LeftOut], Callable[[], Iterator[Batch]]]] = {
    "libsvm": lambda files, options, _: LibsvmSamples(files, options).batches,
    "npy": lambda files, *_: lambda: chain.from_iterable(map(arrays.read, files)),
    "npz": lambda files, options, _: lambda: chain.from_iterable(npz.read(file, options) for file in files),
    "recordio-protobuf": lambda files, options, left_out: (
        lambda: chain.from_iterable(
            records.read(file, options.width, left_out if options.featureless else None) for file in files
        )
    ),
    "array": lambda found, *_: lambda: arrays.batches(*found),
}
"""Sources of numbers, and what takes up the records that are left out of them."""

TO: dict[str, Callable[[Path, Options], Writer]] = {**WRITERS, "parquet": ParquetWriter}
FROM = (*ROWS, *_SAMPLES)


def convert(source: Source, held: str, wanted: str, target: Path, options: Options) -> Written:
    """Writes a source that is `held` as `wanted`: to the file `target`, or below it where there are several files."""
    with Parts(target, ENDINGS[wanted], options, lambda path: TO[wanted](path, options)) as parts:
        if held in ROWS:
            return _from_rows(ROWS[held](source, options), wanted, target, options, parts)
        left_out = LeftOut("")
        written = _from_samples(_SAMPLES[held](source, options, left_out), held, wanted, options, parts)
        return _without(written, left_out)


def _from_rows(source: RowSource, wanted: str, target: Path, options: Options, parts: Parts) -> Written:
    if wanted == "libsvm" and options.label is None:
        raise ConversionError("libsvm begins each line with a label: name its column with --label")
    prepared = Prepared(source, options, strict=wanted != "csv")
    notes: tuple[str, ...] = ()
    if wanted == "csv":
        parts.lines(prepared.lines, _first_cell)
    else:
        notes = _written(parts, prepared.batches, wanted)
    if options.categorical_index:
        index = json.dumps({"cat_index_list": prepared.categories})
        (target / "categorical_index.json").write_text(index + "\n", "utf-8")
    written = Written(
        rows=parts.rows,
        dropped=prepared.dropped,
        mapping=learn.as_mapping(prepared.learned, source),
        notes=notes,
        files=parts.files(),
    )
    return _without(written, prepared.left_out)


def _without(written: Written, left_out: LeftOut) -> Written:
    return written.model_copy(update={"dropped": written.dropped + left_out.count, "aside": tuple(left_out.listed)})


def _first_cell(row: Any) -> bytes:
    return row.partition(b",")[0] if isinstance(row, bytes) else row[0].encode()


def _from_samples(
    source: Callable[[], Iterator[Batch]], held: str, wanted: str, options: Options, parts: Parts
) -> Written:
    is_named = held == "npz" and options.label is not None and not options.label.isdecimal()
    if options.label and held in ("npy", "npz", "array") and not is_named:
        source = _labelled(source, options.label)
    elif options.keep or options.drop or options.numbers or options.mapping or (options.label and not is_named):
        raise ConversionError(
            f"the columns of {held} have no names and its labels stand apart: convert it to CSV first"
        )
    if options.unlabelled:
        source = _unlabelled(source)
    strict = wanted in ("recordio-protobuf", "libsvm")
    settled = Settled(source, options, strict=strict)
    notes = _written(parts, settled.batches, wanted)
    return Written(rows=parts.rows, dropped=settled.dropped, mapping={}, notes=notes, files=parts.files())


def _written(parts: Parts, source: Callable[[], Iterator[tuple[Batch, Any]]], wanted: str) -> tuple[str, ...]:
    """Writes the samples; returns notes for the person."""
    if wanted != "recordio-protobuf":
        parts.batches(source)
        return ()
    rounded = Rounded(source)
    parts.batches(rounded.batches)
    return rounded.notes


def batches_of(held: str, files: Sequence[Path], options: Options) -> Iterator[Batch]:
    """The samples of files of numbers."""
    return _SAMPLES[held](files, options, LeftOut(""))()


def _unlabelled(source: Callable[[], Iterator[Batch]]) -> Callable[[], Iterator[Batch]]:
    return lambda: (replace(batch, labels=None) for batch in source())


def learned_together(
    held: str, files: list[Path], told: list[dict[str, Any]], work: Path
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The options by which files of one format come out alike, and the mapping that was learned from them."""
    options = Options(**told[0])
    if held in ROWS:
        source = Together([ROWS[held]([file], Options(**own)) for file, own in zip(files, told, strict=True)], files)
    if held in ROWS and (options.numbers or options.classes or options.missing == "mean"):
        prepared = Prepared(source, options, strict=False)
        mapping = work / f"{held}.mapping.json"
        learn.save(learn.as_mapping(prepared.learned, source, by_name=False), mapping)
        return {"mapping": mapping}, learn.as_mapping(prepared.learned, source)
    alike: dict[str, Any] = {}
    if held in _SAMPLES and options.classes:
        classes = gaps.classes_of(batches_of(held, files, options))
        alike["known_classes"] = tuple(float(value) for value in classes)
    if held == "libsvm":
        samples = LibsvmSamples(files, options)
        alike |= {"width": samples.width, "base": samples.base}
    return alike, {}


def _labelled(source: Callable[[], Iterator[Batch]], label: str) -> Callable[[], Iterator[Batch]]:
    """The samples with one of their columns as the label."""
    import numpy as np

    def batches() -> Iterator[Batch]:
        for dense in chain.from_iterable(batch.pieces() for batch in source()):
            if not (label.isdecimal() and 1 <= int(label) <= dense.width):
                raise ConversionError(f"there is no column {label!r} among the {dense.width}")
            column = int(label) - 1
            yield replace(
                dense, labels=dense.features[:, [column]], features=np.delete(dense.features, column, axis=1)
            )  # fmt: skip

    return batches
