"""Which of several files a sample goes to: shards by turns, and the parts of a split by what the sample is.

A split goes by a hash of the sample, or of its group, so that equal samples never land on two sides. Within each class
the hashes are put in order and cut by the shares, so that every part has its share of each class, whatever its size.
By time the latest go to the last part.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from math import inf
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from advisor.conversion.batches import Batch, Dense
from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options

Sample = tuple[bytes, bytes]
"""What tells a sample, or its group, from others; and its class."""


class Parts:
    """The files of one result, each opened when it is first written to."""

    def __init__(self, target: Path, ending: str, options: Options, writer: Callable[[Path, Options], Any]) -> None:
        self._target, self._ending, self._options, self._writer = target, ending, options, writer
        self._open: dict[Path, Any] = {}
        self._is_folder = options.shards > 1 or bool(options.parts) or options.categorical_index
        if self._is_folder:
            target.mkdir()
        self._turn: Counter[str] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        for writer in self._open.values():
            writer.close()

    @property
    def rows(self) -> int:
        return sum(writer.rows for writer in self._open.values())

    def files(self) -> tuple[str, ...]:
        if not self._is_folder:
            return ()
        return tuple(sorted(path.relative_to(self._target).as_posix() for path in self._open))

    def lines(
        self, source: Callable[[], Iterator[tuple[Any, list[str] | None]]], label_of: Callable[[Any], bytes]
    ) -> None:
        """Writes rows as they are, be they bytes or cells."""

        def samples(rows: Any, by: list[str] | None) -> list[Sample]:
            return _grouped(by) or [(_line_key(row), label_of(row) if self._options.label else b"") for row in rows]

        sides = self._sides(sample for rows, by in source() for sample in samples(rows, by))
        for rows, by in source():
            for path, chosen in self._routed(len(rows), sides, samples(rows, by) if sides else []):
                self._to(path).write_lines(rows if chosen is None else [rows[i] for i in chosen])

    def batches(self, source: Callable[[], Iterator[tuple[Batch, list[str] | None]]]) -> None:
        """Writes samples of numbers."""
        import numpy as np

        def samples(batch: Batch, by: list[str] | None) -> list[Sample]:
            return _grouped(by) or list(_samples(batch))

        sides = self._sides(sample for batch, by in source() for sample in samples(batch, by))
        for batch, by in source():
            for path, chosen in self._routed(batch.rows, sides, samples(batch, by) if sides else []):
                mask = np.zeros(batch.rows, bool)
                mask[chosen or []] = True
                self._to(path).write(batch if chosen is None else batch.taken(mask))

    def _routed(
        self, rows: int, sides: Sides | None, samples: Sequence[Sample]
    ) -> Iterator[tuple[Path, list[int] | None]]:
        """The files that so many samples go to, each with the numbers of its own; None is all of them."""
        shards = self._options.shards
        if sides is None and shards == 1:
            yield self._path("", 0), None
            return
        names = [""] * rows if sides is None else [sides.of(key) for key, _ in samples]
        chosen: dict[tuple[str, int], list[int]] = {}
        for row, name in enumerate(names):
            chosen.setdefault((name, self._turn[name] % shards), []).append(row)
            self._turn[name] += 1
        for (name, shard), own in chosen.items():
            yield self._path(name, shard), own

    def _path(self, part: str, shard: int) -> Path:
        if not self._is_folder:
            return self._target
        of = f"-{shard:05}-of-{self._options.shards:05}" if self._options.shards > 1 else ""
        return self._target / part / f"data{of}{self._ending}"

    def _to(self, path: Path) -> Any:
        if path not in self._open:
            path.parent.mkdir(exist_ok=True)
            self._open[path] = self._writer(path, self._options)
        return self._open[path]

    def _sides(self, samples: Iterator[Sample]) -> Sides | None:
        return Sides(samples, self._options) if self._options.parts else None


class Sides:
    """Which part each sample belongs to. Holds some 100 bytes of each different sample."""

    def __init__(self, samples: Iterator[Sample], options: Options) -> None:
        self._seed = options.seed.to_bytes(8, "little", signed=True)
        self._is_time = options.split_how == "time"
        self._names = list(options.parts)
        shares = list(options.parts.values())
        if not all(0 < share < inf for share in shares):
            raise ConversionError("every part of a split has a share above 0, such as train=0.8 and validation=0.2")
        shares = [share / sum(shares) for share in shares]
        self._side = self._by_time(samples, shares) if self._is_time else self._by_hash(samples, shares)
        if left := set(range(len(shares))) - set(self._side.values()):
            raise ConversionError(
                f"{len(self._side)} different samples are too few for a part {self._names[left.pop()]!r} of its own"
            )

    def of(self, key: bytes) -> str:
        return self._names[self._side[key if self._is_time else self._hash(key)]]

    def _hash(self, key: bytes) -> bytes:
        return blake2b(key, digest_size=8, key=self._seed).digest()

    def _by_hash(self, samples: Iterator[Sample], shares: list[float]) -> dict[bytes, int]:
        """In the order of classes, and of hashes within a class, each sample goes to the part that lacks most.

        What comes often, or is a large group, counts as much.
        """
        classes: dict[bytes, Counter[bytes]] = {}
        for key, label in samples:
            classes.setdefault(label, Counter())[self._hash(key)] += 1
        side: dict[bytes, int] = {}
        counts = [0] * len(shares)
        for _, hashes in sorted(classes.items()):
            for value, times in sorted(hashes.items()):
                total = sum(counts) + times
                lacking = [share * total - count for share, count in zip(shares, counts, strict=True)]
                side.setdefault(value, lacking.index(max(lacking)))
                counts[side[value]] += times
        return side

    def _by_time(self, samples: Iterator[Sample], shares: list[float]) -> dict[bytes, int]:
        """The earliest to the first part; what is of one time stays together."""
        counts = Counter(key for key, _ in samples)
        cuts = [sum(shares[: i + 1]) for i in range(len(shares) - 1)]
        total, before, side = counts.total(), 0, {}
        for key in sorted(counts, key=_as_time):
            side[key] = bisect_right(cuts, (before + counts[key] / 2) / total)
            before += counts[key]
        return side


def _as_time(key: bytes) -> tuple[float, bytes]:
    """Numbers by their size; other times as they are written, the year first."""
    try:
        return float(key), b""
    except ValueError:
        return 0.0, key


def _line_key(row: Any) -> bytes:
    return row.replace(b",", b"\0") if isinstance(row, bytes) else "\0".join(row).encode()


def _grouped(by: list[str] | None) -> list[Sample]:
    return [(value.encode(), b"") for value in by or ()]


def _samples(batch: Batch) -> Iterator[Sample]:
    labels = batch.labels
    for row in range(batch.rows):
        label = b"" if labels is None else labels[row].tobytes()
        if isinstance(batch, Dense):
            yield label + batch.values[row].tobytes(), label
        else:
            cells = slice(int(batch.begins[row]), int(batch.begins[row + 1]))
            yield label + batch.keys[cells].tobytes() + batch.values[cells].tobytes(), label
