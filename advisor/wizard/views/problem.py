"""The problem in one sentence, as it is understood, and what that leads to."""

from __future__ import annotations

import streamlit as st

from advisor.wizard.advice import chips, fit
from advisor.wizard.session import LONGEST, session
from advisor.wizard.steps import heading, lead

EXAMPLES = {
    "Customers into groups": "Put our 40,000 customers into about eight groups of people who resemble one another.",
    "Cars in pictures": "Find every car in 8,000 photos of parking lots; boxes are drawn around them.",
    "Will they pay?": "From 200,000 past loans, predict whether a new customer will pay the loan back.",
    "Sales of next month": "Daily sales of 3,000 products over four years: how many will be sold next month?",
}


def take(name: str) -> None:
    st.session_state["words"] = EXAMPLES[name]
    say()


def say() -> None:
    session().say(st.session_state["words"])


def examples() -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Try one:", width="content")
        for name in EXAMPLES:
            st.button(name, on_click=take, args=(name,), key=f"example-{name}", type="tertiary")


now = session()
heading("What would you like to find out?", "Say what data you have and what should come out.")
st.session_state.setdefault("words", now.words)
st.text_input(
    "Your problem", key="words", persist_state="session", on_change=say, live="400ms", max_chars=LONGEST,
    label_visibility="collapsed", placeholder="Find every car in 8,000 photos; boxes are drawn around them",
)  # fmt: skip
if now.is_asked:
    chips.editable(now)
    chips.questions(now)
    fit.in_short(now)
else:
    examples()
if not now.data.location:
    lead("data", "I have my data at hand: look at it first")
