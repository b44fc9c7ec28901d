"""What the scanned data says of a problem: rows, columns, classes, labels, sizes, kind of data, format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Literal, cast, get_args

from advisor.advise.data.columns import RawColumn
from advisor.advise.data.disguised import disguised
from advisor.advise.problem import DataFormat, DataKind, Fact, Number, Problem, Trait
from advisor.case.images.class_folders import class_folders
from advisor.case.measures import (
    MOST_CLASSES,
    Labelled,
    Table,
    greatest_width,
    is_estimate,
    label_columns,
    label_size,
    label_values,
    labelled_files,
    measure,
    sound_classes,
    training_channel,
)
from advisor.case.model import Case, Channel, File
from advisor.case.text.token_lists import MOST_TOKENS
from advisor.knowledge.load import formats_beside
from advisor.knowledge.models.algorithm import Measure
from advisor.profile.base import Distinct, Tally
from advisor.profile.columns import Column
from advisor.profile.formats import FORMATS
from advisor.profile.images.image import MaskProfile, PictureProfile
from advisor.profile.images.image_recordio import ImageRecordioProfile
from advisor.profile.images.lst import LstProfile
from advisor.profile.manifests.augmented_manifest import LIST_KINDS, AugmentedManifestProfile
from advisor.profile.recordio.protobuf import MAIN, RecordioProtobufProfile
from advisor.profile.series.time_series import TimeSeriesProfile
from advisor.profile.sketch import ERROR
from advisor.profile.tables.libsvm import LibsvmProfile
from advisor.profile.text.sentences import SentencesProfile
from advisor.profile.text.sequence_pairs import SIDES, SequencePairsProfile
from advisor.profile.text.vocabulary import VocabularyProfile

BINARY = 2
FEW_CLASSES = 50
"""Distinct whole numbers in the first column that may be classes."""
SPARSE = 0.9
"""The share of zeros from which on data is sparse."""
RARE = 0.1
"""The share of the commonest class below which another class is rare."""
WORDS = 4
"""Words that cells of running text have on average, at least."""
TEXT_COLUMNS = 2
"""Columns of a table of texts, at most."""
BOX, HEADER = 5, 2
"""Numbers of a box, and of the header, of a packed label."""

IGNORED = 255
"""The value of pixels in a mask that bear no class."""

_KINDS = {name: cast(DataKind, known.data[0]) for name, known in FORMATS.items() if len(known.data) == 1}
"""What files of a format hold, where that is the only kind of data."""
_MEASURES: dict[Measure, Number] = {"features": "columns", "records": "rows", "classes": "classes",
                                    "distinct_entities": "entities", "label_width": "label_width",
                                    "longest_series": "longest_series",
                                    "commonest_word": "commonest_word"}  # fmt: skip
_ANSWERED_BY = {"class": "folders of classes", "forecast": "time series"}
_VALIDATION = ("validation", "validation_lst", "validation_annotation")


def facts(case: Case, target: RawColumn | None = None) -> Problem:
    """The facts that were measured, not said. `target`: the column to be predicted, where it is known."""
    channel = training_channel(case) or next(iter(case.channels.values()), None)
    if channel is None:
        return Problem()
    if table := disguised(channel):
        size = sum(file.size for file in channel.files)
        return Problem(
            data=_fact("tabular", table[1]), numbers={"gigabytes": _fact(round(size / 2**30, 9), channel.name)}
        )
    numbers = dict(_numbers(case, channel))
    if target is not None:
        numbers.pop("classes", None)
    labels = [target.cells] if target else list(_label_columns(case, channel))
    if (share := _rarer(labels)) is not None:
        numbers["odd_share"] = _fact(share, target.title if target else channel.name)
    found: dict[str, Any] = {"numbers": numbers, "traits": tuple(_traits(case, channel, numbers, labels))}
    facts = {"data": _kind(channel), "labelled": _labelled(case, channel), "target": _target(labels)}
    found |= {name: _fact(value, channel.name) for name, value in facts.items() if value is not None}
    answer = _answer(case)
    if answer:
        found["answer"] = _fact(answer, _ANSWERED_BY.get(answer, "annotations"))
    elif facts["data"] == "text" and _has_class_column(channel):
        found |= {"answer": _fact("class", channel.name), "labelled": _fact(True, channel.name)}
    formats = {file.format for file in channel.files if file.format} - formats_beside()
    if len(formats) == 1 and (name := formats.pop()) in get_args(DataFormat):
        found["format"] = _fact(name, channel.files[0].path)
    return Problem(**found)


def manifests(case: Case) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The augmented manifest of each channel that has one: its file, and its attributes, the label last."""
    return {
        channel.name: (file.name, (file.profile.source, file.profile.label))
        for channel in case.channels.values()
        for file in channel.files
        if isinstance(file.profile, AugmentedManifestProfile) and file.profile.source and file.profile.label
    }


def _fact(value: Any, seen: str, confidence: float = 1) -> Fact[Any]:
    return Fact[Any](value=value, origin="data", seen=seen, confidence=confidence)


def _numbers(case: Case, channel: Channel) -> Iterator[tuple[Number, Fact[Any]]]:
    size = sum(file.size for file in channel.files)
    yield "gigabytes", _fact(round(size / 2**30, 9), channel.name)
    for name, value in _measured(case, channel):
        estimated = name == "entities" and is_estimate("distinct_entities", value)
        yield name, _fact(float(value), channel.name, 1 - ERROR if estimated else 1)
    zeros = _zeros(case, channel)
    if zeros is not None:
        yield "zeros", _fact(round(zeros, 4), channel.name)
    sides = [side for file in channel.files if (side := _least_side(file))]
    if sides:
        yield "image_size", _fact(float(min(sides)), channel.name)
    files = (file for other in case.channels.values() for file in other.files)
    words = [(file.path, file.profile.words) for file in files if isinstance(file.profile, VocabularyProfile)]
    if words:
        yield "vocabulary", _fact(float(sum(count for _, count in words)), words[0][0])
    yield from _sequence_numbers(case)


def _sequence_numbers(case: Case) -> Iterator[tuple[Number, Fact[Any]]]:
    """How many tokens the pairs of all channels need, and how long the longest list is."""
    files = [file for channel in case.channels.values() for file in channel.files]
    pairs = [(file, file.profile.side(name)) for file in files if isinstance(file.profile, SequencePairsProfile)
             for name in SIDES]  # fmt: skip
    tokens = max((side.ids.high for _, side in pairs), default=-1) + 1
    longest = max((side.lengths.high for _, side in pairs), default=0)
    if 0 < tokens < MOST_TOKENS and longest > 0:
        yield "vocabulary", _fact(tokens, pairs[0][0].path)
        yield "sequence_length", _fact(longest, pairs[0][0].path)


def _measured(case: Case, channel: Channel) -> Iterator[tuple[Number, float]]:
    """What rules measure; without an algorithm, what it is most likely to be."""
    pair = _is_ip_pairs(channel)
    for name, number in _MEASURES.items():
        value = measure(case, name) if case.channels else None
        if value is not None and (name != "distinct_entities" or pair) and not (pair and name == "classes"):
            yield number, value
            if number == "label_width" and value > HEADER:
                yield "boxes_per_picture", (value - HEADER) // BOX
    if case.algorithm is None and (width := _width(channel)):
        yield "columns", width
    values = sound_classes(case, channel)
    if case.algorithm is None and not pair and 1 < len(values) <= FEW_CLASSES and _whole(values):
        yield "classes", len(values)
    elif case.algorithm and not pair and (values := values | _validation_labels(case)) and _whole(values):
        yield "classes", max(values) + 1
    elif masks := _mask_classes(case):
        yield "classes", masks
    elif len(folders := class_folders(channel)) > 1:
        yield "classes", len(folders)


def _validation_labels(case: Case) -> set[float]:
    """The labels that validation has, be they met in training or not."""
    return set().union(*(label_values(case, case.channels[name]) for name in _VALIDATION if name in case.channels))


def _mask_classes(case: Case) -> int | None:
    """One more than the greatest value in the masks; None where a label map gives the values another meaning."""
    if any("label_map" in name and channel.files for name, channel in case.channels.items()):
        return None
    masks = [file.profile for channel in case.channels.values() for file in channel.files
             if isinstance(file.profile, MaskProfile)]  # fmt: skip
    return max((value + 1 for mask in masks for value in mask.values if value != IGNORED), default=None)


def _whole(values: set[float]) -> bool:
    return all(float(value).is_integer() and 0 <= value < MOST_CLASSES for value in values)


def _width(channel: Channel) -> int | None:
    for profile in _tables(channel):
        return profile.width
    return None


def _tables(channel: Channel) -> Iterator[Table]:
    return (file.profile for file in channel.files if isinstance(file.profile, Table))


def _is_ip_pairs(channel: Channel) -> bool:
    """Two columns, of which the second holds IPv4 addresses."""
    profiles = list(_tables(channel))
    return bool(profiles) and all(
        len(p.columns) == 2 and p.columns[1].count("ipv4") > 0.9 * max(p.records, 1) for p in profiles
    )


def _is_prose(channel: Channel) -> bool:
    """A table of texts of several words each, with a label at most beside them."""
    profiles = list(_tables(channel))
    texts = [column.seen.get("text", Tally()) for p in profiles for column in p.columns]
    shown = [sighting.value or "" for tally in texts for sighting in tally.first]
    narrow = all(len(p.columns) <= TEXT_COLUMNS for p in profiles)
    return bool(shown) and narrow and sum(len(text.split()) for text in shown) >= WORDS * len(shown)


def _has_class_column(channel: Channel) -> bool:
    """Whether the first column of a table holds a few whole numbers."""
    firsts = [profile.columns[0] for profile in _tables(channel) if len(profile.columns) > 1]
    counts = [c.distinct.counts or {} for c in firsts if not c.fractional.count]
    return bool(firsts) and len(counts) == len(firsts) and all(1 < len(found) <= FEW_CLASSES for found in counts)


def _kind(channel: Channel) -> DataKind | None:
    if _is_ip_pairs(channel):
        return "entity-ip pairs"
    if _is_prose(channel):
        return "text"
    if any(isinstance(file.profile, RecordioProtobufProfile) and file.profile.is_sequences for file in channel.files):
        return "sequence pairs"
    kinds = {_KINDS[file.format] for file in channel.files if file.format in _KINDS}
    return kinds.pop() if len(kinds) == 1 else None


def _answer(case: Case) -> str | None:
    """Annotations and folders of classes tell what is wanted of pictures."""
    files: list[File] = [file for channel in case.channels.values() for file in channel.files]
    if any(file.format in ("detection-json", "coco-json") or _has_boxes(file) for file in files):
        return "boxes"
    if any(file.format == "mask" for file in files):
        return "mask"
    if any(isinstance(file.profile, TimeSeriesProfile) for file in files):
        return "forecast"
    return "class" if any(len(class_folders(channel)) > 1 for channel in case.channels.values()) else None


def _has_boxes(file: File) -> bool:
    profile = file.profile
    if isinstance(profile, ImageRecordioProfile):
        return profile.boxes.records > 0
    label = profile.attributes.get(profile.label or "") if isinstance(profile, AugmentedManifestProfile) else None
    return label is not None and label.of_kinds("boxes").count > 0


def _labelled(case: Case, channel: Channel) -> bool | None:
    """Whether there are labels, where the files tell: lists and annotations bear them, records say so themselves."""
    if any(name.startswith(f"{channel.name}_") and found.files for name, found in case.channels.items()):
        return True
    bearers = [found for file in channel.files if (found := _bears_labels(file)) is not None]
    return any(bearers) if bearers else None


def _bears_labels(file: File) -> bool | None:
    profile = file.profile
    if isinstance(profile, RecordioProtobufProfile):
        return bool(profile.label)
    if isinstance(profile, AugmentedManifestProfile):
        return profile.label is not None
    if isinstance(profile, SentencesProfile):
        return profile.mostly_labelled
    if isinstance(profile, SequencePairsProfile):
        return profile.label.numbers > 0
    return True if isinstance(profile, (ImageRecordioProfile, LibsvmProfile)) else None


def _target(columns: Sequence[Column]) -> Literal["class", "number"] | None:
    """Whether labels are classes or numbers; None where whole numbers may be either. No classes are counted below 0."""
    if any(c.fractional.count or (c.numbers and c.distinct.counts is None) for c in columns):
        return "number"
    values = {value for c in columns for value in c.distinct.counts or ()}
    if len(values) > BINARY and any(isinstance(value, float) and value < 0 for value in values):
        return "number"
    return "class" if len(values) > 1 and values == set(range(len(values))) else None


def _label_columns(case: Case, channel: Channel) -> Iterator[Column]:
    for file in channel.files:
        if isinstance(file.profile, Labelled):
            yield from label_columns(case, channel, file.profile)
        elif isinstance(file.profile, RecordioProtobufProfile) and MAIN in file.profile.label:
            yield file.profile.label[MAIN].numbers
        elif isinstance(file.profile, SequencePairsProfile):
            yield file.profile.label


def _zeros(case: Case, channel: Channel) -> float | None:
    """The share of zeros among the features; None where it was not counted."""
    full = filled = 0
    labels = label_size(case, channel) or 0
    for profile in (file.profile for file in channel.files):
        if isinstance(profile, LibsvmProfile):
            full += profile.records * (greatest_width(channel) or 0)
            filled += profile.pairs
        elif isinstance(profile, Table):
            for column in profile.columns[labels:]:
                if column.distinct.counts is None:
                    return None
                full += column.numbers
                filled += column.numbers - column.distinct.counts.get(0, 0)
        elif isinstance(profile, RecordioProtobufProfile) and profile.feature_count:
            tensors = profile.features[MAIN]
            extent = tensors.numbers.extent
            if not tensors.of_form("sparse").count and extent.low <= 0 <= extent.high:
                return None  # the zeros of dense tensors are not counted
            full += tensors.records * profile.feature_count
            filled += tensors.numbers.numbers
    return max(1 - filled / full, 0.0) if full else None  # a row may hold the same index several times


def _least_side(file: File) -> float | None:
    """The shorter side in pixels of an image, or of the smallest of several."""
    profile = file.profile
    if isinstance(profile, PictureProfile) and profile.facts.pixels:
        return min(profile.facts.width, profile.facts.height)
    if isinstance(profile, ImageRecordioProfile) and not profile.width.empty:
        return min(profile.width.low, profile.height.low)
    return None


def _traits(
    case: Case, channel: Channel, numbers: dict[Number, Fact[Any]], labels: Sequence[Column]
) -> Iterator[Fact[Trait]]:
    profiles = list(_tables(channel))
    cells = sum(column.numbers for p in profiles for column in p.columns)
    empty = sum(column.count("empty", "nan") for p in profiles for column in p.columns)
    text = sum(column.count("text") for p in profiles for column in p.columns if column not in labels)
    if empty:
        yield _fact("missing values", f"{empty} cells")
    if text and cells:
        yield _fact("categorical", f"{text} cells of text")
    if "zeros" in numbers and numbers["zeros"].value >= SPARSE:
        yield _fact("sparse", f"{numbers['zeros'].value:.0%} zeros")
    if len(class_folders(channel)) > 1:
        yield _fact("class folders", channel.name)
    if "validation" in case.channels and case.channels["validation"].files:
        yield _fact("validation data", "validation")
    for _, file in labelled_files(case, channel):
        if file.format == "coco-json":
            yield _fact("box list", file.path)
        yield from (_fact(trait, file.path) for trait in _several_labels(file))
    targets = [file.profile.target for file in channel.files if isinstance(file.profile, TimeSeriesProfile)]
    if targets and all(
        not target.extent.empty and target.extent.low >= 0 and not target.fractional for target in targets
    ):
        yield _fact("counts", channel.name)
    balance = _balance(case, channel, labels)
    if balance is not None and balance < RARE:
        yield _fact("imbalanced", f"the rarest class is {balance:.1%} of the commonest")


def _several_labels(file: File) -> Iterator[Trait]:
    """Lists of labels: in an augmented manifest class ids, or a 0 or 1 for each class, as in a list of images."""
    profile = file.profile
    if isinstance(profile, LstProfile) and (profile.width or 0) > 1:
        yield "several labels"
    if isinstance(profile, SentencesProfile) and profile.several:
        yield "several labels"
    if not isinstance(profile, AugmentedManifestProfile):
        return
    label = profile.attributes.get(profile.label or "")
    if label and label.of_kinds(*LIST_KINDS).count:
        yield "several labels"
        if len(label.lengths) == 1 and label.twice.count and label.extent.high <= 1:
            yield "multi-hot"


def _rarer(labels: Sequence[Column]) -> float | None:
    """The share of the rarer of two classes in a column of labels."""
    counts: Counter[float | str] = Counter()
    for column in labels:
        counts.update(column.distinct.counts or {})
    return min(counts.values()) / counts.total() if len(counts) == BINARY else None


def _balance(case: Case, channel: Channel, labels: Sequence[Column]) -> float | None:
    """How many samples the rarest class has for one of the commonest; None where labels are no classes."""
    counts: Counter[float | str] = Counter()
    for distinct in _labels(case, channel, labels):
        counts.update(distinct.counts or {})
    few = 1 < len(counts) <= FEW_CLASSES and _whole({value for value in counts if not isinstance(value, str)})
    return min(counts.values()) / max(counts.values()) if few else None


def _labels(case: Case, channel: Channel, labels: Sequence[Column]) -> Iterator[Distinct]:
    """How often each label was seen, file by file."""
    yield from (column.distinct for column in labels)
    for _, file in labelled_files(case, channel):
        found = getattr(file.profile, "labels", None)
        if isinstance(found, Distinct) and not isinstance(file.profile, RecordioProtobufProfile):
            yield found
