"""What a scan learns of pairs of token sequences: JSON Lines with a label and two lists of ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from advisor.profile.base import Distinct, Extent, FileProfile, Merged, Tally
from advisor.profile.columns import Column
from advisor.profile.sizes import Sizes
from advisor.profile.sketch import Sketch

SIDES = ("in0", "in1")
LABEL = "label"
KEYS = (LABEL, *SIDES)

KEYS_KEPT = 20
"""Other keys of a file that are told apart."""


@dataclass(slots=True)
class Sequences(Merged):
    """All lists of one side. `lengths` counts ids, those that are none too.

    `faults`, each with its places: missing, not-a-list, empty, not-whole (an id that is no whole number), fraction
    (one written as 3.0), negative.
    """

    ids: Extent = field(default_factory=Extent)
    lengths: Sizes = field(default_factory=Sizes)
    faults: dict[str, Tally] = field(default_factory=dict)


@dataclass(slots=True)
class SequencePairsProfile(FileProfile):
    """`records` are the lines that hold an object.

    `label`: the labels that are numbers; of its `seen` there are missing and not-a-number. `other_keys`: what
    lines hold beside label, in0 and in1; `more_keys` whether there are others than those kept. `texts`: the
    different lines of a small file, by keys; `bodies`: the same without their labels.
    """

    format: ClassVar[str] = "sequence-pairs"

    label: Column = field(default_factory=Column)
    in0: Sequences = field(default_factory=Sequences)
    in1: Sequences = field(default_factory=Sequences)
    other_keys: dict[str, Tally] = field(default_factory=dict)
    more_keys: int = 0
    texts: Sketch = field(default_factory=Sketch)
    bodies: Sketch = field(default_factory=Sketch)

    def side(self, name: str) -> Sequences:
        return self.in0 if name == SIDES[0] else self.in1

    def missing(self, key: str) -> Tally | None:
        """The lines without a key."""
        faults = self.label.seen if key == LABEL else self.side(key).faults
        return faults.get("missing")

    @property
    def full(self) -> bool:
        return self.more_keys > 0 or len(self.other_keys) > KEYS_KEPT

    @property
    def labels(self) -> Distinct:
        return self.label.distinct

    def summary(self) -> dict[str, Any]:
        sides = {name: self.side(name) for name in SIDES}
        label = self.label
        return {
            "labels": {"min": label.extent.low, "max": label.extent.high} if label.numbers else None,
            "classes": label.distinct.shown(),
            **{
                name: {"lowest_id": side.ids.low, "highest_id": side.ids.high, "longest": side.lengths.high}
                for name, side in sides.items()
                if not side.ids.empty
            },
            **{f"{name}_lengths": side.lengths.shown() for name, side in sides.items()},
        }
