"""Writes each file as it is planned: mended, converted, or as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from advisor.conversion.convert import convert
from advisor.conversion.errors import ConversionError, UndecidedError
from advisor.conversion.mend.files import kinds as mending
from advisor.conversion.mend.files import numbering, pictures
from advisor.conversion.mend.files.numbering import Numbers
from advisor.conversion.mend.following import follow
from advisor.conversion.mend.plan import Plan
from advisor.conversion.results import LeftOut
from advisor.conversion.tables.convert import learned_together
from advisor.dataset.layout import TRAINING

_HINT = "--answer, such as missing=drop, text=numbers, null=unknown, beyond=clip or columns=1,3"


def write(plans: list[Plan], place: Path, work: Path) -> dict[str, Any]:
    """Writes every file, pictures first, whose names others follow; gives back what was learned of the columns."""
    mapping: dict[str, Any] = {}
    for held in {plan.held for plan in plans if plan.keywords is not None}:
        own = [plan for plan in plans if plan.held == held and plan.keywords is not None]
        with _hinting():
            alike, learned = learned_together(held, [p.file for p in own], [p.keywords or {} for p in own], work)
        mapping.update(learned)
        for plan in own:
            plan.keywords = {**(plan.keywords or {}), **alike}
    kept = [plan for plan in plans if not plan.because]
    numbers = _numbered(kept)
    for places in numbers.values():
        mapping |= {place: {"numbers": dict(known)} for place, known in places.items() if known}
    for plan in kept:
        if plan.held == "picture":
            _mend(plan, place, numbers)
    _name_as_they_are(kept, place)
    follow(plans)
    for plan in kept:
        if plan.keywords is not None:
            _convert(plan, place)
        elif plan.held != "picture":
            _mend(plan, place, numbers)
    return mapping


@contextmanager
def _hinting() -> Iterator[None]:
    """Adds to an error that speaks of options of `advisor convert` how `advisor fix` is told the same."""
    try:
        yield
    except UndecidedError:
        raise
    except ConversionError as error:
        raise ConversionError(f"{error} (advisor fix is told so by {_HINT})") from error


def _numbered(kept: list[Plan]) -> dict[str, Numbers]:
    """Repair -> the numbers of all that it numbers."""
    found: dict[str, Numbers] = {}
    for repair in numbering.KINDS:
        own = [plan for plan in kept if repair in plan.repairs]
        sides: dict[bool, list[Path]] = {True: [], False: []}
        for plan in own:
            sides[plan.name.partition("/")[0] in TRAINING].append(plan.file)
        if own:
            found[repair] = numbering.learned(repair, sides[True], sides[False])
    return found


def _mend(plan: Plan, place: Path, numbers: Mapping[str, Numbers]) -> None:
    left_out = LeftOut(plan.name)
    mending.mend(plan.file, _made(place / plan.target), plan.held, replace(plan.order, numbers=numbers), left_out)
    plan.dropped, plan.aside = left_out.count, tuple(left_out.listed)


def _made(target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _name_as_they_are(kept: list[Plan], place: Path) -> None:
    """Gives pictures the ending of the format that they have now, where that was asked for and the name is free."""
    taken = {plan.target.casefold() for plan in kept}
    for plan in kept:
        if plan.held != "picture" or not {pictures.SAVE, pictures.RENAME} & {*plan.repairs}:
            continue
        before = place / plan.target
        ending = pictures.ending(before)
        if ending and before.with_suffix(ending).relative_to(place).as_posix().casefold() not in taken:
            plan.named = PurePosixPath(plan.inside).with_suffix(ending).as_posix()
            before.rename(place / plan.target)
            taken.add(plan.target.casefold())


def _convert(plan: Plan, place: Path) -> None:
    keywords = dict(plan.keywords or {})
    if plan.wanted == plan.held:
        keywords.setdefault("missing", "keep")
    if plan.wanted == plan.held == "csv":
        keywords["ragged"] = True
    with _hinting():
        done = convert(plan.file, held=plan.held, to=plan.wanted, output=_made(place / plan.target), **keywords)
    plan.dropped, plan.notes = done.dropped, done.notes
    plan.aside = tuple(file.model_copy(update={"file": plan.name}) for file in done.aside)
