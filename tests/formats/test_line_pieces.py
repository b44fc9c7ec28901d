"""Lines of a piece of text; and text, pairs and vectors: however a file is cut, its profile is that of one pass."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.formats import line_pieces
from advisor.formats.line_pieces import read_lines
from advisor.formats.pieces import ByteRange
from advisor.formats.text import sentences, sequence_pairs, word_vectors
from advisor.profile.base import FileProfile, Piece, Place, Sighting, Tally
from advisor.profile.faults import BYTE_ORDER_MARK, NOT_UTF8_ENCODING
from advisor.profile.text.sequence_pairs import KEYS_KEPT
from tests.builders.pieces import scanned_in_pieces
from tests.builders.tokens import pair, pairs
from tests.builders.tokens import sentences as text
from tests.builders.tokens import word_vectors as vectors

READERS = (sentences, sequence_pairs, word_vectors)


def assert_same(reader: Any, data: bytes, step: int) -> None:
    assert scanned_in_pieces(reader, data, step) == reader.scan(io.BytesIO(data), len(data))


def lines(data: bytes, begin: int = 0, exact: bool = True, longest: int = 9) -> tuple[list[Any], Piece[FileProfile]]:
    """The lines that are taken from `begin` on, with their numbers, and the piece that they make."""
    stream = io.BytesIO(data)
    stream.seek(3)
    part = ByteRange(stream, len(data), begin, len(data), exact)
    piece = part.piece(FileProfile())
    return list(read_lines(part, piece, longest)), piece


def test_lines_have_their_number_and_the_piece_its_bytes() -> None:
    taken, piece = lines(b"ab\n\ncd")
    assert taken == [(1, b"ab"), (2, b""), (3, b"cd")]
    assert (piece.begin, piece.end, piece.in_order, piece.profile.bytes, piece.profile.lines) == (0, 6, False, 6, 3)


@pytest.mark.parametrize(("exact", "first", "begin"), [(True, b"b", 1), (False, b"cd", 3)])
def test_a_piece_begins_with_its_first_whole_line(exact: bool, first: bytes, begin: int) -> None:
    taken, piece = lines(b"ab\ncd\ne", 1, exact)
    assert taken[0] == (1, first)
    assert (piece.begin, piece.end, piece.profile.bytes) == (begin, 7, 7 - begin)


def test_a_line_beyond_the_longest_can_be_told() -> None:
    for end in (b"", b"\nc"):
        assert lines(b"a" * 9 + b"\n" + b"b" * 12 + end)[0][:2] == [(1, b"a" * 9), (2, b"b" * 10)]


def test_a_byte_order_mark_is_noted_and_left_out_at_the_beginning_alone() -> None:
    taken, piece = lines(b"\xef\xbb\xbfab\n\xef\xbb\xbfcd")
    assert taken == [(1, b"ab"), (2, b"\xef\xbb\xbfcd")]
    assert piece.profile.faults == {BYTE_ORDER_MARK: Tally(1, [Sighting(Place(1, offset=0))])}
    taken, piece = lines(b"a\n\xef\xbb\xbfcd", 2)
    assert (taken, piece.profile.faults) == ([(1, b"\xef\xbb\xbfcd")], {})


@pytest.mark.parametrize("begin", [0, 4])
def test_wide_characters_are_not_read(begin: int) -> None:
    taken, piece = lines("жы\nйц".encode("utf-16"), begin)
    assert (taken, piece.in_order, piece.begin, piece.end) == ([], True, begin, 12)
    assert piece.profile.faults == {NOT_UTF8_ENCODING: Tally(1, [Sighting(Place(1))])}


LINES = st.one_of(
    st.sampled_from([
        "", "\r", " ", "the cat\r", "__label__a the cat", "__label__a", "__label__ b", "x__label__b c", "a\tb", "3 4",
        "the 0.1 2", ". . 1 2", "the cat 1", '{"label": 1}', "{", "[]", '{"label": 1, "label": 2}', "\ufeffa b",
    ]),
    st.builds(lambda label, ids, more: pair(label, ids, ids[:1], **more).rstrip("\n"),
              st.sampled_from([None, 0, 1, 2.5, "a"]), st.lists(st.sampled_from([0, 7, -1, 2.0, "x"]), max_size=4),
              st.dictionaries(st.sampled_from(["k", "l"]), st.just(1))),
).map(str.encode)  # fmt: skip


@given(
    st.lists(st.one_of(LINES, st.just(b"\xff\xfe\xff")), min_size=1, max_size=40), st.booleans(), st.integers(4, 200)
)
@settings(max_examples=150)
@pytest.mark.parametrize("reader", READERS)
def test_any_lines(reader: Any, lines: list[bytes], ended: bool, step: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line_pieces, "BLOCK", 64)
        patch.setattr(reader, "LONGEST", 60)
        assert_same(reader, b"\n".join(lines) + b"\n" * ended, step)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("reader", READERS)
def test_other_encodings(reader: Any, encoding: str) -> None:
    for step in (7, 64, 333):
        assert_same(reader, text(lambda i: f"__label__{i} ", 20).encode(encoding), step)


@pytest.mark.parametrize(
    ("reader", "data"),
    [
        (sentences, text(lambda i: f"__label__{i} w{i} ", 1500)),
        (sequence_pairs, pairs(lambda i: i / 7, rows=1500)),
        (sequence_pairs, "".join(pair(**{f"k{i}": 1}) for i in range(2 * KEYS_KEPT))),
        (word_vectors, vectors(20, 4)),
    ],
)
def test_bounds_are_those_of_one_pass(reader: Any, data: str) -> None:
    for step in (700, 9_000, 50_000):
        assert_same(reader, data.encode(), step)
