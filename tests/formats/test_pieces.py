"""However a file is cut, its profile is that of one pass."""

import gzip
import io
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.formats.images import image_recordio, lst
from advisor.formats.manifests import augmented_manifest
from advisor.formats.recordio import protobuf as recordio_protobuf
from advisor.formats.series import time_series
from advisor.formats.tables import csv, libsvm
from advisor.profile.base import FileProfile
from advisor.profile.manifests.augmented_manifest import AugmentedManifestProfile
from tests.builders.pieces import scanned_in_pieces
from tests.builders.recordio import dense, frame, split_frames
from tests.builders.series import record

STEPS = st.integers(4, 300)


def comparable(profile: FileProfile) -> Any:
    """Texts are packed in other blocks; unpacked they are the same."""
    if isinstance(profile, AugmentedManifestProfile):
        for attribute in profile.attributes.values():
            attribute.references = list(attribute.references)  # type: ignore[assignment]
    return profile


def assert_same(reader: Any, data: bytes, step: int) -> None:
    whole = comparable(reader.scan(io.BytesIO(data), len(data)))
    assert comparable(scanned_in_pieces(reader, data, step)) == whole


FRAMES = st.one_of(
    st.builds(lambda label, values: frame(dense(values, label)), st.sampled_from([None, 0, 1.5]),
              st.lists(st.sampled_from([0.0, 1.5, float("nan"), 3e9]), min_size=1, max_size=5)),
    st.builds(lambda size: frame(bytes(size)), st.integers(0, 30)),
    st.builds(lambda sizes: split_frames(*map(bytes, sizes)), st.lists(st.integers(0, 20), min_size=2, max_size=4)),
    st.builds(lambda flag: frame(b"abc", flag), st.integers(0, 7)),
    st.builds(lambda length: frame(b"abcd", 0, length), st.integers(0, 200)),
    st.builds(lambda payload: frame(payload), st.just(frame(b"inner") * 6)),
    st.binary(max_size=12),
)  # fmt: skip


@given(st.lists(FRAMES, min_size=1, max_size=40), st.integers(0, 20), STEPS)
@settings(max_examples=200)
@pytest.mark.parametrize("reader", [recordio_protobuf, image_recordio])
def test_records(reader: Any, frames: list[bytes], lost: int, step: int) -> None:
    data = b"".join(frames)
    assert_same(reader, data[: max(len(data) - lost, 1)], step)


@given(st.integers(1, 400), st.integers(1, 40), st.integers(50, 9000))
@settings(max_examples=100)
def test_runs_of_like_records(count: int, width: int, step: int) -> None:
    numbers = random.Random(count)
    data = b"".join(
        frame(dense([float(numbers.randrange(9)) for _ in range(width)], numbers.randrange(3))) for _ in range(count)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("advisor.formats.recordio.runs.FROM", 100)
        patch.setattr("advisor.formats.recordio.runs.BLOCK", 400)
        assert_same(recordio_protobuf, data, step)


LINES = st.one_of(
    st.sampled_from([
        b"", b"\r", b"1\t0\ta.jpg", b"1\t1\t./a.jpg", b"2\t0\tb.jpg\r", b"x\t1\tc", b"no tabs",
        b"3\t2\t5\t1\t0\t0\t1\t1\td.jpg",
        b"4\t0.5\t\xc3\xa9.jpg", b"5\t1\t\xff", b"\xef\xbb\xbf6\t0\te.jpg", b"7\t0\t/abs.jpg", b"index\tlabel\tpath",
    ]),
    st.builds(lambda i, label: b"%d\t%d\tdir/%d.jpg" % (i, label, i), st.integers(0, 30), st.integers(0, 2)),
)  # fmt: skip


@given(st.lists(LINES, min_size=1, max_size=60), st.booleans(), STEPS)
@settings(max_examples=400)
def test_lists(lines: list[bytes], ended: bool, step: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lst, "BLOCK", 64)
        assert_same(lst, b"\n".join(lines) + b"\n" * ended, step)


def sample(**values: Any) -> bytes:
    return json.dumps(values).encode()


REFERENCES = st.sampled_from(["s3://bucket/a.jpg", "s3://bucket/b.jpg", "s3://bucket/c.jpg"])
SAMPLES = st.one_of(
    st.builds(lambda ref, cls: sample(**{"source-ref": ref, "class": cls}), REFERENCES, st.integers(0, 3)),
    st.builds(lambda ref: sample(**{"source-ref": ref, "class-metadata": {"failure-reason": "late"}}), REFERENCES),
    st.builds(lambda name, value: sample(**{name: value}), st.sampled_from(["b", "c", "d"]),
              st.sampled_from([1, "x", None, [1, 2], {"k": 1}])),
    st.sampled_from([b"", b"{", b"[]", b"\xef\xbb\xbf{}", b"{\"a\": 1, \"a\": 2}", b"not json"]),
)  # fmt: skip


@given(st.lists(SAMPLES, min_size=1, max_size=50), st.booleans(), STEPS)
@settings(max_examples=300)
def test_augmented_manifests(lines: list[bytes], ended: bool, step: int) -> None:
    assert_same(augmented_manifest, b"\n".join(lines) + b"\n" * ended, step)


def many_samples() -> bytes:
    kinds: list[Callable[[int], bytes]] = [
        lambda i: sample(**{"source-ref": f"s3://bucket/{i % 700}.jpg", "class": i % 5}),
    ]
    return b"\n".join(kinds[0](i) for i in range(1500))


@pytest.mark.parametrize("step", [700, 9_000, 50_000])
def test_manifests_read_by_the_quick_reader(step: int) -> None:
    assert_same(augmented_manifest, many_samples(), step)


@pytest.mark.parametrize("reader", [lst, augmented_manifest, csv, libsvm, time_series])
@pytest.mark.parametrize("text", ["a\t1\tb\n" * 50, '{"a": 1}\n' * 50, "1,2\n" * 50])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_other_encodings(reader: Any, text: str, encoding: str) -> None:
    for step in (7, 64, 333):
        assert_same(reader, text.encode(encoding), step)


def test_lines_longer_than_their_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (lst, augmented_manifest, libsvm, time_series):
        monkeypatch.setattr(module, "LONGEST", 50)
    data = b"1\t0\ta.jpg\n" + b"x" * 200 + b"\n2\t0\tb.jpg\n3\t0\tc.jpg\n" + b"y" * 120
    for step in (5, 33, 60, 100, 211, 300):
        for module in (lst, augmented_manifest, libsvm, time_series):
            assert_same(module, data, step)


CELLS = st.sampled_from(["1", "-2.5", "1e3", "", "x", "nan", "1e39", " 3", '"4"', '"a\nb"', '"'])


@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=3), max_size=40),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    STEPS,
)
@settings(max_examples=400)
def test_csv_with_quotes(rows: list[list[str]], end: str, header: bool, step: int) -> None:
    text = ("a,b,c" + end) * header + "".join(",".join(row) + end for row in rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv, "BLOCK", 64)
        assert_same(csv, text.encode() or b"1", step)


def test_names_beyond_their_bound_are_those_of_one_pass() -> None:
    data = b"\n".join(sample(**{f"name{i}": 1}) for i in range(90))
    assert_same(augmented_manifest, data, 100)


SERIES = st.one_of(
    st.builds(
        lambda target, cat, more: sample(**record(target=target, cat=cat, **more)),
        st.lists(st.sampled_from([0, 1.5, None, "NaN", "x", 1e39]), max_size=4),
        st.sampled_from([None, 1, [0, 1], [2], [-1], "a"]),
        st.dictionaries(
            st.sampled_from(["dynamic_feat", "start", "item"]), st.sampled_from([[[1]], [1], "2020-01-01"])
        ),
    ),
    st.sampled_from([b"", b"{", b"[]", b"\xef\xbb\xbf{}", b'{"start": 1, "start": 2}', b"\x1f\x8b\x08"]),
)


@given(st.lists(SERIES, min_size=1, max_size=40), st.booleans(), STEPS)
@settings(max_examples=200)
def test_time_series(lines: list[bytes], ended: bool, step: int) -> None:
    assert_same(time_series, b"\n".join(lines) + b"\n" * ended, step)


def test_time_series_that_are_compressed() -> None:
    data = gzip.compress(b"\n".join(sample(**record(i, cat=[i])) for i in range(40)))
    for step in (20, 100, len(data)):
        assert_same(time_series, data, step)


def test_lengths_of_time_series_beyond_their_bound() -> None:
    data = b"\n".join(sample(**record(cat=[0] * (i % 120), dynamic_feat=[[1]] * (i % 120))) for i in range(400))
    assert_same(time_series, data, 9000)


SVM_ROWS = st.sampled_from([
    b"1 0:1 3:2.5", b"0 1:1 2:1 7:3", b"1:2 0:1", b"0 qid:3 0:1", b"1 qid:1 4:2", b"1", b"", b"# note", b"x 1:1",
    b"1 3:1 2:1", b"1 4", b"1 4:nan", b"1\t2:3", b"\xef\xbb\xbf1 0:1", b"1 0:1\r", b"1 -1:2 9:1e39",
])  # fmt: skip


@given(st.lists(SVM_ROWS, min_size=1, max_size=60), st.booleans(), STEPS)
@settings(max_examples=300)
def test_libsvm(rows: list[bytes], ended: bool, step: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(libsvm, "BLOCK", 64)
        assert_same(libsvm, b"\n".join(rows) + b"\n" * ended, step)
