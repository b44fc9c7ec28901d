"""Learnt weights as they ship: whole steps of a signed byte."""

from __future__ import annotations

from typing import Any

import numpy as np

STEPS = 127


def whole_steps(weights: Any) -> tuple[Any, float]:
    """Weights in whole steps from -127 to 127, and what a step is worth."""
    unit = round(float(np.abs(weights).max()) / STEPS, 8)
    return np.clip(np.rint(weights / unit), -STEPS, STEPS).astype(np.int8), unit
