"""Reads RecordIO-protobuf: each record against `schemas/record.proto`, each tensor down to its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, BinaryIO

from google.protobuf.message import DecodeError
from google.protobuf.unknown_fields import UnknownFieldSet

from advisor.formats.pieces import ByteRange, in_one_piece, whole
from advisor.formats.recordio.frames import Reader, is_image_record, piece_of
from advisor.formats.recordio.record_pb2 import Record, Value
from advisor.formats.recordio.runs import Runs
from advisor.formats.recordio.tensors import classify, odd_keys, take_numbers, width_of
from advisor.formats.second_look import in_order, may_be_outside, worth_reading
from advisor.profile import faults
from advisor.profile.base import Distinct, Piece, Place, Sighting, Tally, tally_for
from advisor.profile.columns import Column
from advisor.profile.predicates import OrderBreaks, Predicate, ValueOutside, WidthIsNot
from advisor.profile.recordio.frames import At, RecordioProfile, note
from advisor.profile.recordio.protobuf import MAIN, NAMES_KEPT, Names, RecordioProtobufProfile, Tensors
from advisor.profile.sketch import SMALL

LIMIT = 1 << 24
"""Bytes of a record beyond which it is not parsed: four million values; parsed, it may take ten times as many."""

STRETCH = 1 << 22
"""Bytes of which a second look asks at once whether they need be read value by value."""

NAME_KEPT = 100
"""Characters of a tensor's name by which it is told from others."""


def scan_piece(part: ByteRange) -> Piece[RecordioProtobufProfile]:
    profile = RecordioProtobufProfile()
    reader = Reader(part, profile, LIMIT)
    runs = Runs(reader, profile)
    for at, payload in reader.records():
        record = _parsed(payload)
        if record is None:
            fault = faults.IMAGE_RECORD if is_image_record(payload) else faults.UNDECODABLE_RECORD
            profile.fault(fault, at.place(), payload[:16].hex(" "))
        else:
            _take_record(profile, record, len(payload), at)
            runs.follow(payload)
    runs.finish()
    if part.size < SMALL:
        again = Reader(part._replace(begin=reader.begin, exact=True), RecordioProfile(), LIMIT)
        profile.texts.remember(payload for _, payload in again.records())
    return piece_of(reader, profile)


scan = in_one_piece(scan_piece)


def is_record(payload: bytes) -> bool:
    """Whether a payload is a record of the schema that bears features."""
    record = _parsed(payload)
    return record is not None and len(record.features) > 0


def _parsed(payload: bytes) -> Record | None:
    try:
        return Record.FromString(payload)
    except (DecodeError, ValueError):
        return None


def _take_record(profile: RecordioProtobufProfile, record: Record, size: int, at: At) -> None:
    if not record.features:
        profile.fault(faults.RECORD_WITHOUT_FEATURES, at.place(), None if size else "an empty record")
    # A record written in any other way than the schema's own is longer than it need be.
    profile.unpacked += record.ByteSize() != size
    profile.unknown_fields += len(UnknownFieldSet(record)) > 0
    _take_map(profile, profile.features, profile.named, record.features, "features", at)
    _take_map(profile, profile.label, profile.labelled, record.label, "label", at)


def _take_map(
    profile: RecordioProtobufProfile,
    kept: dict[str, Tensors],
    together: dict[Names, Tally],
    values: Mapping[Any, Value],
    where: str,
    at: At,
) -> None:
    """The tensors of one record's features, or of its label."""
    names: list[str] = []
    for name, value in _named(values):
        if value is None:
            profile.fault(faults.UNDECODABLE_RECORD, at.place(where), name)
            continue
        tensors = kept.get(name)
        if tensors is None:
            if len(kept) == NAMES_KEPT:
                profile.fault(faults.TOO_MANY_NAMES, at.place(f"{where}.{name}"))
                continue
            distinct = Distinct() if where == "label" else Distinct(None)
            tensors = kept[name] = Tensors(numbers=Column(distinct=distinct))
        if _take_value(profile, tensors, value, f"{where}.{name}", at):
            names.append(name)
    key = tuple(sorted(names))
    if key in together or len(together) < NAMES_KEPT:
        note(tally_for(together, key), at, where)


def _named(values: Mapping[Any, Value]) -> Iterator[tuple[str, Value | None]]:
    """The values by their names, which protobuf keeps in no order of its own.

    A name that is not UTF-8 comes as bytes, and its value cannot be had.
    """
    for name in values if len(values) < 2 else sorted(values, key=str):
        if isinstance(name, bytes):
            yield name.decode("utf-8", "backslashreplace")[:NAME_KEPT], None
        else:
            yield name[:NAME_KEPT], values[name]


def _tensor(value: Value | None) -> tuple[str, Any]:
    """The type of a value and its tensor; an empty type where it holds neither a tensor nor bytes."""
    field = value.WhichOneof("value") if value is not None else None
    return ("", None) if field is None else (field.removesuffix("_tensor"), getattr(value, field))


def _take_value(profile: RecordioProtobufProfile, tensors: Tensors, value: Value, path: str, at: At) -> bool:
    """True where there is something in it."""
    dtype, tensor = _tensor(value)
    if tensor is None:
        profile.fault(faults.VALUE_WITHOUT_TENSOR, at.place(path))
        return False
    tensors.records += 1
    if dtype == "bytes":
        note(tally_for(tensors.forms, dtype), at, path, dtype)
        return True
    count, keys, shape = len(tensor.values), len(tensor.keys), tensor.shape
    if not (count or keys or shape):
        if path.startswith("features"):  # an empty label is none
            profile.fault(faults.EMPTY_TENSOR, at.place(path))
        return False
    # A sparse tensor of nothing but zeros has neither keys nor values, only a shape.
    sparse = keys > 0 or count == 0
    form = f"{dtype} sparse" if sparse else f"{dtype} dense"
    note(tally_for(tensors.forms, form), at, path, form)
    width = width_of(shape) if shape else None
    if sparse:
        _take_keys(profile, tensor, width, path, at)
    elif width not in (None, count):
        profile.fault(
            faults.SHAPE_DIFFERS_FROM_VALUES, at.place(f"{path}.shape"), f"{count} values, shape {_shown(shape)}"
        )
    if not sparse:
        width = count
    if width is not None:
        tensors.widths.add(width, at, path)
    take_numbers(tensors.numbers, tensor.values, dtype, at, f"{path}.values")
    return True


def _take_keys(profile: RecordioProfile, tensor: Any, width: int | None, path: str, at: At) -> None:
    if width is None:
        profile.fault(faults.SPARSE_WITHOUT_SHAPE, at.place(path))
    if len(tensor.keys) != len(tensor.values):
        profile.fault(
            faults.KEYS_DIFFER_FROM_VALUES,
            at.place(f"{path}.keys"),
            f"{len(tensor.keys)} keys, {len(tensor.values)} values",
        )
    for fault, odd in odd_keys(tensor.keys, width).items():
        sightings = (Sighting(at.place(f"{path}.keys[{i}]"), str(tensor.keys[i])) for i in odd.first)
        tally_for(profile.faults, fault).add_all(odd.count, sightings)


def _shown(shape: Any) -> str:
    return "x".join(map(str, shape[:8])) + ("x..." if len(shape) > 8 else "")


def locate(stream: BinaryIO, size: int, predicate: Predicate) -> Tally:
    """The values for which the predicate holds, counted, with their first places; or the tensors of another width."""
    tally = Tally()
    if isinstance(predicate, OrderBreaks):
        return _first_out_of_order(stream, size, predicate)
    part = whole(stream, size)

    def scan(begin: int, end: int) -> Piece[RecordioProtobufProfile]:
        return scan_piece(part._replace(begin=begin, end=end))

    for stretch in worth_reading(scan, partial(_may_hold, predicate), size, STRETCH, 16 * STRETCH):
        before = RecordioProfile(records=stretch.records)
        for at, payload in Reader(part._replace(begin=stretch.begin, end=stretch.end), before, LIMIT).records():
            record = _parsed(payload)
            if record is not None:
                for place, value in _matches(record, predicate, at):
                    tally.add(place, value)
    return tally


def _first_out_of_order(stream: BinaryIO, size: int, predicate: OrderBreaks) -> Tally:
    tally, still = Tally(), in_order(predicate)
    beginning = ByteRange(stream, size, 0, min(size, LIMIT))
    for at, payload in Reader(beginning, RecordioProfile(), LIMIT).records():
        record = _parsed(payload)
        tensor = _tensor(record.label[MAIN])[1] if record is not None and MAIN in record.label else None
        values = getattr(tensor, "values", None)
        if not values or not still(float(values[0])):
            tally.add(at.place(f"label.{MAIN}"))
            break
    return tally


def _may_hold(predicate: Predicate, profile: RecordioProtobufProfile) -> bool:
    """Whether a stretch of this profile may hold values, or tensors, for which the predicate holds."""
    features, label = list(profile.features.items()), list(profile.label.items())
    if profile.faults:
        return True
    if isinstance(predicate, WidthIsNot):
        widths = [tensors.widths.tallies for _, tensors in features]
        return any(tallies is None or not tallies.keys() <= {predicate.width} for tallies in widths)
    if not isinstance(predicate, ValueOutside):
        return False
    where = predicate.where
    named = {"features": features, "labels": label, "all": features + label}
    asked = named.get(where) or [(name, tensors) for name, tensors in features if name == where]
    return any(may_be_outside(tensors.numbers, predicate) for _, tensors in asked)


def _matches(record: Record, predicate: Predicate, at: At) -> Iterator[tuple[Place, str]]:
    maps = {"features": [("features", record.features)], "labels": [("label", record.label)]}
    where = predicate.where if isinstance(predicate, ValueOutside) else "features"
    everywhere = maps["features"] + maps["labels"] if where == "all" else maps["features"]
    for prefix, values in maps.get(where, everywhere):
        for name, value in _named(values):
            if where not in (*maps, "all", name):
                continue
            _, tensor = _tensor(value)
            if not hasattr(tensor, "values"):
                continue
            if isinstance(predicate, ValueOutside):
                for i, number in enumerate(tensor.values):
                    if classify(number) == "number" and predicate.holds(number):
                        yield at.place(f"{prefix}.{name}.values[{i}]"), str(number)
            elif isinstance(predicate, WidthIsNot):
                width = len(tensor.values) if not tensor.keys and len(tensor.values) else width_of(tensor.shape)
                if width != predicate.width:
                    yield at.place(f"{prefix}.{name}"), str(width)
