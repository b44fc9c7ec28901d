"""From a case to findings: runs every rule, looks again where places are missing, and puts the words together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.case.repairs import repair_of
from advisor.contract import escaped
from advisor.findings import SEVERITIES, Example, Finding, Location, Severity, Skipped
from advisor.knowledge.load import page_address
from advisor.profile.base import Place, Tally
from advisor.profile.predicates import Predicate
from advisor.rules import judging
from advisor.rules.base import NEEDS, Rule

LONGEST_TEXT = 2000

Locate = Callable[[str, str, Predicate], Tally]
"""(path, format, predicate) -> the places in that file."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of one file, or of no file: a finding in the making."""

    rule: Rule
    hits: list[Hit]

    @property
    def severity(self) -> Severity:
        return self.hits[0].severity or self.rule.severity

    @property
    def message(self) -> str:
        return " ".join(dict.fromkeys(hit.message for hit in self.hits))

    @property
    def fix(self) -> str:
        """What mends it: the hits' own fixes, each once."""
        return " ".join(dict.fromkeys(hit.fix for hit in self.hits if hit.fix)) or self.rule.fix

    @property
    def conversion(self) -> str | None:
        """What could be done to the data so that it no longer applies."""
        return self.hits[0].conversion or self.rule.conversion

    def error_in(self, case: Case) -> str | None:
        """What training would end with; it ends with none where the finding is no error."""
        stated = self.hits[0].training_error
        if self.severity != "error":
            return None
        return self.rule.error_in(case) if stated is None else stated or None

    @property
    def repair(self) -> str | None:
        """What `advisor fix` does about it."""
        return repair_of(self.rule.code, self.conversion)


def verdicts(case: Case) -> tuple[list[Verdict], list[Skipped]]:
    """What every rule says, and what was not judged because something else is broken."""
    found: list[Verdict] = []
    skipped: list[Skipped] = []
    broken: set[tuple[str, str | None]] = set()
    noted = case.noted()
    given = frozenset(need for need in NEEDS if getattr(case, need) is not None)
    held = frozenset(file.format for channel in case.channels.values() for file in channel.files if file.format)
    for rule in judging(given, held):
        if rule.noted and rule.noted not in noted:
            continue
        for hits in _by_file(list(rule.check(case))):
            file = hits[0].file
            blocked = next((r for r in rule.requires if (r, file) in broken), None)
            if blocked:
                skipped.append(
                    Skipped(
                        rule=rule.code,
                        because=f"cannot be judged where {blocked} was found: {escaped(file or 'the request')}",
                    )
                )
                continue
            verdict = Verdict(rule, hits)
            found.append(verdict)
            if verdict.severity == "error":
                broken.add((rule.code, file))
    return found, skipped


def judge(case: Case, locate: Locate) -> tuple[list[Finding], list[Skipped]]:
    """All findings in the order of the report, and what was not judged because something else is broken."""
    found, skipped = verdicts(case)
    held = [Verdict(verdict.rule, hits) for verdict in found if (hits := _held(verdict.hits, locate))]
    findings = [_finding(verdict, case, locate) for verdict in held]
    findings.sort(key=order)
    return findings, skipped


def order(finding: Finding) -> tuple[object, ...]:
    """Findings are sorted by severity, file, place and rule."""
    return SEVERITIES.index(finding.severity), finding.location.order, finding.rule, finding.channel or ""


def _by_file(hits: list[Hit]) -> list[list[Hit]]:
    """One group of hits a finding: those in one file together, those about no file each for itself."""
    if not hits:  # of most rules on most data
        return []
    groups: dict[object, list[Hit]] = {}
    for number, hit in enumerate(hits):
        groups.setdefault((hit.file, hit.severity) if hit.file else number, []).append(hit)
    return list(groups.values())


def _finding(verdict: Verdict, case: Case, locate: Locate) -> Finding:
    rule, first = verdict.rule, verdict.hits[0]
    tallies = [_seen(hit, locate) for hit in verdict.hits]
    tally = tallies[0] if len(tallies) == 1 else Tally.of(tallies)
    examples = tuple(
        Example(location=_location(first.file, s.place), value=None if s.value is None else escaped(s.value))
        for s in tally.first
    )
    sources = first.sources or rule.sources
    return Finding(
        rule=rule.code,
        name=rule.name,
        severity=verdict.severity,
        message=escaped(verdict.message, LONGEST_TEXT),
        channel=first.channel,
        location=examples[0].location if examples else Location(file=first.file),
        value=examples[0].value if examples else None,
        count=max(tally.count, 1),
        count_exact=True,
        examples=examples,
        fix=escaped(verdict.fix, LONGEST_TEXT),
        source=tuple(dict.fromkeys(page_address(source) for source in sources)),
        training_error=verdict.error_in(case),
        repair=verdict.repair,
    )


def _held(hits: list[Hit], locate: Locate) -> list[Hit]:
    """The hits that a second look does not refute."""
    return [hit for hit in hits if not _is_refuted(hit, locate)]


def _is_refuted(hit: Hit, locate: Locate) -> bool:
    if hit.unless is None or hit.file is None or hit.format is None:
        return False
    return locate(hit.file, hit.format, hit.unless).count > 0


def _seen(hit: Hit, locate: Locate) -> Tally:
    if hit.seen is not None and hit.seen.count:
        return hit.seen
    if hit.locate is not None and hit.file is not None and hit.format is not None:
        found = locate(hit.file, hit.format, hit.locate)
        if found.count:
            return found
    tally = Tally()
    if hit.key is not None or hit.value is not None:
        tally.add(Place(key=hit.key), hit.value)
    return tally


def _location(file: str | None, place: Place) -> Location:
    return Location(
        file=file, line=place.line, column=place.column, record=place.record, offset=place.offset, key=place.key
    )


def strict(findings: list[Finding]) -> list[Finding]:
    """Warnings counted as errors."""
    return [f.model_copy(update={"severity": "error"}) if f.severity == "warning" else f for f in findings]
