"""A folder for each class, its pictures below it."""

from __future__ import annotations

from pathlib import Path

from advisor.conversion.images.picture import Found, Picture, walked


def read(root: Path) -> Found:
    pictures, aside = [], []
    for path in walked(root):
        name = path.relative_to(root).as_posix()
        folder, slash, _ = name.partition("/")
        if slash:
            pictures.append(Picture(name, path, classes=(folder,)))
        else:
            aside.append((name, "lies in no folder of a class"))
    return Found(pictures, sorted({picture.classes[0] for picture in pictures}), aside)
