"""Rules on folders and files: channels that are missing, empty or misnamed, files that no reader fits."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from advisor.case.by_name import passed_over
from advisor.case.conversions import CONVERSIONS, RENAMED, how_to_convert
from advisor.case.hit import Hit
from advisor.case.model import CHANGED, Case, Channel, File, at
from advisor.case.request.asked import is_unpacked, taken
from advisor.case.tables.columns import has_dates, has_prose
from advisor.findings import Severity
from advisor.knowledge.models.algorithm import Channel as ChannelFacts
from advisor.knowledge.models.algorithm import Condition
from advisor.knowledge.models.base import condition_text
from advisor.knowledge.models.requirements import Tensor
from advisor.profile.base import FileProfile
from advisor.profile.formats import SUFFIXES, called, is_clutter
from advisor.profile.recordio.protobuf import RecordioProtobufProfile
from advisor.profile.tables.csv import CsvProfile
from advisor.profile.tables.libsvm import LibsvmProfile
from advisor.profile.tables.parquet import ParquetProfile
from advisor.profile.text.vocabulary_json import VocabularyJsonProfile
from advisor.rules.base import rule
from advisor.rules.raised import TABLE_READERS

CHANNELS = "common-info-all-im-models.md"
ALMOST = 0.75
"""How alike two names must be for one to be meant for the other."""
FORMATS = "cdf-training.md"


@rule(
    "LAY101",
    "missing-channel",
    "error",
    summary="A channel that the algorithm requires is missing.",
    why="The container looks for each channel's data in the folder with the channel's name, and stops if a "
    "required one is not there.",
    fix="Add the channel with its data.",
    sources=(CHANNELS,),
    training_error="Missing required channel",
    conversion="add the missing channel",
)
def missing_channel(case: Case) -> Iterator[Hit]:
    for name, message, facts in () if case.nested else _missing(case):
        meant = next((channel.name for channel in case.channels.values() if _meant(case, channel) == name), None)
        fix = f"Add the channel {name!r} {'to InputDataConfig' if case.request else 'as a folder'}, with its data."
        if meant:
            message += f" {meant!r} seems to be meant: names must match exactly."
            fix = f"Call the channel {name!r} instead of {meant!r}, in the request and as a folder."
        yield Hit(message, channel=name, fix=fix, sources=facts.sources, conversion=RENAMED if meant else None)


def _missing(case: Case) -> Iterator[tuple[str, str, ChannelFacts]]:
    """The channels that are needed and not there, with what is said of each."""
    if case.algorithm is None or (case.request and case.request.is_fed_later):
        return
    types = {
        c.media_type.type
        for c in case.channels.values()
        if c.media_type and c.facts and c.media_type.type in c.facts.content_types
    }
    augmented = any("augmented-manifest" in {f.format for f in c.files} for c in case.channels.values())
    asked = case.request.input_data_config if case.request else ()
    augmented = augmented or any(channel.is_augmented for channel in asked)
    # A request names the channels that there are: a folder that it does not name reaches no container.
    there = {channel.channel_name for channel in asked} if case.request else set(case.channels)
    for name, facts in case.algorithm.channels.items():
        if there & {name, *facts.aliases}:
            continue
        needed_for = sorted(types & set(facts.required_for))
        if facts.required and not (augmented and facts.formats):
            message = f"{case.algorithm.name} needs the channel {name!r}, and there is none."
        elif facts.required_when and case.holds(facts.required_when):
            setting = condition_text(facts.required_when)
            message = f"With {setting}, {case.algorithm.name} needs the channel {name!r}, and there is none."
        elif needed_for and not augmented:
            message = f"With {needed_for[0]}, {case.algorithm.name} needs the channel {name!r}, and there is none."
        else:
            continue
        yield name, message, facts


def _meant(case: Case, channel: Channel) -> str | None:
    """The channel that one unknown to the algorithm is meant for, by its name."""
    if case.algorithm is None or channel.facts is not None:
        return None
    there = [c.channel_name for c in case.request.input_data_config] if case.request else case.channels
    absent = [name for name in case.algorithm.channels if name not in there]
    close = difflib.get_close_matches(channel.name, absent, n=1, cutoff=ALMOST)
    return case.near_misses.get(channel.name) or next(iter(close), None)


@rule(
    "LAY102",
    "empty-channel",
    "error",
    summary="A channel holds no file that is read as data.",
    why="Training stops when it finds nothing to read in a channel.",
    fix="Put the data into the channel's folder, or leave the channel out of the request.",
    sources=(CHANNELS,),
    training_error="No S3 objects found under S3 URL given in input data source",
)
def empty_channel(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        beside = channel.facts.beside if channel.facts else ()
        if case.has_data and all(file.format in beside for file in channel.files):
            if case.algorithm is not None and channel.facts is None:
                continue
            if channel.facts and "model-archive" in case.formats(channel):
                continue
            yield channel.hit(f"The channel {channel.name!r} holds no data file.")


@rule(
    "LAY103",
    "unknown-channel",
    "warning",
    summary="A folder is not a channel of the algorithm.",
    why="Data in a channel that the algorithm does not know is copied and paid for but not used; some containers "
    "refuse it.",
    fix="Rename the folder to the channel that you mean, or remove it.",
    sources=(CHANNELS,),
    training_error="Extraneous channel found",
    needs=("algorithm",),
)
def unknown_channel(case: Case) -> Iterator[Hit]:
    missing = {name for name, _, _ in _missing(case)}
    fix = "Rename it in InputDataConfig to the channel that you mean, or remove it." if case.request else None
    for channel in case.channels.values():
        if channel.facts is None and (near := _meant(case, channel)) not in missing:
            hint = f"; did you mean {near!r}?" if near else f": its channels are {', '.join(case.facts.channels)}."
            refused = case.request is not None and case.facts.other_channels == "refused"
            message = f"{channel.name!r} is not a channel of {case.facts.name}{hint}"
            yield channel.hit(message, severity="error" if refused else None, fix=fix)
        elif channel.facts and channel.facts.only_when and _is_ruled_out(case, channel.facts.only_when):
            setting = condition_text(channel.facts.only_when)
            message = f"{case.facts.name} takes the channel {channel.name!r} only with {setting}."
            without = f"Set {setting}, or leave the channel out."
            yield channel.hit(message, fix=without, sources=channel.facts.sources)


def _is_ruled_out(case: Case, condition: Condition) -> bool:
    """Whether the hyperparameters that a condition names are known, and it does not hold."""
    return all(case.value(name) is not None for name in condition) and not case.holds(condition)


@rule(
    "LAY110",
    "almost-a-channel",
    "warning",
    summary="A folder's name is almost that of a channel.",
    why="Channel names must match exactly: `Train` is not `train`, and its data never reaches the algorithm.",
    fix="Rename the folder exactly as the channel is called.",
    sources=(CHANNELS,),
)
def almost_a_channel(case: Case) -> Iterator[Hit]:
    for folder, meant in case.near_misses.items():
        if folder not in case.channels and meant != folder:
            message = (
                f"The folder {folder!r} is not a channel; {meant!r} is. Everything was read as the channel 'train'."
            )
            yield Hit(message, channel="train")


@rule(
    "LAY114",
    "channels-further-down",
    "warning",
    summary="The channel folders are not at the top of what was checked.",
    why="A folder counts as a channel only directly below the folder that is checked. Everything deeper is read "
    "as one channel, training and validation data together.",
    fix="Check the folder that holds the channels, and let each channel's S3Uri end in that channel's own folder.",
    sources=(CHANNELS,),
)
def channels_further_down(case: Case) -> Iterator[Hit]:
    if case.nested:
        message = f"The channels seem to be in {case.nested!r}: check that folder. Everything was read as one channel."
        severity: Severity | None = "error" if any(_missing(case)) else None
        yield Hit(message, channel=next(iter(case.channels), None), severity=severity)


@rule(
    "LAY104",
    "stray-file",
    "warning",
    summary="A file lies beside the channel folders and belongs to no channel.",
    why="Only what is in a channel's folder reaches the training container.",
    fix="Move the file into a channel's folder or remove it.",
    sources=(CHANNELS,),
)
def stray_file(case: Case) -> Iterator[Hit]:
    for path in case.stray:
        yield Hit(f"{path} is beside the channels and not part of any.", file=path, seen=at())


@rule(
    "LAY106",
    "empty-file",
    "error",
    summary="A file is empty, or holds nothing but blank lines.",
    why="Readers stop at an empty file, or continue without the data that should be in it.",
    fix="Write the file again, or delete it.",
    sources=(FORMATS,),
    training_error="Empty .rec file in train channel",
)
def empty_file(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        for file in channel.files:
            if file.size == 0:
                stated = None if file.name.endswith(".rec") and channel.name == "train" else ""
                yield file.hit("The file is empty.", at(), training_error=stated)
            elif file.profile and _is_blank(file.profile):
                yield file.hit("The file holds nothing but blank lines.", at(), training_error="")
            elif file.profile and type(file.profile) in _NEEDED and _is_empty(file.profile):
                yield file.hit(f"The file holds no {_NEEDED[type(file.profile)]}.", at(), training_error="")


_NEEDED: dict[type[FileProfile], str] = {LibsvmProfile: "row", ParquetProfile: "row", VocabularyJsonProfile: "word"}


def _is_blank(profile: FileProfile) -> bool:
    if isinstance(profile, CsvProfile):
        return not (profile.records or profile.header.count)
    blank = profile.faults.get("blank-line")
    return blank is not None and blank.count == profile.lines


def _is_empty(profile: FileProfile) -> bool:
    """Whether a file that could be read has no row."""
    return not profile.records and not profile.faults


@rule(
    "LAY107",
    "unreadable-format",
    "error",
    summary="A file is not in a format that its channel is read in.",
    why="The container gives each file of a channel to the reader for the channel's content type, which stops at "
    "any other format.",
    fix="Convert the file, remove it from the channel, or declare the content type that it has.",
    sources=(FORMATS,),
    training_error="Unable to read data channel. Please verify that the data matches the content type.",
    raised_by=TABLE_READERS,
)
def unreadable_format(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        wanted, unopened = case.formats(channel), passed_over(case, channel)
        for file in channel.files:
            if file.size == 0 or (file.format and (not wanted or file.format in wanted)):
                continue
            if case.algorithm is not None and (channel.facts is None or not taken(case, channel)):
                continue
            if file.kind == CHANGED or (file.kind == "gzip" and is_unpacked(case, channel)) or file in unopened:
                continue  # said to be unread
            if is_clutter(file.name):
                yield _clutter(channel, file, wanted)
                continue
            but, fix = _wanted(channel, wanted)
            held = file.format or _by_name(file)
            message = f"The file holds {called(held)}{but}."
            fix = _sequences_fix(case, channel) or how_to_convert(held, wanted) or fix
            if fix and (name := _declarable(case, channel, held)):
                fix = f"{fix} Or declare the channel as {name}."
            yield file.hit(message, at(), fix=fix, conversion=_conversion(case, channel, file))


def _declarable(case: Case, channel: Channel, held: str) -> str | None:
    """The content type of the channel under which files that hold this would be read, where another was declared."""
    types = case.algorithm.content_types if case.algorithm else {}
    taken = channel.facts.content_types if channel.facts and channel.declared else ()
    return next((name for name in taken if name in types and types[name].format == held), None)


def _sequences_fix(case: Case, channel: Channel) -> str | None:
    """How text becomes records of token ids, where the algorithm reads those."""
    if any(tensor.sequences for tensor in case.requirements(Tensor, channel.name)):
        return (
            "Make the records and both vocabularies of the texts with `advisor convert FOLDER --from parallel-lines "
            "--to token-records --first FILE --second FILE --vocabulary DIR/vocab --output DIR/train`."
        )
    return None


def _by_name(file: File) -> str:
    """What a file holds that was not read: text is what its name says, anything else what its bytes show."""
    suffix = SUFFIXES.get(PurePosixPath(file.name).suffix.lower())
    if file.kind not in ("text", "prose", "list", "wide-text"):
        return file.kind
    return "xml" if file.name.endswith(".xml") else suffix if suffix in ("csv", "lst") else file.kind


def _clutter(channel: Channel, file: File, wanted: Sequence[str]) -> Hit:
    """What is said of a file that is not data by its name. Containers find images by lists or endings of names."""
    by_list = not wanted or {"image", "mask", "image-recordio"} & set(wanted)
    name = PurePosixPath(file.name).name
    return file.hit(
        f"{name} is not data." + ("" if by_list else " The container reads every file of the channel."),
        at(),
        severity="warning" if by_list else None,
        fix=f"Delete it from the channel before the upload, for example with `find . -name '{name}' -delete`.",
        conversion=f"take {name} out of the channel",
    )


def _wanted(channel: Channel, formats: Sequence[str]) -> tuple[str, str | None]:
    """Why a file of another format is not read, to follow what it holds, and what would be; None for the usual."""
    if not formats:
        return ", which no reader takes", None
    beside = channel.facts.beside if channel.facts else ()
    *others, last = [called(name) for name in formats if name not in beside]
    takes = f"{', '.join(others)} or {last}" if others else last
    if channel.declared:
        return f"; {channel.declared} is {takes}", None
    if channel.media_type:
        return f"; the other files of the channel hold {takes}", None
    return ", which the channel does not take", f"The channel takes {takes}: convert the file, or remove it."


@rule(
    "LAY108",
    "wrong-file-name",
    "error",
    summary="The file of a channel does not have the name that the algorithm looks for.",
    why="The algorithm opens the file by exactly this name.",
    fix="Rename the file as the algorithm expects it.",
    sources=("ntm.md",),
)
def wrong_file_name(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        wanted = channel.facts.file_name if channel.facts else None
        names = [file.name for file in channel.files]
        if wanted and names and wanted not in names:
            yield channel.files[0].hit(f"The channel {channel.name!r} must hold {wanted!r}.", at())


@rule(
    "LAY109",
    "more-than-one-file",
    "error",
    summary="A channel that must hold exactly one file holds several.",
    why="The algorithm reads only one file of this channel; no page says which one, and the others are ignored.",
    fix="Join the files, or keep only one.",
    sources=("image-classification.md",),
)
def more_than_one_file(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        lists = [f for f in channel.files if f.format == "lst"]
        wanted = case.formats(channel) if channel.facts and channel.facts.one_file else ()
        one = [f for f in channel.files if f.format in wanted and f.format != "manifest"] if wanted else lists
        if len(one) > 1:
            message = f"The channel {channel.name!r} holds {len(one)} files where one is expected."
            yield one[1].hit(message, at(), sources=channel.facts.sources if wanted and channel.facts else None)


def _conversion(case: Case, channel: Channel, file: File) -> str | None:
    """What would bring the file into a format of the channel; sequences are not a matter of form."""
    sequences = isinstance(file.profile, RecordioProtobufProfile) and file.profile.is_sequences
    if sequences or any(tensor.sequences for tensor in case.requirements(Tensor, channel.name)):
        return None
    makes_sense = {"sentences": has_prose, "time-series": has_dates}
    wanted = [name for name in case.formats(channel) if name not in makes_sense or makes_sense[name](file.profile)]
    pairs = ((file.format or _by_name(file), name) for name in wanted)
    return next((CONVERSIONS[pair] for pair in pairs if pair in CONVERSIONS), None)
