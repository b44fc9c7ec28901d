"""The samples of an augmented manifest, read one by one with care."""

from __future__ import annotations

from typing import Any

from advisor.formats.json.lines import repeated_key, take_object
from advisor.formats.manifests.augmented_values import note, take_value
from advisor.profile import faults
from advisor.profile.base import PLACES_KEPT, Place, Tally, tally_for
from advisor.profile.manifests.augmented_manifest import (
    ATTRIBUTES_KEPT,
    METADATA,
    NAMES_KEPT,
    Attribute,
    AugmentedManifestProfile,
)

LONGEST = 1 << 24

Pair = tuple[str, str]


class Reading:
    """A manifest while it is read."""

    def __init__(self, profile: AugmentedManifestProfile) -> None:
        self.profile = profile
        self.quoted: dict[str, bytes] = {}

    def take_lines(self, first: int, lines: list[bytes]) -> None:
        """Takes lines that follow each other, with their line feeds, the first one's number being `first`."""
        for line, raw in enumerate(lines, first):
            self.take(line, raw.removesuffix(b"\n"))

    def take(self, line: int, raw: bytes) -> None:
        """Takes one line into the profile, whatever it holds."""
        profile = self.profile
        profile.lines = line
        sample = take_object(profile, line, raw, LONGEST)
        if sample is None:
            return
        self._take_sample(line, sample)
        twice = repeated_key(raw, {name: self.quoted[name] for name in sample if name in self.quoted})
        if twice is not None:
            profile.fault(faults.REPEATED_KEY, Place(line, key=twice[:200]), twice[:200])

    def _take_sample(self, line: int, sample: dict[str, Any]) -> None:
        attributes = self.profile.attributes
        failed: list[str] = []
        for name, value in sample.items():
            attribute = attributes.get(name) or self._added(name)
            if attribute is None:
                continue
            kind = take_value(attribute, line, name, value)
            if kind == "reference":
                self.take_references(name, line, [value])
            elif kind == "object" and name.endswith(METADATA):
                self._take_metadata(line, name, value, sample, failed)
        for name in attributes.keys() - sample.keys():
            if name not in failed:
                note(attributes[name].missing, line, name)
        self.profile.records += 1
        if len(self.profile.first_samples.lines) < PLACES_KEPT:
            self.profile.first_samples.lines.append(line)

    def _added(self, name: str) -> Attribute | None:
        """A new attribute, which all samples so far lack; None where there are too many already."""
        profile = self.profile
        if len(profile.attributes) >= ATTRIBUTES_KEPT or len(name) > 256:
            profile.others += 1
            return None
        profile.attributes[name] = profile.lacked(name)
        if not name.endswith(METADATA):
            self.quoted[name] = b'"%b"' % name.encode("utf-8", "surrogatepass")
        return profile.attributes[name]

    def take_references(self, name: str, first: int, values: list[str]) -> None:
        """Keeps the references of an attribute on lines that follow each other."""
        self.profile.attributes[name].references.extend(first, [value.encode() for value in values])

    def _take_metadata(
        self, line: int, name: str, metadata: dict[str, Any], sample: dict[str, Any], failed: list[str]
    ) -> None:
        base = name.removesuffix(METADATA)
        attribute = self.profile.attributes.get(base) or self._added(base)
        if attribute is None:
            return
        reason = metadata.get("failure-reason")
        if reason and base not in sample:
            note(attribute.failed, line, f"{name}.failure-reason", reason)
            failed.append(base)
        kind = metadata.get("type")
        if isinstance(kind, str) and (kind[:200] in attribute.types or len(attribute.types) < NAMES_KEPT):
            note(tally_for(attribute.types, kind[:200]), line, f"{name}.type", kind)
        named = label_name(sample.get(base), metadata.get("class-name"))
        _take_names(attribute.names, line, f"{name}.class-name", named)
        _take_names(attribute.names, line, f"{name}.class-map", names_in(metadata.get("class-map")))
        _take_names(attribute.colors, line, f"{name}.internal-color-map", names_in(metadata.get("internal-color-map")))


def label_name(label: Any, name: Any) -> list[Pair]:
    """The class of a label and the name that the metadata give it."""
    known = isinstance(label, (int, str)) and isinstance(name, str)
    return [(str(label)[:100], name[:100])] if known else []


def names_in(found: Any) -> list[Pair]:
    """Class ids and their names, as a class map or a map of colours holds them."""
    if not isinstance(found, dict):
        return []
    names = ((cls, name.get("class-name") if isinstance(name, dict) else name) for cls, name in found.items())
    return [(cls[:100], name[:100]) for cls, name in names if isinstance(name, str)]


def _take_names(names: dict[Pair, Tally], line: int, key: str, pairs: list[Pair]) -> None:
    for pair in pairs:
        tally = names.get(pair)
        if tally is None and len(names) < NAMES_KEPT:
            tally = names[pair] = Tally()
        if tally is not None:
            note(tally, line, key, f"{pair[0]}: {pair[1]}")
