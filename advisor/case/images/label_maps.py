"""Which label map translates the masks of a channel."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, splitext

from advisor.case.model import ANNOTATIONS, Case, Channel, File
from advisor.profile.images.label_map import LabelMap, LabelMapProfile

_LABEL_MAP = "_label_map"


def chosen_label_map(case: Case, channel: Channel) -> LabelMap | None:
    """The label map for a channel of masks: one that lies among them, else the one that has the channel's name,
    else the only one there is. The default where there is none, None where it cannot be read.
    """
    for file in channel.files:
        if isinstance(file.profile, LabelMapProfile):
            return file.profile.content
    shared = dict(_shared_maps(case))
    name = channel.name.removesuffix(ANNOTATIONS) + _LABEL_MAP
    named = [content for path, content in shared.items() if _stem(path) == name]
    if named:
        return named[0]
    return next(iter(shared.values())) if len(shared) == 1 and misnamed_maps(case) else LabelMap()


def _shared_maps(case: Case) -> Iterator[tuple[str, LabelMap | None]]:
    """The label maps that are in a channel of their own."""
    for channel in case.channels.values():
        if not channel.name.endswith(ANNOTATIONS):
            for file in channel.files:
                if isinstance(file.profile, LabelMapProfile):
                    yield file.path, file.profile.content


def misnamed_maps(case: Case) -> list[File]:
    """Label maps in a channel of their own whose name leads to no channel of masks."""
    names = {n.removesuffix(ANNOTATIONS) + _LABEL_MAP for n in case.channels if n.endswith(ANNOTATIONS)}
    shared = dict(_shared_maps(case))
    return [file for file in case.files("label-map") if file.path in shared and _stem(file.path) not in names]


def _stem(path: str) -> str:
    return splitext(basename(path))[0]
