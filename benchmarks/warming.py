"""What comes before the clock starts: a little of the data to warm up on, and the data in memory."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

HEAD = 1 << 22
"""Bytes of a file that are its head."""


def head_of(path: Path, folder: Path) -> Path:
    """A file, or folder, of the first of the data only."""
    if path.is_dir():
        few = folder / "few"
        few.mkdir(exist_ok=True)
        for file in sorted(path.iterdir())[:3]:
            (few / file.name).write_bytes(file.read_bytes())
        return few
    head = folder / f"head{os.getpid()}"
    with path.open("rb") as stream:
        data = BytesIO(stream.read(HEAD)).getvalue()
    head.write_bytes(data[: data.rfind(b"\n") + 1] if _is_text(data) else _whole_records(data))
    return head


def read_through(path: Path) -> None:
    """Has the system hold the data in memory, from where it may have been put out since the last run."""
    buffer = bytearray(1 << 20)
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        with file.open("rb", buffering=0) as stream:
            while stream.readinto(buffer):
                pass


def _is_text(data: bytes) -> bool:
    return not data.startswith(b"\x0a\x23\xd7\xce")


def _whole_records(data: bytes) -> bytes:
    at = 0
    while at + 8 <= len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + length + -length % 4 > len(data):
            break
        at += 8 + length + -length % 4
    return data[:at]
