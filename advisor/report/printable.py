"""The border between what files say and what people read: nothing behind it steers a terminal or a log."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from pydantic import BaseModel

from advisor.contract import escaped

LONGEST = 4000
_COMMAND = re.compile(r"^(?=::)|(?<=#)(?=#(?:\[|vso\[))")
"""Where a log of GitHub or Azure Pipelines would begin to read a command."""


Document = TypeVar("Document", bound=BaseModel)


def printable(document: Document) -> Document:
    """The document with every text of it safe to print: controls as escapes, commands of logs broken."""
    return type(document).model_validate(_printable(document.model_dump()))


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return _COMMAND.sub("\\\\", escaped(value, LONGEST))
    if isinstance(value, dict):
        return {_printable(key): _printable(item) for key, item in value.items()}
    return [_printable(item) for item in value] if isinstance(value, (list, tuple)) else value
