"""The pages of the wizard: the four steps in order, and two to browse."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

VIEWS = Path(__file__).parent / "views"
"""Not `pages`: Streamlit would run what lies there by itself, without the app around it."""


@dataclass(frozen=True, slots=True)
class Step:
    """`name` is that of the page's file. Without icons: Streamlit would fetch that of a page from a host of fonts."""

    name: str
    title: str


STEPS = (
    Step("problem", "Problem"),
    Step("advice", "Advice"),
    Step("data", "Data"),
    Step("job", "Job"),
    Step("algorithms", "Algorithms"),
    Step("rules", "Rules"),
)
BROWSED = ("algorithms", "rules")
"""Pages on which the visitor's data plays no part."""


def pages() -> dict[str, StreamlitPage]:
    """The pages by name. Each run needs its own: Streamlit keeps state in them."""
    return {step.name: st.Page(VIEWS / f"{step.name}.py", title=step.title, default=step is STEPS[0]) for step in STEPS}


def heading(title: str, about: str = "") -> None:
    """The head of a page: what it is, and what it is for."""
    st.title(title, anchor=False)
    if about:
        st.caption(about)


def lead(name: str, label: str) -> None:
    """A link to another page that keeps the session (an address in Markdown would begin a new one)."""
    st.page_link(pages()[name], label=label, icon=":material/arrow_forward:")


def go_to(name: str) -> None:
    st.switch_page(pages()[name])
