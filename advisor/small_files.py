"""Reads the small files that people write: requests, problems, configurations, baselines. Never more than a bound."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

MOST = 1 << 25
"""Bytes of such a file, at most."""
MOST_VALUES = 1_000_000
"""Values in it, each alias of YAML counted as often as it stands for something."""


def small_text(path: Path, most: int = MOST) -> str:
    """The text of a small file, or of what a shell hands over in the place of one. `most`: bytes of it.

    Raises `OSError`, also where it is too large, or no file to be read to its end; and `UnicodeDecodeError`.
    """
    mode = path.stat().st_mode
    handed_over = stat.S_ISFIFO(mode) and path.parent.name == "fd"  # cmd --job <(...)
    if not stat.S_ISREG(mode) and not handed_over:
        raise OSError(errno.EINVAL, "is no regular file")
    with path.open("rb") as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, f"is larger than {most >> 20} MiB, which no such file is")
    return content.decode("utf-8-sig")


def bounded(content: object) -> object:
    """The content of a file, unless it is endless. Raises `ValueError` where aliases make it so."""
    count, waiting = 0, [content]
    while waiting:
        value = waiting.pop()
        inner = [*value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
        count += len(inner)
        if count > MOST_VALUES:
            raise ValueError(f"holds more than {MOST_VALUES:,} values, or refers to itself")
        waiting += inner
    return content
