"""The report is the same, however the work was cut and whoever did it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from advisor.dataset.local import LocalStorage
from advisor.dataset.storage import Entry
from advisor.engine.check import check
from advisor.engine.reading import crew, run
from advisor.formats import kernels
from tests.builders.data import CASES, folder_of_all, plain, reported
from tests.builders.pictures.images import jpeg, png


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of_all(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def in_one_pass(data: Path) -> dict[str, str]:
    return {name: reported(data / name, algorithm) for name, algorithm in CASES.items()}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("piece", [777, 20_000])
def test_pieces(
    data: Path, in_one_pass: dict[str, str], monkeypatch: pytest.MonkeyPatch, name: str, piece: int
) -> None:
    monkeypatch.setattr(run, "PIECE", piece)
    assert reported(data / name, CASES[name]) == in_one_pass[name]


@pytest.mark.parametrize("name", CASES)
def test_processes(data: Path, in_one_pass: dict[str, str], monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(run, "PIECE", 20_000)
    assert reported(data / name, CASES[name], workers=2) == in_one_pass[name]


def test_files_known_at_a_glance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound, small = jpeg(), jpeg(20, 20)
    images = {"a.jpg": sound, "b.jpg": small, "c.jpg": sound[:-9], "d.png": png(), "e.jpg": b"<html>", "f.jpg": b""}
    for name, content in {**images, "g.txt": jpeg(24, 20)}.items():
        (tmp_path / "train" / "class").mkdir(parents=True, exist_ok=True)
        (tmp_path / "train" / "class" / name).write_bytes(content)
    opened: list[str] = []
    open_file = LocalStorage.open

    def open_and_tell(storage: LocalStorage, path: str) -> BinaryIO:
        opened.append(Path(path).name)
        return open_file(storage, path)

    monkeypatch.setattr(LocalStorage, "open", open_and_tell)
    report = reported(tmp_path, "image-classification-tensorflow")
    assert opened == ["c.jpg", "d.png", "e.jpg", "f.jpg"]
    report_of_csv = reported(tmp_path, "kmeans")
    monkeypatch.setattr(LocalStorage, "ends", lambda *_: None)
    assert reported(tmp_path, "image-classification-tensorflow") == report
    assert reported(tmp_path, "kmeans") == report_of_csv


@pytest.mark.parametrize("name", ["csv", "records", "list"])
def test_threads(data: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    pytest.importorskip("numba", reason="the extra `fast` is not installed")
    monkeypatch.setattr(kernels, "FROM", 0)
    monkeypatch.setattr(run, "PIECE", 20_000)
    monkeypatch.setattr(crew, "_processes", None)
    alone = reported(data / name, CASES[name])
    assert reported(data / name, CASES[name], workers=3) == alone
    assert reported(data / name, CASES[name], workers=None) == alone


@pytest.mark.parametrize(
    ("name", "size", "compiled", "workers", "kind"),
    [
        ("a.csv", crew.WORTH_IT, True, None, "ThreadPoolExecutor"),
        ("a.csv", run.PIECE + 1, True, None, "ThreadPoolExecutor"),
        ("a.csv", run.PIECE + 1, True, 3, "ThreadPoolExecutor"),
        ("a.csv", run.PIECE + 1, True, 1, None),
        ("a.csv", run.PIECE + 1, False, None, None),
        ("a.csv", crew.WORTH_IT, False, None, "ProcessPoolExecutor"),
        ("a.csv", 10, False, 2, "ProcessPoolExecutor"),
        ("a.manifest", crew.WORTH_IT - 1, True, None, None),
        ("a.manifest", crew.WORTH_IT, True, None, "ProcessPoolExecutor"),
    ],
)
def test_threads_read_what_compiled_loops_look_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, size: int, compiled: bool, workers: int, kind: str
) -> None:
    monkeypatch.setattr(crew, "available", lambda size: compiled)
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: range(4), raising=False)
    (tmp_path / name).write_text('{"a": 1}\n' if name.endswith("manifest") else "1,2\n")
    source = run.Source(Entry(name, size), "train", ("csv", "augmented-manifest"))
    with crew.working(None, workers, LocalStorage(tmp_path), [source]) as pool:
        assert (type(pool).__name__ if pool else None) == kind


class Faulty(Executor):
    """Does some of the units in threads, in any order; loses the others, and then itself."""

    def __init__(self, bears: int) -> None:
        self.threads = ThreadPoolExecutor(4)
        self.bears = bears

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        from concurrent.futures import BrokenExecutor

        self.bears -= 1
        if self.bears < -5:
            raise BrokenExecutor("gone")
        if self.bears < 0:
            lost: Future[Any] = Future()
            lost.set_exception(BrokenExecutor("a worker died"))
            return lost
        return self.threads.submit(work, *args, **kwargs)


def test_units_that_are_lost_are_done_again(
    data: Path, in_one_pass: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "PIECE", 5_000)
    monkeypatch.setattr(run, "AHEAD", 7)
    assert reported(data / "csv", "kmeans", executor=Faulty(10)) == in_one_pass["csv"]


def test_many_small_files_are_read_in_few_units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "train").mkdir()
    for number in range(600):
        (tmp_path / "train" / f"{number:03}.csv").write_text(f"{number},2\n" if number != 555 else "1,x\n")
    submitted: list[int] = []

    class Counted(ThreadPoolExecutor):
        def submit(self, work: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            submitted.append(len(args[0].sources))
            return super().submit(work, *args, **kwargs)

    with Counted(2) as threads:
        found = reported(tmp_path, "kmeans", executor=threads)
    assert submitted == [256, 256, 88]
    assert found == reported(tmp_path, "kmeans")


def test_progress_of_an_executor_comes_unit_by_unit(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PIECE", 20_000)
    seen: list[tuple[int, int]] = []
    with ThreadPoolExecutor(1) as threads:
        check(data / "records", algorithm="kmeans", executor=threads, progress=lambda *now: seen.append(now))
    total = (data / "records/train/a.pbr").stat().st_size
    assert [done for done, _ in seen] == [min((n + 1) * 20_000, total) for n in range(len(seen))]
    assert seen[-1] == (total, total)


def test_an_interrupt_gives_what_is_known_by_then(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PIECE", 20_000)

    def late(done: int, total: int) -> None:
        if done > total * 3 // 4:
            raise KeyboardInterrupt

    report = check(data / "records", algorithm="kmeans", progress=late)
    assert (report.status, [s.rule for s in report.skipped]) == ("partial", [None])
    assert [f.rule for f in report.findings] == ["REC140"], "the damage is known, what comes after it is not"
    assert 500 < report.summary.records < 1000


@pytest.mark.skipif(not Path("/proc").exists(), reason="processes are looked up in /proc")
@pytest.mark.parametrize(("stop", "number"), [(os.killpg, signal.SIGINT), (os.kill, signal.SIGTERM)])
def test_an_interrupted_command_reports_and_exits_with_2(
    tmp_path: Path, stop: Callable[[int, int], None], number: int
) -> None:
    data = tmp_path / "a.csv"
    data.write_bytes(b'1,"x",2\n' * (1 << 24))
    command = [sys.executable, "-m", "advisor", "check", str(tmp_path), "--output-format", "json", "--workers", "2"]
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "loops")}  # no threads
    started = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # what runs in the background ignores it
    )  # fmt: skip
    try:
        while started.poll() is None and len(_workers(started.pid, data)) < 2:
            time.sleep(0.05)
        stop(started.pid, number)
        out, err = started.communicate(timeout=60)
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)
            started.communicate()
    assert started.returncode == 2
    assert '"status": "partial"' in out
    assert "Traceback" not in err


def _workers(process: int, file: Path) -> set[int]:
    """Who has the file open of the group of this process, but for itself."""
    found = set()
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):  # what is no process, or has ended meanwhile
            other = int(entry.name)
            if other != process and os.getpgid(other) == process:
                found |= {other for opened in (entry / "fd").iterdir() if opened.readlink() == file}
    return found


def test_memory_does_not_grow_with_the_data(tmp_path: Path) -> None:
    peaks = []
    for times in (1, 5):
        (tmp_path / "a.csv").write_bytes((plain(100_000) + b"\n") * times)
        script = (
            "import resource, advisor; from advisor.engine.reading import run; run.PIECE = 1 << 22\n"
            "from advisor.formats import kernels; kernels.FROM = 1 << 60\n"
            "from advisor.formats.tables import csv_arrays; csv_arrays.PARSER_FROM = 0\n"
            f"advisor.check({str(tmp_path)!r}, algorithm='kmeans')\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout))
    assert peaks[1] < peaks[0] * 1.1, peaks
