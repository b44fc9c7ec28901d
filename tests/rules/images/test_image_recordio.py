"""Findings on MXNet's image RecordIO, for classification and for detection."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pytest

from advisor.findings import Finding, Location
from tests.builders.acceptance.cases import Files, brief, judged
from tests.builders.pictures.images import jpeg, other, png
from tests.builders.recordio import box_label, dense, frame, image_record, write_recordio

JPEG = jpeg(224, 224)
DAMAGED = png()[:40] + b"?" + png()[41:]
BOX = (0, 0.1, 0.2, 0.5, 0.6)
CLASSES = {"num_classes": "2"}
SEVERAL = {"num_classes": "3", "multi_label": "1"}

Label = float | Sequence[float]


def judged_payloads(
    payloads: Sequence[bytes], algorithm: str | None, hyperparameters: Mapping[str, str]
) -> list[Finding]:
    files: Files = {"train/a.rec": ("image-recordio", write_recordio(payloads))}
    return judged(files, "REC", "IRC", algorithm=algorithm, hyperparameters=hyperparameters)


def classified(*labels: Label, **hyperparameters: str) -> list[Finding]:
    payloads = [image_record(JPEG, label) for label in labels]
    return judged_payloads(payloads, "image-classification", hyperparameters or CLASSES)


def detected(*labels: Label, **hyperparameters: str) -> list[Finding]:
    payloads = [image_record(JPEG, label) for label in labels]
    return judged_payloads(payloads, "object-detection", hyperparameters or CLASSES)


def test_sound_data_gives_no_finding() -> None:
    assert classified(0.0, 1.0) == []
    assert classified([0.0], [1.0]) == []
    assert classified([1, 0, 1], [0, 0, 0], **SEVERAL) == []
    assert detected(box_label(BOX, (1, 0, 0, 1, 1)), box_label(BOX, (-1,) * 5)) == []
    assert detected([4, 6, 640, 480, *BOX, 0]) == []


@pytest.mark.parametrize("label", [0.5, 7.0, [1, 2, 3], box_label((1, 10, 20, 30, 40))])
def test_labels_are_not_judged_without_an_algorithm(label: Label) -> None:
    assert judged_payloads([image_record(JPEG, label)], None, {}) == []


@pytest.mark.parametrize(
    ("payload", "rule"),
    [
        (b"short", "IRC101"),
        (image_record(JPEG, [1.0, 2.0])[:30], "IRC102"),
        (image_record(b"<html>", 1.0), "IRC103"),
        (dense([1.0]), "IRC104"),
        (image_record(JPEG[:-9], 1.0), "IRC105"),
        (image_record(DAMAGED, 1.0), "IRC106"),
    ],
)
@pytest.mark.parametrize("algorithm", [None, "image-classification"])
def test_broken_records(payload: bytes, rule: str, algorithm: str | None) -> None:
    payloads = [image_record(JPEG, 0.0), image_record(JPEG, 1.0), payload]
    (found,) = judged_payloads(payloads, algorithm, CLASSES)
    offset = sum(len(frame(p)) for p in payloads[:2])
    assert (found.rule, found.severity) == (rule, "error")
    assert found.location == Location(file="train/a.rec", record=3, offset=offset)


def test_encodings() -> None:
    payloads = [image_record(JPEG, 0.0), image_record(other("BMP", 300, 300), 1.0)]
    assert judged_payloads(payloads, None, {}) == []
    (found,) = judged_payloads(payloads, "image-classification", CLASSES)
    assert brief(found) == ("IRC107", "error", "train/a.rec", None, "bmp")
    assert found.message == "Images that are BMP: 1; the algorithm takes JPEG and PNG."


@pytest.mark.parametrize(
    ("hyperparameters", "rules"),
    [
        ({}, []),
        ({"image_shape": "3,224,225"}, ["IRC108"]),
        ({"image_shape": "3,225,224"}, ["IRC108"]),
        ({"image_shape": "3, 225, 224", "resize": "256"}, []),
        ({"image_shape": "225"}, []),
    ],
)
def test_images_and_image_shape(hyperparameters: dict[str, str], rules: list[str]) -> None:
    assert [f.rule for f in classified(0.0, 1.0, **CLASSES, **hyperparameters)] == rules
    assert detected(box_label(BOX), **CLASSES, **hyperparameters) == []


@pytest.mark.parametrize(("label", "message"), [
    (2.0, "The labels go from 0 to 2; with num_classes = 2 the highest is 1."),
    (-1.0, "The labels go from -1 to 1; the lowest is 0."),
    (0.5, "Labels that are not whole numbers: 1."),
])  # fmt: skip
def test_labels_that_do_not_fit(label: float, message: str) -> None:
    (found,) = classified(0.0, 1.0, label)
    assert (brief(found), found.location.record) == (("IRC110", "error", "train/a.rec", "label[0]", f"{label:g}"), 3)
    assert found.message == message


def test_labels_that_are_not_finite() -> None:
    (found,) = classified(0.0, 1.0, math.nan)
    assert (brief(found), found.location.record) == (("IRC111", "error", "train/a.rec", "label[0]", "nan"), 3)


def test_number_of_labels() -> None:
    (found,) = classified(0.0, 1.0, [0.0, 1.0])
    assert (brief(found), found.location.record) == (("IRC112", "error", "train/a.rec", "label", "2"), 3)
    assert found.message == "Each record must have 1 label; records with 2: 1."
    (found,) = classified([1, 0, 1], [1, 0], **SEVERAL)
    assert (found.rule, found.location.record) == ("IRC112", 2)
    assert classified([1, 0], **SEVERAL)[0].message == "Each record must have 3 labels; records with 2: 1."


def test_gap_in_the_classes() -> None:
    (found,) = classified(0.0, 3.0, 1.0, num_classes="5")
    assert (found.rule, found.severity, found.message) == ("IRC113", "warning", "No image has the class 2.")
    assert classified(0.0, 1.0, num_classes="5") == []


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        (1.0, ("IRC120", "error", "label")),
        ([1.0], ("IRC120", "error", "label")),
        ([1, 5, *BOX], ("IRC121", "error", "label")),
        ([2, 4, *BOX], ("IRC121", "error", "label")),
        ([*box_label(BOX), 0], ("IRC122", "error", "label")),
        (box_label(), ("IRC123", "error", "label")),
        (box_label((-1,) * 5), ("IRC128", "warning", "label")),
        (box_label(BOX, (1, 0.5, 0.5, 0.5, 0.6)), ("IRC124", "error", "label[8]")),
        (box_label((1, 10, 20, 50, 60)), ("IRC125", "error", "label[3]")),
        (box_label((1, 0.5, 0.5, 1.1, 0.6)), ("IRC126", "warning", "label[3]")),
        (box_label(BOX, (2, 0, 0, 1, 1)), ("IRC127", "error", "label[7]")),
        (box_label(BOX, (-1, 0, 0, 1, 1)), ("IRC127", "error", "label[7]")),
        (box_label((0.5, 0, 0, 1, 1)), ("IRC127", "error", "label[2]")),
        (box_label((0, 0, math.nan, 1, 1)), ("IRC111", "error", "label[4]")),
    ],
)
def test_boxes(label: Label, expected: tuple[str, str, str]) -> None:
    (found,) = detected(box_label(BOX), label)
    assert (found.rule, found.severity, found.location.key) == expected
    assert found.location.record == 2


def test_classes_without_a_number_of_them() -> None:
    assert detected(box_label((9, 0, 0, 1, 1)), mini_batch_size="2") == []
