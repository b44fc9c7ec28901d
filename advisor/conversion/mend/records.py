"""Pictures of a `.rec` written anew as RGB; their labels, and pictures that are RGB already, keep their bytes."""

from __future__ import annotations

from pathlib import Path

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.picture import MOST_BYTES, unpacked
from advisor.conversion.images.targets import frames
from advisor.conversion.mend.pictures import in_rgb
from advisor.formats.images.image import probe
from advisor.formats.recordio.frames import Reader
from advisor.profile.recordio.frames import RecordioProfile

REPAIR = "records-to-rgb"


def mend(file: Path, target: Path) -> None:
    """Raises `ConversionError` where the file is damaged."""
    profile = RecordioProfile()
    with file.open("rb") as stream, target.open("wb") as written:
        for at, payload in Reader(stream, file.stat().st_size, profile, MOST_BYTES).records():
            _, content = unpacked(payload, f"{file}, record {at.record}")
            head = payload[: len(payload) - len(content)]
            anew = None if probe(content).mode == "RGB" else in_rgb(content)
            written.write(frames(head + (anew or content)))
    if profile.faults:
        raise ConversionError(f"{file}: is damaged: advisor check says where")
