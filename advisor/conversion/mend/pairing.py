"""Lists and annotations that do not lead to their pictures: led there where it is certain, or else left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from advisor.case.model import ANNOTATIONS, LISTS
from advisor.conversion.errors import ConversionError
from advisor.conversion.images.sources.json_files import loaded
from advisor.conversion.mend.files.order import FOLLOW, LEAVE_OUT, UNPAIRED, last_field
from advisor.conversion.mend.plan import Plan
from advisor.conversion.mend.repairs import Answers

ALONE = "leave-out-unpaired"
"""The repair of a picture without its annotation, and the other way round."""
NAME = "rename-annotation"
"""The repair of an annotation that is not called as its picture."""


def pair(plans: list[Plan], answers: Answers) -> None:
    """Says of each file that is not paired, and of each list, what becomes of it."""
    pictures = _Pictures(plans)
    for plan in plans:
        if plan.because is None and FOLLOW in plan.repairs:
            _lead(plan, pictures, answers)
        if plan.because is None and ALONE in plan.repairs and answers.get(UNPAIRED) == LEAVE_OUT:
            plan.because = next(finding.message for finding in plan.findings if finding.repair == ALONE)
            plan.dropped = int(not plan.channel_folder.endswith(ANNOTATIONS))
    _call_as_pictures([plan for plan in plans if NAME in plan.repairs], plans)


class _Pictures:
    """The files of each channel, found again by paths that lead to them in another spelling, or from further up."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        self._names: dict[str, set[str]] = defaultdict(set)
        self._any_case: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for plan in plans:
            self._names[plan.channel_folder].add(plan.inside)
            self._any_case[plan.channel_folder][plan.inside.casefold()].append(plan.inside)

    def found(self, channel: str, said: Iterable[str]) -> dict[str, str | None]:
        """What each path means; None where nothing is there, or two paths would mean one file."""
        meant = {path: self._meant(channel, path) for path in said}
        times = Counter(name for name in meant.values() if name)
        return {path: name if name and (path == name or times[name] == 1) else None for path, name in meant.items()}

    def _meant(self, channel: str, said: str) -> str | None:
        if said in self._names[channel]:
            return said
        parts = [part for part in said.split("/") if part not in ("", ".", "..")]
        for start in range(len(parts)):
            alike = self._any_case[channel].get("/".join(parts[start:]).casefold(), [])
            if alike:
                return alike[0] if len(alike) == 1 else None
        return None


def _lead(plan: Plan, pictures: _Pictures, answers: Answers) -> None:
    if plan.held == "annotation":
        said = named(plan.file)
        where = pictures.found(plan.channel_folder.removesuffix(ANNOTATIONS), [said])[said]
        stem = PurePosixPath(plan.inside).stem
        if where and PurePosixPath(where).stem == stem:
            plan.moved = {said: where}
        return
    found = pictures.found(plan.channel_folder.removesuffix(LISTS), listed(plan.file))
    lost = {path for path, name in found.items() if name is None}
    if lost and answers.get(UNPAIRED) == LEAVE_OUT:
        plan.lost = frozenset(lost)
    plan.moved = {path: name for path, name in found.items() if name and name != path}


def _call_as_pictures(plans: list[Plan], everything: list[Plan]) -> None:
    """Gives annotations the names of their pictures, where one annotation names each, and the name is free."""
    wanted = {plan.name: PurePosixPath(named(plan.file)).with_suffix(".json").as_posix() for plan in plans}
    times = Counter((plan.channel_folder, wanted[plan.name].casefold()) for plan in plans)
    taken = {plan.name.casefold() for plan in everything}
    for plan in plans:
        name = wanted[plan.name]
        is_free = f"{plan.channel_folder}/{name}".casefold() not in taken
        if is_free and times[plan.channel_folder, name.casefold()] == 1:
            plan.named = name


def listed(file: Path) -> set[str]:
    """The pictures that a list names, however its fields are parted."""
    with file.open("rb") as stream:
        return {last_field(line.decode("utf-8", "replace")) for line in stream if line.strip()}


def named(file: Path) -> str:
    """The picture that an annotation names."""
    try:
        document = loaded(file)
    except ConversionError:
        return ""
    return str(document.get("file")) if isinstance(document, dict) else ""
