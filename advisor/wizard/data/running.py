"""A check while it runs in a thread of its own: how far it has come, and a way to stop it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from advisor.case.model import Case
from advisor.dataset.opening import open_storage
from advisor.engine.cache import Cache
from advisor.engine.check import check_asked, check_scanned
from advisor.engine.options import Asked, Reading
from advisor.engine.reading.watch import Progress
from advisor.engine.scan import scan_case
from advisor.errors import AdvisorError
from advisor.findings import Report

WORK_SECONDS, YIELD_SECONDS = 0.02, 0.002
"""After so long a stretch of reading Python's lock is left to the pages for so long."""

Settle = Callable[[Case], Asked]
"""What is asked of data, once it is known what the data is."""


@dataclass(frozen=True, slots=True)
class Task:
    """`location`: of the data; without it `asked` holds a request, which is judged alone.

    `case`: what is known of the data, where it was read before. `cache` holds what was read for it. `settle`: where
    what is asked depends on the data.
    """

    location: str | Path | None
    asked: Asked
    case: Case | None = None
    cache: Cache = field(default_factory=Cache)
    settle: Settle | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `case`: only where all of the data was read. `refused`: why there is no report."""

    asked: Asked
    case: Case | None = None
    report: Report | None = None
    refused: str = ""


class Running:
    """Begins at once. The page asks from time to time how far it has come, and takes the outcome in the end."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.done = self.total = 0
        self.outcome: Outcome | None = None
        self._begun = self._yielded = time.monotonic()
        self._stopped = Event()
        self.stop = self._stopped.set
        """What is known by then is kept."""
        self._thread = Thread(target=self._run, daemon=True, name="check")
        self._thread.start()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._begun

    @property
    def is_stopped(self) -> bool:
        return self._stopped.is_set()

    def wait(self, seconds: float) -> None:
        self._thread.join(seconds)

    def _progress(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        if time.monotonic() - self._yielded > WORK_SECONDS:
            time.sleep(YIELD_SECONDS)
            self._yielded = time.monotonic()
        if self.is_stopped:
            raise KeyboardInterrupt  # as at a terminal: what has been read is judged

    def _run(self) -> None:
        try:
            self.outcome = outcome(self.task, self._progress)
        except AdvisorError as error:
            self.outcome = Outcome(self.task.asked, refused=str(error))
        except Exception:
            logging.getLogger(__name__).exception("a check failed")
            self.outcome = Outcome(self.task.asked, refused="a fault of the advisor itself; its log says more")


def outcome(task: Task, progress: Progress) -> Outcome:
    """Reads the data without an algorithm, for the advice, and judges it as asked. Raises `AdvisorError`."""
    reading = Reading(workers=1, cache=task.cache, progress=progress)  # more of them would slow the pages of others
    if task.location is None:
        return Outcome(task.asked, report=check_asked(None, task.asked, reading))
    storage = open_storage(task.location)
    case = task.case or scan_case(storage, reading=reading)
    if not case.complete:
        return Outcome(task.asked, report=check_scanned(case, storage, task.asked))
    asked = task.settle(case) if task.settle else task.asked
    return Outcome(asked, case, check_asked(task.location, asked, reading))
