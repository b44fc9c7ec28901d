"""Videos and masks that Ground Truth has labelled; pictures that stay together in a split."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from advisor import AdvisorError, check, convert
from tests.builders.folders import places, write
from tests.builders.pictures import annotated
from tests.builders.pictures.annotated import photo

SPLIT = {"train": 0.7, "validation": 0.3}


def test_frames_of_videos_become_pictures_that_stay_together(tmp_path: Path) -> None:
    source = annotated.video(tmp_path / "s")
    done = convert(source, to="detection-json", output=tmp_path / "out", parts=SPLIT)
    assert (done.rows, {one.because for one in done.aside}) == (9, {"has no box"})
    names = {part: {path.stem for path in (tmp_path / "out" / part).iterdir()} for part in SPLIT}
    videos = {part: {name.partition("_")[0] for name in own} for part, own in names.items()}
    assert sorted(map(len, videos.values())) == [1, 2]
    assert not videos["train"] & videos["validation"]
    assert names["train"] | names["validation"] == {f"video{s}_frame_{i:04}" for s in range(3) for i in (1, 2, 3)}
    written = json.loads(next((tmp_path / "out").glob("*_annotation/video1_*")).read_text("utf-8"))
    assert written["annotations"] == [{"class_id": 1, "left": 8, "top": 6, "width": 16, "height": 24}]
    assert places(check(tmp_path / "out", algorithm="object-detection"), "error") == []


def test_a_manifest_gets_a_line_for_each_frame(tmp_path: Path) -> None:
    source = annotated.video(tmp_path / "s")
    done = convert(source, to="augmented-manifest", prefix="s3://b/o", output=tmp_path / "out")
    lines = [json.loads(line) for line in (tmp_path / "out/train.manifest").read_text("utf-8").splitlines()]
    assert (done.rows, len(lines), lines[0]["boxes"]["image_size"][0]["width"]) == (9, 9, annotated.WIDTH)
    with pytest.raises(AdvisorError, match="no line of it has a label"):
        convert(source / "output.manifest", to="augmented-manifest", output=tmp_path / "no")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("annotations/0/SeqLabel.json", "[]", "SeqLabel.json: holds no object of JSON"),
        ("annotations/0/SeqLabel.json", "{}", "holds neither detection-annotations nor tracking-annotations"),
        ("annotations/0/SeqLabel.json", '{"tracking-annotations": [7]}', "frame 0: has no name, or no list"),
        (
            "annotations/0/SeqLabel.json",
            '{"tracking-annotations": [{"frame": "a", "annotations": [{}]}]}',
            "lacks a number",
        ),
        ("seq0.json", "{", "seq0.json: is no JSON"),
    ],
)
def test_broken_sequences_end_in_a_message(tmp_path: Path, name: str, content: str, message: str) -> None:
    source = write(annotated.video(tmp_path / "s"), {name: content})
    with pytest.raises(AdvisorError, match=message):
        convert(source, to="detection-json", output=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_masks_have_the_same_number_for_the_same_class(tmp_path: Path) -> None:
    source = annotated.drifting_masks(tmp_path / "s")
    done = convert(source, to="masks", output=tmp_path / "out", parts=SPLIT, mapping=tmp_path / "m.json")
    numbers = done.mapping["classes"]["numbers"]
    assert numbers == {"BACKGROUND": 0, "river": 1, "road": 2}
    for part in SPLIT:
        for path in (tmp_path / "out" / f"{part}_annotation").iterdir():
            pixels = np.asarray(Image.open(path))
            assert [int(pixels[row, 0]) for row in (0, 8, 16)] == [numbers[n] for n in ("road", "river", "BACKGROUND")]
            picture = tmp_path / "out" / part / f"{path.stem}.jpg"
            assert picture.read_bytes() == (source / f"photos/{path.stem.partition('_')[2]}.jpg").read_bytes()
    report = check(tmp_path / "out", algorithm="semantic-segmentation", hyperparameters={"num_classes": 3})
    assert places(report, "error") == []


def test_masks_that_do_not_fit_are_left_aside(tmp_path: Path) -> None:
    source = annotated.drifting_masks(tmp_path / "s")
    write(
        source, {"photos/0.jpg": photo(0)[:-300], "masks/1_mask.png": annotated.colour_mask(), "masks/2_mask.png": b""}
    )
    done = convert(source, to="masks", output=tmp_path / "out")
    assert {one.file: one.because for one in done.aside} == {
        "photos/0.jpg": "is cut off", "photos/1.jpg": "is of 64 x 48 pixels, its mask of 6 x 4",
        "photos/2.jpg": "has a mask that is empty",
    }  # fmt: skip


def test_folders_stay_whole_and_equal_pictures_join_them(tmp_path: Path) -> None:
    files = {f"{'ab'[i % 2]}/patient{i // 4}_{i % 2}/{i}.jpg": photo(i) for i in range(32)}
    files["a/patient9_0/again.jpg"] = photo(0)
    source = write(tmp_path / "s", files)
    convert(source, to="class-folders", output=tmp_path / "out", parts={"train": 0.5, "test": 0.5}, split_by="folder")
    paths = {part: [*(tmp_path / "out" / part).rglob("*.jpg")] for part in ("train", "test")}
    folders = {part: {path.parent.name for path in own} for part, own in paths.items()}
    assert not folders["train"] & folders["test"]
    assert len(paths["train"]) + len(paths["test"]) == 33
    assert any({"patient0_0", "patient9_0"} <= own for own in folders.values())
    with pytest.raises(AdvisorError, match="--split-by folder"):
        convert(source, to="class-folders", output=tmp_path / "no", parts=SPLIT, split_by="patient")
