"""Boxes given as fractions of their image where pixels are wanted."""

from __future__ import annotations


def are_fractions(left: float, top: float, right: float, bottom: float) -> bool:
    """Whether a box lies within one pixel, as boxes in fractions do; of whole numbers it may be that pixel."""
    sides = (left, top, right, bottom)
    return min(sides) >= 0 and max(sides) <= 1 and not all(float(side).is_integer() for side in sides)
