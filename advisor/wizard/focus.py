"""What Streamlit leaves out for the keyboard: the focus after a step, and tables and texts wider than their place."""

from __future__ import annotations

import streamlit as st

_SCRIPT = """
const reach = () => {
    for (const table of document.querySelectorAll("[data-testid=stTable] table"))
        for (let box = table.parentElement; box && !box.dataset.testid; box = box.parentElement)
            if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    for (const text of document.querySelectorAll("pre"))
        if (text.scrollWidth > text.clientWidth || text.scrollHeight > text.clientHeight) text.tabIndex = 0;
};
let soon;
const reachSoon = () => { soon ??= requestAnimationFrame(() => { soon = undefined; reach(); }); };
const seek = (left) => {
    const heading = document.querySelector("[data-testid=stMain] h1");
    if (heading) {
        heading.tabIndex = -1;
        heading.style.outline = "none";
        heading.focus({preventScroll: true});
    } else if (left) setTimeout(() => seek(left - 1), 50);
};
let shown;
export default function ({data}) {
    if (!shown) new MutationObserver(reachSoon).observe(document.body, {childList: true, subtree: true});
    reachSoon();
    if (shown && shown !== data) seek(20);
    shown = data;
}
"""
_component = st.components.v2.component("advisor_focus", js=_SCRIPT)


def keep_focus(page: str) -> None:
    """After a step to another page, keyboard and screen reader begin at its heading, not where the old page ended."""
    _component(key="focus", data=page)
