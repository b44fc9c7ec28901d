"""One fault, planted deep in an otherwise sound file of 60,000 records or lines, is found there and nowhere else."""

from __future__ import annotations

import json
import struct
from functools import cache
from pathlib import Path

import pytest

from advisor.engine.check import check
from tests.builders.folders import places, write
from tests.builders.pictures.images import jpeg
from tests.builders.pictures.lists import augmented_request
from tests.builders.recordio import dense, frame, sparse

COUNT = 60_000
DEEP = 41_234


@cache
def frames() -> tuple[bytes, ...]:
    kinds = [frame(dense([i % 7, i % 5 + 0.5, i % 3])) for i in range(7 * 5 * 3)]
    return tuple(kinds[i % len(kinds)] for i in range(COUNT))


def planted(fault: bytes) -> bytes:
    records = list(frames())
    records[DEEP - 1] = fault
    return b"".join(records)


SOUND = frame(dense([1.0, 2.0, 3.0]))


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        (b"\x0b" + SOUND[1:], "REC102"),
        (SOUND[:4] + struct.pack("<I", 3 << 29 | len(SOUND) - 8) + SOUND[8:], "REC103"),
        (frame(b"\xff" * 24), "REC110"),
        (frame(dense([1.0, float("nan"), 3.0])), "REC140"),
        (frame(dense([1.0, float("inf"), 3.0])), "REC141"),
        (frame(dense([1.0, 2.0])), "REC135"),
        (frame(sparse({5: 1.0}, 3)), "REC117"),
        (frame(sparse({1: 1.0}, None)), "REC116"),
        (frame(b""), "REC112"),
    ],
)
def test_a_fault_among_sixty_thousand_records(tmp_path: Path, fault: bytes, rule: str) -> None:
    report = check(write(tmp_path, {"train/a.pbr": planted(fault)}), algorithm="kmeans")
    errors = [p[1:4] for p in places(report, "error")]
    assert (rule, "train/a.pbr", DEEP) in errors
    assert all(place == ["train/a.pbr", DEEP] for _, *place in errors)


def test_a_cut_last_record_and_sixty_thousand_sound_ones(tmp_path: Path) -> None:
    data = b"".join(frames())
    assert places(check(write(tmp_path / "sound", {"train/a.pbr": data}), algorithm="kmeans")) == []
    report = check(write(tmp_path / "cut", {"train/a.pbr": data[:-6]}), algorithm="kmeans")
    assert places(report) == [("error", "REC101", "train/a.pbr", COUNT, None)]


@pytest.mark.parametrize(
    ("line", "rule", "severity"),
    [
        (f"{DEEP - 1} 0 im1.jpg", "LST105", "error"),
        (f"{DEEP - 1}\tim1.jpg", "LST106", "error"),
        ("7\t0\tim1.jpg", "LST108", "error"),
        (f"{DEEP - 1}\tcat\tim1.jpg", "LST109", "error"),
        (f"{DEEP - 1}\t0\t/im1.jpg", "LST111", "error"),
        (f"{DEEP - 1}\t0\t../im1.jpg", "LST112", "error"),
        (f"{DEEP - 1}\t0\tnope.jpg", "LST201", "error"),
        (f"{DEEP - 1}\t0\t1\tim1.jpg", "LST122", "error"),
        (f"{DEEP - 1}\t5\tim1.jpg", "LST208", "error"),
    ],
)
def test_a_fault_among_sixty_thousand_listed_images(tmp_path: Path, line: str, rule: str, severity: str) -> None:
    lines = [f"{i}\t{i % 2}\tim{i % 4}.jpg" for i in range(COUNT)]
    lines[DEEP - 1] = line
    small = "".join(f"{i}\t{i % 2}\tim{i}.jpg\n" for i in range(4))
    pictures = {f"{channel}/im{i}.jpg": jpeg() for channel in ("train", "validation") for i in range(4)}
    files: dict[str, bytes | str] = {
        **pictures,
        "train_lst/t.lst": "\n".join(lines) + "\n",
        "validation_lst/v.lst": small,
    }
    given = {"num_classes": "2", "mini_batch_size": "2"}
    report = check(write(tmp_path, files), algorithm="image-classification", hyperparameters=given)
    found = [p for p in places(report) if p[1] == rule]
    assert [p[:4] for p in found] == [(severity, rule, "train_lst/t.lst", DEEP)]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ('{"source-ref": "s3://pictures/x.jpg"}', "MAN201"),
        ('{"source-ref": "s3://pictures/x.jpg", "class": 0', "MAN101"),
        ("{'source-ref': 's3://pictures/x.jpg', 'class': 0}", "MAN102"),
        ("[1, 2]", "MAN104"),
    ],
)
def test_a_fault_among_sixty_thousand_samples(tmp_path: Path, line: str, rule: str) -> None:
    lines = [json.dumps({"source-ref": f"s3://pictures/im{i}.jpg", "class": i % 2}) for i in range(COUNT)]
    sound = "\n".join(lines[:50]) + "\n"
    lines[DEEP - 1] = line
    files = {"train/m.manifest": "\n".join(lines) + "\n", "validation/m.manifest": sound}
    given = {"num_classes": "2", "num_training_samples": str(COUNT), "mini_batch_size": "4", "resize": "256"}
    job = augmented_request("source-ref", "class", hyperparameters=given)
    report = check(write(tmp_path, files), algorithm="image-classification", job=job)
    assert [p[1:4] for p in places(report, "error") if p[2] != job.path] == [(rule, "train/m.manifest", DEEP)]
