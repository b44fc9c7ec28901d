"""Missing values and values beyond float32 among samples that are numbers already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from advisor.conversion.batches import Array, Batch, Dense, Sparse
from advisor.conversion.errors import HOW_BEYOND, HOW_GAPS, ConversionError
from advisor.conversion.options import Options
from advisor.profile.base import FLOAT32_MAX

Source = Callable[[], Iterator[Batch]]


class Settled:
    """The samples of a source, with gaps and values beyond bounds as the options say. `strict`: they must say it."""

    def __init__(self, source: Source, options: Options, *, strict: bool) -> None:
        self._source, self._options, self._strict = source, options, strict
        self.dropped = 0

    def batches(self) -> Iterator[tuple[Batch, None]]:
        """The samples, which nothing but themselves can be split by."""
        import numpy as np

        self.dropped = 0
        means = _means(self._source()) if self._options.missing == "mean" else None
        given = np.array(self._options.known_classes)
        classes = (given if given.size else classes_of(self._source())) if self._options.classes else None
        first = 1
        for batch in self._source():
            settled = self._beyond(batch, first)
            settled = self._missing(settled, means, first)
            first += batch.rows
            if classes is not None and settled.labels is not None:
                settled = replace(settled, labels=_numbered(settled.labels, classes))
            if settled.rows:
                yield settled, None

    def _beyond(self, batch: Batch, first: int) -> Batch:
        import numpy as np

        values, choice = batch.values, self._options.beyond
        far = np.abs(values) > FLOAT32_MAX
        if choice == "drop":
            is_odd = _rows_with(batch, far)
            if batch.labels is not None:
                is_odd |= (np.abs(batch.labels) > FLOAT32_MAX).any(axis=1)
            return self._without(batch, is_odd)
        if not far.any():
            return batch
        if choice == "clip":
            return replace(batch, values=np.clip(values, -FLOAT32_MAX, FLOAT32_MAX))
        if self._strict:
            place = first + int(np.flatnonzero(_rows_with(batch, far))[0])
            raise ConversionError(f"row {place}: a value does not fit a 32-bit float: {HOW_BEYOND}")
        return batch

    def _missing(self, batch: Batch, means: Array | None, first: int) -> Batch:
        import numpy as np

        values, choice = batch.values, self._options.missing
        gaps = np.isnan(values)
        unlabelled = np.zeros(batch.rows, bool) if batch.labels is None else np.isnan(batch.labels).any(axis=1)
        if choice == "drop":
            return self._without(batch, _rows_with(batch, gaps) | unlabelled)
        if unlabelled.any() and self._strict:
            place = first + int(np.flatnonzero(unlabelled)[0])
            raise ConversionError(f"row {place}: has no label: --missing drop leaves such rows out")
        if not gaps.any() or choice == "keep":
            return batch
        if choice is None:
            if not self._strict:
                return batch
            place = first + int(np.flatnonzero(_rows_with(batch, gaps))[0])
            raise ConversionError(f"row {place}: a value is missing: {HOW_GAPS}")
        fill = np.full(batch.width, choice, np.float64) if means is None else means
        columns = np.nonzero(gaps)[-1] if isinstance(batch, Dense) else batch.keys[gaps]
        filled = values.copy()
        filled[gaps] = fill[columns]
        if np.isnan(filled).any():
            raise ConversionError(f"column {int(columns[np.isnan(fill[columns])][0]) + 1} has no value at all")
        return replace(batch, values=filled)

    def _without(self, batch: Batch, odd: Array) -> Batch:
        self.dropped += int(odd.sum())
        return batch.taken(~odd) if odd.any() else batch


def _rows_with(batch: Batch, odd: Array) -> Array:
    """The rows that hold an odd value: a truth value each."""
    import numpy as np

    if isinstance(batch, Dense):
        return np.asarray(odd.any(axis=1))
    return np.bincount(batch.row_of_each()[odd], minlength=batch.rows) > 0


def _means(batches: Iterator[Batch]) -> Array:
    """The mean of each column over the values that are there; in sparse rows, zeros are there."""
    import numpy as np

    totals = counts = np.zeros(0)
    for batch in batches:
        values = batch.values.astype(np.float64)
        if not totals.size:
            totals, counts = np.zeros(batch.width), np.zeros(batch.width)
        sound = np.isfinite(values)
        if isinstance(batch, Sparse):
            totals += np.bincount(batch.keys[sound], values[sound], batch.width)
            counts += batch.rows - np.bincount(batch.keys[~sound], minlength=batch.width)
        else:
            totals += np.where(sound, values, 0).sum(axis=0)
            counts += sound.sum(axis=0)
    return np.asarray(np.where(counts > 0, totals / np.maximum(counts, 1), np.nan))


def classes_of(batches: Iterator[Batch]) -> Array:
    import numpy as np

    found = np.zeros(0)
    for batch in batches:
        if batch.labels is not None:
            found = np.union1d(found, batch.labels[np.isfinite(batch.labels)])
    return found


def _numbered(labels: Array, classes: Array) -> Array:
    import numpy as np

    return np.where(np.isnan(labels), labels, np.searchsorted(classes, labels)).astype(labels.dtype)
