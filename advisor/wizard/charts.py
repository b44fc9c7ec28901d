"""Lines over numbers, where looking beats reading. None where there is nothing to see."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from advisor.advise import Setting

STEPS_SHOWN = 500
COLOUR, MARKED = "#3b82c4", "#d1343f"


def series(records: Iterable[Any]) -> alt.Chart | None:
    """The values of the first time series, over their numbers."""
    rows = [
        {"series": str(number), "step": step, "value": value}
        for number, record in enumerate(records, 1)
        for step, value in enumerate(_target(record)[:STEPS_SHOWN], 1)
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


def _target(record: Any) -> list[Any]:
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
    chosen = base.transform_filter("datum.taken").mark_point(size=160, filled=True, color=MARKED)
    label = base.transform_filter("datum.taken").mark_text(
        text="the bend", align="left", dx=10, dy=-10, fontSize=13, color=MARKED
    )
    chart: alt.LayerChart = base.mark_line(point=True, color=COLOUR) + chosen + label
    return chart
