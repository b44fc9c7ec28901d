"""Last step: what was found, what it means, and how to mend it."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from advisor.errors import AdvisorError
from advisor.findings import Report
from advisor.knowledge.load import algorithm
from advisor.report import RENDERERS, renderer
from advisor.report.terminal import Look, Shown, counted, size
from advisor.wizard import charts, faults, show
from advisor.wizard.journey import Journey, journey
from advisor.wizard.steps import heading, link

WIDTHS: dict[str, Literal["small", "large"]] = {"Errors": "small", "What first, or why not": "large"}
SERIES_SHOWN = 5
ACCEPTS = {"as-is": "yes, as it is", "after-conversion": "after a conversion", "no": "no"}


def verdict(report: Report) -> None:
    summary = report.summary
    errors = counted(summary.errors, "error")
    name = algorithm(report.algorithm).name if report.algorithm else None
    if report.verdict == "fail":
        told = (
            f": {name} would fail on this, or learn from wrong data." if name else ", whichever algorithm reads this."
        )
        st.error(errors + told, icon=":material/error:")
    else:
        told = f"nothing here would stop {name}." if name else "the files can be read. See below who takes them."
        st.success(f"No error was found: {told}", icon=":material/check_circle:")
    if report.status == "partial":
        st.warning("Only a part of the data was looked at.", icon=":material/warning:")
    with st.container(horizontal=True):
        for label, value in (("Errors", summary.errors), ("Warnings", summary.warnings), ("Notes", summary.infos)):
            st.metric(label, f"{value:,}", width=110)
        st.metric("Files", f"{summary.files:,}", width=110)
        st.metric("Records", f"{summary.records:,}", width=150)
        st.metric("Read", size(summary.bytes), width=150)


def pictures(trip: Journey, report: Report) -> None:
    by_file = charts.places_by_file(report)
    if by_file is not None:
        st.subheader("Where it was found", anchor=False)
        st.altair_chart(by_file)
    for name, channel in report.channels.items():
        lines = trip.first_lines(name, SERIES_SHOWN) if channel.format == "time-series" else ()
        drawn = {
            "Columns that are not all plain numbers": charts.cells_by_column(channel),
            "How often each label comes": charts.labels(report, name),
            "The first time series": charts.series(lines),
        }
        for title, chart in drawn.items():
            if chart is not None:
                st.subheader(title, anchor=False)
                st.text(f"Channel {name}")
                st.altair_chart(chart)


def takers(trip: Journey, report: Report) -> None:
    """Without an algorithm: which ones would take the data, and a check for one of them."""
    if report.algorithms is None:
        return
    st.header("Which algorithms would take this data", anchor=False)
    willing = sorted(report.algorithms, key=lambda one: (list(ACCEPTS).index(one.accepts), one.errors, one.algorithm))
    st.dataframe(
        [
            {
                "Algorithm": algorithm(one.algorithm).name,
                "Takes it": ACCEPTS[one.accepts],
                "Errors": one.errors,
                "What first, or why not": "; ".join(text.rstrip(".") for text in one.conversions or one.because[:1]),
            }
            for one in willing
        ],
        hide_index=True, height="content",
        column_config={name: st.column_config.Column(width=w) for name, w in WIDTHS.items()},
    )  # fmt: skip
    name = st.selectbox(
        "See what exactly one of them says of this data", [one.algorithm for one in willing],
        format_func=lambda name: algorithm(name).name, key="taker",
    )  # fmt: skip
    if st.button("Check for this algorithm", icon=":material/fact_check:") and name:
        st.session_state["algorithm"] = name
        try:
            trip.judge_again(name)
        except AdvisorError as error:
            show.refusal(str(error), "The data could not be checked. This is why:")
        else:
            st.rerun()


def learned(report: Report) -> None:
    """What was read, and what follows from it."""
    if report.derived:
        title = "Settings that follow from this data" if report.algorithm else "What was measured"
        st.header(title, anchor=False)
        if report.algorithm:
            st.caption("Hyperparameters are settings of the training. The data itself says what these must be.")
        st.code("\n".join(f"{name}={value}" for name, value in report.derived.items()), language=None)
    st.header("What was read", anchor=False)
    st.dataframe(
        [
            {"Channel": name, "Format": channel.content_type or channel.format or "several", "Files": channel.files,
             "Records": channel.records}
            for name, channel in report.channels.items()
        ],
        hide_index=True,
    )  # fmt: skip
    if report.skipped:
        with st.expander(f"What was not looked at ({len(report.skipped)})"):
            for skipped in report.skipped:
                st.text(f"{skipped.rule}: {skipped.because}" if skipped.rule else skipped.because)


def downloads(trip: Journey, report: Report) -> None:
    with st.container(horizontal=True):
        for name in ("html", "text", "json"):
            file, kind = RENDERERS[name]
            text = renderer(name)([Shown(report, Look(source_line=trip.source_line))])
            st.download_button(
                f"Download {file}", text, file, kind, on_click="ignore", icon=":material/download:", key=f"save-{name}"
            )


heading(
    "findings",
    "What was found",
    "What training would stumble over, what it means, and how to mend it.",
)
trip = journey()
if trip.report is None:
    st.info("Nothing has been checked yet: give your data first.", icon=":material/info:")
    link("data", "Check my data")
else:
    verdict(trip.report)
    downloads(trip, trip.report)
    faults.by_severity(trip.report, trip.source_line)
    pictures(trip, trip.report)
    takers(trip, trip.report)
    learned(trip.report)
    link("data", "Check other data, or the mended data")
    link("problem", "Get advice on what to do with this data")
