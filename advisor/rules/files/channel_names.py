"""Rules on the names of channels: those that are missing, unknown, or almost called as they should be."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from advisor.case.conversions import RENAMED
from advisor.case.hit import Hit
from advisor.case.model import Case, Channel
from advisor.case.request.asked import entry_of
from advisor.case.request.hyperparameters import hit as hyperparameter_hit
from advisor.findings import Severity
from advisor.knowledge.models.algorithm import Algorithm
from advisor.knowledge.models.algorithm import Channel as ChannelFacts
from advisor.knowledge.models.base import condition_text
from advisor.rules.base import rule

CHANNELS = "common-info-all-im-models.md"
ALMOST = 0.75
"""How alike two names must be for one to be meant for the other."""
OF_THE_SDK = ("code", "sm_drivers")
"""Channels in which AWS's SDK sends what a framework's image is to run: its second version the code, where the network
is isolated, its third the code and what starts it."""


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
        near = (channel.name for channel in case.channels.values() if _meant(case, channel) == name)
        meant = case.renamed.get(name) or next(near, None)
        add = f"Add the channel {name!r} {'to InputDataConfig' if case.request else 'as a folder'}, with its data"
        switch = _switch(case, facts)
        more: dict[str, Any] = {"channel": name, "sources": facts.sources}
        if meant:
            message += f" {meant!r} seems to be meant: names must match exactly."
            fix = f"Call the channel {name!r} instead of {meant!r}, in the request and as a folder."
            more |= _at_name(case, meant)
            yield Hit(message, fix=fix, conversion=RENAMED, **more)
        elif switch:
            yield hyperparameter_hit(case, switch, message, fix=f"{add}; or set {switch} to False.", **more)
        else:
            yield Hit(message, fix=f"{add}.", **more)


def _switch(case: Case, facts: ChannelFacts) -> str | None:
    """The hyperparameter that was switched on, and without which the channel would not be needed."""
    needs = facts.required_when if not facts.required and case.holds(facts.required_when) else {}
    return next((name for name, values in needs.items() if values == (True,) and name in case.hyperparameters), None)


def _missing(case: Case) -> Iterator[tuple[str, str, ChannelFacts]]:
    """The required channels that are missing, each with its message."""
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
    there = {channel.channel_name for channel in asked} if case.request else case.channels.keys() - _misnamed(case)
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


def _misnamed(case: Case) -> set[str]:
    """The channels that lie in a folder of another name; a folder `training` alone is read as a whole, as any is."""
    alone = not any(channel.facts for name, channel in case.channels.items() if name not in case.renamed)
    return {name for name, folder in case.renamed.items() if folder == "train" or not alone}


def _meant(case: Case, channel: Channel) -> str | None:
    """The channel that one unknown to the algorithm is meant for, by its name."""
    if case.algorithm is None or channel.facts is not None:
        return None
    there = [c.channel_name for c in case.request.input_data_config] if case.request else case.channels
    absent = [name for name in case.algorithm.channels if name not in there]
    close = difflib.get_close_matches(channel.name, absent, n=1, cutoff=ALMOST)
    return case.near_misses.get(channel.name) or next(iter(close), None)


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
        if case.request is not None and _may_hold_code(case.facts, channel.name):
            continue
        at_name = _at_name(case, channel.name)
        if channel.facts is None and (near := _meant(case, channel)) not in missing:
            hint = f"; did you mean {near!r}?" if near else f": its channels are {', '.join(case.facts.channels)}."
            refused = case.request is not None and case.facts.other_channels == "refused"
            message = f"{channel.name!r} is not a channel of {case.facts.name}{hint}"
            yield channel.hit(message, severity="error" if refused else None, fix=fix, **at_name)
        elif channel.facts and channel.facts.only_when and case.rules_out(channel.facts.only_when):
            setting = condition_text(channel.facts.only_when)
            message = f"{case.facts.name} takes the channel {channel.name!r} only with {setting}."
            without = f"Set {setting}, or leave the channel out."
            yield channel.hit(message, fix=without, sources=channel.facts.sources, **at_name)


def _may_hold_code(facts: Algorithm, channel: str) -> bool:
    return channel == facts.code_channel or (facts.script is not None and channel in OF_THE_SDK)


def _at_name(case: Case, name: str) -> dict[str, Any]:
    """Where the request names a channel, for a hit; nothing without a request that does."""
    entry = entry_of(case, name)
    return {"key": entry[0].key("ChannelName"), "file": case.request_path, "value": name} if entry else {}


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
            is_unread = any(what.startswith(f"{folder}/:") for what in case.unread)
            became = "It was not read." if is_unread else "Everything was read as the channel 'train'."
            message = f"The folder {folder!r} is not a channel; {meant!r} is. {became}"
            yield Hit(message, channel=meant if is_unread else "train")


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
