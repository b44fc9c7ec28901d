"""Bytes that are kept from one run to the next, in one file of SQLite that is this user's alone.

It holds what these very sources made and no more than so many bytes of it; what was not used for longest goes first.
What is damaged is not trusted: `trouble` says so, and the run goes on without it.
"""

from __future__ import annotations

import os
import sys
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3  # is loaded where much data is met

DAY = 86_400
FORGOTTEN = 30 * DAY
"""Seconds after which a file is removed that other sources wrote, and none of them has used since."""

AT_A_TIME = 500
LIBRARIES = ("msgspec", "numpy", "pillow", "protobuf", "pyarrow")
"""Those that readers rest on: another version may see something else."""

_TABLE = """
CREATE TABLE IF NOT EXISTS kept (
  address TEXT, topic TEXT, state TEXT, checksum INTEGER, used INTEGER, content BLOB, PRIMARY KEY (address, topic)
)"""
_FIND = "SELECT address, topic, state, content, checksum, used FROM kept WHERE address IN "
_PUT = "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?, ?)"
_USE = "UPDATE kept SET used = ? WHERE address = ? AND topic = ?"
_LET_GO = """
DELETE FROM kept WHERE rowid IN (
  SELECT rowid FROM (SELECT rowid, SUM(LENGTH(content)) OVER (ORDER BY used DESC, rowid DESC) AS size FROM kept)
  WHERE size > ?
)"""


class Row(NamedTuple):
    """`content`: what is known on a topic of the file at an address, as long as the file is in this state."""

    address: str
    topic: str
    state: str
    content: bytes


class Store:
    """At most `most` bytes in a folder, which is made. `trouble`: why something in it could not be used."""

    def __init__(self, folder: Path, most: int) -> None:
        self.folder, self.most = folder, most
        self.trouble: str | None = None

    @cached_property
    def _file(self) -> Path:
        return self.folder / f"kept-{sources_state()}.sqlite"

    def find(self, addresses: Sequence[str]) -> Iterator[Row]:
        """What is kept of these addresses."""
        today, again = int(time.time()) // DAY, []
        with self._noting_trouble(), self._opened() as file:
            for start in range(0, len(addresses), AT_A_TIME):
                asked = addresses[start : start + AT_A_TIME]
                for *row, checksum, used in file.execute(f"{_FIND}({', '.join('?' * len(asked))})", asked):
                    found = Row(*row)
                    if list(map(type, found)) != [str, str, str, bytes] or _checksum(found) != checksum:
                        self.trouble = f"{self._file}: is damaged in part; what is damaged was not used"
                        continue
                    if used != today:
                        again.append((today, found.address, found.topic))
                    yield found
            with file:
                file.executemany(_USE, again)

    def put(self, rows: Iterable[Row]) -> None:
        """Keeps the rows in the place of earlier ones on the same topics: all of them or none."""
        today = int(time.time()) // DAY
        small = (row for row in rows if len(row.content) <= self.most // 4)
        with self._noting_trouble(), self._opened() as file, file:
            file.executemany(_PUT, ((*row[:3], _checksum(row), today, row.content) for row in small))
            file.execute(_LET_GO, (self.most,))

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        import sqlite3

        self._prepare()
        with closing(sqlite3.connect(self._file, timeout=1)) as file:
            file.execute("PRAGMA synchronous = OFF")
            file.execute(_TABLE)
            yield file

    @contextmanager
    def _noting_trouble(self) -> Iterator[None]:
        import sqlite3

        try:
            yield
        except sqlite3.OperationalError as error:
            self.trouble = f"{self._file}: cannot be used: {error}"
        except sqlite3.DatabaseError as error:
            self.trouble = f"{self._file}: is damaged and was removed: {error}"
            self._file.unlink(missing_ok=True)
        except OSError as error:
            self.trouble = f"{self.folder}: cannot be used: {error.strerror or error}"

    def _prepare(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = self.folder.stat()
        if state.st_uid != os.geteuid() or state.st_mode & 0o077:
            raise OSError("others own it or may look into it; it must be yours alone (chmod 700)")
        if not self._file.exists():
            for old in self.folder.glob("kept-*.sqlite"):
                if time.time() - old.stat().st_mtime > FORGOTTEN:
                    old.unlink(missing_ok=True)


def _checksum(row: Row) -> int:
    return zlib.crc32(row.content, zlib.crc32("\0".join(row[:3]).encode("utf-8", "surrogateescape")))


@cache
def sources_state() -> str:
    """A name for the state of our own files, of Python and of what readers rest on."""
    from hashlib import sha256

    root = Path(__file__).parents[1]
    digest = sha256(f"{sys.version_info} {sys.byteorder} {[_version(name) for name in LIBRARIES]}".encode())
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            known = Path(folder, name).stat()
            digest.update(f"{folder}/{name} {known.st_size} {known.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def _version(library: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(library)
    except PackageNotFoundError:
        return None
