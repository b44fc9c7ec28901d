"""AWS's own training images: account, region, host and tag of each. Generated data, read once."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

GENERATED = Path(__file__).parent / "generated"


class Build(NamedTuple):
    """One version of an image: its tags, and the account that holds it in each region."""

    tags: tuple[str, ...]
    accounts: dict[str, str]


class Partition(NamedTuple):
    """One of AWS's separate clouds: how its hosts end, and its regions."""

    suffix: str
    regions: tuple[str, ...]


class Images(NamedTuple):
    """`made_of` says of which packages, and when; the builds of a repository stand the newest first."""

    made_of: str
    partitions: dict[str, Partition]
    repositories: dict[str, tuple[Build, ...]]

    def builds(self, repository: str) -> tuple[Build, ...]:
        return self.repositories.get(repository, ())

    def accounts(self, repository: str) -> dict[str, str]:
        """Region -> account, of all versions together."""
        every = reversed(self.builds(repository))
        return {region: account for build in every for region, account in build.accounts.items()}

    def regions_of(self, account: str) -> set[str]:
        """The regions in which an account holds any of the images."""
        every = (build.accounts for builds in self.repositories.values() for build in builds)
        return {region for accounts in every for region, known in accounts.items() if known == account}

    def partition_of(self, region: str) -> str | None:
        return next((name for name, partition in self.partitions.items() if region in partition.regions), None)

    def regions(self) -> tuple[str, ...]:
        return tuple(region for partition in self.partitions.values() for region in partition.regions)

    def near(self, region: str, among: Iterable[str]) -> str | None:
        """The region that is probably meant: one of the same letters, else one that is written much alike."""
        known = sorted(among)
        same = next((name for name in known if sorted(name) == sorted(region)), None)
        return same or next(iter(difflib.get_close_matches(region, known, n=1)), None)

    def host(self, account: str, region: str) -> str:
        """The registry of an account; a region that is not known is taken for one of the public cloud."""
        suffix = self.partitions[self.partition_of(region) or "aws"].suffix
        return f"{account}.dkr.ecr.{region}.{suffix}"


@cache
def images() -> Images:
    plain = json.loads((GENERATED / "images.json").read_bytes())
    made_of = ", ".join(f"{name} {version}" for name, version in plain["generated"]["of"].items())
    registries = plain["registries"]
    return Images(
        f"{made_of} of {plain['generated']['on']}",
        {
            name: Partition(partition["suffix"], tuple(partition["regions"]))
            for name, partition in plain["partitions"].items()
        },
        {
            name: tuple(Build(tuple(build["tags"]), registries[build["registry"]]) for build in builds)
            for name, builds in plain["repositories"].items()
        },
    )
