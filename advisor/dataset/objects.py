"""The S3 objects that others name: in folders that stand for prefixes, or in S3 itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from advisor.dataset.local import LocalStorage, identity
from advisor.dataset.storage import Ends, Entry, Storage, UnreadableError, is_s3

if TYPE_CHECKING:
    from advisor.dataset.s3 import S3Storage


class Objects:
    """`maps`: an address such as `s3://bucket/prefix` -> the folder in which its objects are looked for.

    What no folder stands for is looked for in S3 if `in_s3`. Raises `UnreadableError` for a folder that is none.
    """

    def __init__(self, maps: Mapping[str, Path], in_s3: bool = False, requester_pays: bool = False) -> None:
        for folder in maps.values():
            if not folder.is_dir():
                raise UnreadableError(f"{folder}: is no folder, and should stand for a prefix in S3")
        longest_first = sorted(maps, key=len, reverse=True)
        self._folders = [(address.rstrip("/") + "/", maps[address]) for address in longest_first]
        self._in_s3 = in_s3
        self._requester_pays = requester_pays
        self._any_below: dict[str, bool | None] = {}
        self._listed: dict[str, S3Storage | None] = {}

    def holds(self, address: str) -> bool | None:
        """Whether there is such an object; None where it was not looked for."""
        if mapped := self._mapped(address):
            file = _below(*mapped)
            return file is not None and file.is_file()
        listed = self._folder_in_s3(address) if self._in_s3 else None
        return None if listed is None else listed.holds(_name(address))

    def any_below(self, address: str) -> bool | None:
        """Whether there is an object whose address begins so; None where it was not looked for."""
        if standing := self._standing_for(address):
            _, folder, key = standing
            return _any_file(folder, key)
        if self._in_s3 and address not in self._any_below:
            self._any_below[address] = self._look_below(address)
        return self._any_below.get(address)

    def _look_below(self, address: str) -> bool | None:
        from advisor.dataset.s3 import S3Storage

        try:
            return S3Storage(address, requester_pays=self._requester_pays).any_object()
        except UnreadableError:
            return None

    def below(self, address: str) -> Iterator[Entry]:
        """The objects whose addresses begin so, by their addresses, as far as a folder stands for them."""
        if standing := self._standing_for(address):
            prefix, folder, key = standing
            for entry in LocalStorage(folder).entries():
                if entry.path.startswith(key) and not entry.path.endswith("/"):
                    yield replace(entry, path=prefix + entry.path)

    def entry(self, address: str) -> Entry | None:
        """An object, to be opened by its address; None where it is not known to be there."""
        if mapped := self._mapped(address):
            file = _below(*mapped)
            if file is None or not file.is_file():
                return None
            state = file.stat()
            return Entry(address, state.st_size, identity=identity(str(file.absolute()), state))
        listed = self._folder_in_s3(address) if self._in_s3 else None
        if listed is None or not listed.holds(_name(address)):
            return None
        return replace(listed.entry(_name(address)), path=address)

    def open(self, address: str) -> BinaryIO:
        if mapped := self._mapped(address):
            folder, key = mapped
            return LocalStorage(folder).open(key)
        listed = self._folder_in_s3(address)
        if listed is None:
            raise UnreadableError(f"{address}: cannot be read")
        return listed.open(_name(address))

    def only(self, *addresses: str) -> Objects:
        """What is needed to open these somewhere else."""
        fewer = Objects(dict(self._folders), self._in_s3, self._requester_pays)
        for folder, listed in self._listed.items():
            names = [_name(address) for address in addresses if _parent(address) == folder]
            if listed and names:
                fewer._listed[folder] = listed.only(*names)
        return fewer

    def _standing_for(self, address: str) -> tuple[str, Path, str] | None:
        """The longest prefix of an address, be it all of it, for which a folder stands; that folder; the key below."""
        for prefix, folder in self._folders:
            if f"{address}/".startswith(prefix):
                return prefix, folder, address.removeprefix(prefix.rstrip("/")).lstrip("/")
        return None

    def _mapped(self, address: str) -> tuple[Path, str] | None:
        """The folder that stands for the longest prefix of an address, and the key below it."""
        found = (
            (folder, address.removeprefix(prefix)) for prefix, folder in self._folders if address.startswith(prefix)
        )
        return next(found, None)

    def _folder_in_s3(self, address: str) -> S3Storage | None:
        """A folder is listed once, as soon as one of its objects is asked for. None where it may not be listed."""
        folder = _parent(address)
        if folder not in self._listed:
            from advisor.dataset.s3 import S3Storage

            try:
                self._listed[folder] = S3Storage(folder, requester_pays=self._requester_pays).direct()
            except UnreadableError:
                self._listed[folder] = None
        return self._listed[folder]


class WithObjects:
    """A storage, and the S3 objects that its files name: these are opened by their addresses."""

    def __init__(self, storage: Storage, objects: Objects) -> None:
        self._storage, self._objects = storage, objects

    def entries(self) -> Iterator[Entry]:
        return iter(self._entries)

    @cached_property
    def _entries(self) -> list[Entry]:
        """They are listed once, however often they are asked for."""
        return list(self._storage.entries())

    def open(self, path: str) -> BinaryIO:
        return self._objects.open(path) if is_s3(path) else self._storage.open(path)

    def ends(self, path: str, first: int, last: int) -> Ends | None:
        return None if is_s3(path) else self._storage.ends(path, first, last)

    def only(self, *paths: str) -> WithObjects:
        named = [path for path in paths if is_s3(path)]
        return WithObjects(self._storage.only(*(path for path in paths if not is_s3(path))), self._objects.only(*named))


def _parent(address: str) -> str:
    return address.rpartition("/")[0] + "/"


def _name(address: str) -> str:
    return address.rpartition("/")[2]


def _below(folder: Path, key: str) -> Path | None:
    """The file that stands for a key; None where no folder can hold it: in S3 `..` is a name like others."""
    steps = key.split("/")
    return None if {"", ".", ".."} & set(steps) else folder.joinpath(*steps)


def _any_file(folder: Path, prefix: str) -> bool:
    """Whether a file lies below the folder whose path begins so."""
    above, _, name = prefix.rpartition("/")
    parent = folder if not above else _below(folder, above)
    if parent is None or not parent.is_dir():
        return False
    found = (path for path in parent.iterdir() if path.name.startswith(name))
    return any(path.is_file() or any(inner.is_file() for inner in path.rglob("*")) for path in found)
