"""Pictures hold what a report says, and there is none where there is nothing to see."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.engine.check import check
from advisor.findings import Report
from advisor.report.drawing.html_pictures import picture
from advisor.report.drawing.pictures import Bar, Bars, Grid, of_channel, places_by_file
from tests.builders.folders import write
from tests.builders.pictures.images import annotation, box, jpeg
from tests.builders.tokens import pair


def report(folder: Path, algorithm: str = "kmeans", **files: str) -> Report:
    (folder / "train").mkdir()
    for name, content in files.items():
        (folder / "train" / f"{name}.csv").write_text(content)
    return check(folder, algorithm=algorithm)


def bars(of: Report, title: str) -> dict[str, dict[str, int]] | None:
    drawn = next((one for one in of_channel(of, "train") if one.title == title), None)
    assert not isinstance(drawn, Grid)
    return {bar.label: dict(bar.parts) for bar in drawn.bars} if drawn else None


def test_places_are_counted_by_file_and_severity(tmp_path: Path) -> None:
    drawn = places_by_file(report(tmp_path, a="1,x\n2,y\n3,4\n5,6\n", b="1,2\n3,z\n5,6\n"))
    assert drawn is not None
    assert drawn.bars == (Bar("train/a.csv", (("error", 2),)), Bar("train/b.csv", (("error", 1),)))


def test_one_file_needs_no_picture(tmp_path: Path) -> None:
    assert places_by_file(report(tmp_path, a="1,2\n2,y\n3,4\n5,6\n")) is None


def test_unusual_cells_are_counted_by_column(tmp_path: Path) -> None:
    of = report(tmp_path, a="1,2,3\n2,y,4\n3,,5\n4,5,nan\n")
    found = {"column 2": {"text": 1, "empty": 1}, "column 3": {"nan": 1}}
    assert bars(of, "Cells that are not plain numbers") == found


def test_one_column_needs_no_picture(tmp_path: Path) -> None:
    assert bars(report(tmp_path, a="1,2\n2,y\n3,4\n"), "Cells that are not plain numbers") is None


@pytest.mark.parametrize(
    ("algorithm", "name", "content", "counts"),
    [
        ("xgboost", "a.csv", "1,2\n0,3\n1,4\n", {"1": 2, "0": 1}),
        ("xgboost", "a.libsvm", "2 1:2\n0 1:3\n2 2:4\n", {"2": 2, "0": 1}),
        ("blazingtext", "a.txt", "__label__b x y\n__label__a x\n__label__b y x\n", {"b": 2, "a": 1}),
        ("object2vec", "a.jsonl", pair(1) + pair(0) + pair(1), {"1": 2, "0": 1}),
        ("kmeans", "a.csv", "1,2\n0,3\n1,4\n", None),
        ("xgboost", "a.csv", "1,2\n1,3\n1,4\n", None),
    ],
)
def test_labels_are_counted(
    tmp_path: Path, algorithm: str, name: str, content: str, counts: dict[str, int] | None
) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / name).write_text(content)
    drawn = bars(check(tmp_path, algorithm=algorithm), "How often each label occurs")
    wanted = None if counts is None else {label: {"samples": count} for label, count in counts.items()}
    assert drawn == wanted


def test_lengths_are_drawn_in_their_order(tmp_path: Path) -> None:
    texts = ["word", "__label__a " + "word " * 9, "many words " * 6, *["word and word"] * 3]
    drawn = bars(report(tmp_path, "blazingtext", a="\n".join(texts)), "Words in a line")
    assert drawn == {label: {"lines": n} for label, n in {"1": 1, "2 to 3": 3, "4 to 7": 0, "8 to 15": 2}.items()}
    assert list(drawn) == ["1", "2 to 3", "4 to 7", "8 to 15"]


def test_numbers_are_drawn_in_their_order(tmp_path: Path) -> None:
    for number, count in enumerate([10, 2, 10, 2, 10]):
        boxes = annotation(f"im{number}.jpg", [box()] * count)
        write(tmp_path, {f"train/im{number}.jpg": jpeg(48, 40), f"train_annotation/im{number}.json": boxes})
    of = check(tmp_path, algorithm="object-detection")
    drawn = next(one for one in of_channel(of, "train_annotation") if one.title == "Boxes in an image")
    assert isinstance(drawn, Bars)
    assert drawn.bars == (Bar("2", (("images", 2),)), Bar("10", (("images", 3),)))


def test_one_length_needs_no_picture(tmp_path: Path) -> None:
    of = report(tmp_path, "blazingtext", a="a few words\n" * 3)
    assert bars(of, "Words in a line") is None
    (facts,) = (one for one in of_channel(of, "train") if isinstance(one, Grid))
    assert ("Words in a line", "2 to 3: 3") in facts.rows


def test_what_is_left_off_is_counted() -> None:
    drawn = Grid("Columns", ("Column",), tuple((number,) for number in range(101)), left_off=7)
    told = "".join(picture(drawn))
    assert told.endswith("<p>8 more are not shown.</p>")


def test_bars_are_shares_of_the_longest() -> None:
    drawn = Bars("<Places>", "places", (Bar("a<b", (("error", 3), ("info", 1))), Bar("c", (("info", 2),))))
    shown = "".join(picture(drawn))
    assert "<caption>&lt;Places&gt;</caption>" in shown
    assert '<i class="error-part" style="width:75.00%"></i><i class="info-part" style="width:25.00%"></i>' in shown
    assert (
        '<td class="n">2</td><td><div class="bar" aria-hidden="true"><i class="info-part" style="width:50.00%">'
        in shown
    )
