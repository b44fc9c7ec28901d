"""What is to be done to a file that is no table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

SET_ASIDE = "set-aside"
"""The repair that leaves out what is broken, and lists it."""
EMPTY_BOXES = "drop-empty-boxes"
"""The same of boxes that enclose nothing."""
BROKEN, LEAVE_OUT = "broken", "leave-out"
"""The question that it asks, and the answer that allows it."""

UNPAIRED = "unpaired"
"""The question what becomes of pictures without what belongs to them, and the other way round."""

MOVE_LABEL = "move-label"
"""The repair that no finding names: a person says that the label is not the first column."""
FOLLOW = "follow-pictures"
"""The repair of a file that names pictures which are elsewhere, called otherwise, or left out."""

Moved = Mapping[str, str | None]
"""Path of a picture in its channel -> its new path; None where it is left out."""


@dataclass(frozen=True, slots=True)
class Order:
    """`rules`: those that name the repairs. `answers`: question -> choice, as far as the repairs ask."""

    repairs: tuple[str, ...] = ()
    rules: frozenset[str] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, Mapping[str, Mapping[str, float]]] = field(default_factory=dict)
    """Repair -> the numbers that it gives, over all files."""
    moved: Moved = field(default_factory=dict)
    """What became of the pictures that the file names."""
    lost: frozenset[str] = frozenset()
    """The pictures that it names and that are not there."""

    @property
    def leaves_out_broken(self) -> bool:
        return SET_ASIDE in self.repairs and self.answers.get(BROKEN) == LEAVE_OUT

    @property
    def leaves_out_empty_boxes(self) -> bool:
        return EMPTY_BOXES in self.repairs and self.answers.get(BROKEN) == LEAVE_OUT


def last_field(line: str) -> str:
    """The path of a line of a list, however its fields are parted."""
    return re.split(r"[\t,;]", line.rstrip())[-1].strip(' "').replace("\\", "/")
