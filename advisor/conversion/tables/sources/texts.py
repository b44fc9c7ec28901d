"""Texts in files of their own as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import count, zip_longest
from pathlib import Path
from typing import BinaryIO

from advisor.conversion.errors import ConversionError, no_encoding
from advisor.conversion.options import Options
from advisor.conversion.tables.rows import Row, Stretch, grouped

LONGEST = 1 << 26
"""Bytes of a text."""


class Lines:
    """A text a line."""

    names: Sequence[str] | None = ("text",)

    def __init__(self, file: Path, options: Options) -> None:
        self._file = file
        self._encoding = options.encoding or "utf-8"

    def place(self, number: int) -> str:
        return f"{self._file}:{number}"

    def stretches(self) -> Iterator[Stretch]:
        with self._file.open("rb") as stream:
            texts = _lines(stream, self._file, self._encoding)
            yield from grouped(Row(line, [text]) for line, text in enumerate(texts, 1))


class ParallelLines:
    """Files whose lines belong together, as the two languages of a translation: a column a file."""

    def __init__(self, files: Sequence[Path], options: Options) -> None:
        self._files, self._encoding = files, options.encoding or "utf-8"
        self.names: Sequence[str] | None = [file.name for file in files]

    def place(self, number: int) -> str:
        return f"line {number}"

    def stretches(self) -> Iterator[Stretch]:
        with ExitStack() as stack:
            texts = [_lines(stack.enter_context(file.open("rb")), file, self._encoding) for file in self._files]
            yield from grouped(self._row(line, cells) for line, cells in enumerate(zip_longest(*texts), 1))

    def _row(self, line: int, cells: tuple[str | None, ...]) -> Row:
        found = [cell for cell in cells if cell is not None]
        if len(found) < len(cells):
            short = self._files[cells.index(None)]
            raise ConversionError(
                f"{short}: has {line - 1:,} lines, and another file more: they do not belong together"
            )
        return Row(line, found)


class TextFiles:
    """A text a file, and the folder that the file lies in."""

    names: Sequence[str] | None = ("folder", "text")

    def __init__(self, files: Sequence[Path], options: Options) -> None:
        self._files = files
        self._encoding = options.encoding or "utf-8"

    def place(self, number: int) -> str:
        return str(self._files[number - 1])

    def stretches(self) -> Iterator[Stretch]:
        for number, file in enumerate(self._files, 1):
            if file.stat().st_size > LONGEST:
                raise ConversionError(f"{file}: is longer than {LONGEST >> 20} MB: is it one text?")
            yield [Row(number, [file.parent.name, _decoded(file.read_bytes(), self._encoding, file)])]


def _lines(stream: BinaryIO, file: Path, encoding: str) -> Iterator[str]:
    for line in count(1):
        raw = stream.readline(LONGEST + 1)
        if not raw:
            return
        if len(raw) > LONGEST:
            raise ConversionError(f"{file}:{line}: is longer than {LONGEST >> 20} MB: is it one text?")
        text = _decoded(raw, encoding, f"{file}:{line}")
        yield (text.removeprefix("\ufeff") if line == 1 else text).rstrip("\r\n")


def _decoded(raw: bytes, encoding: str, place: object) -> str:
    try:
        return raw.decode(encoding)
    except LookupError as error:
        raise no_encoding(encoding) from error
    except UnicodeError as error:
        raise ConversionError(f"{place}: is not in {encoding}: say what it is in, such as --encoding cp1252") from error
