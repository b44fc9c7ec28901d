"""Image lists and the images they name: the channel `X_lst` lists the images of the channel `X`."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.profile.base import PLACES_KEPT, Place, Sighting, Tally
from advisor.profile.lst import LstProfile
from advisor.rules.case import Channel, File

MISSING = "missing-image"
MISSING_BY_CASE = "missing-image-by-case"
MISSING_BY_FOLDER = "missing-image-by-folder"
UNLISTED = "unlisted-image"
SHARED = "image-of-train"

_SUFFIX = "_lst"
_IMAGES = (".jpg", ".jpeg", ".png")
_SHOWN = 200

List = tuple[File, LstProfile]


def resolve(channels: dict[str, Channel]) -> None:
    """Links each list with the lines whose image is not there, with images that no line names, and with other lists."""
    for name, channel in sorted(channels.items()):
        images = channels.get(name.removesuffix(_SUFFIX))
        lists = _lists(channel)
        if lists and images is not None and images is not channel and _holds_images(images):
            _find_images(images, lists)
    if "train_lst" in channels and "validation_lst" in channels:
        _find_shared(_lists(channels["train_lst"]), _lists(channels["validation_lst"]))


def _lists(channel: Channel) -> list[List]:
    return [(file, file.profile) for file in channel.files if isinstance(file.profile, LstProfile)]


def _holds_images(channel: Channel) -> bool:
    return any(file.format == "image" or file.name.lower().endswith(_IMAGES) for file in channel.files)


def paths(profile: LstProfile) -> Iterator[tuple[int, str]]:
    """Every path that a list names, with its line. What is packed is a path, or a line that ends in one."""
    for line, text in profile.paths:
        yield line, text.rpartition(b"\t")[2].decode("utf-8")


def _find_images(images: Channel, lists: list[List]) -> None:
    held = {file.name for file in images.files}
    hidden = {path.removeprefix(images.name + "/") for path in images.hidden}
    any_case = {name.casefold() for name in held}
    unlisted = set(held)
    for file, profile in lists:
        for line, path in paths(profile):
            if path in held:
                unlisted.discard(path)
            elif path not in hidden:
                _link(file, MISSING, line, path)
                if path.casefold() in any_case:
                    _link(file, MISSING_BY_CASE, line, path)
                elif path.partition("/")[2] in held:
                    _link(file, MISSING_BY_FOLDER, line, path)
    if unlisted and all(profile.paths.complete for _, profile in lists):
        shown = [Sighting(Place(), name[:_SHOWN]) for name in sorted(unlisted)[:PLACES_KEPT]]
        lists[0][0].links[UNLISTED] = Tally(len(unlisted), shown)


def _find_shared(train: list[List], validation: list[List]) -> None:
    trained = {path for _, profile in train for _, path in paths(profile)}
    for file, profile in validation:
        for line, path in paths(profile):
            if path in trained:
                _link(file, SHARED, line, path)


def _link(file: File, link: str, line: int, path: str) -> None:
    file.links.setdefault(link, Tally()).add(Place(line), path[:_SHOWN])
