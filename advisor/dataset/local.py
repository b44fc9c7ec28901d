"""Folders and files on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BufferedReader, FileIO
from os.path import isfile
from pathlib import Path
from typing import BinaryIO

from advisor.dataset.storage import Ends, Entry, UnreadableError

_HAS_PREAD = hasattr(os, "pread")
_WITHOUT_WAITING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class LocalStorage:
    """A folder, or one file, on this machine."""

    def __init__(self, root: Path) -> None:
        if not root.exists():
            raise UnreadableError(f"{root}: there is no such file or folder")
        self._root = str(root.parent if root.is_file() else root)  # a `Path` takes long to become a text
        self._only = root.name if root.is_file() else None

    def entries(self) -> Iterator[Entry]:
        if self._only is not None:
            yield Entry(self._only, Path(self._root, self._only).stat().st_size)
            return
        yield from sorted(self._walk(), key=lambda entry: entry.path)

    def _walk(self) -> Iterator[Entry]:
        def refuse(error: OSError) -> None:
            raise UnreadableError(f"{error.filename}: {error.strerror}") from error

        for folder, folders, files in os.walk(self._root, onerror=refuse):
            base = os.path.relpath(folder, self._root).replace(os.sep, "/")
            prefix = "" if base == "." else base + "/"
            if not folders and not files and prefix:
                yield Entry(prefix, 0)
            for name in files:
                try:
                    yield Entry(prefix + name, os.stat(f"{folder}/{name}").st_size)  # noqa: PTH116 - paths as texts, for there may be many small files
                except OSError as error:
                    raise UnreadableError(f"{prefix}{name}: {error.strerror}") from error

    def ends(self, path: str, first: int, last: int) -> Ends | None:
        """None, too, of what is no regular file of so many bytes, or cannot be opened: `open` says why."""
        if not _HAS_PREAD:
            return None
        try:
            file = os.open(f"{self._root}/{path}", _WITHOUT_WAITING)
            try:
                head = os.pread(file, first, 0)  # which refuses a pipe, where `os.read` would take from it
                size = os.lseek(file, -last, os.SEEK_END) + last
                return head, os.read(file, last), size
            finally:
                os.close(file)
        except OSError:
            return None

    def only(self, *paths: str) -> LocalStorage:
        return self

    def open(self, path: str) -> BinaryIO:
        full = f"{self._root}/{path}"
        if not isfile(full):  # noqa: PTH113 - paths as texts, as above
            raise UnreadableError(f"{path}: is no regular file")
        try:
            return BufferedReader(FileIO(full))
        except OSError as error:
            raise UnreadableError(f"{path}: {error.strerror}") from error
