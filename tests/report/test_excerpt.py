"""The line below a finding, and the mark below the cell."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from advisor.report.excerpt import excerpt
from advisor.report.terminal import text_width


@pytest.mark.parametrize(
    ("line", "column", "value", "shown", "marks"),
    [
        ("1,2,abc,4", 3, "abc", "1,2,abc,4", "    ^^^"),
        ("1\t2\tabc", 3, "abc", "1\\t2\\tabc", "      ^^^"),
        ("1;x y;3", 2, "x y", "1;x y;3", "  ^^^"),
        ('"a,b",abc', 2, "abc", '"a,b",abc', "      ^^^"),
        ("1,,3", 2, "", "1,,3", "  ^"),
        ("1, 2,3", 2, " 2", "1, 2,3", "  ^^"),
        ("1,  ,3", 2, None, "1,  ,3", "  ^^"),
        ("日本,abc", 2, "abc", "日本,abc", "     ^^^"),
        ("1,2", 5, "x", "1,2", ""),
        ("0\t1\tc1/nope.jpg", None, "c1/nope.jpg", "0\\t1\\tc1/nope.jpg", "      ^^^^^^^^^^^"),
        ("a,a", None, "a", "a,a", ""),
        ("plain", None, None, "plain", ""),
        ("1,\x1b[31m", 2, "\\x1b[31m", "1,\\x1b[31m", "  ^^^^^^^^"),
    ],
)
def test_cell_is_marked(line: str, column: int | None, value: str | None, shown: str, marks: str) -> None:
    assert excerpt(line, column, value, 70) == (shown, marks)


def test_long_line_is_cut_around_the_cell() -> None:
    line = ",".join(["1.25"] * 500 + ["abc"] + ["2.5"] * 500)
    shown, marks = excerpt(line, 501, "abc", 40)
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) == 40
    assert shown[marks.index("^") : len(marks)] == "abc"


def test_long_line_without_a_mark_is_cut_at_its_end() -> None:
    assert excerpt("x" * 100, None, None, 10) == ("x" * 9 + "…", "")


def test_cell_cut_in_the_finding_is_still_marked() -> None:
    cell = "y" * 200
    _, marks = excerpt(f"1,{cell}", 2, "y" * 79 + "…", 60)
    assert marks.strip("^ ") == ""
    assert "^" in marks


@given(
    st.text(st.characters(exclude_characters="\n"), max_size=300),
    st.none() | st.integers(1, 20),
    st.none() | st.text(max_size=10),
    st.integers(10, 90),
)
@example("\U0010ffff,", 2, None, 10)
def test_nothing_is_wider_than_asked_or_unprintable(
    line: str, column: int | None, value: str | None, width: int
) -> None:
    shown, marks = excerpt(line, column, value, width)
    assert text_width(shown) <= width
    assert len(marks) <= width
    assert shown.isprintable()
    assert not marks.strip("^ ")
