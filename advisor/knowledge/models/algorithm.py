"""What the knowledge base can say of an algorithm: frozen models.

One YAML file an algorithm is read into `Algorithm`. Unknown keys are refused. Every block that states
facts is `Sourced`: it names the pages it was read from, and the day it was held against them. What is
demanded of data stands in `requirements`; all else is to be had from here.
"""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from advisor.knowledge.models.base import Condition, Mode, Model, Scalar, Severity, Sourced, SourceRef
from advisor.knowledge.models.hyperparameters import (
    AnyBounds,
    FromData,
    Hyperparameter,
    Hyperparameters,
    Items,
    Measure,
    Metric,
    SumWithin,
    TunableRange,
    Tuning,
)
from advisor.knowledge.models.machines import Family, Instances, Size
from advisor.knowledge.models.requirements import DataRequirement
from advisor.knowledge.models.starts import Starts

__all__ = [
    "Algorithm", "AnyBounds", "AugmentedManifest", "Avoid", "Channel", "Condition", "Containers", "ContentType",
    "Dispute", "Disputes", "Distribution", "Family", "Fit", "Format", "FromData", "Hyperparameter",
    "Hyperparameters",
    "Incremental", "Inference", "Instances", "Items", "Measure", "Metric", "Mode", "Parameter", "Purpose", "Quirk",
    "Scalar", "Script", "Severity", "Size", "SourceRef", "Sourced", "SumWithin", "Support", "Training",
    "TrainingWhen", "TunableRange", "Tuning", "VersionModes",
]  # fmt: skip


class Dispute(Sourced):
    """Where sources contradict each other: what each says, which one rules, and why."""

    subject: str
    says: dict[SourceRef, str]
    rules: SourceRef
    because: str


class Disputes(Model):
    """The content of disputes.yaml: what concerns several algorithms."""

    checked: date
    disputes: tuple[Dispute, ...]


class Purpose(Sourced):
    summary: str
    problems: Annotated[tuple[str, ...], Meta(min_length=1, description="typical problems, in plain words")]
    how: Annotated[str, Meta(description="how the algorithm works, in one or two sentences")] = ""


class Avoid(Sourced):
    when: str
    instead: Annotated[tuple[str, ...], Meta(description="algorithm ids")] = ()


class Containers(Sourced):
    """The images by name. Their accounts, regions and tags are generated: see `advisor.knowledge.images`."""

    names: Annotated[tuple[str, ...], Meta(min_length=1, description="image repository names, that for training first")]
    tag_versions: Annotated[dict[str, str], Meta(description="tag that is no number -> its version")] = {}
    tag_endings: Annotated[
        tuple[str, ...], Meta(description="what may follow a tag that is known; `*` stands for anything")
    ] = ()
    copied: Annotated[
        bool, Meta(description="its code is open: people run copies of it from registries of their own")
    ] = False


class EarlierNames(Sourced):
    """How early versions of a script call hyperparameters: with hyphens, or otherwise altogether."""

    versions: Annotated[str, Meta(description="the versions of the script")]
    names: Annotated[tuple[str, ...], Meta(description="those that are not a known name with hyphens")] = ()


class Script(Sourced):
    """How an algorithm in script mode is found: SageMaker JumpStart holds its image, script and model under one id."""

    model_ids: Annotated[
        dict[str, str], Meta(min_length=1, description="classification, regression or any -> a model id")
    ]
    entry_point: Annotated[str, Meta(description="the file of the script that the job begins with")] = (
        "transfer_learning.py"
    )
    model_channel: Annotated[str, Meta(description="the channel that the script takes the model from")] = "model"
    needs_model: Annotated[bool | None, Meta(description="whether it stops without that channel; null: not known")] = (
        None
    )
    reads_content_type: Annotated[
        bool, Meta(description="whether it looks at the content type declared, and stops at one that it does not know")
    ] = False
    earlier_names: EarlierNames | None = None

    def model_id(self, task: str) -> str:
        """The model for a task such as `binary-classification`; the first that is named where none is for it alone."""
        fitting = (model_id for kind, model_id in self.model_ids.items() if kind in task)
        return next(fitting, next(iter(self.model_ids.values())))


class Support(Sourced):
    """Until when AWS patches the images."""

    patched_until: Annotated[
        dict[str, date], Meta(description="tag -> the last day; from then on it is used at one's own risk")
    ]
    unsupported: Annotated[tuple[str, ...], Meta(description="tags that are not supported on any day")] = ()
    deprecated: Annotated[bool, Meta(description="the algorithm as a whole is no longer supported")] = False
    consider: Annotated[str, Meta(description="what to use where patches matter")]

    def ended(self, tag: str, today: date) -> date | None:
        """The day on which patches for a tag ended; None where they go on, or nothing is known of it."""
        last = next((day for known, day in self.patched_until.items() if _is_of(tag, known)), None)
        return last if last and last < today else None

    def is_unsupported(self, tag: str) -> bool:
        return any(_is_of(tag, known) for known in self.unsupported)

    def patched(self, today: date) -> tuple[str, ...]:
        """The tags that are patched on this day."""
        return tuple(tag for tag, last in self.patched_until.items() if last >= today)


def _is_of(tag: str, version: str) -> bool:
    """Whether a tag such as `1.5-1-cpu-py3` is that of a version."""
    return tag == version or (tag.startswith(f"{version}-") and "-" in version)


# --- input ---------------------------------------------------------------------------------------

Format = Literal[
    "csv", "recordio-protobuf", "image-recordio", "image", "mask", "lst", "detection-json", "label-map",
    "vocabulary", "augmented-manifest", "manifest", "libsvm", "parquet", "time-series",
    "time-series-parquet", "sequence-pairs", "sentences", "vocabulary-json", "word-vectors", "model-archive", "json",
    "record-index", "coco-json", "category-index",
]  # fmt: skip
"""How the bytes of a file are laid out; the name by which `advisor.formats.registry` knows its reader."""


class Distribution(Model):
    value: Literal["FullyReplicated", "ShardedByS3Key"]
    required: bool
    when: str = ""
    content_type: Annotated[str | None, Meta(description="the content type to which `when` narrows it")] = None
    mode: Annotated[Mode | None, Meta(description="the input mode to which `when` narrows it")] = None
    several_machines: Annotated[bool, Meta(description="asked of jobs with several machines only")] = False

    def holds(self, content_type: str | None, mode: str | None, several: bool) -> bool:
        """Whether it is certain to apply to a channel of this content type and input mode, on machines so many."""
        if self.several_machines:
            return several
        narrowed = self.content_type is not None and self.mode is not None
        return not self.when or (narrowed and (self.content_type, self.mode) == (content_type, mode))


class Channel(Sourced):
    required: bool
    required_for: Annotated[
        tuple[str, ...], Meta(description="content types with which an optional channel is a must")
    ] = ()
    required_when: Annotated[Condition, Meta(description="the setting under which it is a must")] = {}
    only_when: Annotated[Condition, Meta(description="the setting under which it is taken at all")] = {}
    content_types: Annotated[tuple[str, ...], Meta(min_length=1)]
    distribution: Distribution | None = None
    purpose: str
    formats: Annotated[
        dict[str, Format], Meta(description="content type -> format, where this channel differs from the algorithm's")
    ] = {}
    beside: Annotated[
        tuple[Format, ...], Meta(description="formats of files that may lie among those of the content type")
    ] = ()
    file_name: Annotated[str | None, Meta(description="the one file name the channel must hold")] = None
    by_name: Annotated[
        bool, Meta(description="the container finds its files by their names, and reads them without a content type")
    ] = False
    one_file: Annotated[bool, Meta(description="the channel holds exactly one file")] = False
    companions: Annotated[
        tuple[str, ...],
        Meta(description="names of files that may lie among the data and hold none; `*` stands for anything"),
    ] = ()
    aliases: tuple[str, ...] = ()


class Parameter(Model):
    """A parameter of a content type, such as `label_size` of `text/csv`."""

    values: tuple[Scalar, ...] = ()
    default: Scalar | None = None
    needed: Annotated[Scalar | None, Meta(description="what to send for training on this algorithm")] = None
    meaning: str


class VersionModes(Model):
    versions: str
    modes: tuple[Mode, ...]


class ContentType(Sourced):
    format: Format
    modes: Annotated[tuple[Mode, ...], Meta(min_length=1)]
    modes_by_version: tuple[VersionModes, ...] = ()
    versions: Annotated[str, Meta(description="the versions of the image that take it; empty: all")] = ""
    bare: Annotated[bool, Meta(description="taken without parameters alone: the container compares the whole text")] = (
        False
    )
    bare_seen: Annotated[str, Meta(description="the versions of the image whose code was seen to compare it so")] = ""
    parameters: dict[str, Parameter] = {}
    delimiters: Annotated[tuple[str, ...], Meta(description="of CSV")] = (",",)
    companions: Annotated[
        tuple[str, ...], Meta(description="names of files beside those of the data that its reader passes over")
    ] = ()
    assumed: Annotated[
        bool,
        Meta(
            description="supposed where a channel declares no content type; of several that which the file's name says"
        ),
    ] = False
    recommended: bool = False
    note: str = ""


class AugmentedManifest(Sourced):
    """How the algorithm takes `S3DataType: AugmentedManifestFile`."""

    content_types: Annotated[tuple[str, ...], Meta(min_length=1)]
    record_wrapper: Literal["RecordIO"]
    mode: Mode
    channels: tuple[str, ...]
    label: Literal["class", "boxes", "mask-ref", "text-class"]
    attribute_order: str
    when: Annotated[Condition, Meta(description="the setting under which it is taken at all")] = {}
    cpu_only: Annotated[bool, Meta(description="the page speaks of CPU instances alone")] = False


# --- machines ------------------------------------------------------------------------------------


class TrainingWhen(Sourced):
    """What a setting of hyperparameters, or a version of the image, narrows on machines and input; None: no more."""

    when: Condition = {}
    versions: Annotated[str, Meta(description="the versions of the image that it holds for; empty: all")] = ""
    content_types: Annotated[
        tuple[str, ...], Meta(description="those that are left for the training channel; empty: all")
    ] = ()
    modes: Annotated[
        tuple[Mode, ...], Meta(description="input modes that are left for the training channel; empty: all")
    ] = ()
    distribution: Annotated[
        Literal["FullyReplicated", "ShardedByS3Key"] | None,
        Meta(description="the one that is left where several machines train"),
    ] = None
    cpu: bool | None = None
    gpu: bool | None = None
    multi_gpu: bool | None = None
    multi_machine: bool | None = None
    severity: Severity = "error"


class FamiliesWithout(Sourced):
    """Instance families that some versions of the image do not run on."""

    versions: str
    families: tuple[str, ...]


class Training(Sourced):
    cpu: bool
    gpu: bool
    multi_gpu: bool
    multi_machine: bool
    families: Annotated[tuple[str, ...], Meta(description="instance families such as c5, g4dn")]
    recommended: Annotated[tuple[str, ...], Meta(description="instance types, best first, that are still offered")]
    prefer: Literal["cpu", "gpu", "either"]
    because: str
    other_class: Annotated[Severity, Meta(description="what an instance of a class not supported is worth")] = "error"
    gpu_dense_only: Annotated[bool, Meta(description="a GPU is of use to dense data alone")] = False
    checkpoints: Annotated[
        bool | None, Meta(description="whether an interrupted job goes on from what it has saved; null: pages disagree")
    ] = False
    checkpoint_versions: Annotated[str, Meta(description="the versions of the image that keep them; empty: all")] = ""
    debugger_versions: Annotated[
        str, Meta(description="the versions of the image that SageMaker Debugger works with; empty: none")
    ] = ""
    network_isolation: Annotated[bool, Meta(description="whether it trains in a container without a network")] = True
    narrowed: tuple[TrainingWhen, ...] = ()
    without: tuple[FamiliesWithout, ...] = ()
    note: str = ""


class Inference(Sourced):
    cpu: bool
    gpu: bool
    families: tuple[str, ...] = ()
    recommended: tuple[str, ...] = ()
    prefer: Literal["cpu", "gpu", "either"]
    because: str
    content_types: tuple[str, ...]
    accepts: tuple[str, ...]


class Incremental(Sourced):
    supported: bool
    must_match: Annotated[
        tuple[str, ...], Meta(description="hyperparameters that must equal those of the earlier model")
    ] = ()
    note: str = ""


class Quirk(Sourced):
    text: str


# --- ranking -------------------------------------------------------------------------------------


class Fit(Sourced):
    """One reason for or against the algorithm: holds when every named fact of the problem is among the values."""

    when: Annotated[dict[str, tuple[Scalar, ...]], Meta(min_length=1)]
    weight: float
    because: str


class Algorithm(Model):
    id: str
    name: str
    checked: date
    containers: Containers
    support: Support | None = None
    script: Annotated[Script | None, Meta(description="of an algorithm in script mode")] = None
    learning: Literal["supervised", "unsupervised"]
    tasks: Annotated[tuple[str, ...], Meta(min_length=1)]
    purpose: Purpose
    avoid: tuple[Avoid, ...] = ()
    channels: dict[str, Channel]
    other_channels: Annotated[
        Literal["ignored", "refused"],
        Meta(description="what becomes of a channel of another name: its data is not read, or the job stops"),
    ] = "ignored"
    code_channel: Annotated[str | None, Meta(description="a channel that may hold code instead of data")] = None
    content_types: dict[str, ContentType]
    s3_data_types: tuple[Literal["S3Prefix", "ManifestFile", "AugmentedManifestFile"], ...]
    augmented_manifest: AugmentedManifest | None = None
    data: tuple[DataRequirement, ...]
    training: Training
    inference: Inference
    incremental_training: Incremental
    hyperparameters: Hyperparameters
    tuning: Tuning
    fit: tuple[Fit, ...] = ()
    starts: Starts = Starts()
    quirks: tuple[Quirk, ...] = ()
    disputes: tuple[Dispute, ...] = ()

    @property
    def reads_content_type(self) -> bool:
        """Whether the content type declared for a channel decides how it is read."""
        return self.script is None or self.script.reads_content_type

    @property
    def channel_names(self) -> frozenset[str]:
        """What its channels may be called."""
        return frozenset(name for own, facts in self.channels.items() for name in (own, *facts.aliases))

    def channel(self, name: str) -> Channel | None:
        """The facts of a channel by its name or by another name that the algorithm takes for it."""
        if name in self.channels:
            return self.channels[name]
        return next((facts for facts in self.channels.values() if name in facts.aliases), None)
