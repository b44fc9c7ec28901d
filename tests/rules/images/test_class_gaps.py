"""Gaps among the classes of boxes and images, whatever carries them."""

from __future__ import annotations

import pytest

from advisor.case.links import UNREAD_OBJECT
from advisor.case.model import Case
from advisor.engine.judge import judge
from advisor.findings import Finding
from advisor.profile.base import Tally
from tests.builders.acceptance.cases import Files, brief, case_of, judged
from tests.builders.pictures.images import annotation, box
from tests.builders.pictures.lists import classified, json_lines, s3_manifest

DETECTION = "object-detection"


def annotated(*classes: int, channel: str = "train") -> Files:
    data = annotation(boxes=[box(one) for one in classes], categories=None)
    return {f"{channel}_annotation/im0.json": ("detection-json", data)}


def told(classes: list[int], **hyperparameters: str) -> list[str]:
    """The messages on the classes of boxes in training."""
    files: Files = {"train/m": ("manifest", s3_manifest()), **annotated(*classes)}
    return [f.message for f in judged(files, "DET112", algorithm=DETECTION, hyperparameters=hyperparameters)]


def message(highest: int, absent: str) -> list[str]:
    return [f"The classes go up to {highest}, but no training sample has the class {absent}."]


@pytest.mark.parametrize(
    ("classes", "absent"),
    [([2], "0, 1"), ([0, 3], "1, 2"), ([0, 11], "1, 2, 3, 4, 5, 6, 7, 8, 9, 10")],
)
def test_absent_classes_are_named(classes: list[int], absent: str) -> None:
    assert told(classes) == message(classes[-1], absent)


def test_of_many_absent_classes_the_first_are_named() -> None:
    assert told([0, 12]) == message(12, "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ...")


@pytest.mark.parametrize("classes", [[], [0], [1, 0, 2]])
def test_classes_without_a_gap(classes: list[int]) -> None:
    assert told(classes) == []


def test_numbers_too_high_to_be_classes_are_not_counted_up_to() -> None:
    assert told([0, 20_000]) == []


def test_a_class_beyond_num_classes_is_told_by_another_rule() -> None:
    assert told([0, 2], num_classes="3") == message(2, "1")
    assert told([0, 2], num_classes="2") == []


def test_other_channels_do_not_matter() -> None:
    files: Files = {"validation/m": ("manifest", s3_manifest()), **annotated(0, 2, channel="validation")}
    assert judged(files, "DET112", algorithm=DETECTION) == []


def test_nothing_is_said_of_classes_where_some_samples_were_not_read() -> None:
    case = case_of({"train/m": ("manifest", s3_manifest("a.jpg")), **annotated(0, 2)}, DETECTION)
    assert gaps(case) != []
    case.channels["train"].files[0].links[UNREAD_OBJECT] = Tally(1)
    assert gaps(case) == []


def gaps(case: Case) -> list[Finding]:
    found, _ = judge(case, lambda *_: Tally())
    return [finding for finding in found if finding.rule == "DET112"]


@pytest.mark.parametrize("channel", ["a_first", "validation"])
def test_the_finding_is_at_the_training_data(channel: str) -> None:
    data = json_lines(one for label in ("0", "2") for one in classified(2, label))
    files: Files = {f"{name}/m.manifest": ("augmented-manifest", data) for name in (channel, "train")}
    (finding,) = judged(files, "DET112", algorithm="image-classification")
    assert brief(finding) == ("DET112", "warning", "train/m.manifest", "class", "2")
    assert finding.location.line == 3
