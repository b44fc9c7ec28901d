"""What is known of each file of a data set, by what its findings name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from advisor.case.model import ANNOTATIONS
from advisor.case.repairs import TABLES, WRITE
from advisor.conversion.convert import held_by
from advisor.conversion.mend.files import kinds as mending
from advisor.conversion.mend.files import pictures
from advisor.conversion.mend.files.order import FOLLOW, Moved, Order
from advisor.conversion.mend.repairs import Keywords
from advisor.conversion.results import Aside
from advisor.conversion.tables.writers import ENDINGS
from advisor.dataset.layout import TRAINING
from advisor.findings import Finding, Report

_FAMILIES = {"CSV": "csv", "SVM": "libsvm", "PAR": "parquet", "REC": "recordio-protobuf", **mending.FAMILIES}
"""First letters of a rule -> the format that its files are read as, or how they are mended."""


GREY_AMONG_COLOUR = "IMG116"
"""The rule that names the first of several pictures of a channel."""


@dataclass(slots=True)
class Plan:
    """What becomes of one file. `keywords`: of its conversion; None where it is copied as it is."""

    file: Path
    name: str
    channel: str | None
    held: str
    findings: list[Finding] = field(default_factory=list)
    wanted: str = ""
    keywords: Keywords | None = None
    renamed: str | None = None
    """What the folder of its channel is to be called."""
    answers: dict[str, str] = field(default_factory=dict)
    """To what the repairs of a file that is no table ask."""
    because: str | None = None
    """Why it is left out as a whole."""
    named: str | None = None
    """Its new path in its channel."""
    alike: tuple[str, ...] = ()
    """Repairs that findings on other files name, and that are of all files of the kind."""
    moved: Moved = field(default_factory=dict)
    """What became of the pictures that it names."""
    lost: frozenset[str] = frozenset()
    """Pictures that it names, that are not there, and whose lines are left out."""
    dropped: int = 0
    aside: tuple[Aside, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def channel_folder(self) -> str:
        """The first folder of its path; none where it lies at the top."""
        return self.name.rpartition("/")[0].partition("/")[0]

    @property
    def inside(self) -> str:
        """Its path in that folder."""
        return self.name.removeprefix(f"{self.channel_folder}/")

    @property
    def repairs(self) -> tuple[str, ...]:
        renamed = ("rename-channel",) if self.renamed else ()
        follows = (FOLLOW,) if self.moved else ()
        own = (finding.repair for finding in self.findings if finding.repair)
        return tuple(dict.fromkeys((*renamed, *own, *self.alike, *follows)))

    @property
    def target(self) -> str:
        """Its path below the result."""
        folder = self.renamed or self.channel_folder if self.channel_folder else ""
        name = PurePosixPath(folder, self.named or self.inside)
        return (name if self.wanted == self.held else name.with_suffix(ENDINGS[self.wanted])).as_posix()

    @property
    def order(self) -> Order:
        rules = frozenset(finding.rule for finding in self.findings)
        return Order(self.repairs, rules, self.answers, moved=self.moved, lost=self.lost)


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
        called = next((item for item in renamed if _is_meant(folder, item)), None)
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
