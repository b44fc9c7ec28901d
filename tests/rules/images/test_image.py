"""Findings on image files, on both sides of each limit."""

from __future__ import annotations

import pytest

from advisor.findings import Finding, Location
from advisor.profile.images.image import PIXELS_DECODED, PIXELS_REFUSED
from tests.builders.acceptance.cases import Files, brief, judged
from tests.builders.pictures.images import (
    animated_gif,
    bomb_png,
    frame,
    jpeg,
    mask,
    other,
    plain_mask,
    png,
    raw_jpeg,
    raw_png,
)

CLASSIFICATION = "image-classification"
DETECTION = "object-detection"
SEGMENTATION = "semantic-segmentation"


def findings(
    name: str, data: bytes, algorithm: str | None = CLASSIFICATION, declared: str | None = None
) -> list[Finding]:
    types = {"train": declared} if declared else {}
    return judged({f"train/{name}": ("image", data)}, "IMG", algorithm=algorithm, declared=types)


def rules(name: str, data: bytes, algorithm: str | None = CLASSIFICATION, declared: str | None = None) -> list[str]:
    return [f"{f.rule} {f.severity}" for f in findings(name, data, algorithm, declared)]


@pytest.mark.parametrize("algorithm", [CLASSIFICATION, DETECTION, None])
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("im.jpg", jpeg()),
        ("im.jpeg", jpeg(progressive=True)),
        ("IM.JPG", jpeg(1, 1)),
        ("im.png", png()),
        ("im.png", mask([[1, 2]])),
        ("class/im.jpg", jpeg() + b"\n"),
    ],
    ids=["jpg", "progressive", "upper case", "png", "palette", "trailer"],
)
def test_sound_images_give_no_finding(name: str, data: bytes, algorithm: str | None) -> None:
    assert findings(name, data, algorithm) == []


@pytest.mark.parametrize("algorithm", [CLASSIFICATION, SEGMENTATION, None])
def test_grey_images_are_no_fault(algorithm: str | None) -> None:
    assert findings("im.jpg", jpeg(mode="L"), algorithm) == []


def test_grey_images_are_worth_a_warning_where_the_page_says_three_channels() -> None:
    (finding,) = findings("im.jpg", jpeg(mode="L"), DETECTION)
    assert brief(finding) == ("IMG110", "warning", "train/im.jpg", None, None)
    assert finding.message == "The image has 1 channel (grey); the algorithm is documented for 3."
    assert finding.source == ("https://docs.aws.amazon.com/sagemaker/latest/dg/object-detection.html",)


@pytest.mark.parametrize("algorithm", [CLASSIFICATION, None])
@pytest.mark.parametrize(
    ("data", "expected", "offset"),
    [
        (b"", "IMG101 error", None),
        (b"<html>not found</html>", "IMG102 error", None),
        (jpeg()[:-2], "IMG103 error", len(jpeg()) - 2),
        (jpeg()[:60], "IMG103 error", 60),
        (png()[:-4], "IMG103 error", len(png()) - 12),
        (raw_jpeg(), "IMG104 error", 2),
        (png().replace(b"\r\n", b"\n"), "IMG104 error", 0),
    ],
    ids=["empty", "text", "cut jpeg", "cut header", "cut png", "no frame", "text mode"],
)
def test_broken_images(data: bytes, expected: str, offset: int | None, algorithm: str | None) -> None:
    name = "im.png" if data[1:4] == b"PNG" else "im.jpg"
    (finding,) = findings(name, data, algorithm)
    assert f"{finding.rule} {finding.severity}" == expected
    assert finding.location == Location(file=f"train/{name}", offset=offset)


@pytest.mark.parametrize(
    "data", [animated_gif(), other("WEBP"), other("BMP"), other("TIFF")], ids=["gif", "webp", "bmp", "tiff"]
)
def test_kinds_that_no_algorithm_takes(data: bytes) -> None:
    for algorithm in (CLASSIFICATION, DETECTION, SEGMENTATION):
        assert rules("im.jpg", data, algorithm) == ["IMG105 error"]


@pytest.mark.parametrize(
    ("data", "severity"), [(other("BMP"), "info"), (animated_gif(), "warning"), (other("WEBP"), "error")]
)
def test_kinds_that_a_script_reads_though_its_page_does_not_name_them(data: bytes, severity: str) -> None:
    cases: Files = {f"training/{name}/im.jpg": ("image", data) for name in "ab"}
    told = judged(cases, "IMG105", algorithm="image-classification-tensorflow")
    assert [finding.severity for finding in told] == [severity] * 2


def test_kinds_of_jpeg_that_no_decoder_takes() -> None:
    assert rules("im.jpg", raw_jpeg(frame(8, 8, bits=12))) == ["IMG105 error"]
    (finding,) = findings("im.jpg", raw_jpeg(frame(8, 8, marker=0xC3)))
    assert finding.message == "The image is a lossless JPEG, but the algorithm takes JPEG or PNG here."


def test_png_among_the_images_of_segmentation_is_disputed() -> None:
    assert rules("im.png", png(), SEGMENTATION) == ["IMG105 warning"]


def test_a_name_that_lies() -> None:
    assert rules("im.jpg", png()) == ["IMG107 warning"]
    assert rules("im.png", jpeg(), None) == ["IMG107 warning"]
    assert rules("im.jpg", other("GIF"), None) == ["IMG107 warning"]
    assert rules("im.dat", png()) == []
    assert rules("im", png()) == []


def test_the_declared_content_type_rules() -> None:
    assert rules("im.png", png(), declared="image/jpeg") == ["IMG106 error"]
    assert rules("im.jpg", png(), declared="image/jpeg") == ["IMG106 error"]
    assert rules("im.jpg", jpeg(), declared="image/png") == ["IMG106 error"]
    assert rules("im.jpg", jpeg(), declared="image/jpeg") == []
    assert rules("im.png", png(), declared="application/x-image") == []


def test_colours_and_depths_that_are_read_differently() -> None:
    assert rules("im.jpg", jpeg(mode="CMYK")) == ["IMG108 warning"]
    assert rules("im.jpg", jpeg(mode="CMYK"), DETECTION) == ["IMG108 warning"]
    assert rules("im.png", png(mode="I;16")) == ["IMG109 warning"]
    assert rules("im.png", raw_png(1, 1, 16, 2)) == ["IMG109 warning"]


def test_too_many_pixels() -> None:
    width = 1 << 16
    inside, above, refused = PIXELS_DECODED // width, PIXELS_DECODED // width + 1, PIXELS_REFUSED // width + 1
    assert rules("im.png", raw_png(width, inside, 8, 2)) == []
    assert rules("im.png", raw_png(width, above, 8, 2)) == ["IMG111 warning"]
    assert rules("im.png", raw_png(width, refused, 8, 2)) == ["IMG111 error"]
    (finding,) = findings("im.png", bomb_png())
    assert finding.message.startswith("The image has 3,600 million pixels (60000x60000).")


def test_a_mask_with_too_many_pixels() -> None:
    files: Files = {"train_annotation/im.png": ("mask", bomb_png()), "train_annotation/b.png": ("mask", plain_mask())}
    (finding,) = judged(files, "IMG", algorithm=SEGMENTATION)
    assert brief(finding)[:3] == ("IMG111", "error", "train_annotation/im.png")
    assert finding.message.endswith("Its pixel values were not looked at.")


@pytest.mark.parametrize(
    ("algorithm", "channel", "told"),
    [
        ("image-classification", "train", True),
        ("semantic-segmentation", "train", True),
        (None, "train", True),
        ("image-classification-tensorflow", "training", False),
        ("object-detection-tensorflow", "training", False),
    ],
)
def test_only_mxnet_stumbles_over_names(algorithm: str | None, channel: str, told: bool) -> None:
    files: Files = {f"{channel}/c/größe.jpg": ("image", jpeg())}
    assert [f.rule for f in judged(files, "IMG114", algorithm=algorithm)] == ["IMG114"] * told


@pytest.mark.parametrize(
    ("name", "data", "expected", "message"),
    [
        ("b.png", png(mode="RGBA"), "IMG112 info", "Files that have an alpha channel, which is dropped: 2 of 3"),
        (
            "b.jpg",
            jpeg(orientation=6),
            "IMG113 info",
            "Files that have an EXIF orientation, which may be ignored: 1 of 3",
        ),
        ("ä.jpg", jpeg(), "IMG114 warning", "Files that have names beyond ASCII: 1 of 3"),
    ],
    ids=["alpha", "exif", "ascii"],
)  # fmt: skip
def test_what_is_said_once_for_a_channel(name: str, data: bytes, expected: str, message: str) -> None:
    alpha = "alpha" in message
    first = "a.png" if alpha else name
    files: Files = {
        "train/a.png": ("image", png(mode="LA" if alpha else "RGB")),
        f"train/{name}": ("image", data),
        "train/c.jpg": ("image", jpeg()),
    }
    (finding,) = (one for one in judged(files, "IMG", algorithm=CLASSIFICATION) if one.rule != "IMG116")
    assert f"{finding.rule} {finding.severity}" == expected
    assert (finding.channel, finding.location, finding.message) == (
        "train",
        Location(file=f"train/{first}"),
        f"{message}; the first is {first}.",
    )
