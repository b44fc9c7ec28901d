"""Masks of colours written as masks of class numbers: PNG with a palette, whose colours are those of the source."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from pathlib import Path

from advisor.conversion.batches import Array
from advisor.conversion.errors import ConversionError
from advisor.conversion.images.files import walked
from advisor.conversion.images.picture import Picture
from advisor.conversion.images.readable import unreadable
from advisor.conversion.options import Options
from advisor.conversion.results import Aside, Written, why
from advisor.formats.images.image import probe

MOST_COLOURS = 254
"""A mask holds 255 for pixels that are passed over."""


def to_masks(source: Path, target: Path, options: Options) -> Written:
    """Colours are numbered as the mapping or one palette of all masks does, else from 0, black first.

    What is no mask is left aside.
    """
    masks = [Picture(path.relative_to(source).as_posix(), path) for path in walked(source)]
    known = _known(options.mapping) if options.mapping and options.mapping.exists() else None
    numbers, aside, written = known or _by_palette(masks) or _numbered(masks), [], 0
    target.mkdir()
    for mask in masks:
        colours = colours_of(mask)
        if isinstance(colours, str):
            aside.append(Aside(file=mask.name, because=colours))
            continue
        if unknown := unnumbered(colours, numbers):
            raise ConversionError(f"{mask.file}: has the colour {unknown}, which the mapping has no number for")
        write(colours, numbers, (target / mask.name).with_suffix(".png"))
        written += 1
    if not written:
        raise ConversionError(f"{source}: holds no mask{why(aside)}")
    shown = {_shown(colour): number for colour, number in numbers.items()}
    return Written(rows=written, dropped=len(aside), aside=tuple(aside), mapping={"colours": {"numbers": shown}})


def colours_of(mask: Picture) -> Array | str:
    """The colour of each pixel as a number, 0xRRGGBB; or why it is no mask of colours."""
    import numpy as np
    import PIL.Image

    content = mask.read()
    facts = probe(content)
    if facts.complete and facts.encoding != "png":
        return f"is {facts.encoding}, whose colours are not those that were drawn: export it as PNG"
    if why := unreadable(content, facts):
        return why
    try:
        with PIL.Image.open(io.BytesIO(content)) as opened:
            pixels = np.asarray(opened.convert("RGB"), np.uint32)
    except (OSError, ValueError) as error:
        return f"cannot be decoded: {error}"
    colours: Array = pixels[..., 0] << 16 | pixels[..., 1] << 8 | pixels[..., 2]
    return colours


def _by_palette(masks: list[Picture]) -> dict[int, int] | None:
    """The numbers that masks hold already, where the palette of all of them says the same."""
    import PIL.Image

    palettes, used = set[bytes](), set[int]()
    for mask in masks:
        try:
            with PIL.Image.open(io.BytesIO(mask.read())) as opened:
                if opened.format == "PNG":
                    palettes.add(bytes(opened.getpalette("RGB") or ()) if opened.mode == "P" else b"")
                    used.update(*(numbers for _, *numbers in opened.getcolors() or ()) if opened.mode == "P" else ())
        except (OSError, ValueError, PIL.Image.DecompressionBombError):
            continue  # it is left aside, and named, when it is read
    palette = palettes.pop() if len(palettes) == 1 else b""
    numbers: dict[int, int] = {}
    for number in range(len(palette) // 3):
        numbers.setdefault(int.from_bytes(palette[3 * number : 3 * number + 3], "big"), number)
    return numbers if used and used <= {*numbers.values()} else None


def _numbered(masks: list[Picture]) -> dict[int, int]:
    import numpy as np

    found: set[int] = set()
    for mask in masks:
        colours = colours_of(mask)
        found |= set() if isinstance(colours, str) else set(np.unique(colours).tolist())
        if len(found) > MOST_COLOURS:
            raise ConversionError(
                f"{mask.file}: there are more than {MOST_COLOURS} colours up to here: edges that were smoothed, or "
                "pictures instead of masks"
            )
    return {colour: number for number, colour in enumerate(sorted(found))}


def unnumbered(colours: Array, numbers: Mapping[int, int]) -> str | None:
    """A colour that has no number."""
    import numpy as np

    return next((_shown(colour) for colour in np.unique(colours).tolist() if colour not in numbers), None)


def write(colours: Array, numbers: Mapping[int, int], path: Path) -> None:
    """Writes a PNG of class numbers, whose palette shows the colours."""
    import numpy as np
    import PIL.Image

    held, places = np.unique(colours, return_inverse=True)
    image = PIL.Image.fromarray(
        np.array([numbers[colour] for colour in held.tolist()], np.uint8)[places].reshape(colours.shape), "L"
    )
    palette = bytearray(768)
    for colour, number in numbers.items():
        palette[3 * number : 3 * number + 3] = colour.to_bytes(3, "big")
    image.putpalette(bytes(palette))
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path)


def _shown(colour: int) -> str:
    return f"#{colour:06x}"


def _known(mapping: Path) -> dict[int, int]:
    try:
        said = json.loads(mapping.read_text("utf-8"))["columns"]["colours"]["numbers"]
        known = {
            int(colour[1:], 16): int(number) for colour, number in said.items() if re.fullmatch("#[0-9a-f]{6}", colour)
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise ConversionError(f"{mapping}: is no mapping that a conversion of masks has written") from error
    if not known or not all(0 <= number <= 255 for number in known.values()):
        raise ConversionError(f"{mapping}: numbers no colours, or beyond 255")
    return known
