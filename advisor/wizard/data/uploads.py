"""The folder of what a visitor uploads, and how much it takes."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path
from threading import Timer

from advisor.dataset.stored import Bounds

BOUNDS = Bounds(2_000_000_000, 200_000, 'give its folder as a path instead, under "Name a path on this machine"')
"""What is stored for one visitor, and what a zip file may unpack to."""

MOST_SECONDS = 86_400.0
"""After which an upload is removed, be its visitor still there or not."""


class UploadFolder:
    """A temporary folder for one visitor's files.

    It is removed with this object, when it is too old, or when the process ends.
    """

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="advisor-"))
        self._remove = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
        self._old = Timer(MOST_SECONDS, self._remove)
        self._old.daemon = True
        self._old.start()

    def remove(self) -> None:
        self._old.cancel()
        self._remove()
