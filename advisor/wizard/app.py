"""The browser app: its pages, and the way from one to the next. `advisor wizard` starts it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from advisor.wizard import link, show
from advisor.wizard.data.held import Held
from advisor.wizard.focus import keep_focus
from advisor.wizard.progress import progress
from advisor.wizard.session import session
from advisor.wizard.steps import BROWSED, pages

WIDTH = 1120
"""Pixels: lines stay short enough to be read."""
STYLE = """<style>
[data-testid=stMainBlockContainer] { padding-top: 4.5rem }
[data-testid$=NavLink]:focus-visible { outline: 2px solid; outline-offset: -2px }
</style>"""
"""Streamlit leaves a tenth of the screen empty above a page, and does not show which link the keyboard has reached."""
ICON = Path(__file__).parent / "icon.svg"


@st.cache_resource(scope="session", show_spinner=False, on_release=Held.leave)
def visitor(_held: Held) -> Held:
    """Kept while the page is open: Streamlit itself forgets who has left only when the next one comes."""
    _held.stay()
    return _held


def main() -> None:
    """One run of the page that is shown. The address keeps up with what it changes."""
    page = st.navigation(list(pages().values()), position="top")
    st.set_page_config(page_title=f"{page.title} · SageMaker advisor", page_icon=str(ICON), layout="wide")
    if "session" not in st.session_state:
        st.session_state["session"] = link.restore()
    visitor(session().data)
    st.html(STYLE)
    with st.container(horizontal=True, horizontal_alignment="center"), st.container(width=WIDTH):
        progress(session().data, shows_data=page.url_path not in BROWSED)
        page.run()
        if session().notice:
            show.refusal(session().notice, "Not all of what was said before holds any more.")
            session().notice = ""
    link.keep(session())
    keep_focus(page.title, session().data.ended)


if __name__ == "__main__":
    main()
