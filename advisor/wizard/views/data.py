"""Third step: the data, uploaded or by its path, and what is known of the training."""

from __future__ import annotations

import streamlit as st

from advisor.errors import AdvisorError
from advisor.report.terminal import size
from advisor.wizard import forms, show
from advisor.wizard.journey import journey
from advisor.wizard.steps import go_to, heading, link


def judge(given: forms.Given, details: forms.Details) -> None:
    """Stores what was uploaded, and checks it."""
    trip = journey()
    bar = st.progress(0.0, text="Reading your data ...")

    def progress(done: int, total: int) -> None:
        bar.progress(min(done / max(total, 1), 1.0), text=f"Read {size(done)} of {size(total)} ...")

    try:
        hyperparameters = forms.read_settings(details.hyperparameters)
        folder = trip.fresh_upload()
        request = forms.read_job(details.job, folder) if details.job else None
        data = forms.placed(given, folder / "data", details.algorithm)
        trip.judge(data, details.algorithm, request, details.content_types, hyperparameters, progress)
    except AdvisorError as error:
        bar.empty()
        show.refusal(str(error), "The data could not be checked. This is why:")
    else:
        go_to("findings")


heading(
    "data",
    "Will training accept your data?",
    "Your data is read once, completely, and held against what the algorithm demands. Whatever is wrong is shown with "
    "its file and line. Nothing leaves this machine.",
)
details = forms.about_the_training()
st.subheader("Where is your data?", anchor=False)
st.caption(
    "Training takes its data in *channels*: folders with a purpose, such as `train` for the data to learn from and "
    "`validation` for the data to try the model on."
)
given = forms.about_the_data(details.algorithm)
nothing = given is None and details.job is None
if st.button("Check the data", type="primary", icon=":material/fact_check:", disabled=nothing):
    judge(given, details)
if nothing:
    st.caption("The button works as soon as there is some data.")
link("problem", "I do not know what to train: give me advice")
