"""The rule that labels are those that the task takes, which every format of tables has under a code of its own."""

from __future__ import annotations

from collections.abc import Callable

from advisor.rules.base import Check, rule
from advisor.rules.raised import SEVERAL_CLASSES, XGBOOST

FIX = "Number the classes 0, 1, 2, ... and set the number of classes to match."
FIRST_COLUMN = " The label is the first column."


def label_rule(
    code: str, name: str = "label-does-not-fit", *, fix: str = FIX, sources: tuple[str, ...], requires: tuple[str, ...]
) -> Callable[[Check], Check]:
    return rule(
        code, name, "error",
        summary="A label is outside the range that the task accepts.",
        why="Classes are counted from 0; a label outside the range makes training fail, or train on the wrong classes.",
        fix=fix,
        sources=sources,
        requires=requires,
        training_error="Label must be in [0, num_class)",
        raised_by=XGBOOST,
        raised_when=SEVERAL_CLASSES,
        conversion="number the classes from 0",
    )  # fmt: skip
