"""What `advisor fix` mends by itself: the one list of its repairs, by the rules whose findings they remove."""

from __future__ import annotations

from advisor.case.conversions import CONVERSIONS, RENAMED

WRITE = "write-"
"""With a format behind it: the repair that writes a file in that format."""

TABLES = ("csv", "libsvm", "npy", "npz", "parquet", "recordio-protobuf")
"""The formats between which files are written anew."""

REPAIRS = {
    "CSV101": "write-utf-8",
    "CSV102": "write-utf-8",
    "CSV103": "write-utf-8",
    "CSV104": "end-lines",
    "CSV107": "drop-blank-lines",
    "CSV108": "write-commas",
    "CSV109": "write-commas",
    "CSV110": "drop-header",
    "CSV111": "drop-header",
    "CSV112": "drop-index",
    "CSV122": "keep-columns",
    "CSV123": "unquote-rows",
    "CSV124": "unquote-cells",
    "CSV130": "number-text",
    "CSV131": "fill-gaps",
    "CSV132": "fill-gaps",
    "CSV133": "fit-float32",
    "CSV134": "fit-float32",
    "CSV135": "strip-blanks",
    "CSV136": "drop-unlabelled",
    "CSV151": "number-classes",
    "CSV157": "number-classes",
    "PAR110": "number-text",
    "PAR111": "number-text",
    "PAR113": "drop-unlabelled",
    "PAR151": "number-classes",
    "REC130": "write-float32",
    "REC131": "write-dense",
    "REC132": "rename-feature",
    "REC134": "write-dense",
    "REC140": "fill-gaps",
    "REC141": "fit-float32",
    "REC142": "fit-float32",
    "REC151": "number-classes",
    "REC152": "drop-unlabelled",
    "SVM101": "write-utf-8",
    "SVM123": "sort-indices",
    "SVM151": "number-classes",
}
"""Code of a rule -> the repair."""

_WRITTEN = {text: wanted for (_, wanted), text in CONVERSIONS.items() if wanted in TABLES}
"""What is to be done, where samples stay what they are -> the format that is written."""


def repair_of(code: str, conversion: str | None) -> str | None:
    """The repair that removes a finding; None where a person must."""
    if code in REPAIRS:
        return REPAIRS[code]
    if conversion is None:
        return None
    if conversion == RENAMED:
        return "rename-channel"
    if conversion.startswith("take ") and conversion.endswith(" out of the channel"):
        return "leave-out"
    return WRITE + _WRITTEN[conversion] if conversion in _WRITTEN else None
