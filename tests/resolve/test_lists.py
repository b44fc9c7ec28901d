"""Which images a list leads to, and which it leaves out."""

from dataclasses import replace

import numpy as np
import pytest

from advisor.case.links import (
    IMAGE_OF_TRAIN,
    MISSING_BY_CASE,
    MISSING_BY_FOLDER,
    MISSING_IMAGE,
    OTHER_CLASS_OF_FOLDER,
    UNLISTED_IMAGE,
)
from advisor.case.model import Channel
from advisor.formats.images import lst as reader
from advisor.profile.base import Place, Sighting, Tally
from advisor.resolve.lst import resolve
from tests.builders.acceptance.cases import Files, case_of, looking
from tests.builders.pictures.images import jpeg
from tests.builders.pictures.lists import lst

PICTURE = jpeg()


class Found(dict[str, Channel]):
    """Channels of lists and images; `__` stands for a slash."""

    def __init__(self, **named: bytes) -> None:
        read = {name.replace("__", "/"): data for name, data in named.items()}
        self.data: Files = {name: ("lst" if "_lst/" in name else "image", data) for name, data in read.items()}
        super().__init__(case_of(self.data, resolvers=()).channels)

    def resolve(self) -> None:
        resolve(self, looking(self.data))


def links(found: dict[str, Channel]) -> dict[str, dict[str, Tally]]:
    return {file.path: file.links for channel in found.values() for file in channel.files if file.links}


def test_a_hidden_image_is_not_missing() -> None:
    found = Found(train__a=PICTURE, train_lst__l=lst((0, 0, "a"), (1, 0, "_b"), (2, 0, "c/.d")))
    found["train"] = replace(found["train"], hidden=("train/_b", "train/c/.d"))
    found.resolve()
    assert links(found) == {}


def test_images_are_unlisted_only_if_no_list_of_the_channel_names_them() -> None:
    found = Found(
        train__a=PICTURE, train__b=PICTURE, train__c=PICTURE,
        train_lst__l=lst((0, 0, "a")), train_lst__m=lst((0, 0, "b")),
    )  # fmt: skip
    found.resolve()
    assert links(found) == {"train_lst/l": {UNLISTED_IMAGE: Tally(1, [Sighting(Place(), "c")])}}


def test_lists_are_not_held_against_a_channel_without_images() -> None:
    found = Found(train_lst__l=lst((0, 0, "a")))
    found["train"] = Channel("train")
    found.resolve()
    assert links(found) == {}


def test_what_both_lists_name_is_linked_on_the_validation_list() -> None:
    found = Found(train_lst__l=lst((0, 0, "a"), (1, 0, "b")), validation_lst__l=lst((0, 0, "c"), (1, 0, "./a")))
    found.resolve()
    assert links(found) == {"validation_lst/l": {IMAGE_OF_TRAIN: Tally(1, [Sighting(Place(2), "a")])}}


def test_equal_keys_are_no_shared_image(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "keys_of", lambda texts: np.ones(len(texts), np.uint64))
    monkeypatch.setattr(reader, "read_block", lambda *_: False)
    found = Found(train_lst__l=lst((0, 0, "a"), (1, 0, "b")), validation_lst__l=lst((0, 0, "c"), (1, 0, "b")))
    found.resolve()
    assert links(found) == {"validation_lst/l": {IMAGE_OF_TRAIN: Tally(1, [Sighting(Place(2), "b")])}}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([(0, 0, "a/4"), (1, 2, "b/5")], [(2, "b is 2, in training 1")]),
        ([(0, 1, "a/4"), (1, 0, "b/5"), (2, 0, "b/6")], [(1, "a is 1, in training 0"), (2, "b is 0, in training 1")]),
        ([(0, 0, "a/4"), (1, 2, "c/5"), (2, 1, "b/6")], []),
        ([(1, 2, "b/5")], []),
        ([(0, 0, "a/4"), (1, 2, "b/5"), (2, 3, "b/6")], []),
        ([(0, 2, "a/4"), (1, 2, "b/5")], []),
    ],
)
def test_folders_that_are_classes_are_the_same_in_both_lists(
    rows: list[tuple[int, int, str]], told: list[tuple[int, str]]
) -> None:
    found = Found(train_lst__l=lst((0, 0, "a/1"), (1, 1, "b/2"), (2, 1, "b/3")), validation_lst__l=lst(*rows))
    found.resolve()
    tally = links(found).get("validation_lst/l", {}).get(OTHER_CLASS_OF_FOLDER, Tally())
    assert [(one.place.line, one.value) for one in tally.first] == told


def test_folders_of_several_classes_are_none() -> None:
    found = Found(
        train_lst__l=lst((0, 0, "a/1"), (1, 1, "a/2"), (2, 2, "b/3")),
        validation_lst__l=lst((0, 1, "a/4"), (1, 0, "b/5")),
    )
    found.resolve()
    assert links(found) == {}


def test_what_is_missing_is_told_by_case_and_by_folder() -> None:
    found = Found(train__a=PICTURE, train_lst__l=lst((0, 0, "a"), (1, 0, "A"), (2, 0, "train/a"), (3, 0, "b")))
    found.resolve()
    assert links(found)["train_lst/l"] == {
        MISSING_IMAGE: Tally(3, [Sighting(Place(2), "A"), Sighting(Place(3), "train/a"), Sighting(Place(4), "b")]),
        MISSING_BY_CASE: Tally(1, [Sighting(Place(2), "A")]),
        MISSING_BY_FOLDER: Tally(1, [Sighting(Place(3), "train/a")]),
    }


def test_every_missing_line_counts_and_the_first_ten_are_named() -> None:
    rows = [(number, 0, f"x{number}") for number in range(25)]
    found = Found(train__a=PICTURE, train_lst__l=lst((99, 0, "a"), *rows))
    found.resolve()
    missing = links(found)["train_lst/l"][MISSING_IMAGE]
    assert (missing.count, [(s.place.line, s.value) for s in missing.first]) == (
        25,
        [(number + 2, f"x{number}") for number in range(10)],
    )
