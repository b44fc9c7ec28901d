"""Whatever is written: whole or not at all, with the source untouched, and in memory that does not grow with it."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from advisor import AdvisorError, convert, fix
from tests.builders.folders import write
from tests.builders.pictures import annotated

ROOT = Path(__file__).parents[2]
TEXT = "".join(f"{i % 2},the river {i} runs by the house {i % 97},it rains {i % 89} days\n" for i in range(400))


def texts(folder: Path) -> Path:
    return write(folder, {"a.csv": TEXT})


CASES: dict[str, tuple[Callable[[Path], Path], dict[str, Any]]] = {
    "csv": (texts, {"to": "csv", "keep": 2}),
    "sentences": (texts, {"to": "sentences", "text": 2, "label": 1}),
    "word counts": (texts, {"to": "recordio-protobuf", "text": 2, "vocabulary": "words"}),
    "pairs": (texts, {"to": "sequence-pairs", "label": 1, "first": 2, "second": 3, "vocabulary": "words"}),
    "sequences": (texts, {"to": "token-records", "first": 2, "second": 3, "vocabulary": "words"}),
    "records": (annotated.class_folders, {"to": "image-recordio"}),
    "list": (annotated.class_folders, {"to": "lst"}),
    "boxes": (annotated.coco, {"to": "detection-json"}),
    "manifest": (annotated.ground_truth, {"to": "augmented-manifest", "prefix": "s3://b/o"}),
    "frames": (annotated.video, {"to": "detection-json"}),
    "masks": (annotated.drifting_masks, {"to": "masks"}),
}


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {str(p): (p.stat().st_mtime_ns, p.read_bytes()) for p in sorted(folder.rglob("*")) if p.is_file()}


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """To the writer it is as a disk that is full: the system refuses to write on."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    kept = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, kept)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("size", [0, 900])
def test_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str, size: int) -> None:
    made, told = CASES[case]
    before = state(made(tmp_path / "in"))
    pytest.importorskip("sklearn.feature_extraction.text")  # which writes a file when it is imported
    monkeypatch.chdir(tmp_path)
    with files_of_at_most(size), pytest.raises(AdvisorError, match=r"out: could not be written: File too large"):
        convert("in", output="out", **told)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert state(tmp_path / "in") == before


def test_full_disk_leaves_nothing_of_mended_data(tmp_path: Path) -> None:
    write(tmp_path, {"in/train/a.txt": '__label__a "some words"\n__label__b "others"\n' * 90})
    with files_of_at_most(100), pytest.raises(AdvisorError, match=r"out: could not be written: File too large"):
        fix(tmp_path / "in", algorithm="blazingtext", hyperparameters={"mode": "supervised"}, output=tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize("case", ["records", "boxes", "masks", "sequences"])
@pytest.mark.parametrize("later", [0.0, 0.05])
def test_killed_midway_leaves_nothing_under_the_name(tmp_path: Path, case: str, later: float) -> None:
    made, told = CASES[case]
    count = {} if made is texts else {"count": 300}
    source = made(tmp_path / "in", **count)
    if made is texts:
        (source / "a.csv").write_text(TEXT * 200)
    before = state(source)
    script = f"import advisor; advisor.convert('in', output='out', **{told!r})"
    process = subprocess.Popen(
        [sys.executable, "-c", script], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    until = time.monotonic() + 60
    while not any(path.suffix == ".tmp" for path in tmp_path.iterdir()) and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(later)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert not (tmp_path / "out").exists()
    assert state(source) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_command_leaves_nothing(tmp_path: Path, number: int) -> None:
    write(tmp_path, {"a.csv": "1,2,x\n" * 3_000_000})
    command = [sys.executable, "-m", "advisor", "convert", "a.csv", "--to", "csv", "--output", "b.csv", "--keep", "1"]
    process = subprocess.Popen(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # what runs in the background ignores it
    )  # fmt: skip
    until = time.monotonic() + 60
    while not any(tmp_path.glob(".*.tmp/*")) and time.monotonic() < until:
        time.sleep(0.005)
    process.send_signal(number)
    _, told = process.communicate()
    assert told == "advisor: interrupted\n"
    assert process.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize("case", ["csv", "sentences", "word counts", "sequences"])
def test_memory_does_not_grow_with_the_source(tmp_path: Path, case: str) -> None:
    made, told = CASES[case]
    source = made(tmp_path / "in")
    script = (
        "import pathlib, sys, advisor\n"
        f"advisor.convert('in', output=sys.argv[1], **{told!r})\n"
        "print(pathlib.Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
    )
    peaks = []
    for times in (60, 600):
        (source / "a.csv").write_text(TEXT * times)
        words = [sys.executable, "-c", script, f"out{times}"]
        done = subprocess.run(
            words, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
        )  # fmt: skip
        peaks.append(int(done.stdout))
    assert peaks[1] < peaks[0] + 7_000  # kilobytes; the source has grown from 1,000 to 10,400
