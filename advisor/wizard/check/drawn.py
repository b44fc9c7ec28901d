"""Pictures and surroundings as the HTML report draws them, on a page, in the colours of its theme."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from advisor.report.drawing.html_pictures import picture
from advisor.report.drawing.html_style import STYLE
from advisor.report.drawing.html_surroundings import surroundings as around
from advisor.report.drawing.pictures import Picture
from advisor.report.drawing.surroundings import Shown

_THEME = ":root { --line: #8886; --error: light-dark(#b91c2b, #ff8a90) }"


def surroundings(shown: Shown) -> None:
    _html(around(shown))


def pictures(drawn: Iterable[Picture]) -> None:
    """Beside each other where there is room."""
    parts = "".join(f"<div>{''.join(picture(drawing))}</div>" for drawing in drawn)
    _html(('<div class="pictures">', parts, "</div>"))


def _html(parts: Iterable[str]) -> None:
    """Texts of files are escaped in it, and Streamlit lets no script pass."""
    st.html(f'<style>{_THEME}{STYLE}</style><div class="shown">{"".join(parts)}</div>')
