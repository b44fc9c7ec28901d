"""The data of channels by their S3 addresses, laid out as a training container sees it: a folder for each channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO

from advisor.dataset.objects import Objects
from advisor.dataset.storage import Ends, Entry


def channel_storage(addresses: Mapping[str, str], objects: Objects) -> ChannelStorage | None:
    """`addresses`: channel -> what its data begins with in S3, or the one object that it is. None where nothing is.

    A container cuts that beginning off the names, be it a folder or not.
    """
    found = {
        f"{channel}/{_name(address, entry.path)}": entry
        for channel, address in addresses.items()
        for entry in objects.below(address)
    }
    return ChannelStorage(found, objects) if found else None


class ChannelStorage:
    """`found`: the path of each file -> the object that it is."""

    def __init__(self, found: Mapping[str, Entry], objects: Objects) -> None:
        self._found, self._objects = found, objects

    def entries(self) -> Iterator[Entry]:
        yield from (replace(self._found[path], path=path) for path in sorted(self._found))

    def open(self, path: str) -> BinaryIO:
        return self._objects.open(self._found[path].path)

    def ends(self, path: str, first: int, last: int) -> Ends | None:
        return None

    def only(self, *paths: str) -> ChannelStorage:
        fewer = {path: self._found[path] for path in paths}
        return ChannelStorage(fewer, self._objects.only(*(entry.path for entry in fewer.values())))


def _name(address: str, found: str) -> str:
    return found.removeprefix(address).lstrip("/") or found.rpartition("/")[2]
