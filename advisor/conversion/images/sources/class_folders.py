"""A folder for each class, its pictures below it."""

from __future__ import annotations

from pathlib import Path

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.files import OTHERS, PICTURES, passed_over, walked
from advisor.conversion.images.picture import Found, Picture
from advisor.conversion.results import Aside

SIDES = frozenset({"train", "training", "val", "valid", "validation", "dev", "eval", "test", "testing"})
"""What folders of the sides of a split are called."""


def is_held(root: Path) -> bool:
    """Whether pictures lie in several folders that are no sides of a split."""
    pictures = (path.relative_to(root) for path in walked(root) if path.suffix.lower() in (*PICTURES, *OTHERS))
    return len({path.parts[0] for path in pictures if len(path.parts) > 1 and path.parts[0].lower() not in SIDES}) > 1


def read(root: Path) -> Found:
    pictures, aside = [], passed_over(root)
    for path in walked(root):
        name = path.relative_to(root).as_posix()
        folder, slash, _ = name.partition("/")
        if slash:
            pictures.append(Picture(name, path, classes=(folder,)))
        else:
            aside.append(Aside(file=name, because="lies in no folder of a class"))
    names = sorted({picture.classes[0] for picture in pictures})
    if names and all(name.lower() in SIDES for name in names):
        raise ConversionError(
            f"{root}: {', '.join(names)} are the sides of a split, and no classes: convert {root / names[0]} and the "
            "others one by one, with the same --mapping"
        )
    return Found(pictures, names, aside)
