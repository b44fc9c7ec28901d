"""From a folder to a case: lays the files out in channels, reads each of them once, and follows their references."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TYPE_CHECKING

import advisor.resolve
from advisor.case.model import Case, Channel, File, read_as
from advisor.dataset.layout import Layout, lay_out
from advisor.dataset.objects import Objects
from advisor.dataset.storage import Entry, Storage
from advisor.engine.cache import Cache
from advisor.engine.objects import named_entries
from advisor.engine.options import ALONE, NOTHING_ASKED, Asked, Reading, hyperparameters
from advisor.engine.reading.choose import formats_of_any, settle_media_types
from advisor.engine.reading.crew import working
from advisor.engine.reading.run import Source, read_files
from advisor.engine.reading.watch import Progress, Watched
from advisor.errors import AdvisorError
from advisor.knowledge.load import algorithms
from advisor.knowledge.models.algorithm import Algorithm
from advisor.media_type import MediaType
from advisor.profile.formats import FORMATS
from advisor.request import InputChannel, Request

if TYPE_CHECKING:
    from concurrent.futures import Executor


class CheckError(AdvisorError):
    """The check cannot be done; the message says why and what to do."""


def scan_case(
    storage: Storage | None,
    algorithm: Algorithm | None = None,
    request: Request | None = None,
    asked: Asked = NOTHING_ASKED,
    reading: Reading = ALONE,
    objects: Objects | None = None,
) -> Case:
    """Everything that the rules judge. Raises `CheckError` where there is nothing to read or it cannot be read.

    `algorithm` and `request` are those that `asked` speaks of. `objects`: where the S3 objects are looked for that
    manifests name; the storage opens them by their addresses. After an interrupt the case holds what had been read, and
    is not complete.
    """
    layout = _layout(storage, algorithm, request) if storage else Layout()
    case = Case(
        {}, algorithm, request, hyperparameters(asked, request, algorithm),
        layout.stray, layout.near_misses, layout.unread, layout.nested,
        has_data=storage is not None,
    )  # fmt: skip
    asked_for = [c.channel_name for c in request.input_data_config if c.channel_name] if request else []
    for name in dict.fromkeys((*layout.channels, *asked_for)):
        found = Channel(name, hidden=tuple(layout.hidden.get(name, ())))
        case.channels[name] = as_asked(found, case, asked)
    for name in sorted(asked.content_types.keys() - case.channels.keys()):
        known = ", ".join(case.channels)
        raise CheckError(f"a content type is given for the channel {name!r}, but the data has {known}")
    if storage:
        _read(case, storage, list(_sources(case, layout, asked.decode)), reading)
        if objects and case.complete:
            _read(case, storage, list(_listed_sources(case, layout, objects, asked.decode)), reading)
        settle_media_types(case)
        for resolver in _resolvers() if case.complete else ():
            resolver.resolve(case.channels, SecondLook(storage))
    return case


@cache
def _resolvers() -> tuple[ModuleType, ...]:
    """Each module that follows a kind of reference."""
    return tuple(import_module(f"advisor.resolve.{module.name}") for module in iter_modules(advisor.resolve.__path__))


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What `advisor.resolve.Look` asks for."""

    storage: Storage

    def paths(self, file: File, lines: Iterable[int]) -> Iterator[tuple[int, str]]:
        from advisor.formats.images import lst

        with self.storage.open(file.path) as stream:
            yield from lst.paths(stream, lines)

    def classes(self, file: File, most: int) -> Iterator[tuple[int, str, float]]:
        from advisor.formats.images import lst

        with self.storage.open(file.path) as stream:
            yield from lst.classes(stream, most)

    def middle(self, file: File, count: int) -> bytes:
        with self.storage.open(file.path) as stream:
            stream.seek(max(file.size - count, 0) // 2)
            return stream.read(count)


def _layout(storage: Storage, algorithm: Algorithm | None, request: Request | None) -> Layout:
    known = [algorithm] if algorithm else algorithms().values()
    names = {name for a in known for name in a.channel_names}
    if request:
        names |= {channel.channel_name for channel in request.input_data_config} - {""}
    only = "training" if "training" in names and "train" not in names else "train"
    layout = lay_out(storage.entries(), names | {"train"}, only, _named_by(request))
    if not layout.channels and not layout.stray and not layout.unread:
        raise CheckError("there is no file to check")
    if request:
        layout.leave_out(unnamed(layout.channels, request))
    return layout


def unnamed(channels: Collection[str], request: Request) -> list[str]:
    """The folders that hold no channel of a request: they reach no container. None where no channel of it is there, for
    then they may be meant for its channels.
    """
    names = {channel.channel_name for channel in request.input_data_config}
    there = not request.is_fed_later and not names.isdisjoint(channels)
    return [name for name in channels if there and name not in names]


def _named_by(request: Request | None) -> set[str]:
    """Where the manifests may lie that the request names."""
    asked = request.input_data_config if request else ()
    named = {c.channel_name: c.manifest_name for c in asked if c.manifest_name}
    return {path for channel, name in named.items() for path in (name, f"{channel}/{name}")}


def as_asked(channel: Channel, case: Case, asked: Asked) -> Channel:
    """A channel with what the algorithm, the request and the options say of it."""
    name, requested = channel.name, case.asked(channel.name)
    text = asked.content_types.get(name, (requested.content_type if requested else None) or None)
    declared = None if text is None else MediaType.parse(text)
    mode = asked.input_mode or (case.request.mode(name) if case.request else None)
    facts = case.algorithm.channel(name) if case.algorithm else None
    kind = read_as(case.algorithm, facts, declared)
    return replace(channel, facts=facts, declared=declared, media_type=kind, mode=mode)


def _sources(case: Case, layout: Layout, decode: bool) -> Iterator[Source]:
    for name, entries in layout.channels.items():
        channel = case.channels[name]
        asked = case.asked(name)
        expected = case.formats(channel) if channel.facts else formats_of_any(name)
        _refuse_unread_formats(case.algorithm, expected, name)
        for entry in _samples(entries, name, asked):
            yield Source(entry, name, expected, decode=decode)


def _listed_sources(case: Case, layout: Layout, objects: Objects, decode: bool) -> Iterator[Source]:
    """The objects that manifests name, as far as they are within reach."""
    for name, entries in layout.channels.items():
        channel = case.channels[name]
        expected = tuple(fmt for fmt in case.formats(channel) if fmt != "manifest")
        for entry, placed in named_entries(channel, entries, objects):
            yield Source(entry, name, expected, placed, decode)


def _read(case: Case, storage: Storage, sources: list[Source], reading: Reading) -> None:
    cache = reading.cache or Cache()
    known = cache.files(sources)
    fresh = [source for source, file in zip(sources, known, strict=True) if file is None]
    read: list[File] = []
    found: dict[str, list[File]] = {}
    with working(reading.executor, reading.workers, storage, fresh) as crew:
        try:
            files = _read_afresh(storage, fresh, crew, reading.progress)
            for file in known:
                if file is None:
                    read.append(file := next(files))
                found.setdefault(file.channel, []).append(file)
            next(files, None)  # an interrupt comes through after the last file
        except KeyboardInterrupt:
            case.complete = False
    if case.complete:
        cache.keep(fresh, read)
    for name, more in found.items():
        channel = case.channels[name]
        case.channels[name] = replace(channel, files=(*channel.files, *more))


def _read_afresh(
    storage: Storage, sources: list[Source], executor: Executor | None, progress: Progress | None
) -> Iterator[File]:
    if progress and not executor:
        storage = Watched(storage, sum(source.entry.size for source in sources), progress)
    return read_files(storage, sources, executor, progress)


def _refuse_unread_formats(algorithm: Algorithm | None, expected: tuple[str, ...], channel: str) -> None:
    if algorithm and expected and not any(fmt in FORMATS for fmt in expected):
        raise CheckError(
            f"the channel {channel!r} of {algorithm.id} holds {' or '.join(expected)}, which cannot be checked yet"
        )


def _samples(entries: list[Entry], channel: str, asked: InputChannel | None) -> list[Entry]:
    """The files that hold samples: under a manifest the manifest alone, for the rest are objects that it may name.

    Where a manifest of keys is not at hand, these are what it names: so the channel lies in the container.
    """
    manifest = asked.manifest_name if asked else None
    if asked is None or manifest is None:
        return entries
    listed = [entry for entry in entries if entry.path in (f"{channel}/{manifest}", manifest)]
    return listed or ([] if asked.is_augmented else entries)
