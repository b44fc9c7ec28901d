"""The samples of libsvm files: `label index:value ...`, one a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from advisor.conversion.ahead import ahead
from advisor.conversion.batches import Array, Sparse
from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.conversion.tables.whole_numbers import FLOAT64, refuse_rounded, within
from advisor.formats.kernels import available
from advisor.formats.lines import BOM, blocks, lines_of

LONGEST = 1 << 25
MOST = (1 << 32) - 1
"""The greatest index that readers hold."""


_CELLS = b"0123456789+-.eE"
_NUMBERS_ONLY = b"+-.eE"


@dataclass(frozen=True, slots=True)
class _Rows:
    """Compressed rows, and the line that each stands on."""

    file: Path
    lines: Array
    labels: Array
    begins: Array
    keys: Array
    values: Array


def _quick(file: Path, first: int, data: bytes) -> _Rows | None:
    """All rows of a block, read by compiled code."""
    import numpy as np

    from advisor.formats.kernels.tables.libsvm_table import libsvm_table

    table = libsvm_table(data)
    if table is None:
        return None
    begins = np.concatenate(([0], table.ends))
    lines = np.arange(first, first + len(table.ends))
    return _Rows(file, lines, table.labels, begins, table.keys, table.values)


def _plain(file: Path, first: int, data: bytes) -> _Rows | None:
    """All rows of a block at once; None where one is not written as the format has it, indices rising."""
    import msgspec
    import numpy as np

    data = data.removesuffix(b"\n")
    text = np.frombuffer(data + b"\n", np.uint8)
    if data.translate(None, _CELLS + b": \n"):
        return None
    marks = np.flatnonzero((text == ord(" ")) | (text == ord(":")) | (text == ord("\n")))
    kinds = text[marks]
    ends = np.flatnonzero(kinds == ord("\n"))
    starts = np.concatenate(([0], ends[:-1] + 1))
    place = np.arange(len(marks)) - np.repeat(starts, ends - starts + 1)
    is_key = place % 2 == 1
    is_odd = np.zeros(256, bool)
    is_odd[list(_NUMBERS_ONLY)] = True
    odd = np.flatnonzero(is_odd[text])
    if ((kinds == ord(":")) != is_key).any() or is_key[marks.searchsorted(odd)].any():
        return None
    try:
        found = msgspec.json.decode(b"[%b]" % data.translate(_TO_COMMAS), type=list[float])
    except msgspec.MsgspecError:
        return None
    cells = np.array(found)
    if len(cells) != len(marks) or (cells[is_key] > MOST).any():
        return None  # the first: a block of nothing but a line end
    keys, begins = cells[is_key].astype(np.int64), np.concatenate(([0], np.cumsum((ends - starts) // 2)))
    rising = np.diff(keys) > 0
    rising[begins[(begins > 0) & (begins < len(keys))] - 1] = True
    if not rising.all():
        return None
    is_label = place == 0
    return _Rows(file, np.arange(first, first + len(ends)), cells[is_label], begins, keys, cells[~is_key & ~is_label])


def _numbered(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Blocks of lines, each with the number of its first."""
    first = 1
    for block in blocks(stream, LONGEST):
        yield first, block.removeprefix(BOM if first == 1 else b"")
        first += block.count(b"\n")


_TO_COMMAS = bytes.maketrans(b" :\n", b",,,")


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
        for rows in self._stretches():
            self._confirm(rows)
            yield Sparse(rows.begins, rows.keys - self.base, rows.values, self.width, rows.labels.reshape(-1, 1))

    def _confirm(self, rows: _Rows) -> None:
        """Raises `ConversionError` where an index is not among the features."""
        odd = (rows.keys < self.base) | (rows.keys >= self.base + self.width)
        if odd.any():
            at = int(odd.argmax())
            line = rows.lines[rows.begins.searchsorted(at, "right") - 1]
            raise ConversionError(
                f"{rows.file}:{line}: the index {rows.keys[at]} does not lie among {self.width} features from "
                f"{self.base} on: see --width and --base"
            )

    def _bounds(self) -> tuple[int, int]:
        least, most = 1, -1
        for rows in self._stretches():
            least, most = min(least, int(rows.keys.min(initial=least))), max(most, int(rows.keys.max(initial=most)))
        return least, most

    def _stretches(self) -> Iterator[_Rows]:
        for file in self._files:
            quick = available(file.stat().st_size)

            def rows(block: tuple[int, bytes], file: Path = file, quick: bool = quick) -> _Rows:
                found = (_quick(file, *block) if quick else None) or _plain(file, *block)
                is_exact = found is not None and within(found.values, FLOAT64) and within(found.labels, FLOAT64)
                return found if found is not None and is_exact else self._any(file, *block)

            with file.open("rb") as stream:
                yield from (found for found in ahead(rows, _numbered(stream)) if len(found.lines))

    def _any(self, file: Path, first: int, data: bytes) -> _Rows:
        """Rows of any kind, one by one."""
        import numpy as np

        lines: list[int] = []
        labels: list[float] = []
        keys: list[int] = []
        values: list[float] = []
        begins = [0]
        for line, text in enumerate(lines_of(data), first):
            row = text.partition(b"#")[0].split()
            if row:
                label, own_keys, own_values = self._row(f"{file}:{line}", row)
                lines.append(line)
                labels.append(label)
                keys += own_keys
                values += own_values
                begins.append(len(keys))
        return _Rows(
            file, np.array(lines), np.array(labels), np.array(begins), np.array(keys, np.int64), np.array(values)
        )

    def _row(self, place: str, row: list[bytes]) -> tuple[float, list[int], list[float]]:
        label, *pairs = row
        if b":" in label or (pairs and pairs[0].startswith(b"qid:")):
            raise ConversionError(f"{place}: weights and query ids have no place in another format: take them out")
        try:
            split = [pair.split(b":") for pair in pairs]
            found = {int(key): _number(value, place) for key, value in split}
            if len(found) != len(pairs):
                raise ConversionError(f"{place}: an index stands twice in the row")
            keys = sorted(found)
            if keys and not 0 <= keys[0] <= keys[-1] <= MOST:
                raise ConversionError(f"{place}: an index does not lie between 0 and {MOST}")
            return _number(label, place), keys, [found[key] for key in keys]
        except ValueError as error:
            raise ConversionError(f"{place}: is no row of libsvm, label index:value ...: {error}") from error


def _number(text: bytes, place: str) -> float:
    refuse_rounded(text.decode(), f"{place}: holds", "leave the feature out")
    return float(text)
