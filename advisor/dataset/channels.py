"""The data of channels by their S3 addresses, laid out as a training container sees it: a folder for each channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO

from advisor.dataset.objects import Objects
from advisor.dataset.storage import Ends, Entry


class ChannelStorage:
    """`addresses`: channel -> what its data begins with in S3, or the one object that it is.

    A container cuts that beginning off the names, be it a folder or not.
    """

    def __init__(self, addresses: Mapping[str, str], objects: Objects) -> None:
        self._objects = objects
        self._found = {
            f"{channel}/{_name(address, entry.path)}": entry
            for channel, address in addresses.items()
            for entry in objects.below(address)
        }

    def __bool__(self) -> bool:
        return bool(self._found)

    def entries(self) -> Iterator[Entry]:
        yield from (replace(self._found[path], path=path) for path in sorted(self._found))

    def open(self, path: str) -> BinaryIO:
        return self._objects.open(self._found[path].path)

    def ends(self, path: str, first: int, last: int) -> Ends | None:
        return None

    def only(self, *paths: str) -> ChannelStorage:
        fewer = ChannelStorage({}, self._objects.only(*(self._found[path].path for path in paths)))
        fewer._found = {path: self._found[path] for path in paths}
        return fewer


def _name(address: str, found: str) -> str:
    return found.removeprefix(address).lstrip("/") or found.rpartition("/")[2]
