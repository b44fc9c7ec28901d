"""What the reader of label maps understands and what it refuses."""

from __future__ import annotations

import io
import json
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from advisor.formats.images.label_map import BYTES_READ, scan
from advisor.profile.base import Place, Sighting, Tally
from advisor.profile.images.label_map import LabelMap, LabelMapProfile
from tests.builders.pictures.images import label_map


def read(data: bytes) -> LabelMapProfile:
    return scan(io.BytesIO(data), len(data))


def once(fault: str, value: str, **place: Any) -> dict[str, Tally]:
    return {fault: Tally(1, [Sighting(Place(**place), value)])}


@pytest.mark.parametrize(
    ("scale", "number"), [("1", 1), (2, 2), ("3", 3), (2.5, 2.5), ("0.5", 0.5), ("0" * 98 + "1", 1)]
)
def test_scale_is_a_number_or_a_string(scale: Any, number: float) -> None:
    assert read(label_map(scale=scale)).content == LabelMap(scale=number)


def test_map_goes_from_class_index_to_value() -> None:
    profile = read(label_map(map={"0": 5, "1": 0, "2": 2}))
    assert profile.content == LabelMap(classes={5: 0, 0: 1, 2: 2})
    assert (profile.records, profile.faults) == (1, {})
    assert [profile.content.class_of(value) for value in (0, 5, 2, 7)] == [1, 0, 2, None]


def test_scale_rounds_down() -> None:
    assert [LabelMap(scale=3).class_of(value) for value in (0, 2, 3, 6, 8)] == [0, 0, 1, 2, 2]
    assert LabelMap().class_of(7) == 7


@pytest.mark.parametrize("scale", [0, "0.0", -1, "-2", "x", True, None, [], "1e999", "1_0", "0" * 99 + "1"])
def test_what_is_no_scale(scale: Any) -> None:
    profile = read(label_map(scale=scale))
    assert profile.content is None
    assert profile.faults.keys() == {"label-map-shape"}
    assert profile.faults["label-map-shape"].first[0].place == Place(key="scale")


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ({"a": 1}, once("label-map-shape", 'neither "scale" nor "map"')),
        ({"map": [1]}, once("label-map-shape", "a list", key="map")),
        ({"map": {"dog": 1}}, once("label-map-shape", "dog", key="map.dog")),
        ({"map": {"0": 256}}, once("label-map-shape", "256", key="map.0")),
        ({"map": {"0": -1}}, once("label-map-shape", "-1", key="map.0")),
        ({"map": {"0": 1.5}}, once("label-map-shape", "1.5", key="map.0")),
        ({"map": {"0": "5"}}, once("label-map-shape", "5", key="map.0")),
        ({"map": {"0": 5, "1": 5}}, once("label-map-ambiguous", "5", key="map.1")),
    ],
)
def test_what_is_no_label_map(content: Any, faults: dict[str, Tally]) -> None:
    profile = read(json.dumps(content).encode())
    assert (profile.content, profile.faults) == (None, faults)


def test_bounds_of_the_map_itself() -> None:
    assert read(label_map(map={"0": 255, "1": 0})).faults == {}


def test_what_is_not_json_and_what_is_too_large() -> None:
    assert read(b"{").faults.keys() == {"not-json"}
    assert read(b" " * BYTES_READ).faults.keys() == {"not-json"}
    assert read(b" " * (BYTES_READ + 1)).faults == once("too-large", f"{BYTES_READ + 1} bytes")


@given(st.dictionaries(st.sampled_from(["scale", "map"]), st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)))  # fmt: skip
def test_any_json_is_read_without_an_error(content: Any) -> None:
    read(json.dumps(content).encode())
