"""Findings on masks and label maps, on both sides of each limit."""

from __future__ import annotations

import pytest

from advisor.findings import Example, Finding, Location
from tests.builders.acceptance.cases import Files, brief, judged
from tests.builders.pictures.images import jpeg, label_map, low_bit_grey_mask, mask, png

ALGORITHM = "semantic-segmentation"
FOUR = {"num_classes": "4"}


def findings(data: bytes, more: Files | None = None, hyperparameters: dict[str, str] | None = None) -> list[Finding]:
    """What is found on one mask, with `num_classes` 4."""
    files: Files = {"train_annotation/a.png": ("mask", data), **(more or {})}
    return judged(
        files, "MSK", algorithm=ALGORITHM, hyperparameters=FOUR if hyperparameters is None else hyperparameters
    )


def rules(data: bytes, more: Files | None = None, hyperparameters: dict[str, str] | None = None) -> list[str]:
    return [f"{f.rule} {f.severity}" for f in findings(data, more, hyperparameters)]


def shared(**content: object) -> Files:
    return {"label_map/train_label_map.json": ("label-map", label_map(**content))}


@pytest.mark.parametrize("mode", ["P", "L"])
def test_sound_masks_give_no_finding(mode: str) -> None:
    assert findings(mask([[0, 1, 2, 3, 255]], mode)) == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (jpeg(4, 4, "L"), "MSK101 error"),
        (png(4, 4, "RGB"), "MSK102 error"),
        (png(4, 4, "RGBA"), "MSK102 error"),
        (png(4, 4, "LA"), "MSK102 error"),
        (png(4, 4, "I;16"), "MSK103 error"),
        (mask([[0, 255]], "1"), "MSK104 warning"),
    ],
    ids=["jpeg", "colour", "transparent", "grey with alpha", "16 bits", "1 bit"],
)
def test_masks_of_the_wrong_kind(data: bytes, expected: str) -> None:
    assert rules(data) == [expected]


def test_masks_that_nobody_asked_for_are_not_judged() -> None:
    files: Files = {
        "train_annotation/a.png": ("mask", png(4, 4, "RGB")),
        "train_annotation/b.png": ("mask", mask([[9]])),
    }
    assert judged(files, "MSK", algorithm=None, hyperparameters=FOUR) == []


def test_values_that_stand_for_no_class() -> None:
    (finding,) = findings(mask([[3, 4, 4], [21, 255, 0]]))
    assert brief(finding) == ("MSK105", "error", "train_annotation/a.png", None, "4")
    assert finding.message == "The mask holds the values 4, 21, but num_classes=4 leaves room for 0 to 3."
    assert finding.count == 3
    where = Location(file="train_annotation/a.png")
    assert finding.examples == (Example(location=where, value="4"), Example(location=where, value="21"))


def test_without_num_classes_values_are_not_judged() -> None:
    assert findings(mask([[200]]), hyperparameters={}) == []


def test_254_is_no_ignored_value() -> None:
    assert rules(mask([[254]])) == ["MSK105 error"]
    assert rules(mask([[255]])) == []


def test_stretched_grey_is_explained() -> None:
    (finding,) = findings(low_bit_grey_mask([0, 1, 3], 4))
    assert finding.message == (
        "The mask holds the values 17, 51, but num_classes=4 leaves room for 0 to 3. "
        "It is stored as 4-bit grey, whose values are stretched to 0..255 when it is read."
    )


def test_many_values_are_cut_short() -> None:
    (finding,) = findings(mask([list(range(20))]))
    assert "the values 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 6 more," in finding.message
    assert len(finding.examples) == 10


def test_one_value_more_than_is_shown() -> None:
    (finding,) = findings(mask([list(range(15))]))
    assert "the values 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 1 more," in finding.message


def test_a_label_map_that_cannot_be_read_is_no_excuse_for_another_channel() -> None:
    files: Files = {
        "label_map/train_label_map.json": ("label-map", b"{"),
        "validation_annotation/a.png": ("mask", mask([[9]])),
    }
    found = [(f.rule, f.location.file) for f in findings(mask([[9]]), files)]
    assert found == [("MSK110", "label_map/train_label_map.json"), ("MSK105", "validation_annotation/a.png")]


def test_scale_is_applied() -> None:
    assert findings(mask([[0, 3, 6, 9, 11, 255]]), shared(scale="3")) == []
    (finding,) = findings(mask([[0, 12]]), shared(scale="3"))
    assert (
        finding.message == "The mask holds the value 12, but num_classes=4 leaves room for 0 to 3 after the label map."
    )


def test_map_is_applied() -> None:
    assert findings(mask([[0, 5, 2, 255]]), shared(map={"0": 5, "1": 0, "2": 2})) == []
    assert rules(mask([[5]]), shared(map={"4": 5})) == ["MSK105 error"]
    assert rules(mask([[5]]), shared(map={"3": 5})) == []


def test_values_that_the_map_does_not_name() -> None:
    (finding,) = findings(mask([[5, 3]]), shared(map={"0": 5}))
    assert (finding.rule, finding.severity, finding.value) == ("MSK106", "warning", "3")
    assert finding.message == "The label map does not name the value 3."
    assert rules(mask([[5, 9]]), shared(map={"0": 5})) == ["MSK105 error"]


def test_a_map_the_wrong_way_round_is_recognised() -> None:
    (finding,) = findings(mask([[1, 2]]), shared(map={"1": 10, "2": 20}))
    assert finding.message == (
        "The label map does not name the values 1, 2. The map may be the wrong way round: the class index comes first."
    )


@pytest.mark.parametrize(
    ("values", "told"), [([9, 9], True), ([8, 9], True), ([9, 10], False), ([8, 9, 255], False), ([255, 255], True)]
)
def test_values_of_one_class_tell_nothing_apart(values: list[int], told: bool) -> None:
    more: Files = {"train/a.jpg": ("image", jpeg(2, 1)), **shared(scale=10)}
    data = mask([values])
    assert "MSK122 warning" not in rules(data, more)
    assert ("MSK122 warning" in rules(data, {**more, "train_annotation/b.png": ("mask", data)})) == told


def test_the_values_of_one_class_are_named() -> None:
    more: Files = {"train/a.jpg": ("image", jpeg(2, 1)), **shared(scale=10)}
    found = findings(mask([[8, 9]]), {**more, "train_annotation/b.png": ("mask", mask([[9, 9]]))})
    assert [f.message for f in found if f.rule == "MSK122"] == ["The 2 masks of the channel hold only 8, 9."]


def test_the_first_mask_with_ignored_values_is_named() -> None:
    more: Files = {"train/a.jpg": ("image", jpeg(2, 1)), "train_annotation/b.png": ("mask", mask([[0, 255]]))}
    (finding,) = (f for f in findings(mask([[0, 0]]), more) if f.rule == "MSK121")
    assert finding.location.file == "train_annotation/b.png"
    assert finding.message == "All 2 masks of the channel hold only 0 and 255; 1 hold 255."


def test_ignored_objects_are_told_of_validation_too() -> None:
    other: Files = {f"validation_annotation/{name}.png": ("mask", mask([[0, 255]])) for name in "ab"}
    found = findings(mask([[0, 1]]), {"validation/a.jpg": ("image", jpeg(2, 1)), **other})
    assert [(f.channel, f.location.file) for f in found if f.rule == "MSK121"] == [
        ("validation_annotation", "validation_annotation/a.png")
    ]


@pytest.mark.parametrize(
    ("train", "validation", "told"),
    [
        (label_map(scale=2), label_map(scale=3), True),
        (label_map(scale=2), label_map(scale=2), False),
        (label_map(scale=2), None, False),
        (None, label_map(scale=2), False),
        (label_map(scale=2), b"{", False),
        (b"{", label_map(scale=2), False),
    ],
)
def test_label_maps_that_differ(train: bytes | None, validation: bytes | None, told: bool) -> None:
    files: Files = {"validation_annotation/a.png": ("mask", mask([[0]]))}
    for name, data in (("train", train), ("validation", validation)):
        if data is not None:
            files[f"label_map/{name}_label_map.json"] = ("label-map", data)
    assert [f.channel for f in findings(mask([[0]]), files) if f.rule == "MSK123"] == ["validation_annotation"] * told


@pytest.mark.parametrize(
    ("train", "validation", "told"),
    [
        ([[0, 80, 160]], [[0, 1, 2]], False),  # each map leads to the classes 0, 1 and 2
        ([[0, 80, 160]], [[0, 2]], False),
        ([[0, 1, 2]], [[0, 1, 2]], True),
        ([[0, 80, 160]], [[0, 80]], True),
        ([[0, 80]], [[0, 1, 2]], True),  # validation has a class more
        ([[0, 80, 160]], [[0, 3]], True),  # its map does not know the value
    ],
)
def test_label_maps_that_lead_different_values_to_the_same_classes(
    train: list[list[int]], validation: list[list[int]], told: bool
) -> None:
    files: Files = {
        "train_annotation/b.png": ("mask", mask(train)),
        "validation_annotation/a.png": ("mask", mask(validation)),
        "validation_annotation/b.png": ("mask", mask(validation)),
        "label_map/train_label_map.json": ("label-map", label_map(scale=80)),
        "label_map/validation_label_map.json": ("label-map", label_map(map={"0": 1, "1": 0, "2": 2})),
    }
    assert [f.rule for f in findings(mask(train), files) if f.rule == "MSK123"] == ["MSK123"] * told


def test_each_channel_has_its_own_label_map() -> None:
    files: Files = {
        "validation_annotation/a.png": ("mask", mask([[9]])),
        "label_map/train_label_map.json": ("label-map", label_map(scale=3)),
        "label_map/validation_label_map.json": ("label-map", label_map(scale=1)),
    }
    (finding,) = (one for one in findings(mask([[9]]), files) if one.rule != "MSK123")
    assert finding.location.file == "validation_annotation/a.png"


def test_a_label_map_among_the_masks_counts_for_them() -> None:
    (finding,) = findings(mask([[9]]), {"train_annotation/label_map.json": ("label-map", label_map(scale=3))})
    assert brief(finding) == ("MSK115", "warning", "train_annotation/label_map.json", None, None)


def test_a_single_misnamed_label_map_is_taken_and_named() -> None:
    misnamed: Files = {"label_map/labels.json": ("label-map", label_map(scale=3))}
    (finding,) = findings(mask([[9]]), misnamed)
    assert brief(finding) == ("MSK114", "warning", "label_map/labels.json", None, None)


def test_a_label_map_of_another_channel_is_not_taken() -> None:
    files: Files = {
        "validation_annotation/a.png": ("mask", mask([[9]])),
        "label_map/validation_label_map.json": ("label-map", label_map(scale=3)),
    }
    (finding,) = (one for one in findings(mask([[9]]), files) if one.rule != "MSK123")
    assert (finding.rule, finding.location.file) == ("MSK105", "train_annotation/a.png")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"scale: 1", "MSK110 error"),
        (b" " * (1 << 20) + b"{}", "MSK111 error"),
        (label_map(scale=0), "MSK112 error"),
        (label_map(map={"0": 5, "1": 5}), "MSK113 error"),
    ],
    ids=["not json", "too large", "no scale", "ambiguous"],
)
def test_a_broken_label_map_is_named_and_nothing_is_judged_by_it(data: bytes, expected: str) -> None:
    broken: Files = {"label_map/train_label_map.json": ("label-map", data)}
    (finding,) = findings(mask([[9]]), broken)
    assert f"{finding.rule} {finding.severity}" == expected
    assert finding.location.file == "label_map/train_label_map.json"


@pytest.mark.parametrize(("scale", "told"), [(3, True), (2, False)])
def test_a_mask_that_needs_the_label_map_that_is_not_read(scale: int, told: bool) -> None:
    files: Files = {
        "validation_annotation/a.png": ("mask", mask([[9]])),
        "label_map/train_label_map.json": ("label-map", label_map(scale=3)),
        "label_map/val_label_map.json": ("label-map", label_map(scale=scale)),
    }
    (found,) = (one for one in findings(mask([[9]]), files) if one.rule == "MSK105")
    assert found.location.file == "validation_annotation/a.png"
    assert found.message.endswith(" val_label_map.json is not read for it, by its name.") == told
    assert ("validation_label_map.json" in (found.fix or "")) == told


def test_a_map_the_wrong_way_round_that_leads_beyond_the_classes() -> None:
    turned = " The map may be the wrong way round: the class index comes first."
    (finding,) = findings(mask([[0, 128, 200]]), shared(map={"128": 128, "200": 200, "0": 0}))
    assert finding.message.endswith("after the label map." + turned)
    (finding,) = findings(mask([[0, 128, 129]]), shared(map={"128": 1, "0": 0}))
    assert not finding.message.endswith(turned)
