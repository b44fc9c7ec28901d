"""What the training data measures: the numbers that hyperparameters follow from."""

from __future__ import annotations

from collections.abc import Callable

from advisor.knowledge.models import Labels, Measure
from advisor.profile.csv import CsvProfile
from advisor.rules.case import Case, Channel

MOST_CLASSES = 1_000_000
"""A label from here on is no class, whatever it is."""


def label_size(case: Case, channel: Channel) -> int | None:
    """The number of leading label columns of a CSV channel; None where neither request nor algorithm tells.

    What was declared rules. Without it, an algorithm that demands labels reads one, one without labels none.
    """
    declared = declared_label_size(channel)
    if declared is not None:
        return declared
    presence = {labels.presence for labels in case.requirements(Labels, channel.name)}
    if "required" in presence:
        return 1
    return 0 if presence == {"none"} else None


def declared_label_size(channel: Channel) -> int | None:
    """The `label_size` of the channel's content type; None where there is none, or no number that can be one."""
    text = channel.media_type.parameters.get("label_size", "") if channel.media_type else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def wants_label(case: Case, channel: Channel) -> bool:
    return any(labels.presence == "required" for labels in case.requirements(Labels, channel.name))


def channel_width(channel: Channel) -> int | None:
    """The width of a CSV channel: the commonest one among the first rows of its first file."""
    for file in channel.files:
        if isinstance(file.profile, CsvProfile) and file.profile.records:
            return file.profile.head.commonest
    return None


def feature_width(case: Case, channel: Channel) -> int | None:
    """The number of features of a sample in the channel; None where it is not known."""
    width = channel_width(channel)
    if width is not None:
        labels = label_size(case, channel)
        return None if labels is None else width - labels
    for file in channel.files:
        feature_count = getattr(file.profile, "feature_count", None)
        if feature_count is not None:
            return int(feature_count)
    return None


def samples(channel: Channel) -> int:
    """The number of samples in the channel, by the list where a list says which images count."""
    return sum(file.profile.records for file in channel.files if file.profile)


def training_channel(case: Case) -> Channel | None:
    """The channel that the model is trained on."""
    return next((case.channels[name] for name in ("train", "training") if name in case.channels), None)


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
    """One more than the greatest label, where labels are whole numbers from 0."""
    values = label_values(case, channel)
    if not values or any(not float(v).is_integer() or not 0 <= v < MOST_CLASSES for v in values):
        return None
    return int(max(values)) + 1


def label_values(case: Case, channel: Channel) -> set[float]:
    """The distinct labels of a channel; empty where there are none or too many to be classes."""
    found: set[float] = set()
    listed = [case.channels[n] for n in (f"{channel.name}_lst", f"{channel.name}_annotation") if n in case.channels]
    for source in [channel, *listed]:
        labels = label_size(case, source)
        for file in source.files:
            if isinstance(file.profile, CsvProfile):
                columns = file.profile.columns[: labels or 0]
                distinct = [c.distinct for c in columns]
            else:
                one = getattr(file.profile, "labels", None)
                distinct = [one] if one is not None else []
            for counts in (d.counts for d in distinct):
                if counts is None:
                    return set()
                found |= {float(v) for v in counts if isinstance(v, (int, float))}
    return found


def _distinct_entities(case: Case, channel: Channel) -> int | None:
    seen: set[object] = set()
    for file in channel.files:
        if isinstance(file.profile, CsvProfile) and file.profile.columns:
            counts = file.profile.columns[0].distinct.counts
            if counts is None:
                return None
            seen |= counts.keys()
    return len(seen) or None


def _label_width(case: Case, channel: Channel) -> int | None:
    """The longest packed label of training and validation together, which are padded to one width."""
    names = [name for base in (channel.name, "validation") for name in (base, f"{base}_annotation")]
    files = [file for name in names if name in case.channels for file in case.channels[name].files]
    return max((width for file in files if (width := getattr(file.profile, "label_width", None))), default=None)


MEASURES: dict[Measure, Callable[[Case, Channel], int | None]] = {
    "features": feature_width,
    "classes": _classes,
    "image_classes": _classes,
    "records": _records,
    "label_width": _label_width,
    "columns": lambda case, channel: channel_width(channel),
    "distinct_entities": _distinct_entities,
}
"""How each measure is taken. A measure without an entry is not taken yet."""


def measure(case: Case, name: Measure) -> int | None:
    """One measure of the training data; None where it cannot be told."""
    channel = training_channel(case)
    take = MEASURES.get(name)
    return take(case, channel) if channel and take and channel.files else None


def derived(case: Case) -> dict[str, int | float]:
    """What to send, by hyperparameter; without an algorithm the measures themselves."""
    if case.algorithm is None:
        found = {name: measure(case, name) for name in ("features", "records", "classes")}
        return {name: value for name, value in found.items() if value is not None}
    values: dict[str, int | float] = {}
    for name, fact in case.algorithm.hyperparameters.values.items():
        if fact.from_data and fact.from_data.relation != "at-most":
            value = measure(case, fact.from_data.measure)
            if value is not None:
                product = value * fact.from_data.times
                values[name] = int(product) if float(product).is_integer() else product
    return values
