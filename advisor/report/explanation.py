"""What is behind a failure, or what a rule says, for a terminal or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from advisor.case.words import number_of
from advisor.contract import SCHEMA_VERSION, escaped, json_form
from advisor.findings import Finding, Report
from advisor.report.places import place
from advisor.report.terminal import Look
from advisor.rules.families import SUBJECTS

if TYPE_CHECKING:
    from advisor.explanation import Answer, Explanation

IN_FULL = 3
"""Rules that are shown with all they say; the rest are only listed."""
MOST_FINDINGS = 5

_LABEL = 10
UNKNOWN = "No known rule prevents a failure with these words. To check the data itself: advisor check DATA"
UNSURE = "Nothing is certain; these are closest to what you told."
SURE = 0.4
"""How likely the first rule must be to be named without a word of doubt."""


def as_json(answer: Answer, report: Report | None = None) -> str:
    document = {"schema_version": SCHEMA_VERSION, **json_form(answer)}
    if report:
        document["findings"] = [json_form(finding) for finding in _explaining(answer, report)]
    return json.dumps(document, indent=2) + "\n"


def as_text(answer: Answer, look: Look, report: Report | None = None) -> str:
    sections = [
        *([look.wrap(UNSURE)] if is_unsure(answer) else []),
        *([_not_data(answer, look)] if answer.not_data else []),
        *(_page(explanation, look) for explanation in answer.rules[:IN_FULL]),
        *_others(answer.rules[IN_FULL:], look),
        *([_found(answer, report, look)] if report else []),
        *([look.wrap(f"To settle it: {answer.settled_by}")] if answer.settled_by and not report else []),
    ]
    return "\n\n".join("\n".join(section) for section in sections or [look.wrap(UNKNOWN)]) + "\n"


def is_unsure(answer: Answer) -> bool:
    """Whether what comes first is not likely enough to be named without a word of doubt."""
    likely = answer.not_data_match if answer.not_data else answer.rules[0].match if answer.rules else None
    return likely is not None and likely < SURE


def as_list(answer: Answer, look: Look) -> str:
    """A line for each rule, below the title of its subject."""
    lines: list[str] = []
    for letters, rules in groupby(answer.rules, key=lambda rule: rule.rule[:3]):
        lines += ["", look.paint(f"{letters}  {SUBJECTS[letters].title}", "bold")]
        for rule in rules:
            lines += look.wrap(rule.summary, f"  {rule.rule} {rule.severity:<8}", " " * 17)
    return "\n".join(lines[1:]) + "\n"


def _not_data(answer: Answer, look: Look) -> list[str]:
    return [*look.wrap(answer.not_data or ""), *(look.paint(address, "dim") for address in answer.not_data_source)]


def _page(explanation: Explanation, look: Look) -> list[str]:
    head = f"{look.paint(explanation.rule, 'bold')} {explanation.name} ({explanation.severity})"
    if explanation.match is not None:
        head += look.paint(f"  {explanation.match:.0%} likely", "dim")
    error = f'"{escaped(explanation.training_error, 500)}"' if explanation.training_error else ""
    said = f'"{escaped(explanation.evidence, 200)}"' if explanation.evidence else ""
    prevents = "Prevents" if explanation.severity == "error" else "May say"
    labelled = {"Told": said, "Why": explanation.why, "Fix": explanation.fix, prevents: error}
    lines = [line for label, text in labelled.items() if text for line in look.wrap(text, f"  {label:<{_LABEL}}")]
    sources = (look.paint(address, "dim") for address in explanation.source)
    return [head, *look.wrap(explanation.summary, "  "), *lines, *sources, *_example(explanation.example, look)]


def _example(difference: str | None, look: Look) -> list[str]:
    if difference is None:
        return []
    colours = {"-": "red", "+": "green"}
    shown = [
        look.paint(escaped(line, look.width), colours[line[0]]) if line[:1] in colours else escaped(line, look.width)
        for line in difference.splitlines()
    ]
    return ["  Example, and how to fix it:", *(f"  {line}".rstrip() for line in shown)]


def _others(others: Sequence[Explanation], look: Look) -> Iterator[list[str]]:
    if others:
        lines = (look.wrap(f"{other.rule} {other.name}: {other.summary}", "  ", "    ") for other in others)
        yield ["The same failure has other causes", *(line for part in lines for line in part)]


def _found(answer: Answer, report: Report, look: Look) -> list[str]:
    """What a check of the data found of it, and how much else it found."""
    explaining = _explaining(answer, report)
    rest = sum(finding.severity == "error" for finding in report.findings if finding not in explaining)
    head = "The check finds" if explaining else "The check finds none of this"
    lines = [
        line
        for finding in explaining[:MOST_FINDINGS]
        for line in look.wrap(
            f"{finding.rule} at {place(finding.location, finding.channel)}: {finding.message}", "  ", "    "
        )
    ]
    others = [f"{number_of(rest, 'other error')}: see advisor check"] if rest else []
    return [head, *lines, *others]


def _explaining(answer: Answer, report: Report) -> list[Finding]:
    named = [explanation.rule for explanation in answer.rules]
    return sorted(
        (finding for finding in report.findings if finding.rule in named), key=lambda finding: named.index(finding.rule)
    )
