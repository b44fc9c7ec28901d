"""What a conversion says of what it did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from advisor.contract import Model, Name
from advisor.findings import Finding, Summary

LISTED = 1000
"""What is left out of one file is listed as far as a person reads."""


class Aside(Model):
    """What was left out."""

    file: Name = Field(description="as the source names it")
    because: str = Field(description="why it is left out")
    number: int | None = Field(None, description="its line or record in the file, from 1; null: the whole file")


def why(aside: Sequence[Aside]) -> str:
    """The first thing that was left out and its reason, as an error ends where nothing else is there."""
    return f": {aside[0].file} {aside[0].because}" if aside else ""


class Written(Model):
    """What was written."""

    rows: int = Field(description="samples written")
    dropped: int = Field(0, description="samples left out, as told")
    mapping: dict[str, Any] = Field({}, description="column -> the numbers of its categories, the mean of its gaps")
    unknown: int = Field(0, description="tokens of pairs that the vocabulary lacks, written as <unk>")
    mended: dict[str, int] = Field({}, description="what was done to pictures -> how many")
    aside: tuple[Aside, ...] = Field((), description="what was left out, and why")
    notes: tuple[Name, ...] = Field((), description="what else a person should know of what was read and written")
    files: tuple[Name, ...] = Field((), description="the files, relative to the output; the output itself if empty")


class Converted(Written):
    """The document that `advisor convert --output-format json` prints."""

    schema_version: str = Field("1.0", description="its major number changes where a promise of this changes")
    source: Name = Field(description="what was read")
    held: str = Field(description="the format of the source")
    wanted: str = Field(description="the format that was written")
    output: Name = Field(description="the file or folder that was written")


class Question(Model):
    """What only a person can decide."""

    id: str = Field(description="what `--answer ID=CHOICE` names")
    text: str = Field(description="the question")
    choices: tuple[str, ...] = Field(description="some answers")


class Step(Model):
    """What becomes of one file."""

    file: Name = Field(description="relative to the data")
    repairs: tuple[str, ...] = Field(description="the repairs that its findings name")
    output: Name | None = Field(description="where it lies in the result; null where it is left out")


class Preview(Model):
    """The first rows of a file, before and after."""

    file: Name = Field(description="relative to the data")
    before: tuple[Name, ...] = Field(description="its first rows")
    after: tuple[Name, ...] = Field(description="the first rows of the result")


class Fixed(Model):
    """The document that `advisor fix --output-format json` prints."""

    schema_version: str = Field("1.0", description="its major number changes where a promise of this changes")
    steps: tuple[Step, ...] = Field(description="what is done to which file; files without a finding are copied")
    questions: tuple[Question, ...] = Field((), description="what must be answered before anything is written")
    before: Summary = Field(description="counts of the check of the data")
    after: Summary | None = Field(None, description="counts of the check of the result; null where there is none")
    verdict: str | None = Field(None, description="pass or fail: of the check of the result")
    left: tuple[Finding, ...] = Field((), description="errors and warnings of the result, which a person must mend")
    dropped: int = Field(0, description="samples left out, as told")
    aside: tuple[Aside, ...] = Field(
        (), description="files left out, and lines or records that are broken; the first 1,000 of each file"
    )
    notes: tuple[Name, ...] = Field((), description="what else a person should know of what was read and written")
    mapping: dict[str, Any] = Field({}, description="column -> the numbers of its categories, the mean of its gaps")
    content_types: dict[Name, str | None] = Field({}, description="channel -> content type of the result")
    preview: tuple[Preview, ...] = Field((), description="a few rows before and after, on a dry run")
    output: Name | None = Field(None, description="the folder that was written; null on a dry run")


class LeftOut:
    """The rows, lines or records that are left out of a file, in their order. A second pass finds the same again."""

    def __init__(self, file: str = "") -> None:
        self._file, self._last = file, 0
        self.count = 0
        self.listed: list[Aside] = []

    def add(self, number: int | None, because: str, *, is_sample: bool = True) -> None:
        """`number`: None where it is not known what it was in the file. `is_sample`: not a part of one."""
        if number is not None and number <= self._last:
            return
        self._last = number or 0
        self.count += is_sample
        if len(self.listed) < LISTED:
            self.listed.append(Aside(file=self._file, because=because, number=number))
