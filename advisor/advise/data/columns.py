"""What the columns of a raw table are: ids, times, texts, classes, numbers; and which of them is to be predicted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from advisor.advise.data.dates import is_time
from advisor.case.measures import training_channel
from advisor.case.model import Case
from advisor.case.tables.names import TARGETS
from advisor.errors import AdvisorError
from advisor.profile.base import Tally
from advisor.profile.columns import Column
from advisor.profile.tables.csv import CsvProfile, cells_of
from advisor.profile.tables.parquet import ParquetProfile

Kind = Literal["empty", "constant", "row number", "id", "time", "address", "text", "class", "number"]

CLASSES = 20
"""Different values that are still classes, at most."""
REPEATED = 0.5
"""The share of different values among all from which on texts are names rather than classes."""
WORDS = 4
"""Words that cells of running text have on average, at least."""
MOSTLY = 0.9
STRONG, WEAK, LAST = 0.95, 0.8, 0.55
"""How sure a target is that is guessed: by a name that hardly means anything else, by one that may, by its place."""

_HEADING = re.compile(r"[A-Za-z_][\w .-]{0,40}")
_ID = re.compile(r"(?:^|_)(?:id|ids|uuid|guid|key|index|idx|nr|no|number|code|isbn|ssn|rownumber)$")
_TIME = re.compile(r"(?:^|_)(?:date|time|datetime|timestamp|day|month|year|week|hour|created|updated|ts|dt|at)$")
_PERHAPS = frozenset({
    "price", "quality", "rating", "stars", "score", "grade", "income", "salary", "charges", "mpg", "strength", "count",
    "cnt", "demand", "sales", "revenue", "result", "output", "category", "type", "status", "risk", "cost", "value",
    "deposit", "click", "purchase", "cause", "disease", "digit", "wage", "rent", "consumption", "load",
})  # fmt: skip
_VAGUE = frozenset({"y", "class", "classes", "label", "labels", "won"})
"""Targets only as a whole name, not as a word of one."""
_BESIDE = ("_each", "_per", "_every", "_by", "_from", "_of", "_for", "_with", "_given", "_using", "_and")
"""Words before a name that make it a feature, or what is counted by."""
_ASKED = re.compile(r"\b(?:predict\w*|forecast\w*|estimat\w*|classif\w*|whether|tell|guess|which|target|how)\b")


class TargetError(AdvisorError):
    """There is no such column to predict; the message says which there are."""


@dataclass(frozen=True, slots=True)
class RawColumn:
    """A column of a table: its number from 1, its name in the header (or nothing), what it is.

    `heading`: the name, where it was counted among the values.
    """

    number: int
    name: str
    kind: Kind
    cells: Column
    heading: str = ""

    @property
    def title(self) -> str:
        return f"column {self.number} {self.name!r}" if self.name else f"column {self.number}"

    @property
    def counts(self) -> dict[str | float, int]:
        """How often each value comes; empty where there are too many to keep."""
        counts = self.cells.distinct.counts or {}
        return {value: count for value, count in counts.items() if value != self.heading} if self.heading else counts

    @property
    def values(self) -> str:
        """The values in a few words: `3 classes, 33/33/33 %`, `numbers from 1 to 9`."""
        total = sum(self.counts.values())
        if self.kind == "class" and total:
            parts = sorted(self.counts.values(), reverse=True)
            shares = "/".join(f"{100 * part / total:.0f}" for part in parts[:5])
            return f"{len(parts)} classes, {shares}{'/...' if len(parts) > 5 else ''} %"
        if self.cells.numbers and not self.cells.extent.empty:
            return f"numbers from {self.cells.extent.low:g} to {self.cells.extent.high:g}"
        return self.kind


@dataclass(frozen=True, slots=True)
class RawTable:
    """The columns of the training data, where that is one table.

    `format`: as what it was read. `has_header`: its columns have names, in a CSV by the first row.
    """

    path: str
    location: str
    format: Literal["csv", "parquet"]
    delimiter: str
    has_header: bool
    rows: int
    columns: tuple[RawColumn, ...]

    def of_kind(self, *kinds: Kind) -> list[RawColumn]:
        return [column for column in self.columns if column.kind in kinds]

    def named(self, said: str) -> RawColumn:
        """The column of a name or number. Raises `TargetError`."""
        wanted = _plain(said)
        for column in self.columns:
            if said == column.name or (column.name and wanted == _plain(column.name)):
                return column
        if said.isdecimal() and 1 <= int(said) <= len(self.columns):
            return self.columns[int(said) - 1]
        names = ", ".join(column.name for column in self.columns[:12] if column.name)
        known = f"its columns are {names}" if names else f"it has {len(self.columns)} columns, numbered from 1"
        raise TargetError(f"--target {said!r}: {self.path} has no such column; {known}")


def raw_table(case: Case, root: str = "") -> RawTable | None:
    """The columns of the first table of the training data, if there is one. `root`: the data as the person names it."""
    channel = training_channel(case) or next(iter(case.channels.values()), None)
    for file in channel.files if channel else ():
        profile, location = file.profile, _joined(root, file.path)
        if isinstance(profile, CsvProfile) and profile.columns and not profile.rows_in_quotes:
            return _of_csv(profile, file.path, location)
        if isinstance(profile, ParquetProfile) and profile.columns:
            return _of_parquet(profile, file.path, location)
    return None


def _of_csv(profile: CsvProfile, path: str, location: str) -> RawTable:
    headings = [] if profile.header.count else _headings(profile)
    names = headings or _names(profile)
    kinds = (
        RawColumn(
            i + 1,
            names[i],
            _kind(cells, names[i], counting=i == 0 and profile.index.unbroken),
            cells,
            headings[i] if headings else "",
        )
        for i, cells in enumerate(profile.columns)
    )
    has_header = bool(profile.header.count or headings)
    return RawTable(path, location, "csv", profile.delimiter, has_header, profile.records, tuple(kinds))


def _of_parquet(profile: ParquetProfile, path: str, location: str) -> RawTable:
    described = zip(profile.schema.names, profile.schema.kinds, profile.columns, strict=False)
    columns = (
        RawColumn(i, name, "time" if kind == "time" else _kind(cells, name, counting=i == 1 and _counts(cells)), cells)
        for i, (name, kind, cells) in enumerate(described, 1)
    )
    return RawTable(path, location, "parquet", "", True, profile.records, tuple(columns))


def _counts(cells: Column) -> bool:
    """Whether numbers may count their rows: from 0 or 1, and as far as there are rows, in whatever order."""
    low, high = cells.extent.low, cells.extent.high
    return low in (0, 1) and high - low + 1 == cells.numbers and not cells.fractional.count


def _joined(root: str, path: str) -> str:
    """Where a file lies, as one would type it; the data may be that file itself."""
    return root if root == path or root.endswith(f"/{path}") else f"{root.rstrip('/')}/{path}" if root else path


def _names(profile: CsvProfile) -> list[str]:
    """The cells of the header, as many as there are columns; empty ones where there is no header."""
    said = next((sighting.value or "" for sighting in profile.header.first), "")
    found = [cell.strip() for cell in cells_of(said, profile.delimiter)[: len(profile.columns)]]
    return found + [""] * (len(profile.columns) - len(found))


def _headings(profile: CsvProfile) -> list[str]:
    """The first row where all columns are texts, and it holds what comes only once where all else comes again."""
    first = profile.first_row
    cells = cells_of((first.value or "") if first else "", profile.delimiter)
    texts = all(column.count("text") == profile.records for column in profile.columns)
    if not texts or len(cells) != len(profile.columns) or not all(_HEADING.fullmatch(cell.strip()) for cell in cells):
        return []
    counts = [column.distinct.counts or {} for column in profile.columns]
    alone = [cell for cell, known in zip(cells, counts, strict=True)
             if known.get(cell) == 1 and 2 < len(known) <= CLASSES and sorted(known.values())[1] > 1]  # fmt: skip
    return cells if alone else []


def _plain(name: str) -> str:
    """A name in small letters, its words parted by `_`."""
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip()).lower()).strip("_")


# --- kinds ----------------------------------------------------------------------------------------


def _kind(cells: Column, name: str, *, counting: bool = False) -> Kind:
    """What a column is. `counting`: its numbers rise by one from row to row."""
    texts, addresses = cells.count("text"), cells.count("ipv4")
    filled = cells.numbers + texts + addresses
    if not filled:
        return "empty"
    if cells.distinct.counts is not None and len(cells.distinct.counts) == 1:
        return "constant"
    if addresses >= MOSTLY * filled:
        return "address"
    if texts > filled / 2:
        return _kind_of_texts(cells, _plain(name), filled)
    return _kind_of_numbers(cells, _plain(name), filled, counting)


def _kind_of_texts(cells: Column, name: str, filled: int) -> Kind:
    shown = [sighting.value or "" for sighting in cells.seen.get("text", Tally()).first]
    filled_in = [text for text in shown if text.strip()]
    if filled_in and all(map(is_time, filled_in)):
        return "time"
    counts = cells.distinct.counts
    if counts is not None and len(counts) <= max(CLASSES, REPEATED * filled) and not _is_prose(filled_in, counts):
        return "class"
    coded = filled_in and all(" " not in text.strip() for text in filled_in)
    return "id" if _ID.search(name) or coded else "text"


def _is_prose(shown: Sequence[str], counts: dict[str, int]) -> bool:
    words = sum(len(text.split()) for text in shown)
    return len(counts) > CLASSES and words >= WORDS * len(shown)


def _kind_of_numbers(cells: Column, name: str, filled: int, counting: bool) -> Kind:
    counts, whole = cells.distinct.counts, not cells.fractional.count
    extent = cells.extent
    if counting and whole and filled > CLASSES:
        return "row number"
    if _TIME.search(name) and whole and (extent.low >= 1e8 or 1800 <= extent.low <= extent.high <= 2200):
        return "time"
    if _ID.search(name) and whole and not (counts and len(counts) <= 2):
        return "id"
    few = counts is not None and 2 <= len(counts) <= CLASSES and len(counts) <= REPEATED * filled
    return "class" if few and whole else "number"


# --- the target -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Target:
    """The column to be predicted, how sure that is, and what tells it: its name, its place, the words."""

    column: RawColumn
    confidence: float
    because: str
    origin: Literal["option", "words", "data"] = "data"


def chosen_target(table: RawTable, said: str | None, text: str) -> Target | None:
    """The target as the person names it, else as the words do, else as the header suggests. Raises `TargetError`."""
    if said:
        return Target(table.named(said), 1.0, "you say so", "option")
    return _in_words(table, text) or _guessed(table)


def _eligible(table: RawTable) -> Iterator[RawColumn]:
    return (column for column in table.columns if column.kind in ("class", "number"))


def _in_words(table: RawTable, text: str) -> Target | None:
    """A column whose name stands in the text, the nearest after a word that asks for it."""
    plain = f"_{_plain(re.sub(r'[^A-Za-z0-9]+', ' ', text))}_"
    asked = min((match.start() for match in _ASKED.finditer(text.lower())), default=None)
    found = []
    for column in _eligible(table):
        forms = {form for form in (_plain(column.name), f"{_plain(column.name)}s") if len(form) > 2}
        places = [match.start() for form in forms for match in re.finditer(f"_{re.escape(form)}(?=_)", plain)]
        found += [(place, column) for place in places if not plain[:place].endswith(_BESIDE)]
    if not found:
        return None
    after = [(place, column) for place, column in found if asked is not None and place >= asked]
    _, column = min(after or found, key=lambda pair: pair[0])
    sure = STRONG if after or _plain(column.name) in TARGETS else WEAK
    return Target(column, sure, "your words name it", "words")


def _guessed(table: RawTable) -> Target | None:
    """The target by its name in the header, else a last column of classes."""
    if not table.has_header:
        return _by_place(table)
    columns = list(_eligible(table))
    for names, sure in ((TARGETS, STRONG), (_PERHAPS, WEAK)):
        named = [column for column in columns if _plain(column.name) in names]
        if len(named) == 1 or (named and sure == STRONG):
            return Target(named[-1], sure, "its name says so")
    parts = [column for column in columns if _ends(_plain(column.name)) & (TARGETS - _VAGUE)]
    if len(parts) == 1:
        return Target(parts[0], WEAK, "its name says so")
    if table.of_kind("time") and [column.kind for column in columns] == ["number"]:
        return Target(columns[0], WEAK, "it is the only one with values")
    return _by_place(table)


def _ends(name: str) -> set[str]:
    """The first and the last word of a name, and what is behind `is_`."""
    words = name.split("_")
    return {words[0], words[-1]}


def _by_place(table: RawTable) -> Target | None:
    """A first column of classes where nothing has a name, as algorithms read it, else a last one."""
    first, last = table.columns[0], table.columns[-1]
    if not table.has_header and first.kind == "class" and set(first.counts) == set(range(len(first.counts))):
        return Target(first, LAST, "it is the first column, and holds classes")
    if last.kind == "class" and last.number > 1:
        return Target(last, LAST, "it is the last column, and holds classes")
    return None
