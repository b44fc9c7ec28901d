"""Writes docs/json.md: the documents that the commands print, of their models. `python -m scripts.pages documents`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scripts.pages.markdown import DOCS
from scripts.pages.schemas import MODELS, schema_of

COMMANDS = {
    "report": "`advisor check --output-format json`",
    "failure": "`advisor check --output-format json`, where the check could not be done",
    "converted": "`advisor convert --output-format json`",
    "fixed": "`advisor fix --output-format json`",
    "advice": "`advisor recommend --output-format json`",
    "problem": "the file of `advisor recommend --problem`, and `problem` in its answer",
}
HEAD = """# JSON documents

What the commands print for programs, field by field. The schemas lie in [schemas/](../schemas/). A field that may be
null is always there. Made by `python -m scripts.pages documents` from the models; do not edit.
"""


def pages() -> dict[Path, str]:
    return {DOCS / "json.md": _page()}


def _page() -> str:
    return HEAD + "".join(_document(name, command) for name, command in COMMANDS.items())


def _document(name: str, command: str) -> str:
    schema = schema_of(MODELS[name])
    parts = {schema["title"]: schema} | schema.get("$defs", {})
    shown = "".join(_table(title, part) for title, part in parts.items() if part.get("properties"))
    return f"\n## {command}\n{shown}"


def _table(title: str, part: dict[str, Any]) -> str:
    about = f"\n{part['description']}\n" if "description" in part else ""
    rows = "".join(f"| `{name}` | {_type(field)} | {_cell(field)} |\n" for name, field in part["properties"].items())
    return f"\n### {title}\n{about}\n| field | type | |\n|---|---|---|\n{rows}"


def _cell(field: dict[str, Any]) -> str:
    return str(field.get("description", "")).replace("|", "\\|").replace("\n", " ")


def _type(field: dict[str, Any]) -> str:
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "enum" in field:
        return ", ".join(f"`{choice}`" for choice in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(map(_type, field["anyOf"])))
    if field.get("type") == "array":
        items = field.get("items") or {"type": "any"}
        return f"list of {_type(items)}"
    if field.get("type") == "object" and isinstance(field.get("additionalProperties"), dict):
        return f"name → {_type(field['additionalProperties'])}"
    return str(field.get("type", "any"))
