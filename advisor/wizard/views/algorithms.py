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
    reads = sorted({name for algorithm in known for name in formats(algorithm)})
    reading = middle.selectbox("Reads", reads, index=None, placeholder="any", key="reads")
    trains = right.selectbox("Trains on", list(MACHINES), index=None, placeholder="any", key="trains")
    for algorithm in known:
        searched = f"{algorithm.id} {algorithm.name} {' '.join(algorithm.tasks)} {algorithm.purpose.summary}".lower()
        fits = (
            all(word in searched for word in text.lower().split()),
            learning in (None, algorithm.learning),
            reading is None or reading in formats(algorithm),
            trains is None or getattr(algorithm.training, MACHINES[trains]),
        )
        if all(fits):
            yield algorithm


def page(algorithm: Algorithm) -> None:
    """All that is known of one algorithm."""
    st.text(f"{algorithm.learning}; {', '.join(algorithm.tasks)}. Trains on {machines(algorithm)}.")
    with st.container(gap="xsmall"):
        for problem in algorithm.purpose.problems:
            st.text(f"• {problem}")
    if st.button("Use it for my job", key=f"use-{algorithm.id}", type="primary"):
        session().choose(algorithm.id)
        go_to("job")
    overview, data, settings, around = st.tabs(["Limits", "Data", "Settings", "Machines"], key=f"tabs-{algorithm.id}")
    with overview:
        for avoid in algorithm.avoid:
            st.text(f"{avoid.when}: {', '.join(avoid.instead)}" if avoid.instead else avoid.when)
        for quirk in algorithm.quirks:
            st.text(quirk.text.replace("`", ""))
            show.sources(quirk.sources)
        show.sources(algorithm.purpose.sources)
    with data:
        st.table(tables.channels(algorithm), hide_index=True, alt="Channels")
        st.table(tables.content_types(algorithm), hide_index=True, alt="Content types")
        for need in algorithm.data:
            st.text(f"• {requirement_text(need)}".replace("`", ""))
    with settings:
        st.table(tables.hyperparameters(algorithm), hide_index=True, alt="Settings")
        show.sources(algorithm.hyperparameters.sources)
    with around:
        st.text(algorithm.training.because)
        st.text("Best: " + ", ".join(algorithm.training.recommended))
        st.text("Answers from: " + ", ".join(algorithm.inference.recommended))
        show.sources((*algorithm.training.sources, *algorithm.inference.sources))


heading("Algorithms")
found = list(chosen())
st.caption(f"{len(found)} of {len(algorithms())}")
with st.container(gap="xsmall"):
    for algorithm in found:
        title = f"**{algorithm.name}** {show.plain(algorithm.purpose.summary)}"
        with st.expander(title, key=f"open-{algorithm.id}", on_change="rerun") as box:
            if box.open:
                page(algorithm)
