"""What of the data no rule could judge, and why: said so that it does not count as passed."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.augmented_roles import samples
from advisor.case.model import Case
from advisor.case.request.asked import is_unpacked
from advisor.case.words import listed
from advisor.contract import escaped
from advisor.findings import Skipped
from advisor.profile import faults
from advisor.profile.columns import COLUMNS_KEPT
from advisor.request import MOST_CHANNELS, known_later

NAMED = 5
LONGEST = 1000

UNREAD = {
    faults.CELLS_UNREAD: f"has rows of more than {COLUMNS_KEPT:,} cells; those beyond were not read",
    faults.PACKED_UNREAD: "has far more lines than bytes, as it is packed; those beyond were not read",
    faults.ARCHIVE_UNREAD: "is a large archive; what lies beyond its first 256 MiB was not read",
}
"""Fault -> what is said of a file that was not read to its end because of it."""


def unjudged(case: Case) -> Iterator[Skipped]:
    """What was not read, augmented manifests whose label could be any of several attributes, files that Pipe mode
    unpacks, what of a request is known only when the job runs, and what is beyond a bound.
    """
    yield from (Skipped(rule=None, because=what) for what in case.unread)
    yield from _beyond(case)
    yield from _packed(case)
    yield from _known_later(case)
    for manifest in samples(case):
        names = sorted(manifest.candidates)
        if names and not manifest.label and manifest.source:
            shown = listed(map(escaped, names), NAMED)
            because = (
                f"labels of {escaped(manifest.file.path)}: AttributeNames of a request (--job) say which is it: {shown}"
            )
            yield Skipped(rule=None, because=because)
        elif manifest.profile.usual and not manifest.source:
            yield Skipped(
                rule=None, because=f"{escaped(manifest.file.path)}: nothing shows which attribute is the sample"
            )


def _known_later(case: Case) -> Iterator[Skipped]:
    later = [key for key in known_later(case.raw) if key != "TrainingJobName"]
    if case.request and later:
        keys = ", ".join(case.request.place(key) for key in later[:NAMED])
        more = f" and {len(later) - NAMED} more" if later[NAMED:] else ""
        because = f"{case.request.path or 'the request'}: known only when the job runs: {keys}{more}"
        yield Skipped(rule=None, because=escaped(because, LONGEST))


def _beyond(case: Case) -> Iterator[Skipped]:
    channels = case.raw.get("InputDataConfig")
    if isinstance(channels, list) and len(channels) > MOST_CHANNELS:
        yield Skipped(rule=None, because=f"channels of the request: the first {MOST_CHANNELS} alone were judged")
    for channel in case.channels.values():
        for file in channel.files:
            for name, what in UNREAD.items():
                if file.profile and name in file.profile.faults:
                    yield Skipped(rule=None, because=f"{escaped(file.path)}: {what}")


def _packed(case: Case) -> Iterator[Skipped]:
    for channel in case.channels.values():
        for file in channel.files if is_unpacked(case, channel) else ():
            if file.kind == "gzip":
                because = f"{escaped(file.path)}: packed with gzip; what Pipe mode unpacks of it was not read"
                yield Skipped(rule=None, because=because)
