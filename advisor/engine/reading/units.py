"""Units of the work of reading: what is handed to another process, which loads no more than they need.

A process that reads pieces of files would else take longer to load what is known of algorithms than to read the first.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol

from advisor.dataset.storage import ChangedError, Storage, UnreadableError
from advisor.formats.pieces import ByteRange
from advisor.formats.registry import options, piece_reader
from advisor.profile.base import Piece

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


class Unit(Protocol):
    """What is handed out. `size`: the bytes of data that it reads."""

    @property
    def size(self) -> int: ...

    def run(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of a file. `exact`: a line or record begins at `begin`. `decode`: images are decoded."""

    storage: Storage
    path: str
    format: str
    whole: int
    begin: int
    end: int
    exact: bool
    decode: bool

    @property
    def size(self) -> int:
        return self.end - self.begin

    def run(self) -> Piece[Any]:
        try:
            with self.storage.open(self.path) as stream:
                part = ByteRange(stream, self.whole, self.begin, self.end, self.exact)
                return piece_reader(self.format).scan_piece(part, **options(self.format, self.decode))
        except ChangedError:
            raise
        except OSError as error:
            raise UnreadableError(f"{self.path}: {error.strerror or error}") from error


def run(unit: Unit) -> Any:
    return unit.run()


def end_quietly(wanted: Connection) -> None:
    """An interrupt at the keyboard reaches every process: those that only read have nothing to say.

    Nor do they live on when the process that they read for ends, or shuts its end of `wanted`.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_end_unwanted, args=(wanted,), daemon=True).start()


def _end_unwanted(wanted: Connection) -> None:
    wanted.poll(None)
    os._exit(1)
