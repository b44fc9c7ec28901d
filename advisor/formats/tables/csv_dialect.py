"""Sniffs how a CSV file is written, once a file, from its first bytes."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass

from advisor.formats.cells import NUMBER_FORM
from advisor.formats.lines import BOM
from advisor.profile import faults
from advisor.profile.faults import Fault

BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
DELIMITERS = (",", ";", "\t", "|", " ")
SAMPLE_ROWS = 50
_BEST_OF_OTHERS = 2.0
"""The score of a delimiter other than the comma by which all rows are of one width and all cells are values."""

_VALUE = re.compile(
    rf"\s*(?:{NUMBER_FORM}|[+-]?(?:nan|inf|infinity)|\d{{1,3}}(?:\.\d{{1,3}}){{3}})\s*", re.ASCII | re.IGNORECASE
)

_BESIDE_COMMAS = frozenset(";\t|")
_DECIMAL_COMMA = re.compile(r"\s*[+-]?\d*,\d+\s*", re.ASCII)
"""Commas that stand in such cells alone part no cells."""

_ADDRESS = re.compile(r"\s*\d{1,3}(?:\.\d{1,3}){3}\s*", re.ASCII)
_BAD_ADDRESS = re.compile(r".*[.:/].*|[^A-Za-z]*", re.DOTALL)
"""What stands above addresses and is rather a host, a network or a slip of the pen than the name of the column."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """`header`: the first row is taken for names. `numbered_header`: for column numbers. `faults`: of the encoding.

    `addresses`: rows are a name and an IPv4 address.
    """

    delimiter: str = ","
    encoding: str = "utf-8"
    bom: int = 0
    cr_only: bool = False
    header: bool = False
    numbered_header: bool = False
    faults: tuple[Fault, ...] = ()
    addresses: bool = False

    @property
    def feeds_end_lines(self) -> bool:
        """Whether a byte of 10, and no other, ends a line."""
        return self.encoding == "utf-8" and not self.cr_only

    @property
    def first_row_is_special(self) -> bool:
        return self.header or self.numbered_header


def sniff(head: bytes) -> Dialect:
    """The dialect of a file that begins with `head`."""
    encoding, bom, broken = _encoding(head)
    text = head[bom:].decode(encoding, "replace")
    cr_only = "\r" in text and "\n" not in text
    lines = re.split(r"\r\n|\r|\n", text)
    lines = [line for line in (lines[:-1] if len(lines) > 1 else lines) if line.strip()][:SAMPLE_ROWS]
    delimiter = _delimiter(lines)
    rows = _rows(lines, delimiter)
    header = _is_header(rows)
    if cr_only:
        broken += (faults.CR_LINE_ENDS,)
    numbered = not header and _is_numbered(rows)
    return Dialect(delimiter, encoding, bom, cr_only, header, numbered, broken, _are_addresses(rows[header:]))


def _encoding(head: bytes) -> tuple[str, int, tuple[Fault, ...]]:
    if head.startswith(BOM):
        return "utf-8", 3, (faults.BYTE_ORDER_MARK,)
    for bom, name in BOMS:
        if head.startswith(bom):
            order = "le" if bom.startswith(b"\xff") else "be"
            return f"{name}-{order}", len(bom), (faults.NOT_UTF8_ENCODING,)
    sample = head[:1000]
    if len(sample) > 3 and sample[1::2].count(0) > len(sample) // 3:
        return "utf-16-le", 0, (faults.NOT_UTF8_ENCODING,)
    if len(sample) > 3 and sample[0::2].count(0) > len(sample) // 3:
        return "utf-16-be", 0, (faults.NOT_UTF8_ENCODING,)
    return "utf-8", 0, ()


def _rows(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return [line.split(delimiter) for line in lines]


def _delimiter(lines: list[str]) -> str:
    """The comma, unless another character splits the lines evenly and the comma does not."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        if best_score >= _BEST_OF_OTHERS or not (rows := _rows(lines, delimiter)):
            break
        width, often = Counter(map(len, rows)).most_common(1)[0]
        if width < 2:
            continue
        # Where commas do not separate, they may stand for the decimal point.
        cells = [cell.replace(",", ".") for row in rows for cell in row]
        values = sum(map(bool, map(_VALUE.fullmatch, cells))) / max(len(cells), 1)
        score = often / len(rows) + values + (0.25 if delimiter == "," else 0)
        if delimiter in _BESIDE_COMMAS and often == len(rows) and _are_decimal(rows):
            return delimiter
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _are_decimal(rows: list[list[str]]) -> bool:
    """Each comma stands in a number of its own, as the mark of its decimals, and there are some."""
    held = [cell for row in rows for cell in row if "," in cell]
    return bool(held) and all(map(_DECIMAL_COMMA.fullmatch, held))


def _are_addresses(rows: list[list[str]]) -> bool:
    """Most rows are two cells, of which the second is an address."""
    return sum(len(row) == 2 and bool(_ADDRESS.fullmatch(row[1])) for row in rows) * 2 > len(rows)


def _is_header(rows: list[list[str]]) -> bool:
    """The first row holds no value, and some column that begins with text goes on with values."""
    if len(rows) < 2 or any(_VALUE.fullmatch(cell) for cell in rows[0]):
        return False
    if _are_addresses(rows[1:]) and _BAD_ADDRESS.fullmatch(rows[0][-1]):
        return False
    for number, cell in enumerate(rows[0]):
        below = [row[number] for row in rows[1:] if number < len(row)]
        values = sum(bool(_VALUE.fullmatch(b)) for b in below)
        if cell.strip() and below and values * 2 > len(below):
            return True
    return False


def _is_numbered(rows: list[list[str]]) -> bool:
    """The first row counts the columns from 0, as a data frame without names is written."""
    if len(rows) < 3 or len(rows[0]) < 4:
        return False
    counted = [str(i) for i in range(len(rows[0]))]
    return rows[0] in (counted, ["", *counted[:-1]]) and rows[1] != counted and rows[2] != counted
