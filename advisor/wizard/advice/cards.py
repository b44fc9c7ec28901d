"""One recommendation on a page: in short, and what it needs in full."""

from __future__ import annotations

import streamlit as st

from advisor.advise import Advice, Recommendation
from advisor.knowledge.load import algorithm
from advisor.report.advice.plan import by_format
from advisor.wizard import charts, show
from advisor.wizard.advice import fit

MODES = {
    "File": "all data is copied to the machine before training begins",
    "Pipe": "the data streams from S3 while training reads it",
    "FastFile": "files look as if they were on the machine, but stream from S3",
}
PLACES = ("Best fit", "Second choice", "Third choice", "Fourth choice", "Fifth choice")


def title(one: Recommendation) -> str:
    return algorithm(one.algorithm).name


def summary(advice: Advice, one: Recommendation) -> None:
    """What it is, why it fits, and what to watch."""
    order = [other.algorithm for other in advice.recommendations]
    place = PLACES[order.index(one.algorithm)] if one.algorithm in order else "Your choice"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"{place} · score {one.score:.2f}", width="content")
        if order[:1] == [one.algorithm]:
            fit.sure(advice)
    st.header(title(one), anchor=False)
    st.text(algorithm(one.algorithm).purpose.summary)
    st.markdown("**Why for you**")
    show.reasons(one.reasons)
    if first := [
        f"{name}={setting.value}" for name, setting in one.hyperparameters.items() if setting.value is not None
    ]:
        st.markdown("**Begin with**")
        st.code("  ".join(first), language=None, wrap_lines=True)
    if own := [caution for caution in one.cautions if not caution.general]:
        st.markdown("**Watch**")
        show.reasons(own)


def in_figures(one: Recommendation) -> None:
    """What to train it with, on one look."""
    channels = [c.name for c in one.input.channels if c.required or c.found or c.advised]
    told = {
        "Data": one.input.content_type,
        "Channels": ", ".join(channels),
        "Input mode": one.input.mode,
        "Trains on": f"{one.training.instance_count} x {one.training.instance_type}",
        "Predicts on": one.inference.instance_type,
    }
    for name, value in told.items():
        with st.container(gap=None):
            st.caption(name)
            st.text(value)


def prepare(one: Recommendation) -> None:
    """What must be done to the data that was looked at, with the command that does it."""
    if one.accepts == "as-is" and not one.steps:
        st.success("Your data fits as it is.", icon=":material/check:")
    if one.steps:
        st.markdown("**Your data first needs**")
        with st.container(gap="xsmall"):
            for step in one.steps:
                st.text(f"• {step.text}")
    if one.command:
        st.code(one.command, language=None, wrap_lines=True)


def needs(one: Recommendation) -> None:
    """Everything that it needs, in tabs."""
    settings, data, machines, limits = st.tabs(["Settings", "Data", "Machines", "Limits"])
    with settings:
        _settings(one)
    with data:
        _data(one)
    with machines:
        _machines(one)
    with limits:
        show.reasons(caution for caution in one.cautions if caution.general)
        if one.better_with:
            st.text(f"It would fit better with: {', '.join(one.better_with)}.")


def _settings(one: Recommendation) -> None:
    st.caption("Hyperparameters to begin with.")
    for name, setting in one.hyperparameters.items():
        left, right = st.columns([2, 3])
        left.code(f"{name}={'?' if setting.value is None else setting.value}", language=None)
        with right.container(gap=None):
            st.text(setting.reason + ("" if setting.required else " (optional)"))
            show.sources(setting.source)
        chart = charts.elbow(name, setting)
        if chart is not None:
            st.altair_chart(chart)
    if one.tuning:
        st.markdown("**To tune**")
        st.text(f"{one.tuning.direction.capitalize()} {one.tuning.metric}; vary:")
        st.table(
            [{"Setting": name, "Between": text} for name, text in one.tuning.ranges.items()],
            hide_index=True,
            alt="Settings to tune",
        )


def _data(one: Recommendation) -> None:
    st.table(
        [
            {"Channel": c.name, "Needed": "yes" if c.required else "no", "Content type": c.content_type,
             "Holds": c.purpose}
            for c in one.input.channels
        ],
        hide_index=True, alt="Channels",
    )  # fmt: skip
    if others := by_format(one):
        st.text("It also takes: " + ", ".join(others))
    st.text(f"Input mode {one.input.mode}: {MODES[one.input.mode]}.")
    others = [mode for mode in one.input.modes if mode != one.input.mode]
    if others:
        st.text("Also possible: " + ", ".join(others))
    show.reasons(one.input.reasons)


def _machines(one: Recommendation) -> None:
    training, inference = st.columns(2)
    with training:
        st.markdown("**Training**")
        count, kind, disk = one.training.instance_count, one.training.instance_type, one.training.volume_gb
        st.text(f"{count} x {kind} with a disk of {disk} GB")
        if one.training.alternatives:
            st.text("Others that would do: " + ", ".join(one.training.alternatives))
        if one.training.spot:
            st.text("Worth a try: spot training, which costs less and may be interrupted.")
        show.reasons(one.training.reasons)
    with inference:
        st.markdown("**Inference**")
        st.text(one.inference.instance_type)
        st.text("Reads " + ", ".join(one.inference.content_types))
        st.text("Answers in " + ", ".join(one.inference.accepts))
        show.reasons(one.inference.reasons)
