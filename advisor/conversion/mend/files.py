"""Which files are mended how, by what they are."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from advisor.conversion.images.boxes import cut_off
from advisor.conversion.images.sources.json_files import loaded
from advisor.conversion.mend import labels, lines, pictures, records

FAMILIES = {
    "DET": "annotation", "IMG": "picture", "IRC": "records", "MSK": "picture",
    **dict.fromkeys(("LST", "MAN", "SEN", "SEQ", "SER", "VOC", "WVE", "SVM101", "SVM102"), "lines"),
}  # fmt: skip
"""First letters of a rule, or its code -> how the files that it judges are mended."""

CUT = "cut-boxes"


def mend(
    file: Path, target: Path, held: str, repairs: tuple[str, ...], encoding: str | None, classes: dict[str, float]
) -> int:
    """Writes a file anew, or copies it where nothing is to be mended; gives back how many lines were left out."""
    if held == "lines" and {*lines.MENDS, lines.DECODED, labels.REPAIR} & {*repairs}:
        return lines.mend(file, target, repairs, encoding, classes)
    if held == "picture" and pictures.MENDS.keys() & {*repairs}:
        pictures.mend(file, target, repairs)
    elif held == "records" and records.REPAIR in repairs:
        records.mend(file, target)
    elif held == "annotation" and CUT in repairs:
        document = loaded(file)
        if isinstance(document, dict):
            cut_off(document)
        target.write_text(json.dumps(document, ensure_ascii=False) + "\n", "utf-8")
    else:
        shutil.copyfile(file, target)
    return 0
