"""The reader of text with one sentence a line."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats.text import sentences as reader
from advisor.profile import base
from advisor.profile.base import Distinct, Place, Sighting, Tally
from advisor.profile.sizes import Sizes
from advisor.profile.text.sentences import MANY_FOLLOWERS, Followers, HeadMarks, SentencesProfile


def scan(data: bytes | str) -> SentencesProfile:
    raw = data.encode() if isinstance(data, str) else data
    return reader.scan(io.BytesIO(raw), len(raw))


def seen(*places: tuple[int, str | None]) -> Tally:
    return Tally(len(places), [Sighting(Place(line), value) for line, value in places])


def test_labelled_sentences() -> None:
    text = "__label__a the cat\n__label__b __label__a the dog\nno label\n"
    profile = scan(text)
    lines = text.splitlines()
    assert profile == SentencesProfile(
        bytes=len(text),
        lines=3,
        records=3,
        words=Distinct({b"the": 2, b"cat": 1, b"dog": 1, b"no": 1, b"label": 1}),
        labels=Distinct({"a": 2, "b": 1}),
        lengths=Sizes(2, 2, [0, 0, 3]),
        labelled=seen((1, lines[0]), (2, lines[1])),
        unlabelled=seen((3, lines[2])),
        several=1,
        followers=Followers({"a": (b"the",), "b": MANY_FOLLOWERS}, Distinct({b"the": 2})),
        marks=HeadMarks("---"),
        texts=profile.texts,
        bodies=profile.bodies,
    )
    assert profile.texts.count == 3
    twice = scan("__label__a the cat\n__label__b __label__a the cat\nthe cat\n")
    assert (twice.texts.count, twice.bodies.count) == (3, 1)
    assert profile.summary() == {
        "labelled": 2,
        "unlabelled": 1,
        "labels": 2,
        "classes": {"a": 2, "b": 1},
        "words": 5,
        "line_lengths": {"2 to 3": 3},
    }
    assert (profile.mostly_labelled, profile.commonest_word) == (True, 2)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ('"__label__1 word', "glued", '"__label__1'),
        ("word__label__1 word", "glued", "word__label__1"),
        ("__label__1__label__2 word", "glued", "__label__1__label__2"),
        ("__label__ 1 word", "nameless", "__label__ 1 word"),
        ("__label__1 __label__2", "wordless", "__label__1 __label__2"),
        ("__label__1\tword", "tabs", "__label__1\tword"),
        ("__Label__1 word", "unlabelled", "__Label__1 word"),
    ],
)
def test_what_is_seen_in_a_line(text: str, field: str, value: str) -> None:
    profile = scan(f"__label__1 a\n{text}\n__label__1 b\n")
    assert getattr(profile, field) == seen((2, value))


@pytest.mark.parametrize("line", ["__label__a hi", "__label__b __label__a hi"])
def test_a_word_that_is_a_text_of_its_own_belongs_to_no_name(line: str) -> None:
    assert (scan(f"{line} all\n").followers.words or {})["a"] == (b"hi",)
    assert (scan(f"{line}\n").followers.words or {})["a"] == MANY_FOLLOWERS


@pytest.mark.parametrize(
    ("data", "fault", "line", "value"),
    [
        (b"\xef\xbb\xbfa b\n", "byte-order-mark", 1, None),
        ("a b c d\n".encode("utf-16"), "not-utf8-encoding", 1, None),
        (b"a\nb\xfc\n", "not-utf8", 2, "b\\xfc"),
        (b"a\nb\r\n", "crlf-line-ends", 2, None),
        (b"a\n \nb\n", "blank-line", 2, None),
    ],
)
def test_faults_have_their_place(data: bytes, fault: str, line: int, value: str | None) -> None:
    profile = scan(data)
    assert {name: (t.first[0].place.line, t.first[0].value) for name, t in profile.faults.items()} == {
        fault: (line, value)
    }


def test_of_an_endless_line_the_first_part_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LONGEST", 20)
    profile = scan("ä" * 5 + " word" * 100 + "\n__label__1 b\n")
    assert (profile.cut, profile.faults, profile.commonest_word) == (seen((1, None)), {}, None)
    assert profile.labels == Distinct({"1": 1})
    assert scan("x" * 20).cut == Tally()
    assert scan("x" * 21).cut == seen((1, None))


def test_the_count_of_words_is_given_up() -> None:
    profile = scan("".join(f"w{i} a\n" for i in range(1500)))
    assert (profile.words, profile.commonest_word, profile.records) == (Distinct(None), None, 1500)


WORDS = st.sampled_from(["the", "cat", "w" * 120, "\u00e4", "x__label__y", "__label__", "__label__a", "__label__b"])
LINES = st.one_of(
    st.builds(lambda label, words: " ".join([label, *words]), st.sampled_from(["__label__a", "__label__b"]),
              st.lists(st.sampled_from(["the", "cat", "sat"]), min_size=1, max_size=4)),
    st.lists(WORDS, max_size=4).map(" ".join),
    st.sampled_from(["", " ", "a\tb", "a\r", " a", "__label__a  b", "__label__a "]),
)  # fmt: skip


@given(st.lists(st.lists(LINES, min_size=1, max_size=3), min_size=1, max_size=30), st.booleans(), st.integers(1, 60))
def test_blocks_read_at_once_and_line_by_line(blocks: list[list[str]], ended: bool, size: int) -> None:
    data = "\n".join(line for lines in blocks for line in lines).encode() + b"\n" * ended
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "BLOCK", size)
        patch.setattr(base, "PLACES_KEPT", 1)
        at_once = scan(data)
        patch.setattr(reader, "_take_plain", lambda *_: False)
        assert at_once == scan(data)


@pytest.mark.parametrize("label", ["", "__label__a "])
def test_most_lines_are_not_looked_at_one_by_one(label: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(f"{label}w{i % 9} of many" for i in range(50_000))
    expected, one_by_one = scan(text), []
    take = reader._take

    def noted(profile: SentencesProfile, line: int, raw: bytes) -> None:
        one_by_one.append(line)
        take(profile, line, raw)

    monkeypatch.setattr(reader, "_take", noted)
    assert scan(text) == expected
    assert 0 < len(one_by_one) < 25_000


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    profile = scan(data)
    assert profile.labelled.count + profile.unlabelled.count == profile.records <= profile.lines
