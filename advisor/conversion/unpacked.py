"""Files packed with gzip, unpacked for as long as a conversion reads them: most are read more than once."""

from __future__ import annotations

import gzip
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from advisor.conversion.at_hand import BLOCK, standing_for
from advisor.conversion.errors import ConversionError
from advisor.conversion.target import beside
from advisor.errors import read_errors_as
from advisor.formats.gzip_stream import is_packed

SUFFIX = ".gz"


@contextmanager
def unpacked(source: Path, target: Path) -> Iterator[Path]:
    """The source itself where nothing of it is packed; else an unpacked copy beside the target, removed at the end."""
    packed = _packed(source)
    if not packed:
        yield source
        return
    with beside(target) as folder, standing_for(source, _laid_out(source, packed, folder)) as here:
        yield here


def _packed(source: Path) -> set[Path]:
    """The file if it is packed, or the files of a folder that are and say so in their names."""
    found = [source] if source.is_file() else source.rglob(f"*{SUFFIX}")
    return {path for path in found if path.is_file() and _is_packed(path)}


def _is_packed(path: Path) -> bool:
    with read_errors_as(ConversionError, path), path.open("rb") as stream:
        return is_packed(stream)


def _laid_out(source: Path, packed: set[Path], folder: Path) -> Path:
    """The files in a copy of the folder, unpacked; those that are not packed are links."""
    if source.is_file():
        return _unpack(source, folder)
    for path in source.rglob("*"):
        if path.is_file():
            place = folder / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            if path not in packed:
                place.symlink_to(path.absolute())
    for path in sorted(packed):
        _unpack(path, folder / path.parent.relative_to(source))
    return folder


def _unpack(path: Path, folder: Path) -> Path:
    place = folder / path.name.removesuffix(SUFFIX)
    try:
        with gzip.open(path) as stream, place.open("xb") as file:
            shutil.copyfileobj(stream, file, BLOCK)
    except FileExistsError:
        raise ConversionError(f"{path}: lies beside {place.name}, which it would become: leave one of them") from None
    except (OSError, EOFError, zlib.error) as error:
        raise ConversionError(f"{path}: cannot be unpacked: {getattr(error, 'strerror', None) or error}") from error
    return place
