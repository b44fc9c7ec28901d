"""What fits best, in short; or why nothing can be said."""

from __future__ import annotations

import streamlit as st

from advisor.advise import Advice
from advisor.knowledge.load import algorithm
from advisor.wizard import show
from advisor.wizard.session import Session
from advisor.wizard.steps import go_to

SURE, LIKELY = 0.75, 0.4


def in_short(now: Session, leads_on: bool = True) -> None:
    """The best one and how sure that is, with the way to the advice."""
    advice = now.advice
    with st.container(border=True):
        if advice.none_fits:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.subheader("No built-in algorithm does this", anchor=False, width="content")
                sure(advice)
            st.text(advice.instead or "")
        elif not advice.recommendations:
            st.subheader("Not sure yet", anchor=False)
            st.text(f"{advice.problem.unclear} Say a little more, or answer the question.".strip())
            return
        else:
            best = algorithm(advice.recommendations[0].algorithm)
            with st.container(horizontal=True, vertical_alignment="center"):
                perhaps = "Perhaps " if advice.confidence < LIKELY else ""
                st.subheader(perhaps + best.name, anchor=False, width="content")
                sure(advice)
            st.text(best.purpose.summary)
            first, *others = [
                f"{algorithm(recommendation.algorithm).name} {recommendation.score:.2f}"
                for recommendation in advice.recommendations
            ]
            st.caption(show.plain(f"Scores: {first}" + (f", then {', '.join(others)}" if others else "")))
        if leads_on:
            st.button("See the advice", type="primary", key="see-advice", on_click=go_to, args=("advice",))


def sure(advice: Advice) -> None:
    """How sure the first recommendation is."""
    share = advice.confidence
    if share >= SURE:
        st.badge(f"{share:.0%} sure", color="green")
    elif share >= LIKELY:
        st.badge(f"{share:.0%} sure", color="blue")
    else:
        st.badge(f"not sure yet: {share:.0%}", color="orange")
