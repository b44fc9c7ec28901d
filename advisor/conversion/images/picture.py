"""A picture with what is known of it: the form between what people hold and what is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.files import Files, Placed
from advisor.conversion.images.record import MOST_BYTES, record_at
from advisor.conversion.results import Aside
from advisor.errors import read_errors_as

Size = tuple[int, int]
"""Width and height in pixels."""


class Box(NamedTuple):
    """A box in pixels from the upper left corner of the picture."""

    name: str
    left: float
    top: float
    right: float
    bottom: float


class Fractions(NamedTuple):
    """A box as fractions of the picture's width and height."""

    name: str
    left: float
    top: float
    right: float
    bottom: float

    def in_pixels(self, size: tuple[float, float]) -> Box:
        width, height = size
        return Box(self.name, self.left * width, self.top * height, self.right * width, self.bottom * height)


@dataclass(frozen=True, slots=True)
class Picture:
    """`classes`: of the picture as a whole. `boxes`: None where they are not what is labelled."""

    name: str
    """Relative path with `/`."""
    file: Path
    record: int | None = None
    """The byte where its record begins, where it is one of many in the file."""
    classes: tuple[str, ...] = ()
    boxes: tuple[Box | Fractions, ...] | None = None
    size: Size | None = None
    """As the annotation says it: the picture that was looked at when the boxes were drawn."""
    group: str = ""
    """The video whose frame it is: all of them go to one side of a split."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Its classes, or those of its boxes."""
        return (*self.classes, *(box.name for box in self.boxes or ()))

    @property
    def size_on_disk(self) -> int:
        """Bytes of its file; none where it is one of many in the file, or the file is gone."""
        try:
            return 0 if self.record is not None else self.file.stat().st_size
        except OSError:
            return 0

    def read(self) -> bytes:
        """The encoded picture. Raises `ConversionError`."""
        with read_errors_as(ConversionError, self.file):
            if self.record is not None:
                return record_at(self.file, self.record)[1]
            if self.file.stat().st_size > MOST_BYTES:
                raise ConversionError(f"{self.file}: is larger than {MOST_BYTES:,} bytes")
            return self.file.read_bytes()


@dataclass(slots=True)
class Found:
    """What a source holds: its pictures, the names of its classes in their order, and what was left aside."""

    pictures: list[Picture]
    names: Sequence[str] = ()
    """In the order of the source; names that it does not list follow by the alphabet."""
    aside: list[Aside] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    """Class -> its number, where the source numbers them itself."""
    notes: list[str] = field(default_factory=list)
    """What else a person should know of how the source was read."""

    def leave_out(self, name: str, because: str) -> None:
        self.aside.append(Aside(file=name, because=because))

    def place(self, files: Files, said: str, path: str | None = None) -> Placed | None:
        """Where the picture lies that is meant; None where there is none, which is then listed.

        `path`: by which it is looked for, where that is not how it is called.
        """
        placed = files.find(said if path is None else path)
        if isinstance(placed, tuple):
            return placed
        self.leave_out(said, placed)
        return None
