"""What is said where a command could not be carried out."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import pairwise

from advisor.errors import AdvisorError
from advisor.version import VERSION

TRACEBACK = "ADVISOR_TRACEBACK"


def report_failure(error: BaseException, words: Sequence[str], output_file: str | None) -> None:
    """The message on standard error and, where the command line asks for JSON, the document that holds it."""
    from advisor.cli.output import OutputError, emit

    message = _message(error)
    if os.environ.get(TRACEBACK):
        import traceback

        traceback.print_exception(error)
    print(f"advisor: {message}", file=sys.stderr)
    if _wants_json(words):
        try:
            emit(_document(message), output_file)
        except OutputError:
            emit(_document(message))


def _message(error: BaseException) -> str:
    """An `AdvisorError` bears a message for people; any other exception is a fault of ours."""
    from advisor.contract import escaped

    if isinstance(error, (KeyboardInterrupt, EOFError)):
        return "interrupted"
    if isinstance(error, AdvisorError):
        return escaped(str(error), 2000)
    hint = "" if os.environ.get(TRACEBACK) else f" ({TRACEBACK}=1 shows where)"
    return escaped(f"internal error: {type(error).__name__}: {error}", 2000) + hint


def _wants_json(words: Sequence[str]) -> bool:
    """Whether the words ask for JSON: they may be a command line that could not be parsed."""
    pairs = pairwise(words)
    return "--output-format=json" in words or ("--output-format", "json") in pairs


def _document(message: str) -> str:
    from advisor.contract import json_text
    from advisor.findings import Failure, Fault, Tool

    return json_text(Failure(tool=Tool(version=VERSION), error=Fault(message=message)))
