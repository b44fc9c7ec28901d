"""What `advisor fix` mends by itself: the one list of its repairs, by the rules whose findings they remove."""

from __future__ import annotations

from advisor.case.conversions import CONVERSIONS, LABELS_BY_HAND, RENAMED

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
    "CSV109": "write-commas-everywhere",
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
    "DET106": "cut-boxes",
    "DET207": "turn-upright",
    "IMG108": "colours-to-rgb",
    "IMG110": "colours-to-rgb",
    "IMG116": "colours-to-rgb",
    "IRC115": "records-to-rgb",
    "IRC116": "records-to-rgb",
    "IRC117": "records-to-rgb",
    "IRC131": "leave-out",
    "IRC132": "leave-out",
    "LST101": "write-utf-8",
    "LST102": "write-utf-8",
    "LST103": "write-utf-8",
    "LST104": "drop-first-line",
    "LST105": "part-by-tabs",
    "LST107": "renumber-lines",
    "LST108": "renumber-lines",
    "LST115": "drop-blank-lines",
    "LST116": "end-lines",
    "LST117": "strip-blanks",
    "LST118": "write-slashes",
    "MAN102": "write-json-lines",
    "MAN103": "write-json-lines",
    "MAN104": "write-json-lines",
    "MAN105": "write-json-lines",
    "MAN106": "write-json-lines",
    "MAN109": "drop-blank-lines",
    "MAN110": "write-utf-8",
    "MAN111": "write-utf-8",
    "MAN112": "write-utf-8",
    "MAN206": "drop-failed",
    "MAN315": "cut-boxes",
    "MAN316": "drop-boxless",
    "MSK102": "write-mask",
    "MSK103": "write-mask",
    "MSK104": "write-mask",
    "MSK204": "turn-upright",
    "PAR111": "number-text",
    "PAR112": "write-numbers",
    "PAR113": "drop-unlabelled",
    "PAR114": "fit-float32",
    "PAR151": "number-classes",
    "REC119": "sort-indices",
    "REC120": "write-float32",
    "REC130": "write-float32",
    "REC132": "rename-feature",
    "REC134": "write-dense",
    "REC140": "fill-gaps",
    "REC141": "fit-float32",
    "REC142": "fit-float32",
    "REC151": "number-classes",
    "REC152": "drop-unlabelled",
    "SEN101": "write-utf-8",
    "SEN102": "write-utf-8",
    "SEN103": "write-utf-8",
    "SEN111": "part-labels",
    "SEN115": "tabs-to-blanks",
    "SEN117": "part-labels",
    "SEN118": "unquote-texts",
    "SEQ101": "write-utf-8",
    "SEQ102": "write-utf-8",
    "SEQ103": "drop-blank-lines",
    "SEQ105": "write-json-lines",
    "SEQ106": "write-json-lines",
    "SEQ107": "write-json-lines",
    "SEQ108": "write-json-lines",
    "SEQ109": "write-json-lines",
    "SEQ110": "write-utf-8",
    "SEQ121": "write-lists",
    "SEQ124": "write-whole-numbers",
    "SEQ130": "number-labels",
    "SER102": "write-json-lines",
    "SER103": "write-json-lines",
    "SER104": "write-json-lines",
    "SER105": "write-json-lines",
    "SER106": "write-json-lines",
    "SER107": "write-gaps",
    "SER109": "drop-blank-lines",
    "SER110": "write-utf-8",
    "SER111": "write-utf-8",
    "SER112": "write-utf-8",
    "SER116": "write-json-lines",
    "SER301": "write-lists",
    "SER311": "write-lists",
    "SVM101": "write-utf-8",
    "SVM102": "write-utf-8",
    "SVM123": "sort-indices",
    "SVM127": "fit-float32",
    "SVM151": "number-classes",
    "VOC101": "write-utf-8",
    "VOC102": "write-utf-8",
    "VOC103": "write-utf-8",
    "VOC105": "end-lines",
    "VOC108": "strip-blanks",
    "WVE101": "write-utf-8",
    "WVE103": "drop-first-line",
    "WVE106": "write-utf-8",
    "WVE107": "drop-blank-lines",
}
"""Code of a rule -> the repair."""

_WRITTEN = {text: wanted for (_, wanted), text in CONVERSIONS.items() if wanted in TABLES}
"""What is to be done, where samples stay what they are -> the format that is written."""


def repair_of(code: str, conversion: str | None) -> str | None:
    """The repair that removes a finding; None where a person must."""
    if code in REPAIRS and conversion != LABELS_BY_HAND:
        return REPAIRS[code]
    if conversion is None:
        return None
    if conversion == RENAMED:
        return "rename-channel"
    if conversion.startswith("take ") and conversion.endswith(" out of the channel"):
        return "leave-out"
    return WRITE + _WRITTEN[conversion] if conversion in _WRITTEN else None
