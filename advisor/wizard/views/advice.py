"""What fits best and why, the others beside it, and why not yet another."""

from __future__ import annotations

import streamlit as st

from advisor.advise import Advice, Recommendation
from advisor.report.advice.advice import as_json, as_text
from advisor.report.advice.compare import compared
from advisor.report.terminal import Look
from advisor.wizard import show
from advisor.wizard.advice import cards, chips, fit
from advisor.wizard.advice.why_not import Other, others, why_not
from advisor.wizard.session import Session, session
from advisor.wizard.steps import go_to, heading, lead


def best(now: Session, advice: Advice, recommendation: Recommendation) -> None:
    """The card of the best one, or of the one that was chosen, and the way on."""
    with st.container(border=True):
        left, right = st.columns([5, 2], gap="large")
        with left:
            cards.summary(advice, recommendation)
            cards.prepare(recommendation)
        with right:
            cards.in_figures(recommendation)
            if now.data.case is None:
                st.button("Check my data", type="primary", width="stretch", on_click=go_to, args=("data",))
                st.button("Go on without data", width="stretch", on_click=go_to, args=("job",))
            else:
                st.button("Fill in the job", type="primary", width="stretch", on_click=go_to, args=("job",))
    title = f"More on {cards.title(recommendation)}: settings, data, machines, limits"
    with st.expander(title, key="more", on_change="rerun") as more:
        if more.open:
            cards.needs(recommendation)


def choose() -> None:
    if chosen := st.session_state["compared"]:
        session().choose(chosen)


def beside(advice: Advice, recommendation: Recommendation) -> None:
    """The recommendations attribute by attribute."""
    found = advice.recommendations
    if len(found) < 2:
        return
    st.subheader("Side by side", anchor=False)
    titles = {other.algorithm: cards.title(other) for other in found}
    st.session_state["compared"] = recommendation.algorithm if recommendation.algorithm in titles else None
    st.radio(
        "Show in full", list(titles), key="compared", on_change=choose, format_func=titles.__getitem__, horizontal=True,
        index=None,
    )  # fmt: skip
    rows = [{"": name, **dict(zip(titles.values(), values, strict=True))} for name, values in compared(found).items()]
    st.table(rows, hide_index=True, alt="The recommendations, attribute by attribute")


def why_not_another(advice: Advice, recommendation: Recommendation | None) -> None:
    st.subheader("Why not …?", anchor=False)
    asked: Other | None = st.selectbox(
        "An algorithm, a content type, an input mode or an instance", others(), index=None, key="why-not",
        format_func=lambda other: f"{other.label} ({other.kind})", placeholder="Type to search",
    )  # fmt: skip
    if asked:
        answer = why_not(asked, advice, recommendation)
        with st.container(border=True):
            st.markdown(f"**{answer.verdict}**")
            for text, source in answer.reasons:
                st.text(text)
                show.sources(source)


def downloads(advice: Advice) -> None:
    with st.container(horizontal=True):
        for name, text, kind in (
            ("advice.txt", as_text(advice, Look()), "text/plain"),
            ("advice.json", as_json(advice), "application/json"),
        ):
            st.download_button(name, text, name, kind, icon=":material/download:", on_click="ignore", type="tertiary")


now = session()
heading("What fits your problem")
if now.words:
    st.text(now.words)
if not now.is_asked:
    st.info("There is no advice yet: say first what you want to find out.", icon=":material/info:")
    lead("problem", "Describe my problem")
else:
    advice = now.advice
    recommendation = now.recommended
    if recommendation is None:
        fit.in_short(now, leads_on=False)
        chips.questions(now)
    else:
        best(now, advice, recommendation)
        chips.questions(now)
        beside(advice, recommendation)
    why_not_another(advice, recommendation)
    downloads(advice)
