"""What the training data measures: the numbers that hyperparameters follow from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from advisor.case.links import MISSING_OBJECT, UNREAD_OBJECT
from advisor.case.model import Case, Channel, File
from advisor.case.text.token_lists import length_needed, tokens_needed
from advisor.knowledge.models.algorithm import Measure
from advisor.knowledge.models.requirements import Labels, Weights
from advisor.profile.base import DISTINCT_KEPT
from advisor.profile.columns import Column
from advisor.profile.faults import CLASS_WITHOUT_CATEGORY
from advisor.profile.manifests.manifest import ManifestProfile
from advisor.profile.series.time_series import HARMLESS, TimeSeriesProfile
from advisor.profile.sketch import Sketch
from advisor.profile.tables.csv import CsvProfile
from advisor.profile.tables.libsvm import LibsvmProfile
from advisor.profile.tables.parquet import ParquetProfile
from advisor.profile.text.sentences import SentencesProfile

Table = CsvProfile | ParquetProfile
"""Rows of cells, of which the first may be labels."""
Labelled = Table | LibsvmProfile
"""Rows that may have a label."""

MOST_CLASSES = 1_000_000
"""A label from here on is not a class, whatever it is."""


def label_size(case: Case, channel: Channel) -> int | None:
    """The number of leading label columns of a CSV channel; None where neither request nor algorithm tells.

    What was declared rules. Without it, an algorithm that demands labels reads one, one without labels none.
    """
    declared = declared_label_size(channel)
    if declared is not None:
        return declared
    if wants_label(case, channel):
        return 1
    return 0 if takes_no_label(case, channel) else None


def first_feature(case: Case, channel: Channel) -> int:
    """The column of a table, from 0, with which the features begin: labels come before them, then weights."""
    weights = any(True for _ in case.requirements(Weights, channel.name))
    return (label_size(case, channel) or 0) + weights


def declared_label_size(channel: Channel) -> int | None:
    """The `label_size` of the channel's content type; None where there is none, or no number that can be one."""
    text = channel.media_type.parameters.get("label_size", "") if channel.media_type else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def wants_label(case: Case, channel: Channel) -> bool:
    return any(labels.presence == "required" for labels in case.requirements(Labels, channel.name))


def takes_no_label(case: Case, channel: Channel) -> bool:
    return {labels.presence for labels in case.requirements(Labels, channel.name)} == {"none"}


def may_name_rows(case: Case, channel: Channel) -> bool:
    return any(labels.may_name_rows for labels in case.requirements(Labels, channel.name))


def are_classes(case: Case, channel: Channel) -> bool:
    return any(labels.values in ("integer", "zero-or-one") for labels in case.requirements(Labels, channel.name))


def tell_task(case: Case, channel: Channel) -> bool:
    """Whether whole numbers are classes because no setting says which task it is."""
    return any(labels.tells_task for labels in case.requirements(Labels, channel.name))


def table_file(channel: Channel) -> File | None:
    """The first file of a channel that is a table and has rows."""
    return next((f for f in channel.files if isinstance(f.profile, Table) and f.profile.records), None)


def channel_width(channel: Channel) -> int | None:
    """The width of the tables of a channel: that of the first; of a CSV the commonest one among its first rows."""
    file = table_file(channel)
    if file is None or not isinstance(file.profile, Table) or getattr(file.profile, "rows_in_quotes", False):
        return None
    if file.kind == "prose":  # sentences, whose words are no cells
        return None
    return file.profile.width


def has_no_usual_width(csv: CsvProfile) -> bool:
    """Whether most rows are of other widths than the commonest one, as where each is a list of its own length."""
    return 2 * max((tally.count for tally in csv.widths.values()), default=0) < csv.records


def label_columns(case: Case, channel: Channel, profile: Labelled) -> list[Column]:
    """The columns of a file that hold its labels."""
    return profile.label_columns(label_size(case, channel) or 0)


def feature_width(case: Case, channel: Channel) -> int | None:
    """The number of features of a sample in the channel; None where it is not known."""
    width = channel_width(channel)
    if (table := table_file(channel)) and isinstance(table.profile, CsvProfile) and has_no_usual_width(table.profile):
        return None
    if width is not None:
        return None if label_size(case, channel) is None else width - first_feature(case, channel)
    if (greatest := greatest_width(channel)) is not None:
        return greatest
    for file in channel.files:
        feature_count = getattr(file.profile, "feature_count", None)
        if feature_count is not None:
            return int(feature_count)
    return None


def greatest_width(channel: Channel) -> int | None:
    """The width of a channel of libsvm: that of its widest file."""
    widths = [file.profile.feature_count for file in channel.files if isinstance(file.profile, LibsvmProfile)]
    return max((width for width in widths if width is not None), default=None)


def samples(channel: Channel) -> int:
    """The number of samples in the channel, by the list where a list says which images count."""
    return sum(file.profile.records for file in channel.files if file.profile)


def training_channel(case: Case) -> Channel | None:
    """The channel that the model is trained on."""
    return training_among(case.channels)


def training_among(channels: Mapping[str, Channel]) -> Channel | None:
    return next((channels[name] for name in ("train", "training") if name in channels), None)


def _records(case: Case, channel: Channel) -> int | None:
    """The number of samples; None where a file is broken, which would be counted wrong."""
    listed = case.channels.get(f"{channel.name}_lst")
    counted = listed if listed and listed.files else channel
    wanted = case.formats(counted)
    for file in counted.files:
        if file.profile is None or file.profile.faults or (wanted and file.format not in wanted):
            return None
    mixed = len({file.format for file in counted.files if file.profile and file.profile.records}) > 1
    return None if mixed else samples(counted) or None


def _classes(case: Case, channel: Channel) -> int | None:
    """One more than the highest label, where labels are whole numbers from 0, and none is of a class without a name."""
    values = sound_classes(case, channel)
    if not values or any(not float(v).is_integer() or not 0 <= v < MOST_CLASSES for v in values):
        return None
    return int(max(values)) + 1


def label_values(case: Case, channel: Channel) -> set[float]:
    """The distinct labels of a channel; empty where there are none or too many to be classes."""
    found: set[float] = set()
    for source, file in labelled_files(case, channel):
        if isinstance(file.profile, Labelled):
            distinct = [column.distinct for column in label_columns(case, source, file.profile)]
        else:
            labels = getattr(file.profile, "labels", None)
            distinct = [labels] if labels is not None else []
        for counts in (d.counts for d in distinct):
            if counts is None:
                return set()
            found |= {float(v) for v in counts if isinstance(v, (int, float))}
    return found


def sound_classes(case: Case, channel: Channel) -> set[float]:
    """The distinct labels of a channel; empty where one of them is a class that its categories do not name, too."""
    files = (file.profile for _, file in labelled_files(case, channel) if file.profile)
    return set() if any(CLASS_WITHOUT_CATEGORY in file.faults for file in files) else label_values(case, channel)


def labelled_files(case: Case, channel: Channel) -> Iterator[tuple[Channel, File]]:
    """The files of a channel and of those beside it that hold its labels."""
    beside = (f"{channel.name}_lst", f"{channel.name}_annotation")
    for source in (channel, *(case.channels[name] for name in beside if name in case.channels)):
        yield from ((source, file) for file in source.files)


def _distinct_entities(case: Case, channel: Channel) -> int | None:
    """How many different first cells there are; an estimate where a file has too many to keep."""
    tables = [file.profile for file in channel.files if isinstance(file.profile, CsvProfile) and file.profile.columns]
    counts = [table.columns[0].distinct.counts for table in tables]
    if all(known is not None for known in counts):
        return len(set().union(*(known for known in counts if known is not None))) or None
    names = Sketch()
    for table in tables:
        names = names.merged(table.names)
    return names.count or None


def is_estimate(name: Measure, value: float) -> bool:
    """Whether a measure of this size is not a count."""
    return name == "distinct_entities" and value > DISTINCT_KEPT


def _label_width(case: Case, channel: Channel) -> int | None:
    """The longest packed label of training and validation together, which are padded to one width."""
    names = [name for base in (channel.name, "validation") for name in (base, f"{base}_annotation")]
    files = [file for name in names if name in case.channels for file in case.channels[name].files]
    return max((width for file in files if (width := getattr(file.profile, "label_width", None))), default=None)


def _longest_series(case: Case, channel: Channel) -> int | None:
    """The length of the longest time series; None where some cannot be read."""
    series = [file.profile for file in channel.files if isinstance(file.profile, TimeSeriesProfile)]
    if len(series) < len(channel.files) or any(profile.faults.keys() - HARMLESS for profile in series):
        return None
    if all(profile.target.lengths.high <= 1 for profile in series):
        return None  # lines of single time steps, which says nothing of how long the series are
    return max((int(p.target.lengths.high) for p in series if not p.target.lengths.empty), default=None)


def _feature_series(case: Case, channel: Channel) -> int | None:
    """The number of feature series of a record; None where records differ or have none."""
    counts = {file.profile.feature_series for file in channel.files if isinstance(file.profile, TimeSeriesProfile)}
    return counts.pop() if len(counts) == 1 else None


def _commonest_word(case: Case, channel: Channel) -> int | None:
    """How often the commonest word of a text comes; None where that is not known."""
    texts = [file.profile for file in channel.files if isinstance(file.profile, SentencesProfile)]
    return texts[0].commonest_word if len(texts) == 1 else None


MEASURES: dict[Measure, Callable[[Case, Channel], int | None]] = {
    "features": feature_width,
    "classes": _classes,
    "image_classes": _classes,
    "records": _records,
    "label_width": _label_width,
    "columns": lambda case, channel: channel_width(channel),
    "distinct_entities": _distinct_entities,
    "commonest_word": _commonest_word,
    "enc0_tokens": lambda case, _: tokens_needed(case, "enc0_vocab_size"),
    "enc1_tokens": lambda case, _: tokens_needed(case, "enc1_vocab_size"),
    "enc0_length": lambda case, _: length_needed(case, "enc0_max_seq_len"),
    "enc1_length": lambda case, _: length_needed(case, "enc1_max_seq_len"),
    "longest_series": _longest_series,
    "feature_series": _feature_series,
}
"""How each measure is taken. A measure without an entry is not taken yet."""


CLASSES: tuple[Measure, ...] = ("classes", "image_classes")

SHAPES: tuple[Measure, ...] = ("features", "columns")
"""What each file shows by itself, however much of the data was read."""


def measure(case: Case, name: Measure) -> int | None:
    """One measure of the training data; None where it cannot be told."""
    channel = training_channel(case)
    take = MEASURES.get(name)
    if channel is None or take is None or not channel.files or (is_partly_read(case, channel) and name not in SHAPES):
        return None
    return take(case, channel)


def is_partly_read(case: Case, channel: Channel) -> bool:
    """Whether the check was interrupted, or a manifest names samples that were not read."""
    manifests = (file for file in channel.files if isinstance(file.profile, ManifestProfile))
    return not case.complete or any({UNREAD_OBJECT, MISSING_OBJECT} & file.links.keys() for file in manifests)


def counted_from_one(low: float, high: float, room: float) -> bool:
    """Whether as many classes as there is room for are numbered from 1 on."""
    return low == 1 and high == room


def fit_when_numbered(case: Case, sent: float) -> bool:
    """Whether the labels are as many classes as are sent, numbered from 1 on or with gaps."""
    channel = training_channel(case)
    values = label_values(case, channel) if channel else set()
    return bool(values) and (len(values) == sent or counted_from_one(min(values), max(values), sent))


def derived(case: Case) -> dict[str, int | float]:
    """What to send, by hyperparameter; without an algorithm the measures themselves."""
    if case.algorithm is None:
        found = {name: measure(case, name) for name in ("features", "records", "classes")}
        return {name: value for name, value in found.items() if value is not None}
    values: dict[str, int | float] = {}
    for name, fact in case.algorithm.hyperparameters.values.items():
        if fact.from_data and fact.from_data.relation != "at-most" and case.holds(fact.only_when or {}):
            value = measure(case, fact.from_data.measure)
            sent = case.number(name) if fact.from_data.measure in CLASSES else None
            if value is not None and sent is not None and fit_when_numbered(case, sent):
                value = int(sent)  # a finding on the labels says to number them anew
            if value is not None:
                product = value * fact.from_data.times
                values[name] = int(product) if float(product).is_integer() else product
    return values
