"""How far a long check has come, on standard error."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from advisor.engine.reading.watch import Progress
from advisor.report.terminal import how_far

QUIET_SECONDS = 1.0
STEP_SECONDS = 0.2


@contextmanager
def progress() -> Iterator[Progress | None]:
    """What the scan calls with the bytes read and the bytes in all; None where nobody watches."""
    if not sys.stderr.isatty() or os.environ.get("CI"):
        yield None
        return
    started = shown = time.monotonic()

    def show(done: int, total: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - started < QUIET_SECONDS or now - shown < STEP_SECONDS or not done:
            return
        shown = now
        print(f"\r\x1b[K{how_far(done, total, now - started)}", end="", file=sys.stderr, flush=True)

    try:
        yield show
    finally:
        if shown != started:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
