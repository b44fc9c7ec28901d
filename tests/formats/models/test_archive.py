"""The archive of a model: each member whole."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats.models import archive as reader
from advisor.formats.models.archive import scan
from tests.builders.acceptance.valid import IC, IMAGES, SIZED
from tests.builders.folders import checked, places

CLASSES = SIZED["num_classes"]


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


def test_a_model_in_another_archive(tmp_path: Path) -> None:
    files = {**IMAGES[IC], "model/model.tar.gz": b"PK\x03\x04" + bytes(60)}
    report = checked(tmp_path, files, algorithm=IC, hyperparameters=SIZED)
    ((rule, fix),) = [(f.rule, f.fix) for f in report.findings]
    assert rule == "LAY107"
    assert "`tar -czf model.tar.gz -C FOLDER .`" in fix


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


def members(**content: object) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as tar:
        for name, told in content.items():
            raw = told if isinstance(told, bytes) else json.dumps(told).encode()
            member = tarfile.TarInfo(name)
            member.size = len(raw)
            tar.addfile(member, io.BytesIO(raw))
    return stream.getvalue()


def layer(width: object, named: str = "attrs") -> dict[str, object]:
    return {"op": "FullyConnected", "name": "fc1", named: {"num_hidden": width}}


@pytest.mark.parametrize(
    ("name", "told", "settings"),
    [
        ("hyperparams.json", {"num_classes": "3", "epochs": 5, "x": [1]}, {"num_classes": "3", "epochs": "5"}),
        ("./hyperparams.json", {"num_classes": "3"}, {"num_classes": "3"}),
        ("hyperparams.json", [1], {}),
        ("hyperparams.json", b"{", {}),
        ("hyperparams.json", b"[" * 100_000, {}),
        ("image-classification-symbol.json", {"nodes": [layer("9"), layer("4", "param"), {}]}, {"num_classes": "4"}),
        ("image-classification-symbol.json", {"nodes": [layer("4", "attr")]}, {"num_classes": "4"}),
        ("image-classification-symbol.json", {"nodes": [layer(4), layer("-4"), 7]}, {}),
        ("image-classification-symbol.json", {"nodes": 7}, {}),
        ("model_algo_1-symbol.json", {"nodes": [layer("4")]}, {}),
        ("model-shapes.json", [{"name": "data", "shape": [1, 3, 96, 64]}], {"image_shape": "3,96,64"}),
        ("model-shapes.json", [{"name": "data", "shape": [1, 3]}, {"name": "label", "shape": [1, 3, 96, 64]}, 7], {}),
    ],
)
def test_what_an_archive_says_of_its_model(name: str, told: object, settings: dict[str, str]) -> None:
    data = members(**{name: told})
    profile = scan(io.BytesIO(data), len(data))
    assert (profile.settings, profile.faults) == (settings, {})


def test_a_member_that_is_too_large_to_say_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    data = members(**{"hyperparams.json": {"num_classes": "3"}})
    for limit, settings in ((20, {"num_classes": "3"}), (19, {})):
        monkeypatch.setattr(reader, "MEMBER_READ", limit)
        assert scan(io.BytesIO(data), len(data)).settings == settings


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"num_classes": SIZED["num_classes"], "image_shape": "3, 28, 28"}, []),
        ({"num_classes": "9"}, [f"The model was trained with num_classes=9; the job has num_classes={CLASSES}."]),
        ({"num_layers": "50"}, ["The model was trained with num_layers=50; the job has num_layers=152 by default."]),
        ({"epochs": "77"}, []),
    ],
)
def test_a_model_of_another_network(tmp_path: Path, settings: dict[str, str], expected: list[str]) -> None:
    files = {**IMAGES[IC], "model/model.tar.gz": members(**{"hyperparams.json": settings})}
    report = checked(tmp_path, files, algorithm=IC, hyperparameters=SIZED)
    assert [one.message for one in report.findings if one.rule == "LAY121"] == expected
