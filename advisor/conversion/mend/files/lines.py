"""Text mended line by line, in bounded memory. A line without a fault keeps its bytes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from advisor.conversion.errors import ConversionError, no_encoding
from advisor.conversion.mend.files import broken_lines, json_lines, numbering, starts
from advisor.conversion.mend.files.boxes import without_empty
from advisor.conversion.mend.files.order import EMPTY_BOXES, FOLLOW, SET_ASIDE, Moved, Order
from advisor.conversion.results import LeftOut
from advisor.formats.gzip_stream import MAGIC
from advisor.formats.lines import BOM
from advisor.formats.tables.csv_dialect import sniff
from advisor.profile.text.sentences import PREFIX

DECODED = "write-utf-8"
"""The repair that nothing but writing mends."""

LONGEST = 1 << 26
SHOWN = 60
"""Characters of a line that is left out."""

PACKED = MAGIC, b"PAR1"
"""What files begin with that hold no lines as they are."""

HEAD = 1 << 16

Mend = Callable[[Iterator[str]], Iterator[str]]
"""Lines without their line feeds -> the lines in their place."""

_BEFORE_LABEL = re.compile(rf'(?<=\S)[",;|]*(?={PREFIX})|^[",;|]+(?={PREFIX})')
_BEHIND_LABEL = re.compile(rf"({PREFIX}[^\s,;|]+)[,;|]+(?=[^\s,;|_])")
_QUOTED = re.compile(rf'((?:{PREFIX}\S+ +)+)"(.*)"')
_LISTED = re.compile(r"((?:[+-]?[\d.]+(?:[eE][+-]?\d+)?[,;\s]+)+)(\S.*)")


def _each(change: Callable[[str], str]) -> Mend:
    return lambda lines: map(change, lines)


def _without_blank(lines: Iterator[str]) -> Iterator[str]:
    return (line for line in lines if line.strip())


def _without_first(lines: Iterator[str]) -> Iterator[str]:
    next(lines, None)
    return lines


def _renumbered(lines: Iterator[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield "\t".join((str(number), *line.split("\t")[1:]))


def _parted_labels(line: str) -> str:
    return _BEHIND_LABEL.sub(r"\1 ", _BEFORE_LABEL.sub(lambda found: " " if found.start() else "", line))


def _unquoted(line: str) -> str:
    found = _QUOTED.fullmatch(line.rstrip())
    return line if found is None else found[1] + found[2].replace('""', '"')


def _parted_by_tabs(line: str) -> str:
    """Numbers, and behind them the path."""
    found = None if "\t" in line else _LISTED.fullmatch(line.strip())
    return line if found is None else "\t".join([*re.split(r"[,;\s]+", found[1].rstrip(",; ")), found[2].strip('"')])


def _slashes(line: str) -> str:
    *rest, path = line.split("\t")
    return "\t".join((*rest, path.replace("\\", "/")))


MENDS: dict[str, Mend] = {
    "end-lines": _each(lambda line: line.removesuffix("\r")),
    "drop-blank-lines": _without_blank,
    "drop-first-line": _without_first,
    "part-by-tabs": _each(_parted_by_tabs),
    "strip-blanks": _each(lambda line: "\t".join(field.strip() for field in line.split("\t"))),
    "write-slashes": _each(_slashes),
    "renumber-lines": _renumbered,
    "tabs-to-blanks": _each(lambda line: line.replace("\t", " ")),
    "part-labels": _each(_parted_labels),
    "unquote-texts": _each(_unquoted),
    **json_lines.MENDS,
}
"""Repair -> what it does, in the order in which they are done."""


DROPS = tuple(broken_lines.DROPS)
NAIVE = "write-naive-starts"
"""The repair that asks for a zone."""
REPAIRS = frozenset({*MENDS, *DROPS, *numbering.KINDS, DECODED, NAIVE, SET_ASIDE, EMPTY_BOXES, FOLLOW})


def mend(file: Path, target: Path, order: Order, left_out: LeftOut) -> None:
    """Writes the file anew. Raises `ConversionError`."""
    with file.open("rb") as stream:
        head = stream.read(HEAD)
        if head.startswith(PACKED):
            shutil.copyfile(file, target)
            return
        stream.seek(len(BOM) if head.startswith(BOM) else 0)
        form = order.answers.get("encoding") or sniff(head).encoding
        errors = "surrogateescape" if form == "utf-8" else "strict"
        try:
            lines = _Lines(TextIOWrapper(stream, form, errors, newline="\n"), file)
            mended = _mended(lines, order, left_out)
            with target.open("wb") as written:
                written.writelines(line.encode("utf-8", errors) + b"\n" for line in mended)
        except LookupError as error:
            raise no_encoding(form) from error
        except UnicodeError as error:
            raise ConversionError(f"{file}: is not in {form}: say what it is in, --answer encoding=cp1252") from error


def _followed(lines: Iterator[str], moved: Moved) -> Iterator[str]:
    """The lines of a list whose pictures are left, by their new names."""
    for line in lines:
        *rest, path = line.split("\t")
        now = moved.get(path.strip().replace("\\", "/"), path)
        if now is not None:
            yield line if now == path else "\t".join((*rest, now))


class _Lines:
    """The lines of a text without their line feeds. `number`: of the last one, from 1."""

    def __init__(self, text: TextIOWrapper, file: Path) -> None:
        self._text, self._file = text, file
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(LONGEST + 1):
            self.number += 1
            if len(line) > LONGEST:
                raise ConversionError(f"{self._file}:{self.number}: is longer than {LONGEST >> 20} MB")
            yield line.removesuffix("\n")


def _without_empty_boxes(left_out: LeftOut) -> Callable[[dict[str, Any]], bool]:
    def change(sample: dict[str, Any]) -> bool:
        gone = sum(without_empty(item) for item in sample.values() if isinstance(item, dict))
        if gone:
            left_out.add(None, f"boxes without area: {gone}, of {sample.get('source-ref')!s}", is_sample=False)
        return gone > 0

    return change


def _mended(source: _Lines, order: Order, left_out: LeftOut) -> Iterator[str]:
    lines = iter(source)
    for name in (name for name in MENDS if name in order.repairs):
        lines = MENDS[name](lines)
    if NAIVE in order.repairs:
        lines = json_lines.changed(starts.naive(order.answers[starts.ZONE]))(lines)
    if order.leaves_out_empty_boxes:
        lines = json_lines.changed(_without_empty_boxes(left_out))(lines)
    for name in (name for name in numbering.KINDS if name in order.repairs):
        lines = numbering.numbered(lines, name, order.numbers[name])
    if FOLLOW in order.repairs:
        lines = _followed(lines, order.moved)
    reasons = broken_lines.reasons(order)
    for line in lines:
        because = next((because for reason in reasons if (because := reason(line))), None)
        if because is None:
            yield line
        else:  # where objects were parted or joined, the lines that were read are other lines
            number = None if "write-json-lines" in order.repairs else source.number
            left_out.add(number, f"{because}: {line.strip()[:SHOWN]}")
