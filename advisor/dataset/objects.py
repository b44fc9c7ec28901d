"""Whether the S3 objects that others name are there: in folders that stand for prefixes, or in S3 itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from advisor.dataset.storage import UnreadableError


class Objects:
    """`maps`: an address such as `s3://bucket/prefix` -> the folder in which its objects are looked for.

    What no folder stands for is looked for in S3 if `in_s3`. Raises `UnreadableError` for a folder that is none.
    """

    def __init__(self, maps: Mapping[str, Path], in_s3: bool = False) -> None:
        for folder in maps.values():
            if not folder.is_dir():
                raise UnreadableError(f"{folder}: is no folder, and should stand for a prefix in S3")
        longest_first = sorted(maps, key=len, reverse=True)
        self._folders = [(address.rstrip("/") + "/", maps[address]) for address in longest_first]
        self._in_s3 = in_s3
        self._listed: dict[str, set[str] | None] = {}

    def holds(self, address: str) -> bool | None:
        """Whether there is such an object; None where it was not looked for."""
        for prefix, folder in self._folders:
            if address.startswith(prefix):
                steps = address.removeprefix(prefix).split("/")
                # In S3 these are names like others, and no folder can hold them.
                return not {"", ".", ".."} & set(steps) and folder.joinpath(*steps).is_file()
        return self._is_listed(address) if self._in_s3 else None

    def _is_listed(self, address: str) -> bool | None:
        """A folder is listed once, as soon as one of its objects is asked for. None where it may not be listed."""
        folder = address.rpartition("/")[0] + "/"
        if folder not in self._listed:
            from advisor.dataset.s3 import S3Storage

            try:
                self._listed[folder] = S3Storage(folder).names()
            except UnreadableError:
                self._listed[folder] = None
        names = self._listed[folder]
        return None if names is None else address.removeprefix(folder) in names
