"""How far a check has come is told byte by byte, and changes nothing about what is read."""

from __future__ import annotations

from pathlib import Path

from advisor.engine.check import check
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
