"""Small or odd inputs that ask for far more than their size: each runs in a process whose memory has a bound."""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.documents.documents import REQUEST

MEMORY = 1 << 31
"""Bytes of addresses, of which the libraries alone take some 600 MB."""

HANG = 120
"""Seconds: each takes a few, and took minutes or had no end before there was a bound."""

Made = Callable[[Path], list[str]]


def commas(folder: Path) -> list[str]:
    (folder / "a.csv").write_bytes(b"," * (1 << 20) + b"\n")
    return [str(folder / "a.csv"), "--algorithm", "kmeans"]


def cells(folder: Path) -> list[str]:
    (folder / "a.csv").write_bytes(b"1," * (16 << 20))
    return [str(folder / "a.csv"), "--algorithm", "kmeans"]


def line_feeds(folder: Path) -> list[str]:
    (folder / "a.json.gz").write_bytes(gzip.compress(b"\n" * (16 << 20), 1))
    return [str(folder / "a.json.gz"), "--algorithm", "deepar"]


def channels(folder: Path) -> list[str]:
    (one,) = REQUEST["InputDataConfig"]
    many = [{**one, "ChannelName": f"c{number}"} for number in range(5_000)]
    (folder / "job.json").write_text(json.dumps({**REQUEST, "InputDataConfig": many}))
    return ["--job", str(folder / "job.json")]


UNREAD: dict[Made, str] = {
    commas: "rows of more than 262,144 cells; those beyond were not read",
    cells: "rows of more than 262,144 cells; those beyond were not read",
    line_feeds: "far more lines than bytes, as it is packed; those beyond were not read",
    channels: "the first 100 alone were judged",
}


def bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@pytest.mark.parametrize("made", UNREAD, ids=lambda made: made.__name__)
def test_what_asks_for_more_than_its_size_is_left_unread_and_named(made: Made, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "advisor", "check", *made(tmp_path), "--output-format", "json"]
    done = subprocess.run(words, capture_output=True, timeout=HANG, preexec_fn=bound, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert UNREAD[made] in json.dumps(json.loads(done.stdout)["skipped"])
