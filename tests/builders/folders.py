"""Writes data sets of small files and checks them: what most tests of rules do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from advisor.engine.check import check
from advisor.findings import Report

Place = tuple[str, str, str | None, int | None, int | None]
"""Severity, rule, file, line (or record) and column of a finding."""

Files = dict[str, bytes | str]
"""Path -> content of a data set of small files."""


def write(folder: Path, files: Mapping[str, bytes | str]) -> Path:
    """The files below the folder; a path that ends in `/` is an empty folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("/"):
            path.mkdir(exist_ok=True)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def checked(folder: Path, files: Mapping[str, bytes | str], **options: Any) -> Report:
    return check(write(folder, files), **options)


def places(report: Report, *severities: str) -> list[Place]:
    """What was found and where, in the order of the report; all severities but info, or those named."""
    wanted = severities or ("error", "warning")
    return [
        (f.severity, f.rule, f.location.file, f.location.line or f.location.record, f.location.column)
        for f in report.findings
        if f.severity in wanted
    ]
