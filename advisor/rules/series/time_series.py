"""Rules on what a time series is: its fields, its start, its step, and the values of its target."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from advisor.case.hit import Hit
from advisor.case.model import Case, Channel
from advisor.case.request.hyperparameters import hit, known
from advisor.case.series import by_severity, is_one_step_a_line, kinds, required, series_of
from advisor.case.words import number_of, reach
from advisor.contract import escaped
from advisor.knowledge.models.series_requirements import Fields, Observations, SeriesLengths, Targets, Timestamps
from advisor.profile.base import Tally
from advisor.profile.predicates import ValueOutside
from advisor.profile.series.time_series import TimeSeriesProfile
from advisor.rules.base import rule
from advisor.rules.sources import DEEPAR, DEEPAR_PARAMETERS

PRACTICE = "deepar.md#deepar_best_practices"
MIXED = "https://github.com/aws/amazon-sagemaker-examples/issues/780"
ZEROS = "https://github.com/aws/amazon-sagemaker-examples/issues/834"
STEPS = "https://github.com/awslabs/gluonts/issues/525"

GOOD_START = "YYYY-MM-DD HH:MM:SS"
NO_START = ("no-date", "out-of-range", "number", "true-false", "list", "object")
OTHER_START = {"date": "a bare date", "minutes": "no seconds", "iso": "a T within", "fraction": "parts of a second"}

SAME_STEPS = {
    **dict.fromkeys(("MS", "ME", "BM", "BMS", "BME", "month", "monthly"), (1, "M")),
    **dict.fromkeys(("Q", "QS", "QE", "BQ", "BQS", "BQE", "quarterly"), (3, "M")),
    **dict.fromkeys(("A", "AS", "Y", "YS", "YE", "yearly", "annual"), (12, "M")),
    **dict.fromkeys(("W", "w", "week", "weekly"), (1, "W")),
    **dict.fromkeys(("D", "d", "day", "daily"), (1, "D")),
    **dict.fromkeys(("H", "h", "hour", "hourly"), (1, "H")),
    **dict.fromkeys(("T", "min", "minute", "minutely"), (1, "min")),
}
"""Steps as pandas and people write them -> how many of which unit of DeepAR they are."""


@rule(
    "SER201",
    "field-missing",
    "error",
    summary="A record lacks its start or its target.",
    why="A time series consists of its start and its values.",
    fix='Write both in each record: {"start": "2020-01-01 00:00:00", "target": [1, 2, 3]}.',
    sources=(DEEPAR,),
)
def field_missing(case: Case) -> Iterator[Hit]:
    for _, file, profile, fields in required(case, Fields):
        for name in fields.required:
            absent = profile.absent.get(name)
            if absent:
                message = f"Records without {name!r}: {absent.count} of {profile.records}."
                yield file.hit(message, absent, sources=fields.sources)


@rule(
    "SER202",
    "unknown-field",
    "info",
    summary="A record has a field that is not read.",
    why="Only start, target, cat and dynamic_feat are read; nothing is learned from other fields.",
    fix="Rename the field if it is meant to be one of these; otherwise nothing needs to be fixed.",
    sources=(DEEPAR,),
)
def unknown_field(case: Case) -> Iterator[Hit]:
    for _, file, profile, fields in required(case, Fields):
        lower = {name: name.lower() for name in profile.others}
        known = {**fields.mistaken, **{name: name for name in (*fields.required, *fields.optional)}}
        for name, tally in sorted(profile.others.items()):
            meant = known.get(lower[name])
            hint = f"; did you mean {meant!r}?" if meant else "."
            message = f"The field {escaped(name)!r} is not read{hint}"
            yield file.hit(message, tally, severity="warning" if meant else None, sources=fields.sources)


@rule(
    "SER203",
    "start-no-time",
    "error",
    summary="A start is not a point in time.",
    why="The calendar features are computed from the start.",
    fix=f'Write each start as text, {GOOD_START}, such as "2020-01-31 13:00:00".',
    sources=(DEEPAR,),
    training_error="unsupported operand type(s) for +=: 'Timestamp' and 'str'",
)
def start_no_time(case: Case) -> Iterator[Hit]:
    for _, file, profile, stamps in required(case, Timestamps):
        wrong = profile.start.of_forms(*NO_START)
        if wrong.count:
            message = f"Starts that are not a date and time from 1678 to 2261: {wrong.count}."
            yield file.hit(message, wrong, sources=stamps.sources)


@rule(
    "SER204",
    "start-with-time-zone",
    "error",
    summary="A start has a time zone.",
    why="Training does not accept time zones.",
    fix=f"Convert the times to one zone, and write them without it: {GOOD_START}.",
    sources=(DEEPAR,),
    conversion="write starts without time zone",
)
def start_with_time_zone(case: Case) -> Iterator[Hit]:
    for _, file, profile, stamps in required(case, Timestamps):
        zoned = profile.start.of_forms("zone", "datetime-zone")
        if zoned.count:
            yield file.hit(f"Starts with a time zone: {zoned.count}.", zoned, sources=stamps.sources)


@rule(
    "SER205",
    "start-other-form",
    "warning",
    summary="A start is not written YYYY-MM-DD HH:MM:SS.",
    why="No other form is documented for training, and mixed forms have made conversions fail. A bare date is "
    "shown only in a request for forecasts.",
    fix=f'Write each start {GOOD_START}, such as "2020-01-31 00:00:00".',
    sources=(DEEPAR, "deepar-in-formats.md", MIXED),
)
def start_other_form(case: Case) -> Iterator[Hit]:
    for _, file, profile, _ in required(case, Timestamps):
        found = [form for form in OTHER_START if form in profile.start.forms]
        others = profile.start.of_forms(*found)
        if others.count:
            forms = ", ".join(OTHER_START[form] for form in found)
            message = f"Starts that are not written {GOOD_START} ({forms}): {others.count} of {profile.records}."
            yield file.hit(message, others)


@rule(
    "SER206",
    "start-between-steps",
    "info",
    summary="A start is finer than the step of the series.",
    why="Values are read by position, one step apart: only the month, day or hour counts, and anything finer is lost.",
    fix="Nothing needs to be fixed if the values belong to the step that the start falls in. Otherwise choose a "
    "finer time_freq.",
    sources=(DEEPAR, DEEPAR_PARAMETERS),
)
def start_between_steps(case: Case) -> Iterator[Hit]:
    for _, file, profile, stamps in required(case, Timestamps):
        step = _step(case.value(stamps.frequency), stamps)
        finer = {"H": ("minute", "second"), "min": ("second",)}.get(step or "", ("hour", "minute", "second"))
        found = Tally.of([profile.start.finest[unit] for unit in finer if unit in profile.start.finest])
        if step and found.count:
            yield file.hit(
                f"Starts finer than {stamps.frequency}={case.value(stamps.frequency)}: {found.count}.", found
            )


def _step(value: str | None, stamps: Timestamps) -> str | None:
    """The unit of a step such as 5min; None where it is none."""
    found = re.fullmatch(r"0*[1-9][0-9]*([A-Za-z]+)|([A-Za-z]+)", value or "", re.ASCII)
    unit = (found[1] or found[2]) if found else None
    return unit if unit in stamps.units else None


@rule(
    "SER207",
    "step-not-taken",
    "error",
    summary="The algorithm does not know the time step of the series.",
    why="Calendar features and lags depend on the step. Seconds, business days and the first of a month are not "
    "supported.",
    fix="Resample the series to minutes, hours, days, weeks or months, and give the step, such as 5min or 1D.",
    sources=(DEEPAR_PARAMETERS, STEPS),
    held=(),
)
def step_not_taken(case: Case) -> Iterator[Hit]:
    for stamps in case.requirements(Timestamps, "train"):
        given = {name: value for name, value, _ in known(case)}.get(stamps.frequency)
        if given is not None and _step(given, stamps) is None:
            message = f"{stamps.frequency!r} must be an integer followed by {', '.join(stamps.units)}."
            yield hit(case, stamps.frequency, message, value=given, fix=_same_step(given, stamps))


def _same_step(given: str, stamps: Timestamps) -> str | None:
    """What to send for a step that is written as in pandas, or in words, where the algorithm has it by another name."""
    found = re.fullmatch(r"([1-9][0-9]{0,3})?\s*([A-Za-z]+)(-[A-Za-z]{3})?", given.strip(), re.ASCII)
    times, unit = SAME_STEPS.get(found[2], SAME_STEPS.get(found[2].lower(), (0, ""))) if found else (0, "")
    if found is None or unit not in stamps.units:
        return None
    count = times * int(found[1] or 1)
    return f"Send {stamps.frequency}={count if count > 1 else ''}{unit}, which is the same step."


@rule(
    "SER211",
    "target-no-array",
    "error",
    summary="A target is not an array.",
    why="The target is an array of numbers, one for each step.",
    fix='Write all values of a series as one array, "target": [1, 2, 3]. If the lines are single time steps, '
    "gather them: one line for each series, with the start of its first value.",
    sources=(DEEPAR,),
)
def target_no_array(case: Case) -> Iterator[Hit]:
    for _, file, profile, _ in required(case, Fields):
        wrong = profile.target.not_arrays
        if wrong.count:
            yield file.hit(f"Targets that are not arrays: {wrong.count}.", wrong)


@rule(
    "SER212",
    "target-no-number",
    "error",
    summary="A value of a target is not a number, and is not marked as missing.",
    why='Values are numbers; a missing one is null or the string "NaN", spelled exactly like that.',
    fix='Write numbers without quotes, and null or "NaN" where one is missing.',
    sources=(DEEPAR,),
)
def target_no_number(case: Case) -> Iterator[Hit]:
    for _, file, profile, _ in required(case, Fields):
        for severity, wrong in by_severity(profile.target.wrong):
            yield file.hit(
                f"Values of targets that are {kinds(wrong)}.", Tally.of([*wrong.values()]), severity=severity
            )


@rule(
    "SER213",
    "only-zeros",
    "error",
    summary="Every value of every training series is zero or missing.",
    why="The container refuses to train on it.",
    fix="Look for what was lost on the way; leave out series that have no signal.",
    sources=(ZEROS,),
    training_error="training time series consist of only zeros",
)
def only_zeros(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        for targets in case.requirements(Targets, channel.name):
            profiles = series_of(case, channel) if targets.not_all_zero else None
            targets_of = [profile.target for profile in profiles or ()]
            usual = not any(target.wrong or target.not_arrays.count for target in targets_of)
            if usual and any(t.values for t in targets_of) and not any(t.filled for t in targets_of):
                message = f"All values of the channel {channel.name!r} are zero or missing."
                yield _at_first(channel, message, severity=targets.severity)


def _at_first(channel: Channel, message: str, **more: Any) -> Hit:
    """A hit at the first series of a channel that has no signal, where one is known."""
    for file in channel.files:
        target = file.profile.target if isinstance(file.profile, TimeSeriesProfile) else None
        silent = Tally.of([target.only_zeros, target.only_missing]).first if target else []
        if silent:
            return file.hit(message, Tally(1, silent[:1]), **more)
    return channel.hit(message, **more)


@rule(
    "SER214",
    "series-without-signal",
    "info",
    summary="A series has nothing but zeros, or nothing but missing values.",
    why="There is nothing in it to learn from; if all series are like that, training fails.",
    fix="Leave the series out unless it is meant to be like that.",
    sources=(ZEROS,),
)
def series_without_signal(case: Case) -> Iterator[Hit]:
    for _, file, profile, _ in required(case, Fields):
        zeros, missing = profile.target.only_zeros, profile.target.only_missing
        if zeros.count or missing.count:
            message = f"Series of only zeros: {zeros.count}; of only missing values: {missing.count}."
            yield file.hit(message, Tally.of([zeros, missing]))


@rule(
    "SER215",
    "too-few-observations",
    "error",
    summary="All training series together have too few values.",
    why="DeepAR needs at least 300 observations in all training series together.",
    fix="Add series, or values to the series. With so little data, ARIMA or ETS may forecast better.",
    sources=(PRACTICE,),
)
def too_few_observations(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        for wanted in case.requirements(Observations, channel.name):
            profiles = series_of(case, channel)
            if not profiles or not any(profile.records for profile in profiles):
                continue
            if all(is_one_step_a_line(p) or p.target.not_arrays.count or "target" in p.absent for p in profiles):
                continue
            values = sum(p.target.values for p in profiles)
            present = values - sum(p.target.missing for p in profiles)
            if present < wanted.at_least:
                beside = f" beside {values - present} that are missing" if values >= wanted.at_least else ""
                held = f"{number_of(present, 'value')}{beside}"
                message = f"The channel {channel.name!r} has {held}; at least {wanted.at_least} are needed."
                files = channel.holding(TimeSeriesProfile)
                place = files[0] if len(files) == 1 else channel
                yield place.hit(message, severity="warning" if beside else None)


WHOLE_SERIES = (
    "Give each series whole, with its history before the last prediction_length values: the algorithm holds those back "
    "by itself. Cut them off only in the training channel. Leave out a series that has no more values."
)


@rule(
    "SER216",
    "series-too-short",
    "warning",
    summary="A series is too short for the forecast.",
    why="In training, a series shorter than prediction_length is ignored. In testing, its last prediction_length "
    "values are held back, and something must be left before them.",
    fix="Leave such series out, choose a smaller prediction_length, or collect more values.",
    sources=("deepar_how-it-works.md", PRACTICE),
    requires=("SER218",),
)
def series_too_short(case: Case) -> Iterator[Hit]:
    for _, file, profile, wanted in required(case, SeriesLengths):
        steps = case.number(wanted.at_least)
        least = (1 if steps is None else steps) + wanted.more
        lengths = profile.target.lengths
        if lengths.low < least:
            than = "not longer" if wanted.more else "shorter"
            limit = "one step" if steps is None else f"{wanted.at_least}={steps:g}"
            message = f"Series that are {than} than {limit}; the shortest has {lengths.low:g} values."
            look = ValueOutside("length", minimum=least)
            fix = WHOLE_SERIES if wanted.more else None
            yield file.hit(message, locate=look, severity=wanted.severity, fix=fix, sources=wanted.sources)


@rule(
    "SER217",
    "target-outside-likelihood",
    "warning",
    summary="Values of a target do not fit the likelihood.",
    why="beta describes values between 0 and 1, negative-binomial describes counts; other values have no "
    "probability in these models.",
    fix="Choose student-T or gaussian, or scale the values.",
    sources=(DEEPAR_PARAMETERS,),
)
def target_outside_likelihood(case: Case) -> Iterator[Hit]:
    for _, file, profile, targets in required(case, Targets):
        extent, below = profile.target.extent, None
        if targets.maximum is not None:
            below = math.nextafter(targets.maximum, math.inf)
        outside = ValueOutside("target", 0, targets.minimum, below, targets.integral)
        if extent.empty or targets.not_all_zero:
            continue
        if outside.holds(extent.low) or outside.holds(extent.high) or (targets.integral and profile.target.fractional):
            setting = ", ".join(f"{name}={case.value(name)}" for name in targets.when)
            message = f"{reach('targets', extent.low, extent.high)}; {setting} expects {_wanted(targets)}."
            yield file.hit(message, locate=outside, severity=targets.severity, sources=targets.sources)


def _wanted(targets: Targets) -> str:
    if targets.maximum is not None:
        return f"values between {targets.minimum:g} and {targets.maximum:g}"
    return f"whole numbers from {targets.minimum:g} on" if targets.integral else f"{targets.minimum:g} or more"
