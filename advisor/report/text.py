"""The report for a person at a terminal: the findings, what was read, and the verdict as the last line."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from itertools import groupby

from advisor.case.words import number_of
from advisor.contract import escaped
from advisor.findings import Acceptance, Example, Finding, LabelReport, Location, Report
from advisor.report.excerpt import excerpt
from advisor.report.groups import grouped
from advisor.report.places import place
from advisor.report.terminal import Look, Shown, size, totals
from advisor.rules import why

MOST = 10
"""Rules whose findings are shown in full unless all are asked for."""

OTHERS_SHOWN = 5
"""Further places, and further files, of one rule that are listed."""

_COLOUR = {"error": "red", "warning": "yellow", "info": "blue"}
ACCEPTS = {"as-is": ("as it is", "green"), "after-conversion": ("converted", "yellow"), "no": ("no", "red")}
_LABEL = 9


def render(shown: Sequence[Shown]) -> str:
    return "\n".join(_titled(entry) + _rendered(entry.report, entry.look) for entry in shown)


def _titled(shown: Shown) -> str:
    return shown.look.paint(f"== {escaped(shown.name)}", "bold") + "\n\n" if shown.name else ""


def _rendered(report: Report, look: Look) -> str:
    sections = [
        *_findings(report, look),
        _acceptances(report.algorithms or (), look),
        _read(report, look),
        _derived(report, look),
        _skipped(report, look),
        _ignored(report, look),
        _verdict(report, look),
    ]
    return "\n\n".join("\n".join(section) for section in sections if section) + "\n"


def _findings(report: Report, look: Look) -> Iterator[list[str]]:
    """One block for each rule and severity: its first finding in full, those in other files in short."""
    groups = [list(group.findings) for group in grouped(report)]
    command = _fix_command(report, look)
    shown = len(groups) if look.is_full else MOST
    for first, *others in groups[:shown]:
        yield [*_headed(first, look), *_others(others, look), *_explained(first, look, command)]
    if groups[shown:]:
        yield [look.paint("Also found (in full: --full)", "bold"), *map(_in_short, groups[shown:])]


def _fix_command(report: Report, look: Look) -> str | None:
    """What mends the data that was checked; None for what does not lie on this machine."""
    if report.algorithm is None or not look.root or look.root.startswith("s3://"):
        return None
    arguments = ["--job", look.job, *look.told] if look.job else look.told
    return shlex.join(["advisor", "fix", look.root, "--algorithm", report.algorithm, *arguments, "--output", "fixed"])


def _in_short(found: list[Finding]) -> str:
    first = found[0]
    files = f" in {number_of(len(found), 'file')}" if first.location.file else ""
    return f"  {first.severity:<8} {first.rule} {first.name}: {number_of(sum(f.count for f in found), 'place')}{files}"


def _headed(finding: Finding, look: Look) -> list[str]:
    severity = look.paint(finding.severity, "bold", _COLOUR[finding.severity])
    head = f"{severity}  {look.paint(finding.rule, 'bold')} {finding.name}"
    where = look.paint(place(finding.location, finding.channel), "cyan")
    return [head, where, *_quoted(finding, look), *look.wrap(finding.message, "  "), *_more(finding, look)]


def _quoted(finding: Finding, look: Look) -> list[str]:
    line = look.source_line(finding.location)
    if line is None:
        return []
    number = f"  {finding.location.line} | "
    shown, marks = excerpt(line, finding.location.column, finding.value, look.width - len(number))
    below = [" " * (len(number) - 2) + "| " + look.paint(marks, "bold", _COLOUR[finding.severity])] if marks else []
    return [look.paint(number, "dim") + shown, *below]


def _more(finding: Finding, look: Look) -> list[str]:
    """The count of places, and the next few of them."""
    if finding.count <= 1:
        return []
    listed = finding.examples[: 1 + OTHERS_SHOWN]
    _, *further = dict.fromkeys(_short(e, finding.location) for e in listed) if listed else [""]
    count = f"{finding.count:,}" if finding.count_exact else f"at least {finding.count:,}"
    rest = "; ..." if finding.count > len(listed) else ""
    return look.wrap(f"{count} places: also {'; '.join(further)}{rest}" if further else f"{count} places", "  ")


def _short(example: Example, first: Location) -> str:
    """A further place in as few words as tell it from the first."""
    here = example.location
    if here.file != first.file:
        return place(here)
    parts = [
        f"{word} {number}"
        for word, number in (("line", here.line), ("record", here.record), ("cell", here.column))
        if number is not None
    ]
    if here.key is not None and (here.key != first.key or not parts):
        parts.append(escaped(here.key))
    return " ".join(parts) or place(here)


def _others(findings: list[Finding], look: Look) -> list[str]:
    """The same fault in other files."""
    lines = [
        line
        for other in findings[:OTHERS_SHOWN]
        for line in look.wrap(f"{place(other.location, other.channel)}: {other.message}", "  also ", "    ")
    ]
    left = len(findings) - OTHERS_SHOWN
    if left > 0:
        lines.append(f"  and {number_of(left, 'finding')} more of this rule (all: --output-format json)")
    return lines


def _explained(finding: Finding, look: Look, command: str | None) -> list[str]:
    labelled = {
        "Why": why(finding.rule),
        "Fix": finding.fix,
        "Prevents": finding.training_error and f'"{finding.training_error}"',
    }
    lines = [line for label, text in labelled.items() if text for line in look.wrap(text, f"  {label:<{_LABEL}}")]
    if finding.repair and command:
        lines.append(f"  {'Repair':<{_LABEL}}{command}")
    return lines + [look.paint(address, "dim") for address in finding.source]


def _acceptances(accepted: tuple[Acceptance, ...], look: Look) -> list[str]:
    """Which algorithms would take the data, the willing ones first."""
    if not accepted:
        return []
    lines = [look.paint("Which algorithms would take this data", "bold")]
    ranked = sorted(accepted, key=lambda a: (list(ACCEPTS).index(a.accepts), _because(a), a.algorithm))
    for (accepts, because), group in groupby(ranked, key=lambda a: (a.accepts, _because(a))):
        word, colour = ACCEPTS[accepts]
        first, *rest = look.wrap(", ".join(a.algorithm for a in group), f"  {word:<11}")
        lines += [first.replace(word, look.paint(word, colour), 1), *rest]
        lines += [look.paint(line, "dim") for line in look.wrap(because, " " * 13)]
    lines.append("  The verdict covers only what is broken for every reader.")
    return lines


def _because(acceptance: Acceptance) -> str:
    return "; ".join(acceptance.conversions or acceptance.because[:1])


def _read(report: Report, look: Look) -> list[str]:
    summary = report.summary
    if not summary.files:
        return []
    amount = f"{number_of(summary.files, 'file')}, {size(summary.bytes)}"
    lines = [f"{look.paint('Read', 'bold')} {amount} in {summary.seconds:.1f} s"]
    for name, channel in report.channels.items():
        kind = channel.content_type or channel.format or ("different formats" if channel.files > 1 else "not read")
        read = f"{escaped(kind)}, {number_of(channel.files, 'file')}, {number_of(channel.records, 'record')}"
        lines += look.wrap(read, f"  {escaped(name)}: ")
        if channel.label:
            lines += look.wrap(_label(channel.label), "    label: ")
    return lines


def _label(label: LabelReport) -> str:
    """`column 1, values 0 and 1, 51 % / 49 %`: where the labels stand, and what they are."""
    total = sum(label.counts.values()) if label.counts else 0
    if label.counts and len(label.counts) == 1:
        return f"{label.place}, always {escaped(next(iter(label.counts)))}"
    if label.counts:
        *others, last = map(escaped, label.counts)
        shares = " / ".join(_percent(count / total) for count in label.counts.values())
        return f"{label.place}, values {', '.join(others)} and {last}, {shares}"
    many = "numbers" if label.distinct is None else f"{label.distinct:,} values"
    if label.least is None or label.greatest is None:
        return f"{label.place}, {many}"
    return f"{label.place}, {many} from {label.least:.6g} to {label.greatest:.6g}"


def _percent(share: float) -> str:
    percent = share * 100
    return f"{percent:.0f} %" if 1 <= percent <= 99 else f"{percent:.2g} %" if percent < 1 else f"{percent:.3g} %"


def _derived(report: Report, look: Look) -> list[str]:
    if not report.derived:
        return []
    title = "Hyperparameters that follow from this data" if report.algorithm else "Measured"
    values = [f"{escaped(name)}={escaped(str(value))}" for name, value in report.derived.items()]
    return [look.paint(title, "bold"), *look.wrap(" ".join(values), "  ")]


def _skipped(report: Report, look: Look) -> list[str]:
    if not report.skipped:
        return []
    lines = [look.paint("Not looked at", "bold")]
    for skipped in report.skipped[:OTHERS_SHOWN]:
        lines += look.wrap(escaped(skipped.because, 1000), f"  {skipped.rule}: " if skipped.rule else "  ", "    ")
    left = len(report.skipped) - OTHERS_SHOWN
    return lines + ([f"  and {left:,} more (all: --output-format json)"] if left > 0 else [])


def _ignored(report: Report, look: Look) -> list[str]:
    """A check that was told to look away says so."""
    if not report.ignored:
        return []
    lines = [look.paint("Passed over, as configured", "bold")]
    for ignored in report.ignored:
        reason = f": {escaped(ignored.reason, 1000)}" if ignored.reason else ""
        lines += look.wrap(f"{number_of(ignored.count, 'finding')}{reason}", f"  {ignored.rule}  ", "    ")
    return lines


def _verdict(report: Report, look: Look) -> list[str]:
    word = look.paint("PASS", "bold", "green") if report.verdict == "pass" else look.paint("FAIL", "bold", "red")
    subject = f" for {report.algorithm}" if report.algorithm else ""
    partial = look.paint(" (only part of the data was looked at)", "yellow") if report.status == "partial" else ""
    return [f"{word}{subject}: {totals(report.summary)}{partial}"]
