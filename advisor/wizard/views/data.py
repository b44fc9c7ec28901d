"""The data, uploaded or by its path, what is known of the training, and what a check finds."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from advisor.engine.options import Asked
from advisor.errors import AdvisorError
from advisor.wizard.check import forms
from advisor.wizard.check.found import show_report
from advisor.wizard.data.held import AT_ONCE
from advisor.wizard.session import session
from advisor.wizard.steps import heading, lead


def begin(given: forms.Given, details: forms.Details) -> None:
    """Stores what was uploaded, and has it checked."""
    now = session()
    try:
        asked = Asked(
            algorithm=details.algorithm.id if details.algorithm else None,
            content_types=details.content_types, hyperparameters=forms.read_settings(details.hyperparameters),
        )  # fmt: skip
        folder = now.data.fresh_upload()
        if details.job:
            asked = replace(asked, job=forms.read_job(details.job, folder))
        location = forms.placed(given, folder / "data", details.algorithm)
    except AdvisorError as error:
        now.data.refuse(str(error))
        return
    now.state(asked.hyperparameters, asked.content_types)
    now.data.begin(location, asked, now.settle(asked, location) if location else None)


heading(
    "Will training accept your data?",
    "Your data is read completely, and held against what the algorithm demands. Whatever is wrong is shown with "
    "its file and line. Nothing leaves this machine.",
)
now = session()
shown = now.data.report or now.data.running
with st.expander("Check other data, or for another algorithm") if shown else st.container():
    details = forms.about_the_training()
    st.subheader("Where is your data?", anchor=False)
    st.caption(
        "Training takes its data in *channels*: folders with a purpose, such as `train` for the data to learn from and "
        "`validation` for the data to try the model on."
    )
    given, wanted = forms.about_the_data(details.algorithm)
    if wanted:
        if given is None and details.job is None:
            st.warning("Give the data first: files, a folder, a zip file or a path.", icon=":material/upload_file:")
        else:
            with st.spinner("Taking your data ..."):
                begin(given, details)
                now.data.collect(AT_ONCE)
            st.rerun()
show_report(now)
if now.data.report and now.plan.algorithm:
    lead("job", "Fill in the job")
lead("problem", "Say what I want to find out")
