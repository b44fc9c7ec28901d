"""Rules on what is beside a time series: its categories, and the series of its features."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TypeVar

from advisor.case.hit import Hit
from advisor.case.measures import training_channel
from advisor.case.model import Case, Channel, File
from advisor.case.request.hyperparameters import hit
from advisor.case.series import by_severity, kinds, required, series_of
from advisor.case.words import listed
from advisor.knowledge.models.series_requirements import Categories, FeatureSeries
from advisor.profile.base import Tally
from advisor.profile.predicates import CategoryAmong
from advisor.profile.series.time_series import CategorySet, TimeSeriesProfile
from advisor.rules.base import rule
from advisor.rules.sources import DEEPAR, DEEPAR_PARAMETERS

ONE_INTEGER = "https://github.com/awsdocs/amazon-sagemaker-developer-guide/tree/d3b8813/doc_source"
LENGTHS = "https://github.com/awsdocs/amazon-sagemaker-developer-guide/issues/31"
ALL_CATEGORIES = "https://github.com/aws/amazon-sagemaker-examples/issues/388"
INFERENCE = "deepar-in-formats.md"

UNSEEN_NAMED = 1000
"""Categories that are looked for in a file at once."""

WORDS_AS_FEATURES = (
    "Encode words as numbers, for example each word as a series of 1 and 0. What never changes within a series belongs "
    "in cat, as a number. Write numbers without quotes."
)

FEW = 10
"""Missing categories that are named."""

Beside = TypeVar("Beside", Categories, FeatureSeries)
Judged = tuple[Channel, File, TimeSeriesProfile, Beside]


def _used(case: Case, kind: type[Beside]) -> Iterator[Judged[Beside]]:
    """Every file whose categories, or features, are learned from."""
    for channel, file, profile, facts in required(case, kind):
        if case.value(facts.hyperparameter) not in facts.unused:
            yield channel, file, profile, facts


def _profiles(channel: Channel | None) -> list[TimeSeriesProfile]:
    files = channel.files if channel else []
    return [file.profile for file in files if isinstance(file.profile, TimeSeriesProfile)]


def _asked(case: Case, channel: Channel) -> list[TimeSeriesProfile]:
    """The profiles that a file's records must be like: those of its channel, and of the training."""
    training = training_channel(case)
    return _profiles(channel) + (_profiles(training) if training is not channel else [])


def _in_some_only(case: Case, kind: type[Beside]) -> Iterator[Hit]:
    """Records without a field that others have."""
    for channel, file, profile, facts in _used(case, kind):
        absent = profile.absent.get(facts.field)
        having = sum(other.having(facts.field) for other in _asked(case, channel))
        if absent and having:
            message = f"Records without {facts.field!r}: {absent.count} of {profile.records}; with it: {having}."
            yield file.hit(message, absent, sources=facts.sources)


def _differing(
    case: Case, channel: Channel, profile: TimeSeriesProfile, counts: Callable[[TimeSeriesProfile], dict[int, Tally]]
) -> tuple[int, Tally] | None:
    """The commonest number of entries in training, and where a file has another; None where it has not."""
    training = training_channel(case) or channel
    totals: Counter[int] = Counter()
    for other in _profiles(training) or _profiles(channel):
        totals.update({number: tally.count for number, tally in counts(other).items()})
    if not totals:
        return None
    usual = max(totals, key=lambda number: (totals[number], -number))
    others = Tally.of([tally for number, tally in counts(profile).items() if number != usual])
    return (usual, others) if others.count else None


@rule(
    "SER301",
    "cat-no-array",
    "error",
    summary="The categories of a series are not an array.",
    why="cat is an array of integers, one for each categorical feature.",
    fix='Write the categories in brackets: "cat": [0, 1].',
    sources=(DEEPAR,),
)
def cat_no_array(case: Case) -> Iterator[Hit]:
    for _, file, profile, facts in _used(case, Categories):
        wrong, bare = profile.cat.not_arrays, profile.cat.bare
        if wrong.count:
            yield file.hit(f"Values of {facts.field!r} that are not arrays: {wrong.count}.", wrong)
        if bare.count:
            message = f"Values of {facts.field!r} that are a bare integer: {bare.count}. The first releases took them."
            yield file.hit(message, bare, severity="warning", sources=(*facts.sources, ONE_INTEGER))


@rule(
    "SER302",
    "category-no-integer",
    "error",
    summary="A category is not an integer from 0 up.",
    why="Categories are integers that count from 0.",
    fix="Number the categories 0, 1, 2 and so on, separately for each feature.",
    sources=(DEEPAR,),
)
def category_no_integer(case: Case) -> Iterator[Hit]:
    for _, file, profile, _ in _used(case, Categories):
        for severity, wrong in by_severity(profile.cat.wrong):
            message = f"Categories that are not integers from 0 on ({kinds(wrong)})."
            yield file.hit(message, Tally.of([*wrong.values()]), severity=severity)


@rule(
    "SER303",
    "cat-lengths-differ",
    "error",
    summary="Records have different numbers of categories.",
    why="All series must have the same number of categorical features.",
    fix="Give each record one category for each feature; one category may stand for unknown.",
    sources=(DEEPAR,),
)
def cat_lengths_differ(case: Case) -> Iterator[Hit]:
    for channel, file, profile, facts in _used(case, Categories):
        found = _differing(case, channel, profile, lambda series: series.cat.lengths)
        if found:
            usual, other = found
            message = f"The usual number of categories is {usual}; records with another number: {other.count}."
            yield file.hit(message, other, sources=facts.sources)


@rule(
    "SER304",
    "cat-in-some-records",
    "error",
    summary="Some records have categories, others have none.",
    why="If categories are used, all series of all channels must have them.",
    fix="Give each record its categories, or set cardinality to ignore.",
    sources=(DEEPAR,),
)
def cat_in_some_records(case: Case) -> Iterator[Hit]:
    return _in_some_only(case, Categories)


def _seen(profiles: list[TimeSeriesProfile]) -> list[CategorySet]:
    """The categories that occur at each place in any of the files."""
    together: list[CategorySet] = []
    for profile in profiles:
        for at, seen in enumerate(profile.cat.seen):
            if at == len(together):
                together.append(CategorySet())
            together[at] = together[at].merged(seen)
    return together


def _trained(case: Case) -> tuple[Channel, list[CategorySet]] | None:
    """The training channel and its categories; None where they are not all known."""
    training = training_channel(case)
    profiles = series_of(case, training) if training else None
    return (training, _seen(profiles)) if training and profiles else None


@rule(
    "SER305",
    "category-gap",
    "error",
    summary="A category does not occur in training though a higher one does.",
    why="The container expects a series for each category from 0 to the highest, and stops if one is missing.",
    fix="Number the categories that occur 0, 1, 2 and so on without a gap, separately for each position in cat.",
    sources=(DEEPAR, ALL_CATEGORIES),
    requires=("SER302", "SER303"),
    training_error="Training set did not contain examples for all categories of the 1-th categorical feature. "
    "All values for cat in the range 0 <= cat < (cardinality = 2) need to be contained in the training set.",
)
def category_gap(case: Case) -> Iterator[Hit]:
    trained = _trained(case)
    if trained is None:
        return
    channel, places = trained
    for file in channel.holding(TimeSeriesProfile):
        assert isinstance(file.profile, TimeSeriesProfile)
        for facts in case.requirements(Categories, channel.name):
            used = case.value(facts.hyperparameter) not in facts.unused
            pairs = zip(places, file.profile.cat.seen, strict=False) if used else ()
            for at, (seen, here) in enumerate(pairs):
                if seen.has_gap and here.highest == seen.highest:
                    message = f"Categories at {facts.field}[{at}] go up to {seen.highest}, but {_missing(seen)}."
                    yield file.hit(message, locate=CategoryAmong(at, frozenset({seen.highest})), sources=facts.sources)


def _missing(seen: CategorySet) -> str:
    """What does not occur below the highest category."""
    gaps = seen.gaps(FEW + 1)
    if not gaps:
        return "not all below it occur"
    return f"{listed(gaps, FEW)} {'does' if len(gaps) == 1 else 'do'} not occur"


@rule(
    "SER306",
    "category-unseen",
    "warning",
    summary="Another channel has a category that the training data does not have.",
    why="Only categories that occurred in training can be forecast.",
    fix="Put series of this category into the training data, or leave them out here.",
    sources=(DEEPAR,),
    requires=("SER302",),
)
def category_unseen(case: Case) -> Iterator[Hit]:
    trained = _trained(case)
    if trained is None:
        return
    for channel, file, profile, facts in _used(case, Categories):
        pairs = zip(profile.cat.seen, trained[1], strict=False) if channel is not trained[0] else ()
        for at, (here, there) in enumerate(pairs):
            unseen = here.without(there)
            if unseen:
                message = f"Categories at {facts.field}[{at}] that do not occur in training: {listed(unseen, 5)}."
                look = CategoryAmong(at, frozenset(unseen[:UNSEEN_NAMED]))
                yield file.hit(message, locate=look, sources=facts.sources)


@rule(
    "SER307",
    "cardinality-not-of-data",
    "error",
    summary="cardinality contradicts the categories of the data.",
    why="An array given as cardinality is compared with the data. It holds the number of categories for each "
    "position in cat, and each category below that number must occur in training.",
    fix="Send auto, which counts the categories, or send the numbers that the data has.",
    sources=(DEEPAR_PARAMETERS, ALL_CATEGORIES),
)
def cardinality_not_of_data(case: Case) -> Iterator[Hit]:
    trained = _trained(case)
    if trained is None:
        return
    if any(seen.has_gap for seen in trained[1]):
        return  # the categories themselves are to be numbered anew, which another rule says
    counts = [seen.highest + 1 for seen in trained[1]]
    for facts in case.requirements(Categories, trained[0].name):
        given = _numbers(case.hyperparameters.get(facts.hyperparameter))
        if given is None or given == counts:
            continue
        value = case.hyperparameters[facts.hyperparameter]
        message = f"{facts.hyperparameter!r} is {given}; by the data it is {counts}."
        yield hit(case, facts.hyperparameter, message, value=value)


def _numbers(text: str | None) -> list[int] | None:
    """An array of integers, as a hyperparameter holds it; None where it is none."""
    try:
        found = json.loads(text or "")
    except (ValueError, RecursionError):
        return None
    whole = isinstance(found, list) and all(isinstance(n, int) and not isinstance(n, bool) for n in found)
    return found if whole else None


@rule(
    "SER311",
    "features-no-arrays",
    "error",
    summary="The features of a series are not an array of arrays.",
    why="dynamic_feat holds one array per feature, even if there is only one feature.",
    fix='Write an array within an array: "dynamic_feat": [[0, 1, 1, 0]].',
    sources=(DEEPAR,),
)
def features_no_arrays(case: Case) -> Iterator[Hit]:
    for _, file, profile, facts in _used(case, FeatureSeries):
        wrong = profile.dynamic_feat.not_arrays
        if wrong.count:
            yield file.hit(f"Values of {facts.field!r} that are not arrays of arrays: {wrong.count}.", wrong)


@rule(
    "SER312",
    "feature-no-number",
    "error",
    summary="A value of a feature is missing, or is not a number.",
    why="Unlike the target, features may not have missing values.",
    fix="Fill in each value, for example with the one before.",
    sources=(DEEPAR,),
)
def feature_no_number(case: Case) -> Iterator[Hit]:
    for _, file, profile, facts in _used(case, FeatureSeries):
        for severity, wrong in by_severity(profile.dynamic_feat.wrong):
            message = f"Values of {facts.field!r} that are {kinds(wrong)}."
            fix = WORDS_AS_FEATURES if "text" in wrong else None
            yield file.hit(message, Tally.of([*wrong.values()]), severity=severity, fix=fix)


@rule(
    "SER313",
    "feature-counts-differ",
    "error",
    summary="Records have different numbers of features.",
    why="All series must have the same number of feature series.",
    fix="Give each record an array for each feature.",
    sources=(DEEPAR,),
)
def feature_counts_differ(case: Case) -> Iterator[Hit]:
    for channel, file, profile, facts in _used(case, FeatureSeries):
        found = _differing(case, channel, profile, lambda series: series.dynamic_feat.counts)
        if found:
            usual, other = found
            message = (
                f"Most records have {usual} arrays in {facts.field!r}; records with another number: {other.count}."
            )
            yield file.hit(message, other, sources=facts.sources)


@rule(
    "SER314",
    "features-in-some-records",
    "error",
    summary="Some records have features, others have none.",
    why="If features are used, all series of all channels must have them.",
    fix="Give each record its features, or set num_dynamic_feat to ignore.",
    sources=(DEEPAR,),
)
def features_in_some_records(case: Case) -> Iterator[Hit]:
    return _in_some_only(case, FeatureSeries)


@rule(
    "SER315",
    "feature-length",
    "error",
    summary="A feature does not have one value for each value of the target.",
    why="In training, a feature covers the same points in time as the target. Features longer by "
    "prediction_length are for forecasts, though one sentence of the page always asks for them.",
    fix="Give each feature as many values as the target; keep future values for the forecast.",
    sources=(DEEPAR, INFERENCE, LENGTHS),
)
def feature_length(case: Case) -> Iterator[Hit]:
    for _, file, profile, facts in _used(case, FeatureSeries):
        steps = case.number("prediction_length")
        for future in (False, True):
            longer = profile.dynamic_feat.longer
            found = [by for by in sorted(longer) if (by == steps if steps is not None else by > 0) == future]
            if found:
                seen = Tally.of([longer[by] for by in found])
                than = "longer than the target by prediction_length" if future else "not as long as the target"
                than = "longer than the target" if future and steps is None else than
                message = f"Arrays in {facts.field!r} that are {than}: {seen.count}."
                yield file.hit(message, seen, severity="warning" if future else None)


@rule(
    "SER316",
    "features-not-in-data",
    "error",
    summary="num_dynamic_feat is given, but the data has no features.",
    why="A number given as num_dynamic_feat is compared with the data.",
    fix="Leave num_dynamic_feat out, or add dynamic_feat to each record.",
    sources=(DEEPAR_PARAMETERS,),
)
def features_not_in_data(case: Case) -> Iterator[Hit]:
    training = training_channel(case)
    profiles = series_of(case, training) if training else None
    if training is None or not profiles:
        return
    for facts in case.requirements(FeatureSeries, training.name):
        given = case.hyperparameters.get(facts.hyperparameter, "")
        if given.isdecimal() and not any(profile.having(facts.field) for profile in profiles):
            message = f"{facts.hyperparameter!r} is {given}, but no record of {training.name!r} has {facts.field!r}."
            yield hit(case, facts.hyperparameter, message, value=given)
