"""Problems with their right answers, which are no examples of the word reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

NONE = ["none"]


def problems() -> Iterator[tuple[str, list[str]]]:
    """Each problem with the algorithms of which one has to come first; `NONE` where none fits."""
    best: list[str] = []
    for line in (Path(__file__).parent / "problems.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            best = line.strip("[]").split()
        elif line and not line.startswith("#"):
            yield line, best
