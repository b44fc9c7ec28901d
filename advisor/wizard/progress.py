"""How far a check in the background has come, on whichever page its visitor is."""

from __future__ import annotations

import streamlit as st

from advisor.report.terminal import how_far
from advisor.wizard.data.held import Held

STEP_SECONDS = 0.5


def progress(held: Held, *, shows_data: bool) -> None:
    """Nothing where no check runs. `shows_data`: the page says other things once the check has ended."""
    held.collect()
    if held.running:
        _strip(held, shows_data)


@st.fragment(run_every=STEP_SECONDS)
def _strip(held: Held, shows_data: bool) -> None:
    """Looks again and again, and has the page run anew once the check has ended, if that changes anything on it.

    A page that runs anew just when its visitor leaves it would take them back.
    """
    held.collect()
    now = held.running
    if now is None:
        if shows_data:
            st.rerun()
        return
    if not now.total:
        text = "Looking for files ..."
    elif now.done < now.total:
        text = f"Reading your data: {how_far(now.done, now.total, now.seconds)}"
    else:
        text = "All of it is read; now it is gone through and judged ..."
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container():
            st.progress(min(now.done / max(now.total, 1), 1.0), text=text)
        st.button(
            "Stopping ..." if now.is_stopped else "Stop the check", on_click=held.stop, disabled=now.is_stopped,
            icon=":material/stop_circle:", help="What was found by then is kept.",
        )  # fmt: skip
