"""What was typed into a field of a form and not sent is there again when its visitor comes back to the page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_component = st.components.v2.component("advisor_unsent", js=Path(__file__).with_suffix(".js").read_text("utf-8"))


def keep_unsent(field: str) -> None:
    """Stands on the page of the text field with that key, whether or not that is shown yet."""
    _component(key=f"{field}-unsent", data={"field": f".st-key-{field} input", "sent": st.session_state[field]})
