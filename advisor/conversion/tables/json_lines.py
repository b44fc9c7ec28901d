"""The rows of JSON Lines: an object a line, its values by the keys of the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from advisor.conversion.errors import ConversionError
from advisor.conversion.tables.arrays import text_of
from advisor.conversion.tables.rows import Row, Stretch
from advisor.formats.json.lines import read_line

ROWS = 1 << 12
LONGEST = 1 << 26
"""Bytes of a line."""


class JsonLinesRows:
    """A key that a line lacks is an empty cell; one that the first line lacks is not taken."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files, self._file = files, files[0]
        first = next(self._objects(files[0]), None)
        self.names: Sequence[str] | None = [] if first is None else list(first[1])

    def place(self, number: int) -> str:
        return f"{self._file}:{number}"

    def stretches(self) -> Iterator[Stretch]:
        for file in self._files:
            self._file = file
            rows = (Row(line, self._cells(line, found)) for line, found in self._objects(file))
            while group := list(islice(rows, ROWS)):
                yield group

    def _cells(self, line: int, found: dict[str, Any]) -> list[str]:
        try:
            return [text_of(found.get(name)) for name in self.names or ()]
        except ConversionError as error:
            raise ConversionError(f"{self.place(line)}: {error}") from None

    def _objects(self, file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
        with file.open("rb") as stream:
            line = 0
            while raw := stream.readline(LONGEST + 1):
                line += 1
                found = read_line(raw) if len(raw) <= LONGEST else None
                if found is not None and isinstance(found.value, dict):
                    yield line, found.value
                elif raw.strip():
                    raise ConversionError(f"{file}:{line}: holds no object of JSON: see advisor check")
