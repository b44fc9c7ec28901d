"""Rules on series that are written well and make no sense: only all of them together give it away."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.model import Case, File
from advisor.case.series import is_one_step_a_line, required, series_of
from advisor.case.tables.placeholders import NINETY_NINE, PLACEHOLDERS
from advisor.knowledge.models.series_requirements import Fields, SeriesLengths, Targets
from advisor.profile.base import Tally
from advisor.profile.predicates import ValueOutside
from advisor.profile.series.time_series import TimeSeriesProfile
from advisor.rules.base import rule
from advisor.rules.sources import DEEPAR, DEEPAR_PARAMETERS


@rule(
    "SER218",
    "one-step-a-line",
    "error",
    summary="Each line holds one value, so the lines seem to be time steps instead of series.",
    why="A line must be one whole series. A series of one value has no past to learn from, and series shorter "
    "than prediction_length are ignored: nothing is left to train on.",
    fix="Gather the values of each series, in the order of time, into one line: the start of the first value, "
    'and an array of all values, with null where a step is missing: {"start": "2020-01-01 00:00:00", "target": '
    "[1, 2, null]}.",
    sources=(DEEPAR, "deepar_how-it-works.md"),
    conversion="gather the values of each series into one line",
)
def one_step_a_line(case: Case) -> Iterator[Hit]:
    for _, file, profile, _ in required(case, Fields):
        if is_one_step_a_line(profile):
            message = f"None of the {profile.records} lines has more than one value in its target."
            yield file.hit(message, locate=ValueOutside("length", below=1))


@rule(
    "SER219",
    "target-counts",
    "warning",
    summary="The values of most series rise by the same amount at each step.",
    why="Row numbers, ids and times do so; hardly anything that is worth forecasting does.",
    fix="Check which column holds the quantity to be forecast, and write its values as the target.",
    sources=(DEEPAR,),
)
def target_counts(case: Case) -> Iterator[Hit]:
    for _, file, profile, _ in required(case, Fields):
        steady = profile.target.steady
        if 2 * steady.count > profile.records:
            message = f"Series that rise by the same at each step: {steady.count} of {profile.records}."
            yield file.hit(f"{message} They look like row numbers or times.", steady)


@rule(
    "SER220",
    "target-stands-still",
    "warning",
    summary="No training series ever changes its value.",
    why="There is nothing in them to forecast.",
    fix="Look for what went wrong: the wrong column, or one value filled in for everything that was missing.",
    sources=(DEEPAR,),
)
def target_stands_still(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        for targets in case.requirements(Targets, channel.name):
            profiles = series_of(case, channel) if targets.not_all_zero else None
            still = [p.target.alike.count + p.target.only_zeros.count for p in profiles or ()]
            alike = [file for file in channel.files if _alike(file).count]
            if profiles and alike and sum(still) == sum(p.records for p in profiles):
                message = f"Within each series of {channel.name!r} all values are the same ({sum(still)} series)."
                yield alike[0].hit(message, _alike(alike[0]))


def _alike(file: File) -> Tally:
    return file.profile.target.alike if isinstance(file.profile, TimeSeriesProfile) else Tally()


@rule(
    "SER222",
    "number-for-missing-target",
    "warning",
    summary="The lowest value of the targets is a number such as -999, which seems to stand for a missing value.",
    why="The algorithm takes the number at its word: it scales the series by it, and forecasts it.",
    fix='Write null or "NaN" in its place: missing values are left out of training.',
    sources=(DEEPAR,),
)
def number_for_missing_target(case: Case) -> Iterator[Hit]:
    for _, file, profile, _ in required(case, Fields):
        lowest = profile.target.extent.low
        if lowest in PLACEHOLDERS - {NINETY_NINE} and profile.target.extent.high > lowest:
            message = f"The lowest value of all targets is {lowest:.0f}."
            yield file.hit(message, locate=ValueOutside("target", minimum=lowest + 1))


@rule(
    "SER221",
    "series-shorter-than-windows",
    "info",
    summary="Series are shorter than context_length and prediction_length together.",
    why="A training example is a window of context_length values followed by prediction_length values; a shorter "
    "series never fills one.",
    fix="Choose a smaller context_length or prediction_length, or collect more values.",
    sources=("deepar_how-it-works.md", DEEPAR_PARAMETERS),
    requires=("SER218",),
)
def series_shorter_than_windows(case: Case) -> Iterator[Hit]:
    for channel, file, profile, wanted in required(case, SeriesLengths):
        context, steps = case.number(wanted.and_context or ""), case.number(wanted.at_least)
        lengths = profile.target.lengths
        if context is None or steps is None or lengths.empty or lengths.low >= context + steps or lengths.high < steps:
            continue
        every = lengths.high < context + steps
        message = (
            f"{'All' if every else 'Some'} series of {channel.name!r} are shorter than {wanted.and_context} and "
            f"{wanted.at_least} together ({context + steps:g}); the shortest has {lengths.low:g} values."
        )
        look = ValueOutside("length", minimum=context + steps)
        yield file.hit(message, locate=look, severity="warning" if every else None)
