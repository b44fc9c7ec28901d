"""The names of YOLO's classes, as a data.yaml or a list says them, in the folder of the labels or above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

from advisor.conversion.errors import ConversionError
from advisor.errors import read_errors_as
from advisor.small_files import MOST, bounded, small_text

Names = dict[int, str]
"""The number of a class -> its name."""

LISTS = ("classes.txt", "obj.names", "_darknet.labels")
SIDES = ("train", "val", "test")
"""Keys of a data.yaml that name the folders of pictures."""
LEVELS = 2
"""How far above the folder a data.yaml may lie that names it."""

DOCUMENT = 1 << 20
"""Bytes of a document, of which a list of names takes hundreds of times as many to read."""
_NUMBER = re.compile(r"\d{1,7}", re.ASCII)
_NAMES = re.compile(r"""^["']?names["']?\s*:""", re.MULTILINE)
_SIDES = re.compile(rf"""^["']?({"|".join(SIDES)})["']?\s*:""", re.MULTILINE)


def names_of(root: Path) -> tuple[Names, Path | None]:
    """The names, and the file that says them where it lies above the folder."""
    for path in _yaml(root):
        if _NAMES.search(text := text_of(path, DOCUMENT)) and (names := _names(path, _document(path, text))):
            return names, None
    for path in (root / name for name in LISTS):
        if path.is_file() and (names := _unique(path, dict(enumerate(map(str.strip, text_of(path).split("\n")))))):
            return names, None
    whole = root.resolve()
    for folder in whole.parents[:LEVELS]:
        for path, text in _readable(folder):
            said = _document(path, text) if _NAMES.search(text) and _SIDES.search(text) else {}
            if _holds(said, whole.relative_to(folder).parts) and (names := _names(path, said)):
                return names, path
    return {}, None


def _yaml(folder: Path) -> list[Path]:
    return [path for form in ("*.yaml", "*.yml") for path in sorted(folder.glob(form)) if path.is_file()]


def _readable(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files of a folder that may hold no data of YOLO at all, with their text."""
    for path in _yaml(folder):
        with suppress(ConversionError):
            yield path, text_of(path, DOCUMENT)


def _document(path: Path, text: str) -> dict[str, Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        said = bounded(YAML(typ="safe", pure=True).load(text))
    except (YAMLError, ValueError, RecursionError) as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        where = f"{path}, line {mark.line + 1}" if mark else path
        raise ConversionError(f"{where}: is no YAML that can be read") from error
    return said if isinstance(said, dict) else {}


def _names(path: Path, said: dict[str, Any]) -> Names:
    names = said.get("names") or {}
    if isinstance(names, list):
        names = dict(enumerate(names))
    if not isinstance(names, dict) or not all(_NUMBER.fullmatch(str(number)) for number in names):
        raise ConversionError(f"{path}: names is neither a list nor a name for each number, such as names: [cat, dog]")
    for number, name in names.items():
        if name is None or isinstance(name, (dict, list)):
            raise ConversionError(f"{path}: the name of class {number} is no text: write it in quotes")
    found = {int(number): str(name) for number, name in names.items()}
    if len(found) < len(names):
        raise ConversionError(f"{path}: names a class twice: leave one of its names")
    return _unique(path, found)


def _unique(path: Path, names: Names) -> Names:
    """The names that are not empty. Raises `ConversionError` where two are the same."""
    names = {number: name for number, name in sorted(names.items()) if name}
    numbers = {name: number for number, name in names.items()}
    for number, name in names.items():
        if numbers[name] != number:
            raise ConversionError(f"{path}: calls the classes {number} and {numbers[name]} {name!r}: name them apart")
    return names


def _holds(said: dict[str, Any], inside: tuple[str, ...]) -> bool:
    """Whether a document names the folder that lies there below it, or one in it: `../train/images` names `train`."""
    for entry in (said.get(side) for side in SIDES):
        for folder in entry if isinstance(entry, list) else [entry]:
            parts = [part for part in PurePosixPath(str(folder).replace("\\", "/")).parts if part not in ("..", "/")]
            if any(tuple(parts[at : at + len(inside)]) == inside for at in range(len(parts))):
                return True
    return False


def text_of(path: Path, most: int = MOST) -> str:
    try:
        with read_errors_as(ConversionError, path):
            return small_text(path, most)
    except ValueError as error:
        raise ConversionError(f"{path}: is not UTF-8") from error
