"""The pages of the wizard: the four steps in order, and two to browse."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

VIEWS = Path(__file__).parent / "views"
"""Not `pages`: Streamlit would run what lies there by itself, without the app around it."""


STEPS = ("problem", "advice", "data", "job", "algorithms", "rules")
"""The names of their files. Without icons: Streamlit would fetch that of a page from a host of fonts."""
BROWSED = ("algorithms", "rules")
"""Pages on which the visitor's data plays no part."""


def pages() -> dict[str, StreamlitPage]:
    """The pages by name. Each run needs its own: Streamlit keeps state in them."""
    return {name: st.Page(VIEWS / f"{name}.py", title=name.capitalize(), default=name == STEPS[0]) for name in STEPS}


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
