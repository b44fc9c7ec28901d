"""Writes the JSON Schemas of the public models into `schemas/`: `python -m scripts.schemas [--check]`."""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.json import schema as json_schema

FOLDER = Path(__file__).parents[1] / "schemas"
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


def schema_files() -> dict[Path, str]:
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


def stale_files() -> list[Path]:
    files = schema_files()
    return [path for path, text in files.items() if not path.exists() or path.read_text("utf-8") != text]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.schemas", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is out of date")
    args = parser.parse_args(argv)
    stale = stale_files()
    if args.check:
        sys.stderr.writelines(f"out of date: {path}\n" for path in stale)
        return 1 if stale else 0
    for path in stale:
        path.write_text(schema_files()[path], "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
