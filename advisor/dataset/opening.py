"""Opens the storage that an address speaks of."""

from __future__ import annotations

from pathlib import Path

from advisor.dataset.local import LocalStorage
from advisor.dataset.storage import Storage, is_s3


def open_storage(path: str | Path) -> Storage:
    """The storage of a folder, a file, or `s3://bucket/prefix`. Raises `UnreadableError`."""
    if is_s3(path):
        from advisor.dataset.s3 import S3Storage

        return S3Storage(str(path))
    return LocalStorage(Path(path))
