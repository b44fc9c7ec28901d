"""The reader of word vectors in text."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats.text import word_vectors as reader
from advisor.profile.base import Place, Sighting, Tally
from advisor.profile.text.word_vectors import WordVectorsProfile


def scan(data: bytes | str) -> WordVectorsProfile:
    raw = data.encode() if isinstance(data, str) else data
    return reader.scan(io.BytesIO(raw), len(raw))


def test_vectors_of_glove_with_words_that_hold_blanks() -> None:
    text = ", -0.08 0.67 1e-3\n. . . 0.1 0.2 0.3\nat name@domain.com 0.1 0.2 0.3\nthe .1 2 -3.5\n"
    profile = scan(text)
    assert {length: tally.count for length, tally in profile.lengths.items()} == {3: 4}
    assert (profile.length, profile.summary()) == (3, {"words": 4, "length": 3})


@pytest.mark.parametrize(
    ("line", "value"),
    [("word", "word"), ("the cat sat", "the cat sat"), ("a 0.1 x", "a 0.1 x"), ("a 0.1 nan", "a 0.1 nan")],
)
def test_a_line_without_a_vector(line: str, value: str) -> None:
    assert scan(f"a 0.1\n{line}\n").no_vector == Tally(1, [Sighting(Place(2), value)])


def test_lines_that_are_cut_or_hold_another_number() -> None:
    profile = scan("a 1 2 3\nb 1 2 3\nc 1 2\nd 1 2 3 4\ne 1 2 .\nf 1 x 3\n")
    assert [(s.place.line, s.value) for s in profile.of_other_lengths.first] == [
        (3, "c 1 2"),
        (4, "d 1 2 3 4"),
        (6, "f 1 x 3"),
    ]
    assert [s.place.line for s in profile.no_vector.first] == [5]


def test_two_numbers_are_a_header_in_the_first_line_alone() -> None:
    profile = scan("2 3\na 1 2 3\n2 3\n")
    assert (profile.header, profile.records) == (Tally(1, [Sighting(Place(1), "2 3")]), 2)


def test_lines_that_are_blank_or_no_text() -> None:
    faults = scan(b"a 1 2\n\nb\xff 1 2\n").faults
    assert {name: [s.place.line for s in tally.first] for name, tally in faults.items()} == {
        "blank-line": [2], "not-utf8": [3],
    }  # fmt: skip


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    profile = scan(data)
    assert profile.records + profile.header.count <= profile.lines
