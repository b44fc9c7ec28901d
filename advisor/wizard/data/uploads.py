"""Puts what was uploaded into a folder as a training container would see it; nothing is ever written outside it."""

from __future__ import annotations

import lzma
import shutil
import stat
import tempfile
import weakref
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from threading import Timer
from typing import IO, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from advisor.errors import AdvisorError

MOST_BYTES = 2_000_000_000
"""Bytes that are stored for one visitor, and that a zip file may unpack to."""

MOST_FILES = 200_000
"""Files that are stored, and entries that a zip file may have."""

MOST_SECONDS = 86_400.0
"""After which an upload is removed, be its visitor still there or not."""

BY_PATH = 'give its folder as a path instead, under "Name a path on this machine"'

BLOCK = 1 << 20

# What zipfile raises on damaged, encrypted or unknown contents; it has no common base.
_BROKEN_ZIP = (BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, lzma.LZMAError, ValueError)


class InputError(AdvisorError):
    """What a person gave cannot be used; the message says why and what to do."""


class UploadFolder:
    """A temporary folder for one visitor's files.

    It is removed with this object, when it is too old, or when the process ends.
    """

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="advisor-"))
        self._remove = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
        self._old = Timer(MOST_SECONDS, self._remove)
        self._old.daemon = True
        self._old.start()

    def remove(self) -> None:
        self._old.cancel()
        self._remove()


def safe_path(name: str) -> PurePosixPath:
    """A name from outside as a path below a folder. Raises `InputError` where it would lead elsewhere."""
    parts = name.replace("\\", "/").split("/")
    if not name or parts[0] == "" or parts[0].endswith(":") or ".." in parts or "\0" in name:
        raise InputError(f"the name {name!r} leads outside the folder; such files are refused")
    path = PurePosixPath(*parts)
    if not path.parts:
        raise InputError(f"{name!r} is no file name")
    return path


def store(files: Iterable[tuple[str, BinaryIO]], folder: Path) -> None:
    """Writes files by their names (`train/a.csv`) below `folder`. Raises `InputError`."""
    room = MOST_BYTES
    for number, (name, stream) in enumerate(files):
        if number == MOST_FILES:
            raise InputError(f"these are over {MOST_FILES:,} files; {BY_PATH}")
        path = safe_path(name)
        with _storing(name), _created(folder / path) as target:
            room = _copied(stream, target, room, "the files are")


def unpack(archive: BinaryIO, folder: Path) -> None:
    """Unpacks a zip file below `folder`. Raises `InputError` for one that is broken, too big or leads outside."""
    try:
        with ZipFile(archive) as zipped:
            members = zipped.infolist()
            paths = [_checked(member) for member in members]
            if len(members) > MOST_FILES:
                raise InputError(f"the zip file holds over {MOST_FILES:,} files; {BY_PATH}")
            room = MOST_BYTES
            for member, path in zip(members, paths, strict=True):
                with _storing(member.filename):
                    room = _unpack_one(zipped, member, folder / path, room)
    except _BROKEN_ZIP as error:
        raise InputError(f"the zip file cannot be unpacked: {error}") from None


def _checked(member: ZipInfo) -> PurePosixPath:
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise InputError(f"{member.filename!r} in the zip file is a link or a device; only files are taken")
    if member.flag_bits & 0x1:
        raise InputError("the zip file is encrypted; upload it without a password")
    return safe_path(member.filename)


def _unpack_one(zipped: ZipFile, member: ZipInfo, target: Path, room: int) -> int:
    """The bytes that are still left of `room`. What a zip file says of its sizes is not believed."""
    if member.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return room
    with zipped.open(member) as source, _created(target) as sink:
        return _copied(source, sink, room, "the zip file unpacks to")


def _copied(source: IO[bytes], sink: BinaryIO, room: int, told: str) -> int:
    """The bytes that are still left of `room`."""
    while block := source.read(BLOCK):
        room -= len(block)
        if room < 0:
            raise InputError(f"{told} more than {MOST_BYTES // 10**9} GB; {BY_PATH}")
        sink.write(block)
    return room


def _created(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("xb")


@contextmanager
def _storing(name: str) -> Iterator[None]:
    try:
        yield
    except (FileExistsError, IsADirectoryError, NotADirectoryError):
        raise InputError(f"two files, or a file and a folder, are called {name!r}; give each its own name") from None
    except OSError as error:
        raise InputError(f"{name!r} cannot be stored: {error.strerror}") from None


def data_root(folder: Path, channels: Collection[str]) -> Path:
    """The folder that holds the channels: below `folder` where it holds one folder alone that is no channel itself."""
    entries = list(folder.iterdir())
    wrapped = len(entries) == 1 and entries[0].is_dir() and entries[0].name not in channels
    return entries[0] if wrapped else folder
