"""Which images a list leads to, and which it leaves out."""

from advisor.profile.base import Place, Sighting, Tally
from advisor.resolve.lists import MISSING, SHARED, UNLISTED, resolve
from advisor.rules.case import Channel
from tests.builders.cases import case_of
from tests.builders.images import jpeg
from tests.builders.lists import lst

PICTURE = jpeg()


def channels(**files: bytes) -> dict[str, Channel]:
    """Channels of lists and images; `__` stands for a slash."""
    read = {name.replace("__", "/"): data for name, data in files.items()}
    formats = {name: "lst" if "_lst/" in name else "image" for name in read}
    return case_of({name: (formats[name], data) for name, data in read.items()}, resolvers=()).channels


def links(found: dict[str, Channel]) -> dict[str, dict[str, Tally]]:
    return {file.path: file.links for channel in found.values() for file in channel.files if file.links}


def test_a_hidden_image_is_not_missing() -> None:
    found = channels(train__a=PICTURE, train_lst__l=lst((0, 0, "a"), (1, 0, "_b"), (2, 0, "c/.d")))
    found["train"].hidden = ["train/_b", "train/c/.d"]
    resolve(found)
    assert links(found) == {}


def test_images_are_unlisted_only_if_no_list_of_the_channel_names_them() -> None:
    found = channels(
        train__a=PICTURE, train__b=PICTURE, train__c=PICTURE,
        train_lst__l=lst((0, 0, "a")), train_lst__m=lst((0, 0, "b")),
    )  # fmt: skip
    resolve(found)
    assert links(found) == {"train_lst/l": {UNLISTED: Tally(1, [Sighting(Place(), "c")])}}


def test_lists_are_not_held_against_a_channel_without_images() -> None:
    found = channels(train_lst__l=lst((0, 0, "a")))
    found["train"] = Channel("train")
    resolve(found)
    assert links(found) == {}


def test_what_both_lists_name_is_linked_on_the_validation_list() -> None:
    found = channels(train_lst__l=lst((0, 0, "a"), (1, 0, "b")), validation_lst__l=lst((0, 0, "c"), (1, 0, "./a")))
    resolve(found)
    assert links(found) == {"validation_lst/l": {SHARED: Tally(1, [Sighting(Place(2), "a")])}}


def test_every_missing_line_counts_and_the_first_ten_are_named() -> None:
    rows = [(number, 0, f"x{number}") for number in range(25)]
    found = channels(train__a=PICTURE, train_lst__l=lst((99, 0, "a"), *rows))
    resolve(found)
    missing = links(found)["train_lst/l"][MISSING]
    assert (missing.count, [(s.place.line, s.value) for s in missing.first]) == (
        25,
        [(number + 2, f"x{number}") for number in range(10)],
    )
