"""What was found, what it means, and how to mend it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import Literal

import streamlit as st

from advisor.case.words import number_of
from advisor.findings import Report
from advisor.knowledge.load import algorithm
from advisor.report import RENDERERS, renderer
from advisor.report.algorithms.takers import ACCEPTS, because, ranked
from advisor.report.terminal import Shown, size
from advisor.wizard import show
from advisor.wizard.check import findings, mending, pictured
from advisor.wizard.data.held import AT_ONCE
from advisor.wizard.session import Session

WIDTHS: dict[str, Literal["small", "large"]] = {"Errors": "small", "What first, or why not": "large"}


def verdict(report: Report) -> None:
    summary = report.summary
    errors = number_of(summary.errors, "error")
    name = algorithm(report.algorithm).name if report.algorithm else None
    if report.verdict == "fail":
        ending = (
            f": {name} would fail on this, or learn from wrong data." if name else ", whichever algorithm reads this."
        )
        st.error(errors + ending, icon=":material/error:")
    elif report.status == "partial":
        st.info("No error so far, in the part of the data that was read.", icon=":material/info:")
    elif name:
        st.success(f"No error was found: nothing here would stop {name}.", icon=":material/check_circle:")
    else:
        st.info(f"The files can be read. {_takers(report)}", icon=":material/info:")
    if report.status == "partial":
        st.warning(
            "Stopped before all of the data was read: what is shown is what was known by then.",
            icon=":material/stop_circle:",
        )
    read = (number_of(summary.files, "file"), number_of(summary.records, "record"), size(summary.bytes))
    st.caption(f"Read: {', '.join(read)}")


def _takers(report: Report) -> str:
    """How many algorithms take the data, in a sentence."""
    answers = Counter(acceptance.accepts for acceptance in report.algorithms or ())
    if not answers:
        return ""
    ready, later = answers["as-is"], answers["after-conversion"]
    take = "takes" if ready == 1 else "take"
    return f"Of {answers.total()} algorithms {ready} {take} this data as it is, {later} after a conversion."


def takers(trip: Session, report: Report) -> None:
    """Without an algorithm: which ones would take the data, and a check for one of them."""
    if report.algorithms is None:
        return
    st.header("Which algorithms would take this data", anchor=False)
    willing = ranked(report.algorithms)
    st.dataframe(
        [
            {
                "Algorithm": algorithm(acceptance.algorithm).name,
                "Takes it": ACCEPTS[acceptance.accepts],
                "Errors": acceptance.errors,
                "What first, or why not": because(acceptance),
            }
            for acceptance in willing
        ],
        hide_index=True, height="content",
        column_config={name: st.column_config.Column(width=w) for name, w in WIDTHS.items()},
    )  # fmt: skip
    name = st.selectbox(
        "See what exactly one of them says of this data", [acceptance.algorithm for acceptance in willing],
        format_func=lambda name: algorithm(name).name, key="taker",
    )  # fmt: skip
    st.button("Check for this algorithm", icon=":material/fact_check:", on_click=check_for, args=(trip, name))


def check_for(trip: Session, name: str) -> None:
    """The same data and settings, for an algorithm."""
    trip.choose(name)
    data = trip.data
    data.begin(data.location, replace(data.asked, algorithm=name, job=None, content_types={}), case=data.case)
    data.collect(AT_ONCE)


def learned(report: Report) -> None:
    """What follows from the data, and what was not looked at."""
    if report.derived:
        title = "Settings that follow from this data" if report.algorithm else "What was measured"
        st.header(title, anchor=False)
        if report.algorithm:
            st.caption("Hyperparameters are settings of the training. The data itself says what these must be.")
        st.code("\n".join(f"{name}={value}" for name, value in report.derived.items()), language=None)
    if report.skipped:
        with st.expander(f"What was not looked at ({len(report.skipped)})"):
            for skipped in report.skipped:
                st.text(f"{skipped.rule}: {skipped.because}" if skipped.rule else skipped.because)


def downloads(trip: Session, report: Report) -> None:
    with st.container(horizontal=True):
        for name in ("html", "text", "json"):
            file, kind = RENDERERS[name]
            st.download_button(
                f"Download {file}", partial(_rendered, trip, report, name), file, kind, on_click="ignore",
                icon=":material/download:", key=f"save-{name}",
            )  # fmt: skip


def _rendered(trip: Session, report: Report, name: str) -> str:
    return renderer(name)([Shown(report, trip.data.look)])


def show_report(trip: Session) -> None:
    """What the last check found."""
    report = trip.data.report
    with st.container(key="verdict"):
        if trip.data.refused:
            show.refusal(trip.data.refused, "The data could not be checked. This is why:")
        if report:
            verdict(report)
    if report is None:
        return
    findings.browse(trip.data, report)
    mending.offer(trip, report)
    takers(trip, report)
    pictured.browse(trip.data, report)
    learned(report)
    downloads(trip, report)
