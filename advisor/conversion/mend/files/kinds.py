"""Which files are mended how, by what they are."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from advisor.conversion.images.sources.json_files import loaded
from advisor.conversion.mend.files import documents, lines, pictures, records
from advisor.conversion.mend.files.boxes import cut_off, without_empty
from advisor.conversion.mend.files.numbering import BOXES, number
from advisor.conversion.mend.files.order import EMPTY_BOXES, FOLLOW, Order
from advisor.conversion.results import LeftOut

FAMILIES = {
    "DET": "annotation", "IMG": "picture", "IRC": "records", "MSK": "picture",
    **dict.fromkeys(("CAT105", "MAN404", "MAN405", "MAN407", "MAN421"), "document"),
    **dict.fromkeys(("LST", "MAN", "SEN", "SEQ", "SER", "VOC", "WVE", "SVM101", "SVM102"), "lines"),
}  # fmt: skip
"""First letters of a rule, or its code -> how the files that it judges are mended."""

CUT = "cut-boxes"
ANNOTATION = frozenset({CUT, FOLLOW, EMPTY_BOXES, BOXES})
"""The repairs of an annotation."""


def mend(file: Path, target: Path, held: str, order: Order, left_out: LeftOut) -> None:
    """Writes a file anew, or copies it where nothing is to be mended."""
    repairs = {*order.repairs}
    if held == "lines" and lines.REPAIRS & repairs:
        lines.mend(file, target, order, left_out)
    elif held == "picture" and pictures.MENDS.keys() & repairs:
        pictures.mend(file, target, order)
    elif held == "records" and records.REPAIRS & repairs:
        records.mend(file, target, order, left_out)
    elif held == "document" and documents.REPAIRS & repairs:
        documents.mend(file, target, frozenset(repairs))
    elif held == "annotation" and ANNOTATION & repairs:
        _annotation(file, target, order, left_out)
    else:
        shutil.copyfile(file, target)


def _annotation(file: Path, target: Path, order: Order, left_out: LeftOut) -> None:
    document = loaded(file)
    is_other = isinstance(document, dict) and _mended(document, order, left_out)
    if is_other:
        target.write_text(json.dumps(document, ensure_ascii=False) + "\n", "utf-8")
    else:
        shutil.copyfile(file, target)


def _mended(document: dict[str, Any], order: Order, left_out: LeftOut) -> bool:
    """Whether anything in the annotation is another now."""
    is_other = CUT in order.repairs and cut_off(document)
    if order.leaves_out_empty_boxes and (gone := without_empty(document)):
        left_out.add(None, f"boxes without area: {gone}", is_sample=False)
        is_other = True
    if FOLLOW in order.repairs and (name := order.moved.get(str(document.get("file")))):
        document["file"], is_other = name, True
    if BOXES in order.repairs:
        is_other = number(document, BOXES, order.numbers[BOXES]) or is_other
    return is_other
