"""In which state the texts were read that the facts rest on."""

import re
from datetime import date
from functools import cache
from typing import Annotated

from msgspec import Meta

from advisor.knowledge.load import HERE, validated
from advisor.knowledge.models.base import Model

REGISTER = HERE / "sources.yaml"


class Edition(Model):
    """One state of the AWS guide, and the pages that were read in it and not in a later one."""

    name: str
    what: str
    repository: str
    folder: str
    dated: date
    commit: Annotated[str, Meta(description="that of all pages; empty where each has its own")] = ""
    pages: Annotated[dict[str, str] | tuple[str, ...], Meta(description="page -> its commit, if it has one of its own")]

    @property
    def commits(self) -> dict[str, str]:
        """Page -> its commit; empty where it is that of all pages."""
        return self.pages if isinstance(self.pages, dict) else dict.fromkeys(self.pages, "")


class Snapshot(Model):
    commit: str
    dated: date


class Published(Model):
    """A script that AWS does not publish itself."""

    version: Annotated[str, Meta(description="empty: not known")]
    what: str


class Sources(Model):
    """The content of sources.yaml."""

    checked: date
    editions: Annotated[tuple[Edition, ...], Meta(description="the newest first")]
    repositories: dict[str, Snapshot]
    scripts: dict[str, Published]

    def state(self, source: str) -> str | None:
        """The state in which a source was read, in words; None for what has none: a note, a thread, an address."""
        page = re.match(r"(archived:)?([\w.-]+\.md)", source)
        if page and not source.startswith("https://"):
            return self._edition(page[2], archived=bool(page[1]))
        if source.startswith("script:"):
            return self._script(source.removeprefix("script:"))
        repository = re.match(r"https://github\.com/([\w.-]+/[\w.-]+)", source)
        snapshot = self.repositories.get(repository[1]) if repository else None
        return f"{snapshot.dated}, {snapshot.commit[:7]}" if snapshot else None

    def _script(self, name: str) -> str | None:
        if name not in self.scripts:
            return None
        version = self.scripts[name].version
        return f"version {version}" if version else "version unknown"

    def _edition(self, page: str, *, archived: bool) -> str | None:
        if archived:
            return self.editions[-1].name
        found = next((edition for edition in self.editions if page in edition.pages), None)
        return f"{found.name}, {(found.commits[page] or found.commit)[:7]}" if found else None


@cache
def register() -> Sources:
    """Raises `KnowledgeError` where the file is wrong."""
    return validated(REGISTER, Sources)
