"""Whether the same numbers of two channels are on one scale."""

from __future__ import annotations

from advisor.profile.base import Extent

MANY_TIMES = 10
"""How many times as large the numbers of one channel are where no growth explains that none lies among the others."""


def lie_apart(ours: Extent, theirs: Extent) -> bool:
    """Whether no number of one range lies in the other."""
    return not (ours.empty or theirs.empty) and (ours.low > theirs.high or ours.high < theirs.low)


def differ_in_scale(ours: Extent, theirs: Extent) -> bool:
    """Whether two ranges do not overlap, and the numbers of one are many times as large."""
    sizes = sorted(max(abs(one.low), abs(one.high)) for one in (ours, theirs))
    return lie_apart(ours, theirs) and sizes[1] >= MANY_TIMES * sizes[0]
