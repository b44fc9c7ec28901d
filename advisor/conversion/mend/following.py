"""What goes with a picture that is left out or gets another name: its annotation or mask, its line in a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath

from advisor.case.model import ANNOTATIONS, LISTS
from advisor.conversion.mend.files.order import Moved
from advisor.conversion.mend.pairing import listed, named
from advisor.conversion.mend.plan import Plan


def leave_out_twins(plans: Iterable[Plan]) -> None:
    """A picture goes without its annotation or its mask, and they without their picture."""
    sides: dict[tuple[str, str, bool], list[Plan]] = defaultdict(list)
    for plan in plans:
        sides[_pair(plan)].append(plan)
    for (channel, stem, is_annotation), plans_of_side in list(sides.items()):
        others = sides.get((channel, stem, not is_annotation), [])
        if plans_of_side and all(plan.because for plan in plans_of_side):
            for other in others:
                other.because = other.because or f"belongs to {plans_of_side[0].name}, which is left out"


def _pair(plan: Plan) -> tuple[str, str, bool]:
    own = plan.channel_folder.removesuffix(ANNOTATIONS)
    return own, PurePosixPath(plan.inside).with_suffix("").as_posix(), own != plan.channel_folder


def follow(plans: list[Plan]) -> None:
    """Tells lists and annotations what became of the pictures that they name."""
    moved: dict[str, dict[str, str | None]] = defaultdict(dict)
    for plan in plans:
        if plan.because or plan.named:
            moved[plan.channel_folder][plan.inside] = None if plan.because else plan.named
    for plan in plans:
        folder = plan.channel_folder
        if plan.because:
            continue
        if plan.inside.endswith(".lst") and (own := moved.get(folder.removesuffix(LISTS))):
            _tell(plan, "lines", own if own.keys() & listed(plan.file) else {})
        elif plan.inside.endswith(".json") and (own := moved.get(folder.removesuffix(ANNOTATIONS))):
            _tell(plan, "annotation", own if own.get(named(plan.file)) else {})


def _tell(plan: Plan, kind: str, moved: Moved) -> None:
    if moved:
        now = {name: moved.get(where, where) for name, where in plan.moved.items() if where}
        plan.moved, plan.held, plan.wanted = {**moved, **now}, kind, kind
