"""Which attributes of an augmented manifest are the sample and its label: as the request says, else as it seems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.case.hit import Hit
from advisor.case.model import Case, Channel, File
from advisor.case.request.asked import S3, entry_of
from advisor.knowledge.models.algorithm import AugmentedManifest
from advisor.profile.manifests.augmented_manifest import (
    CLASS_KINDS,
    LIST_KINDS,
    METADATA,
    REFERENCE,
    Attribute,
    AugmentedManifestProfile,
)

KINDS = {
    "class": (*CLASS_KINDS, *LIST_KINDS),
    "text-class": (*CLASS_KINDS, *LIST_KINDS),
    "boxes": ("boxes",),
    "mask-ref": ("reference",),
}
"""What the value of a label may be, by what the algorithm's manifest facts call it."""

WANTED = {
    "class": "a class number or a list of them",
    "text-class": "a class number or a list of them",
    "boxes": "an object with image_size and annotations",
    "mask-ref": "the S3 address of a mask",
}
TEXT_SOURCE = "source"
IMAGE_SOURCE = "source-ref"


@dataclass(frozen=True, slots=True)
class Samples:
    """One augmented manifest, and what its attributes are to the algorithm.

    `names`: AttributeNames of the request; without one, what seems to be the source and the label.
    """

    channel: Channel
    file: File
    profile: AugmentedManifestProfile
    facts: AugmentedManifest | None
    names: tuple[str, ...]
    declared: bool
    swapped: bool

    @property
    def candidates(self) -> dict[str, int]:
        """What may be the label: every attribute beside source and metadata, with the lines that have or lost it."""
        return {
            name: attribute.count + attribute.failed.count
            for name, attribute in self.profile.attributes.items()
            if name != self.source and not name.endswith(METADATA)
        }

    @property
    def source(self) -> str | None:
        return self._name(1 if self.swapped else 0)

    @property
    def label(self) -> str | None:
        return self._name(0 if self.swapped else 1)

    def _name(self, number: int) -> str | None:
        return self.names[number] if number < len(self.names) and self.names[number] else None

    @property
    def labels(self) -> Attribute | None:
        """What the manifest holds under the name of the label."""
        return self.profile.attributes.get(self.label or "")

    @property
    def sources(self) -> Attribute | None:
        return self.profile.attributes.get(self.source or "")


def samples(case: Case) -> Iterator[Samples]:
    """Every augmented manifest of a case that has an algorithm."""
    facts = case.augmented
    for channel, file, profile in case.profiled(AugmentedManifestProfile):
        if case.algorithm is None:
            continue
        asked = case.asked(channel.name)
        names = asked.s3.attribute_names if asked and asked.s3 else ()
        found = names or (profile.source or "", profile.label or _fitting(profile, facts) or "")
        yield Samples(channel, file, profile, facts, found, bool(names), bool(names) and _swapped(facts, names))


def _fitting(profile: AugmentedManifestProfile, facts: AugmentedManifest | None) -> str | None:
    """The only usual attribute of which all values are such as the algorithm learns."""
    kinds = KINDS[facts.label] if facts else ()
    fitting = [
        name
        for name in profile.usual
        if name != profile.source and not profile.attributes[name].not_of_kinds(*kinds, "null", "empty").count
    ]
    return fitting[0] if len(fitting) == 1 else None


def _swapped(facts: AugmentedManifest | None, names: tuple[str, ...]) -> bool:
    """Whether the request names the sample after its label."""
    if facts is None or len(names) < 2:
        return False
    first, *rest = names
    if facts.label == "text-class":
        return first != TEXT_SOURCE and TEXT_SOURCE in rest
    if facts.label == "mask-ref":
        return first != IMAGE_SOURCE and IMAGE_SOURCE in rest
    return not first.endswith(REFERENCE) and any(name.endswith(REFERENCE) for name in rest)


def names_hit(case: Case, manifest: Samples, message: str, number: int | None = None) -> Hit:
    """A hit at AttributeNames in the request, or at one of them."""
    found = entry_of(case, manifest.channel.name)
    assert found is not None, "AttributeNames come from a request"
    value = ", ".join(manifest.names) if number is None else manifest.names[number]
    member = f"{S3}.AttributeNames" + ("" if number is None else f"[{number}]")
    return found[0].hit(member, message, value=value, sources=manifest.facts.sources if manifest.facts else None)


def classes_name(case: Case) -> str | None:
    """The hyperparameter that says how many classes there are."""
    for name, fact in case.algorithm.hyperparameters.values.items() if case.algorithm else ():
        if fact.from_data and fact.from_data.measure in ("classes", "image_classes"):
            return name
    return None
