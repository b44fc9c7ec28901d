"""The reader of vocabularies in JSON."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats.text import vocabulary_json as reader
from advisor.profile.base import Place, Sighting, Tally
from advisor.profile.text.vocabulary_json import VocabularyJsonProfile
from tests.builders.tokens import word_ids


def scan(data: bytes | str) -> VocabularyJsonProfile:
    raw = data.encode() if isinstance(data, str) else data
    return reader.scan(io.BytesIO(raw), len(raw))


@pytest.mark.parametrize("indent", [None, 4])
def test_a_sound_vocabulary(indent: int | None) -> None:
    text = word_ids(6, indent=indent)
    first = {0: "<pad>", 1: "<unk>", 2: "<s>", 3: "</s>", 4: "w0", 5: "w1"}
    profile = scan(text)
    assert profile == VocabularyJsonProfile(bytes=len(text), records=6, highest=5, first=first)
    assert profile.summary() == {"words": 6, "highest_id": 5}


@pytest.mark.parametrize(
    ("text", "field", "key", "value"),
    [
        ('{"a": 0, "b": "1"}', "not_ids", "b", "1"),
        ('{"a": 0, "b": -1}', "not_ids", "b", "-1"),
        ('{"a": 0, "b": 1.0}', "not_ids", "b", "1.0"),
        ('{"a": 0, "b": true}', "not_ids", "b", "true"),
        ('{"a": 0, "b": 9223372036854775808}', "not_ids", "b", "9223372036854775808"),
        (f'{{"a": 0, "{"b" * 101}": -1}}', "not_ids", "b" * 100, "-1"),
        ('{"a": 0, "b": 0}', "repeated_ids", "b", "0 (that of 'a')"),
        ('{"a": 1, "a": 0}', "repeated_words", "a", "0"),
    ],
)
def test_what_is_wrong_with_a_word(text: str, field: str, key: str, value: str) -> None:
    profile = scan(text)
    assert getattr(profile, field) == Tally(1, [Sighting(Place(key=key), value)])


def test_gaps_are_counted_and_the_first_ones_named() -> None:
    profile = scan('{"a": 1, "b": 3, "c": 20}')
    assert (profile.missing, profile.gaps) == (18, [0, 2, *range(4, 12)])


def test_the_highest_id() -> None:
    profile = scan('{"a": 0, "b": 9223372036854775807}')
    assert (profile.not_ids.count, profile.highest, profile.missing) == (0, 2**63 - 1, 2**63 - 2)


def test_no_ids_leave_no_gaps() -> None:
    profile = scan("{}")
    assert (profile.highest, profile.missing, profile.gaps) == (-1, 0, [])


@pytest.mark.parametrize(
    "text", ["", "[]", "{'a': 1}", "<?xml version='1.0'?>", '{"a": NaN}', '\ufeff{"a": 0}', "[" * 10**5]
)
def test_what_is_no_object(text: str) -> None:
    assert list(scan(text).faults) == ["not-json"]


def test_both_sides_of_the_size_that_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "BYTES_READ", 8)
    assert scan('{"a": 0}').faults == {}
    assert list(scan('{"ab": 0}').faults) == ["too-large"]


@given(
    st.dictionaries(st.text(max_size=3), st.one_of(st.integers(-2, 9), st.floats(), st.text(max_size=2)), max_size=9)
)
def test_every_id_is_counted_once(words: dict[str, object]) -> None:
    profile = scan(json.dumps(words))
    if not profile.faults:
        ids = profile.records - profile.not_ids.count - profile.repeated_ids.count
        assert ids + profile.missing == profile.highest + 1


@given(st.binary(max_size=100))
def test_any_bytes_are_read(data: bytes) -> None:
    assert scan(data).bytes == len(data)
