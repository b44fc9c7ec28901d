"""The reader of word vectors in text."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats.text import word_vectors as reader
from advisor.profile.base import Distinct, Place, Sighting, Tally
from advisor.profile.text.word_vectors import WordVectorsProfile


def scan(data: bytes | str) -> WordVectorsProfile:
    raw = data.encode() if isinstance(data, str) else data
    return reader.scan(io.BytesIO(raw), len(raw))


def test_vectors_of_glove_with_words_that_hold_blanks() -> None:
    text = ", -0.08 0.67 1e-3\n. . . 0.1 0.2 0.3\nat name@domain.com 0.1 0.2 0.3\nthe .1 2 -3.5\n"
    profile = scan(text)
    assert profile == WordVectorsProfile(bytes=len(text), lines=4, records=4, lengths=Distinct({3: 2, 5: 1}))
    assert (profile.length, profile.summary()) == (3, {"words": 4, "length": 3})


@pytest.mark.parametrize(("line", "value"), [("word", "word"), ("the cat sat", "the cat sat"), ("a 0.1 x", "a 0.1 x")])
def test_a_line_without_a_vector(line: str, value: str) -> None:
    assert scan(f"a 0.1\n{line}\n").no_vector == Tally(1, [Sighting(Place(2), value)])


def test_two_numbers_are_a_header_in_the_first_line_alone() -> None:
    profile = scan("2 3\na 1 2 3\n2 3\n")
    assert (profile.header, profile.records) == (Tally(1, [Sighting(Place(1), "2 3")]), 2)


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    profile = scan(data)
    assert profile.records + profile.header.count <= profile.lines
