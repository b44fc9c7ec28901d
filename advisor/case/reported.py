"""What a report says of each channel, and what rules hold against the channels of an earlier report."""

from __future__ import annotations

from typing import Any

from advisor.case.labels.seen import label_seen
from advisor.case.model import Case, Channel
from advisor.findings import ChannelReport, LabelReport
from advisor.profile.base import FileProfile


def channel_report(case: Case, channel: Channel) -> ChannelReport:
    label = label_seen(case, channel)
    read = [file.profile for file in channel.files if file.profile]
    aside = ("manifest", *(channel.facts.beside if channel.facts else ()))
    profiles = [profile for profile in read if profile.format not in aside] or read
    formats = sorted({profile.format for profile in profiles})
    return ChannelReport(
        content_type=str(channel.media_type) if channel.media_type else None,
        format=formats[0] if len(formats) == 1 else None,
        files=len(channel.files),
        records=sum(profile.records for profile in profiles),
        label=LabelReport(**label._asdict()) if label else None,
        profile=_summary(profiles),
    )


def _summary(profiles: list[FileProfile]) -> dict[str, Any]:
    """The profile of a channel: its files' profiles as one, where they are of one kind."""
    if len({type(profile) for profile in profiles}) != 1:
        return {}
    whole = profiles[0]
    for profile in profiles[1:] if whole.spans_files else ():
        whole = whole.join(profile)
    return whole.summary() if whole.spans_files or len(profiles) == 1 else whole.summary_of(profiles)
