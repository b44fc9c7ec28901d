"""The report as a person sees it: whole texts, word for word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from advisor.findings import Acceptance, ChannelReport, Example, Finding, Location, Report, Skipped, Summary, Tool
from advisor.report import RENDERERS, renderer, text
from advisor.report.places import place
from advisor.report.terminal import Look, Shown
from advisor.rules.base import Rule


def _nothing(case: object) -> Iterator[Any]:
    return iter(())


RULE = Rule("TST101", "cell-not-a-number", "error", _nothing, "A cell.", "Text makes the reader stop.", "Fix it.", ())


@pytest.fixture(autouse=True)
def one_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "why", {RULE.code: RULE.why}.get)


def finding(**changes: Any) -> Finding:
    fields: dict[str, Any] = {
        "rule": "TST101", "name": "cell-not-a-number", "severity": "error", "message": "A cell holds text.",
        "channel": "train", "location": Location(file="train/a.csv", line=57, column=3), "value": "abc", "count": 1,
        "count_exact": True, "examples": (), "fix": "Drop it.", "source": ("https://example.org/page",),
        "training_error": "could not convert string to float",
    }  # fmt: skip
    return Finding(**{**fields, **changes})


def report(*findings: Finding, **changes: Any) -> Report:
    counts = {f"{s}s": sum(f.severity == s for f in findings) for s in ("error", "warning", "info")}
    fields: dict[str, Any] = {
        "tool": Tool(version="1"), "algorithm": "kmeans", "verdict": "fail" if counts["errors"] else "pass",
        "status": "complete", "summary": Summary(**counts, files=1, bytes=4240, records=100, seconds=0.04),
        "findings": findings, "derived": {"feature_dim": 5}, "skipped": (),
        "channels": {"train": ChannelReport(content_type="text/csv", format="csv", files=1, records=100, profile={})},
    }  # fmt: skip
    return Report(**{**fields, **changes})


def rendered(shown: Report, look: Look = Look()) -> str:  # noqa: B008  frozen
    return renderer("text")([Shown(shown, look)])


def test_one_error_with_its_line() -> None:
    look = Look(source_line=lambda location: "1.0,2.0,abc,4.0,5.0")
    assert rendered(report(finding()), look) == (
        "error  TST101 cell-not-a-number\n"
        "train/a.csv:57:3\n"
        "  57 | 1.0,2.0,abc,4.0,5.0\n"
        "     |         ^^^\n"
        "  A cell holds text.\n"
        "  Why      Text makes the reader stop.\n"
        "  Fix      Drop it.\n"
        '  Prevents "could not convert string to float"\n'
        "https://example.org/page\n"
        "\n"
        "Read 1 file, 4.24 kB in 0.0 s\n"
        "  train: text/csv, 1 file, 100 records\n"
        "\n"
        "Hyperparameters that follow from this data\n"
        "  feature_dim=5\n"
        "\n"
        "FAIL for kmeans: 1 error, 0 warnings, 0 notes\n"
    )


def test_many_places_and_files_of_one_rule_are_one_block() -> None:
    places = tuple(Example(location=Location(file="train/a.csv", line=57 + n, column=3), value="abc") for n in range(7))
    others = [finding(location=Location(file=f"train/{n}.csv", line=1, column=n)) for n in range(1, 8)]
    shown = rendered(report(finding(count=4000, examples=places), *others), Look(width=100))
    block = shown.split("\n\n")[0].splitlines()
    assert block[3] == (
        "  4,000 places: also line 58 cell 3; line 59 cell 3; line 60 cell 3; line 61 cell 3; line 62 cell 3;"
    )
    assert block[5:11] == [
        "  also train/1.csv:1:1: A cell holds text.",
        "  also train/2.csv:1:2: A cell holds text.",
        "  also train/3.csv:1:3: A cell holds text.",
        "  also train/4.csv:1:4: A cell holds text.",
        "  also train/5.csv:1:5: A cell holds text.",
        "  and 2 findings more of this rule (all: --output-format json)",
    ]
    assert shown.count("Text makes the reader stop.") == 1


def test_errors_come_before_warnings_and_notes() -> None:
    found = [finding(severity=s, rule=f"TST10{n}") for n, s in enumerate(("info", "warning", "error"))]
    heads = [block.split()[0] for block in rendered(report(*found)).split("\n\n")[:3]]
    assert heads == ["error", "warning", "info"]


def test_which_algorithms_take_the_data() -> None:
    accepted = (
        Acceptance(algorithm="pca", accepts="no", errors=2, because=("No numbers.", "More."), conversions=()),
        Acceptance(algorithm="knn", accepts="as-is", errors=0, because=(), conversions=()),
        Acceptance(algorithm="kmeans", accepts="as-is", errors=0, because=(), conversions=()),
        Acceptance(algorithm="lda", accepts="after-conversion", errors=1, because=("Text.",), conversions=("turn it",)),
    )
    assert rendered(report(algorithm=None, algorithms=accepted, derived={"records": 100})) == (
        "Which algorithms would take this data\n"
        "  as it is   kmeans, knn\n"
        "  converted  lda\n"
        "             turn it\n"
        "  no         pca\n"
        "             No numbers.\n"
        "  The verdict covers only what is broken for every reader.\n"
        "\n"
        "Read 1 file, 4.24 kB in 0.0 s\n"
        "  train: text/csv, 1 file, 100 records\n"
        "\n"
        "Measured\n"
        "  records=100\n"
        "\n"
        "PASS: 0 errors, 0 warnings, 0 notes\n"
    )


def test_what_was_not_looked_at_is_said() -> None:
    skipped = tuple(Skipped(rule=f"TST{n}", because=f"because {n}") for n in range(7))
    shown = rendered(report(skipped=skipped, status="partial"))
    assert "Not looked at\n  TST0: because 0\n" in shown
    assert "  and 2 more (all: --output-format json)\n" in shown
    assert shown.endswith("PASS for kmeans: 0 errors, 0 warnings, 0 notes (only part of the data was looked at)\n")


@pytest.mark.parametrize(
    ("location", "channel", "shown"),
    [
        (Location(file="a.csv", line=3), "train", "a.csv:3"),
        (
            Location(file="a.rec", record=9, offset=1234, key="values[2]"),
            None,
            "a.rec: record 9, values[2], byte 1,234",
        ),
        (Location(file="job.json", key="HyperParameters.k"), None, "job.json: HyperParameters.k"),
        (Location(key="HyperParameters.k"), None, "HyperParameters.k"),
        (Location(), "train", "channel train"),
        (Location(), None, "the request"),
        (Location(file="a\n\x1b[31m.csv", line=1), None, "a\\n\\x1b[31m.csv:1"),
    ],
)
def test_place(location: Location, channel: str | None, shown: str) -> None:
    assert place(location, channel) == shown


def test_nothing_from_a_file_is_printed_raw() -> None:
    evil = "e\x1b[31mvil\n\u202e"
    hostile = finding(channel=evil, location=Location(file=evil, line=1, key=evil))
    channels = {evil: ChannelReport(content_type=evil, format=None, files=1, records=1, profile={})}
    shown = rendered(
        report(hostile, channels=channels, derived={evil: evil}, skipped=(Skipped(rule="X", because=evil),)),
        Look(source_line=lambda location: evil),
    )
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "vil\n\\" not in shown


def test_colours_only_where_wanted() -> None:
    assert "\x1b" not in rendered(report(finding()))
    coloured = rendered(report(finding()), Look(colour=True))
    assert "\x1b[1;31merror\x1b[0m" in coloured
    assert "\x1b[1;31mFAIL\x1b[0m" in coloured


def test_every_format_has_a_renderer_that_ends_its_last_line() -> None:
    for name in RENDERERS:
        assert renderer(name)([Shown(report(finding()), Look())]).endswith("\n")
