"""Label Studio's JSON export: a list of tasks, each with annotations. https://labelstud.io/guide/task_format"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.files import Files, Placed
from advisor.conversion.images.picture import Found, Fractions, Picture
from advisor.conversion.images.sources.json_files import loaded, numbers, size_of


def read(document: Path, images: Path) -> Found:
    tasks, files, found = loaded(document), Files(images), Found([])
    if not isinstance(tasks, list):
        raise ConversionError(f"{document}: is no list of tasks")
    for index, task in enumerate(tasks):
        said = _address(task)
        if said is None:
            raise ConversionError(f"{document}: [{index}].data: names no picture")
        results = _results(task)
        placed = found.place(files, said, unquote(said.partition("?")[0]))
        if placed and results is None:
            found.leave_out(said, "is not annotated")
        elif placed and results is not None:
            found.pictures.append(_picture(placed, results, f"{document}: [{index}]"))
    return found


def _picture(placed: Placed, results: list[dict[str, Any]], place: str) -> Picture:
    boxes, classes, size = [], [], None
    for result in results:
        value = result.get("value")
        if not isinstance(value, dict):
            continue
        if result.get("type") == "rectanglelabels":
            spans = numbers([value.get(name) for name in ("x", "y", "width", "height")], 4)
            labels = value.get("rectanglelabels")
            if spans is None or not isinstance(labels, list) or not labels:
                raise ConversionError(f"{place}: a rectangle without numbers or without a label")
            x, y, width, height = (span / 100 for span in spans)
            boxes.append(Fractions(str(labels[0]), x, y, x + width, y + height))
            size = size_of(result.get("original_width"), result.get("original_height"))
        elif result.get("type") == "choices" and isinstance(value.get("choices"), list):
            classes += [str(choice) for choice in value["choices"]]
    return Picture(*placed, classes=tuple(classes), boxes=None if classes else tuple(boxes), size=size)


def _address(task: Any) -> str | None:
    data = task.get("data") if isinstance(task, dict) else None
    said = [value for value in data.values() if isinstance(value, str) and value] if isinstance(data, dict) else []
    return said[0] if said else None


def _results(task: dict[str, Any]) -> list[dict[str, Any]] | None:
    """What the first annotation that was not cancelled holds."""
    for annotation in task.get("annotations") or ():
        if isinstance(annotation, dict) and not annotation.get("was_cancelled"):
            results = annotation.get("result")
            return [item for item in results if isinstance(item, dict)] if isinstance(results, list) else []
    return None
