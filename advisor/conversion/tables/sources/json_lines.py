"""The rows of JSON Lines: an object a line, its values by their keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.conversion.tables.rows import Row, Stretch, grouped
from advisor.conversion.tables.sources.arrays import Texts
from advisor.formats.json.lines import read_line

LONGEST = 1 << 26
"""Bytes of a line."""


class JsonLinesRows:
    """A column for each key of any line; one that a line lacks is an empty cell."""

    def __init__(self, files: Sequence[Path], options: Options) -> None:
        self._files, self._file = files, files[0]
        objects = chain.from_iterable(map(self._objects, files))
        self._keys = list(dict.fromkeys(chain.from_iterable(found for _, found in objects)))
        if not self._keys:
            raise ConversionError(f"{self._file}: there is no value to convert")
        self.names: Sequence[str] | None = self._keys
        self._texts = Texts(self._keys, options)

    def place(self, number: int) -> str:
        return f"{self._file}:{number}"

    def stretches(self) -> Iterator[Stretch]:
        for file in self._files:
            self._file = file
            yield from grouped(self._row(line, found) for line, found in self._objects(file))

    def _row(self, line: int, found: dict[str, Any]) -> Row:
        try:
            return self._texts.rows([[found.get(key)] for key in self._keys], line)[0]
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
