"""First step: the problem in the person's own words."""

from __future__ import annotations

import streamlit as st

from advisor.errors import AdvisorError
from advisor.wizard import forms, show
from advisor.wizard.journey import journey
from advisor.wizard.steps import go_to, heading, link

EXAMPLES = {
    "Customers into groups": "We have a table of 40,000 customers with 25 numeric columns such as age and yearly "
    "spending. We want about eight groups of customers who resemble one another.",
    "Cars in pictures": "Count the cars in pictures of a parking lot and say where in the picture each of them stands.",
    "Will they pay?": "From 200,000 past loans with income, age and debt we want to predict whether a new customer "
    "will pay the loan back.",
    "Sales of next month": "Daily sales of 3,000 products over four years. How many of each will be sold on each day "
    "of next month?",
}


def use_example() -> None:
    if st.session_state["example"]:
        st.session_state["words"] = EXAMPLES[st.session_state["example"]]


heading(
    "problem",
    "What would you like to find out?",
    "Amazon SageMaker comes with ready-made ways to learn from data, called *built-in algorithms*. Describe your "
    "problem in your own words, and you get the ones that fit it, with the reasons. Everything happens on this "
    "machine: no data is sent away, nothing is started on AWS, and nothing is billed.",
)
st.pills("No idea how to begin? Take an example and change it.", list(EXAMPLES), key="example", on_change=use_example)
trip = journey()
with st.form("problem", border=False):
    words = st.text_area(
        "Your problem",
        key="words", persist_state="session", height=160, max_chars=5000,
        placeholder="What data do you have, how much of it, and what should come out?",
        help="Say what your data is (a table, pictures, texts, ...), how much there is, whether the right answers are "
        "already known for a part of it, and what you want to know in the end.",
    )  # fmt: skip
    with st.expander("A few questions, if you know the answers"):
        known = forms.about_the_problem()
    measured = trip.data is not None and st.checkbox(
        "Look at the data that I gave, too: what is measured counts more than what is said",
        key="measured", persist_state="session",
    )  # fmt: skip
    asked = st.form_submit_button("Get advice", type="primary", icon=":material/lightbulb:")

if asked and not words.strip() and not measured:
    st.warning("Write a sentence or two first, or take one of the examples.", icon=":material/edit:")
elif asked:
    try:
        with st.spinner("Thinking about your problem ..."):
            trip.ask(known.model_copy(update={"text": words.strip()}), measured)
    except AdvisorError as error:
        show.refusal(str(error), "There is no advice for this yet. This is why:")
    else:
        go_to("advice")

st.divider()
st.write("You already have your data and want to know whether training would accept it?")
link("data", "Check my data")
