"""Rules on the request: modes, distribution and manifests of its channels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.case.hit import Hit
from advisor.case.measures import training_channel
from advisor.case.model import Case, Channel
from advisor.case.request.asked import S3, Entry, asked_channels, assumed, entry_of, taken
from advisor.case.request.hyperparameters import as_set
from advisor.case.request.machines import several_machines
from advisor.findings import Severity
from advisor.knowledge.models.algorithm import AugmentedManifest, ContentType, Distribution, TrainingWhen
from advisor.knowledge.models.base import condition_text
from advisor.knowledge.versions import includes, is_numbered
from advisor.request import InputChannel
from advisor.rules.base import rule
from advisor.rules.raised import XGBOOST
from advisor.rules.sources import CHANNEL

INPUT_MODES = "model-access-training-data.md"
MANIFEST = "augmented-manifest.md"
MODES = ("File", "Pipe", "FastFile")
KINDS = ("S3Prefix", "ManifestFile", "AugmentedManifestFile", "Converse")
JOB_MODE = "AlgorithmSpecification.TrainingInputMode"
SPREAD = f"{S3}.S3DataDistributionType"


@rule(
    "REQ103",
    "mode-not-supported",
    "error",
    summary="The input mode does not work with the content type.",
    why="The container cannot read this content type in this input mode.",
    fix="Choose another input mode, or convert the data to a content type that can be read in this one.",
    sources=(INPUT_MODES,),
    training_error="Pipe mode is not supported",
    needs=("algorithm",),
)
def mode_not_supported(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        names, mode = _read_as(case, channel), channel.mode
        unasked = case.request is not None and case.request.channel(channel.name) is None
        if mode not in MODES or unasked or _augmented(case, channel):
            continue  # a mode that is none is said by the rule on shapes
        known = {name: case.facts.content_types[name] for name in names if name in case.facts.content_types}
        read = f"{case.facts.name} reads {' and '.join(known)} in "
        refused = [_refused(read, facts, mode, case.image_version) for facts in known.values()]
        if refused and (said := refused[0]) and all(refused):
            message, fix, severity = said
            key, file = _mode_place(case, channel)
            sources = tuple(dict.fromkeys(source for facts in known.values() for source in facts.sources))
            yield Hit(
                message, channel.name, file, key=key, value=mode, fix=fix, severity=severity, sources=sources,
            )  # fmt: skip


def _refused(read: str, facts: ContentType, mode: str, version: str | None) -> tuple[str, str, Severity | None] | None:
    """Message, fix and severity, where a content type is not read in an input mode."""
    versions = [modes.versions for modes in facts.modes_by_version if mode in modes.modes]
    if versions and len(versions) < len(facts.modes_by_version):
        if version and any(includes(span, version) for span in versions):
            return None
        known = version is not None and is_numbered(version)
        fix = f"Send {' or '.join(other for other in MODES if other != mode and other in facts.modes)}."
        message = f"{read}{mode} mode only in the versions {' and '.join(versions)}."
        return message, fix, None if known else "warning"
    modes = " or ".join(facts.modes)
    message = f"{read}{modes} mode, not in {mode} mode."
    return None if mode in facts.modes else (message, f"Send {modes}, or convert the data.", None)


def _read_as(case: Case, channel: Channel) -> tuple[str, ...]:
    """The content types that the channel may be read as: those that are assumed where none is known."""
    if channel.media_type:
        return (channel.media_type.type,)
    return (*assumed(case, channel.facts),) if channel.facts else ()


def _mode_place(case: Case, channel: Channel) -> tuple[str, str | None]:
    """Where the input mode of a channel is asked for, and in which file."""
    found = entry_of(case, channel.name)
    if found is None:
        return JOB_MODE, None
    entry, asked = found
    return entry.key("InputMode") if asked.input_mode else JOB_MODE, case.request_path


def _augmented(case: Case, channel: Channel) -> bool:
    """Whether an augmented manifest is asked for, of which other rules speak."""
    asked = case.asked(channel.name)
    return asked is not None and asked.is_augmented


@rule(
    "REQ117",
    "input-ruled-out",
    "error",
    summary="A hyperparameter rules out the way in which a channel is read.",
    why="The container checks the input against this setting before it reads any data, and stops.",
    fix="Change the hyperparameter, or send the data in another way.",
    sources=(CHANNEL,),
    needs=(),
    training_error="Some configurations unsuitable for Dask GPU training were found",
    raised_by=XGBOOST,
)
def input_ruled_out(case: Case) -> Iterator[Hit]:
    for narrowed in _narrowed(case):
        for entry, asked, channel in asked_channels(case):
            for place, given, left in _left(case, entry, asked, channel, narrowed):
                if left and given not in left:
                    setting = as_set(case, narrowed.when)
                    message = f"With {setting}, {channel.name!r} must be {' or '.join(left)}; it is {given}."
                    fix = f"Send it as {left[0]}, or change {' or '.join(narrowed.when)}."
                    yield case.request_hit(
                        place, message, channel=channel.name, value=given, fix=fix, sources=narrowed.sources
                    )


def _narrowed(case: Case) -> list[TrainingWhen]:
    """What the settings of hyperparameters leave of the ways to train."""
    every = case.algorithm.training.narrowed if case.algorithm else ()
    return [restriction for restriction in every if restriction.when and case.holds(restriction.when)]


def _left(
    case: Case, entry: Entry, asked: InputChannel, channel: Channel, narrowed: TrainingWhen
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Place, what is given there, and what the setting leaves."""
    if channel is training_channel(case):
        kinds = _read_as(case, channel)
        if len(kinds) == 1:
            yield entry.key("ContentType"), kinds[0], narrowed.content_types
        yield _mode_place(case, channel)[0], channel.mode or "File", narrowed.modes
    if several_machines(case) and narrowed.distribution and asked.s3:
        yield entry.key(SPREAD), asked.s3.s3_data_distribution_type or "FullyReplicated", (narrowed.distribution,)


@rule(
    "REQ104",
    "wrong-distribution",
    "error",
    summary="A channel is distributed over the machines in a way that the algorithm does not accept.",
    why="With the wrong distribution, machines see the same data twice or miss some of it; some algorithms "
    "refuse to start.",
    fix="Set S3DataDistributionType to the value that the message names.",
    sources=(CHANNEL,),
    needs=(),
)
def wrong_distribution(case: Case) -> Iterator[Hit]:
    several = several_machines(case)
    ruled_out = any(restriction.distribution for restriction in _narrowed(case))
    for entry, asked, channel in asked_channels(case):
        wanted = channel.facts.distribution if channel.facts else None
        if wanted is None or asked.s3 is None or ruled_out:
            continue  # what a setting leaves of it is said by the rule on that
        given = asked.s3.s3_data_distribution_type or "FullyReplicated"
        settled = wanted.holds(channel.media_type.type if channel.media_type else None, channel.mode, several)
        if given == wanted.value or not (several or (wanted.required and settled)):
            continue
        demand = "must be" if wanted.required else "is best"
        severity: Severity = "warning" if wanted.required or _divides(case, channel, wanted) else "info"
        yield entry.hit(
            SPREAD,
            f"The channel {channel.name!r} {demand} {wanted.value}; it is {given}.",
            value=given,
            severity=None if wanted.required and settled else severity,
            sources=channel.facts.sources if channel.facts else None,
        )


def _divides(case: Case, channel: Channel, wanted: Distribution) -> bool:
    """Whether each machine would get a part; else each works on all of the data, and none is done sooner."""
    machines = (case.resources.instance_count if case.resources else None) or 1
    return wanted.value == "ShardedByS3Key" and not 0 < len(channel.files) < machines


@rule(
    "REQ105",
    "data-type-not-supported",
    "error",
    summary="The algorithm, or the input mode, does not take this kind of S3 data source.",
    why="The channel's data is never found, or is read as something else.",
    fix="Use S3Prefix, or the mode and wrapper that the manifest needs.",
    sources=(MANIFEST, INPUT_MODES),
    needs=("algorithm", "request"),
)
def data_type_not_supported(case: Case) -> Iterator[Hit]:
    for entry, asked, channel in asked_channels(case):
        kind = asked.s3.s3_data_type if asked.s3 else None
        if kind not in KINDS:
            continue  # said by the rule on shapes
        if kind not in case.facts.s3_data_types:
            yield entry.hit(f"{S3}.S3DataType", f"{case.facts.name} does not take {kind}.", value=kind)
        elif channel.mode == "FastFile" and kind != "S3Prefix":
            yield entry.hit(f"{S3}.S3DataType", f"FastFile mode takes only S3Prefix, not {kind}.", value=kind)


@rule(
    "REQ106",
    "augmented-manifest-setup",
    "error",
    summary="A channel with an augmented manifest lacks settings that the manifest needs.",
    why="An augmented manifest is streamed attribute by attribute: it needs Pipe mode, the RecordIO "
    "wrapper and the names of the attributes in order.",
    fix="Set InputMode to Pipe and RecordWrapperType to RecordIO, and list AttributeNames with the source first.",
    sources=(MANIFEST,),
    needs=(),
    training_error="The Record IO header does not start with the magic number.",
)
def augmented_manifest_setup(case: Case) -> Iterator[Hit]:
    facts, reported = case.augmented, set[str]()
    for entry, asked, channel in asked_channels(case):
        if facts is None or asked.s3 is None or not asked.is_augmented:
            continue
        if not case.holds(facts.when):
            setting = condition_text(facts.when)
            message = f"An augmented manifest is taken only with {setting}."
            fix = f"Set {setting}, or send the samples as plain files (S3Prefix)."
            yield entry.hit(f"{S3}.S3DataType", message, value=asked.s3.s3_data_type, fix=fix, sources=facts.sources)
        place, _ = _mode_place(case, channel)
        if channel.mode in MODES and channel.mode != facts.mode and place not in reported:
            message = f"An augmented manifest is read in {facts.mode} mode only."
            yield case.request_hit(place, message, channel=channel.name, value=channel.mode)
            reported.add(place)
        wrapper = asked.record_wrapper_type
        if wrapper == "None" or not entry.states("RecordWrapperType"):
            message = f"RecordWrapperType must be {facts.record_wrapper}."
            yield entry.hit("RecordWrapperType", message, value=wrapper, sources=facts.sources)
        names = f"{S3}.AttributeNames"
        if not asked.s3.attribute_names:
            if not entry.states(names):
                yield entry.hit(names, "AttributeNames are missing.")
        elif len(asked.s3.attribute_names) == 1:
            message = "AttributeNames holds one name; the algorithm reads a sample and its label."
            yield entry.hit(names, message, value=asked.s3.attribute_names[0], sources=facts.sources)
        elif not channel.files and (wrong := _plain_text(facts, asked.s3.attribute_names)):
            message = f"{wrong!r} does not end in -ref: its text would be streamed. It must be {facts.attribute_order}."
            yield entry.hit(names, message, value=wrong, sources=facts.sources)


def _plain_text(facts: AugmentedManifest, names: Sequence[str]) -> str | None:
    """The attribute that stands where an object in S3 must, and by its name is none."""
    objects = {"text-class": 0, "mask-ref": 2}.get(facts.label, 1)
    return next((name for name in names[:objects] if not name.endswith("-ref")), None)


@rule(
    "REQ114",
    "augmented-manifest-content-type",
    "warning",
    summary="An augmented manifest is declared with a content type other than that of its records.",
    why="The streamed records are RecordIO. The pages of the algorithms also name image types, but jobs that "
    "declared those have failed.",
    fix="Declare the content type of the records.",
    sources=(MANIFEST, "https://github.com/awsdocs/amazon-sagemaker-developer-guide/pull/42"),
    needs=(),
)
def augmented_manifest_content_type(case: Case) -> Iterator[Hit]:
    facts = case.augmented
    for entry, asked, channel in asked_channels(case):
        augmented = asked.is_augmented
        if facts is None or not augmented or channel.declared is None or not taken(case, channel):
            continue
        declared = channel.declared.type
        if declared not in facts.content_types or case.facts.content_types[declared].format == "image":
            yield entry.hit(
                "ContentType",
                f"The channel {channel.name!r} is declared {declared}, not {facts.content_types[0]}.",
                value=str(channel.declared),
                fix=f"Declare {facts.content_types[0]}.",
                severity=None if declared in facts.content_types else "error",
                sources=(*facts.sources, "https://github.com/awsdocs/amazon-sagemaker-developer-guide/pull/42"),
            )


@rule(
    "REQ109",
    "channel-named-twice",
    "error",
    summary="Two channels of the request have the same name.",
    why="The API refuses the request.",
    fix="Give each channel a name of its own.",
    sources=(CHANNEL,),
    needs=(),
)
def channel_named_twice(case: Case) -> Iterator[Hit]:
    names: set[str] = set()
    for entry, asked, _ in asked_channels(case):
        if asked.channel_name in names:
            yield entry.hit("ChannelName", f"There are two channels {asked.channel_name!r}.", value=asked.channel_name)
        names.add(asked.channel_name)


@rule(
    "REQ110",
    "compressed-channel",
    "error",
    summary="A channel is declared as compressed where the API refuses that, or where the data may not be read.",
    why="CompressionType is only for Pipe mode; in any other mode the API refuses the request. A compressed CSV "
    "in Pipe mode was once read only in part, silently.",
    fix="Send the data uncompressed and leave CompressionType out.",
    sources=(CHANNEL, "https://github.com/aws/sagemaker-python-sdk/issues/1109"),
    needs=(),
)
def compressed_channel(case: Case) -> Iterator[Hit]:
    for entry, asked, channel in asked_channels(case):
        if asked.compression_type != "Gzip":
            continue
        text = channel.media_type is not None and channel.media_type.type == "text/csv"
        if channel.mode != "Pipe" or text:
            how = f"{asked.compression_type}-compressed in {channel.mode or 'File'} mode"
            message = f"The channel {channel.name!r} is {how}."
            severity = "info" if channel.mode == "Pipe" else None
            yield entry.hit("CompressionType", message, value=asked.compression_type, severity=severity)
