"""Every algorithm, to browse: what it does, takes and needs, with what says so."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from advisor.knowledge.load import algorithms
from advisor.knowledge.models.algorithm import Algorithm
from advisor.report.algorithms import tables
from advisor.report.algorithms.requirements import requirement_text
from advisor.report.algorithms.text import formats, machines
from advisor.wizard import show
from advisor.wizard.session import session
from advisor.wizard.steps import go_to, heading

MACHINES = {"CPU": "cpu", "GPU": "gpu", "several GPUs": "multi_gpu", "several machines": "multi_machine"}


def chosen() -> Iterator[Algorithm]:
    """Those that all filters leave."""
    text = st.text_input(
        "Search", key="find-algorithm", live="300ms", placeholder="groups, forecast, images", icon=":material/search:"
    )
    left, middle, right = st.columns(3)
    known = algorithms().values()
    learning = left.selectbox("Learning", ["supervised", "unsupervised"], index=None, placeholder="any", key="learning")
    reads = sorted({name for one in known for name in formats(one)})
    reading = middle.selectbox("Reads", reads, index=None, placeholder="any", key="reads")
    trains = right.selectbox("Trains on", list(MACHINES), index=None, placeholder="any", key="trains")
    for one in known:
        told = f"{one.id} {one.name} {' '.join(one.tasks)} {one.purpose.summary}".lower()
        fits = (
            all(word in told for word in text.lower().split()),
            learning in (None, one.learning),
            reading is None or reading in formats(one),
            trains is None or getattr(one.training, MACHINES[trains]),
        )
        if all(fits):
            yield one


def page(one: Algorithm) -> None:
    """All that is known of one algorithm."""
    st.text(f"{one.learning}; {', '.join(one.tasks)}. Trains on {machines(one)}.")
    with st.container(gap="xsmall"):
        for problem in one.purpose.problems:
            st.text(f"• {problem}")
    if st.button("Use it for my job", key=f"use-{one.id}", type="primary"):
        session().choose(one.id)
        go_to("job")
    overview, data, settings, around = st.tabs(["Limits", "Data", "Settings", "Machines"], key=f"tabs-{one.id}")
    with overview:
        for avoid in one.avoid:
            st.text(f"{avoid.when}: {', '.join(avoid.instead)}" if avoid.instead else avoid.when)
        for quirk in one.quirks:
            st.text(quirk.text.replace("`", ""))
            show.sources(quirk.sources)
        show.sources(one.purpose.sources)
    with data:
        st.table(tables.channels(one), hide_index=True, alt="Channels")
        st.table(tables.content_types(one), hide_index=True, alt="Content types")
        for need in one.data:
            st.text(f"• {requirement_text(need)}".replace("`", ""))
    with settings:
        st.table(tables.hyperparameters(one), hide_index=True, alt="Settings")
        show.sources(one.hyperparameters.sources)
    with around:
        st.text(one.training.because)
        st.text("Best: " + ", ".join(one.training.recommended))
        st.text("Answers from: " + ", ".join(one.inference.recommended))
        show.sources((*one.training.sources, *one.inference.sources))


heading("Algorithms")
found = list(chosen())
st.caption(f"{len(found)} of {len(algorithms())}")
with st.container(gap="xsmall"):
    for one in found:
        title = f"**{one.name}** {show.plain(one.purpose.summary)}"
        with st.expander(title, key=f"open-{one.id}", on_change="rerun") as box:
            if box.open:
                page(one)
