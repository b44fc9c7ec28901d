"""Folders and files on this machine."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from io import BufferedReader, FileIO
from os.path import isfile
from pathlib import Path
from typing import BinaryIO

from advisor.dataset.storage import Ends, Entry, Identity, UnreadableError

_HAS_PREAD = hasattr(os, "pread")
_WITHOUT_WAITING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

SETTLED = 2_000_000_000
"""Nanoseconds after which a change of a file bears another time than the last one: some clocks count by two seconds."""


def plain(path: str) -> str:
    """A path in which bytes that are no UTF-8 stand as escapes."""
    return path if path.isascii() else path.encode("utf-8", "backslashreplace").decode()


def identity(path: str, state: os.stat_result) -> Identity:
    """`ctime` shows the changes of files whose `mtime` was set back."""
    is_settled = time.time_ns() - max(state.st_mtime_ns, state.st_ctime_ns) >= SETTLED
    address = plain(path)
    where = f"{state.st_ino} {state.st_dev}"
    return Identity(address, f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {where}", is_settled)


class LocalStorage:
    """A folder, or one file, on this machine."""

    def __init__(self, root: Path, follows_links: bool = False) -> None:
        """`follows_links`: also those that lead out of the folder."""
        if not root.exists():
            raise UnreadableError(f"{root}: there is no such file or folder")
        self._root = str(root.parent if root.is_file() else root)  # a `Path` takes long to become a text
        self._address = os.path.abspath(self._root)  # noqa: PTH100 - links stay as they are named
        self._only = root.name if root.is_file() else None
        self.address = plain(os.path.join(self._address, self._only or ""))  # noqa: PTH118 - as above
        self._follows_links = follows_links

    def entries(self) -> Iterator[Entry]:
        if self._only is not None:
            yield self._entry(self._only, Path(self._root, self._only).stat())
            return
        yield from sorted(self._walk(), key=lambda entry: entry.path)

    def _walk(self) -> Iterator[Entry]:
        def refuse(error: OSError) -> None:
            raise UnreadableError(f"{error.filename}: {error.strerror}") from error

        for folder, folders, files in os.walk(self._root, onerror=refuse, followlinks=True):
            base = os.path.relpath(folder, self._root).replace(os.sep, "/")
            prefix = "" if base == "." else base + "/"
            for names in (folders, files):
                for name in [name for name in names if os.path.islink(f"{folder}/{name}")]:  # noqa: PTH114 - paths as texts, as below
                    if reason := self._why_not(folder, name):
                        names.remove(name)
                        yield Entry(prefix + name, 0, reason)
            if not folders and not files and prefix:
                yield Entry(prefix, 0)
            for name in files:
                try:
                    yield self._entry(prefix + name, os.stat(f"{folder}/{name}"))  # noqa: PTH116 - paths as texts, for there may be many small files
                except OSError as error:
                    raise UnreadableError(f"{prefix}{name}: {error.strerror}") from error

    def _entry(self, path: str, state: os.stat_result) -> Entry:
        return Entry(path, state.st_size, identity=identity(f"{self._address}/{path}", state))

    def _why_not(self, folder: str, name: str) -> str | None:
        """Why a link is not followed; None where it is."""
        target = os.path.realpath(f"{folder}/{name}")
        if not os.path.exists(target):  # noqa: PTH110 - a text at hand
            return "a link to nothing"
        if f"{os.path.realpath(folder)}/".startswith(f"{target}/"):
            return "a link to a folder that it lies in"
        inside = f"{target}/".startswith(f"{os.path.realpath(self._root)}/")
        return None if inside or self._follows_links else "a link out of the folder (--follow-links reads it)"

    def ends(self, path: str, first: int, last: int) -> Ends | None:
        """None, too, of what is no regular file, or cannot be opened: `open` says why."""
        if not _HAS_PREAD:
            return None
        try:
            file = os.open(f"{self._root}/{path}", _WITHOUT_WAITING)
            try:
                head = os.pread(file, first, 0)  # which refuses a pipe, where `os.read` would take from it
                size = os.lseek(file, 0, os.SEEK_END)
                return head, os.pread(file, last, max(size - last, 0)), size
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
