"""How far a check has come is told byte by byte, and changes nothing about what is read."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from advisor.dataset.local import LocalStorage
from advisor.engine.check import check
from advisor.engine.reading.watch import Stoppable
from tests.builders.folders import write


def test_progress_grows_to_the_whole(tmp_path: Path) -> None:
    rows = "1.5,2.5,3.5\n" * 200_000
    data = write(tmp_path, {"train/a.csv": rows, "train/b.csv": rows, "train/c.csv": "1,2,3\n"})
    seen: list[tuple[int, int]] = []
    watched = check(data, algorithm="kmeans", progress=lambda done, total: seen.append((done, total)))
    unwatched = check(data, algorithm="kmeans")
    total = 2 * len(rows) + 6
    assert {amount for _, amount in seen} == {total}
    assert seen == sorted(seen)
    assert seen[-1] == (total, total)
    assert len(seen) > 4, "it moves within a file"
    assert [watched.findings, watched.channels, watched.derived] == [
        unwatched.findings, unwatched.channels, unwatched.derived,
    ]  # fmt: skip


def test_a_stopped_storage_ends_those_who_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"1,2\n" * 100_000)
    storage = Stoppable(LocalStorage(tmp_path))
    part = storage.only("a.csv")
    with part.open("a.csv") as stream, storage.open("a.csv") as other:
        assert stream.read(4) == b"1,2\n"
        storage.stop()
        for reading in (stream, other):
            reading.seek(200_000)
            with pytest.raises(KeyboardInterrupt):
                reading.read(4)


def test_a_stoppable_storage_travels_without_that(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"1,2\n")
    there = pickle.loads(pickle.dumps(Stoppable(LocalStorage(tmp_path)).only("a.csv")))
    assert isinstance(there, LocalStorage)
    with there.open("a.csv") as stream:
        assert stream.read() == b"1,2\n"
