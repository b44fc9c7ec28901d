"""What a check says: findings, and the report that holds them. The JSON of these models is a public contract."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from advisor.contract import SCHEMA_VERSION, Model, Name, encodable

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
FailOn = Literal["error", "warning", "never"]
"""The least severity that fails."""

Profile = Annotated[dict[str, Any], AfterValidator(encodable)]


class Location(Model):
    """Where something stands. What does not apply is null; a finding about no file has no part but perhaps a key."""

    file: Name | None = Field(None, description="relative to the checked path, with `/`; the job file as it was given")
    line: int | None = Field(None, description="physical line, from 1, on which the row or object begins")
    column: int | None = Field(None, description="cell in the row, from 1")
    record: int | None = Field(None, description="RecordIO record, from 1; the parts of a split record are one")
    offset: int | None = Field(None, description="bytes from 0 to the start of the line or frame")
    key: str | None = Field(None, description="path in JSON, in a record or in the request: `annotations[3].left`")

    @property
    def order(self) -> tuple[str, int, int, int, int, str]:
        return (self.file or "", self.record or 0, self.line or 0, self.column or 0, self.offset or 0, self.key or "")


class Example(Model):
    """One occurrence."""

    location: Location = Field(description="where it is")
    value: str | None = Field(None, description="the text as it stands there, escaped and cut at 80 characters")


class Finding(Model):
    """What one rule says of one file, or of the request or a channel."""

    rule: str = Field(description="code of the rule: `CSV130`; see `advisor explain`")
    name: str = Field(description="name of the rule: `cell-not-a-number`")
    severity: Severity = Field(
        description="error: training would fail, or would go through on wrong data without a word; "
        "warning: it would run, but costs money, time or quality, or the sources disagree; info: worth knowing"
    )
    message: str = Field(description="what is wrong, in a sentence or two")
    channel: Name | None = Field(description="null where no single channel is at issue")
    location: Location = Field(description="the first occurrence")
    value: str | None = Field(description="what stands at the first occurrence; null where nothing can be shown")
    count: int = Field(description="all occurrences")
    count_exact: bool = Field(description="false where there may be more than `count`")
    examples: tuple[Example, ...] = Field(description="the first occurrences, at most ten")
    fix: str = Field(description="how to mend it")
    source: tuple[str, ...] = Field(description="pages, code or threads that say so, the notes as `notes:LINE`")
    training_error: str | None = Field(description="what the training job would end with, as far as it is known")
    repair: str | None = Field(None, description="what `advisor fix` does about it; null where a person must")

    @property
    def fingerprint(self) -> str:
        """Names the finding by its rule and what stands at its place, so that it stays when lines move."""
        place = (self.rule, self.location.file or self.channel or "", self.location.key or "", self.value or "")
        return sha256("\0".join(place).encode("utf-8", "backslashreplace")).hexdigest()[:32]


class Tool(Model):
    """What wrote the document."""

    name: str = Field("advisor", description="always `advisor`")
    version: str = Field(description="its version")


class Summary(Model):
    """Counts of findings, and of what was read."""

    errors: int = Field(description="findings of severity error, not occurrences")
    warnings: int = Field(description="findings of severity warning")
    infos: int = Field(description="findings of severity info")
    files: int = Field(description="files of channels, those that no reader fits among them")
    bytes: int = Field(description="their size as they are stored")
    records: int = Field(description="rows, records, lines, images: the samples of each format")
    seconds: float = Field(description="wall-clock time of the check; the only value that differs between equal runs")


class LabelReport(Model):
    """The labels of a channel: where they are read, and what they are."""

    place: str = Field(description="where they stand, such as `column 1`")
    counts: dict[Name, int] | None = Field(description="how often each value comes; null where there are many values")
    distinct: int | None = Field(description="how many different values there are; null where there are many")
    least: float | None = Field(description="the least number; null where there is none")
    greatest: float | None = Field(description="the greatest number; null where there is none")


class ChannelReport(Model):
    """What one channel holds."""

    content_type: str | None = Field(description="as declared, else as the files suggest; null where neither tells")
    format: str | None = Field(description="the format of its files; null where they have several, or none was read")
    files: int = Field(description="its files")
    records: int = Field(description="its samples, as in the summary")
    label: LabelReport | None = Field(None, description="its labels; null where the algorithm reads none there")
    profile: Profile = Field(description="what was measured; its keys depend on the format, see `format`")


class Skipped(Model):
    """Something that was not judged, and does not count as passed."""

    rule: str | None = Field(description="code of the rule that could not judge; null where no single rule is at issue")
    because: Name = Field(description="what was not judged, and why")


class Ignored(Model):
    """Findings of one rule that were passed over because the configuration or the baseline says so."""

    rule: str = Field(description="code of the rule")
    reason: str = Field(description="the reason that was given")
    count: int = Field(description="findings passed over")


class Acceptance(Model):
    """Whether one algorithm would take the data as it is."""

    algorithm: str = Field(description="id of the algorithm")
    accepts: Literal["as-is", "after-conversion", "no"] = Field(
        description="after-conversion: each error has a conversion that removes it"
    )
    errors: int = Field(description="errors that a check for this algorithm finds")
    because: tuple[str, ...] = Field(description="the findings that stand in the way")
    conversions: tuple[str, ...] = Field(description="what to do to the data so that the algorithm takes it")
    fixable: bool = Field(False, description="whether `advisor fix` makes all of these conversions")


class Report(Model):
    """What `advisor check` found. Findings are sorted by severity, file, place and rule."""

    schema_version: str = Field(SCHEMA_VERSION, description="its major number changes where a promise of this changes")
    tool: Tool = Field(description="what wrote this")
    algorithm: str | None = Field(description="id of the algorithm; null where the data was judged for all of them")
    verdict: Literal["pass", "fail"] = Field(description="fail: there is at least one finding of severity error")
    status: Literal["complete", "partial"] = Field(description="partial: interrupted before all data was read")
    summary: Summary = Field(description="counts")
    findings: tuple[Finding, ...] = Field(description="everything that was found, errors first")
    channels: dict[Name, ChannelReport] = Field(description="by name, in the order of their names")
    derived: dict[str, Any] = Field(description="hyperparameters that follow from the data: `feature_dim`, ...")
    skipped: tuple[Skipped, ...] = Field(description="what was not judged")
    algorithms: tuple[Acceptance, ...] | None = Field(
        None, description="one entry for each algorithm; null where the check was for one"
    )
    ignored: tuple[Ignored, ...] = Field((), description="what was found and passed over, because it was told to")

    def holding(self, findings: Sequence[Finding], fail_on: FailOn = "error") -> Report:
        """The same report with these findings, counted and judged anew."""
        counts = {severity: sum(finding.severity == severity for finding in findings) for severity in SEVERITIES}
        named = {"errors": counts["error"], "warnings": counts["warning"], "infos": counts["info"]}
        fails = counts["error"] or (fail_on == "warning" and counts["warning"])
        return self.model_copy(
            update={
                "findings": tuple(findings),
                "verdict": "fail" if fails and fail_on != "never" else "pass",
                "summary": self.summary.model_copy(update=named),
            }
        )

    def taking(self, seconds: float) -> Report:
        """The same report, which took so long to make."""
        summary = self.summary.model_copy(update={"seconds": round(seconds, 3)})
        return self.model_copy(update={"summary": summary})


class Fault(Model):
    """Why there is no report."""

    message: Name = Field(description="why the check could not be done, and what to do")


class Failure(Model):
    """The document that stands in the report's place where the check could not be done (exit code 2)."""

    schema_version: str = Field(SCHEMA_VERSION, description="as in a report")
    tool: Tool = Field(description="what wrote this")
    error: Fault = Field(description="what went wrong")
