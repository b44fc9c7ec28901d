"""Follows manifests and requests to the S3 objects that they name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial

from advisor.case.links import MISSING_OBJECT, UNREAD_OBJECT
from advisor.case.model import Case, Channel, File
from advisor.contract import escaped
from advisor.dataset.objects import Objects
from advisor.dataset.storage import Entry, is_s3
from advisor.findings import Skipped
from advisor.profile.base import Place, Tally
from advisor.profile.manifests.augmented_manifest import AugmentedManifestProfile
from advisor.profile.manifests.manifest import ManifestProfile
from advisor.request import PLACEHOLDER
from advisor.rules import code_of
from advisor.rules.request.s3_uri import NOTHING_THERE


def named_entries(channel: Channel, entries: Sequence[Entry], objects: Objects) -> Iterator[tuple[Entry, str | None]]:
    """The objects that the manifests of a channel name: those beside them, and those that are known to be there.

    The latter lie in the channel under what follows the manifest's prefix.
    """
    beside = {entry.path.removeprefix(f"{channel.name}/"): entry for entry in entries}
    found: dict[str, tuple[Entry, str | None]] = {}
    for file in channel.files:
        for _, address in _keys(file):
            name = _name_of(address, beside)
            if name:
                found[beside[name].path] = beside[name], None
            elif entry := objects.entry(address):
                found[address] = entry, _behind_prefix(file, address)
    yield from found.values()


def find_objects(case: Case, objects: Objects) -> list[Skipped]:
    """Links channels and manifests with the objects that are not there; says which were not looked for."""
    skipped = []
    for channel in case.channels.values():
        names = {file.name for file in channel.files}
        for file in channel.files:
            unread = _find(file, names, objects)
            if unread:
                because = f"S3 objects of {escaped(file.path)} that were not looked at: {unread} (see --map)"
                skipped.append(Skipped(rule=code_of(MISSING_OBJECT), because=because))
    found = {name: look() for name, look in _asked_for(case, objects)}
    for name, there in found.items():
        case.channels[name] = replace(case.channels[name], is_absent=there is False)
    unknown = [name for name, there in found.items() if there is None]
    if unknown:
        because = f"S3 addresses in the request that were not looked at: {escaped(', '.join(unknown))} (see --map)"
        skipped.append(Skipped(rule=code_of(NOTHING_THERE), because=because))
    return skipped


def _find(file: File, beside: Collection[str], objects: Objects) -> int:
    """Links a manifest with the objects that are not there, and those not looked for, which are counted."""
    links = {MISSING_OBJECT: Tally(), UNREAD_OBJECT: Tally()}
    for place, address in _references(file):
        there = _name_of(address, beside) is not None or objects.holds(address)
        if not there:
            links[UNREAD_OBJECT if there is None else MISSING_OBJECT].add(place, address)
    file.links |= {name: tally for name, tally in links.items() if tally.count}
    return links[UNREAD_OBJECT].count


def _asked_for(case: Case, objects: Objects) -> Iterator[tuple[str, Callable[[], bool | None]]]:
    """The channels whose data the request says to be in S3, with what looks for it there."""
    for name, channel in case.channels.items():
        asked = case.asked(name)
        if asked is None or asked.s3 is None or not is_s3(asked.s3.s3_uri) or PLACEHOLDER in asked.s3.s3_uri:
            continue
        if asked.manifest_name and any(file.name == asked.manifest_name for file in channel.files):
            continue
        yield name, partial(objects.holds if asked.manifest_name else objects.any_below, asked.s3.s3_uri)


def _references(file: File) -> Iterator[tuple[Place, str]]:
    """What a manifest names in S3, with its places in their order."""
    yield from _keys(file)
    if isinstance(file.profile, AugmentedManifestProfile):
        for name, attribute in sorted(file.profile.attributes.items()):
            for line, text in attribute.references:
                yield Place(line, key=name), text.decode("utf-8", "replace")


def _keys(file: File) -> Iterator[tuple[Place, str]]:
    if isinstance(file.profile, ManifestProfile) and file.profile.prefix:
        yield from file.profile.references()


def _behind_prefix(file: File, address: str) -> str:
    prefix = file.profile.prefix if isinstance(file.profile, ManifestProfile) else None
    return address.removeprefix(prefix or "").lstrip("/")


def _name_of(address: str, names: Collection[str]) -> str | None:
    """Which of the names in a channel's folder an object has: the longest one that its address ends with."""
    steps = address.split("/")
    return next((name for n in range(3, len(steps)) if (name := "/".join(steps[n:])) in names), None)
