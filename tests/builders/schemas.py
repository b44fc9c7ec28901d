"""The published schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

SCHEMAS = Path(__file__).parents[2] / "schemas"


def fits(document: Any, schema: str) -> bool:
    jsonschema.validate(document, json.loads((SCHEMAS / f"{schema}.schema.json").read_text("utf-8")))
    return True
