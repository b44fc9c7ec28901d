"""What a scan learns of the index that im2rec writes beside image records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from advisor.profile.base import Extent, FileProfile


@dataclass(slots=True)
class RecordIndexProfile(FileProfile):
    """`entries`: lines that give the place of a record; `offsets`: the least and the greatest place, in bytes.

    `records` stays 0: the samples are counted where they are.
    """

    format: ClassVar[str] = "record-index"
    spans_files: ClassVar[bool] = False

    entries: int = 0
    offsets: Extent = field(default_factory=Extent)

    def summary(self) -> dict[str, Any]:
        return {"entries": self.entries}
