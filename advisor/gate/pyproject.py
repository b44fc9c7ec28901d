"""The table [tool.advisor] for those who check `pyproject.toml`: validate-pyproject finds this by its entry point."""

from __future__ import annotations

from typing import Any

from advisor.gate.config import Config


def schema(table: str) -> dict[str, Any]:
    """What `advisor check` checks, and what makes it fail."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"https://sagemaker-advisor.invalid/{table}.schema.json",
        **Config.model_json_schema(),
    }
