"""Compiled loops for large files: they add up what is common and leave every surprise to the plain readers.

Only this room knows numba (the extra `fast`). A reader asks `available` for files that are worth the loading.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

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
    return any(_cache_folder().rglob(code))


@cache
def _cache_folder() -> Path:
    """Where numba keeps what it compiles: beside the sources, or in the user's cache where those cannot be written."""
    here = Path(__file__).parent
    if "NUMBA_CACHE_DIR" not in os.environ and not os.access(here, os.W_OK):
        user = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        os.environ["NUMBA_CACHE_DIR"] = str(Path(user, "sagemaker-advisor", "kernels"))
    return Path(os.environ.get("NUMBA_CACHE_DIR") or here / "__pycache__")
