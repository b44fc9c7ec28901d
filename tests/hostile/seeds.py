"""What is mutated: the examples of all rules, faulty and mended, requests in every kind of document, and sentences."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from advisor.rules.examples import Given, examples
from tests.builders.acceptance.examples import made_of, requested
from tests.documents import documents

LARGEST = 1 << 15
"""Bytes of the files of a seed."""

PROBLEM = {
    "text": "predict churn", "data": "table", "rows": 1000, "columns": 12, "labels": "classes", "classes": 2,
}  # fmt: skip

CONFIG = """[tool.advisor]
select = ["CSV"]
fail-on = "warning"
baseline = "known.json"
[tool.advisor.ignore]
CSV131 = "accepted"
[tool.advisor.per-path-ignores."train/*.csv"]
CSV = "as it came"
[tool.advisor.severity]
CSV130 = "warning"
[tool.advisor.output]
json = "-"
[tool.advisor.data.flowers]
path = "data"
algorithm = "kmeans"
content-types = {train = "text/csv"}
hyperparameters = {k = 3, x = true}
"""

BASELINE = {
    "version": 1,
    "findings": {"a": [{"rule": "CSV130", "file": "a.csv", "message": "m", "fingerprint": "f" * 16, "count": 1}]},
}


class Seed(NamedTuple):
    """One example, with the bytes of its files."""

    name: str
    given: Given
    files: dict[str, bytes]


@cache
def seeds() -> list[Seed]:
    """Those that are small."""
    made = [
        Seed(f"{code} {kind}", given, {name: made_of(how) for name, how in given.files.items() if name[-1] != "/"})
        for code, example in examples()
        for kind, given in zip(("faulty", "mended"), example, strict=True)
    ]
    return [seed for seed in made if sum(map(len, seed.files.values())) <= LARGEST]


@cache
def with_files() -> list[Seed]:
    return [seed for seed in seeds() if seed.files]


@cache
def requests() -> list[tuple[Any, str | None]]:
    """Every request of the examples, with the algorithm that it is judged for."""
    plain = [
        (requested(seed.given.request), seed.given.algorithm) for seed in seeds() if seed.given.request is not None
    ]
    wrapped = [documents.tuning, documents.machine, documents.pipeline, documents.plan, documents.template]
    return plain + [(wrap(documents.REQUEST), None) for wrap in (*wrapped, documents.manifest, documents.operator)] * 8


@cache
def sentences() -> list[str]:
    lines = (Path(__file__).parents[1] / "advise" / "problems.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and line[0] not in "#["]


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()
