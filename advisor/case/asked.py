"""The channels of the request, and where in it they speak."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.model import Case, Channel
from advisor.knowledge.models import Channel as ChannelFacts
from advisor.request import InputChannel


def asked_channels(case: Case) -> Iterator[tuple[int, InputChannel, Channel]]:
    """The request's channels with their number and what else is known of them."""
    for number, asked in enumerate(case.request.input_data_config if case.request else ()):
        if asked.channel_name in case.channels:
            yield number, asked, case.channels[asked.channel_name]


def taken(case: Case, channel: Channel) -> bool:
    """Whether the algorithm takes the content type declared for a channel of its own, if one is."""
    if channel.declared is None or channel.facts is None:
        return True
    augmented = case.algorithm.augmented_manifest if case.algorithm else None
    return channel.declared.type in (*channel.facts.content_types, *(augmented.content_types if augmented else ()))


def content_type_place(case: Case, channel: Channel) -> tuple[str, str | None]:
    for number, asked, _ in asked_channels(case):
        if asked.channel_name == channel.name and asked.content_type:
            return f"InputDataConfig[{number}].ContentType", case.request.path if case.request else None
    return f"ContentType.{channel.name}", None


def assumed(case: Case, facts: ChannelFacts) -> dict[str, str]:
    """The content types that a channel is supposed to have where it declares none, with their formats."""
    types = case.algorithm.content_types if case.algorithm else {}
    taken = {name: types[name] for name in facts.content_types if name in types}
    return {name: facts.formats.get(name, known.format) for name, known in taken.items() if known.assumed}
