"""What goes with a picture that is left out or gets another name: its annotation or mask, its line in a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.sources.json_files import loaded
from advisor.conversion.mend.order import ANNOTATIONS, Moved
from advisor.conversion.mend.plan import Plan

LISTS = "_lst"


def leave_out_twins(plans: Iterable[Plan]) -> None:
    """A picture goes without its annotation or its mask, and they without their picture."""
    sides: dict[tuple[str, str, bool], list[Plan]] = defaultdict(list)
    for plan in plans:
        sides[_pair(plan.name)].append(plan)
    for (channel, stem, is_annotation), own in list(sides.items()):
        others = sides.get((channel, stem, not is_annotation), [])
        if own and all(plan.because for plan in own):
            for other in others:
                other.because = other.because or f"belongs to {own[0].name}, which is left out"


def _pair(name: str) -> tuple[str, str, bool]:
    channel, _, inside = name.partition("/")
    own = channel.removesuffix(ANNOTATIONS)
    return own, PurePosixPath(inside).with_suffix("").as_posix() if inside else "", own != channel


def follow(plans: list[Plan]) -> None:
    """Tells lists and annotations what became of the pictures that they name."""
    moved: dict[str, dict[str, str | None]] = defaultdict(dict)
    for plan in plans:
        channel, _, inside = plan.name.partition("/")
        if plan.because or plan.ending:
            moved[channel][inside] = None if plan.because else f"{inside.rpartition('.')[0]}{plan.ending}"
    for plan in plans:
        folder, _, inside = plan.name.partition("/")
        if plan.because:
            continue
        if inside.endswith(".lst") and (own := moved.get(folder.removesuffix(LISTS))):
            _tell(plan, "lines", own if own.keys() & _listed(plan.file) else {})
        elif inside.endswith(".json") and (own := moved.get(folder.removesuffix(ANNOTATIONS))):
            _tell(plan, "annotation", own if own.get(_named(plan.file)) else {})


def _tell(plan: Plan, held: str, moved: Moved) -> None:
    if moved:
        plan.moved, plan.held, plan.wanted = moved, held, held


def _listed(file: Path) -> set[str]:
    with file.open("rb") as stream:
        return {_last(line.decode("utf-8", "replace")) for line in stream}


def _named(file: Path) -> str:
    """The picture that an annotation names."""
    try:
        document = loaded(file)
    except ConversionError:
        return ""
    return str(document.get("file")) if isinstance(document, dict) else ""


def _last(line: str) -> str:
    return re.split(r"[\t,;]", line.rstrip())[-1].strip(' "').replace("\\", "/")
