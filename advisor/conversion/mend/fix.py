"""Mends what a check found: what its findings name, what it must ask, and what is left for a person at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from filecmp import cmp
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

from advisor.conversion.at_hand import at_hand
from advisor.conversion.errors import ConversionError, UndecidedError
from advisor.conversion.mend.plan import Plan, plans_of
from advisor.conversion.mend.preview import preview
from advisor.conversion.mend.repairs import QUESTIONS, Answers
from advisor.conversion.mend.settle import settle
from advisor.conversion.mend.writing import write
from advisor.conversion.results import Aside, Fixed, Preview, Step
from advisor.conversion.tables.mapping import save
from advisor.conversion.target import Unchanged, whole
from advisor.conversion.unzipped import unzipped
from advisor.dataset.storage import is_s3
from advisor.engine.check import check
from advisor.engine.options import Job
from advisor.findings import Report
from advisor.knowledge.load import algorithms

ROUNDS = 4
"""How often the result is looked at again: what could not be read hides what is in it."""


def fix(
    path: str | Path,
    *,
    algorithm: str | None,
    output: str | Path | None = None,
    answers: Mapping[str, str] | None = None,
    job: Job | None = None,
    hyperparameters: Mapping[str, object] | None = None,
    content_types: Mapping[str, str] | None = None,
    mapping: str | Path | None = None,
    dry_run: bool = False,
    force: bool = False,
    requester_pays: bool = False,
) -> Fixed:
    """Writes the data below `path` to a new folder, mended as the findings of a check name it.

    `path`: on this machine, also a zip file, or `s3://bucket/prefix`. `algorithm`: the one that is to read it; if None,
    what is wrong for every reader is mended. `job`, `hyperparameters`, `content_types`: as for the check. `answers`:
    question -> choice. Where one is missing, nothing is written and `questions` says which. `dry_run`: all is done in a
    folder for the time being, and shown. Files without a finding are copied to the byte. `mapping`: a file to keep the
    numbers of categories and the means in.
    Raises `ConversionError`, or what `advisor.check` raises.
    """
    if odd := sorted((answers or {}).keys() - QUESTIONS.keys()):
        raise ConversionError(f"--answer {odd[0]}: there is no such question; there are {', '.join(QUESTIONS)}")
    if output is not None and is_s3(output):
        raise ConversionError(f"{output}: the result is written on this machine: send it with aws s3 sync afterwards")
    if output is None and not dry_run:
        raise ConversionError("say where to write the result (--output DIR), or only look (--dry-run)")
    asked: dict[str, Any] = {
        "algorithm": algorithm, "job": job, "hyperparameters": hyperparameters, "content_types": content_types
    }  # fmt: skip
    target = Path(gettempdir(), "advisor") if dry_run or output is None else Path(output)
    with ExitStack() as stack:
        fetched = stack.enter_context(at_hand(path, target, requester_pays=requester_pays))
        names = {name for algorithm in algorithms().values() for name in algorithm.channel_names}
        root = stack.enter_context(unzipped(fetched, target, names))
        unchanged = Unchanged(_files(root))
        before = check(root, **asked)
        place = stack.enter_context(_place(target, dry_run=dry_run, force=force, source=fetched))
        rounds = _Rounds(root, asked, Answers(dict(answers or {})))
        after = rounds.run(before, place)
        unchanged.confirm()
        if after is None:
            open_questions = tuple(rounds.answers.open.values())
            return Fixed(steps=rounds.steps(), questions=open_questions, before=before.summary)
        shown = rounds.previews(place) if dry_run else ()
    if mapping and rounds.mapping and not dry_run:
        save(rounds.mapping, Path(mapping))
    return Fixed(
        steps=rounds.steps(), before=before.summary, after=after.summary, verdict=after.verdict,
        dropped=rounds.dropped, aside=tuple(rounds.aside), notes=tuple(rounds.notes),
        left=tuple(f for f in after.findings if f.severity != "info"), preview=shown,
        output=None if dry_run else str(output), mapping=rounds.mapping, content_types=_content_types(after),
    )  # fmt: skip


class _Rounds:
    """Data mended again and again, until no finding names a repair."""

    def __init__(self, root: Path, asked: dict[str, Any], answers: Answers) -> None:
        self._root, self._asked, self.answers = root, asked, answers
        self._repairs: dict[str, dict[str, None]] = {}
        self._paths: dict[str, str | None] = {}
        """File of the data -> its path in the result; None where it is left out."""
        self._formats: dict[str, tuple[str, str]] = {}
        """File of the data -> its format at first, and at last."""
        self.mapping: dict[str, Any] = {}
        self.dropped = 0
        self.aside: list[Aside] = []
        self.notes: dict[str, None] = {}

    def run(self, report: Report, place: Path) -> Report | None:
        """Writes the result; the last check of it, or None where a question is open."""
        source, found = self._root, None
        for number in range(ROUNDS):
            plans = list(plans_of(source, _files(source), report))
            settle(plans, report, self.answers)
            named = {(plan.name, plan.repairs) for plan in plans if plan.repairs}
            if number and (not named or named == found):
                break
            found = named
            if self.answers.open:
                self._note(plans)
                return None
            target = place.parent / f"round{number}"
            target.mkdir()
            try:
                self._write(plans, target)
            except UndecidedError as error:
                self.answers.get(error.question)
                self._note(plans)
                return None
            self._note(plans, target)
            source, report = target, check(target, **self._asked)
        source.rename(place)
        return report

    def _note(self, plans: list[Plan], written: Path | None = None) -> None:
        """Keeps what becomes of each file, by the name that it had at first; what came out as it was is no repair."""
        first = {now: name for name, now in self._paths.items() if now is not None}
        for plan in plans:
            name = first.get(plan.name, plan.name)
            self._paths[name] = None if plan.because else plan.target
            whole = (Aside(file=name, because=plan.because),) if plan.because else ()
            self.aside += whole or (file.model_copy(update={"file": name}) for file in plan.aside)
            self.notes |= dict.fromkeys(f"{name}: {note}" for note in plan.notes)
            self.dropped += plan.dropped
            self._formats[name] = (self._formats.get(name, (plan.held, ""))[0], plan.wanted)
            if written is None or _is_changed(plan, written):
                self._repairs.setdefault(name, {}).update(dict.fromkeys(plan.repairs))

    def _write(self, plans: list[Plan], target: Path) -> None:
        if all(plan.because for plan in plans):
            raise ConversionError(f"{self._root}: every file would be left out: {plans[0].name}: {plans[0].because}")
        with TemporaryDirectory() as work:
            learned = write(plans, target, Path(work))
        self.mapping |= {column: what for column, what in learned.items() if not _is_as_before(what)}
        for plan in plans:
            self.answers.forget(plan.keywords or {})

    def steps(self) -> tuple[Step, ...]:
        return tuple(
            Step(file=name, repairs=tuple(repairs), output=self._paths[name])
            for name, repairs in self._repairs.items()
            if repairs
        )

    def previews(self, place: Path) -> tuple[Preview, ...]:
        root = self._root.parent if self._root.is_file() else self._root
        changed = [(step.file, step.output) for step in self.steps() if step.output is not None]
        return tuple(
            Preview(
                file=name,
                before=preview(root / name, self._formats[name][0]),
                after=preview(place / now, self._formats[name][1]),
            )
            for name, now in changed
        )


def _is_changed(plan: Plan, written: Path) -> bool:
    now = written / plan.target
    if plan.because or plan.target != plan.name or not now.exists():
        return True
    return bool(plan.repairs) and not cmp(plan.file, now, shallow=False)


def _is_as_before(what: Mapping[str, Any]) -> bool:
    """Whether a column learned nothing but the numbers that it has."""
    return "mean" not in what and all(text == str(number) for text, number in what.get("numbers", {}).items())


def _content_types(report: Report) -> dict[str, str | None]:
    """What each channel must be sent as."""
    unlabelled = {finding.channel for finding in report.findings if finding.name == "label-size-not-declared"}
    types = {name: channel.content_type for name, channel in report.channels.items()}
    return {name: f"{held};label_size=0" if name in unlabelled else held for name, held in types.items()}


def _files(root: Path) -> list[Path]:
    if not root.exists():
        raise ConversionError(f"{root}: there is no such file or folder")
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
