"""Whether labels, in whatever format, are those that the algorithm takes."""

from __future__ import annotations

import math
from collections.abc import Iterator

from advisor.case.conversions import LABELS_BY_HAND
from advisor.case.hit import Hit
from advisor.case.labels.fix import is_turned, label_fix, may_be_last, move_fix
from advisor.case.measures import Labelled, Table, label_columns
from advisor.case.model import Case
from advisor.case.request.hyperparameters import as_set
from advisor.case.words import reach
from advisor.knowledge.models.requirements import Labels
from advisor.profile.columns import Column
from advisor.profile.predicates import ValueOutside

CLASSES = ("integer", "zero-or-one")
"""Labels of these kinds may be numbered anew."""


def labels_outside(case: Case, kind: type[Labelled]) -> Iterator[Hit]:
    """The files of one kind with labels that the task does not take."""
    for channel, file, profile in case.profiled(kind):
        columns = label_columns(case, channel, profile)
        for labels in case.requirements(Labels, channel.name):
            for column in columns:
                outside = label_outside(case, labels, column, len(columns))
                if outside:
                    elsewhere = _is_last(case, labels, column, profile)
                    fix = move_fix(file.format) if elsewhere else label_fix(labels, column)
                    severity = "error" if elsewhere and column.fractional.count else labels.severity
                    numbered = labels.values in CLASSES and not is_turned(labels, column)
                    yield file.hit(
                        outside[0], locate=outside[1], severity=severity, fix=fix, sources=labels.sources,
                        conversion=None if numbered else LABELS_BY_HAND,
                    )  # fmt: skip


def _is_last(case: Case, labels: Labels, column: Column, profile: Labelled) -> bool:
    """Whether the label seems to stand in the last column of a table."""
    last = profile.columns[-1] if isinstance(profile, Table) and len(profile.columns) > 2 else None
    return last is not None and may_be_last(column, last) and label_outside(case, labels, last, 1) is None


def label_outside(case: Case, labels: Labels, column: Column, columns: int) -> tuple[str, ValueOutside] | None:
    """What is wrong with the labels of one column, and what to look for."""
    extent, limit = column.extent, case.number(labels.below) if labels.below else None
    if labels.maximum is not None:
        limit = math.nextafter(labels.maximum, math.inf)
    if extent.empty or labels.values == "any":
        return None
    shown = reach("labels", extent.low, extent.high)
    wanted = {
        "zero-or-one": (0.0, 2.0, True),
        "integer": (labels.minimum, limit, True),
        "non-negative": (0.0, limit, False),
    }
    least = labels.minimum if labels.above is None else math.nextafter(labels.above, math.inf)
    minimum, below, integral = wanted.get(labels.values, (least, limit, False))
    minimum = 0.0 if labels.below and minimum is None else minimum
    fractional = integral and column.fractional.count > 0
    beyond = (minimum is not None and extent.low < minimum) or (below is not None and extent.high >= below)
    if beyond or fractional:
        where = f"with {as_set(case, labels.when)}" if labels.when else "here"
        if labels.values == "zero-or-one":
            text = f"{shown}; {where} they must be 0 and 1."
        elif fractional and beyond:
            text = f"{shown}, and not all of them are whole numbers."
        elif fractional:
            text = f"Labels that are not whole numbers: {column.fractional}."
        elif labels.above is not None and extent.low <= labels.above:
            text = f"{shown}; they must be above {labels.above:g}."
        elif labels.maximum is not None and extent.high > labels.maximum:
            text = f"{shown}; the highest is {labels.maximum:g}."
        elif below is not None and extent.high >= below:
            text = f"{shown}; with {labels.below} = {below:g} the highest is {below - 1:g}."
        else:
            text = f"{shown}; the lowest is {minimum:g}."
        return text, ValueOutside("labels", columns, minimum, below, integral)
    return None
