"""Reads the files of a check: here, in threads or processes, or on a cluster, by any `concurrent.futures.Executor`.

Small files are read many at a time; a large one is cut into byte ranges where its format allows it. What travels
is where the data lies and what to read of it, and only profiles come back. They are joined in the order of the
file, and the seams are proven: where a piece does not begin at the byte at which the one before ended, it is read
again from there. So the profile is that of one pass, however the work was cut and whoever did it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from advisor.case.model import CHANGED, File
from advisor.dataset.storage import ChangedError, Entry, Storage, UnreadableError
from advisor.engine.reading.choose import choose_format
from advisor.engine.reading.units import Range, Unit, run
from advisor.engine.reading.watch import Progress, Stoppable
from advisor.formats.registry import END_SEEN, HEAD_SEEN, finish, glance, options, reader
from advisor.formats.sniff import kind_at, kind_of
from advisor.profile.base import FileProfile, Piece
from advisor.profile.formats import FORMATS

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

PIECE = 1 << 25
"""Bytes of a unit of work: a second or so, against which handing it out costs nothing."""

BATCH_FILES = 256
"""Small files of a unit of work that is handed out. Here each is a unit, so that a stop keeps what was read."""

AHEAD = 1024
"""Units handed out before the first of them is back."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read. `expected`: the formats that its channel may hold. `name`: of an object, its place there.

    `decode`: images are decoded.
    """

    entry: Entry
    channel: str
    expected: tuple[str, ...]
    name: str | None = None
    decode: bool = False

    def file(self, kind: str, fmt: str | None, profile: FileProfile | None) -> File:
        path = self.entry.path
        name = self.name or path.removeprefix(self.channel + "/")
        return File(path, self.channel, name, self.entry.size, kind, fmt, profile)


@dataclass(frozen=True, slots=True)
class Batch:
    """Whole files."""

    storage: Storage
    sources: tuple[Source, ...]

    @property
    def size(self) -> int:
        return sum(source.entry.size for source in self.sources)

    def run(self) -> list[File]:
        return [glanced_at(self.storage, source) or _read_file(self.storage, source) for source in self.sources]


@dataclass(slots=True)
class Split:
    """A large file while its pieces come back. `settled`: no further piece is needed."""

    source: Source
    kind: str
    format: str
    settled: bool = False
    so_far: list[FileProfile] = field(default_factory=list)

    def ranges(self, storage: Storage) -> Iterator[Range]:
        entry = self.source.entry
        only = storage.only(entry.path)
        for begin in range(0, entry.size, PIECE):
            end = min(begin + PIECE, entry.size)
            yield Range(only, entry.path, self.format, entry.size, begin, end, begin == 0, self.source.decode)

    def file(self) -> File:
        return self.source.file(self.kind, self.format, self.so_far[-1] if self.so_far else None)


def read_files(
    storage: Storage, sources: Sequence[Source], executor: Executor | None, progress: Progress | None = None
) -> Iterator[File]:
    """The files in their order. An interrupt comes through after what is known of the file at hand."""
    total = sum(source.entry.size for source in sources)
    runner = Runner(executor, (lambda done: progress(done, total)) if progress and executor else None)
    stoppable = Stoppable(storage)
    most = BATCH_FILES if executor else 1
    if executor:
        storage = stoppable
    try:
        for split, results in groupby(runner.run(_plan(storage, sources, most)), key=lambda result: result[0]):
            if split is None:
                for _, _, files in results:
                    yield from files
                continue
            try:
                _join(storage, split, ((unit.end, piece) for _, unit, piece in results), runner)
            except KeyboardInterrupt:
                yield split.file()
                raise
            except ChangedError:
                yield split.source.file(CHANGED, None, None)
                continue
            yield split.file()
    finally:
        stoppable.stop()


Planned = tuple[Split | None, Any]


def _plan(storage: Storage, sources: Iterable[Source], most: int) -> Iterator[Planned]:
    batch: list[Source] = []
    held = 0
    for source in sources:
        split = _split(storage, source) if source.entry.size > PIECE else None
        if batch and (split or held + source.entry.size > PIECE or len(batch) == most):
            yield None, Batch(storage.only(*(s.entry.path for s in batch)), tuple(batch))
            batch, held = [], 0
        if split:
            for unit in split.ranges(storage):
                yield split, unit
        else:
            batch.append(source)
            held += source.entry.size
    if batch:
        yield None, Batch(storage.only(*(s.entry.path for s in batch)), tuple(batch))


def _split(storage: Storage, source: Source) -> Split | None:
    """None where the file cannot be read in pieces."""
    try:
        with storage.open(source.entry.path) as stream:
            kind = kind_at(stream, source.entry.size)
    except ChangedError:
        return None
    fmt = format_of(source, kind)
    return Split(source, kind, fmt) if fmt in FORMATS and FORMATS[fmt].in_pieces else None


def format_of(source: Source, kind: str) -> str | None:
    name = source.entry.path.removeprefix(source.channel + "/")
    return choose_format(kind, name, source.expected) if kind != "empty" else None


def glanced_at(storage: Storage, source: Source) -> File | None:
    """A file whose ends say all of it; None of any other."""
    formats = () if source.decode else _of_glances(source.expected)
    ends = storage.ends(source.entry.path, HEAD_SEEN, END_SEEN) if formats else None
    if ends is None:
        return None
    for fmt in formats:
        profile = glance(fmt, *ends)
        if profile and format_of(source, kind := kind_of(ends[0])) == fmt:
            return source.file(kind, fmt, profile)
    return None


@lru_cache
def _of_glances(formats: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fmt for fmt in formats if fmt in FORMATS and FORMATS[fmt].at_a_glance)


def _read_file(storage: Storage, source: Source) -> File:
    try:
        with storage.open(source.entry.path) as stream:
            kind = kind_at(stream, source.entry.size)
            fmt = format_of(source, kind)
            if fmt not in FORMATS:
                return source.file(kind, fmt, None)
            profile = reader(fmt).scan(stream, source.entry.size, **options(fmt, source.decode))
            return source.file(kind, fmt, profile)
    except ChangedError:
        return source.file(CHANGED, None, None)
    except OSError as error:
        raise UnreadableError(f"{source.entry.path}: {error.strerror or error}") from error


def _join(storage: Storage, split: Split, pieces: Iterator[tuple[int, Piece[Any]]], runner: Runner) -> None:
    entry = split.source.entry
    first = next(split.ranges(storage))

    def scan(begin: int, end: int) -> Piece[Any]:
        piece: Piece[Any] = runner.alone(replace(first, begin=begin, end=end, exact=True))
        return piece

    for profile in joined(pieces, scan, entry.size):
        split.so_far[:] = [profile]
    split.settled = True
    with storage.open(entry.path) as stream:
        finish(split.format, split.so_far[0], stream)


def joined(
    pieces: Iterator[tuple[int, Piece[Any]]], scan: Callable[[int, int], Piece[Any]], size: int
) -> Iterator[Any]:
    """The profile of a file of `size` bytes after each of its pieces, the last one being that of the whole.

    `pieces`: where each was to end, and what came of it. `scan` reads again from a byte at which a line or
    record begins, up to another.
    """
    whole: Any = None
    reached = 0
    for end, piece in pieces:
        if whole is not None and end <= reached:
            continue
        if piece.begin != reached:
            piece = scan(reached, end)
        if piece.in_order and end < size:
            piece = scan(reached, size)
        whole = piece.profile if whole is None else whole.join(piece.profile)
        reached = piece.end
        yield whole
        if piece.in_order:
            break
    if whole.full:
        whole = scan(0, size).profile
    whole.bytes = size
    yield whole


class Runner:
    """Hands units to an executor, or does them here, and gives the results back in their order.

    `progress` is told of the bytes that were read, as their results are taken.
    """

    def __init__(self, executor: Executor | None, progress: Callable[[int], None] | None = None) -> None:
        self.executor = executor
        self.progress = progress
        self.done = 0

    def run(self, plan: Iterable[Planned]) -> Iterator[tuple[Split | None, Any, Any]]:
        """Units of a split that is settled are not done any more."""
        waiting: deque[tuple[Split | None, Any, Future[Any] | None]] = deque()
        try:
            for split, unit in plan:
                waiting.append((split, unit, self._submitted(unit)))
                if self.executor is None or len(waiting) == AHEAD:
                    yield from self._next(waiting)
            while waiting:
                yield from self._next(waiting)
        finally:
            for _, _, future in waiting:
                if future:
                    future.cancel()

    def alone(self, unit: Unit) -> Any:
        """The result of one more unit."""
        return _result(unit, self._submitted(unit))

    def _next(
        self, waiting: deque[tuple[Split | None, Any, Future[Any] | None]]
    ) -> Iterator[tuple[Split | None, Any, Any]]:
        split, unit, future = waiting[0]
        if split and split.settled:
            if future:
                future.cancel()
        else:
            yield split, unit, _result(unit, future)
        waiting.popleft()
        self.done += unit.size
        if self.progress:
            self.progress(self.done)

    def _submitted(self, unit: Unit) -> Future[Any] | None:
        if self.executor is None:
            return None
        from concurrent.futures import BrokenExecutor

        try:
            return self.executor.submit(run, unit)
        except BrokenExecutor:
            return None


def _result(unit: Unit, future: Future[Any] | None) -> Any:
    """What came of a unit; it is done here where there is no one else left."""
    if future is None:
        return unit.run()
    from concurrent.futures import BrokenExecutor

    try:
        return future.result()
    except BrokenExecutor:
        return unit.run()
