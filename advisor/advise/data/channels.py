"""The channels of a training job as the data that was looked at has them."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.advise.data.from_data import manifests
from advisor.advise.models import ChannelAdvice, InputAdvice, Reason
from advisor.advise.plan.channels import with_labels, with_parameters
from advisor.case.measures import channel_width, feature_width, training_channel
from advisor.case.model import Case, Channel
from advisor.knowledge.models.algorithm import Algorithm
from advisor.media_type import MediaType


def with_data(data: InputAdvice, case: Case, metric: str) -> InputAdvice:
    """The advice with what the data that was looked at has: its channels, labels and augmented manifests.

    `case` has an algorithm; `metric` is the one that models are compared by.
    """
    algorithm = case.facts
    sent = MediaType.parse(data.content_type).type
    advised = tuple(_with_channel(channel, case, algorithm, sent) for channel in data.channels)
    reasons = (*data.reasons, *_misnamed(case), *_worth_having(algorithm, advised, metric))
    return data.model_copy(update={"channels": advised, "reasons": reasons})


def _with_channel(channel: ChannelAdvice, case: Case, algorithm: Algorithm, base: str) -> ChannelAdvice:
    """A channel as the data has it: under its own name, with the content type of its files."""
    facts = algorithm.channels[channel.name]
    there = next((case.channels[n] for n in (channel.name, *facts.aliases) if n in case.channels), None)
    unused = facts.required_for and base not in facts.required_for
    if there is None or not there.files or unused:
        return channel
    kind = _of_files(there, algorithm, channel.content_type)
    labels = _labels(case, there)
    manifest, attributes = manifests(case).get(there.name, (None, ()))
    return channel.model_copy(
        update={
            "name": there.name,
            "content_type": kind if labels is None else with_labels(kind, labels),
            "found": True,
            "manifest": manifest,
            "attributes": attributes,
        }
    )


def _of_files(channel: Channel, algorithm: Algorithm, advised: str) -> str:
    """The content type that is advised, if that is what the files are, else one that they are."""
    held = {file.format for file in channel.files}
    facts = channel.facts
    if facts is None:
        return advised
    for kind in (advised, *facts.content_types):
        name = MediaType.parse(kind).type
        if (facts.formats.get(name) or algorithm.content_types[name].format) in held:
            return kind if kind == advised else with_parameters(algorithm, name)
    return advised


def _labels(case: Case, channel: Channel) -> int | None:
    """How many label columns the rows of a channel have beside the features that are trained on; None: not known."""
    train = training_channel(case)
    width, features = channel_width(channel), feature_width(case, train) if train else None
    labels = width - features if width is not None and features is not None else None
    return labels if labels in (0, 1) else None


def _misnamed(case: Case) -> Iterator[Reason]:
    """Folders of training data that have to be renamed before they are sent."""
    for channel, folder in case.renamed.items():
        sources = case.facts.channels[channel].sources
        yield Reason(text=f"Rename the folder {folder}: the channel is called {channel} here.", source=sources)


def _worth_having(algorithm: Algorithm, advised: tuple[ChannelAdvice, ...], metric: str) -> Iterator[Reason]:
    """The optional channel that tuning needs and the data does not have."""
    name = metric.partition(":")[0]
    if any(channel.name == name and not channel.required and not channel.found for channel in advised):
        text = f"Worth having: the channel {name}. {metric}, by which models are compared, is measured on it."
        yield Reason(text=text, source=algorithm.tuning.sources)
