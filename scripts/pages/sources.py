"""Writes docs/sources.md, in which state each text was read: `python -m scripts.pages sources`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from advisor.knowledge.sources import Edition, register
from scripts.pages.markdown import DOCS, link, table

HEAD = """\
# The texts that the facts rest on

A fact is as old as the text that it was read in. Pages stand under the edition of the guide in which they were read
last. Threads, study notes and addresses that are not listed were looked at on the day that the facts name. Made by
`python -m scripts.pages sources` from `advisor/knowledge/sources.yaml`; do not edit.
"""


def pages() -> dict[Path, str]:
    return {DOCS / "sources.md": _page()}


def _page() -> str:
    known = register()
    editions = [line for edition in known.editions for line in _edition(edition)]
    repositories = [
        (f"[{name}](https://github.com/{name})", one.commit[:12], str(one.dated))
        for name, one in known.repositories.items()
    ]
    scripts = [(name, one.version or "not known", one.what) for name, one in known.scripts.items()]
    return "\n".join(
        [
            HEAD,
            *editions,
            "## Repositories",
            "",
            *table(("repository", "commit", "of"), repositories),
            "",
            "## Scripts",
            "",
            *table(("algorithm", "version", "what it is"), scripts),
            "",
        ]
    )


def _edition(edition: Edition) -> Iterator[str]:
    commit = f" Commit {edition.commit[:12]}." if edition.commit else ""
    yield f"## The {edition.name}"
    yield ""
    yield f"{edition.what} `{edition.repository}`, `{edition.folder}/`, {edition.dated}.{commit}"
    yield ""
    yield from table(("page", "commit"), ((link(name), commit) for name, commit in edition.commits.items()))
    yield ""
