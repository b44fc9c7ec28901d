"""What a person does to raw files as the plan says: each algorithm's form of a table, a series, texts, pairs."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Sequence

from advisor.advise import Recommendation
from tests.builders.folders import Files
from tests.builders.recordio import sparse, write_recordio

Prepare = Callable[[Files, Recommendation], Files]
"""The raw files, and what is advised -> the files to train on."""


def read(raw: Files, name: str = "table.csv") -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a raw table."""
    header, *rows = csv.reader(io.StringIO(str(raw[name])))
    return header, rows


def _write(rows: Sequence[Sequence[object]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def train_channel(one: Recommendation) -> str:
    return next(channel.name for channel in one.input.channels if channel.name in ("train", "training"))


def codes(values: Sequence[str]) -> dict[str, int]:
    return {value: code for code, value in enumerate(sorted(set(values)))}


def table(target: str | None, *dropped: str, name: str = "data.csv") -> Prepare:
    """Rows of numbers: the target first, its classes and the columns of words as numbers, gaps left empty."""

    def prepare(raw: Files, one: Recommendation) -> Files:
        header, rows = read(raw)
        columns = {key: [row[i].strip() for row in rows] for i, key in enumerate(header)}
        kept = {key: column for key, column in columns.items() if key not in {target, *dropped}}
        features = [column for key in kept for column in _numbers(kept[key])]
        label = [] if target is None else [_label(columns[target])]
        return {f"{train_channel(one)}/{name}": _write(list(zip(*label, *features, strict=True)))}

    return prepare


def _label(column: list[str]) -> list[str]:
    known = codes(column)
    return column if all(map(_is_number, column)) else [str(known[value]) for value in column]


def _numbers(column: list[str]) -> list[list[str]]:
    """The column itself if it holds numbers, else a column of 0 and 1 for each of its words."""
    if all(map(_is_number, filter(None, column))):
        return [column]
    return [[str(int(value == word)) for value in column] for word in sorted(set(column))]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def series(time: str, value: str, by: str) -> Prepare:
    """One line of JSON a series."""

    def prepare(raw: Files, one: Recommendation) -> Files:
        header, rows = read(raw)
        place = {key: i for i, key in enumerate(header)}
        found: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for row in rows:
            found[row[place[by]]].append((row[place[time]], float(row[place[value]])))
        lines = []
        for number, points in enumerate(found.values()):
            values = [value for _, value in sorted(points)]
            lines.append(json.dumps({"start": f"{min(points)[0]} 00:00:00", "target": values, "cat": [number]}))
        return {f"{train_channel(one)}/series.json": "\n".join(lines) + "\n"}

    return prepare


def ratings(user: str, item: str, value: str) -> Prepare:
    """Records with a 1 for the user and a 1 for the item, in as many places as are advised."""

    def prepare(raw: Files, one: Recommendation) -> Files:
        header, rows = read(raw)
        place = {key: i for i, key in enumerate(header)}
        users, items = (sorted({int(row[place[key]]) for row in rows}) for key in (user, item))
        ids = {**{("u", u): i for i, u in enumerate(users)}, **{("i", m): len(users) + i for i, m in enumerate(items)}}
        width = int(str(one.hyperparameters["feature_dim"].value))
        records = (
            sparse({ids["u", int(row[place[user]])]: 1.0, ids["i", int(row[place[item]])]: 1.0}, width,
                   float(row[place[value]]))
            for row in rows
        )  # fmt: skip
        return {f"{train_channel(one)}/ratings.pbr": write_recordio(records)}

    return prepare


def texts(text: str, label: str) -> Prepare:
    """Lines with labels for BlazingText, a table of two columns for the TensorFlow algorithm."""

    def prepare(raw: Files, one: Recommendation) -> Files:
        header, rows = read(raw)
        place = {key: i for i, key in enumerate(header)}
        pairs = [(row[place[label]], row[place[text]].lower()) for row in rows]
        if one.algorithm == "blazingtext":
            return {"train/texts.txt": "".join(f"__label__{name} {words}\n" for name, words in pairs)}
        known = codes([name for name, _ in pairs])
        return {f"{train_channel(one)}/data.csv": _write([(known[name], words) for name, words in pairs])}

    return prepare


def logins(entity: str, address: str) -> Prepare:
    def prepare(raw: Files, one: Recommendation) -> Files:
        header, rows = read(raw)
        pairs = [(row[header.index(entity)], row[header.index(address)]) for row in rows]
        return {f"{train_channel(one)}/logins.csv": _write(pairs)}

    return prepare


def as_they_are(raw: Files, one: Recommendation) -> Files:
    return raw
