"""Files of several NumPy arrays: which holds the samples, and which their labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from advisor.conversion.batches import Batch
from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.conversion.tables.sources.arrays import batches

SAMPLES = frozenset({"x", "data", "image", "images", "feature", "features", "input", "inputs"})
LABELS = frozenset({"y", "label", "labels", "target", "targets", "class", "classes"})
"""Words in the names of arrays. What is left of a name, such as `train`, tells which belong together."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")


class _Compressed:
    """Compressed rows as `scipy.sparse.save_npz` keeps them."""

    def __init__(self, held: Any) -> None:
        self.data, self.indices, self.indptr = held["data"], held["indices"], held["indptr"]
        self.shape = tuple(int(n) for n in held["shape"])

    def tocsr(self) -> _Compressed:
        return self


def read(file: Path, options: Options) -> Iterator[Batch]:
    """The samples of a .npz file. Raises `ConversionError`."""
    import numpy as np

    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as held:
            found = _members(held, file, options)
    except ConversionError:
        raise
    except Exception as error:  # what NumPy raises on broken bytes is no closed set
        raise ConversionError(f"{file}: cannot be read as NumPy's format: {error}") from error
    yield from batches(*found)


def _members(held: Any, file: Path, options: Options) -> tuple[Any, Any]:
    """The samples, and the labels where there are some."""
    if "indptr" in held.files:
        if str(held["format"].item(), "ascii") != "csr":
            raise ConversionError(f"{file}: holds a sparse matrix that is not in rows: save matrix.tocsr()")
        return _Compressed(held), held["labels"] if "labels" in held.files else None
    name = _samples_in(held.files, file, options.array)
    samples = held[name]
    if options.label in held.files:
        return samples, held[options.label]
    fitting = [label for label in held.files if label != name and _fits(label, name)]
    if len(fitting) > 1:
        fitting = [label for label in fitting if _rest(label) == _rest(name)] or fitting
    if len(fitting) > 1:
        raise ConversionError(f"{file}: holds {', '.join(fitting)}: say which are the labels of {name}, --label NAME")
    return samples, held[fitting[0]] if fitting else None


def _samples_in(names: list[str], file: Path, array: str | None) -> str:
    found = [name for name in names if not _words(name) & LABELS] if array is None else [array]
    if len(found) != 1 or found[0] not in names:
        raise ConversionError(f"{file}: holds {', '.join(names)}: say which array holds the samples, --array NAME")
    return found[0]


def _fits(label: str, samples: str) -> bool:
    """Whether an array is one of labels, and not those of others, as y_test is beside x_train."""
    own, other = _rest(label), _rest(samples)
    return bool(_words(label) & LABELS) and (own == other or not own or not other)


def _words(name: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(name)}


def _rest(name: str) -> set[str]:
    return _words(name) - SAMPLES - LABELS
