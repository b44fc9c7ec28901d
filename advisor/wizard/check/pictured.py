"""What the data of each channel looks like: its first samples, and what was measured of all of them."""

from __future__ import annotations

import streamlit as st

from advisor.case.around import Drawn, Folded
from advisor.case.model import ANNOTATIONS
from advisor.case.words import number_of
from advisor.findings import Report
from advisor.report.drawing.pictures import of_channel
from advisor.wizard import charts, show
from advisor.wizard.check import drawn
from advisor.wizard.data.held import Held

LEARNT_FROM = "train"
"""How the channels begin that training learns from."""


@st.fragment
def browse(held: Held, report: Report) -> None:
    """One channel at a time, first that of annotations: drawn in their images they say more than the images alone."""
    names = list(report.channels)
    if not names:
        return
    st.header("Your data", anchor=False)
    name = max(names, key=lambda name: (name.endswith(ANNOTATIONS), name.startswith(LEARNT_FROM)))
    if len(names) > 1:
        name = st.radio("Channel", names, names.index(name), format_func=show.plain, horizontal=True)
    channel = report.channels[name]
    kind = channel.content_type or channel.format or "several formats"
    st.text(f"{kind}: {number_of(channel.files, 'file')}, {number_of(channel.records, 'record')}")
    _samples(held, name, channel.format)
    drawn.pictures(of_channel(report, name))


def _samples(held: Held, channel: str, fmt: str | None) -> None:
    samples = held.samples(channel, fmt)
    if not samples:
        return
    st.markdown("**The first of it**")
    chart = charts.series(sample.value for sample in samples if isinstance(sample, Folded))
    if chart is not None:
        st.altair_chart(chart)
    if all(isinstance(sample, Drawn) for sample in samples):
        for column, sample in zip(st.columns(len(samples)), samples, strict=True):
            with column:
                drawn.surroundings(sample)
    else:
        drawn.surroundings(samples[0])
