"""Rules on folders and files: channels that are empty, files that are hidden, misnamed, or that no reader fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from advisor.case.by_name import passed_over
from advisor.case.conversions import CONVERSIONS, how_to_convert
from advisor.case.hit import Hit
from advisor.case.model import CHANGED, Case, Channel, File, at
from advisor.case.request.asked import is_unpacked, taken
from advisor.case.tables.columns import could_be_chosen, has_dates, has_prose
from advisor.knowledge.models.requirements import Tensor
from advisor.profile.base import FileProfile
from advisor.profile.formats import FILE_NAMES, SUFFIXES, called, is_clutter
from advisor.profile.recordio.protobuf import RecordioProtobufProfile
from advisor.profile.tables.csv import CsvProfile
from advisor.profile.tables.libsvm import LibsvmProfile
from advisor.profile.tables.parquet import ParquetProfile
from advisor.profile.text.vocabulary_json import VocabularyJsonProfile
from advisor.rules.base import rule
from advisor.rules.raised import TABLE_READERS

CHANNELS = "common-info-all-im-models.md"
FORMATS = "cdf-training.md"


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
            fix = (
                (_TAKE_OUT if _is_companion(case, channel, file) else None)
                or _manifest_fix(case, channel, file)
                or _sequences_fix(case, channel)
                or how_to_convert(held, wanted or ("csv",))
                or fix
            )
            if fix and (name := _declarable(case, channel, held)):
                fix = f"{fix} Or declare the channel as {name}."
            yield file.hit(message, at(), fix=fix, conversion=_conversion(case, channel, file))


def _declarable(case: Case, channel: Channel, held: str) -> str | None:
    """The content type of the channel under which files that hold this would be read, where another was declared."""
    types = case.algorithm.content_types if case.algorithm else {}
    accepted = channel.facts.content_types if channel.facts and channel.declared else ()
    return next((name for name in accepted if name in types and types[name].format == held), None)


_TAKE_OUT = "Take it out of the channel: what it says of the other files is not read here."


def _is_companion(case: Case, channel: Channel, file: File) -> bool:
    """Whether a file is known by its name to speak of the others of its channel, and the algorithm does not read it."""
    named = FILE_NAMES.get(PurePosixPath(file.name).name)
    return named is not None and named not in case.formats(channel) and len(channel.files) > 1


def _manifest_fix(case: Case, channel: Channel, file: File) -> str | None:
    """How the request says that the channel's one file is a list of its data."""
    asked, wanted = case.asked(channel.name), _MANIFESTS.get(file.kind)
    source = asked.s3 if asked else None
    if source is None or source.s3_data_type != "S3Prefix" or wanted is None or len(channel.files) > 1:
        return None
    if not file.name.endswith("manifest") or (case.algorithm and wanted not in case.algorithm.s3_data_types):
        return None
    return f"Set S3DataType of the channel to {wanted}: with S3Prefix the manifest itself is taken for the data."


_MANIFESTS = {"json-manifest": "ManifestFile", "json-lines": "AugmentedManifestFile"}


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
    path = PurePosixPath(file.name)
    if file.kind == "json" and path.name in FILE_NAMES:
        return FILE_NAMES[path.name]
    suffix = SUFFIXES.get(path.suffix.lower())
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
        conversion=_taken_out(file),
    )


def _taken_out(file: File) -> str:
    return f"take {PurePosixPath(file.name).name} out of the channel"


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
            message = f"The channel {channel.name!r} must hold {wanted!r}."
            sources = channel.facts.sources if channel.facts else None
            yield channel.files[0].hit(message, at(), fix=f"Call the file {wanted}.", sources=sources)


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
        files = [f for f in channel.files if f.format in wanted and f.format != "manifest"] if wanted else lists
        if len(files) > 1:
            message = f"The channel {channel.name!r} holds {len(files)} files where one is expected."
            yield files[1].hit(message, at(), sources=channel.facts.sources if wanted and channel.facts else None)


def _conversion(case: Case, channel: Channel, file: File) -> str | None:
    """What would bring the file into a format of the channel; sequences are not a matter of form."""
    if _is_companion(case, channel, file):
        return _taken_out(file)
    sequences = isinstance(file.profile, RecordioProtobufProfile) and file.profile.is_sequences
    if sequences or any(tensor.sequences for tensor in case.requirements(Tensor, channel.name)):
        return None
    could_be = {
        "csv": could_be_chosen(case, channel, file.profile),
        "sentences": has_prose(file.profile),
        "time-series": has_dates(file.profile),
    }
    wanted = [name for name in case.formats(channel) if could_be.get(name, True)]
    pairs = ((file.format or _by_name(file), name) for name in wanted)
    return next((CONVERSIONS[pair] for pair in pairs if pair in CONVERSIONS), None)
