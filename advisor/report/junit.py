"""JUnit's XML: a suite a data set, a case a rule that ran: it fails, passes, or is skipped with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from advisor.findings import Finding
from advisor.report.places import place
from advisor.report.terminal import Shown
from advisor.rules import by_code
from advisor.rules.base import Rule


def render(shown: Sequence[Shown]) -> str:
    seconds = sum(entry.report.summary.seconds for entry in shown)
    root = Element("testsuites", name="advisor", time=f"{seconds:.3f}")
    for entry in shown:
        _count(_suite(root, entry))
    _count(root)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, shown: Shown) -> Element:
    report = shown.report
    suite = SubElement(root, "testsuite", name=_xml(shown.name or report.algorithm or "every algorithm"))
    for _, found in groupby(sorted(report.findings, key=lambda f: f.rule), key=lambda f: f.rule):
        _case(suite, list(found))
    rules = by_code()
    for skipped in report.skipped:
        rule = rules.get(skipped.rule or "")
        _skipped(suite, _name(rule) if rule else "not looked at", skipped.because)
    for ignored in report.ignored:
        _skipped(suite, _name(rules[ignored.rule]), f"{ignored.count} passed over: {ignored.reason}")
    named = {*(f.rule for f in report.findings), *(s.rule for s in report.skipped), *(i.rule for i in report.ignored)}
    for rule in rules.values():
        if rule.code not in named and _ran(rule, shown):
            SubElement(suite, "testcase", name=_name(rule), classname=_group(rule.code))
    return suite


def _name(rule: Rule) -> str:
    return f"{rule.code} {rule.name}"


def _ran(rule: Rule, shown: Shown) -> bool:
    known = {"algorithm": shown.report.algorithm, "request": shown.look.job}
    return all(known.get(need) is not None for need in rule.needs)


def _group(code: str) -> str:
    return f"advisor.{code[:3]}"


def _count(suite: Element) -> None:
    cases = list(suite.iter("testcase"))
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    suite.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
    suite.set("errors", "0")


def _case(suite: Element, found: list[Finding]) -> None:
    """A rule fails by its errors; its warnings and notes are told in its output."""
    first = found[0]
    case = SubElement(suite, "testcase", name=f"{first.rule} {first.name}", classname=_group(first.rule))
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


def _skipped(suite: Element, name: str, because: str) -> None:
    case = SubElement(suite, "testcase", name=name, classname="advisor.skipped")
    SubElement(case, "skipped", message=_xml(because))


def _xml(text: str) -> str:
    """What XML 1.0 cannot hold, as an escape."""
    return "".join(c if c in "\t\n" or " " <= c <= "\ud7ff" or c > "\udfff" else f"\\x{ord(c):02x}" for c in text)
