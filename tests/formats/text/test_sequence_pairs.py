"""The reader of pairs of token sequences."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats.text import sequence_pairs as reader
from advisor.profile.base import Bounded, Distinct, Extent, Place, Sighting, Tally
from advisor.profile.columns import Column
from advisor.profile.predicates import ValueOutside
from advisor.profile.sizes import Sizes
from advisor.profile.text.sequence_pairs import KEYS_KEPT, SequencePairsProfile, Sequences
from tests.builders.tokens import pair


def scan(data: bytes | str) -> SequencePairsProfile:
    raw = data.encode() if isinstance(data, str) else data
    return reader.scan(io.BytesIO(raw), len(raw))


def at(line: int, key: str, value: str | None) -> Tally:
    return Tally(1, [Sighting(Place(line, key=key), value)])


def test_sound_pairs() -> None:
    text = pair(0, [6, 17, 606], [16]) + pair(1.5, [0], [4, 9])
    profile = scan(text)
    assert profile == SequencePairsProfile(
        bytes=len(text),
        lines=2,
        records=2,
        label=Column(2, Bounded(1), Extent(0, 1.5), Distinct({0.0: 1, 1.5: 1})),
        in0=Sequences(Extent(0, 606), Sizes(1, 3, [0, 1, 1])),
        in1=Sequences(Extent(4, 16), Sizes(1, 2, [0, 1, 1])),
        texts=profile.texts,
        bodies=profile.bodies,
    )
    assert (profile.texts.count, profile.bodies.count) == (2, 2)
    again = scan(pair(0, [6], [16]) + pair(1, [6], [16]))
    assert (again.texts.count, again.bodies.count) == (2, 1)
    assert profile.summary() == {
        "labels": {"min": 0, "max": 1.5},
        "classes": {"0": 1, "1.5": 1},
        "in0": {"lowest_id": 0, "highest_id": 606, "longest": 3},
        "in1": {"lowest_id": 4, "highest_id": 16, "longest": 2},
        "in0_lengths": {"1": 1, "2 to 3": 1},
        "in1_lengths": {"1": 1, "2 to 3": 1},
    }


@pytest.mark.parametrize(
    ("ids", "fault", "key", "value"),
    [
        (None, "missing", "in0", "the keys are label, in1"),
        (5, "not-a-list", "in0", "5"),
        ("1 2", "not-a-list", "in0", "1 2"),
        ([], "empty", "in0", "[]"),
        ([1, "2"], "not-whole", "in0[1]", "2"),
        ([1, 2.5], "not-whole", "in0[1]", "2.5"),
        ([True], "not-whole", "in0[0]", "true"),
        ([[1]], "not-whole", "in0[0]", "a list"),
        ([1, 2.0], "fraction", "in0[1]", "2.0"),
        ([3, -1], "negative", "in0[1]", "-1"),
    ],
)
def test_what_is_wrong_with_a_list(ids: Any, fault: str, key: str, value: str) -> None:
    profile = scan(pair() + pair(0, ids))
    assert profile.in0.faults == {fault: at(2, key, value)}
    assert profile.in1.faults == {}


@pytest.mark.parametrize(
    ("label", "cls", "value"),
    [(None, "missing", "the keys are in0, in1"), ("1", "not-a-number", "1"), (True, "not-a-number", "true")],
)
def test_what_is_wrong_with_a_label(label: Any, cls: str, value: str) -> None:
    assert scan(pair(label)).label.seen == {cls: at(1, "label", value)}


def test_keys_that_are_not_known() -> None:
    assert scan(pair(score=1)).other_keys == {"score": at(1, "score", None)}
    many = scan(pair(**{f"k{i}": 1 for i in range(KEYS_KEPT + 1)}))
    assert (len(many.other_keys), many.more_keys, many.full) == (KEYS_KEPT, 1, True)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{label: 1, in0: [1], in1: [2]}", "not-json"),
        ("{'label': 1, 'in0': [1], 'in1': [2]}", "python-literal"),
        ("[1, 2]", "not-an-object"),
        ("{", "pretty-printed"),
        ('{"label": 1, "in0": [1], "in1": [2]},', "trailing-comma"),
        ('{"label": NaN, "in0": [1], "in1": [2]}', "not-a-json-constant"),
        ('{"label": 1, "label": 0, "in0": [1], "in1": [2]}', "repeated-key"),
        ("", "blank-line"),
    ],
)
def test_a_line_that_is_no_pair(line: str, fault: str) -> None:
    profile = scan(pair() + line + "\n" + pair())
    assert {name: tally.first[0].place.line for name, tally in profile.faults.items()} == {fault: 2}


def test_a_line_beyond_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    line = pair().rstrip("\n")
    monkeypatch.setattr(reader, "LONGEST", len(line))
    assert scan(line).faults == {}
    profile = scan(line + " ")
    assert (profile.faults, profile.records) == ({"line-too-long": Tally(1, [Sighting(Place(1), line + " ")])}, 0)


@pytest.mark.parametrize(
    ("predicate", "places"),
    [
        (ValueOutside("in0", below=5), [(2, "in0[1]", "5")]),
        (ValueOutside("in1", minimum=0, below=3), [(1, "in1[0]", "3"), (2, "in1[0]", "-2")]),
        (ValueOutside("in0.length", below=3), [(2, "in0", "3")]),
        (ValueOutside("labels", below=2, integral=True), [(2, "label", "2.5")]),
    ],
)
def test_a_second_look(predicate: ValueOutside, places: list[tuple[int, str, str]]) -> None:
    data = (pair() + pair(2.5, [4, 5, 1], [-2]) + "[1]\n{\n" + json.dumps({"in0": "x"})).encode()
    found = reader.locate(io.BytesIO(data), len(data), predicate)
    assert [(s.place.line, s.place.key, s.value) for s in found.first] == places


VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3))


@given(st.dictionaries(st.sampled_from(["label", "in0", "in1", "x"]), st.one_of(VALUES, st.lists(VALUES, max_size=4))))
def test_any_object_is_read(content: dict[str, Any]) -> None:
    profile = scan(json.dumps(content) + "\n")
    assert (profile.lines, profile.records) == (1, 1)


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    profile = scan(data)
    assert profile.records <= profile.lines
