"""Small data sets of images, manifests, series and text that show a reported failure, and what is to be found of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor.engine.check import check
from advisor.findings import Report, Severity
from tests.builders.acceptance.valid import SAMPLES, both, lists, masks, pictures
from tests.builders.acceptance.valid import boxed as annotated
from tests.builders.folders import Files, write
from tests.builders.pictures.boxes import box_list, corners
from tests.builders.pictures.boxes import pictures as listed_pictures
from tests.builders.pictures.images import annotation, jpeg, label_map, mask
from tests.builders.pictures.lists import (
    BUCKET,
    boxed,
    described,
    json_lines,
)
from tests.builders.recordio import image_record, record, write_recordio
from tests.builders.series import record as series
from tests.builders.sound_tokens import TOKENS, VOCABULARIES
from tests.builders.tokens import pairs, sentences, token_records

IC, OD, SS, ODT, ICT = (
    "image-classification", "object-detection", "semantic-segmentation", "object-detection-tensorflow",
    "image-classification-tensorflow",
)  # fmt: skip
Spot = tuple[str | None, int | None, str | None]
"""File, line or record, key."""


@dataclass(frozen=True)
class Try:
    files: Files
    hyper: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    def report(self, folder: Path, algorithm: str | None) -> Report:
        return check(write(folder, self.files), algorithm=algorithm, hyperparameters=self.hyper, **self.more)


@dataclass(frozen=True)
class Row:
    """A failure: what was tried, what is found of it and where, a part of the fix, and what was meant."""

    name: str
    algorithm: str | None
    bad: Try
    rule: str
    spot: Spot
    fix: str
    good: Try
    severity: Severity = "error"


SHAPED = {**SAMPLES, "image_shape": "3,28,28", "resize": "32"}
CLASSIFIED: Files = {**both(pictures), **both(lists)}
ANNOTATED: Files = {**both(pictures), **both(annotated)}
MASKED: Files = {**both(pictures), **both(masks)}
GOOD_BOX = (0, 0.1, 0.1, 0.6, 0.7)
DAILY = {"context_length": "7", "prediction_length": "7", "epochs": "20", "time_freq": "D"}
LABELLED = {"mode": "supervised"}
CLASSES = {**SAMPLES, "num_classes": "3"}
TWO_CLASSES = label_map(map={"0": 0, "1": 147})
LIST = "train_lst/train.lst"
ANNOTATION, MASK, MANIFEST = "train_annotation/im1.json", "train_annotation/im1.png", "train/m.manifest"


def images(
    files: Files = CLASSIFIED, hyper: Mapping[str, str] = SHAPED, changed: Mapping[str, bytes | str] | None = None
) -> Try:
    """Images with a list, of which some files are others."""
    return Try({**files, **(changed or {})}, hyper)


def listed(content: str) -> Try:
    return Try({**CLASSIFIED, LIST: content}, SHAPED)


def line(number: int, label: object = None, path: str | None = None) -> str:
    return f"{number}\t{number % 2 if label is None else label}\t{path or f'im{number}.jpg'}\n"


LINES = "".join(map(line, range(4)))


def records(*labels: Any, hyper: Mapping[str, str] = SAMPLES, picture: bytes | None = None, count: int = 4) -> Try:
    """So many packed images, with these labels in turn. `picture` stands in for the second one."""
    train = write_recordio(
        image_record(picture if picture and n == 1 else jpeg(), labels[n % len(labels)], n) for n in range(count)
    )
    return Try({"train/a.rec": train, "validation/a.rec": train}, hyper)


def manifest(*samples: Mapping[str, Any], hyper: Mapping[str, str] = SAMPLES, **more: Any) -> Try:
    data = json_lines(samples)
    return Try({MANIFEST: data, "validation/m.manifest": data}, hyper, more)


def boxes(*every: Mapping[str, Any], hyper: Mapping[str, str] = SAMPLES) -> Try:
    """A manifest of four images, with these boxes in turn."""
    return manifest(*(boxed(every[n % len(every)], number=n) for n in range(4)), hyper=hyper)


def each_annotated(*every: Mapping[str, Any], hyper: Mapping[str, str] = SAMPLES) -> Try:
    """JSON annotations of four images, with these boxes in turn."""
    names = {f"{n}": annotation(f"im{n}.jpg", [every[n % len(every)]]) for n in range(4)}
    found = {f"{c}_annotation/im{n}.json": data for n, data in names.items() for c in ("train", "validation")}
    return Try({**both(pictures), **found}, hyper)


def coco(*bboxes: tuple[float, ...]) -> Try:
    every = [corners(number % 4, bboxes[number % len(bboxes)], number % 2) for number in range(8)]
    return Try({**listed_pictures(), "training/annotations.json": box_list(boxes=every)})


def annotated_by(*values: int, maps: tuple[bytes, ...] = ()) -> Try:
    """Images with masks that hold these values, side by side; `maps`: label maps of training and validation."""
    picture = mask([[values[x // 4 % len(values)] for x in range(48)]] * 40)
    found: Files = {f"{c}_annotation/im{n}.png": picture for n in range(4) for c in ("train", "validation")}
    named = zip(("train", "validation"), maps, strict=False)
    return Try({**both(pictures), **found, **{f"label_map/{name}_label_map.json": m for name, m in named}}, CLASSES)


def coloured(*names: str) -> list[dict[str, Any]]:
    """Samples of Ground Truth with masks, in which the class `car` has these numbers in turn."""
    return [
        described(
            {"source-ref": f"{BUCKET}/im{n}.jpg", "mask-ref": f"{BUCKET}/m{n}.png"}, "mask-ref",
            internal_color_map={name: {"class-name": "car"}, "0": {"class-name": "BACKGROUND"}},
        )
        for n, name in enumerate(names)
    ]  # fmt: skip


def text(label: str = "__label__{n} ", rows: int = 60, classes: int = 3, **files: str) -> Try:
    """Sentences after what `label` says; {n} is the class."""
    content = sentences(lambda row: label.format(n=row % classes), rows)
    return Try({"train/a.txt": content, **{name.replace("__", "/"): data for name, data in files.items()}}, LABELLED)


def forecast(*samples: Mapping[str, Any], hyper: Mapping[str, str] = DAILY, test: str | None = None) -> Try:
    files: Files = {"train/a.json": json_lines(samples)}
    return Try(files if test is None else {**files, "test/a.json": test}, hyper)


def twelve(**values: Any) -> list[dict[str, Any]]:
    """Twelve series; a value that can be called is asked for each."""
    return [series(n, **{k: v(n) if callable(v) else v for k, v in values.items()}) for n in range(12)]


def tokens(*lines: str, **hyper: str) -> Try:
    return Try({"train/a.jsonl": pairs() + "".join(lines)}, {**TOKENS, **hyper})


def translated(without: str = "-") -> Try:
    """Records of tokens with both vocabularies, but for what is named so."""
    sound: Files = {"train/train.rec": token_records(), "validation/val.rec": token_records(29), **VOCABULARIES}
    return Try({name: data for name, data in sound.items() if without not in name})


COUNTS = "".join(",".join(str((row * 7 + column * 3) % 5) for column in range(8)) + "\n" for row in range(40))
WORDS_OF = "".join(f"w{column}\n" for column in range(8))
TOPICS = {"num_topics": "3", "feature_dim": "8", "mini_batch_size": "40"}


def counted(**files: str) -> Try:
    """Counts of eight words in 40 documents."""
    return Try(
        {"train/a.csv": COUNTS, **{f"{name.replace('__', '/')}.txt": text for name, text in files.items()}}, TOPICS
    )


SOUND_TEXT, SOUND_SERIES, SOUND_PAIRS, SOUND_TOKENS = text(), forecast(*twelve()), tokens(), translated()
FLOATS = write_recordio(
    record({name: {"values": [1, 2], "dtype": "float32"} for name in ("source", "target")}) for _ in range(9)
)


def hold(row: Row, folder: Path) -> None:
    """The failure is found by its rule at its place, with its fix; the mended twin is clean."""
    bad = row.bad.report(folder / "bad", row.algorithm)
    found = [
        (f.severity, (f.location.file, f.location.line or f.location.record, f.location.key))
        for f in bad.findings
        if f.rule == row.rule and row.fix in f.fix
    ]
    assert found[:1] == [(row.severity, row.spot)], [(f.rule, f.message, f.fix) for f in bad.findings]
    good = row.good.report(folder / "good", row.algorithm)
    assert [(f.rule, f.message) for f in good.findings if f.rule == row.rule] == []
    if "job" not in row.good.more:
        assert [(f.rule, f.message) for f in good.findings if f.severity == "error"] == []
