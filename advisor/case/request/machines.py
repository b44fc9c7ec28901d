"""The machines that the request asks for."""

from __future__ import annotations

from advisor.case.model import Case, Channel
from advisor.knowledge.load import instances
from advisor.knowledge.models.algorithm import Family, Size

GIB = 1 << 30


def instance(case: Case) -> tuple[str, Family] | None:
    """The instance type asked for and its family, where the API knows it."""
    resources = case.resources
    name = resources.instance_type if resources else None
    family = instances().family_of(name) if name else None
    return (name, family) if name and family else None


def machines(case: Case) -> tuple[str, Size, int] | None:
    """The instance type asked for, its size, and how many of them."""
    found = instance(case)
    resources = case.resources
    count = (resources.instance_count if resources else None) or 1
    return (found[0], found[1].sizes[found[0]], count) if found else None


def several_machines(case: Case) -> bool:
    """Whether the job is to run on more than one machine."""
    count = case.resources.instance_count if case.resources else None
    return count is not None and count > 1


def machine_count(case: Case) -> int:
    return (case.resources.instance_count if case.resources else None) or 1


def deals_files(case: Case, channel: Channel) -> bool:
    """Whether each machine gets some of the channel's files, whole, and no other machine the same."""
    asked = case.asked(channel.name)
    source = asked.s3 if asked else None
    shared = ("S3Prefix", "ShardedByS3Key")
    return source is not None and (source.s3_data_type, source.s3_data_distribution_type) == shared


def least_share(case: Case, channel: Channel) -> int | None:
    """The rows that the machine with the fewest gets at the most, however the files are dealt out, about as many to
    each; None where the channel is not shared, or some machine gets no file.
    """
    count, files = machine_count(case), len(channel.files)
    if count < 2 or files < count or not deals_files(case, channel):
        return None
    rows = sorted(file.profile.records if file.profile else 0 for file in channel.files)
    fewest, most = files // count, -(-files // count)
    beside_smallest = rows[1:][files - most :]
    without_largest = (  # so many files, each with the smallest beside it, leave this to each of the other machines
        sum(rows[largest * (fewest - 1) : files - largest]) // (count - largest) for largest in range(count)
    )
    return min(sum(rows[files - fewest :]), rows[0] + sum(beside_smallest), *without_largest)
