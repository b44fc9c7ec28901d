"""What must be done to a raw table before an algorithm takes it, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.advise.data.columns import RawColumn, RawTable, Target
from advisor.advise.data.raw import entity, features, width
from advisor.advise.models import Step
from advisor.advise.problem import Problem
from advisor.case.model import Case
from advisor.knowledge.models.algorithm import Algorithm
from advisor.knowledge.models.requirements import Cells, Labels
from advisor.media_type import MediaType

OWN = 0.9
"""The weight from which on a rule speaks of what an algorithm is made for."""
SHOWN = 5
"""Columns that are named before the rest is counted."""
_DROPPED = {"row number": "a row number", "id": "an id", "time": "a time", "constant": "always the same",
            "empty": "empty", "text": "free text", "address": "an address"}  # fmt: skip
_WRITTEN = {"csv": "CSV", "recordio-protobuf": "RecordIO-protobuf of float32 values", "libsvm": "libsvm",
            "parquet": "Parquet"}  # fmt: skip


def steps(
    table: RawTable, target: Target | None, case: Case, algorithm: Algorithm, content_type: str, problem: Problem
) -> tuple[Step, ...]:
    """The steps in their order; `case` is judged for the algorithm."""
    format_ = algorithm.content_types[MediaType.parse(content_type).type].format
    if format_ == "csv" and algorithm.id == "ip-insights":
        return tuple(_pairs(table))
    if format_ == "csv" and algorithm.id == "text-classification-tensorflow":
        return tuple(_texts(table, target))
    written = {"sentences": _sentences, "time-series": _series, "sequence-pairs": _pairs_of_texts}.get(format_)
    if written:
        return tuple(written(table, target))
    if algorithm.id == "factorization-machines":
        return tuple(_one_hot(table, target, problem))
    if format_ in _WRITTEN:
        comma = tuple(_commas(table, algorithm.content_types[MediaType.parse(content_type).type].delimiters))
        named = () if table.format == format_ == "parquet" else tuple(_header(table))
        return (*comma, *named, *_rows(table, target, case, algorithm), *_as(table, format_))
    return ()


def _as(table: RawTable, format_: str) -> Iterator[Step]:
    if table.format != format_:
        yield Step(kind="format", text=f"Write it as {_WRITTEN[format_]}.")


def command(
    table: RawTable, target: Target | None, case: Case, algorithm: Algorithm, content_type: str, problem: Problem
) -> tuple[str, ...] | None:
    """The options of `advisor convert` that do the steps; None where it cannot do them all."""
    format_ = algorithm.content_types[MediaType.parse(content_type).type].format
    if format_ == "time-series":
        return _series_options(table, target, problem)
    if (
        format_ not in ("csv", "parquet")
        or table.of_kind("address")
        or algorithm.id == "text-classification-tensorflow"
    ):
        return None
    learnt = features(table, target)
    words = [column for column in learnt if column.cells.count("text")]
    if not learnt:
        return None
    if words and not (_takes_codes(algorithm) or _grows_trees(algorithm)):
        return None
    named = any(column.heading for column in table.columns)
    options = ["--to", format_, *(["--header", "yes"] if named else [])]
    labels = _labels(case, algorithm)
    if labels and target is not None:
        options += ["--label", _named(target.column), *(["--classes"] if target.column.kind == "class" else [])]
    kept = {column.number for column in learnt} | ({target.column.number} if labels and target else set())
    for column in table.columns:
        options += [] if column.number in kept else ["--drop", _named(column)]
    options += ["--numbers"] if words else []
    options += ["--categorical-index"] if words and _takes_codes(algorithm) else []
    gaps = any(column.cells.count("empty", "nan") for column in learnt)
    fills = gaps and any(requirement.values == "number" for requirement in case.requirements(Cells, _channel(case)))
    return (*options, "--missing", "mean" if fills else "keep") if gaps else tuple(options)


def _series_options(table: RawTable, target: Target | None, problem: Problem) -> tuple[str, ...] | None:
    times, items = table.of_kind("time"), [c for c in table.of_kind("class", "id") if c.cells.count("text")]
    if not times or target is None or problem.frequency is None or len(items) > 1:
        return None
    item = ["--item", _named(items[0])] if items else []
    options = ("--to", "time-series", "--time", _named(times[0]), "--target", _named(target.column))
    return (*options, *item, "--frequency", problem.frequency.value)


def _named(column: RawColumn) -> str:
    return column.name or str(column.number)


def _channel(case: Case) -> str:
    return next((name for name in ("train", "training") if name in case.channels), "train")


def _labels(case: Case, algorithm: Algorithm) -> list[Labels]:
    return [
        requirement for requirement in case.requirements(Labels, _channel(case)) if requirement.presence == "required"
    ]


def _takes_codes(algorithm: Algorithm) -> bool:
    """Whether it is told which columns are numbered categories."""
    return any("category-index" in channel.beside for channel in algorithm.channels.values())


def _grows_trees(algorithm: Algorithm) -> bool:
    """Whether it splits columns, for which numbered categories do."""
    return any("trees" in rule.when.get("method", ()) for rule in algorithm.fit if rule.weight >= OWN)


def _commas(table: RawTable, taken: Sequence[str]) -> Iterator[Step]:
    if table.format == "csv" and table.delimiter not in taken:
        yield Step(kind="format", text=f"Separate the cells by commas instead of {table.delimiter!r}.")


def _header(table: RawTable) -> Iterator[Step]:
    if any(column.heading for column in table.columns):
        yield Step(kind="format", text="Leave out the first row: it seems to hold the names of the columns.")
    elif table.format == "parquet":
        yield Step(kind="header", text="Leave out the names of the columns: they would be read as data.")
    elif table.has_header:
        yield Step(kind="header", text="Leave out the header row (line 1): it would be read as data.")


def _rows(table: RawTable, target: Target | None, case: Case, algorithm: Algorithm) -> Iterator[Step]:
    """Rows of features, the label before them."""
    cells = next((requirement.values for requirement in case.requirements(Cells, _channel(case))), "any")
    labels = _labels(case, algorithm)
    if labels and target is not None:
        yield from _label(target, labels)
    elif target is not None and not labels:
        yield Step(kind="columns", text=f"Leave out {target.column.title}: no label is read.")
    learnt = features(table, target)
    yield from _left_out(table, target, learnt)
    if cells != "any":
        yield from _numbered([column for column in learnt if column.cells.count("text")], algorithm)
    gaps = sum(column.cells.count("empty", "nan") for column in learnt)
    if cells == "number" and gaps:
        yield Step(kind="values", text=f"Fill in {gaps:,} empty cells, for example with the median of their column.")


def _label(target: Target, labels: Sequence[Labels]) -> Iterator[Step]:
    column = target.column
    if column.number != 1:
        yield Step(kind="label", text=f"Move {column.title} to the front: the label is the first column.")
    words = column.cells.count("text") > 0
    values = sorted(map(str, column.counts))
    if words and any(requirement.values != "any" for requirement in labels):
        coded = ", ".join(f"{value} = {code}" for code, value in enumerate(values[:SHOWN]))
        more = f" and so on to {len(values) - 1}" if len(values) > SHOWN else ""
        yield Step(kind="classes", text=f"Write its {len(values)} classes as numbers from 0: {coded}{more}.")
    elif column.kind == "class" and any(requirement.values == "integer" for requirement in labels):
        found = sorted(float(value) for value in column.counts)
        if found != [*range(len(found))]:
            yield Step(
                kind="classes",
                text=f"Number its classes from 0 to {len(found) - 1}; they go from {found[0]:g} to {found[-1]:g}.",
            )


def _left_out(table: RawTable, target: Target | None, learnt: Sequence[RawColumn]) -> Iterator[Step]:
    kept = {column.number for column in learnt} | ({target.column.number} if target else set())
    dropped = [c for c in table.columns if c.number not in kept and c.kind in _DROPPED]
    if dropped:
        named = [f"{column.name or column.number} ({_DROPPED[column.kind]})" for column in dropped]
        yield Step(kind="columns", text=f"Leave out what tells nothing of a new row: {_listed(named)}.")


def _numbered(texts: Sequence[RawColumn], algorithm: Algorithm) -> Iterator[Step]:
    if not texts:
        return
    named = _listed([f"{column.name or column.number} ({width(column)} values)" for column in texts])
    if any("category-index" in channel.beside for channel in algorithm.channels.values()):
        yield Step(
            kind="values",
            text=f"Write the text columns as whole numbers: {named}; list their places in categorical_index.json.",
        )
    elif _grows_trees(algorithm):
        yield Step(kind="values", text=f"Write the text columns as numbers: {named}.")
    else:
        yield Step(kind="values", text=f"Turn the text columns into 0/1 columns, one a value: {named}.")


def _pairs(table: RawTable) -> Iterator[Step]:
    address = table.of_kind("address")
    who = entity(table)
    yield from _header(table)
    if address and who and (len(table.columns) > 2 or address[0].number != 2):
        yield Step(kind="columns", text=f"Keep two columns: the entity ({who.name or who.number}), "
                        f"then the IPv4 address ({address[0].name or address[0].number}).")  # fmt: skip


def _text_of(table: RawTable, target: Target | None) -> str:
    texts = [c for c in table.of_kind("text") if target is None or c.number != target.column.number]
    return texts[0].title if texts else "the text"


def _texts(table: RawTable, target: Target | None) -> Iterator[Step]:
    """What a table of labelled texts needs: the label, then the text, in a file of a given name."""
    yield from _header(table)
    if target is not None:
        both = f"the label ({target.column.title}) as numbers from 0, then the text ({_text_of(table, target)})"
        yield Step(kind="columns", text=f"Keep two columns: {both}.")
    if not table.path.endswith("data.csv"):
        yield Step(kind="name", text="Call the file data.csv, in the folder training.")


def _sentences(table: RawTable, target: Target | None) -> Iterator[Step]:
    yield from _header(table)
    label = f"__label__ and the value of {target.column.title}, then " if target else ""
    words = f"{label}the words of {_text_of(table, target)} in small letters"
    yield Step(
        kind="format", text=f"Write one line a text: {words}, with blanks around punctuation, without line breaks."
    )


def _pairs_of_texts(table: RawTable, target: Target | None) -> Iterator[Step]:
    texts = [column.title for column in table.of_kind("text")][:2]
    label = f"label ({target.column.title})" if target else "label"
    sides = f"in0 and in1 ({_listed(texts)})" if len(texts) == 2 else "in0 and in1"
    yield Step(kind="format", text="Give each word a number from 0, one vocabulary for both sides.")
    yield Step(kind="format", text=f"Write JSON Lines, one object a pair: {label}, {sides} as lists of those numbers.")


def _series(table: RawTable, target: Target | None) -> Iterator[Step]:
    times, classes = table.of_kind("time"), [c for c in table.of_kind("class", "id") if c.cells.count("text")]
    value = target.column.title if target else next((c.title for c in table.of_kind("number")), "the value")
    start = times[0].title if times else "the time"
    each = f"one for each value of {_listed([column.title for column in classes])}" if classes else "one in all"
    yield Step(
        kind="format",
        text=f"Write JSON Lines, one object a series ({each}): start is its first time ({start}), target its values "
        f"({value}) in the order of time, gaps as null.",
    )
    if classes:
        yield Step(
            kind="format", text="Number the series in cat, from 0, so that what is particular to each can be learnt."
        )


def _one_hot(table: RawTable, target: Target | None, problem: Problem) -> Iterator[Step]:
    sides = table.of_kind("id") or features(table, target)
    ids = problem.number("ids")
    count = f" feature_dim is their number, {ids:,.0f}." if ids else " feature_dim is their number."
    yield Step(
        kind="format",
        text=f"Write RecordIO-protobuf: for each row a sparse float32 vector with a 1 at the place of "
        f"{_listed([column.title for column in sides[:2]])}, one place an id.{count}",
    )
    if target is not None:
        yield Step(kind="label", text=f"The label of each record is {target.column.title}, as float32.")


def _listed(names: Sequence[str]) -> str:
    shown = [*names[:SHOWN], f"{len(names) - SHOWN} more"] if len(names) > SHOWN else list(names)
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)
