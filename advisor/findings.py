"""What a check says: findings, and the report that holds them. The JSON of these models is a public contract."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

SCHEMA_VERSION = "1.0"
VALUE_WIDTH = 80

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


def escaped(text: str, width: int = VALUE_WIDTH) -> str:
    """Text from a file made safe to show: control characters and such as escapes, cut at `width` characters."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape", "backslashreplace").decode() for c in text)
    return shown if len(shown) <= width else shown[: width - 1] + "…"


def _encodable(value: Any) -> Any:
    """What names and texts from files hold beside Unicode as escapes, for JSON holds nothing else."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    return [_encodable(item) for item in value] if isinstance(value, (list, tuple)) else value


Name = Annotated[str, AfterValidator(_encodable)]
"""A text that may hold the name of a file or folder."""

Profile = Annotated[dict[str, Any], AfterValidator(_encodable)]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Location(Model):
    """`file` relative to the checked path; lines, columns, records from 1; `offset` in bytes from 0."""

    file: Name | None = None
    line: int | None = None
    column: int | None = None
    record: int | None = None
    offset: int | None = None
    key: str | None = None

    @property
    def order(self) -> tuple[str, int, int, int, int, str]:
        return (self.file or "", self.record or 0, self.line or 0, self.column or 0, self.offset or 0, self.key or "")


class Example(Model):
    location: Location
    value: str | None = None


class Finding(Model):
    rule: str
    name: str
    severity: Severity
    message: str
    channel: Name | None
    location: Location
    value: str | None
    count: int
    count_exact: bool
    examples: tuple[Example, ...]
    fix: str
    source: tuple[str, ...]
    training_error: str | None


class Tool(Model):
    name: str = "advisor"
    version: str


class Summary(Model):
    errors: int
    warnings: int
    infos: int
    files: int
    bytes: int
    records: int
    seconds: float


class ChannelReport(Model):
    content_type: str | None
    format: str | None
    files: int
    records: int
    profile: Profile


class Skipped(Model):
    """What was not judged. `rule`: the code of the rule that could not judge; null where no single rule is at issue."""

    rule: str | None
    because: Name


class Acceptance(Model):
    """Whether one algorithm would take the data as it is."""

    algorithm: str
    accepts: Literal["as-is", "after-conversion", "no"]
    errors: int
    because: tuple[str, ...]
    conversions: tuple[str, ...]


class Report(Model):
    schema_version: str = SCHEMA_VERSION
    tool: Tool
    algorithm: str | None
    verdict: Literal["pass", "fail"]
    status: Literal["complete", "partial"]
    summary: Summary
    findings: tuple[Finding, ...]
    channels: dict[Name, ChannelReport]
    derived: dict[str, Any]
    skipped: tuple[Skipped, ...]
    algorithms: tuple[Acceptance, ...] | None = None


class Fault(Model):
    message: Name


class Failure(Model):
    """The document that stands in the report's place where the check could not be done."""

    schema_version: str = SCHEMA_VERSION
    tool: Tool
    error: Fault
