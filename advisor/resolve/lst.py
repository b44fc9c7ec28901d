"""Image lists and the images they name: the channel `X_lst` lists the images of the channel `X`."""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import dirname
from typing import TYPE_CHECKING

from advisor.case import links
from advisor.case.model import LISTS, Channel, File
from advisor.profile.base import PLACES_KEPT, Place, Sighting, Tally
from advisor.profile.images.lst import LstProfile
from advisor.resolve import Look

if TYPE_CHECKING:
    from advisor.profile.keys import Keys


_IMAGES = (".jpg", ".jpeg", ".png")
_SHOWN = 200
_LINES_SEEN = 2000
"""Lines by which the classes of folders are known: lists are shuffled."""

List = tuple[File, LstProfile]


def resolve(channels: dict[str, Channel], look: Look) -> None:
    """Links each list with the lines whose image is not there, with images that no line names, and with other lists."""
    for name, channel in sorted(channels.items()):
        images = channels.get(name.removesuffix(LISTS))
        lists = _lists(channel)
        if lists and images is not None and images is not channel and _holds_images(images):
            _find_missing(images, lists, look)
            _find_unlisted(images, lists)
    if "train_lst" in channels and "validation_lst" in channels:
        train, validation = _lists(channels["train_lst"]), _lists(channels["validation_lst"])
        _find_shared(train, validation, look)
        _compare_folders(train, validation, look)


def _lists(channel: Channel) -> list[List]:
    return [(file, file.profile) for file in channel.files if isinstance(file.profile, LstProfile)]


def _holds_images(channel: Channel) -> bool:
    return any(file.format == "image" or file.name.lower().endswith(_IMAGES) for file in channel.files)


def _find_missing(images: Channel, lists: list[List], look: Look) -> None:
    names = [file.name for file in images.files]
    there = _keys(names + [path.removeprefix(images.name + "/") for path in images.hidden])
    there.sort()
    names_held, any_case = frozenset[str](), frozenset[str]()
    for file, profile in lists:
        absent = profile.path_keys.among(there, absent=True)
        if len(absent) and not names_held:
            names_held, any_case = frozenset(names), frozenset(name.casefold() for name in names)
        for line, path in look.paths(file, absent + 1) if len(absent) else ():
            shown = path[:_SHOWN]
            file.link(links.MISSING_IMAGE, shown, line=line)
            if path.casefold() in any_case:
                file.link(links.MISSING_BY_CASE, shown, line=line)
            elif path.replace("\\", "/") in names_held:
                file.link(links.MISSING_BY_SLASH, shown, line=line)
            elif path.partition("/")[2] in names_held:
                file.link(links.MISSING_BY_FOLDER, shown, line=line)


def _find_unlisted(images: Channel, lists: list[List]) -> None:
    if any(profile.uncompared for _, profile in lists):
        return
    names = [file.name for file in images.files if file.format != "manifest"]
    keys = _keys(names)
    order = keys.argsort()
    for _, profile in lists:
        order = order[~profile.path_keys.holds(keys[order])]
    if len(order):
        unlisted = sorted(names[at] for at in order.tolist())
        shown = [Sighting(Place(), name[:_SHOWN]) for name in unlisted[:PLACES_KEPT]]
        lists[0][0].links[links.UNLISTED_IMAGE] = Tally(len(unlisted), shown)


def _find_shared(train: list[List], validation: list[List], look: Look) -> None:
    for file, profile in validation:
        listed = profile.path_keys.ordered()
        shared = listed[sum((other_profile.path_keys.holds(listed) for _, other_profile in train), start=listed < 0)]
        if len(shared):
            lines = ((other, other_profile.path_keys.among(shared) + 1) for other, other_profile in train)
            trained = {path for other, numbers in lines for _, path in look.paths(other, numbers)}
            for line, path in look.paths(file, profile.path_keys.among(shared) + 1):
                if path in trained:
                    file.link(links.IMAGE_OF_TRAIN, path[:_SHOWN], line=line)


def _compare_folders(train: list[List], validation: list[List], look: Look) -> None:
    """Where the images of each class have a folder of their own, in both lists, it must be of one class."""
    trained = _class_folders(train, look)
    for listed in validation if trained else ():
        for folder, (line, label) in _class_folders([listed], look).items():
            if folder in trained and trained[folder][1] != label:
                classes = f"{folder[:_SHOWN]} is {label:g}, in training {trained[folder][1]:g}"
                listed[0].link(links.OTHER_CLASS_OF_FOLDER, classes[:_SHOWN], line=line)


def _class_folders(lists: list[List], look: Look) -> dict[str, tuple[int, float]]:
    """The first line and the class of each folder; empty where folders are no classes."""
    folders: dict[str, tuple[int, float]] = {}
    for file, profile in lists:
        for line, path, label in look.classes(file, _LINES_SEEN) if profile.width == 1 else ():
            if folders.setdefault(dirname(path), (line, label))[1] != label:
                return {}
    return folders if len({label for _, label in folders.values()}) == len(folders) > 1 else {}


def _keys(names: Sequence[str]) -> Keys:
    from advisor.profile.keys import keys_of

    return keys_of([name.encode("utf-8", "surrogatepass") for name in names])
