"""Which file belongs to which channel, as a training container would see the folder."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from advisor.dataset.storage import Entry

VERSION_CONTROL = {".git", ".hg", ".svn"}
TRAINING = {"train", "training"}
"""What algorithms call the channel that they train on."""


UNNAMED = "{}/: the request names no such channel"
"""What is said of a folder that is not read because no request names it."""


@dataclass(slots=True)
class Layout:
    """`channels`: name -> files below it (paths from the root). `hidden`: files not read as data, by channel.

    `near_misses`: a folder whose name is almost a channel's -> that channel. `nested`: the one folder further down in
    which channels seem to lie, where none does at the top. `unread`: what is there and is not read, with the reason.
    """

    channels: dict[str, list[Entry]] = field(default_factory=dict)
    hidden: dict[str, list[str]] = field(default_factory=dict)
    stray: list[str] = field(default_factory=list)
    near_misses: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    nested: str | None = None

    def leave_out(self, folders: Iterable[str]) -> None:
        """Folders that no request names are not read."""
        for folder in folders:
            del self.channels[folder]
            self.hidden.pop(folder, None)
            self.unread.append(UNNAMED.format(folder))


def lay_out(
    entries: Iterable[Entry], names: Collection[str], only: str = "train", wanted: Collection[str] = ()
) -> Layout:
    """Folders are channels where one bears a channel's name; otherwise everything is the channel `only`.

    `wanted`: paths of files that are not hidden, whatever their names.
    """
    listed = list(entries)
    found = [entry for entry in listed if not entry.unread]
    folders = {entry.path.split("/", 1)[0] for entry in found if "/" in entry.path}
    by_folder = bool(folders & set(names))
    layout = Layout(unread=[f"{entry.path}: {entry.unread}" for entry in listed if entry.unread])
    for entry in found:
        folder, slash, inside = entry.path.partition("/")
        if by_folder and (not slash or _is_hidden(folder)):
            _note(layout.stray, entry.path)
            continue
        channel = folder if by_folder else only
        if entry.path.endswith("/") and not by_folder:
            continue
        files = layout.channels.setdefault(channel, [])
        if entry.path.endswith("/"):
            continue
        name = inside if by_folder else entry.path
        if entry.path not in wanted and any(_is_hidden(part) for part in name.split("/")):
            _note(layout.hidden.setdefault(channel, []), entry.path)
        else:
            files.append(entry)
    layout.near_misses = _near_misses(folders, names, by_folder)
    layout.nested = None if by_folder else _nested(found, names)
    return layout


def _nested(entries: Iterable[Entry], names: Collection[str]) -> str | None:
    """The one folder further down in which a folder for training, or two folders or more, bear names of channels."""
    inside: dict[str, set[str]] = {}
    for entry in entries:
        *folders, _ = entry.path.split("/")
        for depth, folder in enumerate(folders):
            if depth and folder in names:
                inside.setdefault("/".join(folders[:depth]), set()).add(folder)
    likely = [parent for parent, channels in inside.items() if len(channels) > 1 or channels & TRAINING]
    return likely[0] if len(likely) == 1 else None


def _note(paths: list[str], path: str) -> None:
    """A file more; of the thousands in the folder of a version control the folder alone, once."""
    steps = path.split("/")
    own = next((number for number, step in enumerate(steps) if step in VERSION_CONTROL), None)
    shown = path if own is None else "/".join(steps[: own + 1]) + "/"
    if shown not in paths[-1:]:
        paths.append(shown)


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "_"))


def _near_misses(folders: Collection[str], names: Collection[str], by_folder: bool) -> dict[str, str]:
    """Folders whose names differ from a channel's by case or a separator; beside real channels by a letter or two."""
    known = {_folded(name): name for name in sorted(names)}
    absent = [key for key, name in known.items() if name not in folders]
    near = {}
    for folder in sorted(set(folders) - set(names)):
        if _folded(folder) in known:
            near[folder] = known[_folded(folder)]
        elif _folded(folder) in TRAINING and (same := TRAINING & known.keys()):
            near[folder] = known[same.pop()]
        elif by_folder and (close := difflib.get_close_matches(_folded(folder), absent, n=1, cutoff=0.75)):
            near[folder] = known[close[0]]
    return near


def _folded(name: str) -> str:
    return re.sub(r"[-_ .]", "", name).lower()
