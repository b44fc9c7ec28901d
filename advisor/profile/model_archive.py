"""What a scan learns of the archive of a trained model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from advisor.profile.base import FileProfile


@dataclass(slots=True)
class ModelArchiveProfile(FileProfile):
    """One archive. It holds no samples: `records` stays 0. `settings`: hyperparameters that it was trained with."""

    format: ClassVar[str] = "model-archive"
    spans_files: ClassVar[bool] = False

    settings: dict[str, str] = field(default_factory=dict)
