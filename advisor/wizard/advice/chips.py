"""The problem as it is understood: a chip a fact, set right by a click; and the questions that are still open."""

from __future__ import annotations

from typing import Any, get_args

import streamlit as st

from advisor.advise.answers import DATA_KINDS, METHODS, NOTHING, OTHER, SOMETHING_ELSE
from advisor.advise.corrections import STRUCK
from advisor.advise.problem import Number
from advisor.advise.situations import situations
from advisor.report.advice.advice import unused
from advisor.report.advice.facts import ShownFact, shown_facts
from advisor.wizard import show
from advisor.wizard.session import Session, session

BUTTONS = 11
"""Choices of a question that stand beside each other, at most."""
ADDED: tuple[Number, ...] = ("rows", "columns", "classes", "groups", "horizon", "gigabytes")
"""Numbers that people know more often than their words say."""


def editable(now: Session) -> None:
    """The chips in a row, and one to add what the words leave out."""
    facts = list(shown_facts(now.problem))
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        for fact in facts:
            with st.popover(fact.label, key=f"chip-{fact.name}"):
                _origin(fact)
                _editor(now, fact)
        with st.popover("Add", icon=":material/add:", type="tertiary", key="chip-add"):
            _adding(now, {fact.name for fact in facts})
        if now.corrections:
            st.button("Take back", icon=":material/undo:", type="tertiary", key="undo", on_click=now.take_back)
    if now.advice.unused:
        st.caption(show.plain(unused(now.advice)))


def _origin(fact: ShownFact) -> None:
    st.text(f"{fact.origin}: {fact.quote}" if fact.quote else f"{fact.origin}.")


def _editor(now: Session, fact: ShownFact) -> None:
    """What sets a fact right; what was measured stays."""
    if fact.origin == "Measured in your data" and fact.kind != "column":
        return
    if fact.kind == "choice":
        _choose(fact.name, options(now, fact.name), str(fact.value))
    elif fact.kind == "column":
        columns = [c.name or str(c.number) for c in now.table.columns] if now.table else []
        _choose(fact.name, {**{name: name for name in columns}, NOTHING: "nothing is predicted"}, str(fact.value))
    elif fact.kind == "number":
        _number(fact.name, fact.value)
    if fact.kind in ("number", "other"):
        st.button("Leave this out", key=f"strike-{fact.name}", on_click=now.correct, args=(fact.name, STRUCK))


def options(now: Session, name: str) -> dict[str, str]:
    """What a fact may be, with what it means."""
    if name == "data":
        return {str(kind): says for kind, says in DATA_KINDS.items()} | {OTHER: SOMETHING_ELSE}
    if name == "labelled":
        return {"yes": "labelled: the answer is known for many examples", "no": "not labelled"}
    if name == "method":
        return {str(method): says for method, says in METHODS.items()}
    data = now.problem.data.value if now.problem.data else None
    fitting = [situation for situation in situations().values() if situation.data == data] or list(
        situations().values()
    )
    return {**{str(situation.answer): situation.says for situation in fitting}, OTHER: SOMETHING_ELSE}


def _choose(name: str, known: dict[str, str], value: str) -> None:
    value = {"True": "yes", "False": "no"}.get(value, value)
    key = f"fix-{name}-{value}"
    st.selectbox(
        "It is", list(known), index=list(known).index(value) if value in known else None, key=key,
        format_func=lambda situation: _described(situation, known[situation]), on_change=_fix, args=(name, key),
    )  # fmt: skip


def _described(value: str, means: str) -> str:
    return means if value in ("yes", "no", "none", means) else f"{value}: {means}"


def _number(name: str, value: float | None) -> None:
    key = f"fix-{name}-{value}"
    whole = value is None or float(value).is_integer()
    st.number_input(
        "It is", value=(int(value) if whole and value is not None else value), min_value=0 if whole else 0.0, key=key,
        on_change=_fix, args=(name, key),
    )  # fmt: skip


def _fix(name: str, key: str) -> None:
    value = st.session_state[key]
    if value is not None:
        session().correct(name, str(value))


def _adding(now: Session, known: set[str]) -> None:
    """What the words left out and the person knows."""
    if "data" not in known:
        _choose("data", options(now, "data"), "")
    missing = [name for name in ADDED if f"numbers.{name}" not in known and name in get_args(Number)]
    name = st.selectbox("How many", missing, key="add-name")
    _number(f"numbers.{name}", None)


def questions(now: Session) -> None:
    """Whatever still decides between algorithms, each answered by a click."""
    for question in now.advice.questions:
        key, many = f"ask-{question.id}-{len(now.corrections)}", len(question.choices) > BUTTONS
        told: dict[str, Any] = {"format_func": show.choice_label, "on_change": _fix, "args": (question.id, key)}
        if many:
            st.selectbox(question.text, question.choices, index=None, key=key, placeholder="Choose", **told)
        else:
            st.pills(question.text, question.choices, key=key, **told)
