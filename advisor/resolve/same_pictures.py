"""Pictures of the training data that stand there again, or in another channel, under whatever name.

Profiles hold what tells pictures apart that differ at either end, or in size. Whether those that do not are the same, a
look at the middle of a few of them shows: the frame around many pictures is one colour.
"""

from __future__ import annotations

from itertools import islice
from typing import cast

from advisor.case import links
from advisor.case.measures import training_among
from advisor.case.model import Channel, File
from advisor.profile.base import PLACES_KEPT, Place, Sighting, Tally
from advisor.profile.images.image import ImageProfile
from advisor.profile.images.image_recordio import ImageRecordioProfile
from advisor.profile.images.lst import LstProfile
from advisor.profile.packed import Repeats
from advisor.resolve import Look

ENOUGH = 3
"""Different pictures: fewer may be placeholders, or are too few to matter."""
LOOKED_AT = 100
"""Pictures that are looked at for a second time, with those that they seem to be copies of."""
MIDDLE = 1 << 14

Key = tuple[int, int, int, int]
"""Size, checksum, width, height."""


def resolve(channels: dict[str, Channel], look: Look) -> None:
    train = training_among(channels)
    if train and train.holding(ImageProfile):
        _link_again(_pictures(channels, train), look)
    others = [channel for channel in channels.values() if channel is not train]
    if train and any(channel.holding(ImageProfile) for channel in others):
        known = {_key(file): file for file in reversed(_pictures(channels, train))}
        for channel in others if known else ():
            _link_files(known, _pictures(channels, channel), look)
    if train and any(channel.holding(ImageRecordioProfile) for channel in others):
        _link_records(train, others)


def _pictures(channels: dict[str, Channel], channel: Channel) -> list[File]:
    """The sound pictures of a channel; where lists name them, those that are listed."""
    files = [file for file in channel.holding(ImageProfile) if file.profile and not file.profile.faults]
    listed = channels.get(f"{channel.name}_lst")
    lists = [file.profile for file in listed.files if isinstance(file.profile, LstProfile)] if listed else []
    if not files or not lists or any(profile.uncompared for profile in lists):
        return files
    from advisor.profile.keys import keys_of

    keys = keys_of([file.name.encode("utf-8", "surrogatepass") for file in files])
    order = keys.argsort()
    held = sum((profile.path_keys.holds(keys[order]) for profile in lists), start=order < 0)
    return [files[at] for at in sorted(order[held].tolist())]


def _key(file: File) -> Key:
    profile = cast(ImageProfile, file.profile)
    return file.size, profile.ends, profile.facts.width, profile.facts.height


def _link_files(known: dict[Key, File], files: list[File], look: Look) -> None:
    copies = [file for file in files if _key(file) in known]
    firsts = {_key(file): file for file in reversed(copies)}
    seen = list(islice(firsts, LOOKED_AT))
    same = {key for key in seen if look.middle(firsts[key], MIDDLE) == look.middle(known[key], MIDDLE)}
    if len(same) < len(seen):
        copies = [file for file in copies if _key(file) in same]
        firsts = {key: firsts[key] for key in same}
    if len(firsts) >= ENOUGH:
        for file in copies:
            file.links[links.PICTURE_OF_TRAIN] = Tally(1, [Sighting(Place(), known[_key(file)].path)])


def _link_again(files: list[File], look: Look) -> None:
    """Links each picture that stands there before to the first that is the same."""
    again: dict[Key, list[File]] = {}
    for file in files:
        again.setdefault(_key(file), []).append(file)
    for first, *copies in islice((same for same in again.values() if len(same) > 1), LOOKED_AT):
        same = look.middle(first, MIDDLE) == look.middle(copies[0], MIDDLE)
        for file in copies if same else ():
            file.links[links.PICTURE_AGAIN] = Tally(1, [Sighting(Place(), first.path)])


def _link_records(train: Channel, others: list[Channel]) -> None:
    import numpy as np

    held = [_keys(file).all() for file in train.holding(ImageRecordioProfile)]
    known = np.unique(np.concatenate([np.zeros(0, np.uint64), *held]))
    for channel in others:
        for file in channel.holding(ImageRecordioProfile):
            copies = _keys(file).among(known)
            if len(np.unique(_keys(file).all()[copies])) >= ENOUGH:
                places = [Sighting(Place(record=number + 1)) for number in copies[:PLACES_KEPT].tolist()]
                file.links[links.PICTURE_OF_TRAIN] = Tally(len(copies), places)


def _keys(file: File) -> Repeats:
    return cast(ImageRecordioProfile, file.profile).pictures
