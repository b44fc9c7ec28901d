"""Rules on the attributes of an augmented manifest: whether the samples hold what the request passes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from advisor.case.augmented_roles import names_hit, samples
from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.contract import escaped
from advisor.profile.base import Tally
from advisor.profile.manifests.augmented_manifest import REFERENCE
from advisor.rules.base import rule
from advisor.rules.sources import AUGMENTED_MANIFEST, UNLABELLED

GROUND_TRUTH = "sms-data-output.md"
EMPTY_BATCH = "https://github.com/aws/amazon-sagemaker-examples/issues/1283"
VIDEO = "https://github.com/aws/amazon-sagemaker-examples/issues/1682"
MASK_INDEX = "https://github.com/aws/amazon-sagemaker-examples/pull/1506"
EMPTY_BATCH_ERROR = (
    "Got empty batch from pipe. Please check if the manifest file contains valid batches and the value of training job"
    " parameter AttributeNames matches attributes names in the augmented manifest."
)


@rule(
    "MAN201",
    "attribute-missing",
    "error",
    summary="A line of the manifest lacks an attribute that is passed on to the algorithm.",
    why="Every line must have each attribute in AttributeNames; a sample without its label cannot be used for "
    "training.",
    fix="Add the attribute, or leave the line out and do not count it in num_training_samples.",
    sources=(AUGMENTED_MANIFEST, EMPTY_BATCH),
    training_error=EMPTY_BATCH_ERROR,
)
def attribute_missing(case: Case) -> Iterator[Hit]:
    for manifest in samples(case):
        for name in manifest.names:
            attribute = manifest.profile.attributes.get(name)
            if attribute is not None and attribute.count and attribute.missing.count:
                message = f"Lines without {escaped(name)!r}: {attribute.missing.count} of {manifest.profile.records}."
                yield manifest.file.hit(message, attribute.missing, severity=None if manifest.declared else "warning")


@rule(
    "MAN202",
    "attribute-in-no-line",
    "error",
    summary="AttributeNames holds a name that no line of the manifest has.",
    why="The service looks for exactly this name, including case; without a match it passes nothing on.",
    fix="Write the name as it stands in the manifest. The name of the label is the label attribute of the "
    "labelling job.",
    sources=(AUGMENTED_MANIFEST, EMPTY_BATCH),
    training_error=EMPTY_BATCH_ERROR,
)
def attribute_in_no_line(case: Case) -> Iterator[Hit]:
    for manifest in samples(case):
        if not manifest.declared or manifest.profile.others or not manifest.profile.records:
            continue
        held = sorted(name for name, attribute in manifest.profile.attributes.items() if attribute.count)
        for number, name in enumerate(manifest.names):
            if name not in held:
                found = ", ".join(repr(escaped(other)) for other in held[:10]) or "none"
                message = f"No line of {manifest.file.path} has {name!r}; its attributes are {found}."
                yield names_hit(case, manifest, message, number)


@rule(
    "MAN203",
    "source-not-first",
    "error",
    summary="AttributeNames does not name the sample first and its label second.",
    why="The attributes are streamed in the order of AttributeNames, and the algorithm reads the first one as "
    "the sample.",
    fix='Put the sample first and the label second in AttributeNames: ["source-ref", "class"].',
    sources=(AUGMENTED_MANIFEST, "image-classification.md#IC-augmented-manifest-training"),
)
def source_not_first(case: Case) -> Iterator[Hit]:
    for manifest in samples(case):
        if manifest.swapped and manifest.facts:
            message = f"The order is {', '.join(manifest.names)}; it must be {manifest.facts.attribute_order}."
            wanted = json.dumps([manifest.source, manifest.label], ensure_ascii=False)
            fix = f"Put the sample first and the label second in AttributeNames: {wanted}."
            yield replace(names_hit(case, manifest, message), fix=fix)


@rule(
    "MAN204",
    "name-without-ref",
    "error",
    summary="AttributeNames holds a name without -ref where an object in S3 is needed.",
    why="Only an attribute whose name ends in -ref is read as the address of an object, which is then streamed.",
    fix="Give the attribute a name that ends in -ref, both in the manifest and in AttributeNames.",
    sources=(AUGMENTED_MANIFEST,),
)
def name_without_ref(case: Case) -> Iterator[Hit]:
    for manifest in samples(case):
        if manifest.facts is None or manifest.facts.label == "text-class":
            continue
        if not manifest.declared:
            wrong = (
                manifest.labels.of_kinds("reference")
                if manifest.labels and manifest.facts.label == "mask-ref"
                else Tally()
            )
            if wrong.count and manifest.label and not manifest.label.endswith(REFERENCE):
                message = f"{escaped(manifest.label)!r} does not end in -ref: its text would be passed on, not a mask."
                yield manifest.file.hit(message, wrong)
            continue
        wanted = [manifest.source, manifest.label] if manifest.facts.label == "mask-ref" else [manifest.source]
        for name in wanted:
            if name and not name.endswith(REFERENCE):
                message = f"{name!r} does not end in -ref: its text would be passed on, not the object that it names."
                yield names_hit(case, manifest, message, manifest.names.index(name))


@rule(
    "MAN205",
    "not-an-s3-object",
    "error",
    summary="The value of an attribute that ends in -ref is not an address of an object in S3.",
    why="The service fetches the object at this address, and streams it instead of the value.",
    fix="Write s3://BUCKET/KEY with the key of one object; a bucket name has 3 to 63 characters.",
    sources=(AUGMENTED_MANIFEST,),
)
def not_an_s3_object(case: Case) -> Iterator[Hit]:
    for manifest in samples(case):
        for name in manifest.names:
            attribute = manifest.profile.attributes.get(name)
            wrong = attribute.not_of_kinds("reference") if attribute and name.endswith(REFERENCE) else Tally()
            if wrong.count:
                yield manifest.file.hit(
                    f"Values of {escaped(name)!r} that are not s3://BUCKET/KEY: {wrong.count}.", wrong
                )


@rule(
    "MAN206",
    "labelling-failed",
    "error",
    summary="A line of the manifest has no label because labelling failed.",
    why="Ground Truth also lists objects that it could not label, with the reason and without a label.",
    fix="Leave these lines out, and do not count them in num_training_samples.",
    sources=(UNLABELLED, GROUND_TRUTH),
    training_error=EMPTY_BATCH_ERROR,
)
def labelling_failed(case: Case) -> Iterator[Hit]:
    for manifest in samples(case):
        labels = manifest.labels
        if labels and labels.failed.count:
            message = (
                f"Lines without {escaped(manifest.label or '')!r} that give a failure-reason: {labels.failed.count}."
            )
            yield manifest.file.hit(message, labels.failed, severity=None if manifest.declared else "warning")


@rule(
    "MAN207",
    "video-frames",
    "error",
    summary="The manifest comes from a labelling job for video.",
    why="Each line is a sequence of frames with one file of boxes; the algorithm expects one image per line.",
    fix="Write a manifest with a line for each frame: `advisor convert FOLDER --to augmented-manifest --prefix S3URI "
    "--output DIR` does, where FOLDER holds the manifest, the files that it names, and the frames.",
    sources=(VIDEO, f"{GROUND_TRUTH}#sms-output-video-object-detection"),
)
def video_frames(case: Case) -> Iterator[Hit]:
    for manifest in samples(case):
        if manifest.facts is None or manifest.facts.label == "text-class":
            continue
        judged = [manifest.labels] if manifest.declared else list(manifest.profile.attributes.values())
        for attribute in judged:
            types = attribute.types if attribute else {}
            found = Tally.of([tally for kind, tally in types.items() if kind.startswith("groundtruth/video-")])
            if found.count:
                yield manifest.file.hit(f"Lines of a labelling job for video: {found.count}.", found)


@rule(
    "MAN208",
    "mixed-job-types",
    "warning",
    summary="The labels of one attribute come from labelling jobs of different types.",
    why="Labels from jobs of different types rarely mean the same.",
    fix="Keep the lines of one type, or give each type its own attribute.",
    sources=(GROUND_TRUTH,),
)
def mixed_job_types(case: Case) -> Iterator[Hit]:
    for manifest in samples(case):
        types = manifest.labels.types if manifest.labels else {}
        if len(types) > 1:
            usual = max(types, key=lambda kind: (types[kind].count, kind))
            others = Tally.of([tally for kind, tally in types.items() if kind != usual])
            yield manifest.file.hit(f"Types of labelling jobs: {escaped(', '.join(sorted(types)), 300)}.", others)


def _drift(pairs: dict[tuple[str, str], Tally], by_name: bool) -> Tally:
    """The sightings of a name with another id than its commonest, or of an id with another name."""
    usual: dict[str, tuple[str, str]] = {}
    for pair in sorted(pairs, key=lambda pair: (-pairs[pair].count, pairs[pair].first[0].place.order)):
        usual.setdefault(pair[by_name], pair)
    return Tally.of([tally for pair, tally in pairs.items() if usual[pair[by_name]] != pair])


@rule(
    "MAN209",
    "class-renamed",
    "warning",
    summary="The metadata gives one class several names, or one name to several classes.",
    why="If the classes were numbered differently in two labelling jobs, the labels contradict each other.",
    fix="Number the classes in the same way on all lines.",
    sources=(GROUND_TRUTH,),
)
def class_renamed(case: Case) -> Iterator[Hit]:
    for manifest in samples(case):
        names = manifest.labels.names if manifest.labels else {}
        for by_name, message in ((True, "Names with several class ids"), (False, "Class ids with several names")):
            found = _drift(names, by_name)
            if found.count:
                yield manifest.file.hit(f"{message}: uses that differ from the commonest: {found.count}.", found)


@rule(
    "MAN210",
    "mask-values-drift",
    "error",
    summary="The masks number one class differently from image to image.",
    why="Ground Truth numbers the classes of a mask in the order in which they were drawn. The same pixel value "
    "then means different classes in different images, and training accepts that silently.",
    fix="Rewrite the masks so that each class has one value, by the internal-color-map of each line: `advisor convert "
    "FOLDER --to masks --output DIR` does, where FOLDER holds the manifest, the images and the masks.",
    sources=(MASK_INDEX, f"{GROUND_TRUTH}#sms-output-segmentation"),
)
def mask_values_drift(case: Case) -> Iterator[Hit]:
    for manifest in samples(case):
        found = _drift(manifest.labels.colors if manifest.labels else {}, True)
        if found.count:
            yield manifest.file.hit(
                f"Numbers in an internal-color-map that differ from the commonest ones: {found.count}.", found
            )


@rule(
    "MAN211",
    "repeated-sample",
    "info",
    summary="The manifest names an object more than once.",
    why="The sample counts as often as it is named. That may be intended, to balance classes.",
    fix="Delete the repeated lines unless they are intended.",
    sources=(AUGMENTED_MANIFEST,),
)
def repeated_sample(case: Case) -> Iterator[Hit]:
    for manifest in samples(case):
        repeated = manifest.sources.repeated if manifest.sources else Tally()
        if repeated.count:
            yield manifest.file.hit(f"Lines whose object was named before: {repeated.count}.", repeated)


@rule(
    "MAN212",
    "source-not-text",
    "error",
    summary="The source of a sample is not text.",
    why="The algorithm learns from the sentence in the source attribute.",
    fix="Write the sentence itself, its words separated by spaces, as the source.",
    sources=("blazingtext.md#blazingtext-data-formats-text-class-augmented-manifest",),
)
def source_not_text(case: Case) -> Iterator[Hit]:
    for manifest in samples(case):
        if (
            manifest.facts
            and manifest.facts.label == "text-class"
            and manifest.sources
            and not (manifest.source or "").endswith(REFERENCE)
        ):
            wrong = manifest.sources.not_of_kinds("text", "whole-text", "list-text", "reference")
            if wrong.count:
                yield manifest.file.hit(
                    f"Values of {escaped(manifest.source or '')!r} that are not text: {wrong.count}.", wrong
                )
