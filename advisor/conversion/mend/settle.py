"""What becomes of each file: what its repairs tell together, what was answered, and what is left out."""

from __future__ import annotations

from advisor.case.model import ANNOTATIONS
from advisor.case.repairs import TABLES
from advisor.conversion.convert import held_by
from advisor.conversion.mend.files import numbering, pictures
from advisor.conversion.mend.files.order import BROKEN, LEAVE_OUT, MOVE_LABEL, SET_ASIDE
from advisor.conversion.mend.following import leave_out_twins
from advisor.conversion.mend.pairing import pair
from advisor.conversion.mend.plan import Plan
from advisor.conversion.mend.repairs import (
    AS_ANSWERED,
    AS_ANSWERED_OF_ROWS,
    ASKED,
    FIRST,
    LOCAL,
    UNDECODED,
    Answers,
    Group,
    Keywords,
    Seen,
    keywords_of,
)
from advisor.conversion.tables.convert import ROWS
from advisor.findings import Report
from advisor.knowledge.load import algorithm_named
from advisor.knowledge.models.requirements import Labels

OF_FILES = ("IMG", "LAY")
"""First letters of the rules that say of a file as a whole that it is broken."""

UNREAD = {"write-utf-8", "write-json-lines"}
"""Repairs without which samples cannot be read."""
LIST = ".lst"
SERIES = "rename-series"
"""The repair of a file of time series whose ending is not that of what it holds."""
SERIES_ENDINGS = {"gzip": ".json.gz", "parquet": ".parquet", "time-series-parquet": ".parquet"}


def settle(plans: list[Plan], report: Report, answers: Answers) -> None:
    """Says of each file what becomes of it. What touches columns touches those of all files of the format."""
    for plan in plans:
        _decide(plan, answers)
    pair(plans, answers)
    leave_out_twins(plans)
    _treat_alike(plans)
    _treat_masks_alike(plans, answers)
    _call_by_content(plans)
    unasked = {plan.name: _unasked(plan, report, answers) for plan in plans}
    for plan in plans:
        plan.alike = (*plan.alike, *unasked[plan.name])
    for fmt in sorted({plan.held for plan in plans if plan.repairs} & {*TABLES}):
        own = [plan for plan in plans if plan.held == fmt and not plan.because]
        group = Group(fmt, _text_columns(report, own), _widths(report))
        shared = [Seen.of(f) for plan in own for f in plan.findings if f.repair not in LOCAL]
        common = keywords_of(shared, answers, group)
        for plan in own:
            keywords = {**common, **keywords_of(map(Seen.of, plan.findings), answers, group)}
            keywords |= _as_other(plan, report, answers) if plan.wanted != plan.held else {}
            keywords |= keywords_of(map(Seen, unasked[plan.name]), answers, group)
            if plan.findings or keywords:
                plan.keywords = keywords


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


def _treat_alike(plans: list[Plan]) -> None:
    """What is numbered in one file is numbered in all of its kind, once all of them can be read."""
    if not any(numbering.KINDS.keys() & {*plan.repairs} for plan in plans):
        return
    kinds = {plan.name: _kind(plan) for plan in plans}
    is_hidden = any({*plan.repairs} & UNREAD or kinds[plan.name] in numbering.PACKED for plan in plans)
    for plan in plans if is_hidden else ():
        plan.findings = [finding for finding in plan.findings if finding.repair not in numbering.KINDS]
    for repair, kind in numbering.KINDS.items():
        own = {kinds[plan.name] for plan in plans if repair in plan.repairs}
        for plan in plans:
            if repair not in plan.repairs and kinds[plan.name] in own:
                plan.alike = (*plan.alike, repair)
                plan.held = plan.wanted = kind.held


def _kind(plan: Plan) -> str:
    """The kind of files among which a number of a class means the same."""
    if plan.file.suffix == LIST:
        return LIST
    is_annotation = plan.channel_folder.endswith(ANNOTATIONS) and plan.file.suffix == ".json"
    return ANNOTATIONS if is_annotation else held_by(plan.file)


def _treat_masks_alike(plans: list[Plan], answers: Answers) -> None:
    """White becomes the class 1 in all masks or in none: only where all of them hold black and white alone."""
    if not any(pictures.OBJECT in plan.repairs for plan in plans):
        return
    masks = [plan for plan in plans if plan.channel_folder.endswith(ANNOTATIONS) and plan.file.suffix == ".png"]
    if not pictures.are_black_and_white(plan.file for plan in masks):
        return
    for plan in masks:
        plan.answers["object"] = answers.get("object") or ""
        plan.alike = (*plan.alike, pictures.OBJECT)
        plan.held = plan.wanted = "picture"


def _call_by_content(plans: list[Plan]) -> None:
    """Gives files of time series the ending of what they hold, where the name is free."""
    names = {plan.name.casefold() for plan in plans}
    for plan in plans:
        if SERIES in plan.repairs:
            stem = plan.inside.removesuffix(".gz").rpartition(".")[0] or plan.inside
            name = stem + SERIES_ENDINGS.get(held_by(plan.file), ".json")
            full = "/".join(filter(None, (plan.channel_folder, name)))
            if full.casefold() not in names:
                plan.named = name
                names.add(full.casefold())


def _widths(report: Report) -> dict[str, int]:
    """The cells that the rows of each channel have."""
    return {name: channel.profile["width"] for name, channel in report.channels.items() if "width" in channel.profile}


def _as_other(plan: Plan, report: Report, answers: Answers) -> Keywords:
    """The further options for a file that is written in another format."""
    has_label = _wants_label(report, plan.channel)
    further: Keywords = {}
    if plan.held in (*ROWS, "npy"):
        label = answers.get("target") if has_label else None
        further = {} if label is None else {"label": label}
    elif not has_label and plan.wanted == "csv":
        further = {"unlabelled": True}
    repairs = AS_ANSWERED_OF_ROWS if plan.held in ROWS else AS_ANSWERED
    answered = [seen for name, seen in repairs.items() if name in answers.given]
    group = Group(plan.held)
    if keywords_of(answered, answers, group).get("null"):
        answered.append(AS_ANSWERED["missing"])
    return {**keywords_of(answered, answers, group), **further}


def _unasked(plan: Plan, report: Report, answers: Answers) -> tuple[str, ...]:
    """Repairs that no finding calls for, but the person's answers do."""
    read_as = {name: channel.format for name, channel in report.channels.items()}
    named = plan.channel or plan.channel_folder
    read = read_as.get(named) if named in read_as or len(read_as) > 1 else next(iter(read_as.values()), None)
    if not plan.held == plan.wanted == read or plan.held not in ROWS or plan.because:
        return ()
    is_moved = answers.given.get("target", FIRST) != FIRST and _wants_label(report, plan.channel)
    return (MOVE_LABEL,) * is_moved + ("keep-columns",) * ("columns" in answers.given)


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
    found = {i for own in columns for i, item in enumerate(own, 1) if isinstance(item, dict) and item.get("text")}
    return tuple(map(str, sorted(found)))
