"""What is kept of many texts: packed, to look them up once all files are known, or no more of each than a key."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from advisor.profile.base import Numbers

if TYPE_CHECKING:
    import numpy as np

    Keys = np.ndarray[Any, Any]
    Positions = np.ndarray[Any, Any]

PACKED_KEPT = 1 << 28
"""Compressed bytes kept of one file: some ten million ordinary paths. What comes after them is dropped."""

KEYS_KEPT = 1 << 25
"""Keys of one file among which one is looked for a second time."""

CHUNK = 1 << 16
"""Keys that are kept apart from those before them."""

BLOCK = 1 << 16


@dataclass(slots=True)
class PackedTexts:
    """Texts without line feeds by their number (of the line, or of the entry), in rising order, compressed.

    An empty text stands for a number that has none. `complete` is False once texts had to be dropped.
    """

    blocks: list[tuple[int, bytes]] = field(default_factory=list)
    size: int = 0
    complete: bool = True
    pending: list[bytes] = field(default_factory=list)
    pending_from: int = 0
    pending_size: int = 0

    def append(self, number: int, text: bytes) -> None:
        """One text. Numbers must rise; `seal` ends a run of calls."""
        self.extend(number, [text])

    def extend(self, number: int, texts: list[bytes]) -> None:
        """Texts that follow each other, from the number on."""
        gap = number - self.pending_from - len(self.pending)
        if gap > BLOCK or not self.pending:
            self.seal()
            self.pending_from, gap = number, 0
        self.pending += [b""] * gap + texts
        self.pending_size += gap + len(texts) + sum(map(len, texts))
        if self.pending_size >= BLOCK:
            self.seal()

    def seal(self) -> None:
        if self.pending:
            self.add_block(self.pending_from, b"\n".join(self.pending))
            self.pending, self.pending_size = [], 0

    def add_block(self, first: int, texts: bytes) -> None:
        """Texts that follow each other, the first one's number being `first`, each ended or parted by a line feed."""
        self._add(first, zlib.compress(texts, 1))

    def _add(self, first: int, packed: bytes) -> None:
        if not self.complete or self.size + len(packed) > PACKED_KEPT:
            self.complete = False
            return
        self.blocks.append((first, packed))
        self.size += len(packed)

    def by_block(self) -> Iterator[tuple[int, list[bytes]]]:
        """The texts, those that are empty too, many at a time, with the number of the first of them."""
        for first, packed in self.blocks:
            yield first, zlib.decompress(packed).split(b"\n")

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Every text that is not empty, with its number."""
        for first, texts in self.by_block():
            for number, text in enumerate(texts, first):
                if text:
                    yield number, text

    def merged(self, right: PackedTexts, lines: int = 0, records: int = 0) -> PackedTexts:
        both = PackedTexts(list(self.blocks), self.size, self.complete)
        for first, packed in right.blocks:
            both._add(first + lines, packed)
        both.complete = both.complete and right.complete
        return both


@dataclass(slots=True, eq=False)
class Repeats:
    """Which of many keys come more than once, or are among others. A key takes 8 bytes; the key 0 stands for none.

    Keys beyond `KEYS_KEPT` are dropped. Many keys at a time are kept as they come: memory that grows is dear.
    """

    kind: str = "Q"
    chunks: list[Any] = field(default_factory=list)
    count: int = 0
    growing: Numbers | None = None

    @classmethod
    def small(cls) -> Repeats:
        """For keys of up to 32 bits, of 4 bytes each."""
        return cls("I")

    def __len__(self) -> int:
        return self.count

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Repeats) and self.kind == other.kind and self.all().tolist() == other.all().tolist()

    def append(self, keys: Iterable[int]) -> None:
        tail = self._tail()
        before = len(tail)
        tail.extend(islice(keys, KEYS_KEPT - self.count))
        self.count += len(tail) - before

    def _tail(self) -> Numbers:
        """A chunk that may grow."""
        if self.growing is None:
            self.growing = array(self.kind)
            self.chunks.append(self.growing)
        return self.growing

    def extend(self, keys: Keys) -> None:
        kept = keys[: KEYS_KEPT - self.count].astype(self.kind)
        if len(kept) >= CHUNK:
            self.chunks.append(kept)
            self.growing = None
        else:
            self._tail().frombytes(kept.data.cast("B"))
        self.count += len(kept)

    def pad(self, count: int) -> None:
        """Keys that stand for none, up to so many in all."""
        self.append([0] * (min(count, KEYS_KEPT) - self.count))

    def merged(self, right: Repeats, lines: int = 0, records: int = 0) -> Repeats:
        both = Repeats(self.kind, list(self.chunks), self.count)
        for chunk in right.chunks:
            part = chunk[: KEYS_KEPT - both.count]
            both.chunks.append(part)
            both.count += len(part)
        return both

    def all(self) -> Keys:
        """All keys, as one array that is nobody else's."""
        import numpy as np

        return np.concatenate([np.zeros(0, self.kind), *(np.frombuffer(chunk, self.kind) for chunk in self.chunks)])

    def positions(self) -> Positions:
        """The positions, from 0 and rising, of all keys that come more than once."""
        import numpy as np

        ordered = self.ordered()
        again = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
        del ordered
        return self.among(again[again != 0]) if len(again) else np.zeros(0, np.int64)

    def ordered(self) -> Keys:
        """The keys, rising."""
        keys = self.all()
        if not (keys[1:] >= keys[:-1]).all():
            keys.sort()
        return keys

    def among(self, wanted: Keys, *, absent: bool = False) -> Positions:
        """The positions, rising, of the keys that are among the wanted ones (sorted), or of those that are `absent`."""
        import numpy as np

        found = [np.zeros(0, np.int64)]
        for start, part, _, equal in self._held_against(wanted):
            found.append(np.flatnonzero((equal != absent) & (part != 0)) + start)
        return np.concatenate(found)

    def holds(self, wanted: Keys) -> np.ndarray[Any, Any]:
        """Of each of the wanted keys (sorted) whether it is here."""
        import numpy as np

        found = np.zeros(len(wanted), np.bool_)
        for _, _, at, equal in self._held_against(wanted):
            found[at[equal]] = True
        return found

    def _held_against(self, wanted: Keys) -> Iterator[tuple[int, Keys, Positions, np.ndarray[Any, Any]]]:
        """By parts: where the part begins, its keys, where each belongs in `wanted`, and whether it is there."""
        import numpy as np

        start = 0
        for chunk in self.chunks:
            keys = np.frombuffer(chunk, self.kind)
            for begin in range(0, len(keys), 1 << 20):
                part = keys[begin : begin + (1 << 20)]
                at = np.searchsorted(wanted[:-1], part)
                yield start, part, at, (wanted[at] == part) if len(wanted) else np.zeros(len(part), np.bool_)
                start += len(part)
