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


def title(recommendation: Recommendation) -> str:
    return algorithm(recommendation.algorithm).name


def summary(advice: Advice, recommendation: Recommendation) -> None:
    """What it is, why it fits, and what to watch."""
    order = [other.algorithm for other in advice.recommendations]
    place = PLACES[order.index(recommendation.algorithm)] if recommendation.algorithm in order else "Your choice"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"{place} · score {recommendation.score:.2f}", width="content")
        if order[:1] == [recommendation.algorithm]:
            fit.sure(advice)
    st.header(title(recommendation), anchor=False)
    st.text(algorithm(recommendation.algorithm).purpose.summary)
    st.markdown("**Why for you**")
    show.reasons(recommendation.reasons)
    if first := [
        f"{name}={setting.value}"
        for name, setting in recommendation.hyperparameters.items()
        if setting.value is not None
    ]:
        st.markdown("**Begin with**")
        st.code("  ".join(first), language=None, wrap_lines=True)
    if own := [caution for caution in recommendation.cautions if not caution.general]:
        st.markdown("**Watch**")
        show.reasons(own)


def in_figures(recommendation: Recommendation) -> None:
    """What to train it with, on one look."""
    channels = [c.name for c in recommendation.input.channels if c.required or c.found or c.advised]
    figures = {
        "Data": recommendation.input.content_type,
        "Channels": ", ".join(channels),
        "Input mode": recommendation.input.mode,
        "Trains on": f"{recommendation.training.instance_count} x {recommendation.training.instance_type}",
        "Predicts on": recommendation.inference.instance_type,
    }
    for name, value in figures.items():
        with st.container(gap=None):
            st.caption(name)
            st.text(value)


def prepare(recommendation: Recommendation) -> None:
    """What must be done to the data that was looked at, with the command that does it."""
    if recommendation.accepts == "as-is" and not recommendation.steps:
        st.success("Your data fits as it is.", icon=":material/check:")
    if recommendation.steps:
        st.markdown("**Your data first needs**")
        with st.container(gap="xsmall"):
            for step in recommendation.steps:
                st.text(f"• {step.text}")
    if recommendation.command:
        st.code(recommendation.command, language=None, wrap_lines=True)


def needs(recommendation: Recommendation) -> None:
    """Everything that it needs, in tabs."""
    settings, data, machines, limits = st.tabs(["Settings", "Data", "Machines", "Limits"])
    with settings:
        _settings(recommendation)
    with data:
        _data(recommendation)
    with machines:
        _machines(recommendation)
    with limits:
        show.reasons(caution for caution in recommendation.cautions if caution.general)
        if recommendation.better_with:
            st.text(f"It would fit better with: {', '.join(recommendation.better_with)}.")


def _settings(recommendation: Recommendation) -> None:
    st.caption("Hyperparameters to begin with.")
    for name, setting in recommendation.hyperparameters.items():
        left, right = st.columns([2, 3])
        left.code(f"{name}={'?' if setting.value is None else setting.value}", language=None)
        with right.container(gap=None):
            st.text(setting.reason + ("" if setting.required else " (optional)"))
            show.sources(setting.source)
        chart = charts.elbow(name, setting)
        if chart is not None:
            st.altair_chart(chart)
    if recommendation.tuning:
        st.markdown("**To tune**")
        st.text(f"{recommendation.tuning.direction.capitalize()} {recommendation.tuning.metric}; vary:")
        st.table(
            [{"Setting": name, "Between": text} for name, text in recommendation.tuning.ranges.items()],
            hide_index=True,
            alt="Settings to tune",
        )


def _data(recommendation: Recommendation) -> None:
    st.table(
        [
            {"Channel": c.name, "Needed": "yes" if c.required else "no", "Content type": c.content_type,
             "Holds": c.purpose}
            for c in recommendation.input.channels
        ],
        hide_index=True, alt="Channels",
    )  # fmt: skip
    if others := by_format(recommendation):
        st.text("It also takes: " + ", ".join(others))
    st.text(f"Input mode {recommendation.input.mode}: {MODES[recommendation.input.mode]}.")
    others = [mode for mode in recommendation.input.modes if mode != recommendation.input.mode]
    if others:
        st.text("Also possible: " + ", ".join(others))
    show.reasons(recommendation.input.reasons)


def _machines(recommendation: Recommendation) -> None:
    training, inference = st.columns(2)
    with training:
        st.markdown("**Training**")
        count, kind, disk = (
            recommendation.training.instance_count,
            recommendation.training.instance_type,
            recommendation.training.volume_gb,
        )
        st.text(f"{count} x {kind} with a disk of {disk} GB")
        if recommendation.training.alternatives:
            st.text("Others that would do: " + ", ".join(recommendation.training.alternatives))
        if recommendation.training.spot:
            st.text("Worth a try: spot training, which costs less and may be interrupted.")
        show.reasons(recommendation.training.reasons)
    with inference:
        st.markdown("**Inference**")
        st.text(recommendation.inference.instance_type)
        st.text("Reads " + ", ".join(recommendation.inference.content_types))
        st.text("Answers in " + ", ".join(recommendation.inference.accepts))
        show.reasons(recommendation.inference.reasons)
