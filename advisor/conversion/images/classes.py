"""The numbers of classes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from operator import itemgetter
from pathlib import Path

from advisor.conversion.errors import ConversionError


def numbered(
    used: set[str], order: Iterable[str], mapping: Path | None, own: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Class -> its number: that of the mapping if it is there, else the source's own, or from 0 in its order."""
    if halves := next((name for name in sorted({*used, *(own or ())}) if not _is_text(name)), None):
        raise ConversionError(f"the class {halves!r} is no text that a file can hold: name it anew")
    if mapping is None or not mapping.exists():
        if own:
            return dict(own)
        known = list(order)
        names = [*dict.fromkeys(name for name in known if name in used), *sorted(used - set(known))]
        return {name: number for number, name in enumerate(names)}
    try:
        said = json.loads(mapping.read_text("utf-8"))["columns"]["classes"]["numbers"]
        numbers = {str(name): int(number) for name, number in said.items()}
        numbers = dict(sorted(numbers.items(), key=itemgetter(1)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise ConversionError(f"{mapping}: is no mapping that a conversion of pictures has written") from error
    if unknown := sorted(used - numbers.keys()):
        raise ConversionError(f"{mapping}: has no number for the class {unknown[0]!r}: make it anew of all the data")
    return numbers


def _is_text(name: str) -> bool:
    """Whether it has no half of a surrogate pair, which JSON and YAML can spell."""
    return name.isascii() or name.encode("utf-8", "ignore").decode() == name
