"""Compiled loops for large files: they add up what is common and leave every surprise to the plain readers.

Only this room knows numba (the extra `fast`). A reader asks `available` for files that are worth the loading.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from advisor.version import VERSION

FROM = 1 << 25
"""Bytes of a file from which on loading the compiled code pays."""

UNCOMPILED_FROM = 16
"""How many times as many bytes it takes until compiling it pays, which takes seconds and is done once."""


def available(size: int) -> bool:
    """Whether a file of `size` bytes is to be read by compiled loops."""
    return size >= FROM and _installed() and (size >= FROM * UNCOMPILED_FROM or _compiled())


@cache
def _installed() -> bool:
    return find_spec("numba") is not None


def _compiled() -> bool:
    """Whether numba has kept what it compiled."""
    code = f"*.py{sys.version_info.major}{sys.version_info.minor}.nbi"
    return any(cache_folder().rglob(code))


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
    for source in sorted(folder.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
