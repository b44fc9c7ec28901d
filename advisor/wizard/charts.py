"""Pictures of a report, where looking beats reading. None where there is nothing to see."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from advisor.advise import Setting
from advisor.findings import SEVERITIES, ChannelReport, Report, escaped
from advisor.knowledge.load import algorithm

FILES_SHOWN = 20
LABELS_SHOWN = 30
STEPS_SHOWN = 500
COLOURS = {"error": "#d1343f", "warning": "#d98a00", "info": "#3b82c4"}

MEASURES = {"numbers", "fractional", "min", "max", "distinct"}
"""What the profile of a column says beside the counts of its unusual cells."""

_COUNTS = alt.Axis(tickMinStep=1, format="~s")
_FILES = alt.Axis(labelExpr="length(datum.label) > 24 ? '…' + slice(datum.label, -23) : datum.label", labelLimit=200)
_LEGEND = alt.Legend(title=None, orient="top")


def places_by_file(report: Report) -> alt.Chart | None:
    """How many places were found in each file, by severity; the files with the most of them."""
    counts: Counter[tuple[str, str]] = Counter()
    totals: Counter[str] = Counter()
    for finding in report.findings:
        if finding.location.file:
            counts[finding.location.file, finding.severity] += finding.count
            totals[finding.location.file] += finding.count
    if len(totals) < 2:
        return None
    files = {file: escaped(file, 1000) for file, _ in totals.most_common(FILES_SHOWN)}
    rows = [
        {"file": files[file], "severity": severity, "places": count, "rank": SEVERITIES.index(severity)}
        for (file, severity), count in counts.items()
        if file in files
    ]
    colours = alt.Scale(domain=list(COLOURS), range=list(COLOURS.values()))
    about = "The number of places found in each file, by severity"
    chart: alt.Chart = alt.Chart(pd.DataFrame(rows), height=alt.Step(24), description=about).mark_bar()
    return chart.encode(
        y=alt.Y("file:N", title=None, sort=list(files.values()), axis=_FILES),
        x=alt.X("places:Q", title="places found", axis=_COUNTS),
        color=alt.Color("severity:N", scale=colours, legend=_LEGEND),
        order="rank:Q",
        tooltip=["file:N", "severity:N", "places:Q"],
    )


def cells_by_column(channel: ChannelReport) -> alt.Chart | None:
    """Which columns of a CSV file hold cells that are no plain numbers, and how many."""
    rows = [
        {"column": number, "cells": kind, "count": count}
        for number, column in enumerate(channel.profile.get("columns", ()), 1)
        for kind, count in column.items()
        if kind not in MEASURES and count
    ]
    if len({row["column"] for row in rows}) < 2:
        return None
    about = "The number of unusual cells in each column, by kind"
    chart: alt.Chart = alt.Chart(pd.DataFrame(rows), height=260, description=about).mark_bar()
    return chart.encode(
        x=alt.X("column:O", title="column", axis=alt.Axis(labelAngle=0, labelOverlap=True)),
        y=alt.Y("count:Q", title="cells", axis=_COUNTS),
        color=alt.Color("cells:N", legend=_LEGEND),
        tooltip=["column:O", "cells:N", "count:Q"],
    )


def labels(report: Report, name: str) -> alt.Chart | None:
    """How many samples of a channel bear each label."""
    counts = _label_counts(report, report.channels[name].profile)
    if len(counts) < 2:
        return None
    order = [escaped(label, 40) for label in counts]
    rows = [{"label": label, "samples": count} for label, count in zip(order, counts.values(), strict=True)]
    about = f"The number of samples of each label in the channel {name}"
    chart: alt.Chart = alt.Chart(pd.DataFrame(rows), height=alt.Step(22), description=about).mark_bar(
        color=COLOURS["info"]
    )
    return chart.encode(
        y=alt.Y("label:N", title="label", sort=order, axis=_FILES),
        x=alt.X("samples:Q", title="samples", axis=_COUNTS),
        tooltip=["label:N", "samples:Q"],
    )


def _label_counts(report: Report, profile: dict[str, Any]) -> dict[str, int]:
    """By label, the commonest first. The first column of a table is that of the labels where there are any."""
    labelled = report.algorithm is not None and algorithm(report.algorithm).learning == "supervised"
    counts = profile.get("classes") or profile.get("labels") or (labelled and profile.get("first_column"))
    if not isinstance(counts, dict) or len(counts) > LABELS_SHOWN:
        return {}
    return dict(sorted(counts.items(), key=lambda one: -one[1]))


def series(lines: Iterable[str]) -> alt.Chart | None:
    """The values of the first time series, over their numbers."""
    rows = [
        {"series": str(number), "step": step, "value": value}
        for number, line in enumerate(lines, 1)
        for step, value in enumerate(_target(line)[:STEPS_SHOWN], 1)
        if isinstance(value, (int, float)) and math.isfinite(value)
    ]
    if not rows:
        return None
    chart: alt.Chart = alt.Chart(pd.DataFrame(rows), height=260, description="The first time series").mark_line()
    return chart.encode(
        x=alt.X("step:Q", title="step"),
        y=alt.Y("value:Q", title="target", scale=alt.Scale(zero=False)),
        color=alt.Color("series:N", legend=alt.Legend(title="line", orient="top")),
        tooltip=["series:N", "step:Q", "value:Q"],
    )


def _target(line: str) -> list[Any]:
    """The target of a record; nothing where the line is none, or was cut."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return []
    target = record.get("target") if isinstance(record, dict) else None
    return target if isinstance(target, list) else []


def elbow(name: str, setting: Setting) -> alt.LayerChart | None:
    """What came of each number of groups that was tried on the data, with the one at the bend."""
    if not setting.curve:
        return None
    rows = [{"groups": i, "distance": value, "taken": i == setting.value} for i, value in enumerate(setting.curve, 1)]
    about = f"How far rows lie from the nearest centre, by {name}; the bend is at {setting.value}"
    base = alt.Chart(pd.DataFrame(rows), height=260, description=about).encode(
        x=alt.X("groups:O", title=name, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("distance:Q", title="distance (1 group = 1)", scale=alt.Scale(domain=[0, 1])),
        tooltip=["groups:O", "distance:Q"],
    )
    chosen = base.transform_filter("datum.taken").mark_point(size=160, filled=True, color=COLOURS["error"])
    label = base.transform_filter("datum.taken").mark_text(
        text="the bend", align="left", dx=10, dy=-10, fontSize=13, color=COLOURS["error"]
    )
    chart: alt.LayerChart = base.mark_line(point=True, color=COLOURS["info"]) + chosen + label
    return chart
