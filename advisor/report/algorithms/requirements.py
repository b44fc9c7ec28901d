"""What an algorithm asks of its data, each requirement in a phrase."""

from __future__ import annotations

from functools import singledispatch

from advisor.knowledge.models import requirements as asked
from advisor.knowledge.models.base import Requirement, condition_text
from advisor.knowledge.models.series_requirements import (
    Categories,
    FeatureSeries,
    Fields,
    Observations,
    SeriesLengths,
    Targets,
    Timestamps,
)
from advisor.report.algorithms.json import whole


def requirement_text(requirement: Requirement) -> str:
    """The requirement, with its channels, its condition and its severity where they are not the usual ones."""
    text = _phrase(requirement)
    if requirement.when:
        text = f"{text}, when {condition_text(requirement.when)}"
    if requirement.channels:
        text = f"{', '.join(requirement.channels)}: {text}"
    return text if requirement.severity == "error" else f"{text} [{requirement.severity}]"


WORDS = {
    "categories": "text in the columns that categorical_index.json names",
    "truth": "columns of True and False alone",
}


@singledispatch
def _phrase(requirement: Requirement) -> str:
    raise NotImplementedError(type(requirement).__name__)  # a kind that has no phrase below; a test asks for all


@_phrase.register
def _(cells: asked.Cells) -> str:
    kinds = {"number": "numbers", "number-or-missing": "numbers or empty", "any": "anything"}
    text = f"cells are {'whole ' if cells.integral else ''}{kinds[cells.values]}"
    text += "".join(f"; {WORDS[words]}" for words in cells.words)
    return text if cells.minimum is None else f"{text}, at least {whole(cells.minimum)}"


@_phrase.register
def _(columns: asked.Columns) -> str:
    count = f"exactly {columns.exactly}" if columns.exactly else f"at least {columns.at_least or 1}"
    return f"{count} columns" + (f" ({', '.join(columns.kinds)})" if columns.kinds else "")


@_phrase.register
def _(labels: asked.Labels) -> str:
    text = f"a label is {labels.presence}" if labels.presence != "none" else "no label"
    text += "" if labels.values == "any" else f", {labels.values.replace('-', ' ')}"
    text += "" if labels.minimum is None else f", at least {whole(labels.minimum)}"
    text += "" if labels.above is None else f", above {whole(labels.above)}"
    text += f", below {labels.below}" if labels.below else ""
    text += f"; {labels.made_up} adds samples of class 0" if labels.made_up else ""
    text += "; 1 is an anomaly" if labels.anomalies else ""
    text += "; whole numbers are classes, for the labels tell the task" if labels.tells_task else ""
    return text + (", consecutive from 0" if labels.consecutive else "")


@_phrase.register
def _(_: asked.Sizes) -> str:
    return "features count by the size of their numbers: none stands for a missing value"


@_phrase.register
def _(_: asked.Distances) -> str:
    return "features weigh by how far their values lie apart: none is an id or a time, or outweighs all others"


@_phrase.register
def _(_: asked.Shuffled) -> str:
    return "samples are shuffled: they stand in no order of their labels"


@_phrase.register
def _(named: asked.NamedCategories) -> str:
    return f"categorical_index.json names the columns of categories; without it {named.lost}"


@_phrase.register
def _(_: asked.OneDelimiter) -> str:
    return "all CSV files of a channel have the delimiter that Python's csv.Sniffer finds in the first line"


@_phrase.register
def _(_: asked.PlainCells) -> str:
    return "the cells of a CSV are not in quotes"


@_phrase.register
def _(_: asked.FolderAddress) -> str:
    return "the S3 address of the folder ends with a slash"


@_phrase.register
def _(_: asked.SameContentType) -> str:
    return "all channels of samples declare the same content type"


@_phrase.register
def _(requirement: asked.BatchOverGpus) -> str:
    return f"{requirement.batch} is at least the number of GPUs of a machine"


@_phrase.register
def _(_: asked.FilesPerGpu) -> str:
    return "there are more files than GPUs"


@_phrase.register
def _(_: asked.Weights) -> str:
    return "the CSV column that follows the label is the weight of the row, not below 0"


@_phrase.register
def _(_: asked.InMemory) -> str:
    return "the data fits into the memory of all instances together"


@_phrase.register
def _(size: asked.ModelSize) -> str:
    limit = "" if size.at_most_gib is None else f", {size.at_most_gib:g} GiB at most"
    return f"{' * '.join(size.product)} * {size.bytes} bytes fit into the memory of a machine{limit}"


@_phrase.register
def _(variety: asked.LabelVariety) -> str:
    metrics = " or ".join(variety.metrics)
    return f"each channel has labels of two values or more, where {variety.asked_in} has {metrics}"


@_phrase.register
def _(weight: asked.PositiveWeight) -> str:
    return f"{weight.setting} is, where it is given, about the rows of class 0 over those of class 1"


@_phrase.register
def _(rare: asked.NoRareClass) -> str:
    return f"of two classes neither has less than {rare.share:.0%} of the rows, else send {rare.otherwise}"


@_phrase.register
def _(metric: asked.MetricOfClasses) -> str:
    more = f", and {', '.join(metric.more)} more" if metric.more else ""
    return f"{metric.setting} fits the classes: {', '.join(metric.two)} take two{more}"


@_phrase.register
def _(hidden: asked.HiddenFiles) -> str:
    ends = f" and ends with {' or '.join(hidden.suffixes)}" if hidden.suffixes else ""
    return f"no file whose name begins with {hidden.begin!r}{ends} lies below a channel"


@_phrase.register
def _(depth: asked.FolderDepth) -> str:
    return f"files lie at most {depth.at_most} folders below their channel"


@_phrase.register
def _(plain: asked.PlainNumbers) -> str:
    return f"versions {plain.versions}: no number in the first row has an exponent"


@_phrase.register
def _(pairs: asked.IndexedPairs) -> str:
    below = f"below {pairs.index_below}"
    return f"a libsvm line is label[:weight] [qid:n] index:value ..., its indices rise from 0 and are {below}"


@_phrase.register
def _(tensor: asked.Tensor) -> str:
    sparse = " or sparse" if tensor.sparse else ", never sparse"
    disputed = f" (sources disagree on {' and '.join(tensor.disputed)})" if tensor.disputed else ""
    return f"RecordIO-protobuf values are {' or '.join(tensor.dtypes)}{disputed}, dense{sparse}"


@_phrase.register
def _(images: asked.Images) -> str:
    unnamed = f", though {' and '.join(images.unnamed)} are read, too" if images.unnamed else ""
    return f"images are {' or '.join(images.encodings)}{unnamed}"


@_phrase.register
def _(masks: asked.Masks) -> str:
    ignored = "".join(f" or {value}" for value in masks.ignore)
    return f"masks have one 8-bit channel, the size of their image, values below {masks.below}{ignored}"


@_phrase.register
def _(pairs: asked.Pairs) -> str:
    each = (f"{images} has one of the same name in {other}" for images, other in pairs.with_channel.items())
    return f"each file of {', of '.join(each)}"


@_phrase.register
def _(folders: asked.ClassFolders) -> str:
    if folders.same_as:
        return f"the folders are those of {folders.same_as}"
    count = f"exactly {folders.exactly}" if folders.exactly else f"at least {folders.at_least}"
    return f"each image lies in a folder named after its class, {count} of them"


@_phrase.register
def _(boxes: asked.BoxList) -> str:
    return f"{boxes.file_name} lists the images in {boxes.images}/ and the boxes in them"


@_phrase.register
def _(vocabulary: asked.Vocabulary) -> str:
    return f"the vocabulary has one word a line, as many as {vocabulary.lines_equal.replace('_', ' ')}"


@_phrase.register
def _(lists: asked.Sequences) -> str:
    limits = [f"below {lists.ids_below}"] if lists.ids_below else []
    limits += [f"of {lists.ids_in}"] if lists.ids_in else []
    text = f"{lists.name} holds ids {' and '.join(limits)}" if limits else f"{lists.name} holds"
    return text + (f" at most {lists.at_most} ids" if lists.at_most else "")


@_phrase.register
def _(ids: asked.WordIds) -> str:
    words = f"the first words are {' '.join(ids.first)}"
    return "the ids of a vocabulary are consecutive from 0" if ids.consecutive else words


@_phrase.register
def _(vectors: asked.WordVectors) -> str:
    return f"the vectors of the file that {vectors.named_by} names have {vectors.length} numbers"


@_phrase.register
def _(files: asked.NamedFiles) -> str:
    named = (f"the file that {name} names" for name in files.named_by)
    return f"{files.channel} holds {', '.join((*files.files, *named))}"


@_phrase.register
def _(fields: Fields) -> str:
    optional = f", and may have {' and '.join(fields.optional)}" if fields.optional else ""
    return f"each record has {' and '.join(fields.required)}{optional}"


@_phrase.register
def _(stamps: Timestamps) -> str:
    return f"starts are written YYYY-MM-DD HH:MM:SS, without time zone; steps are in {', '.join(stamps.units)}"


@_phrase.register
def _(targets: Targets) -> str:
    if targets.not_all_zero:
        return "some value is present and not zero"
    text = f"values are {'whole numbers' if targets.integral else 'numbers'}"
    text += "" if targets.minimum is None else f", at least {whole(targets.minimum)}"
    return text + ("" if targets.maximum is None else f", at most {whole(targets.maximum)}")


@_phrase.register
def _(observations: Observations) -> str:
    return f"all series together have at least {observations.at_least} values"


@_phrase.register
def _(lengths: SeriesLengths) -> str:
    return f"series are {'longer than' if lengths.more else 'at least as long as'} {lengths.at_least}"


@_phrase.register
def _(categories: Categories) -> str:
    many = f"as many in each record as {categories.hyperparameter}"
    return f"{categories.field} holds integers from 0 without a gap, {many}"


@_phrase.register
def _(features: FeatureSeries) -> str:
    many = f"{features.hyperparameter} arrays of numbers"
    return f"{features.field} holds {many}, each as long as the target"


@_phrase.register
def _(endings: asked.FileEndings) -> str:
    return f"without a content type, the names of files end in {' or '.join(endings.packed)}"


@_phrase.register
def _(_: asked.DistinctChannels) -> str:
    return "no two channels hold the same data"


@_phrase.register
def _(named: asked.ReadByName) -> str:
    endings = " or ".join(f"{ending} ({kind})" for kind, ending in named.endings.items())
    return f"only files directly in the channel are read, and of these the ones whose names end in {endings}"


@_phrase.register
def _(statement: asked.Statement) -> str:
    return statement.text
