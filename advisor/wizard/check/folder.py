"""A folder of the visitor's machine, uploaded as one zip file that the browser packs."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_HTML = """
<label><input type="file" webkitdirectory multiple>Choose a folder</label>
<p role="status"></p>
"""
_STYLE = """
label { display: inline-block; padding: .4rem 1rem; border: 1px solid var(--st-border-color); border-radius: 999px;
        cursor: pointer; font: 1rem var(--st-font); color: var(--st-text-color); position: relative }
label:hover { border-color: var(--st-primary-color) }
label:focus-within { outline: 3px solid var(--st-primary-color); outline-offset: 2px }
input { position: absolute; inset: 0; opacity: 0; cursor: pointer; width: 100% }
p { font: .875rem var(--st-font); color: var(--st-text-color); margin: .5rem 0 0 } p:empty { display: none }
"""
_component = st.components.v2.component(
    "advisor_folder", html=_HTML, css=_STYLE, js=Path(__file__).with_suffix(".js").read_text("utf-8")
)


def folder(uploader: str, megabytes: int, instead: str) -> None:
    """What is chosen is handed to the file uploader with that key. `instead`: what to do with more than so much."""
    _component(
        key=f"{uploader}-folder",
        data={"uploader": f".st-key-{uploader} input[type=file]", "megabytes": megabytes, "instead": instead},
    )
