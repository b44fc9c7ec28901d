"""Opens the storage that an address speaks of."""

from __future__ import annotations

from pathlib import Path

from advisor.dataset.local import LocalStorage
from advisor.dataset.storage import Storage, is_s3


def open_storage(path: str | Path, follows_links: bool = False, requester_pays: bool = False) -> Storage:
    """The storage of a folder, a file, or `s3://bucket/prefix`. Raises `UnreadableError`.

    `follows_links`: links that lead out of the folder are read, too. `requester_pays`: for what is read from S3.
    """
    if is_s3(path):
        from advisor.dataset.s3 import S3Storage

        return S3Storage(str(path), requester_pays=requester_pays)
    return LocalStorage(Path(path), follows_links)
