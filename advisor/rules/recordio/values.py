"""Rules on the numbers in RecordIO-protobuf: features that are none, labels that do not fit the task."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.algorithm import reads
from advisor.case.conversions import LABELS_BY_HAND
from advisor.case.hit import Hit
from advisor.case.labels.fitting import label_outside
from advisor.case.labels.fix import is_turned, label_fix
from advisor.case.model import Case, Channel, File
from advisor.case.tables.cells import below_minimum, not_whole
from advisor.case.words import number_of
from advisor.knowledge.models.requirements import Cells, Labels
from advisor.profile.base import Tally
from advisor.profile.columns import Column
from advisor.profile.recordio.protobuf import MAIN, RecordioProtobufProfile
from advisor.rules.base import rule
from advisor.rules.label_range import label_rule
from advisor.rules.raised import TABLE_READERS
from advisor.rules.sources import CONTAINER_ERRORS, RECORDIO

LABELS = "https://github.com/aws/amazon-sagemaker-examples/issues/598"

Profile = RecordioProtobufProfile


def _profiled(case: Case) -> Iterator[tuple[Channel, File, Profile]]:
    if reads(case, "recordio-protobuf"):
        yield from case.profiled(Profile)


def _columns(profile: Profile) -> list[Column]:
    return [tensors.numbers for tensors in profile.features.values()]


def _seen(columns: list[Column], cls: str) -> Tally:
    return Tally.of([column.seen[cls] for column in columns if cls in column.seen])


def _features_of(case: Case, cls: str, called: str, *demands: str) -> Iterator[Hit]:
    for channel, file, profile in _profiled(case):
        seen = _seen(_columns(profile), cls)
        demanded = [c for c in case.requirements(Cells, channel.name) if c.values in demands]
        if seen.count and demanded:
            yield file.hit(
                f"Values that are {called}: {seen.count}.",
                seen,
                severity=demanded[0].severity,
                sources=(*demanded[0].sources, CONTAINER_ERRORS),
            )


@rule(
    "REC140",
    "feature-is-nan",
    "error",
    summary="A feature is NaN.",
    why="The algorithm does not accept missing values; a single NaN turns every sum that it enters into NaN.",
    fix="Fill the gaps (for example with the column's mean or median), or leave the samples out.",
    sources=(RECORDIO, CONTAINER_ERRORS),
    training_error="Found missing (NaN) values. Please remove any missing (NaN) values in the input data.",
    raised_by=TABLE_READERS,
    conversion="fill in missing values, or leave out the samples that have them",
)
def feature_is_nan(case: Case) -> Iterator[Hit]:
    yield from _features_of(case, "nan", "NaN", "number")


@rule(
    "REC141",
    "feature-is-infinite",
    "error",
    summary="A feature is infinite.",
    why="An infinite value makes every sum that it enters infinite; readers refuse it.",
    fix="Find the division or overflow that causes it; clip the value or leave the sample out.",
    sources=(RECORDIO, CONTAINER_ERRORS),
    training_error="Found infinite floating point values.",
    raised_by=TABLE_READERS,
    conversion="clip infinite values, or leave out the samples that have them",
)
def feature_is_infinite(case: Case) -> Iterator[Hit]:
    yield from _features_of(case, "infinite", "infinite", "number", "number-or-missing")


@rule(
    "REC142",
    "feature-beyond-float32",
    "error",
    summary="A feature is beyond what a 32-bit float can hold.",
    why="Algorithms compute with 32-bit floats (at most 3.4e38 in size); anything greater becomes infinite.",
    fix="Rescale the feature, or take its logarithm.",
    sources=(RECORDIO, CONTAINER_ERRORS),
    training_error="Found infinite floating point values.",
    raised_by=TABLE_READERS,
    conversion="rescale the values beyond 3.4e38",
)
def feature_beyond_float32(case: Case) -> Iterator[Hit]:
    yield from _features_of(case, "beyond-float32", "beyond the range of a 32-bit float", "number", "number-or-missing")


@rule(
    "REC143",
    "feature-too-low",
    "error",
    summary="A feature is below the minimum that the algorithm accepts.",
    why="The algorithm reads the values as counts, or takes logarithms; below the minimum, a value has no "
    "meaning to it.",
    fix="Find out where the value comes from; counts, for example, are never negative.",
    sources=(RECORDIO,),
)
def feature_too_low(case: Case) -> Iterator[Hit]:
    for _, file, profile in _profiled(case):
        yield from below_minimum(case, file, _columns(profile))


@rule(
    "REC144",
    "feature-not-whole",
    "error",
    summary="A feature that must be a whole number is not one.",
    why="The algorithm reads the values as counts.",
    fix="Send counts, not weights such as TF-IDF.",
    sources=(RECORDIO,),
)
def feature_not_whole(case: Case) -> Iterator[Hit]:
    for _, file, profile in _profiled(case):
        yield from not_whole(case, file, _columns(profile))


def _labelled(case: Case) -> Iterator[tuple[Labels, File, Profile]]:
    """Every file with each demand on its labels; that a channel has none is not a demand on labels."""
    for channel, file, profile in _profiled(case):
        for labels in case.requirements(Labels, channel.name):
            if labels.presence != "none":
                yield labels, file, profile


@rule(
    "REC150",
    "record-without-label",
    "error",
    summary="A record has no label, and the algorithm needs one.",
    why="The algorithm learns from labels, or is scored by them.",
    fix="Write the label of each record as a tensor named `values` in its label map.",
    sources=(RECORDIO,),
    conversion="add the labels",
)
def record_without_label(case: Case) -> Iterator[Hit]:
    reported: set[str] = set()
    for labels, file, profile in _labelled(case):
        seen = profile.without_label()
        if seen.count and labels.presence == "required" and file.path not in reported:
            reported.add(file.path)
            bearing = sum(tally.count for tally in profile.labelled.values()) - seen.count
            others = ", ".join(repr(name) for name in sorted(profile.label) if name != MAIN)
            named = f" There are labels named {others}; they are not read." if others else ""
            message = f"Records without a label: {seen.count}; with one: {bearing}.{named}"
            yield file.hit(message, seen, severity=labels.severity, sources=labels.sources)


@label_rule("REC151", "record-label-does-not-fit", sources=(RECORDIO, LABELS), requires=())
def label_does_not_fit(case: Case) -> Iterator[Hit]:
    for labels, file, profile in _labelled(case):
        column = profile.label[MAIN].numbers if MAIN in profile.label else None
        outside = label_outside(case, labels, column, 0) if column else None
        if column and outside:
            fix = label_fix(labels, column)
            yield file.hit(
                outside[0], locate=outside[1], severity=labels.severity, fix=fix, sources=labels.sources,
                conversion=LABELS_BY_HAND if is_turned(labels, column) else None,
            )  # fmt: skip


@rule(
    "REC152",
    "label-not-finite",
    "error",
    summary="A label is NaN or infinite.",
    why="One such label makes the loss NaN, and with it the whole model.",
    fix="Find the correct label, or leave the sample out.",
    sources=(RECORDIO, CONTAINER_ERRORS),
    training_error="Found missing (NaN) values. Please remove any missing (NaN) values in the input data.",
    raised_by=TABLE_READERS,
    conversion="leave out the samples whose label is not finite",
)
def label_not_finite(case: Case) -> Iterator[Hit]:
    reported: set[str] = set()
    for _, file, profile in _labelled(case):
        columns = [profile.label[MAIN].numbers] if MAIN in profile.label else []
        seen = Tally.of([_seen(columns, cls) for cls in ("nan", "infinite", "beyond-float32")])
        if seen.count and file.path not in reported:
            reported.add(file.path)
            yield file.hit(f"Labels that are NaN or infinite: {seen.count}.", seen)


@rule(
    "REC153",
    "unequal-label-width",
    "error",
    summary="Records have labels of different lengths.",
    why="The labels of all records are put into one table, one row per record.",
    fix="Write the same number of label values in every record, usually one.",
    sources=(RECORDIO,),
)
def unequal_label_width(case: Case) -> Iterator[Hit]:
    reported: set[str] = set()
    for _, file, profile in _labelled(case):
        if MAIN not in profile.label or file.path in reported:
            continue
        widths = profile.label[MAIN].widths
        odd = list(widths.others(widths.commonest).values())
        if odd or widths.tallies is None:
            reported.add(file.path)
            yield file.hit(
                f"Most labels have {number_of(widths.commonest or 1, 'value')}; others do not.", Tally.of(odd)
            )
