"""The place of a finding in its surroundings, as the HTML report and the wizard draw it."""

from __future__ import annotations

import json
from pathlib import Path

from advisor.case.around import Bytes, Drawn, Folded, Rows
from advisor.engine.check import check
from advisor.engine.excerpts.around import around_below
from advisor.engine.excerpts.source_line import lines_below
from advisor.findings import Finding
from advisor.report.drawing.html_surroundings import surroundings as drawn
from advisor.report.drawing.surroundings import Quoted, Shown, surroundings
from advisor.report.terminal import Look
from tests.builders.folders import write
from tests.builders.pictures.images import annotation, box, jpeg
from tests.builders.recordio import frame


def first(folder: Path, algorithm: str, rule: str) -> tuple[Finding, Shown | None]:
    found = next(one for one in check(folder, algorithm=algorithm).findings if one.rule == rule)
    look = Look(source_line=lines_below(folder), around=around_below(folder))
    return found, surroundings(found.location, found.value, look)


def test_rows_around_a_bad_cell(tmp_path: Path) -> None:
    rows = [f"{n},{n}.5,<{n}>,7" if n == 5 else f"{n},{n}.5,{n},7" for n in range(1, 10)]
    write(tmp_path, {"train/a.csv": "\n".join(rows) + "\n"})
    found, shown = first(tmp_path, "kmeans", "CSV130")
    assert (found.location.line, found.location.column) == (5, 3)
    assert isinstance(shown, Rows)
    assert (shown.line, shown.column, shown.marked, len(shown.cells)) == (2, 1, (3, 2), 7)
    assert shown.cells[3] == ("5", "5.5", "<5>", "7")
    assert '<tr class="here"><th scope="row">5</th><td>5</td><td>5.5</td><td class="here">&lt;5&gt;</td>' in "".join(
        drawn(shown)
    )


def test_columns_far_to_the_right(tmp_path: Path) -> None:
    wide = [",".join(str(n) for n in range(1, 41)) for _ in range(3)]
    wide[1] = wide[1].replace("30", "x")
    write(tmp_path, {"train/a.csv": "\n".join(wide) + "\n"})
    _, shown = first(tmp_path, "kmeans", "CSV130")
    assert isinstance(shown, Rows)
    assert (shown.column, shown.cells[1][4], shown.marked) == (26, "x", (1, 4))


def test_bytes_around_a_broken_record(tmp_path: Path) -> None:
    write(tmp_path, {"train/a.rec": frame(b"abcd") + b"garbage!"})
    found, shown = first(tmp_path, "kmeans", "REC102")
    assert isinstance(shown, Bytes)
    assert shown.marked == found.location.offset == 12
    told = "".join(drawn(shown))
    assert told.startswith('<pre tabindex="0"><mark>00000000  0a 23 d7 ce')
    assert "67 61 72 62  .#......abcdgarb</mark>\n00000010  61 67 65 21 " in told


def test_boxes_are_drawn_in_their_image(tmp_path: Path) -> None:
    for name in ("train", "validation"):
        sheet = annotation("im0.jpg", [box(0), {**box(1), "left": 4000}], 320, 320)
        write(tmp_path, {f"{name}_annotation/im0.json": sheet, f"{name}/im0.jpg": jpeg(320, 320)})
    report = check(tmp_path, algorithm="object-detection")
    found = next(one for one in report.findings if one.location.key == "annotations[1]")
    shown = surroundings(found.location, found.value, Look(around=around_below(tmp_path)))
    assert isinstance(shown, Drawn)
    assert shown.about == "train/im0.jpg with its 2 boxes"
    assert '<img alt="train/im0.jpg with its 2 boxes" src="data:image/png;base64,' in "".join(drawn(shown))


def test_a_json_line_is_folded(tmp_path: Path) -> None:
    records = [{"start": start, "target": [1.0, 2.0]} for start in ("2024-01-01 00:00:00", "never")]
    write(tmp_path, {"train/a.json": "".join(f"{json.dumps(record)}\n" for record in records)})
    found, shown = first(tmp_path, "deepar", "SER203")
    assert found.location.line == 2
    assert shown == Folded(records[1], "start")
    told = "".join(drawn(shown))
    assert told.startswith('<div class="folded"><details open><summary>the record: 2 parts</summary>')
    assert '<div class="here">start: &quot;never&quot;</div><div>target: [1.0, 2.0]</div>' in told


def test_else_the_line_is_quoted(tmp_path: Path) -> None:
    write(tmp_path, {"train/a.libsvm": "1 1:2 3:4\n0 1:<x> 3:4\n"})
    found, shown = first(tmp_path, "xgboost", "SVM125")
    assert found.location.line == 2
    assert shown == Quoted("0 1:<x> 3:4", "  ^^^^^")
    assert "".join(drawn(shown)) == '<pre tabindex="0">0 1:&lt;x&gt; 3:4\n  ^^^^^</pre>'
