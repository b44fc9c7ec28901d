"""The data that one visitor has in hand, and what the last check said of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from weakref import finalize

from advisor.case.around import Around
from advisor.case.model import Case
from advisor.conversion.results import Fixed
from advisor.engine.cache import Cache
from advisor.engine.excerpts.around import around_below
from advisor.engine.excerpts.samples import samples_below
from advisor.engine.excerpts.source_line import lines_below
from advisor.engine.options import NOTHING_ASKED, Asked
from advisor.findings import Report
from advisor.report.terminal import Look
from advisor.wizard.data.running import Running, Settle, Task
from advisor.wizard.data.uploads import UploadFolder

AT_ONCE = 0.5
"""Seconds: a check that takes no longer is shown without a sign that it runs."""
GRACE_SECONDS = 60.0
"""After which the files of a visitor who has left are removed: who comes back sooner finds them."""


@dataclass(eq=False)
class Held:
    """`location`: a path on this machine or `s3://bucket/prefix`. `case`: what a scan without an
    algorithm learned of it; there is one only after a check.

    `upload` holds the files of this visitor. `running`: a check that has not ended. `asked`: what the last one was
    asked; `refused`: why it could not be done. `ended`: how many checks have. `cache`: what was read. `mended`: what
    came of mending it, by the `answers` to what was asked.
    """

    location: str | Path | None = None
    case: Case | None = None
    report: Report | None = None
    upload: UploadFolder | None = None
    running: Running | None = None
    cache: Cache = field(default_factory=Cache)
    asked: Asked = NOTHING_ASKED
    refused: str = ""
    ended: int = 0
    mended: Fixed | None = None
    answers: dict[str, str] = field(default_factory=dict)
    _samples: dict[str, list[Around]] = field(default_factory=dict)
    _leaving: Timer | None = None

    @property
    def address(self) -> str:
        """The data as the person names it; empty where it was uploaded."""
        uploaded = self.upload and isinstance(self.location, Path) and self.location.is_relative_to(self.upload.path)
        return "" if uploaded or self.location is None else str(self.location)

    def begin(
        self, location: str | Path | None, asked: Asked, settle: Settle | None = None, case: Case | None = None
    ) -> None:
        """Checks data, a request, or both, in the background. `case`: what is known of the data already."""
        self.stop()
        if location != self.location:
            self.cache = Cache()
        self.location, self.case, self.report, self.refused, self.asked = location, case, None, "", asked
        self.mended, self.answers, self._samples = None, {}, {}
        self.running = Running(Task(location, asked, case, self.cache, settle))
        finalize(self, self.running.stop)

    def stop(self) -> None:
        if self.running:
            self.running.stop()

    def collect(self, seconds: float = 0) -> bool:
        """Takes over what came of the check, where it has ended within so many seconds."""
        if self.running is None:
            return False
        self.running.wait(seconds)
        ended = self.running.outcome
        if ended is None:
            return False
        self.asked, self.case, self.report, self.refused = ended.asked, ended.case, ended.report, ended.refused
        self.running, self.ended = None, self.ended + 1
        return True

    def refuse(self, why: str) -> None:
        """Nothing that could be checked was given."""
        self.refused, self.ended = why, self.ended + 1

    @property
    def look(self) -> Look:
        """How reports on the data quote it."""
        if self.location is None:
            return Look()
        return Look(
            source_line=lines_below(self.location), around=around_below(self.location), root=self.address,
            is_file=isinstance(self.location, Path) and self.location.is_file(),
        )  # fmt: skip

    def samples(self, channel: str, fmt: str | None) -> list[Around]:
        """The first samples of a channel, which are looked for once."""
        if channel not in self._samples:
            self._samples[channel] = samples_below(self.location)(channel, fmt) if self.location else []
        return self._samples[channel]

    def fresh_upload(self) -> Path:
        """An empty folder for the next upload. The last one is removed, with its report."""
        self.close()
        self.report, self.case = None, None
        return self.scratch()

    def scratch(self) -> Path:
        """The folder that goes with the visitor."""
        self.upload = self.upload or UploadFolder()
        return self.upload.path

    def close(self) -> None:
        """Stops what runs, and removes the files of the visitor."""
        self.stop()
        if not self.address:
            self.location = None
        if self.upload:
            self.upload.remove()
            self.upload = None

    def leave(self) -> None:
        """The visitor has gone, perhaps for good."""
        self._leaving = Timer(GRACE_SECONDS, self.close)
        self._leaving.daemon = True
        self._leaving.start()

    def stay(self) -> None:
        """The visitor is here, or has come back."""
        if self._leaving:
            self._leaving.cancel()
            self._leaving = None
