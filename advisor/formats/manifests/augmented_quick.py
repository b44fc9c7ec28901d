"""Samples that look like those before them, read many at a time.

The careful reading in `augmented_samples` defines what a sample means. From its first lines a type is made, and
lines that fit it are taken together as long as there is nothing about them that would need a place in the report.
Everything else goes to the careful reading, line by line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from operator import attrgetter
from typing import Annotated, Any, Literal

import msgspec

from advisor.formats.manifests.augmented_samples import LONGEST, Pair, Reading, label_name, names_in
from advisor.formats.manifests.augmented_values import LARGEST, REFERENCE, WHOLE
from advisor.profile.base import PLACES_KEPT, Tally
from advisor.profile.manifests.augmented_manifest import METADATA, Attribute

HEAD = 64
"""Lines that are read with care before a type is made of them."""

FEWEST = 16
"""Lines that are not halved any more."""

Raw = msgspec.Raw

_REFERENCES = re.compile(rf"(?:{REFERENCE.pattern}(?:\n|\Z))+")

_Positive = Annotated[float, msgspec.Meta(gt=0)]
_NotNegative = Annotated[float, msgspec.Meta(ge=0)]


class _Size(msgspec.Struct, gc=False):
    width: _Positive
    height: _Positive
    depth: Literal[3] | None = None


class _Box(msgspec.Struct, gc=False):
    class_id: int
    left: _NotNegative
    top: _NotNegative
    width: _Positive
    height: _Positive


class _Boxes(msgspec.Struct, gc=False):
    image_size: Annotated[list[_Size], msgspec.Meta(min_length=1, max_length=1)]
    annotations: Annotated[list[_Box], msgspec.Meta(min_length=1)]


class _Metadata(msgspec.Struct, gc=False, rename="kebab"):
    type: str | None = None
    class_name: str | None = None
    class_map: Raw | msgspec.UnsetType = msgspec.UNSET
    internal_color_map: Raw | msgspec.UnsetType = msgspec.UNSET
    annotations: None = None


_TYPES: dict[str, Any] = {
    "reference": str, "whole": int, "whole-text": str, "text": str, "list": list[int], "boxes": _Boxes,
}  # fmt: skip


class _SurpriseError(Exception):
    """Something in these samples needs the careful reading."""


Change = Callable[[], None]
"""What a batch adds to the profile, done once all of it proved to be plain."""


def quick_reading(reading: Reading) -> Quick | None:
    """A quick reading for lines like those read so far; None where they are of no one kind."""
    profile = reading.profile
    kinds: dict[str, str] = {}
    for name, attribute in profile.attributes.items():
        if attribute.count < profile.records:
            continue
        if len(attribute.kinds) != 1 or profile.records < PLACES_KEPT:
            return None
        kinds[name] = next(iter(attribute.kinds))
    if not all(name.isprintable() and not {"/", "\\", '"'} & set(name) for name in kinds):
        return None
    described = [name for name in kinds if name.endswith(METADATA) and name.removesuffix(METADATA) in kinds]
    types = {name: _Metadata if name in described else _TYPES.get(kind) for name, kind in kinds.items()}
    if not types or None in types.values() or any(kinds[name] != "object" for name in described):
        return None
    return Quick(reading, kinds, types)


def _kept_in(made: list[_Boxes]) -> type[msgspec.Struct]:
    """Boxes that are added to a list as they are made."""
    return msgspec.defstruct("Boxes", [], bases=(_Boxes,), namespace={"__post_init__": made.append}, gc=False)


class Quick:
    """Takes lines that follow each other: all at once if they are plain, else in halves, down to a few."""

    def __init__(self, reading: Reading, kinds: dict[str, str], types: dict[str, Any]) -> None:
        fields = {name: f"f{number}" for number, name in enumerate(kinds)}
        self._boxes: list[list[_Boxes]] = []
        for name in kinds:
            if types[name] is _Boxes:
                self._boxes.append([])
                types[name] = _kept_in(self._boxes[-1])
        sample = msgspec.defstruct(
            "Sample",
            [(field, types[name]) for name, field in fields.items()],
            rename={field: name for name, field in fields.items()},
            forbid_unknown_fields=True,
            gc=False,
        )
        self._decode = msgspec.json.Decoder(sample).decode
        self._reading = reading
        self._kinds = kinds
        self._getters = {name: attrgetter(field) for name, field in fields.items()}
        counted = [name for name in fields if not name.endswith(METADATA) and kinds[name] != "boxes"]
        self._keys = [b'"%b"' % name.encode() for name in counted]

    def take(self, first: int, lines: list[bytes]) -> None:
        """Takes lines into the profile, the first one's number being `first`."""
        if not lines:
            return
        for boxes in self._boxes:
            boxes.clear()
        try:
            changes = self._changes(first, lines, list(map(self._decode, lines)))
        except (_SurpriseError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            self._take_parts(first, lines)
            return
        for change in changes:
            change()
        profile = self._reading.profile
        profile.records += len(lines)
        profile.lines = first + len(lines) - 1

    def _take_parts(self, first: int, lines: list[bytes]) -> None:
        half = len(lines) // 2
        if half >= FEWEST:
            self.take(first, lines[:half])
            self.take(first + half, lines[half:])
            return
        self._reading.take_lines(first, lines)

    def _changes(self, first: int, lines: list[bytes], samples: list[Any]) -> list[Change]:
        """What the samples change. Raises where they need the careful reading."""
        self._require_plain_text(lines)
        attributes = self._reading.profile.attributes
        changes: list[Change] = []
        columns = {name: list(map(get, samples)) for name, get in self._getters.items()}
        for name, attribute in attributes.items():
            if name not in columns:
                changes.append(_more(attribute.missing, len(lines)))
                continue
            kind = self._kinds[name]
            changes.append(_more(attribute.kinds[kind], len(lines)))
            if name.endswith(METADATA) and kind == "object":
                base = name.removesuffix(METADATA)
                changes += _metadata(attributes[base], columns[base], columns[name])
            elif kind == "reference":
                changes.append(partial(attribute.references.extend, first, _references(columns[name])))
            else:
                changes += _VALUES[kind](attribute, columns[name])
        return changes

    def _require_plain_text(self, lines: list[bytes]) -> None:
        """UTF-8, with every key once in each line. That shows in the sum, for no key is written with an escape.

        Where two labels of boxes stand under one key, both were made, though the sample only has the last.
        """
        _require(all(len(boxes) == len(lines) for boxes in self._boxes))
        _require(max(map(len, lines)) <= LONGEST)
        text = b"".join(lines)
        _require((b"\\" not in text or b"\\u" not in text) and (text.isascii() or _is_utf8(text)))
        _require(all(text.count(key) == len(lines) for key in self._keys))


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _require(plain: bool) -> None:
    if not plain:
        raise _SurpriseError


def _more(tally: Tally, times: int) -> Change:
    """More of what has all the places that are kept."""
    _require(tally.full)

    def add() -> None:
        tally.count += times

    return add


def _references(texts: list[str]) -> list[bytes]:
    """The references, matched all at once."""
    joined = "\n".join(texts)
    _require(bool(_REFERENCES.fullmatch(joined)))
    references = joined.encode().split(b"\n")
    _require(len(references) == len(texts))
    return references


def _classes(attribute: Attribute, classes: Iterable[int] | Counter[int]) -> list[Change]:
    counts = Counter(classes)
    _require(not counts or (min(counts) > -LARGEST and max(counts) < LARGEST))

    def add() -> None:
        for cls, times in counts.items():
            attribute.classes.add(cls, times)
            attribute.extent.add(cls)

    return [add]


def _whole_texts(attribute: Attribute, texts: list[str]) -> list[Change]:
    counts = Counter(texts)
    read = {text: WHOLE.fullmatch(text) for text in counts}
    _require(all(read.values()))
    classes: Counter[int] = Counter()
    for text, whole in read.items():
        classes[int(whole[1]) if whole else 0] += counts[text]
    return _classes(attribute, classes)


def _texts(attribute: Attribute, texts: list[str]) -> list[Change]:
    for text in texts:
        _require(bool(text.strip()) and not text.startswith(("s3://", "[", "{")) and not WHOLE.fullmatch(text))
    return []


def _id_lists(attribute: Attribute, lists: list[list[int]]) -> list[Change]:
    _require(all(lists))
    sets = [set(ids) for ids in lists]
    lengths = Counter(map(len, lists))
    _require(all(length in attribute.lengths for length in lengths))
    changes = [_more(attribute.lengths[length], times) for length, times in lengths.items()]
    twice = sum(len(a) < len(b) for a, b in zip(sets, lists, strict=True))
    changes += [_more(attribute.twice, twice)] if twice else []
    return changes + _classes(attribute, (cls for ids in sets for cls in ids))


_image_sizes, _annotations = attrgetter("image_size"), attrgetter("annotations")
_class_ids = attrgetter("class_id")


def _box_lists(attribute: Attribute, labels: list[_Boxes]) -> list[Change]:
    """Boxes that end inside their image. That they begin there, and have an area, is said by their type."""
    lists: list[list[_Box]] = list(map(_annotations, labels))
    for (size,), boxes in zip(map(_image_sizes, labels), lists, strict=True):
        width, height = size.width, size.height
        for box in boxes:
            right, bottom = box.left + box.width, box.top + box.height
            if right > width or bottom > height or right <= 1 >= bottom:
                raise _SurpriseError
    counts = list(map(len, lists))
    sides = Counter(max(box.width, box.height) for boxes in lists for box in boxes)

    def add() -> None:
        attribute.boxes.add(min(counts))
        attribute.boxes.add(max(counts))
        for side, times in sides.items():
            attribute.sides.add(side, times)

    return [add, *_classes(attribute, map(_class_ids, chain.from_iterable(lists)))]


_VALUES: dict[str, Callable[[Attribute, list[Any]], list[Change]]] = {
    "whole": _classes, "whole-text": _whole_texts, "text": _texts, "list": _id_lists, "boxes": _box_lists,
}  # fmt: skip


_types, _class_names = attrgetter("type"), attrgetter("class_name")
_class_maps, _color_maps = attrgetter("class_map"), attrgetter("internal_color_map")


def _metadata(attribute: Attribute, labels: list[Any], metadata: list[_Metadata]) -> list[Change]:
    changes = []
    for kind, times in Counter(map(_types, metadata)).items():
        if kind is not None:
            _require(kind in attribute.types)
            changes.append(_more(attribute.types[kind], times))
    if isinstance(labels[0], (int, str)):
        named = Counter(zip(labels, map(_class_names, metadata), strict=True))
        changes += _names(attribute.names, ((label_name(*pair), times) for pair, times in named.items()))
    changes += _names(attribute.names, _maps(map(_class_maps, metadata)))
    changes += _names(attribute.colors, _maps(map(_color_maps, metadata)))
    return changes


def _maps(found: Iterable[Any]) -> Iterable[tuple[list[Pair], int]]:
    """The pairs of class id and name of each distinct map, and how often it comes."""
    for text, times in Counter(map(bytes, filter(None, found))).items():
        try:
            yield names_in(msgspec.json.decode(text)), times
        except (msgspec.MsgspecError, RecursionError):
            raise _SurpriseError from None


def _names(known: dict[Pair, Tally], found: Iterable[tuple[list[Pair], int]]) -> list[Change]:
    changes = []
    for pairs, times in found:
        for pair in pairs:
            _require(pair in known)
            changes.append(_more(known[pair], times))
    return changes
