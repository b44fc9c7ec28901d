"""The published schemas are those of the models."""

from __future__ import annotations

import json

import jsonschema
import pytest

from advisor.knowledge.load import ALGORITHMS, content
from scripts import json_page, schemas


def test_schemas_are_fresh() -> None:
    assert schemas.stale_files() == [], "run python -m scripts.schemas"


def test_page_of_the_documents_is_fresh() -> None:
    assert json_page.PAGE.read_text("utf-8") == json_page.page(), "run python -m scripts.json_page"


@pytest.mark.parametrize("name", json_page.COMMANDS)
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
