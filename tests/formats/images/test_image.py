"""What the image reader says of sound, odd, broken and hostile images."""

from __future__ import annotations

import io
import struct
from tempfile import TemporaryFile
from typing import BinaryIO, cast

import hypothesis.strategies as st
import pytest
from hypothesis import given
from PIL import Image

from advisor.formats.images.image import LOOKED_AT, glance, probe, scan
from advisor.formats.images.jpeg import SEGMENTS_READ
from advisor.formats.window import HEAD
from advisor.profile import faults
from advisor.profile.base import Place, Sighting, Tally
from advisor.profile.images.image import ImageFacts, ImageProfile
from tests.builders.pictures.images import (
    SIGNATURE,
    animated_gif,
    bomb_png,
    chunk,
    frame,
    jpeg,
    mask,
    other,
    png,
    raw_jpeg,
    raw_png,
    saved,
    segment,
)


class Counting(io.BytesIO):
    """A stream that counts the bytes that are read from it."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


class Trickling(io.BytesIO):
    """A raw stream that gives a few bytes at a time."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 0, 7))


def image_facts(data: bytes) -> ImageFacts:
    """The facts of an image: the same from bytes, from a file, from a stream, from a slow one, and at a closer look."""
    facts = probe(data)
    assert probe(memoryview(data)) == facts
    assert probe(io.BytesIO(data), len(data)) == facts
    assert probe(Trickling(data)) == facts
    with TemporaryFile() as file:
        file.write(data)
        file.flush()
        assert probe(cast(BinaryIO, file)) == facts
        assert scan(cast(BinaryIO, file), len(data)).facts == facts
    assert glance(data[:HEAD], data[-LOOKED_AT:], len(data)) in (None, scan(io.BytesIO(data), len(data)))
    assert exact_facts(data) == facts
    return facts


def exact_facts(data: bytes) -> ImageFacts:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("advisor.formats.images.image._common_jpeg", lambda *_: None)
        return probe(data)


@pytest.mark.parametrize(
    ("mode", "channels"), [("RGB", 3), ("L", 1), ("CMYK", 4)],
)  # fmt: skip
def test_jpeg_is_known_by_its_frame(mode: str, channels: int) -> None:
    assert image_facts(jpeg(48, 40, mode)) == ImageFacts("jpeg", 48, 40, mode, channels, 8)


def test_progressive_jpeg_is_complete() -> None:
    assert image_facts(jpeg(300, 200, progressive=True)) == ImageFacts("jpeg", 300, 200, "RGB", 3, 8)


@pytest.mark.parametrize(
    ("mode", "facts"),
    [
        ("RGB", ImageFacts("png", 48, 40, "RGB", 3, 8)),
        ("RGBA", ImageFacts("png", 48, 40, "RGBA", 3, 8, alpha=True)),
        ("L", ImageFacts("png", 48, 40, "L", 1, 8)),
        ("LA", ImageFacts("png", 48, 40, "LA", 1, 8, alpha=True)),
        ("1", ImageFacts("png", 48, 40, "1", 1, 1)),
        ("I;16", ImageFacts("png", 48, 40, "I;16", 1, 16)),
    ],
)
def test_png_is_known_by_its_header(mode: str, facts: ImageFacts) -> None:
    assert image_facts(png(48, 40, mode)) == facts


def test_palette_png_has_three_colours_and_may_be_transparent() -> None:
    assert image_facts(mask([[7, 200]])) == ImageFacts("png", 2, 1, "P", 3, 8)
    assert image_facts(png(mode="P", transparency=0)).alpha


def test_colour_png_of_sixteen_bits() -> None:
    assert image_facts(raw_png(1, 1, 16, 2)) == ImageFacts("png", 1, 1, "RGB", 3, 16)


@pytest.mark.parametrize("encoding", ["gif", "bmp", "tiff", "webp"])
def test_other_kinds_are_named(encoding: str) -> None:
    assert image_facts(other(encoding.upper())) == ImageFacts(encoding)


def test_what_holds_several_pictures_is_named_so() -> None:
    assert image_facts(animated_gif()) == ImageFacts("multi-frame gif")
    for encoding, named in (("TIFF", "multi-page tiff"), ("WEBP", "multi-frame webp")):
        frames = [Image.new("RGB", (4, 3), colour) for colour in ("red", "green")]
        assert image_facts(saved(frames[0], encoding, save_all=True, append_images=frames[1:])) == ImageFacts(named)
        assert image_facts(saved(frames[0], encoding)) == ImageFacts(encoding.lower())
    commented = saved(Image.new("P", (300, 200)), "GIF", comment=b"," * 700)
    assert image_facts(commented) == ImageFacts("gif")
    for end in range(13, len(commented)):  # a cut is no second picture
        assert image_facts(commented[:end]) == ImageFacts("gif")


def test_newer_kinds_are_named() -> None:
    assert image_facts(b"\0\0\0\x18ftypheic" + bytes(20)) == ImageFacts("heif")
    assert image_facts(b"\0\0\0\x0cjP  \r\n\x87\n") == ImageFacts("jpeg2000")


@pytest.mark.parametrize("data", [b"<html>", b"BMW is no bitmap, whatever it begins with", b"\0" * 100, b"\xff"])
def test_what_is_no_image(data: bytes) -> None:
    assert image_facts(data) == ImageFacts(fault=faults.IMAGE_UNRECOGNISED)
    assert not image_facts(data).complete


def test_empty_file() -> None:
    assert image_facts(b"") == ImageFacts(fault=faults.IMAGE_EMPTY)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_told_and_not_applied(orientation: int) -> None:
    facts = image_facts(jpeg(48, 40, orientation=orientation))
    assert (facts.width, facts.height, facts.orientation) == (48, 40, orientation)
    assert facts.turned == (orientation >= 5)


@pytest.mark.parametrize("orientation", [0, 9])
def test_impossible_orientation_is_none(orientation: int) -> None:
    assert image_facts(jpeg(orientation=orientation)).orientation == 1


@pytest.mark.parametrize("cut", [3, 20, 200, 2, 1])
def test_cut_jpeg_is_truncated(cut: int) -> None:
    data = jpeg()
    facts = image_facts(data[:-cut])
    assert facts == ImageFacts("jpeg", 48, 40, "RGB", 3, 8, fault=faults.IMAGE_TRUNCATED, fault_at=len(data) - cut)


def test_jpeg_cut_in_its_header_is_truncated() -> None:
    assert image_facts(jpeg()[:100]) == ImageFacts("jpeg", fault=faults.IMAGE_TRUNCATED, fault_at=100)


def test_the_end_of_a_thumbnail_is_not_the_end_of_the_image() -> None:
    thumbnail = segment(0xE1, b"Exif\0\0" + jpeg(8, 8))
    whole = raw_jpeg(thumbnail, frame(48, 40), data=b"\1" * 9000)
    assert image_facts(whole).complete
    assert image_facts(whole[:-2]).fault == faults.IMAGE_TRUNCATED


@pytest.mark.parametrize("trailer", [b"\n", b"\0" * 100, b"ftypmp42" * 20_000])
def test_what_follows_the_end_of_a_jpeg_is_no_fault(trailer: bytes) -> None:
    assert image_facts(jpeg() + trailer).complete


def test_header_beyond_the_first_block_is_found() -> None:
    profile = segment(0xE2, b"ICC_PROFILE\0" + bytes(60_000))
    assert image_facts(raw_jpeg(profile, profile, frame(48, 40))) == ImageFacts("jpeg", 48, 40, "RGB", 3, 8)


def test_fill_bytes_and_stray_bytes_between_segments_are_passed_over() -> None:
    assert image_facts(raw_jpeg(b"\xff\xff", frame(48, 40), b"\0\0")).complete


@pytest.mark.parametrize(
    ("data", "facts"),
    [
        (raw_jpeg(), ImageFacts("jpeg", fault=faults.IMAGE_DAMAGED, fault_at=2)),
        (raw_jpeg(b"\xff\xd8", frame(8, 8)), ImageFacts("jpeg", fault=faults.IMAGE_DAMAGED, fault_at=2)),
        (raw_jpeg(frame(0, 40)), ImageFacts("jpeg", 0, 40, "RGB", 3, 8, fault=faults.IMAGE_DAMAGED, fault_at=21)),
        (
            raw_jpeg(frame(8, 8, channels=2)),
            ImageFacts("jpeg", 8, 8, "", 2, 8, fault=faults.IMAGE_DAMAGED, fault_at=18),
        ),
        (b"\xff\xd8\xff\xd9" + bytes(20), ImageFacts("jpeg", fault=faults.IMAGE_DAMAGED, fault_at=2)),
        (jpeg()[:2] + bytes(2) + jpeg()[2:], ImageFacts("jpeg", fault=faults.IMAGE_DAMAGED, fault_at=2)),
    ],
)
def test_jpeg_without_a_usable_frame_is_damaged(data: bytes, facts: ImageFacts) -> None:
    assert image_facts(data) == facts


def test_rare_jpegs_are_not_called_jpeg() -> None:
    assert image_facts(raw_jpeg(frame(8, 8, bits=12, marker=0xC1))).encoding == "12-bit jpeg"
    assert image_facts(raw_jpeg(frame(8, 8, marker=0xC3))).encoding == "lossless jpeg"


def test_a_jpeg_of_countless_segments_ends_the_search() -> None:
    assert image_facts(raw_jpeg(*[b"\xff\xfe\0\2"] * SEGMENTS_READ, frame(8, 8))).fault == faults.IMAGE_TRUNCATED
    assert image_facts(raw_jpeg(*[b"\xff\xfe\0\2"] * (SEGMENTS_READ - 2), frame(8, 8))).complete


def test_only_head_and_tail_of_a_jpeg_are_read() -> None:
    data = raw_jpeg(frame(4000, 3000), data=b"\1" * 5_000_000)
    stream = Counting(data)
    assert probe(stream, len(data)).complete
    assert stream.taken < 5000


def test_cut_png_is_truncated() -> None:
    data = png()
    for cut in (1, 12, 13, 40):
        facts = image_facts(data[:-cut])
        assert (facts.fault, facts.width, facts.height) == (faults.IMAGE_TRUNCATED, 48, 40)
    assert image_facts(data[:20]) == ImageFacts("png", fault=faults.IMAGE_TRUNCATED, fault_at=20)


def test_png_chunk_that_claims_more_than_there_is_is_truncated() -> None:
    data = (
        SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0)) + b"\xff\xff\xff\xf0IDAT" + bytes(50)
    )
    assert image_facts(data) == ImageFacts("png", 4, 4, "L", 1, 8, fault=faults.IMAGE_TRUNCATED, fault_at=33)


def test_flipped_bit_in_a_png_is_damage_at_its_chunk() -> None:
    data = bytearray(png())
    data[50] ^= 1
    assert image_facts(bytes(data)) == ImageFacts("png", 48, 40, "RGB", 3, 8, fault=faults.IMAGE_DAMAGED, fault_at=33)


def test_png_sent_in_text_mode_is_damaged() -> None:
    assert image_facts(png().replace(b"\r\n", b"\n")) == ImageFacts("png", fault=faults.IMAGE_DAMAGED, fault_at=0)


@pytest.mark.parametrize(
    "data",
    [
        SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0)) + chunk(b"IEND"),
        raw_png(4, 4, 8, 3),
        raw_png(0, 4, 8, 0),
        raw_png(4, 4, 3, 0),
        raw_png(4, 4, 8, 5),
        SIGNATURE + chunk(b"IDAT", bytes(13)) + chunk(b"IEND"),
    ],
    ids=["no data", "no palette", "no width", "three bits", "no such colour", "no header"],
)
def test_png_that_no_decoder_takes_is_damaged(data: bytes) -> None:
    assert image_facts(data).fault == faults.IMAGE_DAMAGED


def test_what_follows_the_end_of_a_png_is_no_fault() -> None:
    assert image_facts(png() + b"trailer").complete


def test_bomb_is_measured_and_not_decoded() -> None:
    facts = image_facts(bomb_png())
    assert facts.complete
    assert facts.pixels == 3_600_000_000


def test_profile_of_a_sound_and_of_a_broken_image() -> None:
    data = jpeg()
    profile = scan(io.BytesIO(data), len(data))
    assert profile == ImageProfile(len(data), 0, 1, {}, ImageFacts("jpeg", 48, 40, "RGB", 3, 8), None, profile.ends)
    assert profile.summary() == {"encoding": "jpeg", "mode": "RGB", "width": 48, "height": 40}
    assert scan(io.BytesIO(b"text"), 4) == ImageProfile(
        bytes=4,
        facts=ImageFacts(fault=faults.IMAGE_UNRECOGNISED),
        faults={faults.IMAGE_UNRECOGNISED: Tally(1, [Sighting(Place())])},
    )


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"\xff\xd8", SIGNATURE, SIGNATURE + b"\0\0\0\rIHDR", b"BM", b"GIF89a"]),
)
def test_any_bytes_are_read_without_an_error(data: bytes, start: bytes) -> None:
    scan(io.BytesIO(start + data), len(start + data))


@given(st.data())
def test_broken_images_are_read_without_an_error(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([jpeg(orientation=6), png(mode="P"), jpeg(progressive=True)])))
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=5)):
        whole[at] = data.draw(st.integers(0, 255))
    image_facts(bytes(whole[: data.draw(st.integers(0, len(whole)))]))


@given(st.integers(1, 60), st.integers(1, 60), st.sampled_from(["RGB", "L", "RGBA", "P", "1", "LA"]))
def test_size_and_mode_agree_with_pillow(width: int, height: int, mode: str) -> None:
    data = png(width, height, mode)
    facts = image_facts(data)
    with Image.open(io.BytesIO(data)) as image:
        assert (facts.width, facts.height, facts.mode) == (*image.size, image.mode)
    assert facts.complete


def test_a_common_jpeg_is_known_at_a_glance() -> None:
    for size in ((48, 40), (48, 40), (300, 20), (48, 40)):
        data = jpeg(*size)
        profile = scan(io.BytesIO(data), len(data))
        assert profile.facts == ImageFacts("jpeg", *size, "RGB", 3, 8)
        assert glance(data[:HEAD], data[-LOOKED_AT:], len(data)) == profile
    assert glance(data[:HEAD], b"..", len(data)) is None
    assert glance(png()[:HEAD], b"\xff\xd9", 100) is None


FRAME_AT = jpeg().index(b"\xff\xc0")


@given(
    st.lists(st.tuples(st.integers(FRAME_AT - 4, FRAME_AT + 24), st.integers(0, 255)), max_size=6),
    st.sampled_from([None, 6]),
)
def test_an_image_is_the_same_whatever_was_seen_before(changes: list[tuple[int, int]], orientation: int | None) -> None:
    assert probe(jpeg(orientation=orientation)).complete
    data = bytearray(jpeg())
    for at, byte in changes:
        data[at] = byte
    assert probe(bytes(data)) == exact_facts(bytes(data))
    assert probe(bytes(data)) == exact_facts(bytes(data)), "what was learnt of it says the same"
    assert probe(jpeg(7, 5)) == exact_facts(jpeg(7, 5)), "what was learnt of it is not taken for others"


def test_a_frame_that_another_segment_overlaps_is_not_taken_for_others() -> None:
    def overlapped(marker: bytes) -> bytes:
        behind = marker + b"\x00\x10\x03" + bytes(13) + b"\xff\xda\x00\x02" + bytes(20) + b"\xff\xd9"
        return b"\xff\xd8\xff\xc0\x00\x03\x08" + behind

    for data in (overlapped(b"\xff\xe0"), overlapped(b"\xff\xd9")):
        assert probe(data) == exact_facts(data)
