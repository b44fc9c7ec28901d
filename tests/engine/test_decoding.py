"""A check that decodes images: what it finds besides, whoever reads them."""

from __future__ import annotations

import json
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from advisor.cli import main
from advisor.dataset.local import LocalStorage
from advisor.engine.reading import crew, run
from advisor.findings import Location
from tests.builders.acceptance.valid_cases import CASES
from tests.builders.data import reported
from tests.builders.folders import Files, checked, write
from tests.builders.pictures.images import bomb_png, jpeg, plain_mask, png, raw_png
from tests.builders.recordio import image_record, write_recordio

ALGORITHM = "image-classification-tensorflow"
SOUND = jpeg(40, 48)
"""It ends in black, not in the grey of missing data."""
CUT = SOUND[: SOUND.index(b"\xff\xda") + 14] + b"\xff\xd9"
SHORT = raw_png(9, 9, 8, 2)

FILES: Files = {
    **{f"training/a/{number}.jpg": SOUND for number in range(300)},
    "training/b/ok.png": png(),
    "training/b/cut.jpg": CUT,
    "training/b/short.png": SHORT,
    "training/b/filter.png": raw_png(1, 1, 8, 0, b"\5\0"),
    "training/b/bomb.png": bomb_png(),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "data", FILES)


def test_what_is_found(folder: Path) -> None:
    found = {
        (f.rule, f.severity, f.location, f.message)
        for f in checked(folder, {}, algorithm=ALGORITHM, decode=True).findings
    }
    plain = {(f.rule, f.severity, f.location, f.message) for f in checked(folder, {}, algorithm=ALGORITHM).findings}
    cut_off = "The image is cut off: the last part of it is missing."
    assert found - plain == {
        ("IMG103", "error", Location(file="training/b/cut.jpg"), cut_off),
        ("IMG103", "error", Location(file="training/b/short.png"), cut_off),
        (
            "IMG104",
            "error",
            Location(file="training/b/filter.png"),
            "The image is damaged: its header, a part of it or a checksum is wrong.",
        ),
        (
            "IMG115",
            "info",
            Location(file="training/b/bomb.png"),
            "The image was not decoded: it has too many pixels, 60000x60000.",
        ),
    }
    assert plain <= found


def test_whoever_decodes_finds_the_same(folder: Path) -> None:
    alone = reported(folder, ALGORITHM, decode=True)
    assert alone != reported(folder, ALGORITHM)
    assert reported(folder, ALGORITHM, decode=True, workers=3) == alone
    with ProcessPoolExecutor(2, get_context("spawn")) as processes:
        assert reported(folder, ALGORITHM, decode=True, executor=processes) == alone


def test_records_are_decoded_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    images = [SOUND, CUT, SHORT, SOUND, bomb_png()] * 30
    records = write_recordio(image_record(image, number % 2, number) for number, image in enumerate(images))
    write(tmp_path, {"train/a.rec": records, "validation/a.rec": write_recordio([image_record(SOUND, 0.0)])})
    report = checked(tmp_path, {}, algorithm="image-classification", decode=True)
    at = len(write_recordio([image_record(SOUND, 0.0)]))
    found = {f.rule: f for f in report.findings if f.location.file == "train/a.rec" and f.rule != "IRC117"}
    assert {rule: (f.severity, f.count, f.location.record, f.message) for rule, f in found.items()} == {
        "IRC105": ("error", 60, 2, "Images whose last part is missing: 60."),
        "IRC119": ("error", 30, 5, "Images with more pixels than decoders accept: 30. The first is 60000x60000."),
        "IMG115": (
            "info", 30, 5, "Images that were not decoded: 30. The first: it has too many pixels, 60000x60000.",
        ),
    }  # fmt: skip
    assert found["IRC105"].location == Location(file="train/a.rec", record=2, offset=at)
    plain = checked(tmp_path, {}, algorithm="image-classification").findings
    assert [f.rule for f in plain] == ["IRC119", "IRC117"]
    alone = reported(tmp_path, "image-classification", decode=True)
    monkeypatch.setattr(run, "PIECE", 7777)
    assert reported(tmp_path, "image-classification", decode=True) == alone
    assert reported(tmp_path, "image-classification", decode=True, workers=2) == alone


WITH_IMAGES = [
    name for name, (_, files, _) in CASES.items() if any(f.endswith((".jpg", ".png", ".rec")) for f in files)
]


@pytest.mark.parametrize("case", WITH_IMAGES)
def test_sound_images_pass(tmp_path: Path, case: str) -> None:
    algorithm, files, options = CASES[case]
    report = checked(tmp_path, files, algorithm=algorithm, **options)
    assert checked(tmp_path, {}, algorithm=algorithm, decode=True, **options).findings == report.findings


def test_masks_that_are_not_counted_are_decoded(tmp_path: Path) -> None:
    files: Files = {
        f"{channel}{suffix}": content
        for channel in ("train", "validation")
        for suffix, content in (("/a.jpg", SOUND), ("_annotation/a.png", plain_mask(40, 48)))
    }
    files["train_annotation/a.png"] = raw_png(40, 48, 8, 2)
    report = checked(tmp_path, files, algorithm="semantic-segmentation", decode=True)
    assert [f.rule for f in report.findings if f.severity == "error"] == ["IMG103", "MSK102"]
    plain = checked(tmp_path, {}, algorithm="semantic-segmentation")
    assert [f.rule for f in plain.findings if f.severity == "error"] == ["MSK102"]


@pytest.mark.parametrize(
    ("name", "content", "decode", "workers", "kind"),
    [
        ("a.jpg", SOUND, True, 2, "ThreadPoolExecutor"),
        ("a.jpg", SOUND, True, None, "ThreadPoolExecutor"),
        ("a.jpg", SOUND, True, 1, None),
        ("a.jpg", SOUND, False, 2, "ProcessPoolExecutor"),
        ("a.jpg", SOUND, False, None, None),
        ("a.csv", b"1,2\n", True, 2, "ProcessPoolExecutor"),
        ("a.csv", b"1,2\n", True, None, "ProcessPoolExecutor"),
    ],
)
def test_decoders_work_in_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, decode: bool, workers: int, kind: str
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: range(4), raising=False)
    storage = LocalStorage(write(tmp_path, {name: content}))
    sources = [run.Source(entry, "train", ("csv", "image"), decode=decode) for entry in storage.entries()]
    monkeypatch.setattr(crew, "WORTH_IT", 1)
    with crew.working(None, workers, storage, sources) as pool:
        assert (type(pool).__name__ if pool else None) == kind


def test_the_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["check", str(folder), "--algorithm", ALGORITHM, "--decode", "--output-format", "json"]
    assert main(words) == 1
    document = json.loads(capsys.readouterr().out)
    assert [(f["rule"], f["location"]["file"]) for f in document["findings"] if f["severity"] == "error"] == [
        ("IMG111", "training/b/bomb.png"),
        ("IMG103", "training/b/cut.jpg"),
        ("IMG104", "training/b/filter.png"),
        ("IMG103", "training/b/short.png"),
    ]
