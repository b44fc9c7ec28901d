"""JUnit's XML: a suite a channel, a case a rule that found something, and one case that passed where none did."""

from __future__ import annotations

from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from advisor.findings import Finding, Report, Skipped
from advisor.report.terminal import Look
from advisor.report.text import place


def render(report: Report, look: Look) -> str:
    root = Element("testsuites", name="advisor", time=f"{report.summary.seconds:.3f}")
    suite = SubElement(root, "testsuite", name=report.algorithm or "every algorithm")
    by_rule = groupby(sorted(report.findings, key=lambda f: f.rule), key=lambda f: f.rule)
    for _, found in by_rule:
        _case(suite, list(found))
    for skipped in report.skipped:
        _skipped(suite, skipped)
    if not report.findings:
        SubElement(suite, "testcase", name="no finding", classname="advisor")
    cases = suite.findall("testcase")
    for counted in (root, suite):
        counted.set("tests", str(len(cases)))
        counted.set("failures", str(sum(case.find("failure") is not None for case in cases)))
        counted.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
        counted.set("errors", "0")
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _case(suite: Element, found: list[Finding]) -> None:
    """A rule fails by its errors; its warnings and notes are told in its output."""
    first = found[0]
    case = SubElement(suite, "testcase", name=f"{first.rule} {first.name}", classname=f"advisor.{first.rule[:3]}")
    errors = [finding for finding in found if finding.severity == "error"]
    if errors:
        failure = SubElement(case, "failure", message=_xml(errors[0].message), type="error")
        failure.text = "\n".join(map(_line, errors))
    others = [finding for finding in found if finding.severity != "error"]
    if others:
        SubElement(case, "system-out").text = "\n".join(map(_line, others))


def _line(finding: Finding) -> str:
    count = f" ({finding.count:,} places)" if finding.count > 1 else ""
    where = place(finding.location, finding.channel)
    return _xml(f"{finding.severity}: {where}: {finding.message}{count} {finding.fix}")


def _skipped(suite: Element, skipped: Skipped) -> None:
    case = SubElement(suite, "testcase", name=skipped.rule or "not looked at", classname="advisor.skipped")
    SubElement(case, "skipped", message=_xml(skipped.because))


def _xml(text: str) -> str:
    """What XML 1.0 cannot hold, as an escape."""
    return "".join(c if c in "\t\n" or " " <= c <= "\ud7ff" or c > "\udfff" else f"\\x{ord(c):02x}" for c in text)
