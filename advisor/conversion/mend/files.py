"""Which files are mended how, by what they are."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from advisor.conversion.aside import LeftOut
from advisor.conversion.images.boxes import cut_off
from advisor.conversion.images.sources.json_files import loaded
from advisor.conversion.mend import lines, pictures, records
from advisor.conversion.mend.order import FOLLOW, Order

FAMILIES = {
    "DET": "annotation", "IMG": "picture", "IRC": "records", "MSK": "picture",
    **dict.fromkeys(("LST", "MAN", "SEN", "SEQ", "SER", "VOC", "WVE", "SVM101", "SVM102"), "lines"),
}  # fmt: skip
"""First letters of a rule, or its code -> how the files that it judges are mended."""

CUT = "cut-boxes"


def mend(file: Path, target: Path, held: str, order: Order, left_out: LeftOut) -> None:
    """Writes a file anew, or copies it where nothing is to be mended."""
    repairs = {*order.repairs}
    if held == "lines" and lines.REPAIRS & repairs:
        lines.mend(file, target, order, left_out)
    elif held == "picture" and pictures.MENDS.keys() & repairs:
        pictures.mend(file, target, order)
    elif held == "records" and records.REPAIRS & repairs:
        records.mend(file, target, order, left_out)
    elif held == "annotation" and {CUT, FOLLOW} & repairs:
        _annotation(file, target, order)
    else:
        shutil.copyfile(file, target)


def _annotation(file: Path, target: Path, order: Order) -> None:
    document = loaded(file)
    if isinstance(document, dict):
        if CUT in order.repairs:
            cut_off(document)
        if FOLLOW in order.repairs and (name := order.moved.get(str(document.get("file")))):
            document["file"] = name
    target.write_text(json.dumps(document, ensure_ascii=False) + "\n", "utf-8")
