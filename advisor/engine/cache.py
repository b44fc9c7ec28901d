"""What is known of data that has not changed since it was read: profiles, places looked for, whole reports.

Within one check memory holds it: of many requests for the same data the first one reads. From check to check a store
holds it, of much data only, for to read little takes no longer; and reports, too, for to judge many files takes as long
as to read them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import Any, NamedTuple

from advisor.case.model import File
from advisor.dataset.local import LocalStorage
from advisor.dataset.storage import Entry, Identity
from advisor.engine.reading.run import Source, format_of
from advisor.engine.store import Row, Store
from advisor.findings import Report
from advisor.formats.registry import options
from advisor.profile.base import FileProfile, Tally
from advisor.profile.predicates import Predicate

WORTH_BYTES, WORTH_FILES = 1 << 24, 500
"""Data that is smaller, and has fewer files, is not kept for the next check."""

REPORT = "report"


Fact = tuple[Identity, str, "Known"]
"""What is known on a topic of a file in one state."""


class Known(NamedTuple):
    """A profile or places, as they are or as they are stored. `kind`: what the file's first bytes look like."""

    content: FileProfile | Tally | bytes
    kind: str = ""


class Cache:
    """`store`: what outlives the check; without one it ends with it."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store
        self._known: dict[Identity, dict[str, Known]] = {}
        self._stored: set[Identity] = set()
        self._of_paths: dict[str, Identity] = {}

    def files(self, sources: Sequence[Source]) -> list[File | None]:
        """What is known of each file; None where it must be read."""
        found = {s.entry.path: s.entry.identity for s in sources if s.entry.identity}
        self._of_paths |= found
        if self._store and is_worth(source.entry for source in sources):
            settled = {identity for identity in found.values() if identity.is_settled}
            self._load(self._store, settled - self._stored)
            self._stored |= settled
        return [self._file(source) for source in sources]

    def keep(self, sources: Sequence[Source], files: Sequence[File]) -> None:
        """Takes note of files that were read."""
        self._note(
            [
                (source.entry.identity, _topic(file.format, source.decode), Known(file.profile, file.kind))
                for source, file in zip(sources, files, strict=True)
                if source.entry.identity and file.format and file.profile
            ]
        )

    def places(self, path: str, fmt: str, predicate: Predicate, look: Callable[[], Tally]) -> Tally:
        """The places in a file for which a predicate holds, which are looked for where they are not known."""
        identity = self._of_paths.get(path)
        if identity is None:
            return look()
        topic = f"{fmt} {predicate}"
        found = self._unpacked(identity, topic)
        if not isinstance(found, Tally):
            found = look()
            self._note([(identity, topic, Known(found))])
        return found

    def report(self, data: LocalStorage, given: Sequence[Any], check: Callable[[], Report]) -> Report:
        """The stored report of an equal check of the same files; where there is none, that of `check`.

        `given`: all that a report depends on beside the files.
        """
        state = _state(data, given) if self._store else None
        if self._store is None or state is None:
            return check()
        address = data.address
        for row in self._store.find([address]):
            if (row.topic, row.state) == (REPORT, state):
                try:
                    return Report.model_validate_json(row.content)
                except ValueError:
                    break
        report = check()
        if report.status == "complete" and state == _state(data, given):
            self._store.put([Row(address, REPORT, state, report.model_dump_json().encode())])
        return report

    def _file(self, source: Source) -> File | None:
        identity = source.entry.identity
        for topic, known in list(self._known.get(identity, {}).items()) if identity else ():
            fmt = format_of(source, known.kind) if known.kind else None
            if identity and fmt and topic == _topic(fmt, source.decode):
                profile = self._unpacked(identity, topic, fmt)
                return source.file(known.kind, fmt, profile) if isinstance(profile, FileProfile) else None
        return None

    def _unpacked(self, identity: Identity, topic: str, fmt: str | None = None) -> FileProfile | Tally | None:
        """What is known on a topic: the profile of a format, or else places."""
        known = self._known.get(identity, {}).get(topic)
        if known is None:
            return None
        content = known.content
        if not isinstance(content, bytes):
            return content
        from advisor.profile.stored import NotStorableError, profile_of, tally_of

        try:
            found = profile_of(fmt, content) if fmt else tally_of(content)
        except NotStorableError:
            return None
        self._known[identity][topic] = known._replace(content=found)
        return found

    def _load(self, store: Store, identities: Iterable[Identity]) -> None:
        asked = {identity.address: identity for identity in identities}
        for row in store.find(list(asked)):
            kind, parted, content = row.content.partition(b"\0")
            if row.state == asked[row.address].state and parted:
                known = Known(content, kind.decode("ascii", "replace"))
                self._known.setdefault(asked[row.address], {})[row.topic] = known

    def _note(self, facts: list[Fact]) -> None:
        for identity, topic, known in facts:
            self._known.setdefault(identity, {})[topic] = known
        if self._store and (stored := [fact for fact in facts if fact[0] in self._stored]):
            self._store.put(row for fact in stored for row in _row(*fact))


def is_worth(entries: Iterable[Entry]) -> bool:
    sizes = [entry.size for entry in entries]
    return len(sizes) >= WORTH_FILES or sum(sizes) >= WORTH_BYTES


def _row(identity: Identity, topic: str, known: Known) -> Iterator[Row]:
    """None of what cannot be written as bytes."""
    from advisor.profile.stored import NotStorableError, to_bytes

    with suppress(NotStorableError):
        content = known.content if isinstance(known.content, bytes) else to_bytes(known.content)
        yield Row(identity.address, topic, identity.state, known.kind.encode() + b"\0" + content)


def _topic(fmt: str, decode: bool) -> str:
    """Under what the profile of a file is kept."""
    return f"{fmt} {options(fmt, decode)}"


def _state(data: LocalStorage, given: Sequence[Any]) -> str | None:
    """What is another as soon as anything is another that a report depends on; None where that cannot be known."""
    entries = list(data.entries())
    if not is_worth(entries) or not all(e.identity.is_settled for e in entries if e.identity):
        return None
    digest = sha256()
    for part in (*given, *((entry, entry.identity) for entry in entries)):
        digest.update(f"{part!r}\n".encode("utf-8", "backslashreplace"))
    return digest.hexdigest()
