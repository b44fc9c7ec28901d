"""The four steps of the wizard, in order, and the way between them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

VIEWS = Path(__file__).parent / "views"
"""Not `pages`: Streamlit would run what lies there by itself, without the app around it."""


@dataclass(frozen=True, slots=True)
class Step:
    """`name` is that of the page's file."""

    name: str
    title: str
    icon: str


STEPS = (
    Step("problem", "Your problem", ":material/chat:"),
    Step("advice", "Advice", ":material/lightbulb:"),
    Step("data", "Your data", ":material/upload_file:"),
    Step("findings", "Findings", ":material/fact_check:"),
)


def pages() -> dict[str, StreamlitPage]:
    """A page for each step, by name. Each run needs its own: Streamlit keeps state in them."""
    return {
        step.name: st.Page(VIEWS / f"{step.name}.py", title=step.title, icon=step.icon, default=step is STEPS[0])
        for step in STEPS
    }


def heading(name: str, title: str, about: str) -> None:
    """The head of a page: how far one has come, what the page is, and what it is for."""
    number = next(i for i, step in enumerate(STEPS, 1) if step.name == name)
    st.progress(number / len(STEPS), text=f"Step {number} of {len(STEPS)}: {STEPS[number - 1].title}")
    st.title(title, anchor=False)
    st.write(about)


def link(name: str, label: str) -> None:
    """A link to another step that keeps the session (an address in Markdown would begin a new one)."""
    st.page_link(pages()[name], label=label, icon=next(step.icon for step in STEPS if step.name == name))


def go_to(name: str) -> None:
    st.switch_page(pages()[name])
