"""Findings on a page: a table to filter, and in full the one that is chosen in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

import streamlit as st

from advisor.case.words import number_of
from advisor.contract import escaped
from advisor.findings import SEVERITIES, Finding, Report, Severity
from advisor.report.drawing.surroundings import surroundings
from advisor.report.groups import Group
from advisor.report.places import place
from advisor.wizard import commands, show
from advisor.wizard.check import drawn
from advisor.wizard.data.held import Held
from advisor.wizard.steps import go_to

NAMES: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
MEANINGS: dict[Severity, str] = {
    "error": "Training would fail, or would go through on wrong data without a word.",
    "warning": "Training would run, but this costs money, time or quality.",
    "info": "Worth knowing; nothing needs to be done.",
}
ICONS = {"error": ":material/error:", "warning": ":material/warning:", "info": ":material/info:"}
COLOURS: dict[Severity, Literal["red", "orange", "blue"]] = {"error": "red", "warning": "orange", "info": "blue"}
ROWS_SHOWN = 6
ROW, HEAD = 35, 37
"""Pixels."""
LABEL_WIDTH = 60
PAGES_WIDTH = 340
"""Pixels: beside other things the pages would make room until none of them can be pressed."""

FILTERS: dict[str, Callable[[Finding], str]] = {
    "Channel": lambda finding: finding.channel or "",
    "File": lambda finding: finding.location.file or "",
    "Rule": lambda finding: f"{finding.rule} {finding.name}",
}
"""What the table is filtered by beside the severity. Nothing: what is about none."""


@st.fragment
def browse(held: Held, report: Report) -> None:
    """The table, and the finding that is chosen in it."""
    if not report.findings:
        return
    st.header("Findings", anchor=False)
    wanted = _filtered(report.findings)
    if not wanted:
        st.caption("No finding is left: take a filter back.")
        return
    _detail(held, _chosen(wanted))


def _filtered(findings: Sequence[Finding]) -> list[Finding]:
    """Those that pass what is filtered by. What has one value alone is not asked for."""
    counts = Counter(finding.severity for finding in findings)
    wanted = list(findings)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(counts) > 1:
            severity = st.radio(
                "Severity", [None, *filter(counts.get, SEVERITIES)], key="by-severity", horizontal=True,
                format_func=lambda name: number_of(counts[name], NAMES[name]) if name else f"all {counts.total():,}",
            )  # fmt: skip
            wanted = [finding for finding in wanted if severity in (None, finding.severity)]
        for name, value in FILTERS.items():
            known = Counter(map(value, findings))
            if len(known) > 1:
                chosen = st.selectbox(
                    name, sorted(known), index=None, key=f"by-{name.lower()}", placeholder=f"any of {len(known):,}",
                    format_func=partial(_label, known), width=165,
                )  # fmt: skip
                wanted = [finding for finding in wanted if chosen is None or value(finding) == chosen]
    return wanted


def _label(counts: Counter[str], value: str) -> str:
    return f"{escaped(value or 'none', LABEL_WIDTH)} ({counts[value]:,})"


def _chosen(findings: Sequence[Finding]) -> Finding:
    """The finding in whose row a cell is chosen; the first, where none is."""
    rows = [
        {
            "Severity": NAMES[finding.severity],
            "What": finding.message,
            "Where": place(finding.location, finding.channel),
            "Rule": finding.rule,
            "Places": finding.count,
        }
        for finding in findings
    ]
    table = st.dataframe(
        rows, hide_index=True, alt="Findings", on_select="rerun", selection_mode="single-cell", row_height=ROW,
        height=HEAD + ROW * min(len(rows), ROWS_SHOWN) + (ROW // 2 if len(rows) > ROWS_SHOWN else 0),
        column_config={
            "Severity": st.column_config.Column(width=80), "What": st.column_config.Column(width="large"),
            "Where": st.column_config.Column(width=240), "Rule": st.column_config.Column(width=80),
            "Places": st.column_config.NumberColumn(width=70, format="localized"),
        },
    )  # fmt: skip
    cells = table.selection.cells
    return findings[cells[0][0]] if cells and cells[0][0] < len(findings) else findings[0]


def _detail(held: Held, finding: Finding) -> None:
    """What is wrong and where, what it means, and how to mend it."""
    group = Group((finding,))
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(f"{finding.rule} {finding.name}", icon=ICONS[finding.severity], color=COLOURS[finding.severity])
            st.caption(MEANINGS[finding.severity], width="content")
        st.text(finding.message)
        _places(held, group)
        for column, (title, text) in zip(st.columns(len(group.said)), group.said.items(), strict=True):
            with column:
                st.markdown(f"**{title}**")
                show.prose(text)
        show.sources(finding.source)
        _commands(held, finding)


def _places(held: Held, group: Group) -> None:
    """One place at a time, in its surroundings."""
    spots, number = group.spots, 1
    if len(spots) > 1:
        with st.container(horizontal=True, vertical_alignment="center"):
            number = st.pagination(len(spots), key=f"place-{group.first.fingerprint}", width=PAGES_WIDTH)
            more = f"; {group.left_off:,} more were counted, of which no place is kept" if group.left_off else ""
            st.caption(f"place {number:,} of {len(spots):,}{more}", width="content")
    spot = spots[min(number, len(spots)) - 1]
    st.code(spot.where, language=None)
    shown = surroundings(spot.location, spot.value or None, held.look)
    if shown is not None:
        drawn.surroundings(shown)


def _commands(held: Held, finding: Finding) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(f"More on {finding.rule}", type="tertiary", icon=":material/menu_book:"):
            st.session_state["find-rule"] = finding.rule
            go_to("rules")
    with st.expander("The same on the command line"):
        lines = [commands.check(held), commands.explain(finding.rule)]
        if finding.repair and held.asked.algorithm:
            lines.append(commands.fix(held))
        st.code("\n".join(lines), language=None, wrap_lines=True)
