"""Labels and categories that become numbers from 0, over all files of a kind together, those of training first."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.record import boxes_in, records_of, unpacked
from advisor.conversion.images.sources.json_files import loaded
from advisor.conversion.mend.files.json_lines import object_of
from advisor.conversion.tables.learn import categories

Numbers = Mapping[str, Mapping[str, float]]
"""Place in a sample, such as `label` or `cat[0]` -> what stands there, in one spelling -> its number."""

Cell = tuple[Any, Any, str]
"""A value in what holds it: the list or object, the key there, and the name of the place."""


class Kind(NamedTuple):
    """What is numbered in the samples of a kind of files, and how these are mended and read."""

    held: str
    samples: Callable[[Path], Iterator[Any]]
    cells: Callable[[Any], Iterator[Cell]]
    takes: Callable[[Any], bool]


def _object(line: str) -> dict[str, Any]:
    return object_of(line) or {}


def _fields(line: str) -> list[str]:
    return line.split("\t")


def _lines(read: Callable[[str], Any]) -> Callable[[Path], Iterator[Any]]:
    def samples(file: Path) -> Iterator[Any]:
        with file.open("rb") as stream:
            for line in stream:
                yield read(line.decode("utf-8", "replace").rstrip("\r\n"))

    return samples


def _document(file: Path) -> Iterator[Any]:
    try:
        document = loaded(file)
    except ConversionError:
        return
    if isinstance(document, dict):
        yield document


def _packed(file: Path) -> Iterator[Any]:
    with suppress(ConversionError):  # what is damaged is no matter of numbers
        for _, payload in records_of(file):
            with suppress(ConversionError):
                yield unpacked(payload, str(file))[0]


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


def _boxes(document: dict[str, Any]) -> Iterator[Cell]:
    for key in ("annotations", "categories"):
        held = document.get(key)
        for item in held if isinstance(held, list) else ():
            if isinstance(item, dict) and "class_id" in item:
                yield item, "class_id", "class"


def _packed_boxes(labels: list[float]) -> Iterator[Cell]:
    """Of a record with boxes; those of class -1 only fill it up."""
    for start in boxes_in(labels):
        if labels[start] != FILLER:
            yield labels, start, "class"


def _is_class(value: str) -> bool:
    """A path among the labels is a column in the wrong place."""
    return "/" not in value and not value.lower().endswith((".jpg", ".jpeg", ".png"))


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and _is_spelt_number(str(value))


def _is_category(value: Any) -> bool:
    return _is_text(value) or _is_number(value)


LABELS, PICTURES = "number-labels", "number-pictures"
BOXES, RECORDS = "number-boxes", "number-records"
FILLER = -1
PACKED = ("gzip", "parquet", "time-series-parquet")
"""Files whose samples may have the same labels, and that are not written anew line by line."""
KINDS = {
    LABELS: Kind("lines", _lines(_object), _label, _is_text),
    "number-pairs": Kind("lines", _lines(_object), _label, _is_number),
    "number-categories": Kind("lines", _lines(_object), _categories, _is_category),
    BOXES: Kind("annotation", _document, _boxes, _is_number),
    RECORDS: Kind("records", _packed, _packed_boxes, _is_number),
    PICTURES: Kind("lines", _lines(_fields), _class, _is_class),
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
        for sample in kind.samples(file):
            for held, key, place in kind.cells(sample):
                if kind.takes(held[key]):
                    seen.setdefault(place, set()).add(_spelt(held[key]))
    return seen


def number(sample: Any, repair: str, numbers: Numbers) -> bool:
    """Puts the numbers in their places, and says whether anything is another now."""
    kind, is_other = KINDS[repair], False
    for held, key, place in kind.cells(sample):
        found = numbers.get(place, {}).get(_spelt(held[key])) if kind.takes(held[key]) else None
        if found is not None:
            now: Any = int(found) if float(found).is_integer() else found
            now = str(now) if repair == PICTURES else now
            is_other = is_other or held[key] != now or (type(held[key]) is not type(now) and repair != RECORDS)
            held[key] = now
    return is_other


def numbered(lines: Iterator[str], repair: str, numbers: Numbers) -> Iterator[str]:
    """Lines with the numbers in their places; others stay as they are."""
    for line in lines:
        sample = _fields(line) if repair == PICTURES else _object(line)
        if number(sample, repair, numbers):
            yield "\t".join(sample) if repair == PICTURES else json.dumps(sample, ensure_ascii=False)
        else:
            yield line
