"""Text, pairs and word vectors: however a file is cut, its profile is that of one pass."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.formats import line_pieces
from advisor.formats.text import sentences, sequence_pairs, word_vectors
from advisor.profile.text.sequence_pairs import KEYS_KEPT
from tests.builders.pieces import scanned_in_pieces
from tests.builders.tokens import pair, pairs
from tests.builders.tokens import sentences as text
from tests.builders.tokens import word_vectors as vectors

READERS = (sentences, sequence_pairs, word_vectors)


def assert_same(reader: Any, data: bytes, step: int) -> None:
    assert scanned_in_pieces(reader, data, step) == reader.scan(io.BytesIO(data), len(data))


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
@settings(max_examples=300)
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
