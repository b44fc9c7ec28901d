"""What single images and annotation masks hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from advisor.profile import faults
from advisor.profile.base import FileProfile, commonest

PIXELS_DECODED = 89_478_485
"""Pillow's MAX_IMAGE_PIXELS: an image of more is never decoded here."""

PIXELS_REFUSED = 2 * PIXELS_DECODED
"""Above this Pillow refuses to decode."""

JPEG_MODES = {1: "L", 3: "RGB", 4: "CMYK"}
"""Pillow's word for the pixels of a JPEG, by how many colours they have."""

CHANNELS = {"1": 1, "L": 1, "I;16": 1, "LA": 2, "P": 3, "RGB": 3, "RGBA": 4, "CMYK": 4}
"""How many numbers a decoded pixel has, by Pillow's word for it."""


class ImageFacts(NamedTuple):
    """What an image says of itself, before any pixel is decoded. `encoding` is None where the bytes are no image.

    Width and height are those of the stored pixels: the `orientation` of its EXIF data is not applied.
    `mode` is Pillow's word for the pixels; `channels` counts the colours of a pixel, looked up in the palette
    if there is one, without alpha. `fault` is what is broken, `fault_at` the byte where it shows.
    """

    encoding: str | None = None
    width: int = 0
    height: int = 0
    mode: str = ""
    channels: int = 0
    bits: int = 0
    alpha: bool = False
    orientation: int = 1
    fault: faults.Fault | None = None
    fault_at: int | None = None

    @property
    def complete(self) -> bool:
        """Whether the image is one and nothing of it is missing or damaged, as far as that shows undecoded."""
        return self.encoding is not None and self.fault is None

    @property
    def family(self) -> str:
        """The kind whose ending and content type an encoding has: a 12-bit JPEG is called .jpg too."""
        return (self.encoding or "").rpartition(" ")[2]

    @property
    def pixels(self) -> int:
        return self.width * self.height

    @property
    def turned(self) -> bool:
        """Whether a viewer that obeys EXIF swaps width and height."""
        return self.orientation >= 5


NO_IMAGE = ImageFacts()


@dataclass(slots=True)
class PictureProfile(FileProfile):
    """One image file. `records` is 1 where the file is an image at all.

    `undecoded`: why it was not decoded, where that was asked for.
    """

    spans_files: ClassVar[bool] = False

    facts: ImageFacts = NO_IMAGE
    undecoded: str | None = None

    def summary(self) -> dict[str, Any]:
        facts = self.facts
        return {"encoding": facts.encoding, "mode": facts.mode, "width": facts.width, "height": facts.height}

    @classmethod
    def summary_of(cls, profiles: Sequence[PictureProfile]) -> dict[str, Any]:
        known = [profile.facts for profile in profiles if profile.facts.encoding]
        return {
            "encodings": commonest(facts.encoding for facts in known),
            "modes": commonest(facts.mode for facts in known),
            "sizes": commonest(f"{facts.width}x{facts.height}" for facts in known),
        }


@dataclass(slots=True)
class ImageProfile(PictureProfile):
    """`ends`: a checksum of some bytes at either end of a sound image, by which copies of it are looked for."""

    format: ClassVar[str] = "image"

    ends: int = 0


@dataclass(slots=True)
class MaskProfile(PictureProfile):
    """An annotation mask. `values`: pixel value -> number of pixels; empty where the mask was not decoded.

    `fits`: where it is not one of one band of eight bits, whether its values could stand in one.
    """

    format: ClassVar[str] = "mask"

    values: dict[int, int] = field(default_factory=dict)
    fits: bool = False

    def summary(self) -> dict[str, Any]:
        values = {str(value): self.values[value] for value in sorted(self.values)}
        return {**PictureProfile.summary(self), "values": values}
