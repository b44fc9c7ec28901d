"""Mends what a check found: what its findings name, what it must ask, and what is left for a person at the end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from advisor.case.repairs import TABLES, WRITE
from advisor.conversion.convert import convert, held_by
from advisor.conversion.errors import ConversionError
from advisor.conversion.preview import preview
from advisor.conversion.repairs import AS_ANSWERED, LOCAL, QUESTIONS, Answers, Group, Seen, Told, told_by
from advisor.conversion.results import Fixed, Preview, Step
from advisor.conversion.tables import learn
from advisor.conversion.tables.convert import ROWS, learned_together
from advisor.conversion.tables.writers import ENDINGS
from advisor.conversion.target import Unchanged, whole
from advisor.dataset.storage import is_s3
from advisor.engine.check import check
from advisor.engine.options import Job
from advisor.findings import Finding, Report
from advisor.knowledge.load import algorithm_named
from advisor.knowledge.requirements import Labels

_FAMILIES = {"CSV": "csv", "SVM": "libsvm", "PAR": "parquet", "REC": "recordio-protobuf"}
"""First letters of a rule -> the format that its files are read as."""


_HINT = "--answer, such as missing=drop, text=numbers or beyond=clip"


@dataclass(slots=True)
class _Plan:
    """What becomes of one file. `told`: the options of its conversion; None where it is copied as it is."""

    file: Path
    name: str
    channel: str | None
    held: str
    findings: list[Finding] = field(default_factory=list)
    wanted: str = ""
    told: Told | None = None

    @property
    def repairs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(f.repair for f in self.findings if f.repair))

    @property
    def is_left_out(self) -> bool:
        return "leave-out" in self.repairs

    @property
    def target(self) -> str:
        """Its path below the result."""
        name = Path(self.name)
        return self.name if self.wanted == self.held else name.with_suffix(ENDINGS[self.wanted]).as_posix()


def fix(
    path: str | Path,
    *,
    algorithm: str,
    output: str | Path,
    answers: Mapping[str, str] | None = None,
    job: Job | None = None,
    hyperparameters: Mapping[str, object] | None = None,
    mapping: str | Path | None = None,
    dry_run: bool = False,
    force: bool = False,
) -> Fixed:
    """Writes the data below `path` to a new folder, mended as the findings of a check name it.

    `answers`: question -> choice. Where one is missing, nothing is written and `questions` says which. `dry_run`: all
    is done in a folder for the time being, and shown. Files without a finding are copied to the byte. `mapping`: a file
    to keep the numbers of categories and the means in.
    Raises `ConversionError`, or what `advisor.check` raises.
    """
    root = Path(path)
    files = _files(root)
    asked: dict[str, Any] = {"algorithm": algorithm, "job": job, "hyperparameters": hyperparameters}
    before = check(path, **asked)
    plans = list(_plans(root, files, before))
    known = Answers(answers or {})
    _refuse_unknown(known)
    _settle(plans, before, known)
    steps = tuple(
        Step(file=p.name, repairs=p.repairs, output=None if p.is_left_out else p.target) for p in plans if p.repairs
    )
    if known.open:
        return Fixed(steps=steps, questions=tuple(known.open.values()), before=before.summary)
    unchanged = Unchanged(files)
    with _place(Path(output), dry_run=dry_run, force=force, source=root) as place, TemporaryDirectory() as work:
        place.mkdir()
        dropped, learned = _write(plans, place, Path(work))
        after = check(place, **asked)
        unchanged.confirm()
        changed = [plan for plan in plans if plan.told is not None and dry_run]
        shown = tuple(
            Preview(file=p.name, before=preview(p.file, p.held), after=preview(place / p.target, p.wanted))
            for p in changed
        )
    if mapping and learned and not dry_run:
        learn.save(learned, Path(mapping))
    return Fixed(
        steps=steps, before=before.summary, after=after.summary, verdict=after.verdict, dropped=dropped,
        left=tuple(f for f in after.findings if f.severity != "info"), preview=shown,
        output=None if dry_run else str(output), mapping=learned,
        content_types=_content_types(after),
    )  # fmt: skip


def _content_types(report: Report) -> dict[str, str | None]:
    """What each channel must be sent as."""
    unlabelled = {finding.channel for finding in report.findings if finding.name == "label-size-not-declared"}
    types = {name: channel.content_type for name, channel in report.channels.items()}
    return {name: f"{held};label_size=0" if name in unlabelled else held for name, held in types.items()}


def _files(root: Path) -> list[Path]:
    if is_s3(root) or not root.exists():
        raise ConversionError(
            f"{root}: there is no such file or folder on this machine: fetch it with aws s3 sync first"
        )
    return [root] if root.is_file() else [file for file in sorted(root.rglob("*")) if file.is_file()]


@contextmanager
def _place(output: Path, *, dry_run: bool, force: bool, source: Path) -> Iterator[Path]:
    """The folder to write to: one that becomes the output, or one for the time being."""
    if not dry_run:
        with whole(output, force=force, sources=[source]) as place:
            yield place
        return
    with TemporaryDirectory(prefix="advisor-") as folder:
        yield Path(folder, "result")


def _plans(root: Path, files: list[Path], report: Report) -> Iterator[_Plan]:
    """What is known of each file."""
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.repair and finding.location.file:
            found.setdefault(finding.location.file, []).append(finding)
    for file in files:
        name = file.name if root.is_file() else file.relative_to(root).as_posix()
        own = found.get(name, [])
        families = [_FAMILIES[f.rule[:3]] for f in own if f.rule[:3] in _FAMILIES]
        held = families[0] if families else held_by(file)
        written = [f.repair.removeprefix(WRITE) for f in own if f.repair and f.repair.startswith(WRITE)]
        wanted = next((fmt for fmt in written if fmt in TABLES), held)
        channel = own[0].channel if own else None
        yield _Plan(file, name, channel, held, own, wanted)


def _settle(plans: list[_Plan], report: Report, answers: Answers) -> None:
    """Says of each file what becomes of it. What touches columns touches those of all files of the format."""
    for held in sorted({plan.held for plan in plans if plan.repairs} & {*TABLES}):
        own = [plan for plan in plans if plan.held == held and not plan.is_left_out]
        group = Group(held, _text_columns(report, own))
        shared = [Seen.of(f) for plan in own for f in plan.findings if f.repair not in LOCAL]
        common = _told(told_by(shared, answers, group))
        for plan in own:
            told = {**common, **_told(told_by(map(Seen.of, plan.findings), answers, group))}
            told |= _as_other(plan, report, answers) if plan.wanted != plan.held else {}
            if plan.repairs or common:
                plan.told = told


def _told(told: Told) -> Told:
    return {name: value for name, value in told.items() if value is not None}


def _as_other(plan: _Plan, report: Report, answers: Answers) -> Told:
    """What a file that is written in another format needs to be told besides."""
    has_label = _wants_label(report, plan.channel)
    told: Told = {}
    if plan.held in (*ROWS, "npy"):
        told["label"] = answers.get("target") if has_label else None
    elif not has_label and plan.wanted == "csv":
        told["unlabelled"] = True
    as_found = [seen for name, seen in AS_ANSWERED.items() if name in answers.given]
    return _told({**told_by(as_found, answers, Group(plan.held)), **told})


def _wants_label(report: Report, channel: str | None) -> bool:
    facts = algorithm_named(report.algorithm or "")
    demands = [d for d in facts.data if isinstance(d, Labels) and (not d.channels or channel in d.channels)]
    return any(demand.presence == "required" for demand in demands)


def _text_columns(report: Report, plans: list[_Plan]) -> tuple[str, ...]:
    """The columns of the channels of these files that hold text, by their numbers from 1."""
    channels = {plan.channel for plan in plans} & report.channels.keys()
    columns = [report.channels[str(name)].profile.get("columns", []) for name in channels]
    found = {i for own in columns for i, one in enumerate(own, 1) if isinstance(one, dict) and one.get("text")}
    return tuple(map(str, sorted(found)))


def _refuse_unknown(answers: Answers) -> None:
    if odd := sorted(answers.given.keys() - QUESTIONS.keys()):
        raise ConversionError(f"--answer {odd[0]}: there is no such question; there are {', '.join(QUESTIONS)}")


def _write(plans: list[_Plan], place: Path, work: Path) -> tuple[int, dict[str, Any]]:
    """Writes every file; gives back how many rows were left out, and what was learned of the columns."""
    dropped, mapping = 0, {}
    for held in {plan.held for plan in plans if plan.told is not None}:
        own = [plan for plan in plans if plan.held == held and plan.told is not None]
        alike, learned = learned_together(held, [p.file for p in own], [p.told or {} for p in own], work)
        mapping.update(learned)
        for plan in own:
            plan.told = {**(plan.told or {}), **alike}
    for plan in plans:
        if plan.is_left_out:
            continue
        target = place / plan.target
        target.parent.mkdir(parents=True, exist_ok=True)
        if plan.told is None:
            shutil.copyfile(plan.file, target)
            continue
        if plan.wanted == plan.held:
            plan.told.setdefault("missing", "keep")
        try:
            dropped += convert(plan.file, held=plan.held, to=plan.wanted, output=target, **plan.told).dropped
        except ConversionError as error:
            raise ConversionError(f"{error} (advisor fix is told so by {_HINT})") from error
    return dropped, mapping
