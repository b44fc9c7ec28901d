"""Puts files that come from elsewhere, or out of a zip file, below a folder; nothing is ever written outside it."""

from __future__ import annotations

import stat
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from advisor.errors import AdvisorError

BLOCK = 1 << 20
JUNK = (".", "__MACOSX")
"""What systems put beside what they pack begins so."""

DEEPEST = 100
"""Folders within each other, at most: what removes them again goes down one by one."""
_UTF_8 = 1 << 11
"""Among the flags of a member: its name is UTF-8."""
_ENTRY = b"PK\x01\x02"
"""Begins each entry of a zip file's directory, and so the directory."""

# What zipfile raises on damaged, encrypted or unknown contents; it has no common base.
_BROKEN_ZIP = (BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, ValueError)


class InputError(AdvisorError):
    """What a person gave cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many bytes and files are taken, and what is to be done with more. `free`: bytes that the disk has left."""

    bytes: int
    files: int
    instead: str
    free: int | None = None

    def too_much(self, subject: str) -> str:
        """What is said of a subject that has more bytes."""
        if self.free is not None and self.free < self.bytes:
            return f"{subject} more than the {self.free:,} bytes that are free on the disk; make room there"
        return f"{subject} more than {self.bytes // 10**9} GB; {self.instead}"

    @property
    def room(self) -> int:
        return self.bytes if self.free is None else min(self.bytes, self.free)


def safe_path(name: str) -> PurePosixPath:
    """A name from outside as a path below a folder. Raises `InputError` where it would lead elsewhere."""
    parts = name.replace("\\", "/").split("/")
    if not name or PureWindowsPath(name).anchor or ".." in parts or "\0" in name:
        raise InputError(f"the name {name!r} leads outside the folder; such files are refused")
    if len(parts) > DEEPEST:
        raise InputError(f"{name[:60]!r} ... lies in more than {DEEPEST} folders within each other; move it up")
    path = PurePosixPath(*parts)
    if not path.parts:
        raise InputError(f"{name!r} is no file name")
    return path


def store(files: Iterable[tuple[str, BinaryIO]], folder: Path, bounds: Bounds) -> None:
    """Writes files by their names (`train/a.csv`) below `folder`. Raises `InputError`."""
    room = bounds.room
    for number, (name, stream) in enumerate(files):
        if number == bounds.files:
            raise InputError(f"these are over {bounds.files:,} files; {bounds.instead}")
        path = safe_path(name)
        with _storing(name), _created(folder / path) as target:
            room = _copied(stream, target, room, bounds, "the files are")


def unpack(archive: BinaryIO, folder: Path, bounds: Bounds) -> None:
    """Unpacks a zip file below `folder`. Raises `InputError` for one that is broken, too big or leads outside."""
    try:
        with ZipFile(_Counted(archive, bounds)) as zipped:
            members = [(member, _name(member)) for member in zipped.infolist()]
            for member, name in members:
                _check(member, name)
            room = bounds.room
            for member, name in members:
                with _storing(name):
                    room = _unpack_one(zipped, member, name, folder, room, bounds)
    except _BROKEN_ZIP as error:
        raise InputError(f"the zip file cannot be unpacked: {error}") from None


class _Counted:
    """A zip file whose directory, which `ZipFile` reads at once, may not hold more files than are taken."""

    def __init__(self, archive: BinaryIO, bounds: Bounds) -> None:
        self._archive, self._bounds = archive, bounds
        self.seek, self.tell, self.seekable = archive.seek, archive.tell, archive.seekable

    def read(self, size: int = -1) -> bytes:
        data = self._archive.read(size)
        if data.startswith(_ENTRY) and data.count(_ENTRY) > self._bounds.files:
            raise InputError(f"the zip file holds over {self._bounds.files:,} files; {self._bounds.instead}")
        return data


def _name(member: ZipInfo) -> str:
    """The name with slashes. Some systems write UTF-8 without saying so, which is read as another encoding then."""
    name = member.filename.replace("\\", "/")
    if not member.flag_bits & _UTF_8:
        with suppress(UnicodeError):
            return name.encode("cp437").decode()
    return name


def _check(member: ZipInfo, name: str) -> None:
    if _kind(member) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise InputError(f"{name!r} in the zip file is a link or a device; only files are taken")
    if member.flag_bits & 0x1:
        raise InputError("the zip file is encrypted; pack it without a password")
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # zipfile unpacks some others without a bound
        raise InputError(f"{name!r} in the zip file is compressed in a rare way; pack it with the method deflate")
    if name != "./":
        safe_path(name)


def _kind(member: ZipInfo) -> int:
    return stat.S_IFMT(member.external_attr >> 16)


def _unpack_one(zipped: ZipFile, member: ZipInfo, name: str, folder: Path, room: int, bounds: Bounds) -> int:
    """The bytes that are still left of `room`. What a zip file says of its sizes is not believed."""
    target = folder / name
    if name.endswith("/") or _kind(member) == stat.S_IFDIR:
        target.mkdir(parents=True, exist_ok=True)
        return room
    with zipped.open(member) as source, _created(target) as sink:
        return _copied(source, sink, room, bounds, "the zip file unpacks to")


def _copied(source: IO[bytes], sink: BinaryIO, room: int, bounds: Bounds, subject: str) -> int:
    """The bytes that are still left of `room`."""
    while block := source.read(BLOCK):
        room -= len(block)
        if room < 0:
            raise InputError(bounds.too_much(subject))
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
    except UnicodeError:
        raise InputError(f"{name!r} cannot be stored: it is no text that a name can be") from None
    except OSError as error:
        raise InputError(f"{name!r} cannot be stored: {error.strerror or error}") from None


def data_root(folder: Path, channels: Collection[str]) -> Path:
    """The folder that holds the channels: the only one in `folder`, unless it is a channel itself; else `folder`."""
    entries = [entry for entry in folder.iterdir() if not entry.name.startswith(JUNK)]
    wrapped = len(entries) == 1 and entries[0].is_dir() and entries[0].name not in channels
    return entries[0] if wrapped else folder
