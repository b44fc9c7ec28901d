"""The border between what files say and what people read: nothing behind it steers a terminal or a log."""

from __future__ import annotations

import re
from typing import Any

from advisor.findings import Report, escaped

LONGEST = 4000
_COMMAND = re.compile(r"^(?=::)|(?<=#)(?=#(?:\[|vso\[))")
"""Where a log of GitHub or Azure Pipelines would begin to read a command."""


def printable(report: Report) -> Report:
    """The report with every text of it safe to print: controls as escapes, commands of logs broken."""
    return Report.model_validate(_printable(report.model_dump()))


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return _COMMAND.sub("\\\\", escaped(value, LONGEST))
    if isinstance(value, dict):
        return {_printable(key): _printable(item) for key, item in value.items()}
    return [_printable(item) for item in value] if isinstance(value, (list, tuple)) else value
