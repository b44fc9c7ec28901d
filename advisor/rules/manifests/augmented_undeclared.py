"""Rules on what an augmented manifest has to offer, before AttributeNames say which of it is passed on."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import splitext

from advisor.case.augmented_roles import KINDS, WANTED, Samples, samples
from advisor.case.hit import Hit
from advisor.case.model import Case, at
from advisor.contract import escaped
from advisor.knowledge.models.base import condition_text
from advisor.profile.base import Place, Tally
from advisor.profile.formats import FORMATS
from advisor.profile.manifests.augmented_manifest import REFERENCE
from advisor.rules.base import rule
from advisor.rules.sources import AUGMENTED_MANIFEST, UNLABELLED

PICTURES = (*FORMATS["image"].suffixes, ".bmp", ".gif", ".tif", ".tiff", ".webp")
LOOKED_AT = 1000
"""References of which the endings are looked at."""


@rule(
    "MAN213",
    "no-label",
    "error",
    summary="The manifest holds samples but no labels.",
    why="Each line of an augmented manifest has an attribute with the label, which AttributeNames names after "
    "the sample. Lines with only `source-ref` are the input of a labelling job.",
    fix="Take the output manifest of the labelling job, or write the label of each sample into its line.",
    sources=(AUGMENTED_MANIFEST, UNLABELLED),
    requires=("MAN215", "MAN216"),
)
def no_label(case: Case) -> Iterator[Hit]:
    for manifest in samples(case):
        source = manifest.profile.attributes.get(manifest.profile.source or "")
        if manifest.declared or manifest.profile.others or source is None or manifest.label:
            continue
        lines = f"None of the {manifest.profile.records} lines has"
        if not manifest.candidates:
            message = f"{lines} an attribute beside {escaped(manifest.source or '')}: there is no label."
            yield manifest.file.hit(message, at(_first_line(manifest)))
        elif manifest.facts and not any(_may_be_label(manifest, name) for name in manifest.candidates):
            names = ", ".join(escaped(name) for name in sorted(manifest.candidates)[:5])
            message = f"{lines} {WANTED[manifest.facts.label]}; there are {names}."
            yield manifest.file.hit(message, at(_first_line(manifest)))


def _may_be_label(manifest: Samples, name: str) -> bool:
    attribute = manifest.profile.attributes[name]
    kinds = KINDS[manifest.facts.label] if manifest.facts else ()
    return bool(attribute.of_kinds(*kinds).count or attribute.failed.count)


def _first_line(manifest: Samples) -> int | None:
    return next(iter(manifest.profile.first_samples.lines), None)


@rule(
    "MAN214",
    "label-changes-its-name",
    "warning",
    summary="The label has different names on different lines of the manifest.",
    why="AttributeNames names one label, which every line must have. A manifest joined from several labelling "
    "jobs has the name of each job.",
    fix="Give the label the same name on all lines, and rename its -metadata to match.",
    sources=(AUGMENTED_MANIFEST,),
    requires=("MAN213", "MAN215", "MAN216"),
)
def label_changes_its_name(case: Case) -> Iterator[Hit]:
    for manifest in samples(case):
        found = manifest.candidates
        if (
            manifest.declared
            or manifest.profile.label
            or len(found) < 2
            or max(found.values()) == manifest.profile.records
        ):
            continue
        shown = sorted(found, key=lambda name: (-found[name], name))[:5]
        names = ", ".join(f"{escaped(name)!r} on {found[name]}" for name in shown)
        usual = manifest.profile.attributes[shown[0]].missing
        yield manifest.file.hit(f"No label occurs on all of the {manifest.profile.records} lines: {names}.", usual)


@rule(
    "MAN215",
    "source-of-another-kind",
    "error",
    summary="The samples of the manifest are not what the algorithm learns from.",
    why="A manifest of images has their addresses under source-ref; one of text has the sentences themselves "
    "under source.",
    fix="Use an algorithm that fits the manifest: image-classification, object-detection or "
    "semantic-segmentation for images, BlazingText for sentences.",
    sources=(AUGMENTED_MANIFEST, "blazingtext.md#blazingtext-data-formats-text-class-augmented-manifest"),
)
def source_of_another_kind(case: Case) -> Iterator[Hit]:
    for manifest in samples(case):
        if manifest.facts is None or manifest.sources is None or not manifest.source:
            continue
        if manifest.facts.label == "text-class":
            pictures = _pictures(manifest)
            if pictures.count:
                message = (
                    f"{escaped(manifest.source)!r} names images; {case.algorithm and case.algorithm.name} learns text."
                )
                yield manifest.file.hit(message, pictures)
        elif (
            not manifest.declared
            and not manifest.source.endswith(REFERENCE)
            and manifest.sources.of_kinds("text").count
        ):
            message = f"{escaped(manifest.source)!r} holds text; the images of the samples are named under source-ref."
            yield manifest.file.hit(message, manifest.sources.of_kinds("text"))


def _pictures(manifest: Samples) -> Tally:
    """The first few references to images."""
    seen = Tally()
    for number, (line, address) in enumerate(manifest.sources.references if manifest.sources else ()):
        if number == LOOKED_AT:
            break
        if splitext(address.decode("utf-8", "replace"))[1].lower() in PICTURES:
            seen.add(Place(line, key=manifest.source), address.decode("utf-8", "replace")[:200])
    return seen


@rule(
    "MAN216",
    "manifest-not-taken",
    "error",
    summary="The algorithm does not accept an augmented manifest with this setting.",
    why="Augmented manifests are documented for one setting only; with another, the lines are read as something else.",
    fix="Change the setting, or write the data in the format that the setting reads.",
    sources=("blazingtext.md#blazingtext-data-formats-text-class-augmented-manifest",),
)
def manifest_not_taken(case: Case) -> Iterator[Hit]:
    for manifest in samples(case):
        when = manifest.facts.when if manifest.facts and case.request is None else {}
        if case.rules_out(when):
            yield manifest.file.hit(
                f"An augmented manifest is taken only with {condition_text(when)}.", at(_first_line(manifest))
            )


@rule(
    "MAN217",
    "no-source",
    "error",
    summary="No attribute of the manifest holds the sample.",
    why="An image is named by an attribute whose name ends in -ref, by convention source-ref; a sentence stands "
    "under source.",
    fix="Name the attribute source-ref if it holds the addresses of images, or source if it holds sentences.",
    sources=(AUGMENTED_MANIFEST, "blazingtext.md#blazingtext-data-formats-text-class-augmented-manifest"),
    requires=("MAN216",),
)
def no_source(case: Case) -> Iterator[Hit]:
    for manifest in samples(case):
        if (
            manifest.declared
            or manifest.profile.others
            or manifest.source
            or manifest.facts is None
            or not manifest.profile.usual
        ):
            continue
        text = manifest.facts.label == "text-class"
        if text or not any(name.endswith(REFERENCE) for name in manifest.profile.attributes):
            names = ", ".join(escaped(name) for name in manifest.profile.usual[:5])
            wanted = "source" if text else "source-ref, nor any that ends in -ref"
            message = f"There is no attribute {wanted}; there are {names}."
            yield manifest.file.hit(message, at(_first_line(manifest)), severity="warning" if text else None)
