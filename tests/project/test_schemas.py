"""The published schemas describe every field, and the data files fit them."""

from __future__ import annotations

import json

import jsonschema
import pytest

from advisor.knowledge.load import ALGORITHMS, content
from scripts.pages import documents, schemas


@pytest.mark.parametrize("name", documents.COMMANDS)
def test_every_field_is_described(name: str) -> None:
    schema = schemas.schema_of(schemas.MODELS[name])
    parts = {schema["title"]: schema} | schema.get("$defs", {})
    fields = {f"{part}.{key}": field for part, of in parts.items() for key, field in of.get("properties", {}).items()}
    assert [key for key, field in fields.items() if "description" not in field] == []


def test_data_files_fit_the_published_schema() -> None:
    schema = json.loads((schemas.FOLDER / "knowledge.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    for path in ALGORITHMS.glob("*.yaml"):
        assert [error.message for error in validator.iter_errors(content(path))] == [], path.name
