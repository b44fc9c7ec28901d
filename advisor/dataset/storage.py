"""Where data lies: the one small interface of storage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from advisor.errors import AdvisorError

S3_SCHEME = "s3://"


class UnreadableError(AdvisorError):
    """The data cannot be read; the message says what and why."""


class ChangedError(OSError):
    """A file is another than it was when it was listed, or is gone."""


class Identity(NamedTuple):
    """Where a file lies, wherever the check runs, and a state that is another one after each change of the file.

    `is_settled`: false of a file that was changed just now, and may be once more without its clock showing it.
    """

    address: str
    state: str
    is_settled: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """A file by its path below the root, with `/`, or an empty folder (its path ends in `/`).

    `unread`: why what is there is not read; empty for all that is. `identity`: none of what is no file.
    """

    path: str
    size: int
    unread: str = ""
    identity: Identity | None = field(default=None, compare=False)


Ends = tuple[bytes, bytes, int]
"""The first bytes of a file, its last bytes, and its size."""


class Storage(Protocol):
    def entries(self) -> Iterator[Entry]:
        """Every file below the root, sorted by path, and every empty folder."""
        ...

    def open(self, path: str) -> BinaryIO:
        """A seekable stream of one file's bytes."""
        ...

    def ends(self, path: str, first: int, last: int) -> Ends | None:
        """The first and the last bytes of a file, so many of each; None where that takes as long as opening it."""
        ...

    def only(self, *paths: str) -> Storage:
        """What is needed to open these files somewhere else: it is small, and can be pickled."""
        ...


def is_s3(path: str | Path | None) -> bool:
    return str(path).startswith(S3_SCHEME)
