"""The CSV reader: what each cell is, where it stands, and that the quick pass says what the exact one says."""

import csv as stdlib_csv
import io
import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.formats.cells import NUMBER
from advisor.formats.pieces import ByteRange
from advisor.formats.tables import csv, csv_arrays
from advisor.formats.tables.csv_rows import Row
from advisor.profile.base import Place, Sighting, Tally
from advisor.profile.predicates import CellIsNot, Predicate, ValueOutside, WidthIsNot
from advisor.profile.tables.csv import CsvProfile


def scan(data: bytes | str) -> CsvProfile:
    raw = data.encode() if isinstance(data, str) else data
    return csv.scan(io.BytesIO(raw), len(raw))


def locate(text: str, predicate: Predicate) -> Tally:
    raw = text.encode()
    return csv.locate(io.BytesIO(raw), len(raw), predicate)


def places(tally: Tally) -> list[tuple[int | None, int | None, str | None]]:
    return [(s.place.line, s.place.column, s.value) for s in tally.first]


@pytest.mark.parametrize(
    ("cell", "cls"),
    [
        ("abc", "text"), ("True", "text"), ("1_000", "text"), ("0x1F", "text"), ("1,5".replace(",", ";"), "text"),
        ("٣", "text"), ("1e", "text"), ("--1", "text"), (".", "text"), ("NA", "text"), ("1\x000", "text"),
        ("", "empty"), ("nan", "nan"), ("NaN", "nan"), ("-nan", "nan"), ("inf", "infinite"), ("-Infinity", "infinite"),
        ("+inf", "infinite"), ("+-nan", "text"), ("--inf", "text"),
        ("3.5e38", "beyond-float32"), ("-1e999", "beyond-float32"), ("10.0.0.255", "ipv4"), ("10.0.0.256", "text"),
        ("10.0.0.01", "text"), ("1.2.3", "text"), ("1.2.3.4.5", "text"),
    ],
)  # fmt: skip
def test_a_cell_that_is_no_number_is_seen_at_its_place(cell: str, cls: str) -> None:
    profile = scan(f"1,2,3\n4,5,6\n7,{cell},9\n1,2,3\n")
    assert profile.columns[1].seen == {cls: Tally(1, [Sighting(Place(3, 2, offset=12), cell)])}
    assert (profile.records, profile.columns[1].numbers) == (4, 3)


@pytest.mark.parametrize("cell", ["1", "-1", "+1", "1.", ".5", "1e5", "1.5E-3", "00012", "3.4028235e38", "-0.0"])
def test_a_number_is_a_number(cell: str) -> None:
    profile = scan(f"1,2\n{cell},4\n5,6\n")
    assert profile.columns[0].seen == {}
    assert profile.columns[0].extent.high >= float(cell) >= profile.columns[0].extent.low


def test_spaces_around_a_number_are_seen_and_the_number_counts() -> None:
    profile = scan("1,2\n3, 4\n")
    assert places(profile.cells("padded")) == [(2, 2, " 4")]
    assert profile.columns[1].numbers == 2


def test_lines_are_physical_inside_quoted_cells_and_after_crlf() -> None:
    profile = scan('1,2\r\n"3","4\r\n5"\r\n6,x\r\n')
    assert places(profile.cells("text")) == [(2, 2, "4\r\n5"), (4, 2, "x")]
    assert sorted(profile.widths) == [2]
    assert profile.lines == 4


def test_ragged_rows_are_kept_by_width() -> None:
    profile = scan("1,2\n1,2,3\n1,2\n4\n")
    assert {w: places(t) for w, t in profile.widths.items()} == {
        2: [(1, None, "1,2"), (3, None, "1,2")],
        3: [(2, None, "1,2,3")],
        1: [(4, None, "4")],
    }
    assert profile.head.commonest == 2


@pytest.mark.parametrize(
    ("data", "fault", "line"),
    [
        (b"\xef\xbb\xbf1,2\n3,4\n", "byte-order-mark", 1),
        ("1,2\n3,4\n".encode("utf-16"), "not-utf8-encoding", 1),
        ("1,2\n3,4\n5,6\n".encode("utf-16-le"), "not-utf8-encoding", 1),
        (b"a,1\nb,2\nc\xff,3\n", "not-utf8", 3),
        (b"1,2\r3,4\r", "cr-line-ends", 1),
        (b"1,2\n\n3,4\n", "blank-line", 2),
        (b'1,2\n3,"4\n5,6\n', "unclosed-quote", 2),
        (b'1,2\n3,"4"x\n5,6\n', "stray-quote", 2),
    ],
)
def test_what_is_broken_in_itself(data: bytes, fault: str, line: int) -> None:
    profile = scan(data)
    assert {name: tally.first[0].place.line for name, tally in profile.faults.items()} == {fault: line}


def test_utf16_cr_ends_and_a_mark_do_not_hide_the_numbers() -> None:
    for data in ("1,2\n3,4\n".encode("utf-16"), b"1,2\r3,4\r", b"\xef\xbb\xbf1,2\n3,4\n"):
        profile = scan(data)
        assert [(c.numbers, c.extent.low, c.extent.high) for c in profile.columns] == [(2, 1, 3), (2, 2, 4)]


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("age,income\n1,2\n3,4\n", True),
        (",a,b\n0,1,2\n1,3,4\n", True),
        ("user,ip\nann,1.2.3.4\nbob,1.2.3.5\n", True),
        ("1,x\n2,3\n4,5\n", False),
        ("ann,bob\ncid,dan\n", False),
        ("a,b\n", False),
        ("x,1\ny,2\n", False),
    ],
)
def test_a_header_is_supposed_where_names_stand_over_values(text: str, header: bool) -> None:
    profile = scan(text)
    assert bool(profile.header.count) is header
    assert profile.records == text.count("\n") - header


def test_a_row_of_column_numbers_is_seen() -> None:
    assert scan("0,1,2,3\n.5,.6,.7,.8\n.1,.2,.3,.4\n").numbered_header.count == 1
    assert scan("0,1,2\n.5,.6,.7\n.1,.2,.3\n").numbered_header.count == 0


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("1,2\n3,4\n", ","), ("1;2\n3;4\n", ";"), ("1\t2\n3\t4\n", "\t"), ("1|2\n3|4\n", "|"), ("1 2\n3 4\n", " "),
        ("1,5;2,5\n3,5;4,5\n", ";"),
        ("a;b;c\nx;1,5;y\nz;2,25;y\nz;3,5;y\n", ";"), ("x,1;y\nz,2;y\n", ","),
        ("a b,1.2.3.4\nc d,1.2.3.5\n", ","), ("1\n2\n", ","), ("1, 2\n3, 4\n", ","),
    ],
)  # fmt: skip
def test_the_delimiter_is_sniffed(text: str, delimiter: str) -> None:
    assert scan(text).delimiter == delimiter


def test_an_index_column_is_seen_only_while_it_is_unbroken() -> None:
    rows = [f"{i},{i * 7 % 5}" for i in range(1000)]
    assert scan("\n".join(rows)).index.unbroken
    rows[700] = "5,5"
    assert not scan("\n".join(rows)).index.unbroken


@pytest.mark.parametrize(
    ("predicate", "found"),
    [
        (ValueOutside("labels", 1, minimum=0, below=2, integral=True), [(2, 1, "2"), (3, 1, "0.5"), (4, 1, "-1")]),
        (ValueOutside("features", 1, minimum=0), [(3, 3, "-7")]),
        (ValueOutside("all", minimum=-1), [(3, 3, "-7")]),
        (ValueOutside("weights", 1, below=5), [(3, 2, "5")]),
        (ValueOutside("weights", 9, below=5), []),
        (ValueOutside("labels", 9, below=4), [(2, 3, "4"), (3, 2, "5")]),
        (WidthIsNot(3), [(5, None, "1,2")]),
        (CellIsNot(1, "number"), [(4, 2, "x")]),
        (CellIsNot(0, "integer"), [(3, 1, "0.5")]),
        (CellIsNot(2, "integer"), [(5, 3, "")]),
        (CellIsNot(2, "empty"), [(1, 3, "3"), (2, 3, "4"), (3, 3, "-7"), (4, 3, "3")]),
    ],
)
def test_a_second_look_finds_what_the_profile_does_not_hold(
    predicate: Predicate, found: list[tuple[int, int | None, str]]
) -> None:
    assert places(locate("1,2,3\n2,3,4\n0.5,5,-7\n-1,x,3\n1,2\n", predicate)) == found


LOOKS = st.sampled_from(
    [
        ValueOutside("labels", 1, minimum=0, below=7, integral=True), ValueOutside("features", 1, below=7),
        ValueOutside("all", minimum=-1), WidthIsNot(2), CellIsNot(1, "number"), CellIsNot(0, "integer"),
        CellIsNot(0, "empty"), CellIsNot(5, "text"), CellIsNot(1, "ipv4"),
    ]
)  # fmt: skip
LOOKED_THROUGH = st.sampled_from(["1", "7", "-2", "0.5", " 3", "", "x", "nan", "1e39", "1.2.3.4", '"4"', '"5\n"', "é"])


@given(st.lists(st.lists(LOOKED_THROUGH | st.just("1"), min_size=1, max_size=3).map(",".join), max_size=60), LOOKS)
def test_a_second_look_leaves_out_no_place(rows: list[str], predicate: Predicate) -> None:
    text = "\n".join(["1,1"] * 20 + rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv, "_may_hold", lambda *_: True)
        everywhere = locate(text, predicate)
        patch.undo()
        assert locate(text, predicate) == everywhere
        patch.setattr(csv, "BLOCK", 8)
        patch.setattr(csv, "STRETCH", 60)
        assert locate(text, predicate) == everywhere


def test_a_second_look_reads_again_only_where_something_is(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ["0,1.5"] * 60_000
    rows[30_000] = "2,1.5"
    matches, read = csv._matches, 0

    def count_and_match(row: Row, predicate: Predicate) -> Iterator[tuple[int | None, str]]:
        nonlocal read
        read += 1
        return matches(row, predicate)

    monkeypatch.setattr(csv, "BLOCK", 1 << 12)
    monkeypatch.setattr(csv, "_matches", count_and_match)
    assert places(locate("\n".join(rows), ValueOutside("labels", 1, below=2))) == [(30_001, 1, "2")]
    assert read < 2000


def exact(data: bytes, monkeypatch: pytest.MonkeyPatch) -> CsvProfile:
    with monkeypatch.context() as patch:
        patch.setattr(csv, "_take_numbers", lambda *_: False)
        return scan(data)


def without_shown_rows(profile: CsvProfile) -> CsvProfile:
    """The quick pass keeps neither the text nor the offset of a row as wide as it should be."""
    for tally in profile.widths.values():
        tally.first = [Sighting(Place(line=s.place.line)) for s in tally.first]
    return profile


CELLS = st.sampled_from(
    [
        "1",
        "-2.5",
        "1e3",
        "0",
        "7.",
        ".5",
        "",
        "x",
        "nan",
        "1e39",
        " 3",
        "4\t",
        "5 6",
        " ",
        "7],[8",
        '"4"',
        '"a\nb"',
        '"',
    ]
)
ENDS = st.sampled_from(["\n", "\r\n"])


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=30), ENDS)
@settings(max_examples=300)
def test_the_quick_pass_says_what_the_exact_pass_says(rows: list[list[str]], end: str) -> None:
    data = "".join(",".join(row) + end for row in rows).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv, "BLOCK", 16)
        small = without_shown_rows(scan(data))
        patch.setattr(csv, "MANY", 0)
        patch.setattr(csv, "ARRAY", 16)
        many = without_shown_rows(scan(data))
        patch.setattr(csv_arrays, "PARSER_FROM", 0)
        parsed = without_shown_rows(scan(data))
        slow = without_shown_rows(exact(data, patch))
    assert without_shown_rows(scan(data)) == slow == small == many == parsed


WRITTEN = st.floats(allow_nan=False, allow_infinity=False).map(repr) | st.from_regex(NUMBER, fullmatch=True)


@given(st.lists(WRITTEN, min_size=1))
@settings(max_examples=100)
def test_arrays_hold_the_same_numbers(cells: list[str]) -> None:
    for pyarrow, size in ((True, csv_arrays.PARSER_FROM), (False, 0)):
        for text, delimiter in (("\n".join(cells) + "\n", ","), (";".join(cells), ";")):
            found = csv_arrays.parsed(text.encode(), delimiter.encode(), size)
            assert found is None or found.ravel().tolist() == list(map(float, cells))
            assert found is not None or pyarrow  # it leaves +1 and what underflows to the exact pass


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=30), ENDS, st.integers(1, 60))
@settings(max_examples=300)
def test_any_split_says_what_one_pass_says(rows: list[list[str]], end: str, step: int) -> None:
    data = "".join(",".join(row).replace('"', "") + end for row in rows).encode()
    pieces = [
        csv.scan_piece(ByteRange(io.BytesIO(data), len(data), begin, min(begin + step, len(data)), exact=False))
        for begin in range(0, len(data) or 1, step)
    ]
    profile, reached = pieces[0].profile, pieces[0].end
    for piece in pieces[1:]:
        if piece.profile.lines:
            assert piece.begin == reached
            profile, reached = profile.join(piece.profile), piece.end
    assert reached == len(data)
    assert without_shown_rows(profile) == without_shown_rows(scan(data))


@given(st.binary(max_size=400))
@settings(max_examples=300)
def test_no_bytes_make_it_fail(data: bytes) -> None:
    profile = scan(data)
    assert profile.bytes == len(data)


@given(st.lists(st.lists(st.text(max_size=5), min_size=2, max_size=4), min_size=1, max_size=10))
@settings(max_examples=200)
def test_what_a_writer_writes_is_read_back(rows: list[list[str]]) -> None:
    rows = [[cell.replace("\x00", "").replace("\r", "") or "q" for cell in row] for row in rows]
    text = io.StringIO()
    stdlib_csv.writer(text, lineterminator="\n", quoting=stdlib_csv.QUOTE_ALL).writerows(rows)
    data = text.getvalue().encode("utf-8", "surrogatepass")
    profile = scan(data)
    assert profile.records + profile.header.count == len(rows)
    assert "unclosed-quote" not in profile.faults


def test_four_times_the_rows_take_no_more_memory() -> None:
    import tracemalloc

    peaks = []
    for rows in (60_000, 240_000):
        numbers = random.Random(1)
        data = io.BytesIO(
            b"".join(b"%.5f,%.5f,%.5f\n" % tuple(numbers.random() for _ in range(3)) for _ in range(rows))
        )
        size = data.getbuffer().nbytes
        tracemalloc.start()
        csv.scan(data, size)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.3
