"""What becomes of each file of a data set, by what its findings name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor.case.repairs import TABLES, WRITE
from advisor.conversion.convert import convert, held_by
from advisor.conversion.errors import ConversionError
from advisor.conversion.mend import files as mending
from advisor.conversion.mend import labels, pictures
from advisor.conversion.mend.repairs import (
    AS_ANSWERED,
    AS_ANSWERED_OF_ROWS,
    LOCAL,
    UNDECODED,
    Answers,
    Group,
    Seen,
    Told,
    told_by,
)
from advisor.conversion.tables.convert import ROWS, learned_together
from advisor.conversion.tables.writers import ENDINGS
from advisor.dataset.layout import TRAINING
from advisor.findings import Finding, Report
from advisor.knowledge.load import algorithm_named
from advisor.knowledge.models.requirements import Labels

_FAMILIES = {"CSV": "csv", "SVM": "libsvm", "PAR": "parquet", "REC": "recordio-protobuf", **mending.FAMILIES}
"""First letters of a rule -> the format that its files are read as, or how they are mended."""


ANNOTATIONS = "_annotation"
"""What the channel of pictures is called with, that of their annotations or masks."""

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
    encoding: str | None = None
    """Of text that is no table, as answered."""

    @property
    def repairs(self) -> tuple[str, ...]:
        renamed = ("rename-channel",) if self.renamed else ()
        return tuple(dict.fromkeys((*renamed, *(f.repair for f in self.findings if f.repair))))

    @property
    def is_left_out(self) -> bool:
        return "leave-out" in self.repairs

    @property
    def target(self) -> str:
        """Its path below the result."""
        _, slash, inside = self.name.partition("/")
        name = Path(f"{self.renamed}/{inside}" if self.renamed and slash else self.name)
        return (name if self.wanted == self.held else name.with_suffix(ENDINGS[self.wanted])).as_posix()


def plans_of(root: Path, files: list[Path], report: Report) -> Iterator[Plan]:
    """What is known of each file."""
    names = {file: file.name if root.is_file() else file.relative_to(root).as_posix() for file in files}
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.repair and finding.location.file:
            for name in _meant(finding, names.values()):
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
    if finding.repair in pictures.MENDS:
        return "picture"
    return _FAMILIES.get(finding.rule) or _FAMILIES.get(finding.rule[:3])


def _meant(finding: Finding, names: Iterable[str]) -> list[str]:
    """The files that a repair is of: it turns the picture, not the mask or the annotation that shows the turn."""
    at = str(finding.location.file)
    if finding.repair != "turn-upright":
        return [at]
    channel, _, inside = at.partition("/")
    stem = f"{channel.removesuffix(ANNOTATIONS)}/{inside.rpartition('.')[0]}"
    return [name for name in names if name.rpartition(".")[0] == stem]


def _is_meant(folder: str, channel: str) -> bool:
    """Whether a folder bears the name of a channel but for its spelling, or the other name for training."""
    return {folder, channel} == TRAINING or re.sub(r"[-_ .]", "", folder).lower() == re.sub(r"[-_ .]", "", channel)


def settle(plans: list[Plan], report: Report, answers: Answers) -> None:
    """Says of each file what becomes of it. What touches columns touches those of all files of the format."""
    for plan in plans:
        if plan.held == "lines" and any(finding.rule in UNDECODED for finding in plan.findings):
            plan.encoding = answers.get("encoding")
    for held in sorted({plan.held for plan in plans if plan.repairs} & {*TABLES}):
        own = [plan for plan in plans if plan.held == held and not plan.is_left_out]
        group = Group(held, _text_columns(report, own))
        shared = [Seen.of(f) for plan in own for f in plan.findings if f.repair not in LOCAL]
        common = _told(told_by(shared, answers, group))
        for plan in own:
            told = {**common, **_told(told_by(map(Seen.of, plan.findings), answers, group))}
            told |= _as_other(plan, report, answers) if plan.wanted != plan.held else {}
            if plan.findings or common:
                plan.told = told


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


def write(plans: list[Plan], place: Path, work: Path) -> tuple[int, dict[str, Any]]:
    """Writes every file; gives back how many rows were left out, and what was learned of the columns."""
    dropped, mapping = 0, {}
    for held in {plan.held for plan in plans if plan.told is not None}:
        own = [plan for plan in plans if plan.held == held and plan.told is not None]
        alike, learned = learned_together(held, [p.file for p in own], [p.told or {} for p in own], work)
        mapping.update(learned)
        for plan in own:
            plan.told = {**(plan.told or {}), **alike}
    classes = labels.classes_of(plan.file for plan in plans if labels.REPAIR in plan.repairs)
    if classes:
        mapping[labels.LABEL] = {"numbers": classes}
    for plan in plans:
        if plan.is_left_out:
            continue
        target = place / plan.target
        target.parent.mkdir(parents=True, exist_ok=True)
        if plan.told is None:
            dropped += mending.mend(plan.file, target, plan.held, plan.repairs, plan.encoding, classes)
            continue
        if plan.wanted == plan.held:
            plan.told.setdefault("missing", "keep")
        if plan.wanted == plan.held == "csv":
            plan.told["ragged"] = True
        try:
            dropped += convert(plan.file, held=plan.held, to=plan.wanted, output=target, **plan.told).dropped
        except ConversionError as error:
            raise ConversionError(f"{error} (advisor fix is told so by {_HINT})") from error
    return dropped, mapping
