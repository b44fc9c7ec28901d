"""What shows only when an image is decoded, on sound, odd, broken and hostile images."""

from __future__ import annotations

import io
import random
import struct
from typing import Any
from zlib import compress

import hypothesis.strategies as st
import pytest
from hypothesis import given
from PIL import Image, ImageFile

from advisor.formats.images import decoding
from advisor.formats.images.decoding import SOUND, Decoded, look_inside
from advisor.formats.images.image import probe, scan
from advisor.formats.images.image_recordio import scan as scan_records
from advisor.formats.images.image_recordio import scan_piece
from advisor.formats.images.mask import scan as scan_mask
from advisor.formats.pieces import ByteRange
from advisor.profile import faults
from advisor.profile.base import Place, Sighting, Tally
from advisor.profile.images.image import PIXELS_DECODED
from tests.builders.pictures.images import (
    SIGNATURE,
    animated_gif,
    bomb_png,
    chunk,
    frame,
    jpeg,
    low_bit_grey_mask,
    mask,
    other,
    png,
    raw_jpeg,
    raw_png,
    saved,
    segment,
)
from tests.builders.recordio import image_record, write_recordio

END = b"\xff\xd9"
CUT, BROKEN = Decoded(faults.IMAGE_TRUNCATED), Decoded(faults.IMAGE_DAMAGED)


def noise(width: int = 64, height: int = 64, mode: str = "RGB") -> Image.Image:
    return Image.frombytes(mode, (width, height), random.Random(1).randbytes(width * height * len(mode)))


def photo(grey_from: int = 64, mode: str = "RGB", **options: Any) -> bytes:
    """A JPEG of noise whose rows are mid-grey from one on."""
    image = noise(mode=mode)
    image.paste((128,) * len(mode) if len(mode) > 1 else 128, (0, grey_from, 64, 64))
    return saved(image, "JPEG", **options)


def cut(data: bytes, share: float = 0.5) -> bytes:
    """A JPEG whose image data end too soon, with an end behind them."""
    start = data.index(b"\xff\xda")
    return data[: start + int((len(data) - start) * share)].rstrip(b"\xff") + END


def seen(data: bytes) -> Decoded:
    """What decoding shows: the same of bytes and of a stream, in which the header's reader finds no fault."""
    facts = probe(data)
    assert facts.fault is None
    found = look_inside(data, len(data), facts)
    assert look_inside(io.BytesIO(data), len(data), facts) == found
    assert look_inside(memoryview(data), len(data), facts) == found
    return found


ODD_BUT_SOUND = {
    "jpeg": photo(),
    "progressive": photo(progressive=True),
    "grey": photo(mode="L"),
    "cmyk": photo(mode="CMYK"),
    "rgb": photo(keep_rgb=True),
    "444": photo(subsampling=0),
    "restarts": photo(restart_marker_rows=1),
    "restarts everywhere": saved(Image.linear_gradient("L"), "JPEG", restart_marker_blocks=1),
    "optimised": photo(optimize=True, quality=100),
    "one pixel": jpeg(1, 1),
    "mid-grey end": photo(16),
    "mid-grey end, optimised": photo(48, optimize=True),
    "mid-grey end, restarts": photo(16, restart_marker_rows=1),
    "all mid-grey": photo(0),
    "mid-grey cmyk": photo(16, mode="CMYK"),
    "exif": jpeg(orientation=6),
    "odd exif": photo().replace(b"\xff\xdb", segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff") + b"\xff\xdb", 1),
    "odd profile": photo()[:2] + segment(0xE2, b"ICC_PROFILE\0") + photo()[2:],
    "thumbnail": photo()[:2] + segment(0xE1, b"Exif\0\0" + jpeg(8, 8)) + photo()[2:],
    "several pictures": photo()[:2] + segment(0xE2, b"MPF\0MM\0*\0\0\0\x08\0\0") + photo()[2:] + photo(),
    "stray bytes": photo().replace(b"\xff\xdb", b"\0\0\xff\xdb"),
    "trailer": photo(16) + b"ftypmp42" * 999,
    "png": png(),
    "png rgba": png(mode="RGBA"),
    "png palette": mask([[1, 2]]),
    "png 1 bit": png(9, 3, "1"),
    "png 2 bits": low_bit_grey_mask([0, 1, 3], 2),
    "png 16 bits": png(mode="I;16"),
    "png 16-bit colours": raw_png(1, 1, 16, 2, bytes(7)),
    "png grey and alpha": png(mode="LA"),
    "png of noise": saved(noise(300, 300), "PNG"),
    "png with more than its pixels": raw_png(4, 4, 8, 0, bytes(99)),
    "png with a trailer": png() + b"trailer",
    "png with a long text": png()[:33] + chunk(b"zTXt", b"a\0\0" + compress(bytes(1 << 21))) + png()[33:],
    "gif": other("GIF"),
    "animated gif": animated_gif(),
    "webp": other("WEBP"),
    "bmp": other("BMP"),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD_BUT_SOUND)
def test_sound_images(name: str) -> None:
    assert seen(ODD_BUT_SOUND[name]) == SOUND


def interlaced(width: int, height: int, bits: int = 8, colour: int = 2, less: int = 0) -> bytes:
    """An interlaced PNG: seven small images, of which the empty ones are left out."""
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    sizes = [(len(range(x, width, dx)), len(range(y, height, dy))) for x, y, dx, dy in passes]
    rows = b"".join((1 + (w * bits * samples + 7) // 8) * h * b"\0" for w, h in sizes if w)
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 1)
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", compress(rows[: len(rows) - less])) + chunk(b"IEND")


@given(st.integers(1, 20), st.integers(1, 20), st.sampled_from([(8, 2), (1, 0), (16, 6), (8, 4), (4, 0)]))
def test_interlaced_png(width: int, height: int, kind: tuple[int, int]) -> None:
    data = interlaced(width, height, *kind)
    with Image.open(io.BytesIO(data)) as image:
        image.load()
    assert seen(data) == SOUND
    assert seen(interlaced(width, height, *kind, less=1)) == CUT


@pytest.mark.parametrize(
    "name", ["jpeg", "grey", "cmyk", "rgb", "444", "restarts", "restarts everywhere", "mid-grey end", "trailer"]
)
@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_jpeg_that_was_cut_and_ended(name: str, share: float) -> None:
    assert seen(cut(ODD_BUT_SOUND[name].removesuffix(b"ftypmp42" * 999), share)) == CUT


def test_cut_within_the_last_row_of_blocks() -> None:
    data = saved(noise(mode="L"), "JPEG", quality=100)
    assert seen(data) == Decoded()
    assert seen(cut(data, 0.9)) == Decoded(faults.IMAGE_TRUNCATED)


def test_jpeg_that_was_cut_and_ended_before_another_one() -> None:
    assert seen(cut(photo()) + photo()) == CUT


def test_jpeg_whose_tables_are_missing_or_wrong() -> None:
    data = photo()
    tables, steps = data.index(b"\xff\xc4"), data.index(b"\xff\xdb")
    assert seen(data[:steps] + data[data.index(b"\xff\xc0") :]) == BROKEN
    assert seen(data[: tables + 5] + b"\xff" * 16 + data[tables + 21 :]) == BROKEN
    assert seen(raw_jpeg(frame(8, 8))) == BROKEN


def test_what_decoders_pass_over_is_not_seen() -> None:
    data = photo()
    middle = data.index(b"\xff\xda") + 400
    assert seen(data[:middle] + bytes(60) + data[middle + 60 :]) == SOUND


PIXELS = b"".join(b"\0" + random.Random(n).randbytes(12) for n in range(4))


def png_of(packed: bytes, *chunks: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0))
    return SIGNATURE + header + chunk(b"IDAT", packed) + b"".join(chunks) + chunk(b"IEND")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (png_of(compress(PIXELS)), SOUND),
        (png_of(compress(PIXELS)[:9], chunk(b"IDAT"), chunk(b"IDAT", compress(PIXELS)[9:])), SOUND),
        (png_of(compress(PIXELS)[:-4]), SOUND),
        (png_of(compress(PIXELS[:-1])), CUT),
        (png_of(compress(PIXELS)[:5]), CUT),
        (png_of(b""), CUT),
        (png_of(compress(PIXELS)[:9], chunk(b"tEXt", b"a\0b"), chunk(b"IDAT", compress(PIXELS)[9:])), CUT),
        (png_of(compress(PIXELS)[:5] + b"\xff" * 20), BROKEN),
        (png_of(b"\0\0" + compress(PIXELS)), BROKEN),
        (png_of(compress(PIXELS[:39] + b"\4" + PIXELS[40:])), SOUND),
        (png_of(compress(PIXELS[:39] + b"\5" + PIXELS[40:])), BROKEN),
    ],
    ids=[
        "sound", "two chunks", "no checksum", "a byte short", "cut", "empty", "parted", "broken", "no zlib", "filter 4",
        "filter 5",
    ],
)  # fmt: skip
def test_png_whose_checksums_fit(data: bytes, expected: Decoded) -> None:
    assert seen(data) == expected
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
    except Exception:
        assert expected != SOUND
    else:
        assert expected == SOUND


def test_png_whose_last_pixels_are_unpacked_from_no_further_byte() -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1000, 262, 8, 0, 0, 0, 0))  # 4 blocks and some
    packed = compress(bytes(1001 * 262), 9)[:-4]
    assert seen(SIGNATURE + header + chunk(b"IDAT", packed) + chunk(b"IEND")) == SOUND


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (other("GIF", 99, 99)[:-40], CUT),
        (b"GIF89a" + bytes(5), BROKEN),
        (saved(noise(), "WEBP")[:-40], BROKEN),
        (other("BMP")[:-9], CUT),
        (b"BM" + bytes(12) + b"\x28" + bytes(50), Decoded(undecoded="it is damaged, or a bmp of a rare sort")),
        (other("TIFF"), Decoded(undecoded="no decoder for tiff is used here")),
        (b"\0\0\0\x18ftypheic" + bytes(20), Decoded(undecoded="no decoder for heif is used here")),
        (raw_jpeg(frame(8, 8, bits=12, marker=0xC1)), Decoded(undecoded="no decoder for 12-bit jpeg is used here")),
    ],
    ids=["cut gif", "broken gif", "cut webp", "cut bmp", "broken bmp", "tiff", "heif", "12 bits"],
)
def test_other_kinds(data: bytes, expected: Decoded) -> None:
    assert seen(data) == expected


def test_images_with_too_many_pixels_are_named_and_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen(bomb_png()) == Decoded(undecoded="it has too many pixels, 60000x60000")
    width = 1 << 16
    assert seen(raw_png(5, PIXELS_DECODED // 5, 8, 0)) == CUT
    assert seen(raw_png(width, PIXELS_DECODED // width + 1, 8, 0)).fault is None
    gif = b"GIF89a" + struct.pack("<HHBBB", 60000, 60000, 0, 0, 0) + b"\x2c" + struct.pack("<HHHHB", 0, 0, 9, 9, 0)
    assert seen(gif + b"\x02\x02\x4c\x01\0;") == Decoded(undecoded="it has too many pixels")
    monkeypatch.setattr(decoding, "OTHERS_HELD", len(other("GIF", 7, 10)) - 1)
    assert seen(other("GIF", 7, 10)) == Decoded(undecoded=f"it has too many bytes, {len(other('GIF', 7, 10))}")
    monkeypatch.setattr(decoding, "OTHERS_HELD", 60 * 70)
    assert seen(other("GIF", 60, 70)) == SOUND
    assert seen(other("GIF", 61, 70)) == Decoded(undecoded="it has too many pixels, 61x70")


def test_jpegs_that_take_too_much_are_named_and_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    data = photo(progressive=True)
    scans = data.count(b"\xff\xda")
    monkeypatch.setattr(decoding, "PASSES", 64 * 64 * scans)
    assert seen(data) == SOUND
    monkeypatch.setattr(decoding, "PASSES", 64 * 64 * scans - 1)
    assert seen(data) == Decoded(undecoded=f"it has too many scans, {scans}")
    monkeypatch.setattr(decoding, "PASSES", 64 * 64)
    assert seen(photo() + photo()) == SOUND, "the scans of a second picture are not looked at"
    monkeypatch.setattr(decoding, "MANY_PIXELS", 0)
    monkeypatch.setattr(decoding, "PASSES", 64 * 64 * scans)
    assert seen(data) == SOUND
    monkeypatch.setattr(decoding, "JPEG_HELD", len(data))
    assert seen(data) == SOUND
    monkeypatch.setattr(decoding, "JPEG_HELD", len(data) - 1)
    assert seen(data) == Decoded(undecoded=f"it has too many bytes, {len(data):,}")


def test_want_of_memory_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(ImageFile.ImageFile, "load", fail)
    assert seen(photo()) == Decoded(undecoded="there is not enough memory for it")


def test_pillow_is_asked_to_be_strict() -> None:
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


def test_profiles_of_files() -> None:
    sound, broken, bomb = photo(), cut(photo()), bomb_png()
    for read in (scan, scan_mask):
        plain = read(io.BytesIO(broken), len(broken))
        decoded = read(io.BytesIO(broken), len(broken), decode=True)
        assert (plain.faults, plain.undecoded) == ({}, None)
        assert (decoded.faults, decoded.facts) == ({faults.IMAGE_TRUNCATED: Tally(1, [Sighting(Place())])}, plain.facts)
        assert read(io.BytesIO(sound), len(sound), decode=True) == read(io.BytesIO(sound), len(sound))
        large = read(io.BytesIO(bomb), len(bomb), decode=True)
        assert (large.faults, large.undecoded) == ({}, "it has too many pixels, 60000x60000")
    assert scan(io.BytesIO(sound[:-9]), len(sound) - 9, decode=True).faults.keys() == {faults.IMAGE_TRUNCATED}


def test_images_in_records() -> None:
    images = [photo(), cut(photo()), png(), bomb_png(), png_of(b""), png_of(b"\0\0"), other("GIF")]
    payloads = [image_record(image, 1.0) for image in images]
    data = write_recordio(payloads)
    profile = scan_records(io.BytesIO(data), len(data), decode=True)
    starts = [len(write_recordio(payloads[:n])) for n in range(len(payloads))]
    assert profile.faults == {
        "record-image-truncated": Tally(
            2,
            [
                Sighting(Place(record=2, offset=starts[1]), "jpeg"),
                Sighting(Place(record=5, offset=starts[4]), "png"),
            ],
        ),
        "record-image-damaged": Tally(1, [Sighting(Place(record=6, offset=starts[5]), "png")]),
    }
    assert profile.undecoded == Tally(
        1, [Sighting(Place(record=4, offset=starts[3]), "it has too many pixels, 60000x60000")]
    )
    assert profile.records == 7
    for at in starts[1:]:
        left = scan_piece(ByteRange(io.BytesIO(data), len(data), 0, at), decode=True)
        right = scan_piece(ByteRange(io.BytesIO(data), len(data), at, len(data)), decode=True)
        assert left.profile.join(right.profile) == profile


WHOLE = [photo(), photo(16, restart_marker_rows=1), photo(progressive=True), png(mode="P"), animated_gif(),
         saved(noise(), "WEBP"), other("BMP"), interlaced(9, 9)]  # fmt: skip


@given(st.data())
def test_broken_images_are_decoded_without_an_error(data: st.DataObject) -> None:
    image = bytearray(data.draw(st.sampled_from(WHOLE)))
    for at in data.draw(st.lists(st.integers(0, len(image) - 1), max_size=5)):
        image[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(image)) | st.just(len(image)))
    broken = bytes(image[:end]) + data.draw(st.sampled_from([b"", END, chunk(b"IEND")]))
    profile = scan(io.BytesIO(broken), len(broken), decode=True)
    assert profile.faults.keys() >= scan(io.BytesIO(broken), len(broken)).faults.keys()


@given(st.integers(1, 70), st.integers(1, 70), st.integers(0, 70), st.integers(1, 100), st.integers(0, 2))
def test_sound_jpegs_with_a_grey_end(width: int, height: int, grey: int, quality: int, subsampling: int) -> None:
    image = noise(width, height)
    image.paste((128,) * 3, (0, grey, width, height)) if grey < height else None
    assert seen(saved(image, "JPEG", quality=quality, subsampling=subsampling)) == SOUND
