"""Different texts are counted nearly right, however the work is cut and whoever does it."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats.tables import csv
from advisor.profile.sketch import ERROR, KEPT, MASK, Sketch, text_hash


def sketch_of(texts: list[bytes]) -> Sketch:
    sketch = Sketch()
    for text in texts:
        sketch.add(text_hash(text))
    return sketch


def numbered(count: int) -> list[bytes]:
    return [b"user-%d" % number for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, KEPT - 1])
def test_few_are_counted_exactly(count: int) -> None:
    assert sketch_of(numbered(count) * 2).count == count


@pytest.mark.parametrize("count", [KEPT, 5_000, 100_000])
def test_many_are_estimated(count: int) -> None:
    sketch = sketch_of(numbered(count))
    assert len(sketch.least) == KEPT
    assert abs(sketch.count - count) < ERROR * count


@given(st.lists(st.binary(max_size=20)), st.integers(0, 20), st.data())
def test_order_and_cuts_do_not_matter(texts: list[bytes], cut: int, data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("advisor.profile.sketch.KEPT", 5)
        whole = sketch_of(texts)
        turned = sketch_of(data.draw(st.permutations(texts)))
        joined = sketch_of(texts[:cut]).merged(sketch_of(texts[cut:]))
        assert whole == turned == joined
        assert len(whole.least) == min(5, len({text_hash(text) for text in texts}))


@given(st.binary())
def test_a_hash_fits_into_its_bits(text: bytes) -> None:
    assert 0 <= text_hash(text) <= MASK


def names(data: bytes) -> int:
    return csv.scan(io.BytesIO(data), len(data)).names.count


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b"a,1.2.3.4\nb,1.2.3.5\na,1.2.3.6\n", 2),
        (b"user,ip\na,1.2.3.4\nb,1.2.3.5\n", 2),
        (b'"a",1.2.3.4\na,1.2.3.5\r\n,1.2.3.5\n', 1),
        (b"1,1.2.3.4\n01,1.2.3.5\n", 2),
        (b"a,x\nb,y\n", 0),
        (b"1.2.3.4,a\n1.2.3.5,b\n", 0),
        (b"a,1.2.3.4,1\nb,1.2.3.4,2\n", 0),
    ],
)
def test_names_before_addresses_are_counted(data: bytes, count: int) -> None:
    assert names(data) == count
