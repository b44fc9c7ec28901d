"""Compiled loops for large files: they add up what is common and leave every surprise to the plain readers.

Only this room knows numba (the extra `fast`). A reader asks `available` for files that are worth the loading.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from advisor.version import VERSION

FROM = 1 << 25
"""Bytes of a file from which on loading the compiled code pays."""

UNCOMPILED_FROM = 16
"""How many times as many bytes it takes until compiling it pays, which takes seconds and is done once."""


_always = False


@contextmanager
def always() -> Iterator[None]:
    """Files of any size are read by compiled loops meanwhile."""
    global _always
    _always = True
    try:
        yield
    finally:
        _always = False


def available(size: int) -> bool:
    """Whether a file of `size` bytes is to be read by compiled loops."""
    if _always:
        return _installed()
    return size >= FROM and _installed() and (size >= FROM * UNCOMPILED_FROM or are_kept())


def would_pay(size: int) -> bool:
    """Whether files of `size` bytes are read by plain loops only because nobody has compiled the others."""
    return size >= FROM and _installed() and not available(size)


@cache
def _installed() -> bool:
    return find_spec("numba") is not None


def are_kept() -> bool:
    """Whether compiled code is kept."""
    from advisor.formats.kernels.loops import code_folder

    return any(code_folder().glob("*.o"))


@cache
def cache_folder() -> Path:
    """Where the code is kept that was compiled of these very sources.

    It lies below `NUMBA_CACHE_DIR`, else beside the sources, else in the user's cache. numba by itself would notice
    a change of the one source that a loop stands in, and not of those whose loops were compiled into it.
    """
    here = Path(__file__).parent
    user = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    beside = here / "__pycache__" if os.access(here, os.W_OK) else Path(user, "sagemaker-advisor", "kernels")
    return Path(os.environ.get("NUMBA_CACHE_DIR") or beside, _digest(here))


def _digest(folder: Path) -> str:
    """A name for the sources in a folder, of this version."""
    from hashlib import sha256

    digest = sha256(VERSION.encode())
    for source in sorted(folder.rglob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
