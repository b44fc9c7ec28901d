"""The published schemas are those of the models."""

from __future__ import annotations

import json

import jsonschema

from advisor.knowledge.load import ALGORITHMS, content
from scripts import schemas


def test_schemas_are_fresh() -> None:
    assert schemas.stale_files() == [], "run python -m scripts.schemas"


def test_data_files_fit_the_published_schema() -> None:
    schema = json.loads((schemas.FOLDER / "knowledge.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    for path in ALGORITHMS.glob("*.yaml"):
        assert [error.message for error in validator.iter_errors(content(path))] == [], path.name
