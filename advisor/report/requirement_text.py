"""What an algorithm asks of its data, each requirement in a phrase."""

from __future__ import annotations

from advisor.knowledge.base import condition_text
from advisor.knowledge.models import (
    BoxList,
    Categories,
    Cells,
    ClassFolders,
    Columns,
    DataRequirement,
    DistinctChannels,
    FeatureSeries,
    Fields,
    FileEndings,
    FolderDepth,
    HiddenFiles,
    Images,
    IndexedPairs,
    Labels,
    LabelVariety,
    Masks,
    NamedFiles,
    Observations,
    Pairs,
    PlainNumbers,
    Sequences,
    SeriesLengths,
    Statement,
    Targets,
    Tensor,
    Timestamps,
    Vocabulary,
    WordIds,
    WordVectors,
)
from advisor.report.algorithm_json import whole

Series = (
    Fields | Timestamps | Targets | Observations | SeriesLengths | Categories | FeatureSeries | FileEndings
)  # fmt: skip
Rows = LabelVariety | IndexedPairs | HiddenFiles | FolderDepth | PlainNumbers
Tokens = Sequences | WordIds | WordVectors | NamedFiles
Pictures = Images | Masks | Pairs | ClassFolders | BoxList
Checked = Cells | Columns | Labels | Rows | Tensor | Pictures | Vocabulary | Tokens | DistinctChannels | Series


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
        case LabelVariety() | HiddenFiles() | FolderDepth() | PlainNumbers() | IndexedPairs():
            return _rows(requirement)
        case Tensor():
            return f"RecordIO-protobuf values are {' or '.join(requirement.dtypes)}, dense{_sparse(requirement)}"
        case Images() | Masks() | Pairs() | ClassFolders() | BoxList():
            return _pictures(requirement)
        case Vocabulary():
            return f"the vocabulary has one word a line, as many as {requirement.lines_equal.replace('_', ' ')}"
        case Sequences() | WordIds() | WordVectors() | NamedFiles():
            return _tokens(requirement)
        case DistinctChannels():
            return "no two channels hold the same data"
        case _:
            return _series(requirement)


def _rows(requirement: Rows) -> str:
    match requirement:
        case LabelVariety():
            metrics = " or ".join(requirement.metrics)
            return f"each channel has labels of two values or more, where {requirement.asked_in} has {metrics}"
        case HiddenFiles():
            return f"no file whose name begins with {requirement.begin!r} lies below a channel"
        case FolderDepth():
            return f"files lie in {requirement.at_most} folders below their channel at most"
        case PlainNumbers():
            return f"versions {requirement.versions}: no number in the first row has an exponent"
        case IndexedPairs():
            below = f"below {requirement.index_below}"
            return f"a libsvm line is label[:weight] [qid:n] index:value ..., its indices rise from 0 and are {below}"


def _pictures(requirement: Pictures) -> str:
    match requirement:
        case Images():
            return f"images are {' or '.join(requirement.encodings)}"
        case Masks():
            ignored = "".join(f" or {value}" for value in requirement.ignore)
            return f"masks have one 8-bit channel, the size of their image, values below {requirement.below}{ignored}"
        case Pairs():
            pairs = (f"{images} has one of its name in {other}" for images, other in requirement.with_channel.items())
            return f"each file of {', of '.join(pairs)}"
        case ClassFolders():
            return _class_folders(requirement)
        case BoxList():
            return f"{requirement.file_name} lists the images in {requirement.images}/ and the boxes in them"


def _tokens(requirement: Tokens) -> str:
    match requirement:
        case Sequences():
            return _sequences(requirement)
        case WordIds():
            words = f"the first words are {' '.join(requirement.first)}"
            return "the ids of a vocabulary are consecutive from 0" if requirement.consecutive else words
        case WordVectors():
            return f"the vectors of the file that {requirement.named_by} names have {requirement.length} numbers"
        case NamedFiles():
            named = (f"the file that {name} names" for name in requirement.named_by)
            return f"{requirement.channel} holds {', '.join((*requirement.files, *named))}"


def _class_folders(folders: ClassFolders) -> str:
    if folders.same_as:
        return f"the folders are those of {folders.same_as}"
    count = f"exactly {folders.exactly}" if folders.exactly else f"at least {folders.at_least}"
    condition = condition_text(folders.when)
    text = f"each image lies in a folder named after its class, {count} of them"
    return f"{text}, when {condition}" if condition else text


def _cells(cells: Cells) -> str:
    kinds = {"number": "numbers", "number-or-missing": "numbers or empty", "any": "anything"}
    text = f"cells are {'whole ' if cells.integral else ''}{kinds[cells.values]}"
    return text if cells.minimum is None else f"{text}, at least {whole(cells.minimum)}"


def _columns(columns: Columns) -> str:
    count = f"exactly {columns.exactly}" if columns.exactly else f"at least {columns.at_least or 1}"
    return f"{count} columns" + (f" ({', '.join(columns.kinds)})" if columns.kinds else "")


def _labels(labels: Labels) -> str:
    text = f"a label is {labels.presence}" if labels.presence != "none" else "no label"
    text += "" if labels.values == "any" else f", {labels.values.replace('-', ' ')}"
    text += "" if labels.minimum is None else f", at least {whole(labels.minimum)}"
    text += "" if labels.above is None else f", above {whole(labels.above)}"
    text += f", below {labels.below}" if labels.below else ""
    text += ", consecutive from 0" if labels.consecutive else ""
    condition = condition_text(labels.when)
    return f"{text}, when {condition}" if condition else text


def _sequences(lists: Sequences) -> str:
    limits = [f"below {lists.ids_below}"] if lists.ids_below else []
    limits += [f"of {lists.ids_in}"] if lists.ids_in else []
    text = f"{lists.name} holds ids {' and '.join(limits)}" if limits else f"{lists.name} holds"
    text += f" at most {lists.at_most} ids" if lists.at_most else ""
    condition = condition_text(lists.when)
    return f"{text}, when {condition}" if condition else text


def _sparse(tensor: Tensor) -> str:
    return " or sparse" if tensor.sparse else ", never sparse"


def _series(requirement: Series) -> str:
    match requirement:
        case Fields():
            optional = f", and may have {' and '.join(requirement.optional)}" if requirement.optional else ""
            return f"each record has {' and '.join(requirement.required)}{optional}"
        case Timestamps():
            units = ", ".join(requirement.units)
            return f"starts are written YYYY-MM-DD HH:MM:SS, without time zone; steps are in {units}"
        case Targets():
            return _targets(requirement)
        case Observations():
            return f"all series together have at least {requirement.at_least} values"
        case SeriesLengths():
            return f"series are {'longer than' if requirement.more else 'at least as long as'} {requirement.at_least}"
        case Categories():
            many = f"as many in each record as {requirement.hyperparameter}"
            return f"{requirement.field} holds integers from 0 without a gap, {many}"
        case FeatureSeries():
            many = f"{requirement.hyperparameter} arrays of numbers"
            return f"{requirement.field} holds {many}, each as long as the target"
        case FileEndings():
            return f"without a content type, the names of files end in {' or '.join(requirement.packed)}"


def _targets(targets: Targets) -> str:
    if targets.not_all_zero:
        return "some value is present and not zero"
    text = f"values are {'whole numbers' if targets.integral else 'numbers'}"
    text += "" if targets.minimum is None else f", at least {whole(targets.minimum)}"
    text += "" if targets.maximum is None else f", at most {whole(targets.maximum)}"
    condition = condition_text(targets.when)
    return f"{text}, when {condition}" if condition else text
