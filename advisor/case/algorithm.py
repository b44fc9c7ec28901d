"""What an algorithm reads and learns, beyond single requirements."""

from __future__ import annotations

from advisor.case.model import Case
from advisor.knowledge.models.algorithm import Format


def has_boxes(case: Case) -> bool:
    """Whether the algorithm learns boxes."""
    manifest = case.augmented
    return manifest is not None and manifest.label == "boxes"


def reads(case: Case, wanted: Format) -> bool:
    """Whether the algorithm reads data of a format at all; where not, there is nothing to say of its content."""
    return case.algorithm is not None and any(c.format == wanted for c in case.algorithm.content_types.values())
