"""What `advisor fix` mends by itself: the one list of its repairs, by the rules whose findings they remove."""

from __future__ import annotations

from advisor.case.conversions import BY_HAND, CONVERSIONS, RENAMED

WRITE = "write-"
"""With a format behind it: the repair that writes a file in that format."""

TABLES = ("csv", "libsvm", "npy", "npz", "parquet", "recordio-protobuf")
"""The formats between which files are written anew."""

_REMOVES = {
    "colours-to-rgb": "IMG108 IMG110 IMG116",
    "cut-boxes": "DET106 MAN315",
    "drop-blank-lines": "CSV107 LST115 MAN109 SEQ103 SER109 WVE107",
    "drop-boxless": "MAN316",
    "drop-empty-boxes": "DET104 MAN313",
    "drop-failed": "MAN206",
    "drop-first-line": "LST104 WVE103",
    "drop-header": "CSV110 CSV111",
    "drop-index": "CSV112",
    "drop-repeats": "CAT105 MAN421",
    "drop-unlabelled": "CSV136 PAR113 REC152",
    "eight-bits": "IMG109",
    "end-lines": "CSV104 LST116 VOC105",
    "fill-gaps": "CSV131 CSV132 REC140",
    "fit-float32": "CSV133 CSV134 PAR114 REC141 REC142 SVM127",
    "follow-pictures": "DET203 LST111 LST112 LST201",
    "keep-columns": "CSV122",
    "leave-out": "IRC131 IRC132",
    "leave-out-unpaired": "DET201 DET202 MSK201 MSK202",
    "number-boxes": "DET107",
    "number-categories": "SER302 SER305",
    "number-classes": "CSV151 CSV157 PAR151 REC151 SVM151",
    "number-labels": "SEQ130",
    "number-pairs": "SEQ131",
    "number-pictures": "LST109 LST208",
    "number-records": "IRC127",
    "number-text": "CSV130 PAR111",
    "part-by-tabs": "LST105",
    "part-labels": "SEN111 SEN117",
    "records-cut-boxes": "IRC126",
    "records-to-eight-bits": "IRC118",
    "records-to-rgb": "IRC115 IRC116 IRC117",
    "rename-annotation": "DET205",
    "rename-feature": "REC132",
    "rename-picture": "IMG107",
    "rename-series": "SER120 SER121",
    "renumber-lines": "LST107 LST108",
    "save-picture": "IMG105 IRC107",
    "set-aside": "CSV120 IMG102 IMG103 IMG104 IRC101 IRC102 IRC103 IRC105 IRC106 IRC123 LAY106 LST106 LST110 MAN101 "
        "REC112 SEN113 SEQ104 SEQ111 SEQ120 SEQ122 SER101 SER201 WVE102",
    "sort-indices": "REC119 SVM123",
    "strip-blanks": "CSV135 LST117 VOC108",
    "tabs-to-blanks": "SEN115",
    "turn-upright": "DET207 MSK204",
    "unquote-cells": "CSV124",
    "unquote-rows": "CSV123",
    "unquote-texts": "SEN118",
    "write-commas": "CSV108",
    "write-commas-everywhere": "CSV109",
    "write-dense": "REC134",
    "write-document": "MAN404 MAN405 MAN407",
    "write-float32": "REC120 REC130",
    "write-gaps": "SER107",
    "write-json-lines": "MAN102 MAN103 MAN104 MAN105 MAN106 SEQ105 SEQ106 SEQ107 SEQ108 SEQ109 SER102 SER103 SER104 "
        "SER105 SER106 SER116",
    "write-lists": "SEQ121 SER301 SER311",
    "write-mask": "MSK102 MSK103 MSK104",
    "write-naive-starts": "SER204",
    "write-numbers": "PAR112",
    "write-object": "MSK121",
    "write-slashes": "LST118",
    "write-starts": "SER205",
    "write-target-numbers": "SER212",
    "write-utf-8": "CSV101 CSV102 CSV103 LST101 LST102 LST103 MAN110 MAN111 MAN112 SEN101 SEN102 SEN103 SEQ101 SEQ102 "
        "SEQ110 SER110 SER111 SER112 SVM101 SVM102 VOC101 VOC102 VOC103 WVE101 WVE106",
    "write-whole-numbers": "SEQ124",
}  # fmt: skip
"""The repair -> the rules whose findings it removes."""
REPAIRS = {code: repair for repair, codes in _REMOVES.items() for code in codes.split()}
"""Code of a rule -> the repair."""

_WRITTEN = {text: wanted for (_, wanted), text in CONVERSIONS.items() if wanted in TABLES}
"""What is to be done, where samples stay what they are -> the format that is written."""


def repair_of(code: str, conversion: str | None) -> str | None:
    """The repair that removes a finding; None where a person must."""
    if code in REPAIRS and conversion not in BY_HAND:
        return REPAIRS[code]
    if conversion is None:
        return None
    if conversion == RENAMED:
        return "rename-channel"
    if conversion.startswith("take ") and conversion.endswith(" out of the channel"):
        return "leave-out"
    return WRITE + _WRITTEN[conversion] if conversion in _WRITTEN else None
