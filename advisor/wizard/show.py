"""What pages show of texts that are not their own. Nothing from a file or a person is read as Markdown or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

import streamlit as st

from advisor.knowledge.load import page_address

_THREAD = re.compile(r"https://github\.com/[^/]+/([^/]+)/(?:issues|pull)/(\d+)")


class Reason(Protocol):
    """A sentence, and who says so."""

    @property
    def text(self) -> str: ...
    @property
    def source(self) -> tuple[str, ...]: ...


def prose(text: str) -> None:
    """A text of a rule, in which code stands between backticks for places that read Markdown."""
    st.text(text.replace("`", ""))


def plain(text: str) -> str:
    """A text of ours as it stands, in a label that Streamlit reads as Markdown."""
    return re.sub(r"([\\`*_\[\]$:~<>#])", r"\\\1", text)


def reasons(given: Iterable[Reason]) -> None:
    for reason in given:
        with st.container(gap=None):
            st.text(reason.text)
            sources(reason.source)


def sources(addresses: Iterable[str]) -> None:
    """Who says so: pages as links, anything else as it stands."""
    links = [_link(address) for address in dict.fromkeys(map(page_address, addresses))]
    if links:
        st.markdown(f":small[Source: {' · '.join(links)}]")


def _link(address: str) -> str:
    if not address.startswith("https://"):
        return f"`{address}`"
    thread = _THREAD.match(address)
    page = address.removesuffix("/").rpartition("/")[2].partition("#")[0].removesuffix(".html")
    if thread:
        page = f"{thread[1]} {thread[2]}"
    label = "".join(c for c in page if c.isalnum() or c in "-._ ") or "page"
    return f"[{label}](<{address}>)"


def choice_label(choice: str) -> str:
    """A choice of a question as people say it: what it means, where it says so."""
    value, _, means = choice.partition(": ")
    return means or value


def refusal(message: str, advice: str) -> None:
    """Why something could not be done. The message may hold names of files, so it is shown as it stands."""
    st.error(advice, icon=":material/error:")
    st.code(message, language=None, wrap_lines=True)
