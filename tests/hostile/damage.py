"""Every change of a byte in a small sound file of each format: reported, or harmless for the reason in `damage.toml`.

python -m tests.hostile.damage [FORMAT...]   # all 255 changes of every byte, and every length
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from advisor.engine.check import check
from advisor.findings import Report
from tests.hostile.readers import refused
from tests.hostile.sound import SOUND

MEMORY = "/dev/shm"
"""Where files cost no disk, on systems that have it."""


class SilenceError(Exception):
    """A damaged file passed without a word."""


class Change(NamedTuple):
    """`at`: the byte that is changed, or the length to which the file is cut. `new`: what it becomes; None if cut."""

    at: int
    new: int | None

    def of(self, data: bytes) -> bytes:
        return data[: self.at] + (b"" if self.new is None else bytes([self.new]) + data[self.at + 1 :])


class Harmless(NamedTuple):
    """A row of the table: changes that leave a file of the format, by its definition."""

    because: str
    still: str | None
    within: tuple[range, ...]
    becomes: str
    taken: bool

    def covers(self, change: Change, data: bytes) -> bool:
        if self.still is not None:
            return bool(re.fullmatch(self.still.encode(), change.of(data)))
        within = change.new is not None and any(change.at in part for part in self.within)
        return within and bool(re.fullmatch(self.becomes.encode("latin-1"), bytes([change.new or 0]), re.DOTALL))


@cache
def table() -> dict[str, list[Harmless]]:
    """Format -> its rows."""
    content = tomllib.loads(Path(__file__).with_name("damage.toml").read_text("utf-8"))
    words: dict[str, str] = content.pop("words")
    return {name: [_row(row, words) for row in rows] for name, rows in content.items()}


def _row(row: dict[str, Any], words: dict[str, str]) -> Harmless:
    still: str | None = row.get("still")
    for word, pattern in words.items():
        still = still and still.replace(f"<{word}>", f"(?:{pattern})")
    within = tuple(range(first, last + 1) for first, last in row.get("bytes", []))
    return Harmless(row["because"], still, within, row.get("becomes", "."), row.get("taken", False))


LARGE = 250
"""Bytes of a file that is large for a test that reads it anew for each of them."""


def few(data: bytes) -> Iterator[Change]:
    """A cut at every length, and four changes of every byte, or of a larger file two."""
    for at, byte in enumerate(data):
        others = {byte ^ 1, byte ^ 0x80}
        if len(data) < LARGE:
            others |= {byte ^ 2, 0x0A if byte == 0x20 else 0x20}
        yield from (Change(at, new) for new in (None, *sorted(others)))


def every(data: bytes) -> Iterator[Change]:
    for at, byte in enumerate(data):
        yield Change(at, None)
        yield from (Change(at, new) for new in range(256) if new != byte)


class Wrong(NamedTuple):
    change: Change
    why: str


def held(name: str, changes: Callable[[bytes], Iterator[Change]], folder: Path) -> list[Wrong]:
    """Where the check and the table of the format do not agree; or the table with the independent reader, or itself."""
    sound, rows = SOUND[name], table().get(name, [])
    before = judged(name, sound.data, folder)
    taken = {row for row in rows if row.taken}
    used: set[Harmless] = set()
    wrong = []
    for change in changes(sound.data):
        data = change.of(sound.data)
        if taken and not refused(sound.read, data):
            used |= taken
            continue
        report = judged(name, data, folder)
        silent = said(report) <= said(before)
        covering = {row for row in rows if row.covers(change, sound.data)}
        used |= covering
        if silent and not covering:
            wrong.append(Wrong(change, "silent"))
        elif covering and refused(sound.read, data):
            wrong.append(Wrong(change, "harmless by the table, refused by the reader"))
        elif covering and errors(report) - errors(before):
            wrong.append(Wrong(change, "harmless by the table, an error by the check"))
    return wrong + [Wrong(Change(0, None), f"never seen: {row.because}") for row in rows if row not in used]


def judged(name: str, data: bytes, folder: Path) -> Report:
    """The report on the file with these bytes."""
    sound = SOUND[name]
    for path, content in {**sound.others, sound.path: data}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)  # ext4 waits for the disk where a file is emptied and written anew
        target.write_bytes(content)
    return check(
        folder, algorithm=sound.algorithm, decode=sound.decode, hyperparameters=sound.hyperparameters,
        content_types=sound.content_types, job=sound.job,
    )  # fmt: skip


def said(report: Report) -> set[str]:
    """What is said of the data, of which damage must change something."""
    findings = {f"{f.rule} {f.location} {f.message}" for f in report.findings}
    return findings | {one.because for one in report.skipped}


def errors(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings if finding.severity == "error"}


def main() -> int:
    wrong = 0
    for name in sys.argv[1:] or SOUND:
        with TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder:
            found = held(name, every, Path(folder))
        print(f"{name}: {len(list(every(SOUND[name].data))):,} changes, {len(found)} open", flush=True)
        for change, why in found:
            print(f"  {change}: {why}")
        wrong += len(found)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
