"""Findings on detection annotations."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.case.measures import derived
from advisor.findings import Finding, Location
from tests.builders.acceptance.cases import Files, brief, case_of, judged
from tests.builders.pictures.images import annotation, box, jpeg


def findings(data: bytes, algorithm: str | None = "object-detection", **hyperparameters: str) -> list[Finding]:
    files: Files = {"train_annotation/im0.json": ("detection-json", data)}
    return judged(files, "DET", algorithm=algorithm, hyperparameters=hyperparameters)


def test_sound_annotation_gives_no_finding() -> None:
    assert findings(annotation(boxes=[box(0), box(1)]), num_classes="2") == []
    assert findings(annotation(), None) == []


def test_the_words_of_a_finding() -> None:
    (finding,) = findings(annotation(boxes=[box(left=40), box(), box(top=-9)]))
    assert finding.message == "Boxes that reach beyond the image: 2. The first goes from 40,3 to 60,18."
    assert finding.location == Location(file="train_annotation/im0.json", key="annotations[0]")
    assert finding.count == 2
    assert [e.location.key for e in finding.examples] == ["annotations[0]", "annotations[2]"]


@pytest.mark.parametrize(
    ("boxes", "told"),
    [
        ([box(left=20, top=20, width=40, height=35)] * 3 + [box(left=2, top=3, width=10, height=9)], True),
        ([box(left=20, top=20, width=40, height=35)] * 3 + [box(left=2, top=3, width=2, height=9)], False),
        ([box(left=20, top=20, width=40, height=35)] * 3 + [box(left=2, top=3, width=10, height=41)], False),
        ([box(left=20, top=20, width=40, height=35)] * 2, False),
        ([box(left=20, top=20, width=40, height=35)] * 3 + [box(left=2, top=3, width=10, height=9)] * 10, False),
    ],
    ids=["all", "one is narrow", "one is higher than the image", "few", "most lie inside"],
)
def test_corners_written_as_sizes_are_one_cause(boxes: list[dict[str, Any]], told: bool) -> None:
    files: Files = {f"train_annotation/im{n}.json": ("detection-json", annotation(boxes=boxes[n::2])) for n in (0, 1)}
    found = [f for f in judged(files, "DET", algorithm="object-detection") if f.rule == "DET105"]
    assert len(found) == (1 if told else 2)
    assert ("lower right corner" in found[0].message, found[0].fix.startswith("Subtract")) == (told, told)
    assert (found[0].location.file, found[0].count) == ("train_annotation/im0.json", 3 if told else found[0].count)


def test_the_place_of_what_is_not_json() -> None:
    (finding,) = findings(b'{"file": "a.jpg",\n "image_size": [}')
    assert finding.location == Location(file="train_annotation/im0.json", line=2, column=17)


def test_classes_need_room() -> None:
    categories: dict[str, Any] = {"categories": None}
    data = annotation(boxes=[box(0), box(2), box(5), box(2)], **categories)
    assert findings(data, num_classes="6") == []
    assert findings(data) == []
    (finding,) = findings(data, num_classes="2")
    assert brief(finding) == ("DET107", "error", "train_annotation/im0.json", "annotations[1].class_id", "2")
    assert finding.message == "The highest class_id is 5, but num_classes=2 leaves room for 0 to 1."
    assert finding.count == 3


def test_a_box_with_many_faults_is_one_finding_a_rule() -> None:
    data = annotation(boxes=[{"class_id": -1}, box(left=100), box(height=-2)])
    assert sorted(f.rule for f in findings(data)) == ["DET103", "DET104", "DET105"]


def test_no_number_of_classes_follows_from_a_class_without_a_category() -> None:
    def classes(*boxes: dict[str, Any]) -> object:
        files: Files = {"train_annotation/im0.json": ("detection-json", annotation(boxes=list(boxes)))}
        files |= {"train/im0.jpg": ("image", jpeg())}
        return derived(case_of(files, "object-detection")).get("num_classes")

    assert classes(box(0), box(1)) == 2
    assert classes(box(0), box(900)) is None
