"""Several classes in one cell of a table that lists pictures: a column for each, or refused with what is unclear."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from advisor import AdvisorError, check, convert
from advisor.cli import main
from tests.builders.folders import places, write
from tests.builders.pictures.annotated import photo

PICTURES = {f"{i}f.jpg": photo(i) for i in range(4)}
LABELS = [["cat", "dog"], ["cat"], ["dog"], ["big bird", "dog"]]
"""Of each picture."""


def table(cells: list[str]) -> str:
    quoted = ('"' + cell.replace('"', '""') + '"' for cell in cells)
    return "file,label\n" + "".join(f"{i}f.jpg,{cell}\n" for i, cell in enumerate(quoted))


def source(folder: Path, *cells: str) -> Path:
    return write(folder, {"a.csv": table([*cells]), **PICTURES})


FORMS: dict[str, tuple[Callable[[list[str]], str], str]] = {
    "|": ("|".join, "| parts classes"),
    ";": ("; ".join, "a semicolon parts classes"),
    ",": (",".join, "a comma parts classes"),
    ", at the end": (lambda names: ", ".join(names) + ",", "a comma parts classes"),
    "JSON": (json.dumps, "lists of classes"),
    "Python": (str, "lists of classes"),
    "tuples": (lambda names: f"({', '.join(map(repr, names))})", "lists of classes"),
    "sets": (lambda names: f"{{{', '.join(map(json.dumps, names))}}}", "lists of classes"),
    "lists with a gap": (lambda names: json.dumps(["", *names]), "lists of classes"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_column_for_each_class(tmp_path: Path, form: str) -> None:
    written, said = FORMS[form]
    data = source(tmp_path / "s", *map(written, LABELS))
    done = convert(data, to="lst", output=tmp_path / "o", several_labels=True)
    assert done.mapping == {"classes": {"numbers": {"big bird": 0, "cat": 1, "dog": 2}}}
    assert done.notes == (f"column 2 (label): {said}",)
    lines = [line.split("\t")[1:] for line in (tmp_path / "o/train_lst/train.lst").read_text().splitlines()]
    assert lines == [[*"011", "0f.jpg"], [*"010", "1f.jpg"], [*"001", "2f.jpg"], [*"101", "3f.jpg"]]


def test_lists_in_json_lines(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"file": f"{i}f.jpg", "label": names}) + "\n" for i, names in enumerate(LABELS))
    data = write(tmp_path / "s", {"a.jsonl": lines, **PICTURES}) / "a.jsonl"
    assert convert(data, to="lst", output=tmp_path / "o", several_labels=True).rows == 4
    with pytest.raises(AdvisorError, match="holds lists"):
        convert(data, to="lst", output=tmp_path / "p")


def test_what_is_written_passes_and_keeps_the_numbers_of_a_mapping(tmp_path: Path) -> None:
    data = source(tmp_path / "s", *map("|".join, LABELS))
    mapping = tmp_path / "m.json"
    mapping.write_text('{"columns": {"classes": {"numbers": {"dog": 2, "ant": 3, "cat": 1, "big bird": 0}}}}')
    told: dict[str, Any] = {"several_labels": True, "mapping": mapping, "parts": {"train": 0.5, "validation": 0.5}}
    convert(data, to="lst", output=tmp_path / "o", **told)
    assert "\t0\t1\t1\t0\t0f.jpg\n" in "".join(path.read_text() for path in (tmp_path / "o").rglob("*.lst"))
    asked = {"num_classes": 4, "multi_label": 1, "num_training_samples": 2}
    assert places(check(tmp_path / "o", algorithm="image-classification", hyperparameters=asked), "error") == []


def test_a_picture_without_a_class_is_named(tmp_path: Path) -> None:
    done = convert(
        source(tmp_path / "s", '["cat"]', "[]", "", "dog"), to="lst", output=tmp_path / "o", several_labels=True
    )
    assert [(one.file, one.because) for one in done.aside] == [("1f.jpg", "has no label"), ("2f.jpg", "has no label")]


ONE = {
    "a comma in a name": (["tench, Tinca tinca", "goldfish, Carassius auratus", "tench, Tinca tinca", "eel"], 3),
    "a name of two known words, one unknown": (["toy|dog", "dog", "cat", "cat"], 3),
    "blanks": (["toy dog", "dog", "toy", "cat"], 4),
}


@pytest.mark.parametrize("form", ONE)
def test_names_that_hold_a_mark_stay_whole_unless_it_is_told(tmp_path: Path, form: str) -> None:
    cells, count = ONE[form]
    done = convert(source(tmp_path / "s", *cells), to="lst", output=tmp_path / "o")
    assert (len(done.mapping["classes"]["numbers"]), done.notes) == (count, ())


def test_it_is_said_where_no_cell_holds_several(tmp_path: Path) -> None:
    done = convert(source(tmp_path / "s", "cat/dog", "(none)"), to="lst", output=tmp_path / "o", several_labels=True)
    assert done.notes[0].startswith("column 2 (label): no cell holds several classes")
    assert done.mapping == {"classes": {"numbers": {"(none)": 0, "cat/dog": 1}}}


TABLES = {
    "boxes": (
        "file,label,x1,y1,x2,y2\n0f.jpg,a|b,0,0,5,5\n",
        "--several-labels means nothing where boxes",
    ),
    "one name twice": ("file,a,a\n0f.jpg,0,1\n1f.jpg,1,0\n", "a.csv:1: two columns are called 'a': name them apart"),
}


@pytest.mark.parametrize("form", TABLES)
def test_tables_that_cannot_hold_several(tmp_path: Path, form: str) -> None:
    content, message = TABLES[form]
    data = write(tmp_path / "s", {"a.csv": content, **PICTURES})
    with pytest.raises(AdvisorError, match=message):
        convert(data, to="lst", output=tmp_path / "o", several_labels=True)


REFUSED = {
    "a set without quotes": (["{cat,dog}", "{cat}"], True, "which is no list of classes"),
    "untold": (
        ["cat|dog", "cat", "dog"],
        False,
        r"a\.csv:1: column 2 \(label\) holds several classes .*--several-labels",
    ),
    "untold list": (['["cat"]', '["dog"]'], False, "such as .*--several-labels writes a 0 or 1"),
    "two marks": (["cat|dog", "cat;dog"], True, r"holds \| and ;: part the classes of all cells by one"),
    "a mark and lists": (["cat|dog", '["dog"]'], True, r"holds \[ and \|"),
    "blanks": (["cat dog", "cat", "dog"], True, "holds 'cat dog', whose words are classes, too: part classes by |"),
    "no list of names": (["[1.5]", '["dog"]'], True, "which is no list of classes"),
    "an open list": (['["a", "b]'], True, "which is no list of classes"),
}


@pytest.mark.parametrize("form", REFUSED)
def test_refused(tmp_path: Path, form: str) -> None:
    cells, told, message = REFUSED[form]
    with pytest.raises(AdvisorError, match=message):
        convert(source(tmp_path / "s", *cells), to="lst", output=tmp_path / "o", several_labels=told)


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = source(tmp_path / "s", *map("|".join, LABELS))
    asked = [
        "convert",
        str(data),
        "--to",
        "lst",
        "--output",
        str(tmp_path / "o"),
        "--mapping",
        str(tmp_path / "m.json"),
    ]
    assert main(asked) == 2
    assert "--several-labels" in capsys.readouterr().err
    assert main([*asked, "--several-labels"]) == 0
    assert "column 2 (label): | parts classes" in capsys.readouterr().out
    saved = json.loads((tmp_path / "m.json").read_text())
    assert saved["columns"]["classes"]["numbers"] == {"big bird": 0, "cat": 1, "dog": 2}
