"""What an algorithm demands of data: a closed set of typed models, each judged by the rules of one subject."""

from typing import Annotated, Literal

from msgspec import Meta

from advisor.knowledge.models.base import Requirement
from advisor.knowledge.models.series_requirements import (
    Categories,
    FeatureSeries,
    Fields,
    Observations,
    SeriesLengths,
    Targets,
    Timestamps,
)


class Cells(Requirement):
    """What a value of a CSV cell or a protobuf feature may be."""

    values: Literal["number", "number-or-missing", "any"]
    words: Annotated[
        tuple[Literal["categories", "truth"], ...],
        Meta(
            description="words beside numbers: in columns that categorical_index.json names; True and False throughout"
        ),
    ] = ()
    minimum: float | None = None
    integral: bool = False


class Columns(Requirement):
    """The columns of a CSV, all of them (labels too) or each by kind."""

    exactly: int | None = None
    at_least: int | None = None
    kinds: tuple[Literal["text", "integer", "ipv4", "any"], ...] = ()


class Labels(Requirement):
    """Whether samples bear a label, and what it may be."""

    naming = ("below",)

    presence: Literal["required", "optional", "none"]
    values: Literal["number", "integer", "zero-or-one", "non-negative", "any"] = "any"
    minimum: float | None = None
    above: Annotated[float | None, Meta(description="what every label must exceed")] = None
    maximum: float | None = None
    below: Annotated[str | None, Meta(description="the hyperparameter that every label must lie below")] = None
    consecutive: Annotated[bool, Meta(description="0, 1, 2, ... without a gap")] = False
    made_up: Annotated[str, Meta(description="the hyperparameter that adds samples of class 0 where it is above 0")] = (
        ""
    )
    anomalies: Annotated[bool, Meta(description="1 marks the rare anomaly, 0 all else")] = False
    may_name_rows: Annotated[
        bool, Meta(description="each may be the number of its row, which is then what comes back")
    ] = False
    tells_task: Annotated[bool, Meta(description="whole numbers are classes: no setting says which task it is")] = False
    for_classes: Annotated[str, Meta(description="what to send where there are more classes; {classes} of them")] = ""
    for_numbers: Annotated[str, Meta(description="what to send where the labels are no classes")] = ""


class Sizes(Requirement):
    """A feature counts by the size of its numbers: none may stand for what is missing."""


class Distances(Sizes):
    """A feature weighs by how far its values lie apart: none may number or date the rows, or outweigh all others."""


class Shuffled(Requirement):
    """The samples stand in no order of their labels."""


class NamedCategories(Requirement):
    """A list names the columns of categories, without which what the algorithm is for is left out."""

    lost: Annotated[str, Meta(description="what becomes of the model without it, as the end of a sentence")]


class OneDelimiter(Requirement):
    """All CSV files of a channel have one delimiter, which Python's csv.Sniffer finds in the first line."""


class PlainCells(Requirement):
    """The cells of a CSV stand without quotes: the reader knows none."""


class Weights(Requirement):
    """The CSV column that follows the label is the weight of the row, a number that is not negative."""


class InMemory(Requirement):
    """The data of all machines together fits into their memory."""


class ModelSize(Requirement):
    """The product of some hyperparameters, times the bytes of a value, fits into the memory of a machine."""

    naming = ("product",)

    product: Annotated[tuple[str, ...], Meta(description="hyperparameters; one of them twice is its square")]
    bytes: int = 4
    at_most_gib: Annotated[float | None, Meta(description="what is taken at most, whatever the machine")] = None
    on_gpu: Annotated[bool, Meta(description="a GPU holds it, where there is one")] = False


class LabelVariety(Requirement):
    """Labels of two values or more in each channel, where a hyperparameter asks for one of some metrics."""

    naming = ("asked_in",)

    asked_in: Annotated[str, Meta(description="the hyperparameter, a list of metrics parted by commas")]
    metrics: tuple[str, ...]


class NoRareClass(Requirement):
    """Of two classes neither is rare, where all rows weigh alike and accuracy says which model is best."""

    naming = ("weighed_by",)

    weighed_by: Annotated[str, Meta(description="the hyperparameter that gives the rare class its weight")]
    share: Annotated[float, Meta(description="the share of the rows that a class has at least")] = 0.05
    otherwise: Annotated[str, Meta(description="what to send where one is rare")]


class PositiveWeight(Requirement):
    """The weight of class 1, for which there is a usual value: the rows of class 0 over those of class 1."""

    naming = ("setting",)

    setting: Annotated[str, Meta(description="the hyperparameter that gives class 1 its weight")]


class MetricOfClasses(Requirement):
    """The metric that chooses the model is one for as many classes as the labels have."""

    naming = ("setting",)

    setting: Annotated[str, Meta(description="the hyperparameter that names the metric")]
    two: Annotated[tuple[str, ...], Meta(description="metrics that take two classes alone")]
    more: Annotated[tuple[str, ...], Meta(description="metrics that take more than two alone")] = ()


class HiddenFiles(Requirement):
    """No file below a channel whose own name begins so."""

    begin: str
    suffixes: Annotated[tuple[str, ...], Meta(description="ends of the names of those that are read; empty: all")] = ()


class FolderDepth(Requirement):
    """How many folders below its channel a file may lie in."""

    at_most: int


class PlainNumbers(Requirement):
    """Numbers without an exponent in the first row, for some versions of the image."""

    versions: str


class IndexedPairs(Requirement):
    """Lines of libsvm: a label, then pairs of index and value."""

    index_below: int


class Tensor(Requirement):
    """RecordIO-protobuf: the types a tensor may have, and the features that each record bears."""

    dtypes: tuple[Literal["float32", "float64", "int32", "bytes"], ...]
    sparse: bool
    features: Annotated[tuple[str, ...], Meta(description="the names of the features")] = ("values",)
    sequences: Annotated[bool, Meta(description="the tensors are sequences, each of its own length")] = False
    disputed: Annotated[
        tuple[Literal["float32", "float64", "int32", "bytes"], ...],
        Meta(description="types of which sources disagree whether they are read"),
    ] = ()


class Images(Requirement):
    encodings: tuple[Literal["jpeg", "png", "bmp", "gif", "tiff", "webp"], ...]
    unnamed: Annotated[
        tuple[Literal["jpeg", "png", "bmp", "gif", "tiff", "webp"], ...],
        Meta(description="those that no page names but that are read, too"),
    ] = ()
    colours: Annotated[
        tuple[int, ...], Meta(description="how many channels (grey 1, RGB 3) a pixel may have; empty: any")
    ] = ()
    alike: Annotated[bool, Meta(description="all images of a channel have as many")] = False


class Masks(Requirement):
    """A PNG of one 8-bit channel for each image, of its size, with values below num_classes or `ignore`."""

    naming = ("below",)

    below: str
    ignore: tuple[int, ...] = ()


class Pairs(Requirement):
    """Each file of `channels` has one of the same stem in the channel `with_channel`, and the other way round."""

    with_channel: Annotated[dict[str, str], Meta(description="channel of images -> channel of annotations")]


class Vocabulary(Requirement):
    """A text file with one word a line, as many as the samples have features."""

    lines_equal: Annotated[str, Meta(description="the measure of the data that the number of lines equals")]


class ClassFolders(Requirement):
    """Every image lies in a folder that is named after its class."""

    at_least: int = 1
    exactly: int | None = None
    same_as: Annotated[str | None, Meta(description="the channel that has the same folders")] = None


class BoxList(Requirement):
    """One file of JSON beside a folder of images names every image and every box in it."""

    file_name: str
    images: Annotated[str, Meta(description="the folder of the images")]


class Sequences(Requirement):
    """The lists of token ids under one name, a key of JSON or a feature of a record."""

    naming = ("ids_below", "at_most")

    name: str
    ids_below: Annotated[str | None, Meta(description="the hyperparameter that every id must lie below")] = None
    ids_in: Annotated[str | None, Meta(description="the vocabulary file, by its name, that must hold every id")] = None
    at_most: Annotated[str | None, Meta(description="the hyperparameter that no length may exceed")] = None


class WordIds(Requirement):
    """A JSON vocabulary: the ids that its words have."""

    consecutive: Annotated[bool, Meta(description="0, 1, 2, ... without a gap, each once")] = False
    first: Annotated[tuple[str, ...], Meta(description="the words of the lowest ids, from 0")] = ()


class NamedFiles(Requirement):
    """Files that a channel must hold, by their names."""

    naming = ("named_by",)

    channel: str
    files: tuple[str, ...] = ()
    named_by: Annotated[
        tuple[str, ...], Meta(description="hyperparameters that name a file, or none where they are empty")
    ] = ()


class WordVectors(Requirement):
    """A file of pretrained word vectors, which a hyperparameter names, and how long its vectors are."""

    naming = ("named_by", "length")

    named_by: str
    length: Annotated[str, Meta(description="the hyperparameter that says the length")]


class FolderAddress(Requirement):
    """The S3 address of the channel ends in a slash."""


class SameContentType(Requirement):
    """All channels of samples declare one content type."""


class FilesPerGpu(Requirement):
    """A channel has more files than there are GPUs on all machines together."""


class BatchOverGpus(Requirement):
    """A batch is shared out over the GPUs of a machine: each needs a sample of it at least."""

    naming = ("batch",)

    batch: Annotated[str, Meta(description="the hyperparameter that says how many samples a batch has")]


class DistinctChannels(Requirement):
    """Two channels may not hold the same data."""

    fix: Annotated[str, Meta(description="what each of the two holds instead")] = ""


class FileEndings(Requirement):
    """The endings of names from which the algorithm takes the format, where no content type is given."""

    packed: Annotated[dict[str, Literal["gzip", "plain"]], Meta(description="ending -> how the whole file is written")]


class ReadByName(Requirement):
    """The files of a channel that are read at all: those directly in it whose names end as their content type asks."""

    endings: Annotated[dict[str, str], Meta(description="content type -> ending, which is compared by its case too")]
    folders: Annotated[
        tuple[str, ...],
        Meta(description="folders of the channel that stand in for channels, where the channel of the last is missing"),
    ] = ()


class Statement(Requirement):
    """A rule about the data that is on record in words, with the rules that judge it, or why none does."""

    text: str
    judged_by: Annotated[tuple[str, ...], Meta(description="codes of rules")] = ()
    not_judged: Annotated[str, Meta(description="why no rule judges it")] = ""

    def __post_init__(self) -> None:
        if bool(self.judged_by) == bool(self.not_judged):
            raise ValueError("a statement names either the rules in `judged_by`, or why there is none in `not_judged`")


DataRequirement = (
    Cells
    | Columns
    | Labels
    | Sizes
    | Distances
    | Shuffled
    | NamedCategories
    | OneDelimiter
    | PlainCells
    | Weights
    | InMemory
    | ModelSize
    | LabelVariety
    | MetricOfClasses
    | NoRareClass
    | PositiveWeight
    | IndexedPairs
    | HiddenFiles
    | FolderDepth
    | PlainNumbers
    | Tensor
    | Images
    | Masks
    | Pairs
    | Vocabulary
    | ClassFolders
    | BoxList
    | Sequences
    | WordIds
    | NamedFiles
    | WordVectors
    | Fields
    | Timestamps
    | Targets
    | Observations
    | SeriesLengths
    | Categories
    | FeatureSeries
    | FileEndings
    | DistinctChannels
    | FolderAddress
    | SameContentType
    | FilesPerGpu
    | BatchOverGpus
    | ReadByName
    | Statement
)
