"""The samples of libsvm files: `label index:value ...`, one a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from advisor.conversion.batches import Sparse
from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.formats.lines import BOM, numbered

LONGEST = 1 << 25
ROWS = 1 << 13
MOST = (1 << 32) - 1
"""The greatest index that readers hold."""


class LibsvmSamples:
    """The files must be read once before: a line names only the features that it has."""

    def __init__(self, files: Sequence[Path], options: Options) -> None:
        self._files = files
        least, most = self._bounds() if options.base is None or options.width is None else (0, -1)
        self.base = options.base if options.base is not None else min(least, 1)
        self.width = options.width or most - self.base + 1
        if self.width < 1:
            raise ConversionError(f"{files[0]}: no line has a feature: say --width, the number of features")

    def batches(self) -> Iterator[Sparse]:
        labels: list[float] = []
        keys: list[int] = []
        values: list[float] = []
        begins = [0]
        for place, label, own_keys, own_values in self._rows():
            if own_keys and (own_keys[-1] - self.base >= self.width or own_keys[0] < self.base):
                odd = own_keys[-1] if own_keys[-1] - self.base >= self.width else own_keys[0]
                raise ConversionError(
                    f"{place}: the index {odd} does not lie among {self.width} features from {self.base} on: "
                    "see --width and --base"
                )
            labels.append(label)
            keys += own_keys
            values += own_values
            begins.append(len(keys))
            if len(labels) == ROWS:
                yield self._batch(begins, keys, values, labels)
                labels, keys, values, begins = [], [], [], [0]
        if labels:
            yield self._batch(begins, keys, values, labels)

    def _batch(self, begins: list[int], keys: list[int], values: list[float], labels: list[float]) -> Sparse:
        import numpy as np

        columns = np.array(keys, np.int64) - self.base
        return Sparse(np.array(begins), columns, np.array(values), self.width, np.array(labels).reshape(-1, 1))

    def _bounds(self) -> tuple[int, int]:
        least, most = 1, -1
        for _, _, keys, _ in self._rows():
            if keys:
                least, most = min(least, keys[0]), max(most, keys[-1])
        return least, most

    def _rows(self) -> Iterator[tuple[str, float, list[int], list[float]]]:
        for file in self._files:
            with file.open("rb") as stream:
                for line, text in numbered(stream, LONGEST):
                    row = text.removeprefix(BOM if line == 1 else b"").partition(b"#")[0].split()
                    if row:
                        yield self._row(f"{file}:{line}", row)

    def _row(self, place: str, row: list[bytes]) -> tuple[str, float, list[int], list[float]]:
        label, *pairs = row
        if b":" in label or (pairs and pairs[0].startswith(b"qid:")):
            raise ConversionError(f"{place}: weights and query ids have no place in another format: take them out")
        try:
            split = [pair.split(b":") for pair in pairs]
            found = {int(key): float(value) for key, value in split}
            if len(found) != len(pairs):
                raise ConversionError(f"{place}: an index stands twice in the row")
            keys = sorted(found)
            if keys and not 0 <= keys[0] <= keys[-1] <= MOST:
                raise ConversionError(f"{place}: an index does not lie between 0 and {MOST}")
            return place, float(label), keys, [found[key] for key in keys]
        except ValueError as error:
            raise ConversionError(f"{place}: is no row of libsvm, label index:value ...: {error}") from error
