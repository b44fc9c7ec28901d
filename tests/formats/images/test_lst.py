"""The reader of image lists: what a line holds, and that reading at once says what reading line by line says."""

import io
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.formats.images import lst as reader
from advisor.formats.images.lst_rows import KEY_LONGEST, LONGEST
from advisor.profile.base import Place, Sighting, Tally
from advisor.profile.images.lst import LstProfile
from advisor.profile.keys import keys_of
from advisor.profile.predicates import ValueOutside, WidthIsNot
from tests.builders.pictures.lists import Row, lst, plain_rows

SOUND = plain_rows(40)


def scan(data: bytes | str) -> LstProfile:
    raw = data.encode() if isinstance(data, str) else data
    return reader.scan(io.BytesIO(raw), len(raw))


def by_rows(data: bytes, monkeypatch: pytest.MonkeyPatch) -> LstProfile:
    """The profile when every line is read by itself."""
    with monkeypatch.context() as patch:
        patch.setattr(reader, "read_block", lambda *_: False)
        return scan(data)


def faults(profile: LstProfile) -> dict[str, list[tuple[int | None, int | None, str | None]]]:
    return {
        name: [(s.place.line, s.place.column, s.value) for s in tally.first] for name, tally in profile.faults.items()
    }


def keys(profile: LstProfile) -> list[int]:
    found: list[int] = profile.path_keys.all().tolist()
    return found


def test_a_sound_list_is_counted_whole() -> None:
    profile = scan(lst(*SOUND))
    assert (profile.lines, profile.records, profile.faults, profile.seen) == (40, 40, {}, {})
    assert profile.summary() == {
        "label_columns": {"1": 40},
        "detection_lines": 0,
        "labels": {"0": 20, "1": 20},
        "distinct_labels": 2,
        "min": 0,
        "max": 1,
    }
    assert keys(profile) == keys_of([str(path).encode() for _, _, path in SOUND]).tolist()


def test_labels_as_im2rec_writes_them_are_whole_numbers() -> None:
    profile = scan("0\t0.000000\ta.jpg\n1\t12.000000\tb.jpg\n")
    assert (profile.values.counts, profile.fractional, profile.faults) == ({0.0: 1, 12.0: 1}, Tally(), {})


def test_the_last_line_needs_no_line_feed() -> None:
    assert scan("0\t0\ta.jpg\n1\t1\tb.jpg").lines == 2
    assert scan("").lines == 0
    assert scan("0\t1\ta.jpg").records == 1


@pytest.mark.parametrize(
    ("line", "fault", "column", "value"),
    [
        ("7 1 a.jpg", "not-tab-separated", None, "7 1 a.jpg"),
        ("7,1,a.jpg", "not-tab-separated", None, "7,1,a.jpg"),
        ("7\ta.jpg", "too-few-columns", None, "7\ta.jpg"),
        ("", "blank-line", None, None),
        (" \t ", "blank-line", None, None),
        ("seven\t1\ta.jpg", "index-not-whole", 1, "seven"),
        ("7.0\t1\ta.jpg", "index-not-whole", 1, "7.0"),
        ("-7\t1\ta.jpg", "index-not-whole", 1, "-7"),
        (f"{1 << 64}\t1\ta.jpg", "index-not-whole", 1, "18446744073709551616"),
        ("\t1\ta.jpg", "index-not-whole", 1, ""),
        ("7\tdog\ta.jpg", "label-not-a-number", 2, "dog"),
        ("7\tnan\ta.jpg", "label-not-a-number", 2, "nan"),
        ("7\t1e999\ta.jpg", "label-not-a-number", 2, "1e999"),
        ("7\t\ta.jpg", "label-not-a-number", 2, ""),
        ("7\t1\t", "path-missing", 3, ""),
        ("7\t1\t/data/a.jpg", "path-absolute", 3, "/data/a.jpg"),
        ("7\t1\tC:\\a.jpg", "path-absolute", 3, "C:\\a.jpg"),
        ("7\t1\ts3://bucket/a.jpg", "path-absolute", 3, "s3://bucket/a.jpg"),
        ("7\t1\t../a.jpg", "path-outside", 3, "../a.jpg"),
        ("7\t1\ta/../../b.jpg", "path-outside", 3, "a/../../b.jpg"),
        ("7\t1\t" + "a" * (KEY_LONGEST + 1), "path-too-long", 3, "a" * 200),
        ("7\t1\t" + "a" * LONGEST, "line-too-long", None, "7\t1\t" + "a" * 196),
        ("7\t1\ta.jpg\r", "crlf-line-ends", None, None),
        ("1\t1\tx.jpg", "duplicate-index", 1, "1 (first on line 2)"),
        ("+01\t1\tx.jpg", "duplicate-index", 1, "1 (first on line 2)"),
    ],
)
def test_a_fault_in_the_midst_of_sound_lines_is_seen_alone_at_its_place(
    line: str, fault: str, column: int | None, value: str | None
) -> None:
    moved = [(index + 100 * (index > 5), label, path) for index, label, path in SOUND]
    lines = lst(*moved).decode().splitlines()
    profile = scan("\n".join([*lines[:20], line, *lines[20:]]) + "\n")
    assert faults(profile) == {fault: [(21, column, value)]}
    assert profile.lines == 41


@pytest.mark.parametrize("path", ["a" * KEY_LONGEST, "a/../b.jpg", "./a.jpg", "a//b.jpg", "..a/b.jpg", "c0/a b.jpg"])
def test_a_path_that_may_name_a_file_is_no_fault(path: str) -> None:
    assert scan(f"0\t1\t{path}\n").faults == {}


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("./a.jpg", "a.jpg"), ("a//b.jpg", "a/b.jpg"), ("x/../b.jpg", "b.jpg"), (" a.jpg", "a.jpg"),
        ("a.jpg\r", "a.jpg"), ("a.jpg/", "a.jpg/"), ("b/", "b/"), ("b/.", "b/"), ("X.jpg", "X.jpg"), ("X ", "X"),
    ],
)  # fmt: skip
def test_paths_are_remembered_without_detours(path: str, meant: str) -> None:
    data = f"0\t1\tx.jpg\n1\t1\t{path}\n2\t1\t/y.jpg\n".encode()
    assert keys(scan(data)) == keys_of([b"x.jpg", meant.encode(), b""]).tolist()
    assert list(reader.paths(io.BytesIO(data), [2, 3])) == [(2, meant)]


@pytest.mark.parametrize(
    ("line", "what", "value"),
    [
        ("7\t1\tc0\\a.jpg", "backslash", "c0\\a.jpg"),
        ("7\t1\tc0/größe.jpg", "not-ascii", "c0/größe.jpg"),
        ("7 \t1\ta.jpg", "padded", "7 \t1\ta.jpg"),
        ("7\t 1\ta.jpg", "padded", "7\t 1\ta.jpg"),
    ],
)
def test_what_is_odd_is_seen_without_being_a_fault(line: str, what: str, value: str) -> None:
    profile = scan(f"0\t1\tx.jpg\n{line}\n")
    assert (list(profile.seen), profile.faults, profile.records) == ([what], {}, 2)
    assert profile.seen[what].first[0].value == value


def test_a_header_is_named_and_is_no_line_of_data() -> None:
    profile = scan("index\tlabel\tpath\n0\t1\ta.jpg\n")
    assert (faults(profile), profile.records) == ({"header": [(1, None, "index\tlabel\tpath")]}, 1)
    assert keys(profile) == keys_of([b"", b"a.jpg"]).tolist()


@pytest.mark.parametrize(
    ("data", "fault", "records"),
    [
        (b"\xef\xbb\xbf0\t1\ta.jpg\n1\t0\tb.jpg\n", "byte-order-mark", 2),
        ("0\t1\ta.jpg\n1\t0\tb.jpg\n".encode("utf-16"), "not-utf8-encoding", 0),
        ("0\t1\ta.jpg\n1\t0\tb.jpg\n".encode("utf-16-le"), "not-utf8-encoding", 0),
        (b"0\t1\tgr\xfc.jpg\n1\t0\tb.jpg\n", "not-utf8", 1),
    ],
)
def test_other_encodings_are_named(data: bytes, fault: str, records: int) -> None:
    profile = scan(data)
    assert (list(profile.faults), profile.records) == ([fault], records)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_classes_of_the_first_lines(mark: bytes) -> None:
    rows = b"0\t1\ta.jpg\r\n1\t2\t3\tb.jpg\n2\tdog\tc.jpg\n3\t2.5\t./d/e.jpg\n4\t1\t/f.jpg\n\xff\n6 1\n"
    rows += b"7\t0\tg.jpg\n8\t1\th.jpg\n"
    wanted = [(1, "a.jpg", 1.0), (4, "d/e.jpg", 2.5), (8, "g.jpg", 0.0)]
    assert list(reader.classes(io.BytesIO(mark + rows), 8)) == wanted
    assert list(reader.classes(io.BytesIO(mark + rows), 7)) == wanted[:2]
    assert list(reader.paths(io.BytesIO(mark + rows), [1, 2, 5, 6, 7, 9])) == [(1, "a.jpg"), (2, "b.jpg"), (9, "h.jpg")]


def test_only_so_many_repeats_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[Row] = [(0, 1, "a.jpg"), (1, 1, "b.jpg"), (1, 1, "b.jpg"), (0, 1, "a.jpg"), (0, 0, "a.jpg")]
    for kept, said in ((1, [4, 5]), (2, [3, 4, 5])):
        monkeypatch.setattr(reader, "REPEATS_KEPT", kept)
        profile = scan(lst(*rows))
        assert [line for line, _, _ in faults(profile)["duplicate-index"]] == said
        assert sorted(s.place.line or 0 for tally in profile.seen.values() for s in tally.first) == said


def test_zero_is_one_index_however_it_is_written() -> None:
    profile = scan("0\t1\ta.jpg\n+00\t1\tb.jpg\n10\t1\tc.jpg\n-0\t1\td.jpg\n")
    assert faults(profile) == {"duplicate-index": [(2, 1, "0 (first on line 1)"), (4, 1, "0 (first on line 1)")]}


def test_a_path_that_comes_again_is_seen_on_the_second_line() -> None:
    rows: list[Row] = [(0, 1, "a.jpg"), (1, 0, "b.jpg"), (2, "1.0", "./a.jpg"), (3, 1, "b.jpg")]
    profile = scan(lst(*rows))
    assert profile.faults == {}
    assert profile.seen == {
        "repeated-path": Tally(1, [Sighting(Place(3, 3), "a.jpg")]),
        "contrary-labels": Tally(1, [Sighting(Place(4, 3), "b.jpg")]),
    }


def test_repeats_are_found_across_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "BLOCK", 64)
    rows = plain_rows(300)
    profile = scan(lst(*rows, (17, 0, "new.jpg"), (999, 1, rows[41][2])))
    assert faults(profile) == {"duplicate-index": [(301, 1, "17 (first on line 18)")]}
    assert profile.seen == {"repeated-path": Tally(1, [Sighting(Place(302, 3), rows[41][2])])}


def test_equal_keys_prove_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "keys_of", lambda texts: np.ones(len(texts), np.uint64))
    monkeypatch.setattr(reader, "index_keys", lambda indices: np.ones(len(indices), np.uint64))
    rows = plain_rows(30)
    assert by_rows(lst(*rows), monkeypatch).seen == {}
    again = by_rows(lst(*rows, rows[7]), monkeypatch)
    assert again.seen == {"repeated-path": Tally(1, [Sighting(Place(31, 3), rows[7][2])])}
    assert faults(again) == {"duplicate-index": [(31, 1, "7 (first on line 8)")]}


def test_lines_behind_the_bound_are_counted_as_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "BLOCK", 64)
    monkeypatch.setattr("advisor.profile.packed.KEYS_KEPT", 20)
    profile = scan(lst(*plain_rows(30), (0, 0, "x.jpg")))
    assert profile.uncompared == 11
    assert profile.faults == {}


def test_several_labels_make_columns_and_classes() -> None:
    profile = scan(lst((0, (1, 0, 1), "a.jpg"), (1, (0, 0, 1), "b.jpg"), (2, (0, 1), "c.jpg")))
    assert {width: tally.count for width, tally in profile.widths.items()} == {3: 2, 2: 1}
    assert (profile.width, profile.labels.counts) == (3, {0.0: 3, 1.0: 3, 2.0: 3})


def test_boxes_are_told_from_labels() -> None:
    rows: list[Row] = [
        (0, (2, 5, 1, 0.1, 0.1, 0.5, 0.5), "a.jpg"),
        (1, (2, 5, 0, 0.1, 0.1, 0.5, 0.5, 3, 0.2, 0.2, 0.3, 0.9), "b.jpg"),
        (2, (4, 5, 100, 50, 0, 0, 0, 1, 1), "c.jpg"),
    ]
    profile = scan(lst(*rows))
    assert (profile.detection.count, profile.widths, profile.faults) == (3, {}, {})
    assert profile.values.counts == {1.0: 1, 0.0: 2, 3.0: 1}


@pytest.mark.parametrize(
    ("labels", "fault", "column", "value"),
    [
        ((2, 5, 0, 0.1, 0.1, 0.5), "box-width", None, "6 labels, header 2, box 5"),
        ((2, 5), "no-box", None, None),
        ((2, 5, 0, 10, 20, 30, 40), "box-not-fractions", 4, "10 20 30 40"),
        ((2, 5, 0, -0.1, 0.2, 0.3, 0.4), "box-not-fractions", 4, "-0.1 0.2 0.3 0.4"),
        ((2, 5, 0, 0.5, 0.2, 0.3, 0.4), "box-without-area", 4, "0.5 0.2 0.3 0.4"),
        ((2, 5, 0, 0.1, 0.2, 0.1, 0.4), "box-without-area", 4, "0.1 0.2 0.1 0.4"),
    ],
)
def test_faults_of_boxes(labels: tuple[float, ...], fault: str, column: int | None, value: str | None) -> None:
    assert faults(scan(lst((0, labels, "a.jpg")))) == {fault: [(1, column, value)]}


def test_the_class_of_a_box_is_whole() -> None:
    profile = scan(lst((0, (2, 5, 1.5, 0, 0, 1, 1), "a.jpg"), (1, (2, 5, 1, 0, 0, 1, 1), "b.jpg")))
    assert profile.fractional == Tally(1, [Sighting(Place(1, 4), "1.5")])


@pytest.mark.parametrize(("header", "boxes"), [(64, 1), (65, 0)])
def test_how_wide_a_header_may_be(header: int, boxes: int) -> None:
    labels = (header, 5, *[0] * (header - 2), 1, 0, 0, 1, 1)
    assert scan(lst((0, labels, "a.jpg"))).detection.count == boxes


@pytest.mark.parametrize(
    "labels", [(1, 5, 0, 0, 0, 1, 1), (2, 4, 0, 0, 1, 1), (2.5, 5, 0, 0, 0, 1, 1), (9, 5, 1), (0, 1)]
)
def test_labels_that_begin_with_no_detection_header_are_labels(labels: tuple[float, ...]) -> None:
    profile = scan(lst((0, labels, "a.jpg")))
    assert (profile.detection.count, profile.widths[len(labels)].count) == (0, 1)


def test_locate_finds_labels_outside_a_range() -> None:
    data = lst((0, 0, "a.jpg"), (1, 2, "b.jpg"), (2, -1, "c.jpg"), (3, (2, 5, 7, 0, 0, 1, 1, 8, 0, 0, 1, 1), "d.jpg"))
    found = reader.locate(io.BytesIO(data), len(data), ValueOutside("labels", minimum=0, below=2))
    assert [(s.place, s.value) for s in found.first] == [
        (Place(2, 2), "2"), (Place(3, 2), "-1"), (Place(4, 4), "7"), (Place(4, 9), "8"),
    ]  # fmt: skip
    assert reader.locate(io.BytesIO(data), len(data), WidthIsNot(1)) == Tally()


def test_what_is_no_row_or_no_number_has_no_place_outside_a_range() -> None:
    data = (
        b"\xef\xbb\xbf0\t7\ta.jpg\n1\t7\tb\xff.jpg\n2 7 c.jpg\n3\t2\t5\tx\t0\t0\t1\t1\td.jpg\n4\t"
        + b"9" * 300
        + b"\te.jpg\n"
    )
    found = reader.locate(io.BytesIO(data), len(data), ValueOutside("labels", below=5))
    assert [(s.place, s.value) for s in found.first] == [
        (Place(1, 2), "7"), (Place(4, 3), "5"), (Place(5, 2), "9" * 200),
    ]  # fmt: skip


def test_many_lines_are_read_at_once_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "BLOCK", 1 << 12)
    source = random.Random(5)
    rows = plain_rows(3000, classes=40)
    source.shuffle(rows)
    for _ in range(20):
        number = source.randrange(3000)
        index, label, path = rows[number]
        rows[number] = source.choice(
            [(index, label, rows[0][2]), (5, label, path), (index, "x", path), (index, 3.5, path)]
        )
    data = lst(*rows)
    at_once, one_by_one = scan(data), by_rows(data, monkeypatch)
    assert at_once == one_by_one


FIELD = st.one_of(
    st.integers(-3, 12).map(str),
    st.sampled_from(
        ["", " ", "1.5", "0.000000", "a.jpg", "../a", "/a", "a\\b", "ü", "\r", "1e400", "9" * 25, "./a.jpg"]
    ),
    st.text(st.characters(exclude_characters="\t\n", exclude_categories=["Cs"]), max_size=6),
)
LINES = st.lists(st.lists(FIELD, max_size=6).map("\t".join), max_size=12)


@given(LINES, st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3), st.sampled_from("abc"))), st.booleans())
@settings(max_examples=300)
def test_both_ways_of_reading_agree(lines: list[str], plain: list[tuple[int, int, str]], ended: bool) -> None:
    rows = [f"{index}\t{label}\t{path}.jpg" for index, label, path in plain]
    data = ("\n".join([*rows, *lines]) + "\n" * ended).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "BLOCK", 16)
        at_once, one_by_one = scan(data), by_rows(data, patch)
    assert at_once == one_by_one


@given(st.binary(max_size=300))
@settings(max_examples=300)
def test_any_bytes_are_read_without_a_fault_of_ours(data: bytes) -> None:
    profile = scan(data)
    reader.locate(io.BytesIO(data), len(data), ValueOutside("labels", minimum=0, below=2))
    profile.summary()
    list(reader.paths(io.BytesIO(data), range(1, profile.lines + 1)))


def test_pieces_of_a_profile_join() -> None:
    first, second = plain_rows(20)[:7], plain_rows(20)[7:]
    joined = scan(lst(*first)).join(scan(lst(*second)))
    whole = scan(lst(*first, *second))
    assert joined == whole
