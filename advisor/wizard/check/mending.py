"""Repairs as a download: what can be mended of what was found, what must be asked before, and the mended data."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import BinaryIO

import streamlit as st

from advisor.case.words import number_of
from advisor.contract import escaped
from advisor.conversion.mend.fix import fix
from advisor.conversion.results import Fixed, Question
from advisor.errors import AdvisorError
from advisor.findings import Report
from advisor.report.terminal import size
from advisor.wizard import commands, show
from advisor.wizard.data.held import AT_ONCE, Held
from advisor.wizard.session import Session

MOST_BYTES = 500_000_000
"""Of data that is mended for a download; more is a matter for the command line."""
STEPS_SHOWN = 20
MENDED = "mended"


def offer(now: Session, report: Report) -> None:
    """What can be mended of what was found."""
    held = now.data
    named = [finding for finding in report.findings if finding.repair]
    if not named or report.algorithm is None or held.location is None or report.status == "partial":
        return
    st.header("Mend it", anchor=False)
    of = number_of(len(report.findings), "finding")
    st.text(f"{len(named):,} of {of} can be mended without you, in a copy: your own files stay as they are.")
    if report.summary.bytes > MOST_BYTES:
        st.text(f"More than {size(MOST_BYTES)} are no download; this does it on your machine:")
        st.code(commands.fix(held), language=None, wrap_lines=True)
    else:
        _mend(now, report)


@st.fragment
def _mend(now: Session, report: Report) -> None:
    held = now.data
    answers = {question.id: _answer(question) for question in (held.mended.questions if held.mended else ())}
    if st.button("Mend a copy", icon=":material/build:"):
        held.answers |= answers
        try:
            with st.spinner("Mending a copy of your data ..."):
                held.mended = _fixed(held, report)
        except AdvisorError as error:
            show.refusal(str(error), "It could not be mended. This is why:")
        else:
            st.rerun(scope="fragment")
    if held.mended and held.mended.questions:
        st.caption("Only you know this. Answer, and mend again.")
    elif held.mended:
        _result(now, held.mended)


def _fixed(held: Held, report: Report) -> Fixed:
    """The copy. Settings that follow from the data are left to what it will be."""
    settings = {name: value for name, value in held.asked.hyperparameters.items() if name not in report.derived}
    return fix(
        held.location or "", algorithm=report.algorithm or "", output=_place(held), answers=held.answers,
        job=held.asked.job, hyperparameters=settings, force=True,
    )  # fmt: skip


def _place(held: Held) -> Path:
    return held.scratch() / MENDED


def _answer(question: Question) -> str:
    """One of the choices, or whatever else is typed."""
    chosen: str = st.selectbox(
        question.text, question.choices, key=f"answer-{question.id}", accept_new_options=True, index=0
    )
    return chosen


def _result(now: Session, done: Fixed) -> None:
    """What was mended, what is left, and the data to take along or to go on with."""
    left = number_of(len(done.left), "finding")
    if done.verdict == "pass":
        st.success("The mended data would train." if not done.left else f"The mended data would train; {left} left.",
                   icon=":material/check_circle:")  # fmt: skip
    else:
        st.warning(f"{left} left that only you can mend.", icon=":material/warning:")
    rows = [{"File": escaped(step.file), "Mended": ", ".join(step.repairs), "Now": step.output or "left out"}
            for step in done.steps]  # fmt: skip
    st.dataframe(rows, hide_index=True, alt="What was mended")
    if done.dropped:
        st.text(f"Samples left out, as told: {done.dropped:,}.")
    for name, kind in done.content_types.items():
        if kind:
            st.text(f"Send {name} as {kind}.")
    with st.container(horizontal=True):
        st.download_button(
            "Download mended.zip", lambda: _packed(now.data), "mended.zip", "application/zip", type="primary",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        if st.button("Go on with the mended data", icon=":material/arrow_forward:"):
            _go_on(now)


def _packed(held: Held) -> BinaryIO:
    place = _place(held)
    return Path(shutil.make_archive(str(place), "zip", place)).open("rb")


def _go_on(now: Session) -> None:
    """The mended data takes the place of what it was made of."""
    taken = now.data.scratch() / "taken"
    shutil.rmtree(taken, ignore_errors=True)
    _place(now.data).rename(taken)
    asked = now.data.asked
    now.data.begin(taken, asked, now.settle(asked, taken))
    now.data.collect(AT_ONCE)
    st.rerun()
