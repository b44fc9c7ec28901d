"""Whether the same numbers of two channels are on one scale."""

from __future__ import annotations

from math import log10

from advisor.profile.base import Extent

MANY_TIMES = 10
"""How many times as large the numbers of one channel are where no growth explains that none lies among the others."""

LEAST_POWER = 2
"""The power of ten from which on a factor tells another unit."""
ABOUT = 0.4
"""How far from it, in powers of ten, the ends of samples may be."""


def lie_apart(ours: Extent, theirs: Extent) -> bool:
    """Whether no number of one range lies in the other."""
    return not (ours.empty or theirs.empty) and (ours.low > theirs.high or ours.high < theirs.low)


def differ_in_scale(ours: Extent, theirs: Extent) -> bool:
    """Whether two ranges do not overlap, and the numbers of one are many times as large."""
    sizes = sorted(max(abs(extent.low), abs(extent.high)) for extent in (ours, theirs))
    return lie_apart(ours, theirs) and sizes[1] >= MANY_TIMES * sizes[0]


def differ_in_unit(ours: Extent, theirs: Extent) -> bool:
    """Whether both ends of two ranges that do not overlap are about the same power of ten apart: grams, kilograms."""
    if not lie_apart(ours, theirs) or min(ours.low, theirs.low) <= 0:
        return False
    powers = [log10(ours.low / theirs.low), log10(ours.high / theirs.high)]
    power = round(sum(powers) / 2)
    return abs(power) >= LEAST_POWER and all(abs(other - power) <= ABOUT for other in powers)
