"""Writes the JSON Schemas of the public models into `schemas/`: `python -m scripts.pages schemas`."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.json import schema as json_schema

from scripts.pages.markdown import ROOT

FOLDER = ROOT / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

MODELS = {
    "report": "advisor.findings.Report",
    "failure": "advisor.findings.Failure",
    "problem": "advisor.advise.problem.Problem",
    "advice": "advisor.advise.models.Advice",
    "knowledge": "advisor.knowledge.models.algorithm.Algorithm",
    "converted": "advisor.conversion.results.Converted",
    "fixed": "advisor.conversion.results.Fixed",
    "config": "advisor.gate.config.Config",
}
"""The name of a schema -> the model that it describes."""


def pages() -> dict[Path, str]:
    """Every schema file with the text that it should hold."""
    return {FOLDER / f"{name}.schema.json": _schema_text(model) for name, model in MODELS.items()}


def schema_of(dotted: str) -> dict[str, Any]:
    """The schema of a model, which is named with its module."""
    module, _, name = dotted.rpartition(".")
    model = getattr(import_module(module), name)
    if issubclass(model, Struct):
        return json_schema(model)
    return _by_title(model.model_json_schema(mode="validation" if name in ("Problem", "Config") else "serialization"))


def _by_title(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with its parts under their titles, where those of generic models spell out their parameters."""
    text = json.dumps(schema)
    for key, part in schema.get("$defs", {}).items():
        text = text.replace(f'"#/$defs/{key}"', f'"#/$defs/{part["title"]}"').replace(
            f'"{key}": {{', f'"{part["title"]}": {{'
        )
    named: dict[str, Any] = json.loads(text)
    return named


def _schema_text(dotted: str) -> str:
    return json.dumps({"$schema": DIALECT, **schema_of(dotted)}, indent=2, ensure_ascii=False) + "\n"
