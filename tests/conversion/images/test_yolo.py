"""Classes of YOLO: their numbers stay, whichever folder of the data is converted."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import AdvisorError, convert
from advisor.cli import main
from tests.builders.folders import Files, write
from tests.builders.pictures.annotated import photo

SPANS = "0.5 0.5 0.25 0.25"
THREE = "names: [bird, cat, dog]\n"


def side(folder: str, *classes: object) -> Files:
    """A side of a split: a picture for each class."""
    lines: Files = {f"{folder}/labels/{i}.txt": f"{one} {SPANS}\n" for i, one in enumerate(classes)}
    return {**lines, **{f"{folder}/images/{i}.jpg": photo(i) for i in range(len(classes))}}


def numbers(source: Path, target: Path) -> tuple[dict[str, int], tuple[str, ...]]:
    done = convert(source, to="detection-json", output=target)
    return done.mapping["classes"]["numbers"], done.notes


NAMED = {
    "beside": ("data.yaml", "train: train/images\nval: valid/images\n"),
    "as Roboflow writes": ("data.yaml", "train: ../train/images\n"),
    "absolute": ("data.yaml", "train: /content/ds/train/images\n"),
    "Windows": ("coco.yml", "train: ds\\train\\images\n"),
    "one of several": ("data.yaml", "train: [old/images, train/images]\n"),
    "two levels": ("../data.yaml", "path: .\ntrain: ds/train\n"),
}


@pytest.mark.parametrize("form", NAMED)
def test_a_side_alone_has_the_classes_of_the_document_above(tmp_path: Path, form: str) -> None:
    name, said = NAMED[form]
    source = write(tmp_path / "ds", {**side("train", 0, "2.0"), name: said + THREE})
    found, notes = numbers(source / "train", tmp_path / "o")
    assert found == {"bird": 0, "cat": 1, "dog": 2}
    assert notes == (f"the classes are those of {(source / name).resolve()}",)


OTHERS = {
    "another folder": ("data.yaml", "train: photos/images\n" + THREE),
    "longer name": ("data.yaml", "train: train2/images\n" + THREE),
    "three levels": ("../../data.yaml", "train: a/ds/train\n" + THREE),
    "no names": ("data.yaml", "train: train/images\nnc: 3\n"),
    "not of YOLO": ("compose.yaml", "services: {}\n---\n- 1\n"),
    "not even YAML": ("chart.yaml", "names: {{ .Values.train }\n"),
    "too large for one of YOLO": ("data.yaml", f"train: train\n{THREE}#{'-' * (1 << 20)}\n"),
}


@pytest.mark.parametrize("form", OTHERS)
def test_without_names_the_numbers_stay(tmp_path: Path, form: str) -> None:
    name, said = OTHERS[form]
    source = write(tmp_path / "a/ds", {**side("train", 2, 0, 10), name: said})
    assert numbers(source / "train", tmp_path / "o") == ({"0": 0, "2": 2, "10": 10}, ())


def test_own_names_come_first_and_a_mapping_before_them(tmp_path: Path) -> None:
    above = "train: train\nnames: [x, y, z]\n"
    files = {**side("train", 0), "train/classes.txt": "bird\n\ndog\n", "data.yaml": above}
    source = write(tmp_path / "ds", files) / "train"
    assert numbers(source, tmp_path / "o") == ({"bird": 0, "dog": 2}, ())
    (source / "data.yaml").write_text("names: {7: goat, 0: cow}\n")
    assert numbers(source, tmp_path / "p") == ({"cow": 0, "goat": 7}, ())
    mapping = tmp_path / "m.json"
    mapping.write_text('{"columns": {"classes": {"numbers": {"cow": 5}}}}')
    done = convert(source, to="detection-json", output=tmp_path / "q", mapping=mapping)
    assert done.mapping["classes"]["numbers"] == {"cow": 5}


REFUSED = {
    "beyond the names": (side("train", 3), THREE, "is no box of a known class"),
    "a gap in the names": (side("train", 1), "names: {0: bird, 2: dog}\n", "is no box of a known class"),
    "below 0": (side("train", -1), THREE, "is no box of a known class"),
    "below 0, no names": (side("train", -1), "", "is no box of a known class"),
    "a fraction": (side("train", 1.5), THREE, "is no box of a known class"),
    "one name twice": (side("train", 1), "names: [cat, dog, cat]\n", "calls the classes 0 and 2 'cat'"),
    "no YAML": (side("train", 1), "names: [cat\n", "data.yaml, line 3: is no YAML"),
    "no list": (side("train", 1), "names: cat dog\n", "names is neither a list nor a name for each number"),
    "below 0 among the names": (side("train", 1), "names: {-1: cat}\n", "neither a list nor a name for each number"),
    "endless number of a class": (side("train", 1), f"names: {{'{'9' * 50}': a}}\n", "neither a list nor a name"),
    "one number twice": (side("train", 1), "names: {1: cat, '1': dog}\n", "names a class twice"),
    "a name that is none": (side("train", 1), "names: [cat, null]\n", "the name of class 1 is no text"),
    "half a character": (side("train", 1), 'names: [cat, "\\ud800"]\n', "is no text that a file can hold"),
    "aliases that explode": (side("train", 1), "a: &a [x, *a]\nnames: *a\n", "is no YAML"),
    "beyond what labels hold": (side("train", 1 << 25), "", "is no box of a known class"),
    "no plain number": (side("train", "1_0"), "", "is no box of a known class"),
}


@pytest.mark.parametrize("form", REFUSED)
def test_refused(tmp_path: Path, form: str) -> None:
    files, said, message = REFUSED[form]
    source = write(tmp_path / "ds", {**files, "data.yaml": "train: train/images\n" + said})
    with pytest.raises(AdvisorError, match=message):
        convert(source / "train", to="detection-json", output=tmp_path / "o")


def test_the_command_says_whose_classes_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(tmp_path / "ds", {**side("train", 2), "data.yaml": "train: train/images\n" + THREE})
    assert main(["convert", str(source / "train"), "--to", "image-recordio", "--output", str(tmp_path / "o")]) == 0
    said = f"  the classes are those of {source.resolve() / 'data.yaml'}\n  classes: bird = 0, cat = 1, dog = 2\n"
    assert capsys.readouterr().out.endswith(said)
