"""The reader of libsvm: every line is read as XGBoost means it, and the quick pass as the exact one."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.formats.tables import libsvm
from advisor.profile.base import Distinct, Extent, Place, Sighting, Tally
from advisor.profile.predicates import CellIsNot, ValueOutside
from advisor.profile.tables.libsvm import LibsvmProfile


def scanned(data: bytes) -> LibsvmProfile:
    return libsvm.scan(io.BytesIO(data), len(data))


def faults(data: bytes) -> dict[str, list[tuple[int | None, str | None]]]:
    return {name: [(s.place.line, s.value) for s in tally.first] for name, tally in scanned(data).faults.items()}


def on_lines(*lines: int) -> Tally:
    return Tally(len(lines), [Sighting(Place(line)) for line in lines])


def test_what_a_file_holds() -> None:
    profile = scanned(b"1 0:1.5 3:-2\n0:0.5 qid:7 2:1e3\n-1\n")
    assert (profile.lines, profile.records, profile.bytes) == (3, 3, 34)
    assert (profile.index, profile.values, profile.pairs) == (Extent(0, 3), Extent(-2, 1000), 3)
    assert profile.label.distinct == Distinct({1.0: 1, 0.0: 1, -1.0: 1})
    assert (profile.label.numbers, profile.label.fractional.count, profile.label.extent) == (3, 0, Extent(-1, 1))
    assert profile.rows == {
        "unweighted": on_lines(1, 3), "weighted": on_lines(2), "queried": on_lines(2), "unqueried": on_lines(1, 3),
    }  # fmt: skip
    assert (profile.wide, profile.irregular, profile.faults) == (on_lines(1, 2), Tally(), {})
    assert profile.feature_count == 4
    assert profile.summary()["greatest_index"] == 3


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_ends_of_lines(end: bytes) -> None:
    profile = scanned(end.join([b"1 0:1 1:2", b"0 0:3"]) + end)
    assert (profile.records, profile.pairs, profile.irregular.count, profile.faults) == (2, 3, 0, {})


@pytest.mark.parametrize(
    ("line", "fault", "value"),
    [
        (b"x 0:1", "label-not-a-number", "x"),
        (b"nan 0:1", "label-not-a-number", "nan"),
        (b"1e39 0:1", "label-not-a-number", "1e39"),
        (b"1:-1 0:1", "weight-not-positive", "1:-1"),
        (b"1: 0:1", "weight-not-positive", "1:"),
        (b"1 -1:2", "index-negative", "-1:2"),
        (b"1 a:2", "index-not-whole", "a:2"),
        (b"1 1.5:2", "index-not-whole", "1.5:2"),
        (b"1 :2", "index-not-whole", ":2"),
        (b"1 0:2 qid:3", "index-not-whole", "qid:3"),
        (b"1 4:2 4:3", "index-not-rising", "4 after 4"),
        (b"1 4:2 3:3", "index-not-rising", "3 after 4"),
        (b"1 4", "value-missing", "4"),
        (b"1 4:", "value-not-a-number", "4:"),
        (b"1 4:2:3", "value-not-a-number", "4:2:3"),
        (b"1 4:True", "value-not-a-number", "4:True"),
        (b"1 4:1_000", "value-not-a-number", "4:1_000"),
        (b"1 4:NaN", "value-not-finite", "4:NaN"),
        (b"1 4:-inf", "value-not-finite", "4:-inf"),
        (b"1 4:+Infinity", "value-not-finite", "4:+Infinity"),
        (b"1 4:--inf", "value-not-a-number", "4:--inf"),
        (b"1 4:infinitely", "value-not-a-number", "4:infinitely"),
        (b"1 4:1e39", "value-beyond-float32", "4:1e39"),
        (b"1 qid:x 4:1", "query-not-whole", "qid:x"),
        (b"1 qid:-1 4:1", "query-not-whole", "qid:-1"),
    ],
)
def test_a_fault_and_its_line(line: bytes, fault: str, value: str) -> None:
    assert faults(b"1 0:1\n" + line + b"\n") == {fault: [(2, value)]}


@pytest.mark.parametrize(
    "line", [b"", b"# note", b"1 0:1 # note", b"1 0:1# 2:x", b"1\t0:1", b"1  0:1", b"1 0:1 ", b" 1 0:1", b"1 0:1 #"]
)
def test_lines_that_only_the_parser_takes(line: bytes) -> None:
    profile = scanned(b"1 0:1 1:2\n" + line + b"\n")
    assert (profile.irregular.first, profile.faults) == ([Sighting(Place(2), line.decode())], {})


@pytest.mark.parametrize("value", ["3.4028235677973362e38", "-3.4028235677973362e38"])
def test_the_greatest_value_that_fits(value: str) -> None:
    assert faults(f"{value} 0:{value}\n".encode()) == {}


def test_queries_that_fall() -> None:
    profile = scanned(b"1 qid:1 0:1\n0 qid:3 0:1\n1 qid:2 0:1\n0 qid:2 0:1\n")
    assert profile.queries.falls == Tally(1, [Sighting(Place(3), "2 after 3")])


def test_encodings() -> None:
    assert list(scanned("1 0:1\n".encode("utf-16")).faults) == ["not-utf8-encoding"]
    marked = scanned(b"\xef\xbb\xbf1 0:1\n")
    assert (list(marked.faults), marked.label.numbers) == (["byte-order-mark"], 1)


def test_a_line_beyond_the_bound_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libsvm, "LONGEST", 40)
    data = b"1 0:1\n1 " + b"0:1 " * 20 + b"\n0 0:1\n"
    assert [(name, lines[0][0]) for name, lines in faults(data).items()] == [("line-too-long", 2)]
    assert scanned(data).records == 2


TOKENS = st.sampled_from(
    ["0:1", "1:2.5", "3:-1e3", "7:0", "3:4", "x:1", "2", "4:nan", "-1:2", "qid:4", "#", "9:1e39", ""]
)
LABELS = st.sampled_from(["0", "1", "-1.5", "1:0.5", "x", "", "2"])
ROWS = st.builds(lambda label, tokens: " ".join([label, *tokens]), LABELS, st.lists(TOKENS, max_size=5))


@given(st.lists(ROWS, max_size=30))
@settings(max_examples=200)
def test_the_quick_pass_is_the_exact_one(rows: list[str]) -> None:
    data = "\n".join(rows).encode()
    quick = scanned(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(libsvm, "_take_plain", lambda *_: False)
        assert scanned(data) == quick


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    profile = scanned(data)
    assert profile.bytes == len(data)


def test_places_of_labels_and_indices() -> None:
    data = b"\xef\xbb\xbf1 0:1\n5:2 1:4\n2 9:1\n"

    def located(where: str, below: float) -> list[tuple[int | None, str | None]]:
        found = libsvm.locate(io.BytesIO(data), len(data), ValueOutside(where, 1, 0.0, below))
        return [(s.place.line, s.value) for s in found.first]

    assert located("labels", 2) == [(2, "5:2"), (3, "2")]
    assert located("indices", 9) == [(3, "9:1")]
    assert libsvm.locate(io.BytesIO(data), len(data), CellIsNot(0, "number")) == Tally()


def test_profiles_of_files_join() -> None:
    one, other = scanned(b"1 qid:5 0:1 1:2\n"), scanned(b"x\n0 qid:4 7:3\n")
    whole = one.join(other)
    assert (whole.records, whole.index, whole.pairs) == (3, Extent(0, 7), 3)
    assert whole.queries == replace(
        one.queries, last=4, falls=Tally(1, [Sighting(Place(3), "4 after 5")])
    )  # fmt: skip
