"""What the text in cells is that must hold numbers: the fix follows from it."""

from __future__ import annotations

import re
from collections.abc import Iterable

DECIMAL_COMMA = "a number with a decimal comma"
DATE = "a date or a time"
TRUTH = "a truth value"
GAP_MARK = "a mark for a missing value"

KINDS: tuple[tuple[str, str, str], ...] = (
    (
        r"[+-]?\d+,\d+([eE][+-]?\d+)?",
        DECIMAL_COMMA,
        "Write the numbers with a decimal point (pandas: `read_csv(path, decimal=',')`).",
    ),
    (
        r"[+-]?\d{1,3}([,' ]\d{3})+(\.\d*)?",
        "a number with thousands separators",
        "Remove the thousands separators (pandas: `read_csv(path, thousands=',')`).",
    ),
    (
        r"true|false|yes|no",
        TRUTH,
        "Write 1 and 0 instead (pandas: `df[column].map({True: 1, False: 0, 'yes': 1, 'no': 0})`).",
    ),
    (
        r"\d{4}[-/.]\d\d?[-/.]\d\d?([T ].*)?|\d\d?[-/.]\d\d?[-/.]\d{2,4}([T ].*)?|\d\d?:\d\d(:\d\d)?",
        DATE,
        "Turn them into numbers that say what matters (days since a day, month, weekday), or drop the column.",
    ),
    (
        r"[$€£¥]\s*[+-]?[\d.,]+|[+-]?[\d.,]+\s*(%|[$€£¥]|USD|EUR|[kMG]B?)",
        "a number with a unit",
        "Write only the number, without a sign or unit.",
    ),
    (
        r"n/?a|#n/a|null|none|nil|missing|unknown|\?+|-+|\.+|\*+",
        GAP_MARK,
        "Fill the gaps (for example with the column's mean or median) or drop the rows; XGBoost takes an empty cell.",
    ),
    (
        r".*[\[\](){}].*",
        "a vector in brackets",
        "Write each value of a vector into a column of its own, or sparse vectors as RecordIO-protobuf.",
    ),
)  # fmt: skip

NUMBERS = (DECIMAL_COMMA, "a number with thousands separators", "a number with a unit")
"""Kinds whose text stands for a number."""

DISGUISED = (*NUMBERS, "a vector in brackets")
"""Kinds whose text stands for one or several."""

ADDRESSES: tuple[tuple[str, str, str], ...] = (
    (r"[\d.]+([,; ]+[\d.]+)+", "several addresses", "Write a row for each address."),
    (r"[\d.]+/\d+", "a network", "Write single addresses, without the length of the network."),
    (r"[\d.]+:\d+", "an address with a port", "Leave the port out."),
    (r"[0-9a-f]*:[0-9a-f:.]+(%.*)?(/\d+)?", "an IPv6 address", "Leave these rows out: only IPv4 addresses are read."),
    (r".*[a-z].*", "a host name or other text", "Look the address of the host up, or drop the row."),
)  # fmt: skip

_COMPILED = [(re.compile(pattern, re.IGNORECASE | re.DOTALL), what, fix) for pattern, what, fix in KINDS]


def address_kind(values: Iterable[str | None]) -> tuple[str, str] | None:
    """What is in the place of IPv4 addresses, and what mends it; None where it is of several kinds."""
    texts = [value.strip() for value in values if value]
    for pattern, what, fix in ADDRESSES if texts else ():
        if all(re.fullmatch(pattern, text, re.IGNORECASE) for text in texts):
            return what, fix
    return None


def is_decimal_comma(text: str) -> bool:
    kind = text_kind((text,))
    return kind is not None and kind[0] == DECIMAL_COMMA


def text_kind(values: Iterable[str | None]) -> tuple[str, str] | None:
    """What each of the texts is, and what mends them; None where they are words, or of several kinds."""
    texts = [value.strip() for value in values if value]
    for pattern, what, fix in _COMPILED if texts else ():
        if all(map(pattern.fullmatch, texts)):
            return what, fix
    return None
