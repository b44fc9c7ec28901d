"""What is found in time series for DeepAR."""

from __future__ import annotations

from advisor.findings import Finding
from tests.builders.acceptance.cases import judged
from tests.builders.pictures.lists import json_lines
from tests.builders.series import Record

Found = list[tuple[str, str, int | None, str | None, int, str | None]]


def shown(findings: list[Finding]) -> Found:
    """Rule, severity, line, key, count and value."""
    return [(f.rule, f.severity, f.location.line, f.location.key, f.count, f.value) for f in findings]


def findings(train: bytes | list[Record], test: list[Record] | None = None, **hyperparameters: str) -> list[Finding]:
    data = train if isinstance(train, bytes) else json_lines(train)
    files = {"train/a.json": ("time-series", data)}
    if test is not None:
        files["test/a.json"] = ("time-series", json_lines(test))
    return judged(dict(files), "SER", algorithm="deepar", hyperparameters=hyperparameters)


def found(train: bytes | list[Record], test: list[Record] | None = None, **hyperparameters: str) -> Found:
    return shown(findings(train, test, **hyperparameters))
