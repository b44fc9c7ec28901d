"""The fields of the training request: each shows its value, keeps what the person changes, and says what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from advisor.findings import Finding
from advisor.report.places import place
from advisor.request import PLACEHOLDER
from advisor.wizard import show
from advisor.wizard.session import Session

OPEN = "placeholder-left"
"""The rule on what is still to be filled in: such a field is empty, which says it."""


class Fields:
    """The fields of one page. `found`: what a check says of the request that is shown."""

    def __init__(self, now: Session, found: Sequence[Finding]) -> None:
        self.now = now
        self.shown: set[str] = set()
        self.wrong: dict[str, list[Finding]] = {}
        for fault in found:
            if fault.location.key and fault.name != OPEN and fault.severity != "info":
                self.wrong.setdefault(fault.location.key, []).append(fault)

    def text(self, key: str, value: Any, label: str, at: str = "", **more: Any) -> None:
        """A line of text. `key`: of the edit; `at`: of the request, where that is another."""
        st.session_state[_id(key)] = _plain(value)
        st.text_input(label, key=_id(key), on_change=self._keep, args=(key,), **{"placeholder": "fill in", **more})
        self._wrong(at or key)

    def choice(self, key: str, value: Any, label: str, options: Sequence[str], at: str = "", **more: Any) -> None:
        """One of several, or whatever else is typed."""
        plain = _plain(value) or None
        st.session_state[_id(key)] = plain
        known = [*options] if plain is None or plain in options else [plain, *options]
        st.selectbox(
            label, known, key=_id(key), accept_new_options=True, on_change=self._keep, args=(key,),
            **{"placeholder": "fill in", **more},
        )  # fmt: skip
        self._wrong(at or key)

    def _keep(self, key: str) -> None:
        self.now.edits[key] = (st.session_state[_id(key)] or "").strip()

    def _wrong(self, at: str) -> None:
        self.shown.add(at)
        for fault in self.wrong.get(at, ()):
            finding(fault)

    def rest(self, found: Sequence[Finding]) -> list[Finding]:
        """The findings that no field shows."""
        shown = [fault for at in self.shown for fault in self.wrong.get(at, ())]
        return [fault for fault in found if fault.name != OPEN and fault not in shown]


def finding(fault: Finding) -> None:
    """A finding in short: how bad, what, and how to mend it."""
    colour = {"error": "red", "warning": "orange", "info": "blue"}[fault.severity]
    with st.container(gap="xsmall"):
        st.markdown(f":{colour}[:material/{fault.severity}:] {show.plain(fault.message)} ({fault.rule})")
        if fault.location.file:
            st.caption(show.plain(place(fault.location, fault.channel)))
        if fault.severity != "info":
            show.prose(fault.fix)


def _id(key: str) -> str:
    return f"edit-{key}"


def _plain(value: Any) -> str:
    """A value as it is shown; what only the person can know is left empty."""
    text = ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return "" if PLACEHOLDER in text else text
