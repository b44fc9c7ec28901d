"""A first configuration, of what lies in a folder: each data set with the algorithm that takes it as it is, if one does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from advisor.dataset.local import LocalStorage
from advisor.documents import requests_in
from advisor.engine.check import check
from advisor.errors import AdvisorError
from advisor.findings import Report
from advisor.knowledge.load import algorithms
from advisor.request import parsed

HEAD = """# What `advisor check` checks here, and what makes it fail. All keys: `advisor config --schema`.
fail-on = "error"  # or "warning", "never"

# [ignore]
# CSV150 = "the pipeline sends label_size=0"
"""
JOBS = (".json", ".yaml", ".yml")
MOST = 50
"""Folders, and files of requests, that are looked at."""


def written(folder: Path) -> str:
    """The text of a first `advisor.toml` for a folder. Raises `AdvisorError` where there is nothing to check in it."""
    sections = [*_data_sets(folder), *_jobs(folder)]
    if not sections:
        raise AdvisorError(f"{folder}: there is neither data in folders of channels nor a training request")
    return HEAD + "".join(f"\n{section}" for section in sections)


def _data_sets(folder: Path) -> Iterator[str]:
    """The folders that hold a folder of a channel's name, the uppermost ones."""
    channels = {name for known in algorithms().values() for name in known.channels}
    waiting, seen = [folder], 0
    while waiting and seen < MOST:
        here, seen = waiting.pop(0), seen + 1
        inner = sorted(
            p for p in here.iterdir() if p.is_dir() and not p.is_symlink() and not p.name.startswith((".", "_"))
        )
        if any(path.name in channels for path in inner):
            yield _data_set(folder, here)
        else:
            waiting += inner


def _data_set(root: Path, folder: Path) -> str:
    name = folder.relative_to(root).as_posix() if folder != root else root.resolve().name
    lines = [f"[data.{_key(name)}]", f"path = {_text(folder.relative_to(root).as_posix())}"]
    taken = _takers(check(folder)) if any(LocalStorage(folder).entries()) else []
    if len(taken) == 1:
        lines.append(f'algorithm = "{taken[0]}"')
    elif taken:
        lines.append(f"# algorithm = {_text(taken[0])}  # or {', '.join(taken[1:])}")
    return "".join(f"{line}\n" for line in lines)


def _takers(report: Report) -> list[str]:
    return [a.algorithm for a in report.algorithms or () if a.accepts == "as-is"]


def _jobs(folder: Path) -> Iterator[str]:
    files = sorted(path for path in folder.rglob("*") if path.suffix in JOBS and path.is_file())
    for path in files[:MOST]:
        try:
            requests_in(parsed(path), str(path))
        except AdvisorError:
            continue
        place = path.relative_to(folder).as_posix()
        yield f"[data.{_key(place.rpartition('.')[0])}]\njob = {_text(place)}\n"


def _key(name: str) -> str:
    """A name as a key of TOML: with hyphens in the place of what needs quotes."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in name).strip("-")
    return plain or "data"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
