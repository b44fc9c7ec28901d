"""The lists of token ids that an algorithm's requirements are about, be they in JSON or in records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from advisor.case.model import Case, File
from advisor.knowledge.models.requirements import Sequences
from advisor.profile.base import Extent
from advisor.profile.recordio.protobuf import RecordioProtobufProfile
from advisor.profile.text.sequence_pairs import SIDES, SequencePairsProfile

MOST_TOKENS = 1 << 53
"""An id from here on is not a whole number that a float holds."""


class Lists(NamedTuple):
    """The lists of one name in a file: the extent of their ids and of their lengths."""

    file: File
    ids: Extent
    lengths: Extent


def sequences(case: Case) -> Iterator[tuple[Sequences, Lists]]:
    """Each requirement on sequences that holds, with the lists of every file that it is about."""
    for demand in case.demands:
        if isinstance(demand, Sequences) and case.holds(demand.when):
            for channel in case.channels.values():
                if not demand.channels or channel.name in demand.channels:
                    every = (_lists(file, demand.name) for file in channel.files)
                    yield from ((demand, found) for found in every if found)


def _lists(file: File, name: str) -> Lists | None:
    profile = file.profile
    if isinstance(profile, SequencePairsProfile) and name in SIDES:
        side = profile.side(name)
        return Lists(file, side.ids, side.lengths)
    if isinstance(profile, RecordioProtobufProfile) and name in profile.features:
        tensors, lengths = profile.features[name], Extent()
        for width in tensors.widths.tallies or ():
            lengths.add(width)
        return Lists(file, tensors.numbers.extent, lengths)
    return None


def tokens_needed(case: Case, size: str) -> int | None:
    """One more than the highest of the ids, in any channel, that are held against the hyperparameter `size`."""
    highest = max((found.ids.high for demand, found in sequences(case) if demand.ids_below == size), default=-1)
    return int(highest) + 1 if 0 <= highest < MOST_TOKENS else None


def length_needed(case: Case, limit: str) -> int | None:
    """The length of the longest list, in any channel, that is held against the hyperparameter `limit`."""
    longest = max((found.lengths.high for demand, found in sequences(case) if demand.at_most == limit), default=0)
    return int(longest) if longest > 0 else None
