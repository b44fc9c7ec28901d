"""The families of rules: what the first three letters of a code are about."""

from __future__ import annotations

from typing import Literal, NamedTuple

from advisor.knowledge.models.algorithm import Algorithm

FAMILIES = {
    "files": "Channels and files",
    "tables": "Tables",
    "recordio": "RecordIO-protobuf",
    "images": "Images and what goes with them",
    "manifests": "Manifests",
    "series": "Time series",
    "text": "Text and token lists",
    "request": "The request",
    "changes": "Changes since an earlier state",
}
"""Title by name."""

Need = Literal["algorithm", "request", "earlier"]


class Subject(NamedTuple):
    """`formats`: the rules judge files of these, and so concern algorithms that read one; all where there are none.
    `needs`: what the case must have, where a rule says nothing else.
    """

    family: str
    title: str
    formats: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()


SUBJECTS = {
    "LAY": Subject("files", "Channels and files"),
    "TAB": Subject("tables", "Labels of any table", ("csv", "libsvm", "parquet")),
    "CSV": Subject("tables", "CSV", ("csv",)),
    "CAT": Subject("tables", "Categorical columns", ("category-index",)),
    "SVM": Subject("tables", "libsvm", ("libsvm",)),
    "PAR": Subject("tables", "Parquet", ("parquet", "time-series-parquet")),
    "REC": Subject("recordio", "RecordIO-protobuf", ("recordio-protobuf", "image-recordio")),
    "IMG": Subject("images", "Image files", ("image", "mask", "image-recordio")),
    "CLF": Subject("images", "Folders as classes", ("image",)),
    "LST": Subject("images", "Image lists (.lst)", ("lst",)),
    "IRC": Subject("images", "Image records (.rec)", ("image-recordio", "record-index")),
    "MSK": Subject("images", "Masks and label maps", ("mask", "label-map")),
    "DET": Subject("images", "Boxes, one JSON file per image", ("detection-json",)),
    "BOX": Subject("images", "Boxes, one JSON file for all images", ("coco-json",)),
    "MAN": Subject("manifests", "Manifests", ("augmented-manifest", "manifest")),
    "SER": Subject("series", "Time series", ("time-series", "time-series-parquet")),
    "SEN": Subject("text", "Sentences", ("sentences",)),
    "SEQ": Subject("text", "Pairs of token lists", ("sequence-pairs",)),
    "VOC": Subject("text", "Vocabularies of topic models", ("vocabulary",)),
    "VOJ": Subject("text", "Vocabularies in JSON", ("vocabulary-json",)),
    "WVE": Subject("text", "Word vectors", ("word-vectors",)),
    "HYP": Subject("request", "Hyperparameters"),
    "REQ": Subject("request", "Channels and shape of the request", needs=("request",)),
    "RES": Subject("request", "Machines", needs=("request",)),
    "TUN": Subject("request", "Tuning jobs", needs=("request",)),
    "SUP": Subject("request", "Support for the algorithm", needs=("request",)),
    "CHG": Subject("changes", "Changes since an earlier state", needs=("earlier",)),
}


def subject(code: str) -> Subject:
    return SUBJECTS[code[:3]]


def concerns(code: str, algorithm: Algorithm) -> bool:
    """Whether a rule can find anything in data or requests of the algorithm."""
    formats = subject(code).formats
    return not formats or not _read_by(algorithm).isdisjoint(formats)


def _read_by(algorithm: Algorithm) -> set[str]:
    read: set[str] = {content_type.format for content_type in algorithm.content_types.values()}
    for channel in algorithm.channels.values():
        read.update(channel.formats.values(), channel.beside)
    return read | {"manifest"} | ({"augmented-manifest"} if algorithm.augmented_manifest else set())
