"""Sources in S3, brought to this machine for as long as a conversion reads them: most are read more than once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from advisor.conversion.errors import ConversionError
from advisor.conversion.target import beside
from advisor.dataset.opening import open_storage, path_of
from advisor.dataset.storage import Storage, is_s3

AT_ONCE = 16
BLOCK = 1 << 20


@contextmanager
def at_hand(source: str | Path, target: Path, *, requester_pays: bool = False) -> Iterator[Path]:
    """The source itself where it is on this machine; else a copy of it beside the target, removed at the end.

    Raises `ConversionError`, or what the storage raises.
    """
    if not is_s3(source):
        yield path_of(source)
        return
    with (
        beside(target) as folder,
        standing_for(str(source).rstrip("/"), _fetched(str(source), folder, requester_pays)) as here,
    ):
        yield here


@contextmanager
def standing_for(source: str | Path, copy: Path) -> Iterator[Path]:
    """The copy of a source; what goes wrong with it is said of the source."""
    try:
        yield copy
    except ConversionError as error:
        raise ConversionError(str(error).replace(str(copy), str(source))) from error


def _fetched(url: str, folder: Path, requester_pays: bool) -> Path:
    """The copy: a file where the address is that of one object, else the folder."""
    storage = open_storage(url, requester_pays=requester_pays)
    entries = [entry for entry in storage.entries() if not entry.path.endswith("/")]
    _refuse(url, folder, [entry.path for entry in entries], sum(entry.size for entry in entries))
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for _ in pool.map(lambda entry: _copy(storage, entry.path, folder / entry.path), entries):
                pass
    except OSError as error:
        raise ConversionError(f"{url}: cannot be brought here: {error.strerror or error}") from error
    is_object = len(entries) == 1 and url.rpartition("/")[2] == entries[0].path
    return folder / entries[0].path if is_object else folder


def _copy(storage: Storage, path: str, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with storage.open(path) as stream, place.open("xb") as file:
        shutil.copyfileobj(stream, file, BLOCK)


def _refuse(url: str, folder: Path, paths: list[str], size: int) -> None:
    for path in paths:
        if {"..", ".", ""} & {*path.split("/")}:
            raise ConversionError(f"{url}: the key {path!r} cannot be the path of a file")
    if size > (free := shutil.disk_usage(folder).free):
        raise ConversionError(f"{url}: {size:,} bytes are read, and {free:,} are free beside the output")
