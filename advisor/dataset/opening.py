"""Opens the storage that an address speaks of."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from advisor.dataset.local import LocalStorage
from advisor.dataset.storage import Storage, UnreadableError, is_s3
from advisor.errors import read_errors_as


def path_of(given: str | os.PathLike[str]) -> Path:
    """The path that was given. Raises `UnreadableError` where it may not be looked at, and of a data frame or anything
    else that lies in no file.
    """
    if isinstance(given, (str, os.PathLike)):
        with read_errors_as(UnreadableError, given), suppress(FileNotFoundError, NotADirectoryError):
            Path(given).stat()
        return Path(given)
    raise UnreadableError(
        f"a {type(given).__name__} is no path: write it to a file, advisor.convert(DATA, to='csv', "
        "output='data/train/data.csv'), and give the folder, 'data'"
    )


def open_storage(path: str | Path, follows_links: bool = False, requester_pays: bool = False) -> Storage:
    """The storage of a folder, a file, or `s3://bucket/prefix`. Raises `UnreadableError`.

    `follows_links`: links that lead out of the folder are read, too. `requester_pays`: for what is read from S3.
    """
    if is_s3(path):
        from advisor.dataset.s3 import S3Storage

        return S3Storage(str(path), requester_pays=requester_pays)
    return LocalStorage(path_of(path), follows_links)
