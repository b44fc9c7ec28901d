"""Pictures that stand in two channels: both sides of each limit."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from advisor.formats.images.image import glance
from advisor.formats.registry import END_SEEN, HEAD_SEEN, reader
from advisor.resolve import same_pictures
from tests.builders.folders import Files, checked
from tests.builders.pictures.images import jpeg, png
from tests.builders.pictures.lists import lst
from tests.builders.recordio import image_record, write_recordio


def noisy(number: int) -> bytes:
    """A picture of its own."""
    out = io.BytesIO()
    Image.fromarray(np.random.default_rng(number).integers(0, 255, (24, 24), np.uint8)).save(out, "JPEG")
    return out.getvalue()


MANY = [noisy(number) for number in range(9)]


def said(
    folder: Path, files: Files, algorithm: str = "image-classification"
) -> list[tuple[str | None, int | None, str]]:
    report = checked(folder, files, algorithm=algorithm)
    return [(f.location.file, f.location.record, f.message) for f in report.findings if f.rule == "IMG118"]


def channel(name: str, pictures: list[bytes], start: int = 0) -> dict[str, bytes]:
    return {f"{name}/{number}.jpg": data for number, data in enumerate(pictures, start)}


@pytest.mark.parametrize(("copied", "found"), [(2, 0), (3, 1)])
def test_a_few_pictures_may_be_placeholders(copied: int, found: int, tmp_path: Path) -> None:
    files = {**channel("train", MANY[:5]), **channel("validation", [*MANY[:copied], *MANY[5:]], 90)}
    assert len(said(tmp_path, dict(files))) == found


def test_every_copy_counts_and_the_first_is_named(tmp_path: Path) -> None:
    copies = channel("validation", [MANY[8], MANY[2], MANY[1], MANY[1], MANY[3]])
    assert said(tmp_path, {**channel("train", MANY[:5], 70), **copies}) == [
        (
            "validation/1.jpg", None,
            "Pictures that are in the training data, too: 4 of 5. The first is the same as train/72.jpg.",
        )
    ]  # fmt: skip


def test_pictures_of_one_colour_are_told_apart_by_their_sides(tmp_path: Path) -> None:
    plain = [jpeg(48 + number) for number in range(10)]
    assert said(tmp_path, {**channel("train", plain[:5]), **channel("validation", plain[5:])}) == []


def test_one_picture_many_times_is_a_placeholder(tmp_path: Path) -> None:
    assert said(tmp_path, {**channel("train", MANY[:1] * 5), **channel("validation", MANY[:1] * 5)}) == []


def test_of_pictures_that_lists_name_only_those_count(tmp_path: Path) -> None:
    files: Files = {**channel("train", MANY), **channel("validation", MANY)}
    apart = {"train_lst/a.lst": lst(*((n, 0, f"{n}.jpg") for n in range(4))),
             "validation_lst/a.lst": lst(*((n, 0, f"{n}.jpg") for n in range(4, 9)))}  # fmt: skip
    assert said(tmp_path / "apart", {**files, **apart}) == []
    both = {**apart, "validation_lst/a.lst": lst(*((n, 0, f"{n}.jpg") for n in range(1, 9)))}
    assert [place for place, _, _ in said(tmp_path / "both", {**files, **both})] == ["validation/1.jpg"]


def framed(middle: int) -> bytes:
    """A PNG of one size whose ends are alike, whatever its middle is."""
    picture = np.zeros((300, 300), np.uint8)
    picture[140:160] = np.random.default_rng(middle).integers(0, 255, (20, 300))
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "BMP")
    return out.getvalue()


def test_pictures_in_the_same_frame_are_no_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alike = [reader("image").scan(io.BytesIO(framed(n)), len(framed(n))) for n in (1, 2)]
    assert alike[0] == alike[1]
    own = {**channel("train", [framed(n) for n in range(1)]), **channel("validation", [framed(7)])}
    assert same_pictures.ENOUGH == 3
    monkeypatch.setattr(same_pictures, "ENOUGH", 1)
    assert said(tmp_path / "own", dict(own)) == []
    assert len(said(tmp_path / "copied", {**own, **channel("validation", [framed(0)])})) == 1


def test_beyond_those_looked_at_the_others_are_taken_for_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(same_pictures, "LOOKED_AT", 4)
    assert "9 of 9" in said(tmp_path, {**channel("train", MANY), **channel("validation", MANY)})[0][2]


def test_other_channels_of_pictures_are_not_compared(tmp_path: Path) -> None:
    assert said(tmp_path, {**channel("train", MANY), **channel("kept", MANY)}) == []


def test_records_are_named_by_their_numbers(tmp_path: Path) -> None:
    def records(*numbers: int) -> bytes:
        return write_recordio(image_record(MANY[n], 0, n) for n in numbers)

    files: Files = {"train/a.rec": records(0, 1, 2), "train/b.rec": records(3, 4)}
    message = "Records with pictures that are in the training data, too: 4 of 6."
    shared = {"validation/v.rec": records(8, 3, 3, 7, 0, 1)}
    assert said(tmp_path / "shared", {**files, **shared}) == [("validation/v.rec", 2, message)]
    assert said(tmp_path / "few", {**files, "validation/v.rec": records(8, 3, 3, 7, 0)}) == []


@pytest.mark.parametrize("data", [jpeg(), jpeg(400, 300, quality=95), jpeg(orientation=6), jpeg() + bytes(300), png()])
def test_every_way_of_reading_tells_pictures_apart_alike(data: bytes) -> None:
    whole = reader("image").scan(io.BytesIO(data), len(data))
    assert reader("image").scan(io.BytesIO(data), len(data), decode=True) == whole
    assert glance(data[:HEAD_SEEN], data[-END_SEEN:], len(data)) in (None, whole)
    other = bytearray(data)
    other[-9] ^= 1
    assert reader("image").scan(io.BytesIO(bytes(other)), len(other)) != whole
