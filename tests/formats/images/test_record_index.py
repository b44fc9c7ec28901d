"""The index of image records: what is read of it, whatever stands in it."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats.images.record_index import scan
from advisor.profile.base import Extent, Place, Sighting, Tally
from advisor.profile.images.record_index import RecordIndexProfile


def read(content: bytes) -> RecordIndexProfile:
    return scan(io.BytesIO(content), len(content))


@pytest.mark.parametrize("content", [b"0\t0\n1\t5324\n", b"0\t0\r\n1\t5324\r\n", b"1.0\t5324\n\n0\t0"])
def test_a_sound_index(content: bytes) -> None:
    assert read(content) == RecordIndexProfile(bytes=len(content), entries=2, offsets=Extent(0, 5324))


@pytest.mark.parametrize("line", [b"hello", b"0 0", b"0\t-1", b"0\t0\t0", b"x\t4", b"9" * 300])
def test_a_line_that_is_no_entry(line: bytes) -> None:
    seen = Tally(1, [Sighting(Place(2), line[:200].decode())])
    assert read(b"0\t0\n" + line + b"\n").faults == {"index-line": seen}


@given(st.binary(max_size=200))
def test_no_content_stops_it(content: bytes) -> None:
    assert read(content).records == 0
