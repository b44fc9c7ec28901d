"""Samples as numbers: a stretch of them at a time, dense or sparse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from advisor.conversion.errors import ConversionError

if TYPE_CHECKING:
    import numpy as np

Array: TypeAlias = "np.ndarray[Any, Any]"

SIZE = 1 << 20
"""Values in a stretch, about."""

WIDEST = 1 << 26
"""Features of a row that may be written out."""


@dataclass(frozen=True, slots=True)
class Dense:
    """`values`: a row a sample. `labels`: a row of label values a sample; None where there are none."""

    values: Array
    labels: Array | None = None

    @property
    def rows(self) -> int:
        return len(self.values)

    @property
    def width(self) -> int:
        return int(self.values.shape[1])

    def dense(self) -> Dense:
        return self

    def pieces(self) -> Iterator[Dense]:
        yield self

    def sparse(self) -> Sparse:
        import numpy as np

        rows, columns = np.nonzero(self.values)
        begins = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=self.rows))))
        return Sparse(begins, columns, self.values[rows, columns], self.width, self.labels)

    def taken(self, chosen: Array | slice) -> Dense:
        """The chosen rows: a truth value each, or a stretch of them."""
        return Dense(self.values[chosen], None if self.labels is None else self.labels[chosen])


@dataclass(frozen=True, slots=True)
class Sparse:
    """Compressed rows: row `i` has `values[begins[i]:begins[i + 1]]` at the columns `keys` of the same places."""

    begins: Array
    keys: Array
    values: Array
    width: int
    labels: Array | None = None

    @property
    def rows(self) -> int:
        return len(self.begins) - 1

    def dense(self) -> Dense:
        import numpy as np

        features = np.zeros((self.rows, self.width), self.values.dtype)
        features[self.row_of_each(), self.keys] = self.values
        return Dense(features, self.labels)

    def pieces(self) -> Iterator[Dense]:
        """The rows written out, so few at a time that they fit the memory. Raises `ConversionError`."""
        if self.width > WIDEST:
            raise ConversionError(
                f"{self.width:,} features are too many to be written out: write them as sparse records"
            )
        step = max(SIZE // max(self.width, 1), 1)
        for begin in range(0, self.rows, step):
            begins = self.begins[begin : begin + step + 1]
            cells = slice(int(begins[0]), int(begins[-1]))
            labels = None if self.labels is None else self.labels[begin : begin + step]
            part = Sparse(begins - begins[0], self.keys[cells], self.values[cells], self.width, labels)
            yield part.dense()

    def sparse(self) -> Sparse:
        return self

    def row_of_each(self) -> Array:
        """The number of the row of each value."""
        import numpy as np

        return np.repeat(np.arange(self.rows), np.diff(self.begins))

    def taken(self, chosen: Array) -> Sparse:
        """The chosen rows: a truth value each."""
        import numpy as np

        kept = chosen[self.row_of_each()]
        begins = np.concatenate(([0], np.cumsum(np.diff(self.begins)[chosen])))
        labels = None if self.labels is None else self.labels[chosen]
        return replace(self, begins=begins, keys=self.keys[kept], values=self.values[kept], labels=labels)


Batch = Dense | Sparse
