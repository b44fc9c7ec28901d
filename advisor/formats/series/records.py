"""One record of a time series, from whatever file: what its start, target and features count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import isfinite, isnan
from typing import Any

from advisor.formats.lines import SHOWN
from advisor.formats.series.starts import form_of
from advisor.profile.base import FLOAT32_MAX, PLACES_KEPT, Place, Sighting, Tally, tally_for
from advisor.profile.predicates import CategoryAmong, Predicate, ValueOutside
from advisor.profile.series.time_series import (
    COUNTS_KEPT,
    ENOUGH_STEPS,
    FIELDS,
    NAMES_KEPT,
    PLACES_OF_CAT,
    Categories,
    CategorySet,
    Features,
    Targets,
    TimeSeriesProfile,
)

Record = dict[str, Any]

MISSING = "NaN"
"""How a missing value is written in JSON, but for null."""

_NUMBERS = {int, float}


def take_record(profile: TimeSeriesProfile, record: Record, place: Place) -> None:
    """Takes one record into the profile. `place`: its line or row."""
    profile.records += 1
    for name in FIELDS:
        if record.get(name) is None:
            _note(profile.absent, name, place, name)
    if not record.keys() <= _KNOWN:
        _take_others(profile, record, place)
    start, target = record.get("start"), record.get("target")
    if start is not None:
        form, finest = form_of(start)
        _note(profile.start.forms, form, place, "start", start)
        if finest is not None:
            _note(profile.start.finest, finest, place, "start", start)
    if target is not None:
        _take_target(profile.target, target, place)
    if record.get("cat") is not None:
        _take_categories(profile.cat, record["cat"], place)
    if record.get("dynamic_feat") is not None:
        _take_features(profile.dynamic_feat, record["dynamic_feat"], target, place)


_KNOWN = frozenset(FIELDS)


def _take_others(profile: TimeSeriesProfile, record: Record, place: Place) -> None:
    for name in record:
        cut = name[:SHOWN]
        if name not in _KNOWN and (cut in profile.others or len(profile.others) < NAMES_KEPT):
            _note(profile.others, cut, place, cut, cut)


def _take_target(target: Targets, values: Any, place: Place) -> None:
    if not isinstance(values, list):
        note(target.not_arrays, place, "target", values)
        return
    target.lengths.add(len(values))
    target.values += len(values)
    if _all_finite(values):
        numbers: list[float] = values
    else:
        numbers, missing = _sorted_out(target, values, place)
        target.missing += missing
        if values and missing == len(values):
            note(target.only_missing, place, "target")
    if not numbers:
        return
    target.extent.add(min(numbers))
    target.extent.add(max(numbers))
    target.fractional += any(number % 1 for number in numbers)
    if not any(numbers):
        note(target.only_zeros, place, "target")
        return
    target.filled += 1
    if len(numbers) >= ENOUGH_STEPS:
        _take_steps(target, numbers, place)


def _take_steps(target: Targets, numbers: list[float], place: Place) -> None:
    """Notes a series that counts, or stands still; most are known to do neither by their first three values."""
    first, second, third, *_ = numbers
    step = second - first
    if third - second == step and all(b - a == step for a, b in pairwise(numbers)):
        note(target.steady if step else target.alike, place, "target")


def _all_finite(values: list[Any]) -> bool:
    """Whether all values are numbers within the range of a 32-bit float, at the price of a glance."""
    if not values or not set(map(type, values)) <= _NUMBERS:
        return False
    return min(values) > -FLOAT32_MAX and max(values) < FLOAT32_MAX and not any(map(isnan, values))


def _sorted_out(target: Targets, values: list[Any], place: Place) -> tuple[list[float], int]:
    """The finite numbers, and how many values are missing. What is neither is noted."""
    numbers: list[float] = []
    missing = 0
    for at, value in enumerate(values):
        kind = wrong_kind(value)
        if kind is None:
            numbers.append(value)
        elif kind == "missing":
            missing += 1
        else:
            _note(target.wrong, kind, place, f"target[{at}]", value)
    return numbers, missing


def wrong_kind(value: Any) -> str | None:
    """What a value is that is no finite number of 32 bits; None where it is one."""
    match value:
        case bool():
            return "true-false"
        case int():
            return None if -FLOAT32_MAX < value < FLOAT32_MAX else "out-of-range"
        case float():
            finite = -FLOAT32_MAX < value < FLOAT32_MAX
            return None if finite else "missing" if isnan(value) else "out-of-range" if isfinite(value) else "infinite"
        case None:
            return "missing"
        case str():
            return "missing" if value == MISSING else "text"
        case list():
            return "list"
    return "object"


def _take_categories(cat: Categories, values: Any, place: Place) -> None:
    if not isinstance(values, list):
        if isinstance(values, int) and not isinstance(values, bool):
            note(cat.bare, place, "cat", values)
            _take_category(cat, 0, values, place, "cat")
        else:
            note(cat.not_arrays, place, "cat", values)
        return
    _count(cat.lengths, len(values), place, "cat")
    for at, value in enumerate(values):
        _take_category(cat, at, value, place, f"cat[{at}]")


def _take_category(cat: Categories, at: int, value: Any, place: Place, key: str) -> None:
    category = category_of(value)
    if category is None or not (isinstance(value, int) and value >= 0):
        _note(cat.wrong, _category_kind(value), place, key, value)
    if category is None or at >= PLACES_OF_CAT:
        return
    while at >= len(cat.seen):
        cat.seen.append(CategorySet())
    cat.seen[at].add(category)


def category_of(value: Any) -> int | None:
    """The category that is meant, written as 1 or as 1.0; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0 or value % 1:
        return None
    return int(value)


def _category_kind(value: Any) -> str:
    kind = wrong_kind(value)
    if kind is not None:
        return kind
    return "negative" if value < 0 else "fraction" if value % 1 else "written-with-point"


def _take_features(features: Features, arrays: Any, target: Any, place: Place) -> None:
    if not isinstance(arrays, list) or not all(isinstance(array, list) for array in arrays):
        note(features.not_arrays, place, "dynamic_feat", arrays)
        return
    _count(features.counts, len(arrays), place, "dynamic_feat")
    for number, array in enumerate(arrays):
        if isinstance(target, list) and len(array) != len(target):
            shown = f"{len(array)} values, target has {len(target)}"
            _count(features.longer, len(array) - len(target), place, f"dynamic_feat[{number}]", shown)
        if array and not _all_finite(array):
            for at, value in enumerate(array):
                kind = wrong_kind(value)
                if kind is not None:
                    _note(features.wrong, kind, place, f"dynamic_feat[{number}][{at}]", value)


def _count(counts: dict[int, Tally], number: int, place: Place, key: str, value: Any = None) -> None:
    if number in counts or len(counts) < COUNTS_KEPT:
        note(tally_for(counts, number), place, key, value)


def _note(tallies: dict[str, Tally], name: str, place: Place, key: str, value: Any = None) -> None:
    tally = tallies.get(name) or tally_for(tallies, name)  # a call less for what each record has
    note(tally, place, key, value)


def note(tally: Tally, place: Place, key: str, value: Any = None) -> None:
    """Counts one sighting; what it costs to keep its place is spent only while places are kept."""
    tally.count += 1
    if len(tally.first) < PLACES_KEPT:
        where = Place(place.line, record=place.record, key=key)
        tally.first.append(Sighting(where, None if value is None else shown(value)))


def shown(value: Any) -> str:
    """A value as text, cut short."""
    if isinstance(value, str):
        return value[:SHOWN]
    if isinstance(value, (list, dict)):
        return "[...]" if isinstance(value, list) else "{...}"
    return str(value)[:SHOWN] if not isinstance(value, int) or abs(value) < 1 << 64 else "a huge integer"


def matches(record: Record, predicate: Predicate) -> Iterator[tuple[str, Any]]:
    """Where a record has what the predicate asks for, and the value there.

    `ValueOutside.where`: "target", its values; "length", that of the target; "cat[0]" and so on.
    """
    match predicate:
        case ValueOutside(where="target"):
            yield from _outside(_list(record, "target"), predicate)
        case ValueOutside(where="length"):
            target = record.get("target")
            if isinstance(target, list) and predicate.holds(len(target)):
                yield "target", f"{len(target)} values"
        case ValueOutside():
            for at, value in enumerate(_list(record, "cat")):
                category = category_of(value)
                if predicate.where == f"cat[{at}]" and category is not None and predicate.holds(category):
                    yield predicate.where, category
        case CategoryAmong(place, categories):
            cat = _list(record, "cat")
            if place < len(cat) and category_of(cat[place]) in categories:
                yield f"cat[{place}]", cat[place]


def _outside(values: Sequence[Any], predicate: ValueOutside) -> Iterator[tuple[str, Any]]:
    for at, value in enumerate(values):
        if wrong_kind(value) is None and predicate.holds(value):
            yield f"target[{at}]", value


def _list(record: Record, name: str) -> list[Any]:
    value = record.get(name)
    if name == "cat" and isinstance(value, int):
        return [value]
    return value if isinstance(value, list) else []
