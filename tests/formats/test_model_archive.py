"""The archive of a model: known by its first block."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats.model_archive import scan
from tests.builders.folders import checked, places
from tests.test_cases_images import IC, IMAGES, SIZED


def archive() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as tar:
        tar.addfile(tarfile.TarInfo("model.params"), io.BytesIO())
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [(archive(), []), (b"\x1f\x8b" + bytes(40), [("error", "LAY120", "model/model.tar.gz", None, None)])],
    ids=["an archive", "no archive"],
)
def test_a_model_to_go_on_from(tmp_path: Path, content: bytes, expected: list[object]) -> None:
    files = {**IMAGES[IC], "model/model.tar.gz": content}
    assert places(checked(tmp_path, files, algorithm=IC, hyperparameters=SIZED)) == expected


@given(st.binary(max_size=600))
def test_no_content_stops_it(content: bytes) -> None:
    assert scan(io.BytesIO(content), len(content)).records == 0
    assert scan(io.BytesIO(b"\x1f\x8b\x08" + content), len(content)).records == 0
