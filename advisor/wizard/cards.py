"""One recommendation on a page: in short, and what it needs in full."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from advisor.advise import Recommendation
from advisor.knowledge.load import algorithm
from advisor.knowledge.models import Scalar
from advisor.report.plan import by_format
from advisor.wizard import charts, show

PLACES = ("Best fit", "Second choice", "Third choice")
MODES = {
    "File": "All data is copied to the machine before training begins.",
    "Pipe": "The data streams from S3 while training reads it.",
    "FastFile": "The files look as if they were on the machine, but stream from S3 when they are read.",
}
FAMILIES = {"cpu": "ordinary processors (CPU)", "gpu": "graphics processors (GPU)"}


def name_of(algorithm_id: str) -> str:
    return algorithm(algorithm_id).name


def plain(value: Scalar) -> str:
    """A value of a fact or of a setting in words and figures."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.0f}" if isinstance(value, float) and value.is_integer() else str(value)


def title(one: Recommendation) -> str:
    return name_of(one.algorithm)


def summary(number: int, one: Recommendation, chosen: bool, choose: Callable[[str], None]) -> None:
    """The `number`-th best (from 0): what it is, why it fits, and what to mind."""
    st.caption(PLACES[number])
    st.subheader(title(one), anchor=False)
    st.text(algorithm(one.algorithm).purpose.summary)
    st.markdown("**Why**")
    show.reasons(one.reasons)
    if one.cautions:
        st.markdown("**Mind**")
        show.reasons(one.cautions)
    st.button(
        "Shown below" if chosen else "Choose this one", key=f"choose-{one.algorithm}",
        on_click=choose, args=(one.algorithm,), disabled=chosen, width="stretch",
    )  # fmt: skip


def needs(one: Recommendation) -> None:
    data, machines, settings = st.tabs(["The data", "The machines", "The settings"])
    with data:
        _data(one)
    with machines:
        _machines(one)
    with settings:
        _settings(one)


def _data(one: Recommendation) -> None:
    st.markdown("**Content type:** the format of your files, as you state it in the training request.")
    st.code(one.input.content_type, language=None)
    if others := by_format(one):
        st.text("It also takes: " + ", ".join(others))
    st.markdown("**Channels:** the folders into which the data is sorted.")
    for channel in one.input.channels:
        must = "required" if channel.required else "optional"
        st.text(f"• {channel.name}/ ({must}, {channel.content_type}): {channel.purpose}")
    st.markdown("**Input mode:** how the data reaches the training.")
    st.text(f"{one.input.mode}: {MODES[one.input.mode]}")
    others = [mode for mode in one.input.modes if mode != one.input.mode]
    if others:
        st.text("Also possible: " + ", ".join(others))
    show.reasons(one.input.reasons)


def _machines(one: Recommendation) -> None:
    training, inference = st.columns(2)
    with training:
        st.markdown("**Training:** the machine that learns from your data.")
        st.code(f"{one.training.instance_count} x {one.training.instance_type}", language=None)
        st.text(f"It computes on {FAMILIES[one.training.family]} and needs a disk of {one.training.volume_gb} GB.")
        if one.training.alternatives:
            st.text("Others that would do: " + ", ".join(one.training.alternatives))
        if one.training.spot:
            st.text("Worth a try: spot training, which costs less and may be interrupted.")
        show.reasons(one.training.reasons)
    with inference:
        st.markdown("**Inference:** the machine that answers with the finished model.")
        st.code(one.inference.instance_type, language=None)
        st.text(f"It computes on {FAMILIES[one.inference.family]}.")
        st.text("It reads: " + ", ".join(one.inference.content_types))
        st.text("It answers in: " + ", ".join(one.inference.accepts))
        show.reasons(one.inference.reasons)


def _settings(one: Recommendation) -> None:
    st.markdown("**Hyperparameters:** settings that you choose before training. These are good first values.")
    for name, setting in one.hyperparameters.items():
        left, right = st.columns([1, 2])
        value = "(you decide)" if setting.value is None else setting.value
        left.code(f"{name}={value}", language=None)
        with right:
            st.text(setting.reason + ("" if setting.required else " (optional)"))
            show.sources(setting.source)
            chart = charts.elbow(name, setting)
            if chart is not None:
                st.altair_chart(chart)
    if one.tuning:
        st.markdown("**Tuning:** SageMaker can try other values in turn and keep the best.")
        st.text(f"Go by the metric {one.tuning.metric} ({one.tuning.direction} it) and vary:")
        st.dataframe([{"Setting": name, "Between": text} for name, text in one.tuning.ranges.items()], hide_index=True)
