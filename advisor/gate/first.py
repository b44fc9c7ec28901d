"""A first configuration of what lies in a folder: each data set, with the algorithm where one alone takes it."""

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
    sections: dict[str, str] = {}
    for name, lines in (*_data_sets(folder), *_jobs(folder)):
        key = _key(name)
        sections[key if key not in sections else f"{key}-{len(sections)}"] = lines
    if not sections:
        raise AdvisorError(f"{folder.resolve()}: holds neither data in folders of channels nor a training request")
    return HEAD + "".join(f"\n[data.{key}]\n{lines}" for key, lines in sections.items())


def for_job(name: str, job: str, path: str | None) -> str:
    """The text of an `advisor.toml` for one training request, and for its data where its path is known."""
    data = f"path = {_text(path)}\n" if path else '# path = "data"  # the folder, file or s3://bucket/prefix\n'
    return f"{HEAD}\n[data.{_key(name)}]\n{data}job = {_text(job)}\n"


def _data_sets(folder: Path) -> Iterator[tuple[str, str]]:
    """The folders that hold a folder of a channel's name, the uppermost ones."""
    channels = {name for known in algorithms().values() for name in known.channels}
    waiting, seen = [folder], 0
    while waiting and seen < MOST:
        here, seen = waiting.pop(0), seen + 1
        folders = (path for path in here.iterdir() if path.is_dir() and not path.is_symlink())
        inner = sorted(path for path in folders if not path.name.startswith((".", "_")))
        if any(path.name in channels for path in inner):
            yield _data_set(folder, here)
        else:
            waiting += inner


def _data_set(root: Path, folder: Path) -> tuple[str, str]:
    """The name of a data set, and what stands below it."""
    place = folder.relative_to(root).as_posix()
    lines = f"path = {_text(place)}\n"
    taken = _takers(check(folder)) if any(LocalStorage(folder).entries()) else []
    if len(taken) == 1:
        lines += f"algorithm = {_text(taken[0])}\n"
    elif taken:
        lines += f"# algorithm = {_text(taken[0])}\n# or {', '.join(taken[1:])}\n"
    return root.resolve().name if folder == root else place, lines


def _takers(report: Report) -> list[str]:
    return [a.algorithm for a in report.algorithms or () if a.accepts == "as-is"]


def _jobs(folder: Path) -> Iterator[tuple[str, str]]:
    files = sorted(path for path in folder.rglob("*") if path.suffix in JOBS and path.is_file())
    for path in files[:MOST]:
        try:
            requests_in(parsed(path), str(path))
        except AdvisorError:
            continue
        place = path.relative_to(folder).as_posix()
        yield place.rpartition(".")[0], f"job = {_text(place)}\n"


def _key(name: str) -> str:
    """A name as a key of TOML: with hyphens in the place of what needs quotes."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in name).strip("-")
    return plain or "data"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
