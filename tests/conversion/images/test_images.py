"""Labelled pictures in other forms: what is written is read back by decoders of its own, and passes the check."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from advisor import AdvisorError, check, convert
from advisor.cli import main
from advisor.conversion.images.record import frames
from tests.builders.folders import write
from tests.builders.pictures import annotated
from tests.builders.pictures.annotated import BOXED, FRACTIONS, HEIGHT, WIDTH, photo
from tests.builders.pictures.images import bomb_png, mask, opened, saved
from tests.builders.recordio import image_record, write_recordio

MAGIC = 0xCED7230A
SPLIT = {"train": 2 / 3, "validation": 1 / 3}


def payloads(content: bytes) -> Iterator[bytes]:
    """The records of a RecordIO file, as its description in dmlc/core.h says."""
    at, parts = 0, list[bytes]()
    while at < len(content):
        magic, word = struct.unpack_from("<II", content, at)
        assert magic == MAGIC
        flag, length = word >> 29, word & ((1 << 29) - 1)
        parts.append(content[at + 8 : at + 8 + length])
        at += 8 + length + -length % 4
        if flag in (0, 3):
            yield struct.pack("<I", MAGIC).join(parts)
            parts = []


def records(path: Path) -> list[tuple[list[float], bytes]]:
    """Labels and picture of each record, as MXNet's recordio.unpack reads them."""
    found = []
    for payload in payloads(path.read_bytes()):
        flag, label, _, _ = struct.unpack_from("<IfQQ", payload)
        labels = list(struct.unpack_from(f"<{flag}f", payload, 24)) if flag else [label]
        found.append((labels, payload[24 + 4 * flag :]))
    return found


@settings(max_examples=200, deadline=None)
@given(
    parts=st.lists(
        st.sampled_from([b"", b"a", b"abc", b"abcd", struct.pack("<I", MAGIC), b"x" * 9, b"\x0a\x23\xd7"]), max_size=12
    )
)
def test_a_payload_that_holds_the_magic_number_is_read_back(parts: list[bytes]) -> None:
    payload = b"".join(parts)
    framed = frames(payload)
    assert list(payloads(framed)) == [payload]


@pytest.mark.parametrize("to", ["lst", "image-recordio"])
def test_class_folders(tmp_path: Path, to: str) -> None:
    source = annotated.class_folders(tmp_path / "photos")
    done = convert(source, to=to, output=tmp_path / "out", parts=SPLIT)
    assert (done.rows, done.mapping) == (12, {"classes": {"numbers": {"cat": 0, "dog": 1}}})
    report = check(tmp_path / "out", algorithm="image-classification")
    assert (report.verdict, report.findings) == ("pass", ())
    if to == "image-recordio":
        held = [(labels, content) for part in SPLIT for labels, content in records(tmp_path / f"out/{part}/{part}.rec")]
        own = [(name, path) for name in annotated.NAMES for path in (source / name).iterdir()]
        wanted = [([float(name == "dog")], path.read_bytes()) for name, path in own]
        assert sorted(held) == sorted(wanted)


@pytest.mark.parametrize("to", ["lst", "image-recordio", "detection-json", "augmented-manifest"])
@pytest.mark.parametrize("form", BOXED)
def test_boxes(tmp_path: Path, form: str, to: str) -> None:
    source = BOXED[form](tmp_path / "source")
    done = convert(source, to=to, output=tmp_path / "out", parts=SPLIT, prefix="s3://bucket/out")
    assert (done.held, done.rows, done.mapping["classes"]["numbers"]) == (form, 6, {"cat": 0, "dog": 1})
    labels = sorted(_boxes(tmp_path / "out", to))
    assert labels == pytest.approx(np.array([[cls, *FRACTIONS] for cls in (0, 0, 0, 1, 1, 1)]), abs=1e-6)
    if to in ("image-recordio", "detection-json"):
        report = check(tmp_path / "out", algorithm="object-detection")
        assert (report.verdict, report.findings) == ("pass", ())


def _boxes(out: Path, to: str) -> Iterator[list[float]]:
    """Class and corners of each box, as fractions."""
    if to == "image-recordio":
        for path in out.rglob("*.rec"):
            yield from (labels[2:] for labels, _ in records(path))
    elif to == "lst":
        for path in out.rglob("*.lst"):
            for line in path.read_text().splitlines():
                yield [float(text) for text in line.split("\t")[3:-1]]
    else:
        texts = out.glob("*_annotation/*.json") if to == "detection-json" else out.glob("*.manifest")
        for line in (line for path in texts for line in path.read_text().splitlines()):
            content = json.loads(line)
            for box in content.get("boxes", content)["annotations"]:
                left, top = box["left"], box["top"]
                corners = (left / WIDTH, top / HEIGHT, (left + box["width"]) / WIDTH, (top + box["height"]) / HEIGHT)
                yield [float(box["class_id"]), *corners]


def test_records_become_what_they_were_made_of(tmp_path: Path) -> None:
    source = annotated.coco(tmp_path / "source")
    convert(source, to="image-recordio", output=tmp_path / "rec")
    convert(tmp_path / "rec", to="detection-json", output=tmp_path / "json")
    convert(tmp_path / "rec/train/train.rec", to="image-recordio", output=tmp_path / "again")
    assert (tmp_path / "again/train/train.rec").read_bytes() == (tmp_path / "rec/train/train.rec").read_bytes()
    pictures = {path.read_bytes() for path in (tmp_path / "json/train").iterdir()}
    assert pictures == {path.read_bytes() for path in (source / "images").iterdir()}


def test_pictures_of_several_classes(tmp_path: Path) -> None:
    results = [[{"type": "choices", "value": {"choices": names}}] for names in (["a", "b"], ["b"], ["c"])]
    tasks = [{"data": {"image": f"{i}.jpg"}, "annotations": [{"result": r}]} for i, r in enumerate(results)]
    source = write(tmp_path / "s", {"e.json": json.dumps(tasks), **{f"{i}.jpg": photo(i) for i in range(3)}})
    with pytest.raises(AdvisorError, match=r"0\.jpg: has 2 classes: --several-labels"):
        convert(source, to="lst", output=tmp_path / "out")
    convert(source, to="lst", output=tmp_path / "out", several_labels=True)
    lines = (tmp_path / "out/train_lst/train.lst").read_text().splitlines()
    assert lines == ["0\t1\t1\t0\t0.jpg", "1\t0\t1\t0\t1.jpg", "2\t0\t0\t1\t2.jpg"]


def test_what_training_does_not_read_is_written_anew_and_what_nobody_reads_is_left_aside(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    deep = saved(Image.fromarray(np.arange(0, 65536, 16, dtype=np.uint16).reshape(64, 64)), "PNG")
    files: dict[str, bytes | str] = {
        "a/plain.jpg": photo(1), "a/ink.jpg": photo(2, "CMYK"), "a/turned.jpg": photo(3, exif=exif), "a/deep.png": deep,
        "a/clear.png": photo(4, "RGBA", "PNG"), "a/old.bmp": photo(5, "RGB", "BMP"),
        "a/cut.jpg": photo(6)[:900], "a/notes.md": "hello", "a/none.jpg": b"", "stray.jpg": photo(7),
    }  # fmt: skip
    source = write(tmp_path / "s", files)
    done = convert(source, to="class-folders", output=tmp_path / "out")
    assert done.mended == {
        "CMYK written as RGB": 1, "turned upright": 1, "16 bits written as 8": 1, "transparency laid on white": 1,
        "bmp written as JPEG": 1,
    }  # fmt: skip
    assert {one.file: one.because for one in done.aside} == {
        "a/cut.jpg": "is cut off", "a/notes.md": "is no picture", "a/none.jpg": "is empty",
        "stray.jpg": "lies in no folder of a class",
    }  # fmt: skip
    out = tmp_path / "out/train/a"
    assert (out / "plain.jpg").read_bytes() == photo(1)
    kinds = {path.name: (image := opened(path)).mode + f" {image.size[0]}x{image.size[1]}" for path in out.iterdir()}
    assert kinds == {
        "plain.jpg": "RGB 64x48", "ink.jpg": "RGB 64x48", "turned.jpg": "RGB 48x64", "deep.png": "L 64x64",
        "clear.png": "RGB 64x48", "old.jpg": "RGB 64x48",
    }  # fmt: skip
    assert np.asarray(opened(out / "deep.png")).max() == 255


@pytest.mark.parametrize(("annotated_size", "box"), [((48, 64), (6, 8, 30, 24)), ((64, 48), (8, 6, 24, 30))])
def test_boxes_of_a_turned_picture_are_those_of_the_picture_that_was_annotated(
    tmp_path: Path, annotated_size: tuple[int, int], box: tuple[int, ...]
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    left, top, right, bottom = box
    content = {
        "images": [{"id": 1, "file_name": "a.jpg", "width": annotated_size[0], "height": annotated_size[1]}],
        "annotations": [{"image_id": 1, "category_id": 1, "bbox": [left, top, right - left, bottom - top]}],
        "categories": [{"id": 1, "name": "cat"}],
    }
    source = write(tmp_path / "s", {"c.json": json.dumps(content), "a.jpg": photo(1, exif=exif)})
    convert(source, to="detection-json", output=tmp_path / "out")
    written = json.loads((tmp_path / "out/train_annotation/a.json").read_text())
    size = opened(tmp_path / "out/train/a.jpg").size
    assert (size, written["image_size"][0]["width"]) == (annotated_size, annotated_size[0])
    assert written["annotations"][0] == {
        "class_id": 0, "left": left, "top": top, "width": right - left, "height": bottom - top,
    }  # fmt: skip


def test_boxes_follow_when_pictures_are_made_smaller(tmp_path: Path) -> None:
    convert(annotated.coco(tmp_path / "s", 2), to="detection-json", output=tmp_path / "out", resize=24)
    written = json.loads((tmp_path / "out/train_annotation/images_0.json").read_text())
    assert written["image_size"] == [{"width": 32, "height": 24, "depth": 3}]
    assert written["annotations"] == [{"class_id": 0, "left": 4, "top": 3, "width": 8, "height": 12}]


@pytest.mark.parametrize("upright", [True, False])
def test_a_large_jpeg_made_small_shows_what_it_showed(tmp_path: Path, upright: bool) -> None:
    down, across = np.mgrid[0:301, 0:603]
    waves = 120 + 100 * np.stack([np.sin(across / 60), np.cos(down / 30), np.sin((across + down) / 80)], 2)
    large = Image.fromarray(waves.astype(np.uint8))
    exif = Image.Exif()
    exif[0x0112] = 1 if upright else 6
    content = io.BytesIO()
    large.save(content, "JPEG", quality=95, exif=exif)
    source = write(tmp_path / "s", {"cat/1.jpg": content.getvalue()})
    convert(source, to="class-folders", output=tmp_path / "out", resize=60)
    shown = opened(tmp_path / "out/train/cat/1.jpg").convert("RGB")
    upright_picture = large if upright else large.transpose(Image.Transpose.ROTATE_270)
    expected = upright_picture.resize((120, 60) if upright else (60, 120), Image.Resampling.LANCZOS)
    assert shown.size == expected.size
    assert np.abs(np.asarray(shown, int) - np.asarray(expected, int)).mean() < 3


def test_the_same_picture_is_never_on_both_sides_and_the_next_data_are_numbered_alike(tmp_path: Path) -> None:
    twice = {f"cat/{copy}{i}.jpg": photo(i) for i in range(8) for copy in "ab"}
    twice |= {f"dog/{copy}{i}.jpg": photo(i + 100) for i in range(8) for copy in "ab"}
    source = write(tmp_path / "s", twice)
    convert(
        source,
        to="class-folders",
        output=tmp_path / "out",
        parts={"train": 0.5, "validation": 0.5},
        mapping=tmp_path / "m.json",
    )
    held = {part: {path.read_bytes() for path in (tmp_path / "out" / part).rglob("*.jpg")} for part in SPLIT}
    assert [len(own) for own in held.values()] == [8, 8]
    assert not held["train"] & held["validation"]
    later = write(tmp_path / "t", {"dog/1.jpg": photo(900)})
    done = convert(later, to="lst", output=tmp_path / "later", mapping=tmp_path / "m.json")
    assert done.mapping["classes"]["numbers"] == {"cat": 0, "dog": 1}
    assert (tmp_path / "later/train_lst/train.lst").read_text() == "0\t1\tdog/1.jpg\n"
    write(later, {"cow/2.jpg": photo(901)})
    with pytest.raises(AdvisorError, match="has no number for the class 'cow'"):
        convert(later, to="lst", output=tmp_path / "no", mapping=tmp_path / "m.json")


def test_a_manifest_keeps_its_lines_and_loses_those_without_a_label(tmp_path: Path) -> None:
    source = annotated.ground_truth(tmp_path / "s")
    done = convert(source / "output.manifest", to="augmented-manifest", output=tmp_path / "out", parts=SPLIT)
    assert {one.file: one.because for one in done.aside} == {
        "s3://bucket/photos/never.jpg": "has no label", "s3://bucket/photos/0.jpg": "its labelling failed",
    }  # fmt: skip
    kept = [line for part in SPLIT for line in (tmp_path / f"out/{part}/{part}.manifest").read_bytes().splitlines()]
    assert sorted(kept) == sorted((source / "output.manifest").read_bytes().splitlines()[:6])


def test_colours_of_masks_become_the_numbers_of_classes(tmp_path: Path) -> None:
    source = write(tmp_path / "s", {"a/1.png": annotated.colour_mask(), "b.jpg": photo(1)})
    done = convert(source, to="masks", output=tmp_path / "out", mapping=tmp_path / "m.json")
    assert done.mapping == {"colours": {"numbers": {"#000000": 0, "#008000": 1, "#ff0000": 2}}}
    assert [one.file for one in done.aside] == ["b.jpg"]
    written = opened(tmp_path / "out/a/1.png")
    pixels = np.asarray(opened(source / "a/1.png"))
    assert (written.mode, np.array_equal(np.asarray(written.convert("RGB")), pixels)) == ("P", True)
    assert np.asarray(written).tolist() == [[0] * 6, [0, 0, 2, 2, 0, 0], [0, 0, 2, 2, 0, 0], [1] * 6]
    write(tmp_path / "t", {"1.png": mask([[7, 7]])})
    with pytest.raises(AdvisorError, match="has the colour #07f880, which the mapping has no number for"):
        convert(tmp_path / "t", to="masks", output=tmp_path / "no", mapping=tmp_path / "m.json")


def test_masks_of_one_palette_keep_their_numbers(tmp_path: Path) -> None:
    palette = [channel for number in range(16) for channel in (9 * number, 200 - number, number)]
    for name, values in (("1.png", [[0, 15]]), ("2.png", [[7, 15]])):
        image = Image.fromarray(np.array(values, np.uint8), "P")
        image.putpalette(palette)
        write(tmp_path / "s", {name: saved(image, "PNG")})
    convert(tmp_path / "s", to="masks", output=tmp_path / "o")
    assert [np.asarray(opened(tmp_path / "o" / name)).tolist() for name in ("1.png", "2.png")] == [[[0, 15]], [[7, 15]]]
    write(tmp_path / "s", {"3.png": annotated.colour_mask()})
    done = convert(tmp_path / "s", to="masks", output=tmp_path / "p")
    assert [*done.mapping["colours"]["numbers"].values()] == [0, 1, 2, 3, 4, 5]


def test_sides_of_a_split_are_no_classes(tmp_path: Path) -> None:
    write(tmp_path / "s", {f"{side}/{name}/1.jpg": photo(1) for side in ("train", "Val") for name in "ab"})
    with pytest.raises(AdvisorError, match=r"Val, train are the sides of a split, and no classes: convert .*Val and"):
        convert(tmp_path / "s", to="lst", output=tmp_path / "o")
    done = convert(tmp_path / "s/train", to="lst", output=tmp_path / "o")
    assert done.mapping == {"classes": {"numbers": {"a": 0, "b": 1}}}


def test_coco_whose_name_begins_with_an_underscore(tmp_path: Path) -> None:
    source = annotated.coco(tmp_path / "s")
    next(source.glob("*.json")).rename(source / "_annotations.coco.json")
    assert convert(source, to="detection-json", output=tmp_path / "o").held == "coco"


def test_documents_of_another_form_are_not_taken_for_exports(tmp_path: Path) -> None:
    write(tmp_path / "s", {"a/1.jpg": photo(1), "b/2.jpg": photo(2), "a/1.json": '{"shape": []}'})
    done = convert(tmp_path / "s", to="lst", output=tmp_path / "o")
    assert (done.held, done.rows, [one.file for one in done.aside]) == ("class-folders", 2, ["a/1.json"])


def test_pictures_that_are_passed_over_are_named(tmp_path: Path) -> None:
    write(tmp_path / "s", {"a/1.jpg": photo(1), "b/_MG_2.jpg": photo(2), "b/3.jpg": photo(3)})
    done = convert(tmp_path / "s", to="lst", output=tmp_path / "o")
    assert {one.file: one.because for one in done.aside} == {
        "b/_MG_2.jpg": "begins with _, which marks what is no data"
    }


def test_flags_and_circles_of_labelme(tmp_path: Path) -> None:
    write(tmp_path / "s", {
        "1.jpg": photo(1), "1.json": '{"imagePath": "1.jpg", "flags": {"day": true, "wet": false}, "shapes": []}',
    })  # fmt: skip
    convert(tmp_path / "s", to="class-folders", output=tmp_path / "o")
    assert [path.name for path in (tmp_path / "o/train").iterdir()] == ["day"]
    circle = '{"label": "sun", "points": [[20, 20], [23, 24]], "shape_type": "circle"}'
    write(tmp_path / "s", {"1.json": f'{{"imagePath": "1.jpg", "shapes": [{circle}]}}'})
    convert(tmp_path / "s", to="lst", output=tmp_path / "p")
    line = (tmp_path / "p/train_lst/train.lst").read_text().split("\t")
    assert [float(text) for text in line[3:-1]] == pytest.approx([0, 15 / 64, 15 / 48, 25 / 64, 25 / 48], abs=1e-6)


def test_a_document_of_labelme_is_an_object(tmp_path: Path) -> None:
    write(tmp_path / "s", {"1.jpg": photo(1), "1.json": "[1]"})
    with pytest.raises(AdvisorError, match=r"1\.json: names no picture"):
        convert(tmp_path / "s", to="lst", held="labelme", output=tmp_path / "o")


def test_boxes_that_are_lost_are_counted(tmp_path: Path) -> None:
    source = annotated.coco(tmp_path / "s")
    document = next(source.glob("*.json"))
    held = json.loads(document.read_text())
    first = held["annotations"][0]
    held["annotations"] += [{**first, "id": 98, "bbox": [1, 1, 0, 2]}, {**first, "id": 99, "image_id": 12345}]
    document.write_text(json.dumps(held))
    done = convert(source, to="detection-json", output=tmp_path / "o")
    assert done.mended == {"boxes without area, or outside of it, left out": 1}
    assert [one.because for one in done.aside] == ["1 annotations are of pictures that it does not list"]


BOX_OF_NO_CLASS = '{"images": [], "annotations": [{"bbox": [1, 2, 3, 4], "category_id": 7}]}'
OUTSIDE = '{"source-ref": "s3://b/../../etc/passwd", "l": 1, "l-metadata": {}}\n'
MANY_LABELS = struct.pack("<II", MAGIC, 24) + struct.pack("<IfQQ", 1 << 30, 0, 0, 0)
NO_NUMBER = write_recordio([image_record(photo(1), [2, 5, 0, 0.1, 0.1, 0.5, float("nan")])])
BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "deep": ({"a.json": "[" * 200_000, "a.jpg": photo(1)}, "nested too deep|is no JSON"),
    "category": ({"a.json": BOX_OF_NO_CLASS}, "category_id 7"),
    "huge": ({"a.json": '{"annotations": [{"bbox": [1e999, 2, 3, 4]}]}'}, r"annotations\[0\].bbox"),
    "entities": ({"a.xml": '<!DOCTYPE a [<!ENTITY b "c">]><annotation>&b;</annotation>'}, "declares a document type"),
    "yaml": ({"data.yaml": "names: [&a [*a]]", "a.jpg": photo(1), "a.txt": "0 .5 .5 .1 .1"}, "data.yaml"),
    "class": ({"classes.txt": "cat", "a.jpg": photo(1), "a.txt": "4 .5 .5 .1 .1"}, "a.txt, line 1"),
    "index": ({"classes.txt": "cat", "a.jpg": photo(1), "a.txt": "1e400 .5 .5 .1 .1"}, "a.txt, line 1"),
    "outside": ({"a.manifest": OUTSIDE}, "there is no such file"),
    "record": ({"a.rec": b"\x0a\x23\xd7\xce" + struct.pack("<I", 99) + b"abc"}, "is damaged|too short"),
    "labels": ({"a.rec": MANY_LABELS}, "1,073,741,824 labels"),
    "no number": ({"a.rec": NO_NUMBER}, "no finite"),
    "none": ({"a.txt": "hello"}, "holds no picture"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_broken_sources_end_in_a_message(tmp_path: Path, name: str) -> None:
    files, message = BROKEN[name]
    source = write(tmp_path / "s", files)
    with pytest.raises(AdvisorError, match=message):
        convert(source, to="image-recordio", output=tmp_path / "out")
    assert not (tmp_path / "out").exists()


EDITS = (b"", b"{", b"]", b"null", b"-1", b"1e999", b'"', b"\xff", b"NaN", b"true", b"<", b"99999999999")


@settings(max_examples=60, deadline=None)
@given(form=st.sampled_from(sorted(BOXED)), at=st.integers(0, 3000), gone=st.integers(0, 6), new=st.sampled_from(EDITS))
def test_edited_annotations(
    tmp_path_factory: pytest.TempPathFactory, form: str, at: int, gone: int, new: bytes
) -> None:
    folder = tmp_path_factory.mktemp("edited")
    source = BOXED[form](folder / "s", 2)
    documents = [
        p for p in sorted(source.rglob("*")) if p.suffix in (".json", ".manifest", ".xml", ".txt", ".yaml", ".csv")
    ]
    document = documents[at % len(documents)]
    content = bytearray(document.read_bytes())
    content[at % len(content) : at % len(content) + gone] = new
    document.write_bytes(content)
    try:
        done = convert(source, to="detection-json", output=folder / "out", held=form)
    except AdvisorError:
        assert not (folder / "out").exists()
    else:
        assert done.rows
        assert all(json.loads(path.read_text()) for path in (folder / "out").glob("*_annotation/*.json"))


def test_a_bomb_among_the_pictures_is_left_aside(tmp_path: Path) -> None:
    source = write(tmp_path / "s", {"a/1.png": bomb_png(), "a/2.jpg": photo(2)})
    done = convert(source, to="lst", output=tmp_path / "out")
    assert [one.file for one in done.aside] == ["a/1.png"]
    assert [path.name for path in (tmp_path / "out/train/a").iterdir()] == ["2.jpg"]


def test_names_that_would_break_a_list_or_steer_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(tmp_path / "s", {"a/1\t\n2.jpg": photo(1), "a/\x1b[2J.jpg": b"x"})
    assert main(["convert", str(source), "--to", "lst", "--output", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out/train_lst/train.lst").read_text() == "0\t0\ta/1__2.jpg\n"
    assert "left out: a/\\x1b[2J.jpg is no picture" in capsys.readouterr().out
