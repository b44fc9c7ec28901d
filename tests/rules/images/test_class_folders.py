"""Findings on images that are in one folder per class."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.folders import Files, checked
from tests.builders.pictures.images import jpeg

ALGORITHM = "image-classification-tensorflow"


def folders(*names: str) -> Files:
    return {f"{name}/{number}.jpg": jpeg() for name in names for number in range(2)}


def messages(folder: Path, files: Files, **hyperparameters: str) -> list[tuple[str, str, str | None, str]]:
    report = checked(folder, files, algorithm=ALGORITHM, hyperparameters=hyperparameters)
    return [(f.rule, f.severity, f.channel, f.message) for f in report.findings]


DEEP = (
    "The channel 'training' holds one folder of images only, 'all'. "
    "Folders lie one level too deep: 'all/roses', 'all/tulips'."
)
HIDDEN = "The name marks it as hidden; it is not read as data here."
AS_CLASS = "The folder '.old' of 'training' is hidden; Keras counts it as a class up to version 2.13."
TWO = folders("training/roses", "training/dandelion")


@pytest.mark.parametrize(
    "files",
    [TWO, {**TWO, **folders("validation/roses", "validation/dandelion")}, folders("training/a/b", "training/c")],
)
def test_a_folder_for_each_class_gives_no_finding(tmp_path: Path, files: Files) -> None:
    assert messages(tmp_path, files) == []


def test_the_channel_itself_may_be_given(tmp_path: Path) -> None:
    assert messages(tmp_path, folders("roses", "dandelion")) == []


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (folders("training"), "The channel 'training' holds images, but no folders of them."),
        (folders("training/roses"), "The channel 'training' holds one folder of images only, 'roses'."),
        (folders("training/all/roses"), "The channel 'training' holds one folder of images only, 'all'."),
        (folders("training/all/roses", "training/all/tulips"), DEEP),
    ],
)
def test_less_than_two_classes(tmp_path: Path, files: Files, message: str) -> None:
    assert messages(tmp_path, files) == [("CLF101", "error", "training", message)]


def test_images_beside_the_folders(tmp_path: Path) -> None:
    message = "Images beside the folders of 'training': 2. The first is 0.jpg."
    assert messages(tmp_path, {**TWO, **folders("training")}) == [("CLF102", "error", "training", message)]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        (folders("training/train/a", "training/train/b", "training/valid/a", "training/valid/b"), ["CLF105"]),
        (folders("training/train/a", "training/train/b", "training/plane/a"), []),
        (folders("training/train", "training/test"), []),
    ],
)
def test_parts_of_the_data_taken_for_classes(tmp_path: Path, files: Files, found: list[str]) -> None:
    assert [rule for rule, *_ in messages(tmp_path, files)] == found


def test_channels_of_other_classes(tmp_path: Path) -> None:
    files = {**TWO, **folders("validation/roses", "validation/tulips")}
    (one,) = checked(tmp_path, files, algorithm=ALGORITHM).findings
    assert (one.rule, one.severity, one.channel, one.location.file) == (
        "CLF103", "warning", "validation", "validation/tulips"
    )  # fmt: skip
    assert one.message == (
        "'validation' has folders that 'training' does not have: 'tulips'. "
        "'training' has folders that 'validation' does not have: 'dandelion'."
    )


def test_a_class_that_validation_lacks(tmp_path: Path) -> None:
    (one,) = checked(tmp_path, {**TWO, **folders("training/x", "validation/roses", "validation/x")},
                     algorithm=ALGORITHM).findings  # fmt: skip
    assert (one.rule, one.channel, one.location.file) == ("CLF103", "training", "training/dandelion")


@pytest.mark.parametrize(
    ("more", "named"),
    [("abc", "'a', 'b', 'c'"), ("abcde", "'a', 'b', 'c', 'd', 'e'"), ("abcdef", "'a', 'b', 'c', 'd', 'e' and 1 more")],
)
def test_of_many_folders_the_first_are_named(tmp_path: Path, more: str, named: str) -> None:
    files = {**TWO, **folders("validation/roses", "validation/dandelion", *(f"validation/{name}" for name in more))}
    assert [m[3] for m in messages(tmp_path, files)] == [
        f"'validation' has folders that 'training' does not have: {named}."
    ]


@pytest.mark.parametrize(("number", "found"), [(2, []), (3, ["CLF104"])])
def test_binary_mode_is_for_two_classes(tmp_path: Path, number: int, found: list[str]) -> None:
    files = folders(*(f"training/class{i}" for i in range(number)))
    assert [m[0] for m in messages(tmp_path, files, binary_mode="True")] == found
    assert messages(tmp_path, files, binary_mode="False") == []


def test_the_words_for_a_setting(tmp_path: Path) -> None:
    files = folders("training/a", "training/b", "training/c")
    assert messages(tmp_path, files, binary_mode="True") == [
        ("CLF104", "error", "training", "With binary_mode=True there are 2 classes; 'training' has 3.")
    ]


def test_without_an_algorithm_it_is_named_for_the_one_that_takes_it(tmp_path: Path) -> None:
    report = checked(tmp_path, TWO)
    taken = [one.algorithm for one in report.algorithms or () if one.accepts == "as-is"]
    assert (taken, report.findings) == ([ALGORITHM], ())


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("training/_old/1.jpg", ("CLF106", "error", "training", "The folder '_old' of 'training' counts as a class.")),
        ("training/.old/1.jpg", ("LAY105", "warning", "training", AS_CLASS)),
        ("training/roses/.old/1.jpg", ("LAY105", "warning", "training", HIDDEN)),
        ("training/roses/._1.jpg", ("LAY105", "error", "training", HIDDEN)),
        ("training/roses/._1.JPEG", ("LAY105", "error", "training", HIDDEN)),
        ("training/roses/._1.txt", ("LAY105", "warning", "training", HIDDEN)),
        ("training/roses/_1.jpg", ("LAY105", "warning", "training", HIDDEN)),
        ("training/_SUCCESS", ("LAY105", "warning", "training", HIDDEN)),
    ],
)
def test_what_of_hidden_names_counts(tmp_path: Path, path: str, expected: tuple[str, str, str, str]) -> None:
    assert messages(tmp_path, {**TWO, path: b"\x00\x05\x16\x07"}) == [expected]
