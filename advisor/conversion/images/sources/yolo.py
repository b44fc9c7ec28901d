"""YOLO: a text file for each picture, a line for each box: class, centre, width and height as fractions."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.picture import Found, Fractions, Picture, passed_over, walked
from advisor.small_files import bounded, small_text

LISTS = ("classes.txt", "obj.names", "_darknet.labels")
NO_LABELS = {".txt", ".yaml", ".yml", ".names", ".labels", ".md", ".cache"}


def read(root: Path) -> Found:
    paths = {path.relative_to(root).as_posix(): path for path in walked(root)}
    names, found = _names(root), Found([], aside=passed_over(root))
    for name, path in paths.items():
        if path.suffix.lower() in NO_LABELS:
            continue
        labels = next((paths[one] for one in _labels_of(name) if one in paths), None)
        if labels is None:
            found.aside.append((name, "has no file of boxes"))
        else:
            found.pictures.append(Picture(name, path, boxes=tuple(_boxes(labels, names))))
    used = {name for picture in found.pictures for name in picture.labels}
    found.names = names or sorted(used, key=lambda name: (not name.isdigit(), int(name) if name.isdigit() else 0, name))
    return found


def is_held(root: Path) -> bool:
    """Whether a picture has a file of boxes."""
    names = {path.relative_to(root).as_posix() for path in walked(root)}
    return any(label in names for name in names if not name.endswith(".txt") for label in _labels_of(name))


def _labels_of(name: str) -> tuple[str, str]:
    """`images/a/x.jpg` -> `labels/a/x.txt`, or the file beside it."""
    beside = PurePosixPath(name).with_suffix(".txt")
    parts = ["labels" if part == "images" else part for part in beside.parts]
    return PurePosixPath(*parts).as_posix(), beside.as_posix()


def _names(root: Path) -> list[str]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    for path in (*sorted(root.glob("*.yaml")), *sorted(root.glob("*.yml"))):
        try:
            said = bounded(YAML(typ="safe", pure=True).load(_text(path)))
        except (YAMLError, ValueError, RecursionError) as error:
            raise ConversionError(f"{path}: is no YAML that can be read") from error
        names = said.get("names") if isinstance(said, dict) else None
        if isinstance(names, dict) and all(isinstance(key, int) for key in names):
            names = [names[key] for key in sorted(names)]
        if isinstance(names, list):
            return [str(name) for name in names]
    listed = next((root / name for name in LISTS if (root / name).is_file()), None)
    return [line.strip() for line in _text(listed).splitlines() if line.strip()] if listed else []


def _boxes(path: Path, names: list[str]) -> list[Fractions]:
    boxes = []
    for number, line in enumerate(_text(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            cls, *values = line.split()
            index, spans = int(float(cls)), [float(value) for value in values]
            boxes.append(_box(names[index] if names else str(index), spans))
        except (ValueError, IndexError, OverflowError):
            raise ConversionError(f"{path}, line {number}: {line[:60]!r} is no box of a known class") from None
    return boxes


def _box(name: str, spans: list[float]) -> Fractions:
    """A box, or the one around a polygon. Raises `ValueError`."""
    if not all(-0.01 <= value <= 1.01 for value in spans):
        raise ValueError("no fractions")
    if len(spans) in (4, 5):  # a fifth is the confidence of a prediction
        x, y, width, height = spans[:4]
        return Fractions(name, x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    if len(spans) < 6 or len(spans) % 2:
        raise ValueError("no box")
    return Fractions(name, min(spans[::2]), min(spans[1::2]), max(spans[::2]), max(spans[1::2]))


def _text(path: Path) -> str:
    try:
        return small_text(path)
    except OSError as error:
        raise ConversionError(f"{path}: cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise ConversionError(f"{path}: is not UTF-8") from error
