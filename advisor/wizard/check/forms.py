"""The questions of the data page, and how their answers become what the engine takes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from advisor.dataset.storage import is_s3
from advisor.dataset.stored import InputError, data_root, store, unpack
from advisor.documents import requests_from
from advisor.knowledge.load import algorithm, algorithm_ids, algorithms
from advisor.knowledge.models.algorithm import Algorithm
from advisor.request import Request
from advisor.wizard.check.folder import folder
from advisor.wizard.check.unsent import keep_unsent
from advisor.wizard.data.uploads import BOUNDS
from advisor.wizard.session import session

FILES, FOLDER, PATH = "Upload files", "Upload a folder or a zip file", "Name a path on this machine"
WAYS = {
    FILES: "one or a few files for each channel",
    FOLDER: "with a folder for each channel in it",
    PATH: "or in S3; nothing is copied",
}
LOCAL = ("localhost", "127.0.0.1", "::1")
CHECK: Final[dict[str, Any]] = {"label": "Check the data", "type": "primary", "icon": ":material/fact_check:"}
AS_FOUND = "as the files show"

Given = Path | str | UploadedFile | list[tuple[str, UploadedFile]] | None
"""A path, an address in S3, a zip file, or files by their paths in a folder."""


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of the training beside the data."""

    algorithm: Algorithm | None = None
    content_types: Mapping[str, str] = field(default_factory=dict)
    hyperparameters: str = ""
    job: UploadedFile | None = None


def about_the_training() -> Details:
    """Asks for the algorithm and, for those who have them, for settings and the training request."""
    st.session_state["algorithm"] = session().plan.algorithm
    name = st.selectbox(
        "Which algorithm is the data for?", [None, *algorithm_ids()], format_func=_title,
        key="algorithm", on_change=_choose, placeholder=_title(None),
    )  # fmt: skip
    facts = algorithm(name) if name else None
    with st.expander("More, if you have it: settings, formats, a training request"):
        text = st.text_area(
            "Hyperparameters (settings of the training), one NAME=VALUE a line",
            key="hyperparameters", persist_state="session", placeholder="k=10\nfeature_dim=25",
        )  # fmt: skip
        types = _content_types(facts) if facts else {}
        job = st.file_uploader(
            "A training request: the JSON or YAML that you would send to SageMaker (CreateTrainingJob)",
            type=["json", "yaml", "yml"], key="job",
        )  # fmt: skip
    return Details(facts, types, text, job)


def _choose() -> None:
    session().choose(st.session_state["algorithm"])


def _title(name: str | None) -> str:
    return algorithm(name).name if name else "I do not know yet: show me which ones take my data"


def _content_types(facts: Algorithm) -> dict[str, str]:
    """The format of each channel, where the person states one."""
    stated = {
        name: st.selectbox(
            f"Format of {name}", [AS_FOUND, *channel.content_types], key=f"type-{facts.id}-{name}",
            persist_state="session",
        )
        for name, channel in facts.channels.items()
    }  # fmt: skip
    return {name: kind for name, kind in stated.items() if kind != AS_FOUND}


def about_the_data(facts: Algorithm | None) -> tuple[Given, bool]:
    """Asks how the data comes, and for the data; and whether it is to be checked now."""
    ways = [way for way in WAYS if way != PATH or st.get_option("server.address") in LOCAL]
    address = session().data.address
    if address and PATH in ways:
        st.session_state.setdefault("way", PATH)
    st.session_state.setdefault("path", address)
    way = st.radio(
        "How would you like to give it?", ways, captions=[WAYS[way] for way in ways], horizontal=True,
        key="way", persist_state="session", label_visibility="collapsed",
    )  # fmt: skip
    if way == PATH:
        with st.form("by-path", border=False):  # in which Enter presses the button
            answers: tuple[Given, bool] = _path(), st.form_submit_button(**CHECK)
    else:
        given = _upload(way, facts, "More goes by its path, which copies nothing." if PATH in ways else "")
        answers = given, st.button(**CHECK)
    keep_unsent("path")  # whether the field is shown or not, so that nothing typed into it later is missed
    return answers


def _path() -> Path | str | None:
    text = st.text_input(
        "Path of a folder or a file", key="path", persist_state="session",
        placeholder="/home/me/my-data or s3://bucket/prefix",
    ).strip()  # fmt: skip
    if not text or is_s3(text):
        return text or None
    return Path(os.path.expanduser(text))  # noqa: PTH111 -- unlike Path, it leaves an unknown ~user


def _upload(way: str, facts: Algorithm | None, instead: str) -> Given:
    most = st.get_option("server.maxUploadSize")
    if way == FOLDER:
        folder("zip", most, instead)
        st.caption(f"Up to {most} MB. {instead}")
        return st.file_uploader("Or a zip file of such a folder", type="zip", key="zip")
    st.caption(f"Up to {most} MB a file and {BOUNDS.bytes // 10**9} GB in all. {instead}")
    return _files_by_channel(facts) or None


def _files_by_channel(facts: Algorithm | None) -> list[tuple[str, UploadedFile]]:
    """One place for files a channel, the required channels first."""
    if facts is None:
        channels = {"train": "The data to learn from"}
    else:
        known = sorted(facts.channels.items(), key=lambda item: not item[1].required)
        channels = {n: f"{n} ({'required' if c.required else 'optional'}): {c.purpose}" for n, c in known}
    return [
        (f"{name}/{file.name}", file)
        for name, purpose in channels.items()
        for file in st.file_uploader(purpose, accept_multiple_files=True, key=f"files-{name}")
    ]


def placed(given: Given, folder: Path, facts: Algorithm | None) -> Path | str | None:
    """The path to check: what was uploaded lies below `folder` then. Raises `InputError`."""
    if given is None or isinstance(given, (Path, str)):
        return given
    folder.mkdir()
    if isinstance(given, list):
        store(given, folder, BOUNDS)
    else:
        unpack(given, folder, BOUNDS)
    known = [facts] if facts else algorithms().values()
    return data_root(folder, {name for algorithm in known for name in algorithm.channel_names})


def read_settings(text: str) -> dict[str, str]:
    """Hyperparameters from lines of NAME=VALUE. Raises `InputError`."""
    settings = {}
    for number, line in enumerate(text.splitlines(), 1):
        name, equals, value = line.partition("=")
        if line.strip() and not (name.strip() and equals):
            raise InputError(f"line {number} of the hyperparameters is {line!r}; write NAME=VALUE, such as k=10")
        if line.strip():
            settings[name.strip()] = value.strip()
    return settings


def read_job(job: UploadedFile, folder: Path) -> Request:
    """The training request under the name it was uploaded by. Raises `RequestError`."""
    stored = folder / "request"
    stored.write_bytes(job.getvalue())
    return requests_from(stored)[0].model_copy(update={"path": job.name})
