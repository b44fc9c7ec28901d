"""What an algorithm asks of its data, each requirement in a phrase."""

from __future__ import annotations

from advisor.knowledge.models import (
    Cells,
    Columns,
    DataRequirement,
    DistinctChannels,
    Images,
    Labels,
    Masks,
    Pairs,
    Statement,
    Tensor,
    Vocabulary,
)
from advisor.report.algorithm_json import condition_text, whole

Checked = Cells | Columns | Labels | Tensor | Images | Masks | Pairs | Vocabulary | DistinctChannels


def requirement_text(requirement: DataRequirement) -> str:
    """The requirement, with the channels and the severity that it has where they are not the usual ones."""
    text = requirement.text if isinstance(requirement, Statement) else _phrase(requirement)
    if requirement.channels:
        text = f"{', '.join(requirement.channels)}: {text}"
    return text if requirement.severity == "error" else f"{text} [{requirement.severity}]"


def _phrase(requirement: Checked) -> str:
    match requirement:
        case Cells():
            return _cells(requirement)
        case Columns():
            return _columns(requirement)
        case Labels():
            return _labels(requirement)
        case Tensor():
            return f"RecordIO-protobuf values are {' or '.join(requirement.dtypes)}, dense{_sparse(requirement)}"
        case Images():
            return f"images are {' or '.join(requirement.encodings)}"
        case Masks():
            ignored = "".join(f" or {value}" for value in requirement.ignore)
            return f"masks have one 8-bit channel, the size of their image, values below {requirement.below}{ignored}"
        case Pairs():
            pairs = (f"{images} has one of its name in {other}" for images, other in requirement.with_channel.items())
            return f"each file of {', of '.join(pairs)}"
        case Vocabulary():
            return f"the vocabulary has one word a line, as many as {requirement.lines_equal.replace('_', ' ')}"
        case DistinctChannels():
            return "no two channels hold the same data"


def _cells(cells: Cells) -> str:
    kinds = {"number": "numbers", "number-or-missing": "numbers or empty", "any": "anything"}
    text = f"cells are {'whole ' if cells.integral else ''}{kinds[cells.values]}"
    return text if cells.minimum is None else f"{text}, at least {whole(cells.minimum)}"


def _columns(columns: Columns) -> str:
    count = f"exactly {columns.exactly}" if columns.exactly else f"at least {columns.at_least or 1}"
    return f"{count} columns" + (f" ({', '.join(columns.kinds)})" if columns.kinds else "")


def _labels(labels: Labels) -> str:
    if labels.presence == "none":
        return "no label"
    text = f"a label is {labels.presence}"
    text += "" if labels.values == "any" else f", {labels.values.replace('-', ' ')}"
    text += "" if labels.minimum is None else f", at least {whole(labels.minimum)}"
    text += f", below {labels.below}" if labels.below else ""
    text += ", consecutive from 0" if labels.consecutive else ""
    condition = condition_text(labels.when)
    return f"{text}, when {condition}" if condition else text


def _sparse(tensor: Tensor) -> str:
    return " or sparse" if tensor.sparse else ", never sparse"
