"""Puts files that come from elsewhere, or out of a zip file, below a folder; nothing is ever written outside it."""

from __future__ import annotations

import lzma
import stat
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from advisor.errors import AdvisorError

BLOCK = 1 << 20
JUNK = (".", "__MACOSX")
"""What systems put beside what they pack begins so."""

# What zipfile raises on damaged, encrypted or unknown contents; it has no common base.
_BROKEN_ZIP = (BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, lzma.LZMAError, ValueError)


class InputError(AdvisorError):
    """What a person gave cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many bytes and files are taken, and what is to be done with more."""

    bytes: int
    files: int
    instead: str


def safe_path(name: str) -> PurePosixPath:
    """A name from outside as a path below a folder. Raises `InputError` where it would lead elsewhere."""
    parts = name.replace("\\", "/").split("/")
    if not name or parts[0] == "" or parts[0].endswith(":") or ".." in parts or "\0" in name:
        raise InputError(f"the name {name!r} leads outside the folder; such files are refused")
    path = PurePosixPath(*parts)
    if not path.parts:
        raise InputError(f"{name!r} is no file name")
    return path


def store(files: Iterable[tuple[str, BinaryIO]], folder: Path, bounds: Bounds) -> None:
    """Writes files by their names (`train/a.csv`) below `folder`. Raises `InputError`."""
    room = bounds.bytes
    for number, (name, stream) in enumerate(files):
        if number == bounds.files:
            raise InputError(f"these are over {bounds.files:,} files; {bounds.instead}")
        path = safe_path(name)
        with _storing(name), _created(folder / path) as target:
            room = _copied(stream, target, room, bounds, "the files are")


def unpack(archive: BinaryIO, folder: Path, bounds: Bounds) -> None:
    """Unpacks a zip file below `folder`. Raises `InputError` for one that is broken, too big or leads outside."""
    try:
        with ZipFile(archive) as zipped:
            members = zipped.infolist()
            paths = [_checked(member) for member in members]
            if len(members) > bounds.files:
                raise InputError(f"the zip file holds over {bounds.files:,} files; {bounds.instead}")
            room = bounds.bytes
            for member, path in zip(members, paths, strict=True):
                with _storing(member.filename):
                    room = _unpack_one(zipped, member, folder / path, room, bounds)
    except _BROKEN_ZIP as error:
        raise InputError(f"the zip file cannot be unpacked: {error}") from None


def _checked(member: ZipInfo) -> PurePosixPath:
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise InputError(f"{member.filename!r} in the zip file is a link or a device; only files are taken")
    if member.flag_bits & 0x1:
        raise InputError("the zip file is encrypted; pack it without a password")
    return safe_path(member.filename)


def _unpack_one(zipped: ZipFile, member: ZipInfo, target: Path, room: int, bounds: Bounds) -> int:
    """The bytes that are still left of `room`. What a zip file says of its sizes is not believed."""
    if member.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return room
    with zipped.open(member) as source, _created(target) as sink:
        return _copied(source, sink, room, bounds, "the zip file unpacks to")


def _copied(source: IO[bytes], sink: BinaryIO, room: int, bounds: Bounds, told: str) -> int:
    """The bytes that are still left of `room`."""
    while block := source.read(BLOCK):
        room -= len(block)
        if room < 0:
            raise InputError(f"{told} more than {bounds.bytes // 10**9} GB; {bounds.instead}")
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
    entries = [entry for entry in folder.iterdir() if not entry.name.startswith(JUNK)]
    wrapped = len(entries) == 1 and entries[0].is_dir() and entries[0].name not in channels
    return entries[0] if wrapped else folder
