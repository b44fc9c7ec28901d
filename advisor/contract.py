"""What all documents of the public contract have in common: their version, frozen models, JSON, and safe text."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict

SCHEMA_VERSION = "1.0"
VALUE_WIDTH = 80


def escaped(text: str, width: int = VALUE_WIDTH) -> str:
    """Text from a file made safe to show: control characters and such as escapes, cut at `width` characters."""
    shown = text if text.isprintable() else "".join(map(_escaped, text))
    return shown if len(shown) <= width else shown[: width - 1] + "…"


def _escaped(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape", "backslashreplace").decode()


def encodable(value: Any) -> Any:
    """What names and texts from files hold beside Unicode as escapes, for JSON holds nothing else."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {encodable(key): encodable(item) for key, item in value.items()}
    return [encodable(item) for item in value] if isinstance(value, (list, tuple)) else value


def json_text(content: BaseModel) -> str:
    """A document as JSON. Half of a surrogate pair, which a name or a key may be, stands in it as an escape."""
    try:
        return content.model_dump_json(indent=2) + "\n"
    except ValueError:
        return json.dumps(json_form(content), indent=2, ensure_ascii=False) + "\n"


def json_form(content: BaseModel) -> Any:
    """The same as plain values, to stand in a larger document."""
    return encodable(content.model_dump(mode="json"))


Name = Annotated[str, AfterValidator(encodable)]
"""A text that may hold the name of a file or folder."""


class Model(BaseModel):
    """`defer_build`: a model is made ready when it is first used, which most parts never are by themselves."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
