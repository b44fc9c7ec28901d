"""Which files of a channel are passed over where their names and folders say what is read."""

from __future__ import annotations

from typing import NamedTuple

from advisor.case.model import Case, Channel, File
from advisor.knowledge.models.requirements import ReadByName


class ByName(NamedTuple):
    """What is read, in words; which files with content are not, and whether none is."""

    must: str
    left: list[File]
    nothing: bool
    sources: tuple[str, ...]


def read_by_name(case: Case, channel: Channel) -> ByName | None:
    """None where every file is read whatever its name, or where there is none."""
    named = next(case.requirements(ReadByName, channel.name), None)
    ending = named.endings.get(channel.media_type.type) if named and channel.media_type else None
    beside = channel.facts.beside if channel.facts else ()
    held = [file for file in channel.files if file.size and file.format not in beside]
    if named is None or ending is None or not held:
        return None
    folders = _folders(case, channel, named)
    left = [f for f in held if not f.name.endswith(ending) or f.name.rpartition("/")[0] not in folders]
    where = " or ".join(filter(None, folders)) or "the channel"
    must = f"they must be directly in {where}, and their names end in {ending}."
    return ByName(must, left, len(left) == len(held), named.sources)


def passed_over(case: Case, channel: Channel) -> list[File]:
    """The files that training does not open, while it reads others."""
    found = read_by_name(case, channel)
    return found.left if found and not found.nothing else []


def _folders(case: Case, channel: Channel, named: ReadByName) -> tuple[str, ...]:
    """The folders of the channel in which files are looked for; the empty one is the channel's own."""
    alone = bool(named.folders) and named.folders[-1] not in case.channels
    inside = alone and any(file.name.startswith(f"{named.folders[0]}/") for file in channel.files)
    return named.folders if inside else ("",)
