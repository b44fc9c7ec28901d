"""Storages for those who wait: one tells how far it has been read, one can be stopped while others read it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, cast

from advisor.dataset.storage import Ends, Entry, Storage

Progress = Callable[[int, int], None]
"""Called with the bytes read so far and the bytes in all."""


class Watched:
    """Another storage whose files are read one after the other: `total` bytes in all."""

    def __init__(self, storage: Storage, total: int, progress: Progress) -> None:
        self._storage, self._total, self._progress = storage, total, progress
        self._done = 0
        self._path, self._furthest = "", 0

    def entries(self) -> Iterator[Entry]:
        return self._storage.entries()

    def ends(self, path: str, first: int, last: int) -> Ends | None:
        found = self._storage.ends(path, first, last)
        if found:
            self._turn_to(path)
            self._reached(found[2])
        return found

    def open(self, path: str) -> BinaryIO:
        self._turn_to(path)
        return cast(BinaryIO, io.BufferedReader(_Stream(self._storage.open(path), self._reached)))

    def only(self, *paths: str) -> Watched:
        return self

    def _turn_to(self, path: str) -> None:
        if path != self._path:
            self._done += self._furthest
            self._path, self._furthest = path, 0

    def _reached(self, position: int) -> None:
        if position > self._furthest:
            self._furthest = position
            self._progress(min(self._done + position, self._total), self._total)


class Stoppable:
    """Another storage, whose streams raise `KeyboardInterrupt` once it is stopped: a thread cannot be ended otherwise.

    What travels to another process is the other storage itself.
    """

    def __init__(self, storage: Storage, whole: Stoppable | None = None) -> None:
        self._storage = storage
        self._whole = whole or self
        self._stopped = False

    def __reduce__(self) -> tuple[Callable[[Storage], Storage], tuple[Storage]]:
        return _itself, (self._storage,)

    def entries(self) -> Iterator[Entry]:
        return self._storage.entries()

    def open(self, path: str) -> BinaryIO:
        return cast(BinaryIO, io.BufferedReader(_Stream(self._storage.open(path), self._go_on)))

    def ends(self, path: str, first: int, last: int) -> Ends | None:
        self._go_on(0)
        return self._storage.ends(path, first, last)

    def only(self, *paths: str) -> Stoppable:
        return Stoppable(self._storage.only(*paths), self._whole)

    def stop(self) -> None:
        self._stopped = True

    def _go_on(self, position: int) -> None:
        if self._whole._stopped:
            raise KeyboardInterrupt


def _itself(storage: Storage) -> Storage:
    return storage


class _Stream(io.RawIOBase):
    """Passes everything on to `inner`, and tells each position that is reached."""

    def __init__(self, inner: BinaryIO, reached: Callable[[int], None]) -> None:
        self._inner: Any = inner
        self._reached = reached

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        count = int(self._inner.readinto(buffer))
        self._reached(self._inner.tell())
        return count

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return int(self._inner.seek(offset, whence))

    def tell(self) -> int:
        return int(self._inner.tell())

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()
