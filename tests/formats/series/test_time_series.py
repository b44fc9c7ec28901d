"""What a scan of time series learns, of JSON Lines and of Parquet."""

import gzip
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats.series import time_series, time_series_parquet
from advisor.formats.series.starts import Moment, form_of
from advisor.profile.base import Tally
from advisor.profile.predicates import CategoryAmong, Predicate, ValueOutside
from advisor.profile.series.time_series import CATEGORIES_KEPT, CategorySet, TimeSeriesProfile
from tests.builders.pictures.lists import json_lines
from tests.builders.series import Record, parquet, record


def scanned(data: bytes) -> TimeSeriesProfile:
    return time_series.scan(io.BytesIO(data), len(data))


def of(*records: Record) -> TimeSeriesProfile:
    return scanned(json_lines(records))


def brief(tallies: dict[Any, Tally]) -> dict[Any, list[tuple[int | None, str | None, str | None]]]:
    return {
        name: [(s.place.line or s.place.record, s.place.key, s.value) for s in tally.first]
        for name, tally in tallies.items()
    }


def test_a_sound_file() -> None:
    profile = of(record(cat=[0, 2], dynamic_feat=[[1.0] * 40]), record(1, cat=[1, 0], dynamic_feat=[[0] * 40]))
    assert profile.faults == {} == profile.absent == profile.others
    assert profile.summary() == {
        "observations": 80, "missing": 0, "min": 0.0, "max": 7.0, "shortest": 40, "longest": 40,
            "series_lengths": {"32 to 63": 2},
        "start": {"seconds": 2}, "categories": [2, 2], "dynamic_feat": {"1": 2},
    }  # fmt: skip
    assert (profile.target.filled, profile.target.fractional, profile.feature_series) == (2, 0, 1)


def test_missing_values_are_null_or_the_word() -> None:
    target = of(
        record(target=[1, None, "NaN", 2.5]), record(target=[None, "NaN"]), record(target=[0, 0.0, None])
    ).target
    assert (target.values, target.missing, target.fractional, target.filled) == (9, 5, 1, 1)
    assert [s.place.line for s in target.only_missing.first] == [2]
    assert [s.place.line for s in target.only_zeros.first] == [3]
    assert target.wrong == {}


def test_values_that_are_no_numbers() -> None:
    line = b'{"start": "x", "target": [1, "nan", true, [1], {}, 1e39, 1e999]}'
    assert brief(scanned(line).target.wrong) == {
        "text": [(1, "target[1]", "nan")],
        "true-false": [(1, "target[2]", "True")],
        "list": [(1, "target[3]", "[...]")],
        "object": [(1, "target[4]", "{...}")],
        "out-of-range": [(1, "target[5]", "1e+39")],
        "infinite": [(1, "target[6]", "inf")],
    }


def test_integers_beyond_any_float() -> None:
    line = b'{"start": "x", "target": [1, ' + b"9" * 400 + b'], "cat": [' + b"9" * 400 + b"]}"
    profile = scanned(line)
    assert brief(profile.target.wrong) == {"out-of-range": [(1, "target[1]", "a huge integer")]}
    assert profile.cat.seen[0].highest == int("9" * 400)


@pytest.mark.parametrize(
    ("start", "form", "finest"),
    [
        ("2020-02-29 13:00:00", "seconds", "hour"),
        ("2020-02-29 00:00:07", "seconds", "second"),
        ("2020-02-29 00:10", "minutes", "minute"),
        ("2020-02-29", "date", "day"),
        ("2020-02-29T00:00:00", "iso", "day"),
        ("2020-02-29 00:00:00.000", "fraction", "day"),
        ("2020-02-29 00:00:00Z", "zone", "day"),
        ("2020-02-29T00:00:00.5+01:00", "zone", "day"),
        ("2020-02-29 00:00:00 Europe/Berlin", "zone", "day"),
        ("2021-02-29 00:00:00", "no-date", None),
        ("29.02.2020", "no-date", None),
        ("", "no-date", None),
        ("1677-12-31 00:00:00", "out-of-range", None),
        ("1678-01-01 00:00:00", "seconds", "day"),
        ("2262-01-01 00:00:00", "out-of-range", None),
        (1577836800, "number", None),
        (True, "true-false", None),
        ([2020], "list", None),
    ],
)
def test_forms_of_start(start: Any, form: str, finest: str | None) -> None:
    found = of(record(start=start)).start
    assert (list(found.forms), list(found.finest)) == ([form], [finest] if finest else [])


@pytest.mark.parametrize(
    ("start", "form", "finest"),
    [
        (Moment(datetime(1678, 1, 1)), "datetime", "day"),
        (Moment(datetime(2261, 12, 31, 5)), "datetime", "hour"),
        (Moment(datetime(1677, 12, 31, 23, 59, 59)), "out-of-range", None),
        (Moment(datetime(2262, 1, 1)), "out-of-range", None),
        (Moment(None), "out-of-range", None),
        (Moment(datetime(2020, 1, 1, 0, 30), zone=True), "datetime-zone", "minute"),
        (Moment(datetime(2020, 1, 1), date=True), "date", "day"),
        ("2261-12-31 23:59:59", "seconds", "second"),
        ("2020-02-29 24:00:00", "no-date", None),
        ("2020-02-29 13:00:00,25", "fraction", "hour"),
        ("2020-02-29T13:00Z", "zone", "hour"),
        ("2020-02-29 13:00" + " " * 62 + "Z", "zone", "hour"),
        ("2020-02-29 13:00" + " " * 63 + "Z", "no-date", None),
        (1577836800.5, "number", None),
        ({"year": 2020}, "object", None),
        (b"2020-02-29", "no-date", None),
    ],
)
def test_forms_and_units_of_any_start(start: object, form: str, finest: str | None) -> None:
    assert form_of(start) == (form, finest)


def test_categories() -> None:
    cat = of(record(cat=[0, 3]), record(cat=2), record(cat=[1.0, -1]), record(cat=["a", 1.5]), record(cat="ab")).cat
    assert [(seen.gaps(2), seen.count, seen.highest) for seen in cat.seen] == [([], 3, 2), ([0, 1], 1, 3)]
    assert brief(cat.wrong) == {
        "written-with-point": [(3, "cat[0]", "1.0")],
        "negative": [(3, "cat[1]", "-1")],
        "text": [(4, "cat[0]", "a")],
        "fraction": [(4, "cat[1]", "1.5")],
    }
    assert brief({"bare": cat.bare, "no array": cat.not_arrays}) == {
        "bare": [(2, "cat", "2")], "no array": [(5, "cat", "ab")],
    }  # fmt: skip


def test_categories_beyond_what_is_kept() -> None:
    seen = CategorySet()
    for category in (0, CATEGORIES_KEPT - 1, CATEGORIES_KEPT):
        seen.add(category)
    assert (len(seen.flags), seen.highest, seen.gaps(1)) == (CATEGORIES_KEPT, CATEGORIES_KEPT, [1])
    assert CategorySet(bytearray(b"\1\1"), 5).gaps(9) == [2, 3, 4, 5]
    assert not CategorySet(bytearray(b"\1" * CATEGORIES_KEPT), CATEGORIES_KEPT).has_gap
    assert CategorySet(bytearray(b"\1\0\1"), 2).without(CategorySet(bytearray(b"\1"), 0)) == [2]


def test_features() -> None:
    features = of(
        record(target=[1, 2], dynamic_feat=[[1, 2], [3]]),
        record(target=[1, 2], dynamic_feat=[[1, 2, None, "NaN"]]),
        record(dynamic_feat=[1, 2]),
    ).dynamic_feat
    assert {count: tally.count for count, tally in features.counts.items()} == {2: 1, 1: 1}
    assert brief(features.longer) == {
        -1: [(1, "dynamic_feat[1]", "1 values, target has 2")], 2: [(2, "dynamic_feat[0]", "4 values, target has 2")],
    }  # fmt: skip
    assert brief(features.wrong) == {"missing": [(2, "dynamic_feat[0][2]", None), (2, "dynamic_feat[0][3]", "NaN")]}
    assert brief({"": features.not_arrays}) == {"": [(3, "dynamic_feat", "[...]")]}


def test_fields() -> None:
    profile = of({"start": None, "target": [1], "item": 3}, {"item": 4})
    assert brief(profile.absent) == {
        "start": [(1, "start", None), (2, "start", None)],
        "target": [(2, "target", None)],
        "cat": [(1, "cat", None), (2, "cat", None)],
        "dynamic_feat": [(1, "dynamic_feat", None), (2, "dynamic_feat", None)],
    }
    assert brief(profile.others) == {"item": [(1, "item", "item"), (2, "item", "item")]}


FAULTS = {
    "not-json": b'{"start": "2020-01-01 00:00:00", "target": [1',
    "python-literal": b"{'start': '2020-01-01 00:00:00'}",
    "pretty-printed": b"{",
    "not-an-object": b"[]",
    "trailing-comma": json_lines([record()]).strip() + b",",
    "several-objects": json_lines([record()]).strip() * 2,
    "not-a-json-constant": b'{"start": "2020-01-01 00:00:00", "target": [NaN, 1]}',
    "repeated-key": b'{"start": "2020-01-01 00:00:00", "target": [1], "start": "2020-01-01 00:00:00"}',
    "blank-line": b"  ",
    "not-utf8": b'{"start": "\xff"}',
    "too-deep": b"[" * 100_000,
    "inference-request": b'{"instances": []}',
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_of_lines(fault: str) -> None:
    profile = scanned(json_lines([record()]) + FAULTS[fault] + b"\n" + json_lines([record()]))
    assert {name: [s.place.line for s in tally.first] for name, tally in profile.faults.items()} == {fault: [2]}


def test_a_bare_nan_is_missing() -> None:
    target = scanned(FAULTS["not-a-json-constant"]).target
    assert (target.values, target.missing, target.wrong) == (2, 1, {})


def test_a_line_beyond_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    line = json_lines([record()])
    monkeypatch.setattr(time_series, "LONGEST", len(line) - 1)
    assert scanned(line).faults == {}
    assert list(scanned(line[:-1] + b" \n").faults) == ["line-too-long"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_other_encodings(encoding: str) -> None:
    wide = json_lines([record()]).decode().encode(encoding)
    assert list(scanned(wide).faults) == ["not-utf8-encoding"] == list(scanned(gzip.compress(wide)).faults)


def test_byte_order_mark() -> None:
    marked = b"\xef\xbb\xbf" + json_lines([record()])
    for data in (marked, gzip.compress(marked)):
        assert (list(scanned(data).faults), scanned(data).records) == (["byte-order-mark"], 1)


def test_gzip_holds_the_same() -> None:
    text = json_lines(record(i, cat=[i]) for i in range(9))
    plain, packed = scanned(text), scanned(gzip.compress(text[:500]) + gzip.compress(text[500:]))
    packed.bytes = plain.bytes
    assert packed == plain


def test_truncated_gzip_names_the_last_line() -> None:
    text = json_lines(record(i) for i in range(3))
    tally = scanned(gzip.compress(text)[:-8]).faults["gzip-truncated"]
    assert [s.place.line for s in tally.first] == [3]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("predicate", "places"),
    [
        (ValueOutside("target", minimum=0, below=6), [(1, "target[1]", "-1"), (2, "target[0]", "6.5")]),
        (ValueOutside("target", integral=True), [(2, "target[0]", "6.5")]),
        (ValueOutside("length", minimum=2), [(2, "target", "1 values")]),
        (CategoryAmong(1, frozenset({4, 5})), [(2, "cat[1]", "5")]),
        (CategoryAmong(0, frozenset({7})), [(3, "cat[0]", "7")]),
    ],
)
def test_places_are_located(packed: bool, predicate: Predicate, places: list[tuple[int, str, str]]) -> None:
    records = [record(target=[1, -1, "x"], cat=[0, 1]), record(target=[6.5], cat=[1, 5]), {"target": 3, "cat": 7}]
    data = b"\xef\xbb\xbf" + json_lines(records) + b"[]\n"
    data = gzip.compress(data) if packed else data
    found = time_series.locate(io.BytesIO(data), len(data), predicate)
    assert [(s.place.line, s.place.key, s.value) for s in found.first] == places


@given(st.binary(max_size=300))
def test_never_raises_on_bytes(data: bytes) -> None:
    for start in (b"", b'{"start": 1, "target": ', b"\x1f\x8b\x08"):
        scanned(start + data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["start", "target", "cat", "dynamic_feat", "x"]), JSON))
def test_never_raises_on_values(one: Record) -> None:
    data = json_lines([one])
    profile = scanned(data)
    for predicate in (
        ValueOutside("target", minimum=0),
        ValueOutside("length", minimum=1),
        CategoryAmong(0, frozenset()),
    ):
        time_series.locate(io.BytesIO(data), len(data), predicate)
    assert profile.records == 1


# --- Parquet -------------------------------------------------------------------------------------


def table(data: bytes) -> TimeSeriesProfile:
    return time_series_parquet.scan(io.BytesIO(data), len(data))


@pytest.mark.parametrize("codec", ["snappy", "gzip", "none"])
def test_parquet_says_the_same(codec: str) -> None:
    records = [record(i, cat=[i % 3], dynamic_feat=[[0.5] * 40]) for i in range(20)]
    assert table(parquet(records, codec)).summary() == of(*records).summary()


@pytest.mark.parametrize(
    ("start", "form"),
    [
        (datetime(2020, 1, 1, 7), "datetime"),
        (datetime(2020, 1, 1, tzinfo=UTC), "datetime-zone"),
        (date(2020, 1, 1), "date"),
        (datetime(1500, 1, 1), "out-of-range"),
        ("2020-01-01 00:00:00", "seconds"),
        (5, "number"),
    ],
)
def test_starts_in_parquet(start: Any, form: str) -> None:
    found = table(parquet([record(start=start)])).start
    assert list(found.forms) == [form]


def test_nan_and_null_are_missing_in_parquet() -> None:
    profile = table(parquet([record(target=[1.0, float("nan"), None]), {"start": "2020-01-01 00:00:00"}]))
    assert (profile.target.missing, profile.target.wrong) == (1 + 1, {})
    assert brief({"target": profile.absent["target"]}) == {"target": [(2, "target", None)]}


def test_nanoseconds_and_other_types() -> None:
    import pyarrow as pa

    stamps = table(parquet([record(start=datetime(2020, 1, 1))], start=pa.timestamp("ns")))
    assert list(stamps.start.forms) == ["datetime"]
    words = table(parquet([record(target=["1", "NaN"], cat=[b"a"])]))
    assert (list(words.target.wrong), words.target.missing, list(words.cat.wrong)) == (["text"], 1, ["object"])


def test_places_in_parquet() -> None:
    data = parquet([record(target=[1.0, -1.0]), record(target=[-3.0])])
    found = time_series_parquet.locate(io.BytesIO(data), len(data), ValueOutside("target", minimum=0))
    assert [(s.place.record, s.place.key, s.value) for s in found.first] == [
        (1, "target[1]", "-1.0"), (2, "target[0]", "-3.0"),
    ]  # fmt: skip


@given(st.integers(0, 3000), st.integers(0, 255))
def test_damaged_parquet_never_raises(at: int, byte: int) -> None:
    data = bytearray(parquet([record(i, cat=[i]) for i in range(8)], "none"))
    data[at % len(data)] = byte
    table(bytes(data))


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (Moment(datetime(2020, 1, 1, 8), zone=True), "2020-01-01 08:00:00 with a time zone"),
        (Moment(datetime(2020, 1, 1), date=True), "2020-01-01"),
        (Moment(None), "beyond the calendar"),
    ],
)
def test_how_a_moment_is_shown(moment: Moment, shown: str) -> None:
    assert str(moment) == shown
