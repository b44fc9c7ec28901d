"""The files of pictures below a folder, and which of them an annotation means."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path, PurePosixPath

from advisor.conversion.errors import ConversionError
from advisor.conversion.results import Aside

Placed = tuple[str, Path]
"""Relative path of a picture, and where it lies."""

PICTURES = (".jpg", ".jpeg", ".png")
OTHERS = (".bmp", ".gif", ".tif", ".tiff", ".webp")
"""Of pictures that are written anew."""


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

    def find(self, said: str) -> Placed | str:
        """The file that is meant, or why there is none. Raises `ConversionError` where another name meant it, too."""
        found = self.look(said)
        if isinstance(found, tuple) and self._said.setdefault(found[0], _slashed(said)) != _slashed(said):
            both = f"{self._said[found[0]]!r} and {_slashed(said)!r}"
            raise ConversionError(
                f"{both} are both found as {found[1]}: bring all the pictures here, as they are named"
            )
        return found

    def look(self, said: str) -> Placed | str:
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


def passed_over(root: Path) -> list[Aside]:
    """The pictures that are left out because their names begin as those of files that are no data."""
    found = (path for path in _below(root) if path.name.startswith("_") and path.suffix.lower() in PICTURES)
    because = "begins with _, which marks what is no data"
    return [Aside(file=path.relative_to(root).as_posix(), because=because) for path in found]


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
