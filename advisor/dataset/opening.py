"""Opens the storage that an address speaks of."""

from __future__ import annotations

from pathlib import Path

from advisor.dataset.local import LocalStorage
from advisor.dataset.storage import Storage, is_s3


def open_storage(path: str | Path, follows_links: bool = False) -> Storage:
    """The storage of a folder, a file, or `s3://bucket/prefix`. Raises `UnreadableError`.

    `follows_links`: links that lead out of the folder are read, too.
    """
    if is_s3(path):
        from advisor.dataset.s3 import S3Storage

        return S3Storage(str(path))
    return LocalStorage(Path(path), follows_links)
