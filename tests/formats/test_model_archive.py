"""The archive of a model: each member whole."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats import model_archive as reader
from advisor.formats.model_archive import scan
from tests.builders.folders import checked, places
from tests.builders.valid import IC, IMAGES, SIZED


def archive(form: int = tarfile.GNU_FORMAT, size: int = 3000) -> bytes:
    stream, member = io.BytesIO(), tarfile.TarInfo("model-" + "x" * 200)
    member.size, member.mtime = size, 1.5
    with tarfile.open(fileobj=stream, mode="w:gz", format=form) as tar:
        tar.addfile(member, io.BytesIO(bytes(size)))
        tar.addfile(tarfile.TarInfo("folder/"))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (archive(), []),
        (archive()[:-30], [("error", "LAY120", "model/model.tar.gz", None, None)]),
        (b"\x1f\x8b" + bytes(40), [("error", "LAY120", "model/model.tar.gz", None, None)]),
    ],
    ids=["an archive", "a cut archive", "no archive"],
)
def test_a_model_to_go_on_from(tmp_path: Path, content: bytes, expected: list[object]) -> None:
    files = {**IMAGES[IC], "model/model.tar.gz": content}
    assert places(checked(tmp_path, files, algorithm=IC, hyperparameters=SIZED)) == expected


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_names_and_extended_headers(form: int) -> None:
    data = archive(form)
    assert scan(io.BytesIO(data), len(data)).faults == {}
    plain = gzip.compress(gzip.decompress(data)[:3500])  # whole as gzip, and cut as tar
    assert [*scan(io.BytesIO(plain), len(plain)).faults] == ["not-an-archive"]


def test_what_is_longer_than_is_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "WHOLE", 100)
    data = archive()
    assert [*scan(io.BytesIO(data), len(data)).faults] == ["archive-unread"]


@given(st.binary(max_size=600))
def test_no_content_stops_it(content: bytes) -> None:
    assert scan(io.BytesIO(content), len(content)).records == 0
    assert scan(io.BytesIO(b"\x1f\x8b\x08" + content), len(content)).records == 0
