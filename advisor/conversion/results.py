"""What a conversion says of what it did."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from advisor.findings import Model, Name


class Written(Model):
    """What was written."""

    rows: int = Field(description="samples written")
    dropped: int = Field(0, description="samples left out, as told")
    mapping: dict[str, Any] = Field({}, description="column -> the numbers of its categories, the mean of its gaps")
    files: tuple[Name, ...] = Field((), description="the files, relative to the output; the output itself if empty")


class Converted(Written):
    """The document that `advisor convert --output-format json` prints."""

    schema_version: str = Field("1.0", description="its major number changes where a promise of this changes")
    source: Name = Field(description="what was read")
    held: str = Field(description="the format of the source")
    wanted: str = Field(description="the format that was written")
    output: Name = Field(description="the file or folder that was written")
