"""Second step: what fits the problem, why, and what it needs."""

from __future__ import annotations

import streamlit as st

from advisor.advise import Advice, Question
from advisor.advise.emit import Place, emitted
from advisor.errors import AdvisorError
from advisor.report.advice import as_json, as_text
from advisor.report.terminal import Look
from advisor.request import PLACEHOLDER
from advisor.wizard import cards, show
from advisor.wizard.journey import Journey, journey
from advisor.wizard.steps import go_to, heading, link

MOST = 3
MOST_BUTTONS = 6


def questions(trip: Journey, advice: Advice) -> None:
    """What would make the advice surer."""
    if not advice.questions:
        return
    with st.form("questions"):
        st.markdown(
            f"**A few questions.** The advice is {advice.confidence:.0%} sure so far. Your answers make it surer; "
            "leave out what you do not know."
        )
        chosen = {question.id: choice(question) for question in advice.questions}
        answered = st.form_submit_button("Refine the advice", icon=":material/tune:")
    if answered:
        refine(trip, {name: text for name, text in chosen.items() if text is not None})


def choice(question: Question) -> str | None:
    """The chosen answer; None where it is left out."""
    key, choices = f"question-{question.id}", [None, *question.choices]
    if len(question.choices) > MOST_BUTTONS:
        return st.selectbox(question.text, choices, key=key, format_func=show.choice)
    return st.radio(question.text, choices, key=key, format_func=show.choice, horizontal=True)


def refine(trip: Journey, answers: dict[str, str]) -> None:
    try:
        trip.answer(answers)
    except AdvisorError as error:
        show.refusal(str(error), "The answers could not be used. This is why:")
    else:
        st.rerun()


def recommended(trip: Journey, advice: Advice) -> None:
    """The best few side by side, and below them what the chosen one needs."""
    best = advice.recommendations[:MOST]
    names = [one.algorithm for one in best]
    if trip.algorithm not in names:
        trip.algorithm = names[0]
    for number, (column, one) in enumerate(zip(st.columns(len(best)), best, strict=True)):
        with column.container(border=True, height="stretch"):
            cards.summary(number, one, one.algorithm == trip.algorithm, trip.choose)
    others = [cards.title(one) for one in advice.recommendations[MOST:]]
    if others:
        st.text(f"Possible, too: {', '.join(others)}")
    one = best[names.index(trip.algorithm)]
    st.header(f"What {cards.title(one)} needs", anchor=False)
    cards.needs(one)
    if st.button(f"Check my data for {cards.title(one)}", type="primary", icon=":material/upload_file:"):
        st.session_state["algorithm"] = one.algorithm
        go_to("data")


def none_fits(advice: Advice) -> None:
    st.warning("None of the built-in algorithms fits this problem.", icon=":material/block:")
    st.markdown("**What to use instead**")
    st.text(advice.instead or "")


def background(advice: Advice) -> None:
    """How the advice came about, for those who want to know."""
    if advice.rejected:
        with st.expander(f"Why not another one? ({len(advice.rejected)} left out)"):
            for one in advice.rejected:
                st.text(f"{cards.name_of(one.algorithm)}: {one.because}")
    with st.expander("How your problem was understood"):
        st.text(f"How sure the advice is: {advice.confidence:.0%}")
        st.dataframe(
            [
                {"Fact": name, "Understood as": cards.plain(fact.value), "From": fact.origin, "Seen in": fact.seen}
                for name, fact in advice.problem.facts()
            ],
            hide_index=True,
        )


def downloads(trip: Journey, advice: Advice) -> None:
    """The advice to keep, and the chosen one as a training job to start from."""
    files = {
        "advice.txt": (as_text(advice, Look()), "text/plain"),
        "advice.json": (as_json(advice), "application/json"),
    }
    for one in advice.recommendations:
        if one.algorithm == trip.algorithm:
            job = advice.model_copy(update={"recommendations": (one,)})
            files["job.json"] = (emitted(job, "job.json", Place()), "application/json")
            files["train.py"] = (emitted(job, "train.py", Place()), "text/x-python")
    with st.container(horizontal=True):
        for name, (text, kind) in files.items():
            st.download_button(
                f"Download {name}", text, name, kind, on_click="ignore", icon=":material/download:", key=f"save-{name}"
            )
    if len(files) > 2:
        st.caption(
            "`job.json` is the request that starts the training on SageMaker, `train.py` a script that does the same. "
            f"What only you can know stands in them as `{PLACEHOLDER}...`."
        )


heading(
    "advice",
    "What fits your problem",
    "What the built-in algorithms can do for your problem, the best fit first, with the reasons. Each needs its data "
    "in a certain form; the next step checks whether your data has it.",
)
trip = journey()
if trip.advice is None:
    st.info("There is no advice yet: describe your problem first.", icon=":material/info:")
    link("problem", "Describe my problem")
else:
    if trip.advice.none_fits:
        none_fits(trip.advice)
    elif trip.advice.problem.unclear and not trip.advice.recommendations:
        st.info(f"{trip.advice.problem.unclear} An answer helps as well.", icon=":material/info:")
    questions(trip, trip.advice)
    if trip.advice.recommendations:
        recommended(trip, trip.advice)
    background(trip.advice)
    downloads(trip, trip.advice)
    link("problem", "Change my problem")
