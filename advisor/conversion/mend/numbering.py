"""Labels and categories that become numbers from 0, over all files of a kind together, those of training first."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from advisor.conversion.tables.learn import categories

Numbers = Mapping[str, Mapping[str, float]]
"""Place in a sample, such as `label` or `cat[0]` -> what stands there, in one spelling -> its number."""

Cell = tuple[Any, Any, str]
"""A value in what holds it: the list or object, the key there, and the name of the place."""


class Kind(NamedTuple):
    """How the samples of a kind of files are read and written, and what in them is numbered."""

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    cells: Callable[[Any], Iterator[Cell]]
    takes: Callable[[Any], bool]


def _object(line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _written(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _label(sample: dict[str, Any]) -> Iterator[Cell]:
    if "label" in sample:
        yield sample, "label", "label"


def _categories(sample: dict[str, Any]) -> Iterator[Cell]:
    held = sample.get("cat")
    for at, _ in enumerate(held if isinstance(held, list) else ()):
        yield held, at, f"cat[{at}]"


def _class(fields: list[str]) -> Iterator[Cell]:
    """Of a list of pictures with one class each: boxes and several labels are no single class."""
    if len(fields) == 3:
        yield fields, 1, "label"


def _is_class(value: str) -> bool:
    """A path among the labels is a column in the wrong place."""
    return "/" not in value and not value.lower().endswith((".jpg", ".jpeg", ".png"))


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


LABELS, PICTURES = "number-labels", "number-pictures"
PACKED = ("gzip", "parquet", "time-series-parquet")
"""Files whose samples may have the same labels, and that are not written anew line by line."""
KINDS = {
    LABELS: Kind(_object, _written, _label, _is_text),
    "number-pairs": Kind(_object, _written, _label, _is_number),
    "number-categories": Kind(_object, _written, _categories, lambda value: _is_text(value) or _is_number(value)),
    PICTURES: Kind(lambda line: line.split("\t"), "\t".join, _class, _is_class),
}
"""Repair -> the samples that it numbers."""


def learned(repair: str, training: Iterable[Path], others: Iterable[Path]) -> Numbers:
    """The numbers of all that stands at the places of a repair, in the order of size or of the alphabet."""
    first, rest = _seen(repair, training), _seen(repair, others)
    return {place: _numbers(repair, first.get(place, set()), rest.get(place, set())) for place in {**first, **rest}}


def _numbers(repair: str, first: set[str], rest: set[str]) -> Mapping[str, float]:
    if repair == LABELS and (own := _own(first | rest)):
        return own
    spelt = {text for text in first | rest if _is_spelt_number(text)}
    is_mixed = repair == PICTURES and 0 < len(spelt) < len(first | rest)
    if is_mixed or any(not float(text).is_integer() for text in spelt):  # these are quantities
        return {}
    known = categories(first)
    return {**known, **{text: len(known) + rank for text, rank in categories(rest - first).items()}}


def _own(texts: set[str]) -> dict[str, float]:
    """The numbers that all of the texts say."""
    return {text: float(text) for text in sorted(texts)} if all(map(_is_spelt_number, texts)) else {}


def _is_spelt_number(text: str) -> bool:
    try:
        return abs(float(text)) < float("inf")
    except ValueError:
        return False


def _spelt(value: Any) -> str:
    """One spelling of each value: 1 and 1.0 are one."""
    return f"{float(value):.17g}" if _is_spelt_number(str(value)) else str(value)


def _seen(repair: str, files: Iterable[Path]) -> dict[str, set[str]]:
    kind, seen = KINDS[repair], dict[str, set[str]]()
    for file in files:
        with file.open("rb") as stream:
            for line in stream:
                sample = kind.read(line.decode("utf-8", "replace").rstrip("\r\n"))
                for held, key, place in kind.cells(sample):
                    if kind.takes(held[key]):
                        seen.setdefault(place, set()).add(_spelt(held[key]))
    return seen


def numbered(lines: Iterator[str], repair: str, numbers: Numbers) -> Iterator[str]:
    """Lines with the numbers in their places; others stay as they are."""
    kind = KINDS[repair]
    for line in lines:
        sample, is_other = kind.read(line), False
        for held, key, place in kind.cells(sample):
            number = numbers.get(place, {}).get(_spelt(held[key])) if kind.takes(held[key]) else None
            if number is not None:
                now: Any = int(number) if float(number).is_integer() else number
                now = str(now) if kind.write == "\t".join else now
                is_other, held[key] = is_other or held[key] != now or type(held[key]) is not type(now), now
        yield kind.write(sample) if is_other else line
