"""What would mend labels that a task does not take. It follows from what they are."""

from __future__ import annotations

from advisor.case.measures import counted_from_one
from advisor.knowledge.models.requirements import Labels
from advisor.profile.columns import Column

FEW = 10
MOST_CLASSES = 100
"""Different whole numbers from which on labels are rather a quantity than classes."""

_WRITTEN = {"parquet": "to_parquet(path, index=False)"}
"""Format -> how pandas writes a table of it, where that is not CSV."""


TURN = (
    "-1 seems to mark the anomalies, as scikit-learn's IsolationForest writes them: write 1 in place of -1, and 0 in "
    "place of 1 (`(labels == -1).astype(int)`)."
)


def move_fix(form: str | None) -> str:
    """How to write the last column of a table of this format first."""
    written = _WRITTEN.get(form or "", "to_csv(path, header=False, index=False)")
    return (
        "The last column seems to be the label: write it first, for example with "
        f"`df[[df.columns[-1], *df.columns[:-1]]].{written}`."
    )


def is_turned(labels: Labels, column: Column) -> bool:
    """Whether -1 marks what is rare, where 1 must, and 1 all else."""
    counts = column.distinct.counts or {}
    return labels.anomalies and counts.keys() == {-1, 1} and counts[-1] < counts[1]


def may_be_last(label: Column, last: Column) -> bool:
    """Whether the last column, whose values fit, is more like classes than the first, whose values do not."""
    many = label.distinct.counts is None or len(label.distinct.counts) > FEW or label.fractional.count > 0
    few = last.distinct.counts is not None and 2 <= len(last.distinct.counts) <= FEW
    return many and few and last.numbers == label.numbers


def classes_fix(low: float, high: float, name: str | None, room: float | None) -> str | None:
    """What to do where classes from `low` to `high` do not fit below the hyperparameter `name`, which is `room`."""
    if low < 0 or name is None or room is None or high < room:
        return None
    if counted_from_one(low, high, room):
        return f"Number the classes from 0: subtract 1 from each label, and keep {name}={room:g}."
    return f"Send {name}={high + 1:g} if all of these are classes; else correct the labels."


def label_fix(labels: Labels, column: Column) -> str | None:
    """What to write, or to send, where labels are classes that are numbered or counted otherwise, or no classes."""
    counts = column.distinct.counts
    if labels.values in ("number", "non-negative") and not labels.for_classes:
        other = f", or send {labels.for_numbers}" if labels.for_numbers else ""
        return f"Look where the labels outside come from, and whether the label is the first column{other}."
    if column.fractional.count or counts is None or len(counts) > MOST_CLASSES:
        return f"Labels that are not classes need {labels.for_numbers}: send that." if labels.for_numbers else None
    values = sorted(value for value in counts if isinstance(value, (int, float)))
    if values == [-1, 1]:
        return TURN if is_turned(labels, column) else "Write 0 in place of -1."
    count = len(values)
    classes = f"The labels are {count} classes"
    several = labels.values == "zero-or-one" and count > 2
    if several and not labels.for_classes:
        return _grades_fix(count, labels.for_numbers) if labels.for_numbers else "Write 1 in one case, 0 in the others."
    sent = labels.for_classes.format(classes=count) if several or labels.below else ""
    if values == [*range(count)]:
        return f"{classes}: send {sent}." if sent else None
    if values == [*range(int(values[0]), int(values[0]) + count)] and values[0] > 0:
        numbered = f"{classes}, counted from {values[0]:g}: subtract {values[0]:g} from each"
    else:
        numbered = f"{classes}: number them 0 to {count - 1} (`pandas.factorize`)"
    graded = f" If they are grades or counts, send {labels.for_numbers} instead." if several else ""
    return f"{numbered}, and send {sent}.{graded}" if sent else f"{numbered}."


def _grades_fix(count: int, for_numbers: str) -> str:
    """For whole numbers where the task knows two classes, and no other one knows several."""
    return (
        f"The labels are {count} numbers: send {for_numbers} if they are grades or counts, such as ratings. If it "
        "matters only whether they are high, write 1 for those above a limit and 0 for the others. Classes proper need "
        "an algorithm for several, such as Linear Learner or XGBoost."
    )
