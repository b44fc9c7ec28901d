"""Documents of JSON as a whole: manifests of S3 objects, and the index of columns that are categories."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from advisor.conversion.images.sources.json_files import content_of
from advisor.formats.tables.csv_dialect import sniff

WRITE, REPEATS = "write-document", "drop-repeats"
REPAIRS = frozenset({WRITE, REPEATS})

_STRING_OR_COMMA = re.compile(r'"(?:\\.|[^"\\])*"|,(?=\s*[\]}])')


def mend(file: Path, target: Path, repairs: frozenset[str]) -> None:
    """Writes the document anew; what is no JSON even then is copied, for a person."""
    content = content_of(file)
    document = _read(content)
    if document is not None and REPEATS in repairs:
        document = _without_repeats(document)
    written = content if document is None else json.dumps(document, ensure_ascii=False).encode() + b"\n"
    target.write_bytes(written)


def _read(content: bytes) -> Any:
    """Whatever its encoding, and with commas behind the last member; None where it is no JSON."""
    dialect = sniff(content)
    try:
        text = content[dialect.bom :].decode(dialect.encoding)
        return json.loads(_STRING_OR_COMMA.sub(lambda found: "" if found[0] == "," else found[0], text))
    except (ValueError, RecursionError):
        return None


def _without_repeats(document: Any) -> Any:
    """Each key of a manifest, or number of a column, where it stands first."""
    if isinstance(document, dict):
        return {name: _without_repeats(held) if isinstance(held, list) else held for name, held in document.items()}
    if not isinstance(document, list):
        return document
    first: dict[str, Any] = {}
    for item in document:
        first.setdefault(json.dumps(item), item)
    return list(first.values())
