"""The names of YOLO's classes, as a data.yaml or a list says them, in the folder of the labels or above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from advisor.conversion.errors import ConversionError
from advisor.errors import read_errors_as
from advisor.small_files import bounded, small_text

Names = dict[int, str]
"""The number of a class -> its name."""

LISTS = ("classes.txt", "obj.names", "_darknet.labels")
SIDES = ("train", "val", "test")
"""Keys of a data.yaml that name the folders of pictures."""
LEVELS = 2
"""How far above the folder a data.yaml may lie that names it."""

_NAMES = re.compile(r"""^["']?names["']?\s*:""", re.MULTILINE)


def names_of(root: Path) -> tuple[Names, Path | None]:
    """The names, and the file that says them where it lies above the folder."""
    for path, said in _documents(root):
        if names := _names(path, said):
            return names, None
    for path in (root / name for name in LISTS):
        if path.is_file() and (names := _unique(path, dict(enumerate(map(str.strip, text_of(path).splitlines()))))):
            return names, None
    whole = root.resolve()
    for folder in whole.parents[:LEVELS]:
        for path, said in _documents(folder):
            if _holds(said, whole.relative_to(folder).parts) and (names := _names(path, said)):
                return names, path
    return {}, None


def _documents(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The documents in a folder that have names."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    for path in (*sorted(folder.glob("*.yaml")), *sorted(folder.glob("*.yml"))):
        if _NAMES.search(text := text_of(path)):
            try:
                said = bounded(YAML(typ="safe", pure=True).load(text))
            except (YAMLError, ValueError, RecursionError) as error:
                raise ConversionError(f"{path}: is no YAML that can be read") from error
            if isinstance(said, dict):
                yield path, said


def _names(path: Path, said: dict[str, Any]) -> Names:
    names = said.get("names")
    if isinstance(names, list):
        names = dict(enumerate(names))
    if not isinstance(names, dict) or not all(str(number).isdecimal() for number in names):
        return {}
    return _unique(path, {int(number): str(name) for number, name in names.items()})


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


def text_of(path: Path) -> str:
    try:
        with read_errors_as(ConversionError, path):
            return small_text(path)
    except ValueError as error:
        raise ConversionError(f"{path}: is not UTF-8") from error
