"""Failures that people have reported on images, manifests, series and text, each made small in the ways it can happen.

Each is found by its rule at its place, with a fix that names the cause, and its mended twin is clean.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from advisor.engine.check import check
from advisor.findings import Report, Severity
from tests.builders.boxes import box_list, corners
from tests.builders.boxes import pictures as listed_pictures
from tests.builders.folders import Files, write
from tests.builders.images import annotation, box, jpeg, label_map, mask, plain_mask, png
from tests.builders.lists import (
    BOX,
    BUCKET,
    augmented_request,
    boxed,
    classified,
    described,
    json_lines,
    lst,
    plain_rows,
)
from tests.builders.recordio import box_label, image_record, record, write_recordio
from tests.builders.series import parquet
from tests.builders.series import record as series
from tests.builders.sound_tokens import PRETRAINED, TOKENS, VOCABULARIES
from tests.builders.tokens import pair, pairs, sentences, token_records, word_ids, words
from tests.test_valid_data import SAMPLES, both, lists, masks, packed, pictures
from tests.test_valid_data import boxed as annotated

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

ROWS = [
    # Lists and folders of images
    Row("F028 spaces", IC, listed(LINES.replace("\t", " ")), "LST105", (LIST, 1, None), "one tab", listed(LINES)),
    Row("F028 header", IC, listed("index\tlabel\tpath\n" + LINES), "LST104", (LIST, 1, None), "Delete", listed(LINES)),
    Row("F028 class name", IC, listed(LINES.replace("2\t0", "2\tcat")), "LST109", (LIST, 3, None), "Number",
        listed(LINES)),
    Row("F028 path before label", IC, listed("".join(f"{n}\tim{n}.jpg\t{n % 2}\n" for n in range(4))),
        "LST109", (LIST, 1, None), "path comes last", listed(LINES)),
    Row("F028 F045 F048 image missing", IC, listed(LINES + line(4)), "LST201", (LIST, 5, None), "Upload",
        listed(LINES)),
    Row("F030 no list", IC, Try({**both(pictures), **lists("validation")}, SHAPED), "LAY101", (None, None, None),
        "'train_lst'", listed(LINES)),
    Row("F034 empty records", IC, Try({"train/a.rec": b"", "validation/a.rec": packed()}), "LAY106",
        ("train/a.rec", None, None), "Write the file again", records(0.0, 1.0)),
    Row("F031 too few images, list", IC, images(hyper={**SHAPED, "mini_batch_size": "32"}), "HYP107",
        (None, None, "HyperParameters.mini_batch_size"), "mini_batch_size=4", images()),
    Row("F031 too few images, records", IC, records(0.0, 1.0, hyper={**SAMPLES, "mini_batch_size": "32"}), "HYP107",
        (None, None, "HyperParameters.mini_batch_size"), "mini_batch_size=4", records(0.0, 1.0)),
    Row("F036 F055 several labels, records", IC, records([0.0, 1.0]), "IRC112", ("train/a.rec", 1, "label"),
        "multi_label = 1", records([0.0, 1.0], hyper={**SAMPLES, "multi_label": "1"})),
    Row("F036 label columns, list", IC,
        Try({**CLASSIFIED, LIST: LINES.replace("\tim", "\t1\tim")}, {**SHAPED, "multi_label": "1", "num_classes": "5"}),
        "LST207", (LIST, 1, None), "num_classes columns", listed(LINES)),
    Row("F043 resize", IC, images(hyper={**SHAPED, "resize": "20"}), "HYP106", (None, None, "HyperParameters.resize"),
        "Change", images()),
    Row("F043 small, records", IC, records(0.0, 1.0, hyper={**SAMPLES, "image_shape": "3,224,224"}), "IRC108",
        ("train/a.rec", None, None), "resize", records(0.0, 1.0, hyper={**SAMPLES, "image_shape": "3,28,28"}),
        "warning"),
    Row("F043 small, files", IC, images(hyper={**SAMPLES, "image_shape": "3,224,224"}), "IMG117",
        ("train/im0.jpg", None, None), "resize", images(), "warning"),
    Row("F046 not ASCII", IC, images(changed={"train/b\u00e4r.jpg": jpeg(), LIST: LINES + line(4, 0, "b\u00e4r.jpg")}),
        "IMG114", (None, None, None), "plain letters", images(), "warning"),
    Row("F049 truncated, file", IC, images(changed={"train/im2.jpg": jpeg()[:-100]}), "IMG103",
        ("train/im2.jpg", None, None), "Copy the image again", images()),
    Row("F049 truncated, records", IC, records(0.0, 1.0, picture=jpeg()[:-100]), "IRC105", ("train/a.rec", 2, None),
        "Copy the image again", records(0.0, 1.0)),
    Row("F049 CMYK, file", IC, images(changed={"train/im2.jpg": jpeg(mode="CMYK")}), "IMG108",
        ("train/im2.jpg", None, None), "RGB", images(), "warning"),
    Row("F049 CMYK, records", IC, records(0.0, 1.0, picture=jpeg(mode="CMYK")), "IRC115", ("train/a.rec", 2, None),
        "RGB", records(0.0, 1.0), "warning"),
    Row("F049 16 bits, records", IC, records(0.0, 1.0, picture=png(mode="I;16")), "IRC118", ("train/a.rec", 2, None),
        "8 bits", records(0.0, 1.0), "warning"),
    Row("grey among colour, records", IC, records(0.0, 1.0, picture=jpeg(mode="L")), "IRC117", ("train/a.rec", 2, None),
        "Convert all", records(0.0, 1.0), "warning"),
    Row("grey among colour, files", IC, images(changed={"train/im2.jpg": jpeg(mode="L")}), "IMG116",
        ("train/im2.jpg", None, None), "Convert all", images(), "warning"),
    Row("grey for detection, records", OD, records(box_label(GOOD_BOX), picture=jpeg(mode="L")), "IRC116",
        ("train/a.rec", 2, None), "RGB", records(box_label(GOOD_BOX)), "warning"),
    Row("RGBA for detection", OD, images(ANNOTATED, SAMPLES, {"train/im2.jpg": png(mode="RGBA")}), "IMG110",
        ("train/im2.jpg", None, None), "RGB", Try(ANNOTATED, SAMPLES), "warning"),
    Row("F052 F054 records damaged", IC,
        Try({"train/a.rec": packed()[:-40], "validation/a.rec": packed()}, SAMPLES), "REC101", ("train/a.rec", 4, None),
        "again", records(0.0, 1.0)),
    Row("F057 header as a record", IC,
        Try({"train/a.rec": write_recordio([b"a header", image_record(jpeg(), 0.0)]), "validation/a.rec": packed()}),
        "IRC101", ("train/a.rec", 1, None), "im2rec", records(0.0, 1.0)),
    Row("classes from 1, list", IC, listed("".join(line(n, 1 + n % 2) for n in range(4))), "LST208", (LIST, 2, None),
        "subtract 1", listed(LINES)),
    Row("classes from 1, records", IC, records(1.0, 2.0), "IRC110", ("train/a.rec", 2, "label[0]"), "subtract 1",
        records(0.0, 1.0)),
    Row("classes from 1, manifest", IC, manifest(*({**s, "class": 1 + n % 2} for n, s in enumerate(classified(4)))),
        "MAN303", (MANIFEST, 2, "class"), "subtract 1", manifest(*classified(4))),
    Row("one class of images", IC, records(*[0.0] * 4, count=12), "TAB101", (None, None, None), "every class",
        records(0.0, 1.0, count=12), "warning"),
    Row("channels further down", IC, Try({f"data/{name}": content for name, content in CLASSIFIED.items()}, SHAPED),
        "LAY114", (None, None, None), "the folder that holds the channels", images()),
    Row("F220 channel of another name", IC, Try({**pictures("training"), **lists("train"), **pictures("validation"),
        **lists("validation")}, SHAPED), "LAY101", (None, None, None), "'train' instead of 'training'", images()),
    # Boxes
    Row("F002 F021 one label, records", OD, records(0.0, 1.0), "IRC120", ("train/a.rec", 1, "label"),
        "list for detection", records(box_label(GOOD_BOX))),
    Row("F021 three columns, list", OD, Try({**both(pictures), LIST: lst(*plain_rows(4))}, SAMPLES), "LST128",
        (LIST, 1, None), "JSON annotation", Try(ANNOTATED, SAMPLES)),
    *(
        Row(f"F003 F004 F005 F023 label_width, {name}", OD, bad, "HYP107",
            (None, None, "HyperParameters.label_width"), "label_width=402", good)
        for name, bad, good in (
            ("annotations", images(ANNOTATED, SAMPLES, {ANNOTATION: annotation("im1.jpg", [box(0)] * 80)}),
             Try(ANNOTATED, SAMPLES)),
            ("manifest", manifest(*[boxed(*[BOX] * 80)] * 4), boxes(BOX)),
            ("records", records(box_label(*[GOOD_BOX] * 80)), records(box_label(GOOD_BOX))),
            ("validation only",
             Try({"train/a.rec": packed(box_label(GOOD_BOX)), "validation/a.rec": packed(box_label(*[GOOD_BOX] * 80))},
                 SAMPLES), records(box_label(GOOD_BOX))),
        )
    ),
    Row("F006 not divisible", OD, records([2, 5, 0, 0.1, 0.1, 0.2, 0.2, 9]), "IRC122", ("train/a.rec", 1, "label"),
        "same number", records(box_label(GOOD_BOX))),
    Row("F012 no box, list of all", ODT,
        Try({**listed_pictures(), "training/annotations.json": box_list(boxes=[corners(n % 3) for n in range(6)])}),
        "BOX108", ("training/annotations.json", None, "images[3]"), "without objects", coco((1, 2, 20, 30)), "warning"),
    Row("F012 no box, annotation", OD, images(ANNOTATED, SAMPLES, {ANNOTATION: annotation("im1.jpg", [])}), "DET110",
        (ANNOTATION, None, "annotations"), "without objects", Try(ANNOTATED, SAMPLES), "warning"),
    Row("COCO in the place of annotations", OD,
        Try({**both(pictures), **{f"{c}_annotation/instances.json": box_list() for c in ("train", "validation")}}),
        "DET113", ("train_annotation/instances.json", None, None), "a JSON file for each", Try(ANNOTATED, SAMPLES)),
    *(
        Row(f"{name} in the place of annotations", OD, Try({**ANNOTATED, f"train_annotation/x{end}": data}), "LAY107",
            (f"train_annotation/x{end}", None, None), fix, Try(ANNOTATED, SAMPLES))
        for name, end, data, fix in (
            ("Pascal VOC", ".xml", "<annotation><object><name>dog</name></object></annotation>", "bndbox"),
            ("YOLO", ".txt", "0 0.5 0.5 0.2 0.2\n", "YOLO"),
        )
    ),
    Row("F013 image_shape", OD, Try(ANNOTATED, {**SAMPLES, "image_shape": "3,416,416"}), "HYP103",
        (None, None, "HyperParameters.image_shape"), "type", Try(ANNOTATED, {**SAMPLES, "image_shape": "416"})),
    Row("F016 wrong file", OD, images(ANNOTATED, SAMPLES, {ANNOTATION: annotation("train/im1.jpg", [box(1)])}),
        "DET203", (ANNOTATION, None, "file"), "below the image channel", Try(ANNOTATED, SAMPLES)),
    Row("F018 pixels, records", OD, records(box_label((0, 10, 20, 30, 40))), "IRC125", ("train/a.rec", 1, "label[3]"),
        "Divide", records(box_label(GOOD_BOX))),
    Row("F018 width and height, records", OD, records(box_label((0, 0.5, 0.5, 0.2, 0.2))), "IRC124",
        ("train/a.rec", 1, "label[3]"), "corners", records(box_label(GOOD_BOX))),
    Row("F018 corners, annotation", OD, each_annotated(box(0, 20, 20, 40, 35), box(1, 20, 20, 40, 35)), "DET105",
        ("train_annotation/im0.json", None, "annotations[0]"), "left + width", Try(ANNOTATED, SAMPLES)),
    Row("F018 fractions, annotation", OD, each_annotated(box(0, 0.2, 0.2, 0.4, 0.3), box(1)), "DET111",
        ("train_annotation/im0.json", None, "annotations[0]"), "Multiply", Try(ANNOTATED, SAMPLES)),
    Row("F018 fractions, manifest", OD, boxes({**BOX, "left": 0.1, "top": 0.2, "width": 0.4, "height": 0.3}), "MAN318",
        (MANIFEST, 1, "boxes.annotations[0]"), "Multiply", boxes(BOX)),
    Row("F018 fractions, list of all", ODT, coco((0.1, 0.1, 0.5, 0.6)), "BOX111",
        ("training/annotations.json", None, "annotations[0].bbox"), "Multiply", coco((1, 2, 20, 30))),
    Row("F019 width and height, list of all", ODT, coco((2, 2, 20, 22), (20, 20, 10, 12)), "BOX106",
        ("training/annotations.json", None, "annotations[1].bbox"), "x + width", coco((2, 2, 20, 22))),
    Row("F020 far outside", ODT, coco((5, 5, 50, 90)), "BOX110",
        ("training/annotations.json", None, "annotations[0].bbox"), "corners", coco((5, 5, 40, 39))),
    Row("F022 no area", OD, records(box_label((0, 0.1, 0.1, 0.1, 0.5))), "IRC124", ("train/a.rec", 1, "label[3]"),
        "corners", records(box_label(GOOD_BOX))),
    Row("F022 classes up to 40", OD, records(box_label((40, 0.1, 0.1, 0.3, 0.5))), "IRC127",
        ("train/a.rec", 1, "label[2]"), "num_classes=41", records(box_label((1, 0.1, 0.1, 0.3, 0.5)))),
    Row("F025 labelling failed", OD,
        manifest(*[boxed(BOX, number=n) for n in range(3)],
                 described({"source-ref": f"{BUCKET}/x.jpg"}, "boxes", failure_reason="ClientError")),
        "MAN206", (MANIFEST, 4, "boxes-metadata.failure-reason"), "Leave these lines out", boxes(BOX), "warning"),
    *(
        Row(f"gap in classes, {name}", OD, bad, "DET112", spot, "without a gap", good, "warning")
        for name, bad, spot, good in (
            ("annotations", each_annotated(box(0), box(2), hyper=CLASSES),
             (ANNOTATION, None, "annotations[0].class_id"), each_annotated(box(0), box(1), hyper=SAMPLES)),
            ("records", records(box_label(GOOD_BOX), box_label((2, *GOOD_BOX[1:])), hyper=CLASSES),
             ("train/a.rec", 2, "label[2]"), records(box_label(GOOD_BOX), box_label((1, *GOOD_BOX[1:])))),
            ("manifest", boxes(BOX, {**BOX, "class_id": 2}, hyper=CLASSES),
             (MANIFEST, 2, "boxes.annotations[0].class_id"), boxes(BOX, {**BOX, "class_id": 1})),
        )
    ),
    # Masks
    Row("F065 F073 colours", SS, Try({**MASKED, MASK: png()}, CLASSES), "MSK102", (MASK, None, None), "palette",
        Try(MASKED, CLASSES)),
    Row("F066 F067 grey levels", SS, annotated_by(0, 147, 151, 220), "MSK105", ("train_annotation/im0.png", None, None),
        "class indices", annotated_by(0, 1, 2)),
    Row("0 and 255 only", SS, annotated_by(0, 255), "MSK121", ("train_annotation/im0.png", None, None),
        "1 in the place",
        annotated_by(0, 1, 255)),
    Row("one class", SS, annotated_by(0), "MSK122", ("train_annotation/im0.png", None, None), "exported empty",
        annotated_by(0, 1), "warning"),
    Row("F068 no mask", SS, Try({name: data for name, data in MASKED.items() if name != MASK}, CLASSES), "MSK201",
        ("train/im1.jpg", None, None), "same name", Try(MASKED, CLASSES)),
    Row("F068 name with an ending of its own", SS,
        Try({**both(pictures), **{f"{c}_annotation/im{n}_mask.png": plain_mask(value=n % 3) for n in range(4)
            for c in ("train", "validation")}}, CLASSES), "MSK201", ("train/im0.jpg", None, None), "im0.png",
        Try(MASKED, CLASSES)),
    Row("F068 other size", SS, Try({**MASKED, MASK: plain_mask(40, 48)}, CLASSES), "MSK203", (MASK, None, None),
        "size of its image", Try(MASKED, CLASSES)),
    Row("F069 negative index", SS, annotated_by(0, 147, maps=(label_map(map={"0": 0, "-1": 147}),)), "MSK112",
        ("label_map/train_label_map.json", None, "map.-1"), "class indices",
        annotated_by(0, 147, maps=(TWO_CLASSES, TWO_CLASSES))),
    Row("F069 maps differ", SS,
        annotated_by(0, 147, maps=(TWO_CLASSES, label_map(map={"1": 0, "0": 147}))),
        "MSK123", (None, None, None), "same map",
        annotated_by(0, 147, maps=(TWO_CLASSES, TWO_CLASSES)), "warning"),
    Row("F064 numbers drift", SS, manifest(*coloured("1", "1", "2")), "MAN210",
        (MANIFEST, 3, "mask-ref-metadata.internal-color-map"), "one value", manifest(*coloured("1", "1", "1"))),
    # Manifests
    Row("F060 python", IC, Try(dict.fromkeys((MANIFEST, "validation/m.manifest"), f"{classified(1)[0]}\n"), SAMPLES),
        "MAN102", (MANIFEST, 1, None), "json.dumps", manifest(*classified(4))),
    Row("F035 attribute missing", IC,
        manifest(*classified(3), {"source-ref": f"{BUCKET}/x.jpg"}, job=augmented_request("source-ref", "class")),
        "MAN201", (MANIFEST, 4, "class"), "Add the attribute",
        manifest(*classified(4), job=augmented_request("source-ref", "class"))),
    Row("F035 attribute of another name", IC,
        manifest(*classified(4), job=augmented_request("source-ref", "Class")), "MAN202",
        ("job.json", None, "InputDataConfig[0].DataSource.S3DataSource.AttributeNames[1]"), "as it is in the manifest",
        manifest(*classified(4), job=augmented_request("source-ref", "class"))),
    Row("no label", OD, manifest(*({"source-ref": f"{BUCKET}/{n}.jpg"} for n in range(4))), "MAN213",
        (MANIFEST, 1, None), "output manifest", boxes(BOX)),
    Row("label of each job", IC, manifest(*({"source-ref": f"{BUCKET}/{n}", f"job{n % 3}": n % 2} for n in range(9))),
        "MAN214", (MANIFEST, 2, "job0"), "Rename", manifest(*classified(9)), "warning"),
    Row("images for text", "blazingtext", manifest(*classified(4), hyper=LABELLED), "MAN215",
        (MANIFEST, 1, "source-ref"), "of its kind",
        manifest(*({"source": words(n), "label": n % 2} for n in range(4)), hyper=LABELLED)),
    Row("F196 manifest for word vectors", "blazingtext",
        manifest(*({"source": words(n), "label": n % 2} for n in range(4)), hyper={"mode": "skipgram"}), "MAN216",
        (MANIFEST, 1, None), "Change the setting",
        manifest(*({"source": words(n), "label": n % 2} for n in range(4)), hyper=LABELLED)),
    Row("images under another name", IC, manifest(*({"image": f"{BUCKET}/{n}", "class": n % 2} for n in range(4))),
        "MAN217", (MANIFEST, 1, None), "source-ref", manifest(*classified(4))),
    Row("F015 type of a manifest, masks", SS,
        manifest(*coloured("1", "1"), job=augmented_request("source-ref", "mask-ref", content_type="image/jpeg")),
        "REQ114", ("job.json", None, "InputDataConfig[0].ContentType"), "x-recordio",
        manifest(*coloured("1", "1"), job=augmented_request("source-ref", "mask-ref"))),
    Row("F015 type of a manifest, boxes", OD,
        manifest(boxed(BOX), job=augmented_request("source-ref", "boxes", content_type="image/jpeg")),
        "REQ114", ("job.json", None, "InputDataConfig[0].ContentType"), "x-recordio",
        manifest(boxed(BOX), job=augmented_request("source-ref", "boxes")), "warning"),
    # Series
    Row("F176 zeros", "deepar", forecast(*twelve(target=[0] * 40)), "SER213", (None, None, None), "lost on the way",
        SOUND_SERIES),
    Row("F176 zeros, Parquet", "deepar", Try({"train/a.parquet": parquet(twelve(target=[0.0] * 40))}, DAILY), "SER213",
        (None, None, None), "lost on the way", Try({"train/a.parquet": parquet(twelve())}, DAILY)),
    Row("F177 array", "deepar", Try({"train/a.json": json.dumps(twelve())}, DAILY), "SER104", ("train/a.json", 1, None),
        "one object per line", SOUND_SERIES),
    Row("F178 other form", "deepar",
        forecast(*twelve(start=lambda n: "31/01/2020" if n == 3 else "2020-01-01 00:00:00")),
        "SER203", ("train/a.json", 4, "start"), "YYYY-MM-DD", SOUND_SERIES),
    Row("F180 features longer", "deepar", forecast(*twelve(dynamic_feat=[[1.0] * 47])), "SER315",
        ("train/a.json", 1, "dynamic_feat[0]"), "as many values",
        forecast(*twelve(dynamic_feat=[[1.0, 2.0] * 20])), "warning"),
    Row("words as features", "deepar", forecast(*twelve(dynamic_feat=[["mon"] * 40])), "SER312",
        ("train/a.json", 1, "dynamic_feat[0][0]"), "Code words", forecast(*twelve(dynamic_feat=[[1.0, 2.0] * 20]))),
    Row("F183 step", "deepar", forecast(*twelve(), hyper={**DAILY, "time_freq": "B"}), "SER207",
        (None, None, "HyperParameters.time_freq"), "Resample", SOUND_SERIES),
    Row("F185 lengths of cat", "deepar", forecast(*twelve(cat=lambda n: [0, 0] if n == 5 else [n % 2])), "SER303",
        ("train/a.json", 6, "cat"), "each feature", forecast(*twelve(cat=lambda n: [n % 2]))),
    Row("F185 gap in cat", "deepar", forecast(*twelve(cat=lambda n: [n % 2, 1 + n % 2])), "SER305",
        ("train/a.json", 2, "cat[1]"), "0, 1, 2", forecast(*twelve(cat=lambda n: [n % 2, n % 2]))),
    Row("F185 gap in cat, Parquet", "deepar",
        Try({"train/a.parquet": parquet(twelve(cat=lambda n: [1 + n % 2]))}, DAILY), "SER305",
        ("train/a.parquet", 2, "cat[0]"), "0, 1, 2", Try({"train/a.parquet": parquet(twelve(cat=lambda n: [n % 2]))},
        DAILY)),
    Row("F187 short test", "deepar", forecast(*twelve(), test=json_lines(twelve(target=[1, 3, 2])).decode()), "SER216",
        ("test/a.json", 1, "target"), "Leave such series out",
        forecast(*twelve(), test=json_lines(twelve()).decode()), "warning"),
    Row("F187 short training", "deepar", forecast(*twelve(target=[*range(20), 5] * 2), hyper={**DAILY,
        "context_length": "50"}), "SER221", ("train/a.json", 1, "target"), "context_length", SOUND_SERIES, "warning"),
    Row("F181 a line a day", "deepar", forecast(*(series(n, target=[float(n)]) for n in range(400))), "SER218",
        ("train/a.json", 1, "target"), "Gather the lines", SOUND_SERIES),
    Row("a line a day, no array", "deepar", forecast(*(series(n, target=float(n)) for n in range(400))), "SER211",
        ("train/a.json", 1, "target"), "belong together", SOUND_SERIES),
    Row("row numbers", "deepar", forecast(*twelve(target=[*range(40)])), "SER219", ("train/a.json", 1, "target"),
        "quantity", SOUND_SERIES, "warning"),
    Row("constant", "deepar", forecast(*twelve(target=[5] * 40)), "SER220", ("train/a.json", 1, "target"), "filled in",
        SOUND_SERIES, "warning"),
    # Text and tokens
    Row("F191 no prefix", "blazingtext", text("{n}\t"), "SEN110", ("train/a.txt", 1, None), "__label__NAME",
        SOUND_TEXT),
    Row("F192 glued, validation", "blazingtext",
        text(validation__a="".join(f"{words(n)}__label__{n % 3}\n" for n in range(60))), "SEN111",
        ("validation/a", 1, None), "blank before and after",
        text(validation__a=sentences(lambda n: f"__label__{n % 3} "))),
    Row("F192 blank in label", "blazingtext", text("__label__ {n} "), "SEN112", ("train/a.txt", 1, None),
        "right after",
        SOUND_TEXT),
    Row("joined by comma", "blazingtext", text("__label__{n},a"), "SEN117", ("train/a.txt", 1, None), "Put a blank",
        SOUND_TEXT),
    Row("text in quotes", "blazingtext",
        Try({"train/a.txt": "".join(f'__label__{n % 3} "{words(n)}"\n' for n in range(60))}, LABELLED), "SEN118",
        ("train/a.txt", 1, None), "without quotes", SOUND_TEXT, "warning"),
    Row("one label", "blazingtext", text(classes=1), "SEN119", ("train/a.txt", 1, None), "every label", SOUND_TEXT,
        "warning"),
    Row("label of validation only", "blazingtext", text(validation__a=sentences(lambda n: f"__label__{n % 4} ")),
        "SEN120", ("validation/a", None, None), "Split", text(validation__a=sentences(lambda n: f"__label__{n % 3} ")),
        "warning"),
    Row("F195 two files", "blazingtext", text(train__b=sentences(lambda n: f"__label__{n % 3} ")), "LAY109",
        ("train/b", None, None), "Join", SOUND_TEXT),
    Row("F199 in1 beyond", "object2vec", tokens(pair(0, [1], [70])), "SEQ140", ("train/a.jsonl", 61, "in1[0]"),
        "enc0_vocab_size to 71", SOUND_PAIRS),
    Row("F200 feature_dim", "object2vec", tokens(feature_dim="3"), "HYP101", (None, None,
        "HyperParameters.feature_dim"),
        "leave", SOUND_PAIRS),
    Row("F200 no quotes", "object2vec", tokens("{label: 1, in0: [1], in1: [3]}\n"), "SEQ104", ("train/a.jsonl", 61,
        None),
        "json.dumps", SOUND_PAIRS),
    Row("F201 words", "object2vec", tokens(pair(0, ["the"], [2])), "SEQ123", ("train/a.jsonl", 61, "in0[0]"), "Number",
        SOUND_PAIRS),
    Row("pretrained vectors of another length", "object2vec",
        Try({"train/a.jsonl": pairs(), **PRETRAINED}, {**TOKENS, "enc0_pretrained_embedding_file": "glove.trim.txt",
            "enc0_vocab_file": "all_vocab.json", "enc0_token_embedding_dim": "100"}), "WVE104",
        ("auxiliary/glove.trim.txt", 1, None), "300",
        Try({"train/a.jsonl": pairs(), **PRETRAINED}, {**TOKENS, "enc0_pretrained_embedding_file": "glove.trim.txt",
            "enc0_vocab_file": "all_vocab.json"}), "warning"),
    Row("F204 no vocabularies", "seq2seq", translated("vocab/"), "LAY101", (None, None, None), "'vocab'", SOUND_TOKENS),
    Row("F204 one vocabulary", "seq2seq", translated("trg.json"), "VOJ110", (None, None, None), "name", SOUND_TOKENS),
    Row("F204 float", "seq2seq", Try({**SOUND_TOKENS.files, "train/train.rec": FLOATS}), "REC130",
        ("train/train.rec", 1, "features.source"), "int32", SOUND_TOKENS),
    Row("F206 text", "seq2seq", Try({**SOUND_TOKENS.files, "train/train.rec": "hello world\n" * 20}), "LAY107",
        ("train/train.rec", None, None), "create_vocab_proto", SOUND_TOKENS),
    Row("F206 id beyond", "seq2seq", Try({**SOUND_TOKENS.files, "train/train.rec": token_records(99)}), "SEQ141",
        ("train/train.rec", 1, "features.source.values[0]"), "in one run", SOUND_TOKENS),
    Row("F206 special words", "seq2seq", Try({**SOUND_TOKENS.files, "vocab/vocab.src.json": word_ids(30, ())}),
        "VOJ107",
        ("vocab/vocab.src.json", None, None), "special words first", SOUND_TOKENS, "warning"),
    # Topics
    Row("F083 name of the vocabulary", "ntm", counted(auxiliary__words=WORDS_OF), "LAY108",
        ("auxiliary/words.txt", None, None), "Rename", counted(auxiliary__vocab=WORDS_OF)),
    Row("F083 words of the vocabulary", "ntm", counted(auxiliary__vocab=WORDS_OF + "more\n"), "VOC110",
        ("auxiliary/vocab.txt", None, None), "one line", counted(auxiliary__vocab=WORDS_OF)),
    Row("vocabulary as JSON", "ntm", counted(auxiliary__vocab=json.dumps(WORDS_OF.split())), "VOC110",
        ("auxiliary/vocab.txt", None, None), "plain text", counted(auxiliary__vocab=WORDS_OF)),
    Row("F086 words that are there alone", "ntm", Try({"train/a.csv": COUNTS + "1,2,3\n"}, TOPICS), "CSV120",
        ("train/a.csv", 41, None), "Mend the row", counted()),
    Row("F087 documents", "lda", Try({"train/a.csv": COUNTS}, {**TOPICS, "mini_batch_size": "10"}), "HYP107",
        (None, None, "HyperParameters.mini_batch_size"), "mini_batch_size=40", counted(), "warning"),
    Row("F091 negative count", "lda", Try({"train/a.csv": COUNTS.replace("3", "-3", 1)}, TOPICS), "CSV153",
        ("train/a.csv", 1, None), "never negative", counted()),
    Row("sentences for topics", "ntm", Try({"train/a.txt": sentences(rows=40)}, TOPICS), "CSV130",
        ("train/a.txt", 1, None), "CountVectorizer", counted()),
    # What is no data
    *(
        Row(f"{name} for a table", "kmeans", Try({"train/a": data}), "LAY107", ("train/a", None, None), fix,
            Try({"train/a": "1,2.5\n3,4.5\n" * 20}))
        for name, data, fix in (
            ("Excel", b"PK\x03\x04" + bytes(26) + b"xl/workbook.xml" + bytes(60), "read_excel"),
            ("old Excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), "read_excel"),
            ("NumPy", b"\x93NUMPY\x01\x00" + bytes(60), "numpy.load"),
            ("pickle", b"\x80\x04\x95" + bytes(60), "read_pickle"),
            ("Arrow", b"ARROW1\x00\x00" + bytes(60), "read_feather"),
            ("HDF5", b"\x89HDF\r\n\x1a\n" + bytes(60), "read_hdf"),
            ("JSON table", json.dumps([{"a": 1, "b": 2}] * 3), "read_json"),
            ("zip", b"PK\x03\x04" + bytes(26) + b"a.csv" + bytes(60), "unzip"),
            ("gzip", b"\x1f\x8b\x08" + bytes(60), "gunzip"),
            ("error page", "<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "download"),
        )
    ),
    Row("README among rows", "kmeans", Try({"train/README.md": "# Words\n\nMore, words\n",
        "train/b.csv": "1,2.5\n" * 20}),
        "LAY107", ("train/README.md", None, None), "Delete", Try({"train/b.csv": "1,2.5\n3,4.5\n" * 20})),
    Row("Thumbs.db among images", ICT,
        Try({**{f"training/c{n % 2}/{n}.jpg": jpeg() for n in range(4)}, "training/c0/Thumbs.db": b"\xd0\xcf" * 40}),
        "LAY107", ("training/c0/Thumbs.db", None, None), "Delete",
        Try({f"training/c{n % 2}/{n}.jpg": jpeg() for n in range(4)}), "warning"),
]  # fmt: skip


def _found(report: Report, row: Row) -> list[tuple[Severity, Spot]]:
    return [
        (f.severity, (f.location.file, f.location.line or f.location.record, f.location.key))
        for f in report.findings
        if f.rule == row.rule and row.fix in f.fix
    ]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_reported_failure_is_found_and_its_mended_twin_is_not(row: Row, tmp_path: Path) -> None:
    bad = row.bad.report(tmp_path / "bad", row.algorithm)
    assert _found(bad, row)[:1] == [(row.severity, row.spot)], [(f.rule, f.message, f.fix) for f in bad.findings]
    good = row.good.report(tmp_path / "good", row.algorithm)
    assert [(f.rule, f.message) for f in good.findings if f.rule == row.rule] == []
    if "job" not in row.good.more:
        assert [(f.rule, f.message) for f in good.findings if f.severity == "error"] == []
