"""Augmented manifests: JSON Lines, one sample a line, as Ground Truth writes them and people write by hand.

Memory: one line of the file (`LONGEST`), a bounded picture of each of `ATTRIBUTES_KEPT` attributes, for each
attribute of references the references themselves, compressed (`PACKED_KEPT` bytes at most), and at the end of the
scan 8 bytes for each of them.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, BinaryIO

from advisor.formats.json.lines import objects, read_line
from advisor.formats.line_pieces import read_blocks
from advisor.formats.manifests.augmented_quick import HEAD, quick_reading
from advisor.formats.manifests.augmented_samples import LONGEST, Reading
from advisor.formats.manifests.augmented_values import WHOLE, class_ids, note, whole
from advisor.formats.manifests.repeated import repeated
from advisor.formats.pieces import ByteRange, in_one_piece
from advisor.profile.base import Piece, Tally
from advisor.profile.manifests.augmented_manifest import AugmentedManifestProfile
from advisor.profile.predicates import Predicate, ValueOutside

BLOCK = 1 << 17
"""Bytes taken at a time: few enough that their samples stay in the cache of a core."""


def scan_piece(part: ByteRange) -> Piece[AugmentedManifestProfile]:
    """What comes twice is found once the pieces are joined, by `finish`."""
    piece = part.piece(AugmentedManifestProfile())
    reading = Reading(piece.profile)
    take, first = reading.take_lines, 1
    for block in read_blocks(part, piece, LONGEST, BLOCK):
        lines = BytesIO(block).readlines()
        if first == 1:
            take(first, lines[:HEAD])
            quick = quick_reading(reading)
            take = quick.take if quick else take
            first, lines = first + len(lines[:HEAD]), lines[HEAD:]
        take(first, lines)
        first += len(lines)
    for attribute in piece.profile.attributes.values():
        attribute.references.seal()
    return piece


def finish(profile: AugmentedManifestProfile, stream: BinaryIO) -> None:
    """Ends the reading of a manifest: finds the references that come twice in it."""
    for name, attribute in profile.attributes.items():
        for line, reference in repeated(attribute.references):
            note(attribute.repeated, line, name, reference.decode("utf-8", "replace"))


scan = in_one_piece(scan_piece, finish)


def locate(stream: BinaryIO, size: int, predicate: Predicate) -> Tally:
    """Class ids outside a range, of the attribute that `where` names."""
    found = Tally()
    if isinstance(predicate, ValueOutside):
        for line, sample in objects(stream, LONGEST):
            if predicate.where in sample:
                for key, cls in _classes(predicate.where, sample[predicate.where]):
                    if predicate.holds(cls):
                        note(found, line, key, cls)
    return found


def _classes(name: str, value: Any) -> list[tuple[str, int]]:
    """The class ids of a label, each with its place in the line."""
    if isinstance(value, str):
        digits = WHOLE.fullmatch(value)
        value = int(digits[1]) if digits else read_line(value.encode("utf-8", "surrogatepass")).value
    if isinstance(value, dict):
        boxes = value.get("annotations")
        if not isinstance(boxes, list):
            return []
        ids = [whole(box.get("class_id") if isinstance(box, dict) else None) for box in boxes]
        return [(f"{name}.annotations[{at}].class_id", cls) for at, cls in enumerate(ids) if cls is not None]
    if isinstance(value, list):
        return [(f"{name}[{at}]", cls) for at, cls in enumerate(class_ids(value) or ())]
    cls = whole(value)
    return [(name, cls)] if cls is not None else []
