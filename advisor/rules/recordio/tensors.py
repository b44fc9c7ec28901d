"""Rules on what an algorithm demands of the tensors of RecordIO-protobuf: types, names, widths."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.measures import takes_no_label
from advisor.case.model import Case, Channel, File, at
from advisor.case.words import number_of
from advisor.knowledge.models.requirements import Tensor
from advisor.profile.base import Tally
from advisor.profile.predicates import WidthIsNot
from advisor.profile.recordio.protobuf import MAIN, RecordioProtobufProfile, Tensors
from advisor.rules.base import rule
from advisor.rules.raised import TABLE_READERS
from advisor.rules.sources import RECORDIO

Profile = RecordioProtobufProfile
WHOLE = {"int32"}


def _demanded(case: Case) -> Iterator[tuple[Tensor, File, Profile]]:
    for channel, file, profile in case.profiled(Profile):
        for requirement in case.requirements(Tensor, channel.name):
            yield requirement, file, profile


def _read(profile: Profile, requirement: Tensor) -> list[Tensors]:
    """The tensors that the algorithm reads: its features, and the label."""
    named = [profile.features[name] for name in requirement.features if name in profile.features]
    return named + ([profile.label[MAIN]] if MAIN in profile.label else [])


@rule(
    "REC130",
    "wrong-tensor-type",
    "error",
    summary="Values have a number type that the algorithm does not read.",
    why="The algorithm ignores a tensor of another type, or stops at it.",
    fix="Convert features and labels to 32-bit floats before writing them: `array.astype('float32')`.",
    sources=(RECORDIO,),
    training_error="Unable to read data channel. Please verify the data matches the requested content-type.",
    raised_by=TABLE_READERS,
    conversion="write features and labels as tensors of the type that the algorithm reads",
)
def wrong_tensor_type(case: Case) -> Iterator[Hit]:
    for requirement, file, profile in _demanded(case):
        accepted, disputed = " or ".join(requirement.dtypes), {*requirement.disputed}
        features = [profile.features[name] for name in requirement.features if name in profile.features]
        labels = [] if takes_no_label(case, case.channels[file.channel]) else list(profile.label.values())
        # The pages except no label, but AWS's own SDK writes those that are whole numbers as int32.
        for tensors, called, types, severity in (
            (features, "Tensors", _types(features) - disputed, requirement.severity),
            (labels, "Label tensors", _types(labels) - disputed - WHOLE, requirement.severity),
            (labels, "Label tensors", (_types(labels) & WHOLE) - disputed, "warning"),
            (features + labels, "Tensors", _types(features + labels) & disputed, "info"),
        ):
            wrong = sorted(types - {*requirement.dtypes})
            seen = Tally.of([t.of_form(*wrong) for t in tensors])
            if seen.count:
                reads = "is documented for" if severity == "info" else "reads"
                yield file.hit(
                    f"{called} of type {' and '.join(wrong)}: {seen.count}; {_name(case)} {reads} {accepted}.",
                    seen,
                    fix=None if "float32" in requirement.dtypes else f"Write the values as tensors of type {accepted}.",
                    severity=severity,
                    sources=requirement.sources,
                )


def _types(tensors: list[Tensors]) -> set[str]:
    return {dtype for tensor in tensors for dtype in tensor.types}


def _name(case: Case) -> str:
    return case.algorithm.name if case.algorithm else "the algorithm"


@rule(
    "REC131",
    "sparse-tensor",
    "error",
    summary="A tensor is sparse, but the algorithm reads only dense ones.",
    why="The keys of a sparse tensor are ignored, so its values land in the wrong places.",
    fix="Write every value of a sample, including zeros.",
    sources=(RECORDIO,),
    conversion="write dense tensors",
)
def sparse_tensor(case: Case) -> Iterator[Hit]:
    for requirement, file, profile in _demanded(case):
        seen = Tally.of([t.of_form("sparse") for t in _read(profile, requirement)])
        if seen.count and not requirement.sparse:
            message = f"Sparse tensors: {seen.count}; {_name(case)} reads dense ones."
            yield file.hit(message, seen, severity=requirement.severity, sources=requirement.sources)


@rule(
    "REC132",
    "feature-missing-by-name",
    "error",
    summary="A record has features, but none under the name that the algorithm looks for.",
    why="Features are found by name; a record without that name is empty to the algorithm.",
    fix="Write the features under the name that the algorithm looks for: one tensor `values` for plain vectors.",
    sources=(RECORDIO,),
)
def feature_missing_by_name(case: Case) -> Iterator[Hit]:
    for requirement, file, profile in _demanded(case):
        for name in requirement.features:
            seen = profile.without_feature(name)
            if seen.count:
                there = ", ".join(repr(n) for n in sorted(profile.features)[:5])
                message = f"Records without a feature named {name!r}: {seen.count}; their features are {there}."
                # Sequences of many lengths are no vectors, and vectors no sequences, whatever they are called.
                is_other = MAIN in profile.features if requirement.sequences else profile.is_sequences
                conversion = None if is_other else "rename the feature to the one that the algorithm reads"
                yield file.hit(message, seen, conversion=conversion)


@rule(
    "REC133",
    "unread-feature",
    "warning",
    summary="Records have features under names that the algorithm does not look for.",
    why="Only features with names that the algorithm knows are read; the others are silently ignored.",
    fix="Put all values into one tensor named `values`, or leave the other features out.",
    sources=(RECORDIO,),
    requires=("REC132",),
)
def unread_feature(case: Case) -> Iterator[Hit]:
    for requirement, file, profile in _demanded(case):
        unread = [name for name in sorted(profile.features) if name not in requirement.features]
        if unread and not any(profile.without_feature(name).count for name in requirement.features):
            seen = Tally.of([tally for name in unread for tally in profile.features[name].forms.values()])
            shown = ", ".join(repr(name) for name in unread[:5])
            yield file.hit(f"Features that {_name(case)} does not read: {shown}.", seen)


@rule(
    "REC134",
    "mixed-tensors",
    "warning",
    summary="The records of a channel differ in the type or the layout of their tensors.",
    why="Readers take the type, and whether tensors are dense or sparse, from the first record, and may fail at "
    "others.",
    fix="Write all records of a channel in the same way: one type, and all dense or all sparse.",
    sources=(RECORDIO,),
    requires=("REC130", "REC131"),
)
def mixed_tensors(case: Case) -> Iterator[Hit]:
    for requirement, file, profile in _demanded(case):
        for name in requirement.features:
            usual = _usual_form(case.channels[file.channel], name)
            forms = profile.features[name].forms if name in profile.features else {}
            odd = Tally.of([tally for form, tally in forms.items() if form != usual])
            if odd.count:
                yield file.hit(
                    f"Most tensors of {name!r} in this channel are {usual}; others in this file: {odd.count}.", odd
                )


def _usual_form(channel: Channel, name: str) -> str | None:
    counts: Counter[str] = Counter()
    for file in channel.files:
        if isinstance(file.profile, Profile) and name in file.profile.features:
            counts.update({form: tally.count for form, tally in file.profile.features[name].forms.items()})
    return min(counts, key=lambda form: (-counts[form], form), default=None)


def _is_vector(case: Case, channel: str) -> bool:
    """Whether the records of a channel are vectors, which all have one width, and not sequences."""
    return not any(requirement.sequences for requirement in case.requirements(Tensor, channel))


def channel_width(channel: Channel, declared: float | None = None) -> int | None:
    """The number of features in a channel's records: the declared one where some have it, else the commonest; None
    where there is none or too many to tell.
    """
    counts: Counter[int] = Counter()
    for file in channel.files:
        if isinstance(file.profile, Profile) and MAIN in file.profile.features:
            tallies = file.profile.features[MAIN].widths.tallies or {}
            counts.update({width: tally.count for width, tally in tallies.items()})
    return min(counts, key=lambda width: (width != declared, -counts[width], width), default=None)


@rule(
    "REC135",
    "unequal-width",
    "error",
    summary="Records have more or fewer features than the others.",
    why="Every sample must have the same number of features; training stops at a record with a different number.",
    fix="Write the same number of values in every record; sparse records need the same shape.",
    sources=(RECORDIO, "common-info-all-sagemaker-models-logs.md"),
    training_error="cannot copy sequence with size to array axis with dimension",
)
def unequal_width(case: Case) -> Iterator[Hit]:
    for channel, file, profile in case.profiled(Profile):
        if MAIN not in profile.features or not _is_vector(case, channel.name):
            continue
        widths, usual = profile.features[MAIN].widths, channel_width(channel, case.number("feature_dim"))
        odd = widths.others(usual)
        if odd:
            counted = ", ".join(
                f"{number_of(tally.count, 'record')} with {width}" for width, tally in list(odd.items())[:5]
            )
            message = f"The records of this channel have {usual} features, except {counted}."
            yield file.hit(message, Tally.of(list(odd.values())))
        elif widths.tallies is None:
            wanted = case.number("feature_dim") or usual or 0
            yield file.hit("The records have more than a thousand different widths.", locate=WidthIsNot(int(wanted)))


@rule(
    "REC136",
    "record-width-differs-from-training",
    "error",
    summary="Records in another channel have a different number of features than those in the training channel.",
    why="A model can only be scored on the features that it was trained on.",
    fix="Write all channels with the same features in the same order.",
    sources=(RECORDIO,),
    requires=("REC135",),
)
def width_differs_from_training(case: Case) -> Iterator[Hit]:
    train = case.channels.get("train")
    wanted = channel_width(train) if train else None
    for channel in case.channels.values():
        width = channel_width(channel)
        if channel is train or None in (wanted, width) or width == wanted or not _is_vector(case, channel.name):
            continue
        file = next(f for f in channel.files if isinstance(f.profile, Profile) and f.profile.feature_count is not None)
        yield file.hit(
            f"The records of {channel.name!r} have {number_of(width or 0, 'feature')}, those of 'train' have {wanted}.",
            at(record=1, offset=0),
        )
