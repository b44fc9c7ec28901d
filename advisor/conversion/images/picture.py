"""A picture with what is known of it: the form between what people hold and what is written."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from advisor.conversion.errors import ConversionError
from advisor.errors import read_errors_as
from advisor.formats.recordio.frames import IMAGE_HEADER, Reader
from advisor.profile.recordio.frames import RecordioProfile

Size = tuple[int, int]
"""Width and height in pixels."""


class Box(NamedTuple):
    """A box in pixels from the upper left corner of the picture."""

    name: str
    left: float
    top: float
    right: float
    bottom: float


class Fractions(NamedTuple):
    """A box as fractions of the picture's width and height."""

    name: str
    left: float
    top: float
    right: float
    bottom: float

    def in_pixels(self, size: tuple[float, float]) -> Box:
        width, height = size
        return Box(self.name, self.left * width, self.top * height, self.right * width, self.bottom * height)


@dataclass(frozen=True, slots=True)
class Picture:
    """`classes`: of the picture as a whole. `boxes`: None where they are not what is labelled."""

    name: str
    """Relative path with `/`."""
    file: Path
    record: int | None = None
    """The byte where its record begins, where it is one of many in the file."""
    classes: tuple[str, ...] = ()
    boxes: tuple[Box | Fractions, ...] | None = None
    size: Size | None = None
    """As the annotation says it: the picture that was looked at when the boxes were drawn."""
    group: str = ""
    """The video whose frame it is: all of them go to one side of a split."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Its classes, or those of its boxes."""
        return (*self.classes, *(box.name for box in self.boxes or ()))

    @property
    def size_on_disk(self) -> int:
        """Bytes of its file; none where it is one of many in the file, or the file is gone."""
        try:
            return 0 if self.record is not None else self.file.stat().st_size
        except OSError:
            return 0

    def read(self) -> bytes:
        """The encoded picture. Raises `ConversionError`."""
        with read_errors_as(ConversionError, self.file):
            if self.record is not None:
                return record_at(self.file, self.record)[1]
            if self.file.stat().st_size > MOST_BYTES:
                raise ConversionError(f"{self.file}: is larger than {MOST_BYTES:,} bytes")
            return self.file.read_bytes()


def record_at(path: Path, begin: int) -> tuple[list[float], bytes]:
    """Labels and picture of the record that begins there. Raises `ConversionError`."""
    with path.open("rb") as stream:
        records = Reader(stream, path.stat().st_size, RecordioProfile(), MOST_BYTES, begin).records()
        _, payload = next(records, (None, b""))
    return unpacked(payload, f"{path}, offset {begin}")


def unpacked(payload: bytes, place: str) -> tuple[list[float], bytes]:
    """Labels and picture of a record of MXNet. Raises `ConversionError`."""
    if len(payload) < IMAGE_HEADER.size:
        raise ConversionError(f"{place}: is too short for a picture")
    flag, label, _, _ = IMAGE_HEADER.unpack_from(payload)
    start = IMAGE_HEADER.size + 4 * flag
    if start > len(payload):
        raise ConversionError(f"{place}: says it has {flag:,} labels, which it has not")
    labels = [label] if not flag else list(struct.unpack_from(f"<{flag}f", payload, IMAGE_HEADER.size))
    return labels, payload[start:]


PICTURES = (".jpg", ".jpeg", ".png")
OTHERS = (".bmp", ".gif", ".tif", ".tiff", ".webp")
"""Of pictures that are written anew."""

MOST_BYTES = 1 << 28
"""Bytes of a picture beyond which it is not taken."""


@dataclass(slots=True)
class Found:
    """What a source holds: its pictures, the names of its classes in their order, and what was left aside."""

    pictures: list[Picture]
    names: Sequence[str] = ()
    """In the order of the source; names that it does not list follow by the alphabet."""
    aside: list[tuple[str, str]] = field(default_factory=list)
    """(name of the picture, why it is left out)."""
    numbers: dict[str, int] = field(default_factory=dict)
    """Class -> its number, where the source numbers them itself."""
    notes: list[str] = field(default_factory=list)
    """What else a person should know of how the source was read."""


class Files:
    """The files below a folder, found again by the names that annotations give them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._paths = {path.relative_to(root).as_posix(): path for path in walked(root)}
        self._named: dict[str, list[str]] = {}
        self._stems: dict[str, list[str]] = {}
        self._said: dict[str, str] = {}
        for name in self._paths:
            path = PurePosixPath(name)
            self._named.setdefault(path.name, []).append(name)
            if path.suffix.lower() in (*PICTURES, *OTHERS):
                self._stems.setdefault(path.stem, []).append(name)

    def find(self, said: str) -> tuple[str, Path] | str:
        """The file that is meant, or why there is none. Raises `ConversionError` where another name meant it, too."""
        found = self.look(said)
        if isinstance(found, tuple) and self._said.setdefault(found[0], _slashed(said)) != _slashed(said):
            both = f"{self._said[found[0]]!r} and {_slashed(said)!r}"
            raise ConversionError(
                f"{both} are both found as {found[1]}: bring all the pictures here, as they are named"
            )
        return found

    def look(self, said: str) -> tuple[str, Path] | str:
        """The file that is meant: of those that bear its name the one whose folders do, too; else why there is none.

        A picture may be named without its suffix.
        """
        said = _slashed(said)
        if said in self._paths:
            return said, self._paths[said]
        name = PurePosixPath(said).name
        found = self._named.get(name) or self._stems.get(name, [])
        alike = [_alike(name, said) for name in found]
        nearest = [name for name, length in zip(found, alike, strict=True) if length == max(alike)]
        if len(nearest) == 1:
            return nearest[0], self._paths[nearest[0]]
        return f"{len(nearest)} files bear its name" if found else "there is no such file"


def _slashed(said: str) -> str:
    return said.replace("\\", "/")


def _alike(path: str, said: str) -> int:
    """How many of the last folders that they lie in are the same."""
    pairs = zip(*(reversed(PurePosixPath(name).parent.parts or (".",)) for name in (path, said)), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def walked(root: Path) -> Iterator[Path]:
    """The files below a folder by their paths; those that begin with `.` are left out, and links to folders.

    Those that begin with `_` are left out too, but for documents of JSON and tables.
    """
    yield from (path for path in _below(root) if not path.name.startswith("_") or path.suffix in (".json", ".csv"))


def passed_over(root: Path) -> list[tuple[str, str]]:
    """The pictures that are left out because their names begin as those of files that are no data."""
    found = (path for path in _below(root) if path.name.startswith("_") and path.suffix.lower() in PICTURES)
    return [(path.relative_to(root).as_posix(), "begins with _, which marks what is no data") for path in found]


def _below(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))


def with_suffix(source: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """The file, or the files of a folder that end so. Raises `ConversionError` where there are none."""
    found = [path for path in walked(source) if path.suffix.lower() in suffixes] if source.is_dir() else [source]
    if not found:
        raise ConversionError(f"{source}: holds no file that ends in {' or '.join(suffixes)}")
    return found
