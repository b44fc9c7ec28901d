"""Looks for the S3 objects that manifests name."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.dataset.objects import Objects
from advisor.findings import Skipped, escaped
from advisor.profile.augmented_manifest import AugmentedManifestProfile
from advisor.profile.base import Place, Tally
from advisor.profile.manifest import ManifestProfile
from advisor.rules.case import Case, File
from advisor.rules.manifest import MISSING_OBJECT


def find_objects(case: Case, objects: Objects) -> list[Skipped]:
    """Links each manifest with the objects that are not there; says which were not looked for."""
    skipped = []
    for channel in case.channels.values():
        for file in channel.files:
            missing, unknown = Tally(), 0
            for place, address in _references(file):
                there = objects.holds(address)
                unknown += there is None
                if there is False:
                    missing.add(place, address)
            if missing.count:
                file.links[MISSING_OBJECT] = missing
            if unknown:
                because = f"not looked at: {unknown} S3 objects that {escaped(file.path)} names (see --map)"
                skipped.append(Skipped(rule=MISSING_OBJECT, because=because))
    return skipped


def _references(file: File) -> Iterator[tuple[Place, str]]:
    """What a manifest names in S3, with its places in their order."""
    profile = file.profile
    if isinstance(profile, ManifestProfile):
        yield from profile.references() if profile.prefix else ()
    elif isinstance(profile, AugmentedManifestProfile):
        for name, attribute in sorted(profile.attributes.items()):
            for line, text in attribute.references:
                yield Place(line, key=name), text.decode("utf-8", "replace")
