"""How generated JSON is laid out: one entry a line, so that a change of one fact is a change of one line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from scripts.upstream.packages import Wheel


def stamp(wheels: Mapping[str, Wheel], today: date, *names: str) -> dict[str, Any]:
    """Of what a file is generated."""
    return {"by": "scripts/refresh", "on": str(today), "of": {name: wheels[name].version for name in names}}


def laid_out(blocks: Mapping[str, Any]) -> str:
    """A JSON object, each entry of each of its blocks on a line; `generated` is one line as a whole."""
    return "{\n" + ",\n".join(f"{json.dumps(name)}: {_block(name, block)}" for name, block in blocks.items()) + "\n}\n"


def _block(name: str, block: Any) -> str:
    if name == "generated":
        return _line(block)
    if isinstance(block, Mapping):
        return "{\n" + ",\n".join(f"  {json.dumps(key)}: {_line(value)}" for key, value in block.items()) + "\n}"
    return "[\n" + ",\n".join(f"  {_line(value)}" for value in block) + "\n]"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
