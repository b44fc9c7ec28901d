"""The reader of vocabularies: one word a line."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats.text import vocabulary as reader
from advisor.profile.base import Place, Sighting, Tally
from advisor.profile.text.vocabulary import VocabularyProfile


def scan(data: bytes | str) -> VocabularyProfile:
    raw = data.encode() if isinstance(data, str) else data
    return reader.scan(io.BytesIO(raw), len(raw))


def test_a_sound_vocabulary() -> None:
    profile = scan("apple\nbär\ncherry\n")
    assert profile == VocabularyProfile(bytes=18, lines=3, records=3, first="apple", words=3)
    assert profile.summary() == {"words": 3, "repeated": 0}


@pytest.mark.parametrize("tail", ["", "\n", "\n\n", "\n \n\n"])
def test_blank_lines_at_the_end_are_no_words_and_no_fault(tail: str) -> None:
    profile = scan("a\nb" + tail)
    assert (profile.records, profile.words, profile.faults) == (2, 2, {})


def test_blank_lines_among_the_words_count_as_lines() -> None:
    profile = scan("a\n\n \nb\n\nc\n\n")
    assert (profile.records, profile.words) == (6, 3)
    assert profile.faults == {"blank-line": Tally(3, [Sighting(Place(line)) for line in (2, 3, 5)])}


@pytest.mark.parametrize(
    ("data", "fault", "line", "value"),
    [
        (b"\xef\xbb\xbfa\nb\n", "byte-order-mark", 1, None),
        ("a\nb\n".encode("utf-16"), "not-utf8-encoding", 1, None),
        (b"a\nb\xfc\nc\n", "not-utf8", 2, "b\\xfc"),
        (b"a\nb\r\nc\n", "crlf-line-ends", 2, None),
        (b"a\n" + b"b" * 65_537 + b"\n", "line-too-long", 2, "b" * 200),
    ],
)
def test_faults_have_their_place(data: bytes, fault: str, line: int, value: str | None) -> None:
    profile = scan(data)
    assert {name: (t.first[0].place.line, t.first[0].value) for name, t in profile.faults.items()} == {
        fault: (line, value)
    }


@pytest.mark.parametrize(
    ("word", "field"),
    [("new york", "several"), ("word\t12", "several"), (" word", "padded"), ("word ", "padded"), ("\u00a0", "padded")],
)
def test_white_space_is_seen(word: str, field: str) -> None:
    profile = scan(f"a\n{word}\nb\n")
    seen = {name for name in ("several", "padded", "repeated") if getattr(profile, name).count}
    assert seen == {field}
    assert getattr(profile, field) == Tally(1, [Sighting(Place(2), word)])


def test_words_that_come_twice_name_the_first_line() -> None:
    profile = scan("a\nb\na\nA\nb\n")
    assert profile.repeated == Tally(
        2, [Sighting(Place(3), "a (first on line 1)"), Sighting(Place(5), "b (first on line 2)")]
    )


def test_the_longest_word() -> None:
    assert scan(b"b" * 65_536).faults == {}


def test_only_so_many_words_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "WORDS_COMPARED", 2)
    assert scan("a\nb\nc\nc\nb\n").repeated == Tally(1, [Sighting(Place(5), "b (first on line 2)")])


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    profile = scan(data)
    assert profile.words <= profile.records <= profile.lines
