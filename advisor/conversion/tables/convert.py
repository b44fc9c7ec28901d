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
from advisor.conversion.tables import gaps
from advisor.conversion.tables.gaps import Settled
from advisor.conversion.tables.mapping import as_mapping, save
from advisor.conversion.tables.parquet import ParquetRows, ParquetWriter
from advisor.conversion.tables.prepare import Prepared
from advisor.conversion.tables.rows import RowSource, Together
from advisor.conversion.tables.sources import arrays, npz, records
from advisor.conversion.tables.sources.csv import CsvRows
from advisor.conversion.tables.sources.json_lines import JsonLinesRows
from advisor.conversion.tables.sources.libsvm import LibsvmSamples
from advisor.conversion.tables.sources.texts import Lines, ParallelLines, TextFiles
from advisor.conversion.tables.whole_numbers import Rounded
from advisor.conversion.tables.writers import ENDINGS, WRITERS, Writer

Source = Sequence[Path] | Any
"""Files that follow each other, or an array, a sparse matrix or a data frame."""


def _one_by_one(read: Callable[[Path, Options], RowSource]) -> Callable[[Sequence[Path], Options], RowSource]:
    return lambda files, options: Together([read(file, options) for file in files], files)


ROWS: dict[str, Callable[[Any, Options], RowSource]] = {
    "csv": _one_by_one(CsvRows),
    "parquet": ParquetRows,
    "json-lines": JsonLinesRows,
    "lines": _one_by_one(Lines),
    "parallel-lines": ParallelLines,
    "text-files": TextFiles,
    "frame": arrays.FrameRows,
}
"""Sources of text: a cell of theirs may be anything."""

SAMPLES: dict[str, Callable[[Path, Options, LeftOut], Iterator[Batch]]] = {
    "npy": lambda file, *_: arrays.read(file),
    "npz": lambda file, options, _: npz.read(file, options),
    "recordio-protobuf": records.read,
}
"""Files of numbers, and what takes up the records that are left out of them."""

TO: dict[str, Callable[[Path, Options], Writer]] = {**WRITERS, "parquet": ParquetWriter}
FROM = (*ROWS, *SAMPLES, "libsvm", "array")


def convert(source: Source, held: str, wanted: str, target: Path, options: Options) -> Written:
    """Writes a source that is `held` as `wanted`: to the file `target`, or below it where there are several files."""
    with Parts(target, ENDINGS[wanted], options, TO[wanted]) as parts:
        if held in ROWS:
            return _from_rows(ROWS[held](source, options), wanted, target, options, parts)
        return _from_samples(source, held, wanted, options, parts)


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
    return Written(
        rows=parts.rows,
        dropped=prepared.dropped + prepared.left_out.count,
        aside=tuple(prepared.left_out.listed),
        mapping=as_mapping(prepared.learned, source.names),
        notes=notes,
        files=parts.files(),
    )


def _first_cell(row: Any) -> bytes:
    return row.partition(b",")[0] if isinstance(row, bytes) else row[0].encode()


def _from_samples(given: Source, held: str, wanted: str, options: Options, parts: Parts) -> Written:
    left_out = LeftOut()
    source = _samples(given, held, options, left_out)
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
    return Written(
        rows=parts.rows,
        dropped=settled.dropped + left_out.count,
        aside=tuple(left_out.listed),
        notes=notes,
        files=parts.files(),
    )


def _samples(given: Source, held: str, options: Options, left_out: LeftOut) -> Callable[[], Iterator[Batch]]:
    """The samples of a source of numbers, as often as they are asked for."""
    if held == "libsvm":
        return LibsvmSamples(given, options).batches
    if held == "array":
        return lambda: arrays.batches(*given)
    return lambda: chain.from_iterable(SAMPLES[held](file, options, left_out) for file in given)


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
    return _samples(files, held, options, LeftOut())()


def _unlabelled(source: Callable[[], Iterator[Batch]]) -> Callable[[], Iterator[Batch]]:
    return lambda: (replace(batch, labels=None) for batch in source())


def learned_together(
    held: str, files: list[Path], keywords: list[dict[str, Any]], work: Path
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The options by which files of one format come out alike, and the mapping that was learned from them."""
    own = [Options(**each) for each in keywords]
    options = own[0]
    if held in ROWS:
        source = Together([ROWS[held]([file], each) for file, each in zip(files, own, strict=True)], files)
    if held in ROWS and (options.numbers or options.classes or options.missing == "mean"):
        prepared = Prepared(source, options, strict=False)
        by_number = work / f"{held}.mapping.json"
        save(as_mapping(prepared.learned, None), by_number)
        return {"mapping": by_number}, as_mapping(prepared.learned, source.names)
    alike: dict[str, Any] = {}
    if held not in ROWS and options.classes:
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
                dense, labels=dense.values[:, [column]], values=np.delete(dense.values, column, axis=1)
            )  # fmt: skip

    return batches
