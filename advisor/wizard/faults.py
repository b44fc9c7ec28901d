"""Findings on a page: what is wrong and where, what it means, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Literal

import streamlit as st

from advisor.findings import SEVERITIES, Example, Finding, Report, Severity
from advisor.report.excerpt import excerpt
from advisor.report.terminal import SourceLine, counted
from advisor.report.text import place
from advisor.rules import all_rules
from advisor.wizard import show

TITLES: dict[Severity, tuple[str, str]] = {
    "error": ("Errors", "Training would fail, or would go through on wrong data without a word."),
    "warning": ("Warnings", "Training would run, but this costs money, time or quality."),
    "info": ("Notes", "Worth knowing; nothing needs to be done."),
}
ICONS = {"error": ":material/error:", "warning": ":material/warning:", "info": ":material/info:"}
COLOURS: dict[Severity, Literal["red", "orange", "blue"]] = {"error": "red", "warning": "orange", "info": "blue"}
LINE_WIDTH = 100
OTHERS_SHOWN = 200


def by_severity(report: Report, source_line: SourceLine) -> None:
    """The findings of each severity, those of one rule together."""
    for severity in SEVERITIES:
        found = [finding for finding in report.findings if finding.severity == severity]
        if not found:
            continue
        title, meaning = TITLES[severity]
        st.header(title, anchor=False)
        st.caption(meaning)
        for _, group in groupby(sorted(found, key=_rule), key=_rule):
            with st.container(border=True):
                _one_rule(list(group), source_line)


def _rule(finding: Finding) -> str:
    return finding.rule


def _one_rule(findings: list[Finding], source_line: SourceLine) -> None:
    """The first finding of a rule in full, and where else it was found."""
    first, *others = findings
    st.badge(f"{first.rule} {first.name}", icon=ICONS[first.severity], color=COLOURS[first.severity])
    st.text(first.message)
    st.code("\n".join([place(first.location, first.channel), *_quoted(first, source_line)]), language=None)
    _further(first, others)
    meaning, mending = st.columns(2)
    with meaning:
        st.markdown("**What it means**")
        show.prose(next((rule.why for rule in all_rules() if rule.code == first.rule), ""))
        if first.training_error:
            st.caption("Training would say:")
            st.code(first.training_error, language=None, wrap_lines=True)
    with mending:
        st.markdown("**How to mend it**")
        show.prose(first.fix)
        show.sources(first.source)


def _quoted(finding: Finding, source_line: SourceLine) -> list[str]:
    """The line that the finding is about, and a mark below the cell."""
    line = source_line(finding.location)
    if line is None:
        return []
    shown, marks = excerpt(line, finding.location.column, finding.value, LINE_WIDTH)
    return [shown, marks] if marks else [shown]


def _further(first: Finding, others: Iterable[Finding]) -> None:
    """The next places of the finding, and the same fault in other files."""
    places: list[Example | Finding] = [*first.examples[1:], *others]
    rows = [{"place": place(spot.location, first.channel), "value": spot.value or ""} for spot in places]
    if not rows:
        return
    total = sum(finding.count for finding in (first, *others))
    with st.expander(f"{counted(total, 'place')} in all"):
        st.dataframe(rows[:OTHERS_SHOWN], hide_index=True)
        if len(rows) > OTHERS_SHOWN or total > len(rows) + 1:
            st.caption("The first of them are listed; the downloads hold more.")
