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
const HEADING = "[data-testid=stMain] h1", VERDICT = ".st-key-verdict [role=alert]";
const seek = (what, isFree, left) => {
    const found = document.querySelector(what);
    if (found && isFree()) {
        found.tabIndex = -1;
        found.style.outline = "none";
        found.focus({preventScroll: true});
    } else if (left) setTimeout(() => seek(what, isFree, left - 1), 50);
};
let shown;
export default function ({data}) {
    if (!shown) new MutationObserver(reachSoon).observe(document.body, {childList: true, subtree: true});
    reachSoon();
    if (shown && shown.page !== data.page) seek(HEADING, () => true, 20);
    else if (shown && shown.ended !== data.ended) seek(VERDICT, () => document.activeElement === document.body, 20);
    shown = data;
}
"""
_component = st.components.v2.component("advisor_focus", js=_SCRIPT)


def keep_focus(page: str, ended: int) -> None:
    """Where keyboard and screen reader go on: on another page at its heading, after a check at its verdict.

    `ended`: how many checks have. What began the last one is gone by then; who has gone on elsewhere stays there.
    """
    _component(key="focus", data={"page": page, "ended": ended})
