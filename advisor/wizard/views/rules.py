"""Every rule, to browse or to be found by what a failed job said: why it is, how to mend it, and an example."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from advisor.explanation import explain
from advisor.findings import SEVERITIES
from advisor.report.explanation import UNSURE, is_unsure
from advisor.rules import by_family
from advisor.rules.base import Rule
from advisor.rules.examples import example_of
from advisor.rules.families import FAMILIES, subject
from advisor.wizard import show
from advisor.wizard.check.findings import COLOURS, ICONS
from advisor.wizard.steps import heading

PAGE = 20


def found() -> Sequence[Rule]:
    """The rules that the filters leave; where no rule has the words, those that are behind such a message."""
    text = st.text_input(
        "Search, or paste what a failed job said", key="find-rule", live="400ms", icon=":material/search:",
        placeholder="header, CSV130, could not convert string to float",
    ).strip()  # fmt: skip
    left, right = st.columns(2)
    family = left.selectbox(
        "About", list(FAMILIES), index=None, key="family", placeholder="anything", format_func=FAMILIES.__getitem__
    )
    severity = right.selectbox("Severity", SEVERITIES, index=None, key="severity", placeholder="any")
    rules = [
        rule
        for rule in by_family()
        if family in (None, subject(rule.code).family) and severity in (None, rule.severity)
    ]
    if not text:
        return rules
    words = text.lower().split()
    named = [rule for rule in rules if all(word in f"{rule.code} {rule.name} {rule.summary}".lower() for word in words)]
    return named or behind(text, rules)


def behind(text: str, rules: Sequence[Rule]) -> list[Rule]:
    """The rules that prevent what a failed job says; or what it is where the data is not at fault."""
    answer = explain(text)
    if answer.not_data:
        doubt = f"{UNSURE} " if is_unsure(answer) else ""
        st.info(doubt + answer.not_data.replace("`", ""), icon=":material/info:")
    known = {rule.code: rule for rule in rules}
    return [known[rule.rule] for rule in answer.rules if rule.rule in known]


def page(rule: Rule) -> None:
    """What there is to know of one rule."""
    show.prose(rule.why)
    st.markdown("**Mend it**")
    show.prose(rule.fix)
    if rule.training_error:
        st.markdown("**Training would say**")
        st.code(rule.training_error, language=None, wrap_lines=True)
    if example := example_of(rule.code):
        st.markdown("**Example**")
        st.code(example.difference(), language=None)
    show.sources(rule.sources)


heading("Rules")
rules = found()
st.caption(f"{len(rules)} of {len(by_family())}")
pages = -(-len(rules) // PAGE)
number = st.session_state.get("rules-page", 1) if pages > 1 else 1
with st.container(gap="xsmall"):
    for rule in rules[(min(number, pages) - 1) * PAGE :][:PAGE]:
        badge = f":{COLOURS[rule.severity]}-badge[{ICONS[rule.severity]} {rule.code}]"
        with st.expander(f"{badge} {show.plain(rule.summary)}", key=f"open-{rule.code}", on_change="rerun") as box:
            if box.open:
                page(rule)
if pages > 1:
    st.pagination(pages, key="rules-page")
