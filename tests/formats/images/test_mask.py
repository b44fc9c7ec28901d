"""What the mask reader counts, and what it leaves alone."""

from __future__ import annotations

import io
from collections import Counter

import hypothesis.strategies as st
import pytest
from hypothesis import given

from advisor.formats.images.mask import scan
from advisor.profile import faults
from advisor.profile.base import Place, Sighting, Tally
from advisor.profile.images.image import PIXELS_DECODED, ImageFacts, MaskProfile
from tests.builders.pictures.images import bomb_png, jpeg, low_bit_grey_mask, mask, png, raw_png


def read(data: bytes) -> MaskProfile:
    return scan(io.BytesIO(data), len(data))


@pytest.mark.parametrize("mode", ["L", "P"])
def test_values_are_counted(mode: str) -> None:
    data = mask([[0, 0, 1], [20, 255, 1]], mode)
    profile = read(data)
    assert profile.values == {0: 2, 1: 2, 20: 1, 255: 1}
    assert (profile.bytes, profile.records, profile.faults) == (len(data), 1, {})
    assert profile.summary() == {
        "encoding": "png", "mode": mode, "width": 3, "height": 2, "values": {"0": 2, "1": 2, "20": 1, "255": 1},
    }  # fmt: skip


def test_black_and_white_counts_as_zero_and_one() -> None:
    assert read(mask([[0, 255, 255]], "1")).values == {0: 1, 1: 2}


def test_grey_of_few_bits_is_stretched_as_readers_do() -> None:
    assert read(low_bit_grey_mask([0, 1, 15], 4)).values == {0: 1, 17: 1, 255: 1}
    assert read(low_bit_grey_mask([0, 1, 3], 2)).values == {0: 1, 85: 1, 255: 1}


@pytest.mark.parametrize("data", [png(4, 4, "RGB"), png(4, 4, "RGBA"), png(4, 4, "I;16"), jpeg(4, 4, "L"), bomb_png()])
def test_what_holds_no_8_bit_values_is_not_decoded(data: bytes) -> None:
    profile = read(data)
    assert (profile.values, profile.faults, profile.records) == ({}, {}, 1)


def test_the_limit_of_decoding() -> None:
    assert PIXELS_DECODED == 5 * 17_895_697 == 6 * 14_913_081 - 1
    assert read(raw_png(17_895_697, 5, 8, 0)).faults == {faults.IMAGE_DAMAGED: Tally(1, [Sighting(Place())])}
    assert read(raw_png(14_913_081, 6, 8, 0)).faults == {}


def test_broken_masks() -> None:
    cut = mask([[0, 1]])[:-1]
    assert read(cut).faults == {faults.IMAGE_TRUNCATED: Tally(1, [Sighting(Place(offset=len(cut) - 11))])}
    assert read(raw_png(4, 4, 8, 0, b"\0too short")).faults == {faults.IMAGE_DAMAGED: Tally(1, [Sighting(Place())])}
    assert (read(b"").facts, read(b"").records) == (ImageFacts(fault=faults.IMAGE_EMPTY), 0)


@given(st.lists(st.lists(st.integers(0, 255), min_size=3, max_size=3), min_size=1, max_size=5), st.sampled_from("LP"))
def test_the_count_is_that_of_the_pixels(rows: list[list[int]], mode: str) -> None:
    assert read(mask(rows, mode)).values == Counter(value for row in rows for value in row)


@given(st.binary(max_size=200))
def test_any_pixel_data_are_read_without_an_error(data: bytes) -> None:
    read(raw_png(5, 5, 8, 0, data))
    read(data)
