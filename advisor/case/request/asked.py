"""The channels of the request, and where in it they speak."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from advisor.case.hit import Hit
from advisor.case.model import Case, Channel
from advisor.knowledge.models.algorithm import Channel as ChannelFacts
from advisor.request import InputChannel

S3 = "DataSource.S3DataSource"


class Entry(NamedTuple):
    """One entry of InputDataConfig."""

    case: Case
    number: int
    name: str | None = None

    def key(self, member: str = "") -> str:
        """The path of a member of it in the request."""
        return f"InputDataConfig[{self.number}]{member and '.'}{member}"

    def states(self, member: str) -> bool:
        """Whether something stands at a member of it, of whatever type."""
        return self.case.request is not None and self.case.request.states(self.key(member))

    def hit(self, member: str, message: str, **more: Any) -> Hit:
        """A finding about the channel, at a member of its entry."""
        return self.case.request_hit(self.key(member), message, channel=self.name, **more)


def asked_channels(case: Case) -> Iterator[tuple[Entry, InputChannel, Channel]]:
    """The request's channels: the place of each in the request, what the request says of it, and the channel itself."""
    for number, asked in enumerate(case.request.input_data_config if case.request else ()):
        if asked.channel_name in case.channels:
            yield Entry(case, number, asked.channel_name), asked, case.channels[asked.channel_name]


def entry_of(case: Case, name: str) -> tuple[Entry, InputChannel] | None:
    """The first entry of a channel, and what is said there."""
    return next(((entry, asked) for entry, asked, _ in asked_channels(case) if asked.channel_name == name), None)


def taken(case: Case, channel: Channel) -> bool:
    """Whether the algorithm takes the content type declared for a channel of its own, if one is."""
    if channel.declared is None or channel.facts is None:
        return True
    types, augmented = channel.facts.content_types, case.augmented
    if augmented and channel.name in augmented.channels:
        types = (*types, *augmented.content_types)
    return channel.declared.type in types


def content_type_place(case: Case, channel: Channel) -> tuple[str, str | None]:
    found = entry_of(case, channel.name)
    if found and found[1].content_type:
        return found[0].key("ContentType"), case.request_path
    return f"ContentType.{channel.name}", None


def assumed(case: Case, facts: ChannelFacts) -> dict[str, str]:
    """The content types that a channel is supposed to have where it declares none, with their formats."""
    types = case.algorithm.content_types if case.algorithm else {}
    chosen = {name: types[name] for name in facts.content_types if name in types}
    return {name: facts.formats.get(name, known.format) for name, known in chosen.items() if known.assumed}


def is_unpacked(case: Case, channel: Channel) -> bool:
    """Whether SageMaker unpacks the channel's files before the container sees them."""
    asked = case.asked(channel.name)
    return asked is not None and asked.compression_type == "Gzip" and channel.mode == "Pipe"
