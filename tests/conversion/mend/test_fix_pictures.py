"""`advisor fix` of what cannot be read, and of pictures of another kind: as told, and what goes with them follows."""

from __future__ import annotations

import io
import json
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from advisor import AdvisorError, check, convert, fix
from advisor.cli import main
from advisor.conversion.images.record import frames
from advisor.conversion.images.sources.records import read_rec
from advisor.formats.recordio.frames import IMAGE_HEADER, framed
from tests.builders.folders import Files, write
from tests.builders.pictures.annotated import photo
from tests.builders.pictures.images import annotation, box, chunk, jpeg, png, saved

FOLDERS = "image-classification-tensorflow"
"""It reads folders of classes."""
CLASSES = ("cat", "dog")
BROKEN = {"broken": "leave-out"}


def classes(**odd: bytes) -> Files:
    """Folders of classes, in both channels, with odd pictures in the first."""
    places = [(channel, name, i) for channel in ("training", "validation") for name in CLASSES for i in range(3)]
    files: Files = {
        f"data/{channel}/{name}/{i}.jpg": photo(100 + seed) for seed, (channel, name, i) in enumerate(places)
    }
    return files | {f"data/training/cat/{name}": content for name, content in odd.items()}


def colourful(encoding: str) -> bytes:
    bands = [Image.linear_gradient("L").rotate(90 * turns).resize((48, 40)) for turns in range(3)]
    return saved(Image.merge("RGB", bands), encoding)


def untouched(tmp_path: Path, *changed: str) -> None:
    """All other files of the data lie in the result to the byte."""
    for path in (path for path in (tmp_path / "data").rglob("*") if path.is_file()):
        name = path.relative_to(tmp_path / "data")
        if name.as_posix() not in changed:
            assert (tmp_path / "fixed" / name).read_bytes() == path.read_bytes(), name


def test_broken_pictures_are_left_out_and_listed_as_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = {"cut.jpg": photo(7)[:-40], "page.jpg": b"<html>gone</html>", "none.jpg": b""}
    write(tmp_path, classes(**odd))
    told = ["fix", str(tmp_path / "data"), "--algorithm", FOLDERS, "--output", str(tmp_path / "fixed")]
    assert main(told) == 2
    assert "--answer broken=CHOICE such as leave-out, keep" in capsys.readouterr().out
    assert main([*told, "--answer", "broken=leave-out"]) == 0
    shown = capsys.readouterr().out
    assert "Samples left out, as you decided: 2\n" in shown
    for name in odd:
        assert f"left out: training/cat/{name}: " in shown
        assert not (tmp_path / "fixed/training/cat" / name).exists()
    untouched(tmp_path, *(f"training/cat/{name}" for name in odd))
    with pytest.raises(AdvisorError, match="--answer broken=maybe: say leave-out or keep"):
        fix(tmp_path / "data", algorithm=FOLDERS, output=tmp_path / "o", answers={"broken": "maybe"})


def test_broken_pictures_may_stay(tmp_path: Path) -> None:
    write(tmp_path, classes(**{"cut.jpg": photo(7)[:-40]}))
    done = fix(tmp_path / "data", algorithm=FOLDERS, output=tmp_path / "fixed", answers={"broken": "keep"})
    assert [(finding.rule, finding.location.file) for finding in done.left] == [("IMG103", "training/cat/cut.jpg")]
    untouched(tmp_path)


def test_nothing_is_written_where_every_picture_is_broken(tmp_path: Path) -> None:
    write(tmp_path, {"data/training/cat/a.jpg": photo(7)[:-40], "data/training/dog/b.jpg": photo(8)[:-40]})
    with pytest.raises(AdvisorError, match=r"every file would be left out: training/cat/a\.jpg: "):
        fix(tmp_path / "data", algorithm=FOLDERS, output=tmp_path / "fixed", answers=BROKEN)
    assert not (tmp_path / "fixed").exists()


@pytest.mark.parametrize("encoding", ["GIF", "WEBP", "BMP", "TIFF"])
@pytest.mark.parametrize("wanted", ["jpeg", "png"])
def test_pictures_of_another_kind_are_saved_as_told(tmp_path: Path, encoding: str, wanted: str) -> None:
    content = colourful(encoding)
    name = f"odd.{encoding.lower()}"
    write(tmp_path, classes(**{name: content}))
    done = fix(tmp_path / "data", algorithm=FOLDERS, output=tmp_path / "fixed", answers={"picture": wanted})
    now = {"jpeg": "odd.jpg", "png": "odd.png"}[wanted]
    assert [(step.repairs, step.output) for step in done.steps] == [(("save-picture",), f"training/cat/{now}")]
    assert (done.verdict, done.left) == ("pass", ())
    with Image.open(io.BytesIO(content)) as before, Image.open(tmp_path / "fixed/training/cat" / now) as after:
        assert (after.format, after.mode) == (wanted.upper(), "RGB")
        difference = np.abs(np.asarray(before.convert("RGB"), int) - np.asarray(after, int))
        assert difference.mean() < 8 if wanted == "jpeg" else not difference.any()
    untouched(tmp_path, f"training/cat/{name}")


@pytest.mark.parametrize("encoding", ["GIF", "TIFF", "WEBP"])
def test_of_several_frames_none_is_chosen(tmp_path: Path, encoding: str) -> None:
    frames = [Image.new("RGB", (48, 40), colour) for colour in ("red", "green")]
    several = saved(frames[0], encoding, save_all=True, append_images=frames[1:])
    write(tmp_path, classes(**{f"several.{encoding.lower()}": several}))
    done = fix(tmp_path / "data", algorithm=FOLDERS, output=tmp_path / "fixed", answers={"picture": "png"})
    assert [(finding.rule, finding.repair) for finding in done.left] == [("IMG105", None)]
    untouched(tmp_path)


def test_a_tiff_is_saved_upright_and_without_its_own_structure(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    tiff = saved(Image.open(io.BytesIO(photo(9))), "TIFF", exif=exif, compression="tiff_lzw")
    write(tmp_path, classes(**{"odd.tif": tiff}))
    done = fix(tmp_path / "data", algorithm=FOLDERS, output=tmp_path / "fixed", answers={"picture": "png"})
    assert done.left == ()
    with Image.open(tmp_path / "fixed/training/cat/odd.png") as after, Image.open(io.BytesIO(photo(9))) as before:
        assert (np.asarray(after) == np.rot90(np.asarray(before), -1)).all()
        assert not dict(after.getexif())


@pytest.mark.parametrize("mode", ["I", "F"])
def test_a_tiff_of_more_bits_than_are_seen_stays(tmp_path: Path, mode: str) -> None:
    write(tmp_path, classes(**{"odd.tif": saved(Image.new(mode, (48, 40), 70000), "TIFF")}))
    done = fix(tmp_path / "data", algorithm=FOLDERS, output=tmp_path / "fixed", answers={"picture": "png"})
    assert {finding.rule for finding in done.left} == {"IMG105"}


def test_a_name_that_says_another_kind_is_changed_and_no_byte_of_the_picture(tmp_path: Path) -> None:
    write(tmp_path, classes(**{"odd.png": photo(9), "1.png": photo(5)}))
    done = fix(tmp_path / "data", algorithm=FOLDERS, output=tmp_path / "fixed")
    assert (tmp_path / "fixed/training/cat/odd.jpg").read_bytes() == photo(9)
    assert [(f.rule, f.location.file) for f in done.left] == [
        ("IMG107", "training/cat/1.png")
    ]  # 1.jpg is another picture
    untouched(tmp_path, "training/cat/odd.png")


def listed(picture: str, content: bytes) -> Files:
    lines = f"0\t0\tcat/a.jpg\n1\t1\tdog/{picture}\n2\t1\tdog/b.jpg\n"
    files: Files = {}
    for channel in ("train", "validation"):
        files |= {f"data/{channel}/cat/a.jpg": photo(1), f"data/{channel}/dog/b.jpg": photo(2)}
    files |= {"data/train/dog/" + picture: content, "data/train_lst/train.lst": lines}
    return files | {"data/validation_lst/validation.lst": "0\t0\tcat/a.jpg\n1\t1\tdog/b.jpg\n"}


@pytest.mark.parametrize(
    ("picture", "content", "line"),
    [
        ("odd.webp", colourful("WEBP"), "1\t1\tdog/odd.png\n"),
        ("odd.jpg", colourful("PNG"), "1\t1\tdog/odd.png\n"),
        ("odd.jpg", photo(3)[:-40], ""),
    ],
    ids=["saved", "renamed", "left out"],
)
def test_lists_follow_their_pictures(tmp_path: Path, picture: str, content: bytes, line: str) -> None:
    write(tmp_path, listed(picture, content))
    answers = {"broken": "leave-out", "picture": "png"}
    done = fix(tmp_path / "data", algorithm="image-classification", output=tmp_path / "fixed", answers=answers)
    assert (done.verdict, {finding.rule for finding in done.left} & {"LST201", "IMG107"}) == ("pass", set())
    assert (tmp_path / "fixed/train_lst/train.lst").read_text() == f"0\t0\tcat/a.jpg\n{line}2\t1\tdog/b.jpg\n"
    assert {step.file: step.repairs for step in done.steps}["train_lst/train.lst"] == ("follow-pictures",)
    untouched(tmp_path, f"train/dog/{picture}", "train_lst/train.lst")


def test_annotations_and_masks_follow_their_pictures(tmp_path: Path) -> None:
    files: Files = {"data/train/odd.webp": colourful("WEBP"), "data/train/cut.jpg": jpeg()[:-30]}
    files |= {"data/train/a.jpg": jpeg(), "data/validation/a.jpg": jpeg()}
    for name in ("odd.webp", "cut.jpg", "a.jpg"):
        files[f"data/train_annotation/{name.partition('.')[0]}.json"] = annotation(file=name, annotations=[box()])
    files["data/validation_annotation/a.json"] = annotation(file="a.jpg", annotations=[box()])
    write(tmp_path, files)
    answers = {"broken": "leave-out", "picture": "jpeg"}
    done = fix(tmp_path / "data", algorithm="object-detection", output=tmp_path / "fixed", answers=answers)
    assert done.verdict == "pass"
    assert json.loads((tmp_path / "fixed/train_annotation/odd.json").read_bytes())["file"] == "odd.jpg"
    gone = {one.file: one.because for one in done.aside}
    assert gone.keys() == {"train/cut.jpg", "train_annotation/cut.json"}
    assert gone["train_annotation/cut.json"] == "belongs to train/cut.jpg, which is left out"
    assert done.dropped == 1
    untouched(tmp_path, "train/odd.webp", "train/cut.jpg", "train_annotation/cut.json", "train_annotation/odd.json")


def test_a_picture_goes_with_its_broken_mask(tmp_path: Path) -> None:
    files: Files = {}
    for channel in ("train", "validation"):
        for name in "ab":
            files |= {f"data/{channel}/{name}.jpg": jpeg(), f"data/{channel}_annotation/{name}.png": png(mode="L")}
    files["data/train_annotation/b.png"] = png(mode="L")[:-30]
    write(tmp_path, files)
    done = fix(tmp_path / "data", algorithm="semantic-segmentation", output=tmp_path / "fixed", answers=BROKEN)
    assert {one.file for one in done.aside} == {"train/b.jpg", "train_annotation/b.png"}
    untouched(tmp_path, "train/b.jpg", "train_annotation/b.png")


DEEP = saved(Image.fromarray((np.arange(48 * 40).reshape(40, 48) * 7 + 300).astype(np.uint16)), "PNG")


@pytest.mark.parametrize("bits", ["upper", "stretch"])
def test_sixteen_bits_become_eight_as_told(tmp_path: Path, bits: str) -> None:
    write(tmp_path, classes(**{"deep.png": DEEP}))
    done = fix(tmp_path / "data", algorithm=FOLDERS, output=tmp_path / "fixed", answers={"bits": bits})
    assert "IMG109" not in {finding.rule for finding in done.left}
    with Image.open(io.BytesIO(DEEP)) as before, Image.open(tmp_path / "fixed/training/cat/deep.png") as after:
        deep, eight = np.asarray(before, float), np.asarray(after.convert("L"), float)
    wanted = np.floor(deep / 256) if bits == "upper" else (deep - deep.min()) * 255 / (deep.max() - deep.min())
    assert np.abs(eight - wanted).max() <= 0.5
    untouched(tmp_path, "training/cat/deep.png")


@pytest.mark.parametrize("bits", ["upper", "stretch"])
def test_colours_of_sixteen_bits_keep_their_upper_eight_or_wait_for_a_person(tmp_path: Path, bits: str) -> None:
    values = np.random.default_rng(3).integers(0, 1 << 16, (5, 4, 3))
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    header = struct.pack(">IIBBBBB", 4, 5, 16, 2, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND")
    write(tmp_path, classes(**{"deep.png": content}))
    done = fix(tmp_path / "data", algorithm=FOLDERS, output=tmp_path / "fixed", answers={"bits": bits})
    assert ("IMG109" in {finding.rule for finding in done.left}) == (bits == "stretch")
    if bits == "upper":
        with Image.open(tmp_path / "fixed/training/cat/deep.png") as image:
            assert np.array_equal(np.asarray(image), values >> 8)
    else:
        untouched(tmp_path)


def test_all_grey_pictures_of_a_channel_become_rgb(tmp_path: Path) -> None:
    files = listed("g0.jpg", photo(10, "L"))
    write(tmp_path, files | {f"data/train/dog/g{i}.jpg": photo(10 + i, "L") for i in range(1, 7)})
    done = fix(tmp_path / "data", algorithm="image-classification", output=tmp_path / "fixed")
    grey = {f"train/dog/g{i}.jpg" for i in range(7)}
    assert {step.file for step in done.steps} == grey
    assert "IMG116" not in {finding.rule for finding in done.left}
    untouched(tmp_path, *grey)


def packed(tmp_path: Path, **odd: bytes) -> None:
    """Channels of records; those of training have the odd pictures in the place of the first of them."""
    source = write(tmp_path / "s", {f"{name}/{i}.jpg": photo(i) for i in range(4) for name in CLASSES})
    for part in ("train", "validation"):
        convert(source, to="image-recordio", output=tmp_path / "packed" / part)
        (tmp_path / "data" / part).mkdir(parents=True)
        content = (tmp_path / "packed" / part / "train/train.rec").read_bytes()
        (tmp_path / "data" / part / f"{part}.rec").write_bytes(content)
    own = b"".join(frames(IMAGE_HEADER.pack(0, 1.0, 90, 0) + picture) for picture in odd.values())
    path = tmp_path / "data/train/train.rec"
    path.write_bytes(own + path.read_bytes())


@pytest.mark.parametrize(
    ("rule", "content", "answers"),
    [
        ("IRC105", photo(1)[:-40], BROKEN),
        ("IRC107", colourful("WEBP"), {"picture": "jpeg"}),
        ("IRC118", DEEP, {"bits": "upper"}),
    ],
)
def test_records_are_mended_and_the_others_keep_their_bytes(
    tmp_path: Path, rule: str, content: bytes, answers: dict[str, str]
) -> None:
    packed(tmp_path, odd=content)
    asked = check(tmp_path / "data", algorithm="image-classification")
    assert rule in {finding.rule for finding in asked.findings}
    done = fix(tmp_path / "data", algorithm="image-classification", output=tmp_path / "fixed", answers=answers)
    assert rule not in {finding.rule for finding in done.left}
    before = [picture.read() for picture in read_rec([tmp_path / "data/train/train.rec"]).pictures]
    found = read_rec([tmp_path / "fixed/train/train.rec"]).pictures
    after = [picture.read() for picture in found]
    if answers == BROKEN:
        assert after == before[1:]
        assert [(one.file, one.number) for one in done.aside] == [("train/train.rec", 1)]
    else:
        assert after[1:] == before[1:]
        assert found[0].classes == ("1",)
        with Image.open(io.BytesIO(after[0])) as image:
            assert (image.format, image.size) == (("JPEG" if rule == "IRC107" else "PNG"), (48, 40))
    untouched(tmp_path, "train/train.rec")


def test_a_broken_record_without_a_header_is_left_out(tmp_path: Path) -> None:
    packed(tmp_path)
    path = tmp_path / "data/train/train.rec"
    sound = path.read_bytes()
    path.write_bytes(sound + framed(b"short"))
    done = fix(tmp_path / "data", algorithm="image-classification", output=tmp_path / "fixed", answers=BROKEN)
    assert (tmp_path / "fixed/train/train.rec").read_bytes() == sound
    assert [(one.number, one.because) for one in done.aside] == [(9, "is too short for a picture")]
