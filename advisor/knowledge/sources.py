"""In which state the texts were read that the facts rest on."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Annotated

from pydantic import BeforeValidator, Field

from advisor.knowledge.base import Frozen
from advisor.knowledge.load import HERE, validated

REGISTER = HERE / "sources.yaml"


def _by_page(pages: object) -> object:
    return dict.fromkeys(pages, "") if isinstance(pages, list) else pages


class Edition(Frozen):
    """One state of the AWS guide, and the pages that were read in it and not in a later one."""

    name: str
    what: str
    repository: str
    folder: str
    dated: date
    commit: str = Field("", description="that of all pages; empty where each has its own")
    pages: Annotated[dict[str, str], BeforeValidator(_by_page)] = Field(description="page -> its commit")


class Snapshot(Frozen):
    commit: str
    dated: date


class Published(Frozen):
    """A script that AWS does not publish itself."""

    version: str = Field(description="empty: not known")
    what: str


class Sources(Frozen):
    """The content of sources.yaml."""

    checked: date
    editions: tuple[Edition, ...] = Field(description="the newest first")
    repositories: dict[str, Snapshot]
    scripts: dict[str, Published]

    def state(self, source: str) -> str | None:
        """The state in which a source was read, in words; None for what has none: a note, a thread, an address."""
        page = re.match(r"(archived:)?([\w.-]+\.md)", source)
        if page and not source.startswith("https://"):
            return self._edition(page[2], archived=bool(page[1]))
        if source.startswith("script:"):
            script = self.scripts.get(source.removeprefix("script:"))
            return script and (f"version {script.version}" if script.version else "version unknown")
        repository = re.match(r"https://github\.com/([\w.-]+/[\w.-]+)", source)
        snapshot = self.repositories.get(repository[1]) if repository else None
        return snapshot and f"{snapshot.dated}, {snapshot.commit[:7]}"

    def _edition(self, page: str, *, archived: bool) -> str | None:
        if archived:
            return self.editions[-1].name
        found = next((edition for edition in self.editions if page in edition.pages), None)
        return found and f"{found.name}, {(found.pages[page] or found.commit)[:7]}"


@cache
def register() -> Sources:
    """Raises `KnowledgeError` where the file is wrong."""
    return validated(REGISTER, Sources)
