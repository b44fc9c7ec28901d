"""The address that restores a session: problem, corrections, algorithm, changes, data in S3. Never uploaded data."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from advisor.dataset.storage import is_s3
from advisor.knowledge.load import algorithm_ids
from advisor.wizard.data.held import Held
from advisor.wizard.job.draft import is_editable
from advisor.wizard.session import LONGEST, Session

MOST = 200


def parameters(of: Session) -> dict[str, str | list[str]]:
    """The parameters of the address, without empty ones."""
    held: dict[str, str | list[str]] = {
        "problem": of.words,
        "fact": _pairs(of.corrections.items()),
        "algorithm": of.algorithm or "",
        "set": _pairs(of.edits.items()),
        "data": of.data.address if is_s3(of.data.address) else "",
    }
    return {name: value for name, value in held.items() if value}


def address(of: Session) -> str:
    """The whole address of the first page, with the parameters."""
    url = urlsplit(st.context.url or "http://localhost")
    return urlunsplit((url.scheme, url.netloc, "/", urlencode(parameters(of), doseq=True), ""))


def _pairs(items: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{name}={value}" for name, value in items]


def restored(single: dict[str, str], several: dict[str, list[str]]) -> Session:
    """The session that an address speaks of. What it cannot mean is passed over; the advice says what it cannot use."""
    algorithm, data = single.get("algorithm", ""), single.get("data", "")
    return Session(
        words=single.get("problem", "")[:LONGEST],
        corrections=_mapping(several.get("fact", [])),
        algorithm=algorithm if algorithm in algorithm_ids() else None,
        edits={key: value for key, value in _mapping(several.get("set", [])).items() if is_editable(key)},
        data=Held(location=data if is_s3(data) else None),
    )


def _mapping(pairs: list[str]) -> dict[str, str]:
    parts = (pair[:LONGEST].partition("=") for pair in pairs[:MOST])
    return {name: value for name, equals, value in parts if name and equals}


def restore() -> Session:
    """The session of the address that was opened."""
    asked = st.query_params
    return restored(asked.to_dict(), {name: asked.get_all(name) for name in ("fact", "set")})


def keep(of: Session) -> None:
    """Has the address say what the session holds."""
    now = parameters(of)
    if {name: st.query_params.get_all(name) for name in st.query_params} != {
        name: value if isinstance(value, list) else [value] for name, value in now.items()
    }:
        st.query_params.from_dict(now)
