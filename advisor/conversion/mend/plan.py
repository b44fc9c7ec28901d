"""What becomes of each file of a data set, by what its findings name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from advisor.case.repairs import TABLES, WRITE
from advisor.conversion.aside import LeftOut
from advisor.conversion.convert import convert, held_by
from advisor.conversion.errors import ConversionError
from advisor.conversion.mend import files as mending
from advisor.conversion.mend import labels, pictures
from advisor.conversion.mend.following import ANNOTATIONS, FOLLOW, Moved, follow, leave_out_twins
from advisor.conversion.mend.order import BROKEN, LEAVE_OUT, SET_ASIDE, Order
from advisor.conversion.mend.repairs import (
    AS_ANSWERED,
    AS_ANSWERED_OF_ROWS,
    ASKED,
    LOCAL,
    UNDECODED,
    Answers,
    Group,
    Seen,
    Told,
    told_by,
)
from advisor.conversion.results import Aside
from advisor.conversion.tables.convert import ROWS, learned_together
from advisor.conversion.tables.writers import ENDINGS
from advisor.dataset.layout import TRAINING
from advisor.findings import Finding, Report
from advisor.knowledge.load import algorithm_named
from advisor.knowledge.models.requirements import Labels

_FAMILIES = {"CSV": "csv", "SVM": "libsvm", "PAR": "parquet", "REC": "recordio-protobuf", **mending.FAMILIES}
"""First letters of a rule -> the format that its files are read as, or how they are mended."""


GREY_AMONG_COLOUR = "IMG116"
"""The rule that names the first of several pictures of a channel."""

OF_FILES = ("IMG", "LAY")
"""First letters of the rules that say of a file as a whole that it is broken."""

_HINT = "--answer, such as missing=drop, text=numbers, null=unknown or beyond=clip"


@dataclass(slots=True)
class Plan:
    """What becomes of one file. `told`: the options of its conversion; None where it is copied as it is."""

    file: Path
    name: str
    channel: str | None
    held: str
    findings: list[Finding] = field(default_factory=list)
    wanted: str = ""
    told: Told | None = None
    renamed: str | None = None
    """What the folder of its channel is to be called."""
    answers: dict[str, str] = field(default_factory=dict)
    """To what the repairs of a file that is no table ask."""
    because: str | None = None
    """Why it is left out as a whole."""
    ending: str | None = None
    """Of a picture whose name is to end otherwise."""
    moved: Moved = field(default_factory=dict)
    """What became of the pictures that it names."""
    dropped: int = 0
    aside: tuple[Aside, ...] = ()

    @property
    def repairs(self) -> tuple[str, ...]:
        renamed = ("rename-channel",) if self.renamed else ()
        follows = (FOLLOW,) if self.moved else ()
        return tuple(dict.fromkeys((*renamed, *(f.repair for f in self.findings if f.repair), *follows)))

    @property
    def target(self) -> str:
        """Its path below the result."""
        _, slash, inside = self.name.partition("/")
        name = Path(f"{self.renamed}/{inside}" if self.renamed and slash else self.name)
        ending = self.ending or (name.suffix if self.wanted == self.held else ENDINGS[self.wanted])
        return name.with_suffix(ending).as_posix()

    @property
    def order(self) -> Order:
        rules = frozenset(finding.rule for finding in self.findings)
        return Order(self.repairs, rules, self.answers, moved=self.moved)


def plans_of(root: Path, files: list[Path], report: Report) -> Iterator[Plan]:
    """What is known of each file."""
    names = {file: file.name if root.is_file() else file.relative_to(root).as_posix() for file in files}
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.repair and finding.location.file:
            for name in _meant(finding, {name: file for file, name in names.items()}):
                found.setdefault(name, []).append(finding)
    renamed = [f.channel for f in report.findings if f.repair == "rename-channel" and f.channel]
    for file in files:
        name = names[file]
        own = found.get(name, [])
        families = [family for f in own if (family := _family(f))]
        held = "lines" if "lines" in families else families[0] if families else held_by(file)
        written = [f.repair.removeprefix(WRITE) for f in own if f.repair and f.repair.startswith(WRITE)]
        wanted = next((fmt for fmt in written if fmt in TABLES and held != "lines"), held)
        channel = own[0].channel if own else None
        folder = name.partition("/")[0]
        called = next((one for one in renamed if _is_meant(folder, one)), None)
        yield Plan(file, name, called or channel, held, own, wanted, renamed=called)


def _family(finding: Finding) -> str | None:
    if finding.repair == pictures.TURN:
        return "picture"
    return _FAMILIES.get(finding.rule) or _FAMILIES.get(finding.rule[:3])


def _meant(finding: Finding, files: Mapping[str, Path]) -> list[str]:
    """The files that a repair is of: it turns the picture, not the mask or the annotation that shows the turn."""
    at = str(finding.location.file)
    if finding.rule == GREY_AMONG_COLOUR:
        folder = at.partition("/")[0]
        is_channel = _is_meant(folder, str(finding.channel))
        own = [name for name in files if not is_channel or name.partition("/")[0] == folder]
        return [name for name in own if not pictures.is_rgb(files[name])]
    if finding.repair != pictures.TURN:
        return [at]
    channel, _, inside = at.partition("/")
    stem = f"{channel.removesuffix(ANNOTATIONS)}/{inside.rpartition('.')[0]}"
    return [name for name in files if name.rpartition(".")[0] == stem]


def _is_meant(folder: str, channel: str) -> bool:
    """Whether a folder bears the name of a channel but for its spelling, or the other name for training."""
    return {folder, channel} == TRAINING or re.sub(r"[-_ .]", "", folder).lower() == re.sub(r"[-_ .]", "", channel)


def settle(plans: list[Plan], report: Report, answers: Answers) -> None:
    """Says of each file what becomes of it. What touches columns touches those of all files of the format."""
    for plan in plans:
        _decide(plan, answers)
    leave_out_twins(plans)
    for held in sorted({plan.held for plan in plans if plan.repairs} & {*TABLES}):
        own = [plan for plan in plans if plan.held == held and not plan.because]
        group = Group(held, _text_columns(report, own), _widths(report))
        shared = [Seen.of(f) for plan in own for f in plan.findings if f.repair not in LOCAL]
        common = _told(told_by(shared, answers, group))
        for plan in own:
            told = {**common, **_told(told_by(map(Seen.of, plan.findings), answers, group))}
            told |= _as_other(plan, report, answers) if plan.wanted != plan.held else {}
            if plan.findings or common:
                plan.told = told


def _decide(plan: Plan, answers: Answers) -> None:
    """What was answered for a file that is no table, and whether it is left out as a whole."""
    for finding in plan.findings:
        question = ASKED.get(finding.repair or "") if plan.held not in TABLES else None
        question = "encoding" if plan.held == "lines" and finding.rule in UNDECODED else question
        if question and (answer := answers.get(question)):
            plan.answers[question] = answer
        is_broken = finding.repair == SET_ASIDE and finding.rule.startswith(OF_FILES)
        if finding.repair == "leave-out" or (is_broken and plan.answers.get(BROKEN) == LEAVE_OUT):
            plan.because = plan.because or finding.message
            plan.dropped = int(is_broken and plan.held == "picture")


def _widths(report: Report) -> dict[str, int]:
    """The cells that the rows of each channel have."""
    return {name: channel.profile["width"] for name, channel in report.channels.items() if "width" in channel.profile}


def _told(told: Told) -> Told:
    return {name: value for name, value in told.items() if value is not None}


def _as_other(plan: Plan, report: Report, answers: Answers) -> Told:
    """What a file that is written in another format needs to be told besides."""
    has_label = _wants_label(report, plan.channel)
    told: Told = {}
    if plan.held in (*ROWS, "npy"):
        told["label"] = answers.get("target") if has_label else None
    elif not has_label and plan.wanted == "csv":
        told["unlabelled"] = True
    known = AS_ANSWERED_OF_ROWS if plan.held in ROWS else AS_ANSWERED
    as_found = [seen for name, seen in known.items() if name in answers.given]
    return _told({**told_by(as_found, answers, Group(plan.held)), **told})


def _wants_label(report: Report, channel: str | None) -> bool:
    if report.algorithm is None:
        return False
    facts = algorithm_named(report.algorithm)
    demands = [d for d in facts.data if isinstance(d, Labels) and (not d.channels or channel in d.channels)]
    return any(demand.presence == "required" for demand in demands)


def _text_columns(report: Report, plans: list[Plan]) -> tuple[str, ...]:
    """The columns of the channels of these files that hold text, by their numbers from 1."""
    channels = {plan.channel for plan in plans} & report.channels.keys()
    columns = [report.channels[str(name)].profile.get("columns", []) for name in channels]
    found = {i for own in columns for i, one in enumerate(own, 1) if isinstance(one, dict) and one.get("text")}
    return tuple(map(str, sorted(found)))


def write(plans: list[Plan], place: Path, work: Path) -> dict[str, Any]:
    """Writes every file, pictures first, whose names others follow; gives back what was learned of the columns."""
    mapping: dict[str, Any] = {}
    for held in {plan.held for plan in plans if plan.told is not None}:
        own = [plan for plan in plans if plan.held == held and plan.told is not None]
        alike, learned = learned_together(held, [p.file for p in own], [p.told or {} for p in own], work)
        mapping.update(learned)
        for plan in own:
            plan.told = {**(plan.told or {}), **alike}
    classes = labels.classes_of(plan.file for plan in plans if labels.REPAIR in plan.repairs)
    if classes:
        mapping[labels.LABEL] = {"numbers": classes}
    kept = [plan for plan in plans if not plan.because]
    for plan in kept:
        if plan.held == "picture":
            _mend(plan, place, classes)
    _name_as_they_are(kept, place)
    follow(plans)
    for plan in kept:
        if plan.told is not None:
            _convert(plan, place)
        elif plan.held != "picture":
            _mend(plan, place, classes)
    return mapping


def _mend(plan: Plan, place: Path, classes: dict[str, float]) -> None:
    left_out = LeftOut(plan.name)
    mending.mend(plan.file, _made(place / plan.target), plan.held, replace(plan.order, classes=classes), left_out)
    plan.dropped, plan.aside = left_out.count, tuple(left_out.listed)


def _made(target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _name_as_they_are(kept: list[Plan], place: Path) -> None:
    """Gives pictures the ending of what they are now, where that was told and the name is free."""
    taken = {plan.target.casefold() for plan in kept}
    for plan in kept:
        if plan.held != "picture" or not {pictures.SAVE, pictures.RENAME} & {*plan.repairs}:
            continue
        before = place / plan.target
        ending = pictures.ending(before)
        if ending and before.with_suffix(ending).relative_to(place).as_posix().casefold() not in taken:
            plan.ending = ending
            before.rename(place / plan.target)
            taken.add(plan.target.casefold())


def _convert(plan: Plan, place: Path) -> None:
    told = dict(plan.told or {})
    if plan.wanted == plan.held:
        told.setdefault("missing", "keep")
    if plan.wanted == plan.held == "csv":
        told["ragged"] = True
    try:
        done = convert(plan.file, held=plan.held, to=plan.wanted, output=_made(place / plan.target), **told)
    except ConversionError as error:
        raise ConversionError(f"{error} (advisor fix is told so by {_HINT})") from error
    plan.dropped = done.dropped
    plan.aside = tuple(one.model_copy(update={"file": plan.name}) for one in done.aside)
