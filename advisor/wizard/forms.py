"""The questions of the data page, and how their answers become what the engine takes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from advisor.advise.answers import DATA_KINDS
from advisor.advise.problem import Fact, Problem
from advisor.documents import requests_from
from advisor.knowledge.load import algorithm, algorithm_ids, algorithms
from advisor.knowledge.models import Algorithm
from advisor.request import Request
from advisor.wizard.show import UNKNOWN
from advisor.wizard.uploads import InputError, data_root, store, unpack

FILES, FOLDER, ZIP, PATH = "Upload files", "Upload a folder", "Upload a zip file", "Name a path on this machine"
WAYS = {
    FILES: "one or a few files for each channel",
    FOLDER: "with a folder for each channel in it",
    ZIP: "packed from such a folder",
    PATH: "for big data: nothing is copied",
}
LOCAL = ("localhost", "127.0.0.1", "::1")
AS_FOUND = "as the files show"

Given = Path | UploadedFile | list[tuple[str, UploadedFile]] | None
"""A path, a zip file, or files by their paths in a folder."""


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of the training beside the data."""

    algorithm: Algorithm | None = None
    content_types: Mapping[str, str] = field(default_factory=dict)
    hyperparameters: str = ""
    job: UploadedFile | None = None


def about_the_problem() -> Problem:
    """Asks for what the words may leave out; whatever is not answered stays unknown."""
    data = st.selectbox(
        "What does the data look like?", [None, *DATA_KINDS], format_func=lambda kind: DATA_KINDS.get(kind, UNKNOWN),
        key="known-data", persist_state="session",
    )  # fmt: skip
    labelled = st.radio(
        "Do you have examples for which the right answer is already known?", [None, True, False],
        format_func=lambda known: {None: UNKNOWN, True: "yes", False: "no"}[known],
        key="known-labels", persist_state="session", horizontal=True,
    )  # fmt: skip
    rows = st.number_input(
        "How many rows, pictures or texts are there?", value=None, min_value=1, step=1,
        key="known-rows", persist_state="session",
    )  # fmt: skip
    return Problem(
        data=None if data is None else Fact(value=data, origin="answer"),
        labelled=None if labelled is None else Fact(value=labelled, origin="answer"),
        numbers={} if rows is None else {"rows": Fact(value=rows, origin="answer")},
    )


def about_the_training() -> Details:
    """Asks for the algorithm and, for those who have them, for settings and the training request."""
    name = st.selectbox(
        "Which algorithm is the data for?", [None, *algorithm_ids()], format_func=_title,
        key="algorithm", persist_state="session",
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


def about_the_data(facts: Algorithm | None) -> Given:
    """Asks how the data comes, and for the data."""
    ways = [way for way in WAYS if way != PATH or st.get_option("server.address") in LOCAL]
    way = st.radio(
        "How would you like to give it?", ways, captions=[WAYS[way] for way in ways], horizontal=True,
        key="way", persist_state="session", label_visibility="collapsed",
    )  # fmt: skip
    if way == PATH:
        text = st.text_input(
            "Path of a folder or a file", key="path", persist_state="session", placeholder="/home/me/my-data"
        ).strip()
        return Path(os.path.expanduser(text)) if text else None  # noqa: PTH111 -- unlike Path, it leaves an unknown ~user
    if way == ZIP:
        return st.file_uploader("A zip file", type="zip", key="zip")
    if way == FOLDER:
        chosen = st.file_uploader("A folder", accept_multiple_files="directory", key="folder")
        return [(file.name, file) for file in chosen] or None
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


def placed(given: Given, folder: Path, facts: Algorithm | None) -> Path | None:
    """The path to check: what was uploaded lies below `folder` then. Raises `InputError`."""
    if given is None or isinstance(given, Path):
        return given
    folder.mkdir()
    if isinstance(given, list):
        store(given, folder)
    else:
        unpack(given, folder)
    known = [facts] if facts else algorithms().values()
    return data_root(folder, {name for one in known for n, c in one.channels.items() for name in (n, *c.aliases)})


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
