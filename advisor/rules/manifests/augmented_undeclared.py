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
    for one in samples(case):
        source = one.profile.attributes.get(one.profile.source or "")
        if one.declared or one.profile.others or source is None or one.label:
            continue
        lines = f"None of the {one.profile.records} lines has"
        if not one.candidates:
            message = f"{lines} an attribute beside {escaped(one.source or '')}: there is no label."
            yield one.file.hit(message, at(_first_line(one)))
        elif one.facts and not any(_may_be_label(one, name) for name in one.candidates):
            names = ", ".join(escaped(name) for name in sorted(one.candidates)[:5])
            message = f"{lines} {WANTED[one.facts.label]}; there are {names}."
            yield one.file.hit(message, at(_first_line(one)))


def _may_be_label(one: Samples, name: str) -> bool:
    attribute = one.profile.attributes[name]
    kinds = KINDS[one.facts.label] if one.facts else ()
    return bool(attribute.of_kinds(*kinds).count or attribute.failed.count)


def _first_line(one: Samples) -> int | None:
    return next(iter(one.profile.first_samples.lines), None)


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
    for one in samples(case):
        found = one.candidates
        if one.declared or one.profile.label or len(found) < 2 or max(found.values()) == one.profile.records:
            continue
        shown = sorted(found, key=lambda name: (-found[name], name))[:5]
        names = ", ".join(f"{escaped(name)!r} on {found[name]}" for name in shown)
        usual = one.profile.attributes[shown[0]].missing
        yield one.file.hit(f"No label occurs on all of the {one.profile.records} lines: {names}.", usual)


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
    for one in samples(case):
        if one.facts is None or one.sources is None or not one.source:
            continue
        if one.facts.label == "text-class":
            pictures = _pictures(one)
            if pictures.count:
                message = f"{escaped(one.source)!r} names images; {case.algorithm and case.algorithm.name} learns text."
                yield one.file.hit(message, pictures)
        elif not one.declared and not one.source.endswith(REFERENCE) and one.sources.of_kinds("text").count:
            message = f"{escaped(one.source)!r} holds text; the images of the samples are named under source-ref."
            yield one.file.hit(message, one.sources.of_kinds("text"))


def _pictures(one: Samples) -> Tally:
    """The first few references to images."""
    seen = Tally()
    for number, (line, address) in enumerate(one.sources.references if one.sources else ()):
        if number == LOOKED_AT:
            break
        if splitext(address.decode("utf-8", "replace"))[1].lower() in PICTURES:
            seen.add(Place(line, key=one.source), address.decode("utf-8", "replace")[:200])
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
    for one in samples(case):
        when = one.facts.when if one.facts and case.request is None else {}
        if case.rules_out(when):
            yield one.file.hit(
                f"An augmented manifest is taken only with {condition_text(when)}.", at(_first_line(one))
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
    for one in samples(case):
        if one.declared or one.profile.others or one.source or one.facts is None or not one.profile.usual:
            continue
        text = one.facts.label == "text-class"
        if text or not any(name.endswith(REFERENCE) for name in one.profile.attributes):
            names = ", ".join(escaped(name) for name in one.profile.usual[:5])
            wanted = "source" if text else "source-ref, nor any that ends in -ref"
            message = f"There is no attribute {wanted}; there are {names}."
            yield one.file.hit(message, at(_first_line(one)), severity="warning" if text else None)
