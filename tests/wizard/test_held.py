"""What a visitor has in hand goes with the visitor: what runs ends, and what was uploaded is removed."""

from __future__ import annotations

import gc
import time
from pathlib import Path

import pytest

from advisor.engine.options import Asked
from advisor.wizard.data import held, uploads
from advisor.wizard.data.held import Held
from advisor.wizard.data.running import Running
from advisor.wizard.data.uploads import UploadFolder
from tests.builders.folders import write

SECONDS = 60  # what compiles or waits for a machine that is busy elsewhere takes long


def gone(path: Path) -> bool:
    end = time.monotonic() + SECONDS
    while path.exists() and time.monotonic() < end:
        time.sleep(0.01)
    return not path.exists()


def uploaded() -> Held:
    mine = Held()
    mine.begin(write(mine.fresh_upload() / "data", {"train/a.csv": "1,2\n3,x\n"}), Asked(algorithm="kmeans"))
    assert mine.collect(SECONDS)
    return mine


def test_who_has_left_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "GRACE_SECONDS", 0.05)
    mine = uploaded()
    folder = mine.scratch()
    mine.leave()
    assert gone(folder)
    assert mine.location is None


def test_who_comes_back_soon_finds_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "GRACE_SECONDS", 0.2)
    mine = uploaded()
    mine.leave()
    mine.stay()
    time.sleep(0.4)
    assert mine.location is not None
    assert Path(mine.location).exists()


def test_an_upload_does_not_grow_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_SECONDS", 0.05)
    assert gone(UploadFolder().path)


def test_a_check_ends_with_its_visitor(tmp_path: Path) -> None:
    mine = Held()
    mine.begin(write(tmp_path, {"train/a.csv": "1,2\n" * 300_000}), Asked(algorithm="kmeans"))
    running = mine.running
    assert isinstance(running, Running)
    del mine
    gc.collect()
    running.wait(SECONDS)
    assert running.is_stopped
    assert running.outcome is not None


def test_a_path_is_never_removed(tmp_path: Path) -> None:
    mine = Held()
    mine.fresh_upload()
    mine.begin(write(tmp_path, {"train/a.csv": "1,2\n3,4\n"}), Asked())
    mine.collect(SECONDS)
    mine.close()
    assert (tmp_path / "train/a.csv").exists()
    assert mine.location == tmp_path
