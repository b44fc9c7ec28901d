"""The channels of the request, and where in it they speak."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.model import Case, Channel
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
