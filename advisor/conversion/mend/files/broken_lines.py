"""Lines that are left out: those without a sample, and those that no repair makes whole where a person says so."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from advisor.conversion.mend.files.json_lines import object_of
from advisor.conversion.mend.files.order import Order, last_field

Reason = Callable[[str], str | None]
"""A line -> why it is left out; None for one that stays."""

_ONLY_LABELS = re.compile(r"(\s*__label__\S*)+\s*")
_VECTOR = re.compile(r"\S\s+[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$")
_PAIR = ("label", "in0", "in1")
_SERIES = ("start", "target")


def _no_object(line: str) -> str | None:
    return None if not line.strip() or object_of(line) is not None else "is no JSON object"


def _constant(line: str) -> str | None:
    """NaN, Infinity and their like are no JSON."""
    found: list[str] = []
    try:
        json.loads(line, parse_constant=found.append)
    except (ValueError, RecursionError):
        return None
    return f"holds {found[0]}" if found else None


def _without(*keys: str) -> Reason:
    def reason(line: str) -> str | None:
        value = object_of(line)
        lacking = [] if value is None else [key for key in keys if key not in value]
        return f"has no {' and no '.join(lacking)}" if lacking else None

    return reason


def _empty_list(line: str) -> str | None:
    value = object_of(line) or {}
    empty = [key for key in ("in0", "in1") if value.get(key) == []]
    return f"has no ids in {' and '.join(empty)}" if empty else None


def _no_words(line: str) -> str | None:
    return "has no words" if _ONLY_LABELS.fullmatch(line) else None


def _no_vector(line: str) -> str | None:
    return None if not line.strip() or _VECTOR.search(line) else "does not end in a number"


def _too_few_columns(line: str) -> str | None:
    return "has no index, label and path" if line.strip() and line.count("\t") < 2 else None


def _no_path(line: str) -> str | None:
    return "names no picture" if "\t" in line and not line.rpartition("\t")[2].strip() else None


REASONS: Mapping[str, Reason] = {
    "LST106": _too_few_columns,
    "LST110": _no_path,
    "MAN101": _no_object,
    "SEN113": _no_words,
    "SEQ104": _no_object,
    "SEQ111": _constant,
    "SEQ120": _without(*_PAIR),
    "SEQ122": _empty_list,
    "SER101": _no_object,
    "SER201": _without(*_SERIES),
    "WVE102": _no_vector,
}
"""Rule on lines that are broken -> which of them it means."""


def _failed(line: str) -> str | None:
    value = object_of(line) or {}
    metadata = [item for key, item in value.items() if key.endswith("-metadata") and isinstance(item, dict)]
    return "its labelling failed" if any("failure-reason" in item for item in metadata) else None


def _boxless(line: str) -> str | None:
    value = object_of(line) or {}
    lists = [item.get("annotations") for item in value.values() if isinstance(item, dict)]
    return "has no box" if [] in lists else None


DROPS: Mapping[str, Reason] = {"drop-failed": _failed, "drop-boxless": _boxless}
"""Repair -> the lines that hold no sample, and are left out without a question."""


def _lost(order: Order) -> Reason:
    return lambda line: "its picture is not there" if last_field(line) in order.lost else None


def reasons(order: Order) -> list[Reason]:
    """Why a line may be left out, by the repairs and by the rules that name them."""
    broken = [reason for rule, reason in REASONS.items() if rule in order.rules] if order.leaves_out_broken else []
    return [_lost(order), *(reason for repair, reason in DROPS.items() if repair in order.repairs), *broken]
