"""Where text goes and how it looks there, the lines it quotes, and progress."""

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import pytest

from advisor.cli import output
from advisor.cli.output import emit, look, wants_colour
from advisor.cli.progress import progress
from advisor.engine.excerpts.source_line import lines_below
from advisor.findings import Location


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "stream", "wanted"),
    [
        ({}, Terminal(), True),
        ({}, io.StringIO(), False),
        ({"NO_COLOR": "1"}, Terminal(), False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, Terminal(), False),
        ({"FORCE_COLOR": "1"}, io.StringIO(), True),
        ({"TERM": "dumb"}, Terminal(), False),
    ],
)
def test_colour(
    environment: dict[str, str], stream: io.StringIO, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wants_colour(stream) is wanted


def test_file_is_never_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert look().colour
    assert not look("report.txt").colour


def test_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.txt"
    target.write_text("old")

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(output.OutputError, match="No space left on device"):
        emit("new", str(target))
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("real")
    emit("text", str(tmp_path / "link"))
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "text"


def test_device_is_written_to() -> None:
    emit("text", "/dev/null")
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize(
    ("content", "number", "line"),
    [
        (b"a\nb\nc\n", 1, "a"),
        (b"a\nb\nc", 3, "c"),
        (b"a\r\nb\r\n", 2, "b"),
        (b"a\rb\rc", 2, "b"),
        (b"\xef\xbb\xbfa\n", 1, "a"),
        (b"a\n\xff\n", 2, "\\xff"),
        (b"a\n", 9, None),
        (b"\xff\xfea\x00\n\x00", 1, None),
        (b"x" * 3_000_000 + b"\nb\n", 2, "b"),
        (b"\n" * 2_000_000 + b"b", 2_000_001, "b"),
        (b"a\n" + b"y" * 100_000, 2, "y" * 65_536),
    ],
)
def test_line_of_a_file(content: bytes, number: int, line: str | None, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert lines_below(tmp_path)(Location(file="a.csv", line=number)) == line
    assert lines_below(tmp_path / "a.csv")(Location(file="a.csv", line=number)) == line


@pytest.mark.parametrize(
    ("content", "line"),
    [(gzip.compress(b"1\n2\n", mtime=0), "2"), (gzip.compress(b"1\n2\n", mtime=0)[:-12], None),
     (gzip.compress(gzip.compress(b"1\n2\n", mtime=0), mtime=0), None)],
)  # fmt: skip
def test_line_of_what_is_compressed(content: bytes, line: str | None, tmp_path: Path) -> None:
    (tmp_path / "a.json.gz").write_bytes(content)
    assert lines_below(tmp_path)(Location(file="a.json.gz", line=2)) == line


def test_line_that_is_not_there(tmp_path: Path) -> None:
    quote = lines_below(tmp_path)
    assert [quote(Location(file="no", line=1)), quote(Location(line=1)), quote(Location(file="no"))] == [None] * 3


def test_progress_in_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    with progress() as show:
        assert show is None
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("CI", "true")
    with progress() as show:
        assert show is None


def test_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    stream, clock = Terminal(), iter([0.0, 0.5, 2.0, 2.1, 100.0])
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    with progress() as show:
        assert show is not None
        for done in (1, 200_000, 210_000, 250_000):
            show(done, 1_000_000)
    assert stream.getvalue() == ("\r\x1b[K200 kB of 1 MB, 8 s left\r\x1b[K250 kB of 1 MB, 5 min 0 s left\r\x1b[K")
