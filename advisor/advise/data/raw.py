"""What a raw table is, as its columns tell: rows with a target, ratings, series, texts, logins; and what it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from advisor.advise.data.columns import STRONG, RawColumn, RawTable, Target
from advisor.advise.data.dates import step
from advisor.advise.problem import DataKind, Fact, Number, Problem

ASKED, NAMED = 0.3, 0.15
"""How likely words must ask for what a column bears, so that a target is taken; and where its name says it is one."""
_BORNE = ("class", "number", "labels", "preference", "forecast")
"""Answers that a column of the data bears."""
NARROW = 2
"""Columns of a table that may be a bare series, at most."""
ZEROS = 0.5
"""The share of zeros from which on counts may be those of words."""
SPARSE = 0.9


def raw_facts(table: RawTable, target: Target | None, text_problem: Problem | None, zeros: float | None) -> Problem:
    """The facts that the columns tell. `text_problem`: how the words are read, where there are any."""
    found: dict[str, Any] = {"holds": _fact(tuple(_kinds(table, zeros)), table.path)}
    numbers = dict(_numbers(table, target))
    if target is not None:
        column = target.column
        found["predicts"] = Fact[str](
            value=column.name or str(column.number), origin=target.origin, confidence=target.confidence,
            seen=f"{column.title}, {column.values}; {target.because}",
        )  # fmt: skip
        found["target"] = _fact("class" if column.kind == "class" else "number", column.title)
    if times := table.of_kind("time"):
        frequency = step(str(value) for value in times[0].counts)
        found |= {"frequency": _fact(frequency, times[0].title)} if frequency else {}
    if _settles(target, table, text_problem, zeros):
        found |= _shape(table, target, found)
        if text_problem is None:
            found["method"] = Fact(value="any", origin="other facts")
    return Problem(**found, numbers=numbers)


def _fact(value: Any, seen: str) -> Fact[Any]:
    return Fact[Any](value=value, origin="data", seen=seen)


def _settles(target: Target | None, table: RawTable, text_problem: Problem | None, zeros: float | None) -> bool:
    """Whether the columns say what is asked: nothing else does, or the words leave no other choice."""
    if text_problem is None or not text_problem.readings or (target and target.origin == "option"):
        return True
    return target is not None and target.confidence >= STRONG and asks_for(target, table, text_problem, zeros)


def asks_for(target: Target, table: RawTable, problem: Problem, zeros: float | None) -> bool:
    """Whether words ask for what a target bears, as far as they speak of what the table may hold."""
    kinds = set(_kinds(table, zeros))
    meant = [reading for reading in problem.readings if reading.data in kinds]
    total = sum(reading.probability for reading in meant)
    likely = sum(reading.probability for reading in meant if reading.answer in _BORNE)
    return likely >= (NAMED if target.confidence >= STRONG else ASKED) * total > 0


def _shape(table: RawTable, target: Target | None, found: dict[str, Any]) -> dict[str, Any]:
    """What the table is by itself: data, answer, whether the answers are known."""
    reading: tuple[DataKind, str, bool] | None = None
    texts, kind = table.of_kind("text"), found["target"].value if target else ""
    said = target is not None and target.origin == "option"
    if _is_logins(table) and not said:
        reading = ("entity-ip pairs", "suspicious ip", False)
    elif target and len(_sides(table)) == 2:
        reading = ("sparse interactions", "preference", True)
    elif "frequency" in found and not (target and kind == "class") and table.of_kind("number"):
        reading = ("time series", "forecast", True)
    elif target and len(texts) == NARROW and len(features(table, target)) == 0:
        reading = ("labelled pairs", "vectors", True)
    elif target and len(texts) == 1 and kind == "class" and not _others(table, target, texts[0]):
        reading = ("text", "class", True)
    elif target:
        reading = ("tabular", kind, True)
    if reading is None:
        return {}
    data, answer, labelled = reading
    return {"data": _fact(data, table.path), "answer": _fact(answer, table.path),
            "labelled": _fact(labelled, table.path)}  # fmt: skip


def _is_logins(table: RawTable) -> bool:
    return bool(table.of_kind("address") and table.of_kind("id", "class", "text")) and len(table.columns) <= 5


def entity(table: RawTable) -> RawColumn | None:
    """Who is seen at the addresses."""
    return next(iter(table.of_kind("id", "class", "text")), None)


def _others(table: RawTable, target: Target, text: RawColumn) -> list[RawColumn]:
    """Columns that may be features beside a text."""
    return [c for c in table.of_kind("class", "number", "address") if c not in (target.column, text)]


def _sides(table: RawTable) -> list[RawColumn]:
    """Columns of ids that come again and again, as users and items do."""
    return [column for column in table.of_kind("id") if _comes_again(column, table.rows)]


def _comes_again(column: RawColumn, rows: int) -> bool:
    if column.counts:
        return len(column.counts) < SPARSE * rows
    extent = column.cells.extent
    return bool(column.cells.numbers) and extent.high - extent.low < SPARSE * rows


def _different(column: RawColumn) -> int:
    """How many places the ids of a column take: as many as there are, or as many as their range has."""
    if column.counts or not column.cells.numbers or column.cells.fractional.count:
        return len(column.counts)
    return round(column.cells.extent.high - column.cells.extent.low) + 1


def _kinds(table: RawTable, zeros: float | None) -> Iterator[DataKind]:
    """What the table may hold; anything else that words say is refuted."""
    yield "tabular"
    texts = table.of_kind("text")
    numeric = len(table.of_kind("number", "class", "constant", "row number")) == len(table.columns)
    if texts or (numeric and (zeros or 0) >= ZEROS):
        yield "text"
    if len(texts) >= NARROW:
        yield "sequence pairs"
    if len(texts) >= NARROW or len(_sides(table)) == NARROW:
        yield "labelled pairs"
    unnamed = [] if table.has_header else [c for c in table.of_kind("number") if not c.cells.fractional.count]
    if len(_sides(table)) >= NARROW or len(unnamed) >= NARROW or (zeros or 0) >= SPARSE:
        yield "sparse interactions"
    if table.of_kind("address"):
        yield "entity-ip pairs"
    if table.of_kind("time") or len(table.columns) <= NARROW:
        yield "time series"
    if numeric:
        yield "vectors"


def _numbers(table: RawTable, target: Target | None) -> Iterator[tuple[Number, Fact[float]]]:
    if target is not None and target.column.kind == "class":
        counts = target.column.counts
        yield "classes", _fact(float(len(counts)), target.column.title)
    if table.has_header and not _is_logins(table) and (learnt := features(table, target)):
        yield "columns", _fact(float(sum(width(column) for column in learnt)), table.path)
    if _is_logins(table) and (entities := entity(table)) and entities.counts:
        yield "entities", _fact(float(len(entities.counts)), entities.title)
    sides = _sides(table)
    if len(sides) == NARROW and all(map(_different, sides)):
        yield "ids", _fact(float(sum(map(_different, sides))), " and ".join(c.title for c in sides))
    times = table.of_kind("time")
    if times and times[0].counts and table.rows > len(times[0].counts):
        yield "series", _fact(float(round(table.rows / len(times[0].counts))), times[0].title)


def features(table: RawTable, target: Target | None) -> list[RawColumn]:
    """The columns that are worth to be learnt from."""
    return [c for c in table.of_kind("class", "number") if target is None or c.number != target.column.number]


def width(column: RawColumn) -> int:
    """How many numbers a column becomes: one, or of words one for each value."""
    return len(column.counts) if column.kind == "class" and column.cells.count("text") else 1
