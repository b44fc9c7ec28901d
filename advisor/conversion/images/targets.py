"""What pictures are written as. Each writes the channels of one part, such as `train`, below the result."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.picture import Box, Picture
from advisor.conversion.images.pixels import SUFFIXES, Ready
from advisor.conversion.images.record import frames, packed
from advisor.conversion.options import Options

BOX_HEADER = (2.0, 5.0)
"""The widths of the header itself and of a box, as the labels of a picture with boxes begin."""


_ODD = re.compile(r"[\x00-\x1f\x7f\\]")
"""What parts the fields and the lines of a list, or steers a terminal."""


class Target(ABC):
    """One part of the result, such as `train`, with the numbers of the classes. `count`: its pictures so far."""

    def __init__(self, root: Path, name: str, numbers: Mapping[str, int], options: Options) -> None:
        self.root, self.name, self.numbers, self.options = root, name, numbers, options
        self.count = 0
        self._taken: set[str] = set()

    def add(self, picture: Picture, ready: Ready, boxes: list[Box]) -> None:
        self.write(picture, ready, boxes)
        self.count += 1

    @abstractmethod
    def write(self, picture: Picture, ready: Ready, boxes: list[Box]) -> None:
        """Writes one more picture."""

    def close(self) -> None:  # noqa: B027 -- a folder of pictures has nothing to close
        """Closes the file that lists or holds the pictures, where there is one."""

    def file_name(self, said: str, ready: Ready) -> str:
        """A name with the suffix of its encoding, that no other picture of the part has."""
        wanted = PurePosixPath(_ODD.sub("_", said))
        suffixes = SUFFIXES[ready.encoding]
        if wanted.suffix.lower() not in suffixes:
            wanted = wanted.with_name(wanted.name.removesuffix(wanted.suffix) + suffixes[0])
        stem, number, name = wanted.with_suffix(""), 1, wanted.as_posix()
        while name.casefold() in self._taken:
            number += 1
            name = f"{stem}_{number}{wanted.suffix}"
        self._taken.add(name.casefold())
        return name

    def keep(self, name: str, ready: Ready) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(ready.content)

    def labels(self, picture: Picture, ready: Ready, boxes: list[Box]) -> list[float]:
        """As `.lst` and `.rec` hold them: the class, a 1 for each class that is there, or boxes as fractions."""
        if picture.boxes is not None:
            width, height = ready.size
            spans = [
                (self.numbers[b.name], b.left / width, b.top / height, b.right / width, b.bottom / height)
                for b in boxes
            ]
            return [*BOX_HEADER, *(float(value) for span in spans for value in span)]
        if self.options.several_labels:
            return self.several_classes(picture)
        return [float(self.numbers[self.one_class(picture)])]

    def several_classes(self, picture: Picture) -> list[float]:
        """A 1 for each class that is there."""
        there = {*picture.classes}
        return [float(name in there) for name in self.numbers]

    def one_class(self, picture: Picture) -> str:
        if len(picture.classes) != 1:
            raise ConversionError(
                f"{picture.name}: has {len(picture.classes)} classes: --several-labels writes them all"
            )
        return picture.classes[0]


class FileTarget(Target):
    """Writes a file that lists or holds the pictures: `PATH` with the name of the part."""

    PATH: str

    def __init__(self, *how: Any) -> None:
        super().__init__(*how)
        path = self.root / self.PATH.format(self.name)
        path.parent.mkdir(exist_ok=True)
        self.file: BinaryIO = path.open("wb")

    def close(self) -> None:
        self.file.close()


class ListTarget(FileTarget):
    """`train/` with the pictures, and `train_lst/train.lst`."""

    PATH = "{0}_lst/{0}.lst"

    def write(self, picture: Picture, ready: Ready, boxes: list[Box]) -> None:
        name = self.file_name(picture.name, ready)
        self.keep(f"{self.name}/{name}", ready)
        labels = "\t".join(f"{label:.8g}" for label in self.labels(picture, ready, boxes))
        self.file.write(f"{self.count}\t{labels}\t{name}\n".encode())


class RecordTarget(FileTarget):
    """`train/train.rec`."""

    PATH = "{0}/{0}.rec"

    def write(self, picture: Picture, ready: Ready, boxes: list[Box]) -> None:
        self.file.write(frames(packed(self.labels(picture, ready, boxes), self.count, ready.content)))


class DetectionTarget(Target):
    """`train/` with the pictures, and `train_annotation/` with a JSON document for each."""

    def write(self, picture: Picture, ready: Ready, boxes: list[Box]) -> None:
        name = self.file_name(picture.name.replace("/", "_"), ready)
        self.keep(f"{self.name}/{name}", ready)
        path = self.root / f"{self.name}_annotation" / PurePosixPath(name).with_suffix(".json")
        path.parent.mkdir(exist_ok=True)
        categories = [{"class_id": number, "name": label} for label, number in self.numbers.items()]
        content = {"file": name, **described(ready, boxes, self.numbers), "categories": categories}
        path.write_text(json.dumps(content, ensure_ascii=False) + "\n", "utf-8")


def described(ready: Ready, boxes: list[Box], numbers: Mapping[str, int]) -> dict[str, Any]:
    """Size and boxes, as annotations in JSON hold them: in whole pixels."""
    width, height = ready.size
    rows = []
    for box in boxes:
        left, top = round(box.left), round(box.top)
        span = {"left": left, "top": top, "width": round(box.right) - left, "height": round(box.bottom) - top}
        rows.append({"class_id": numbers[box.name], **span})
    return {"image_size": [{"width": width, "height": height, "depth": ready.depth}], "annotations": rows}


class ManifestTarget(FileTarget):
    """`train/` with the pictures, and `train.manifest`, which names them where they will lie in S3."""

    PATH = "{0}.manifest"

    def write(self, picture: Picture, ready: Ready, boxes: list[Box]) -> None:
        name = self.file_name(picture.name, ready)
        self.keep(f"{self.name}/{name}", ready)
        prefix = (self.options.prefix or "").rstrip("/")
        sample = {"source-ref": f"{prefix}/{self.name}/{name}", **self._label(picture, ready, boxes)}
        self.file.write(json.dumps(sample, ensure_ascii=False).encode() + b"\n")

    def _label(self, picture: Picture, ready: Ready, boxes: list[Box]) -> dict[str, Any]:
        names = {str(number): name for name, number in self.numbers.items()}
        if picture.boxes is not None:
            metadata: dict[str, Any] = {
                "class-map": names,
                "objects": [{"confidence": 1}] * len(boxes),
                "type": "groundtruth/object-detection",
            }
            return _with_metadata("boxes", described(ready, boxes, self.numbers), metadata)
        if self.options.several_labels:
            metadata = {"class-map": names, "type": "groundtruth/image-classification-multilabel"}
            return _with_metadata("classes", self.several_classes(picture), metadata)
        name = self.one_class(picture)
        return _with_metadata(
            "class", self.numbers[name], {"class-name": name, "type": "groundtruth/image-classification"}
        )


def _with_metadata(name: str, label: Any, metadata: dict[str, Any]) -> dict[str, Any]:
    return {name: label, f"{name}-metadata": {**metadata, "human-annotated": "yes"}}


class FolderTarget(Target):
    """`train/` with a folder for each class."""

    def write(self, picture: Picture, ready: Ready, boxes: list[Box]) -> None:
        folder = self.one_class(picture)
        if folder in ("", ".", "..") or "/" in folder or "\0" in folder:
            raise ConversionError(f"{picture.name}: a class {folder!r} cannot be the name of a folder")
        inside = picture.name.removeprefix(f"{folder}/")
        self.keep(f"{self.name}/{self.file_name(f'{folder}/{inside}', ready)}", ready)


TARGETS: dict[str, Callable[..., Target]] = {
    "lst": ListTarget,
    "image-recordio": RecordTarget,
    "detection-json": DetectionTarget,
    "augmented-manifest": ManifestTarget,
    "class-folders": FolderTarget,
}
