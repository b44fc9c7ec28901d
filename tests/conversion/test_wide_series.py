"""Wide tables of series to DeepAR's JSON Lines: what is a series is told, and never guessed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from advisor import AdvisorError, check, convert
from advisor.cli import main
from tests.builders.folders import places, write

ROWS = "shop,city,2026-01-01,2026-01-02,2026-01-04\nA,Oslo,1,2,4\nB,Bergen,,6.5,8\n"
COLUMNS = "day,A,B\n2026-01-01,1,\n2026-01-02,2,6.5\n2026-01-04,4,8\n"
START = "2026-01-01 00:00:00"
LINES = [{"start": START, "target": [1, 2, "NaN", 4]}, {"start": START, "target": ["NaN", 6.5, "NaN", 8]}]
OF_ROWS: dict[str, Any] = {"series": "rows", "item": "shop", "categories": "city", "frequency": "D"}
OF_COLUMNS: dict[str, Any] = {"series": "columns", "time": "day", "frequency": "D"}


def lines(source: Any, target: Path, **told: Any) -> list[dict[str, Any]]:
    convert(source, to="time-series", output=target, **told)
    return [json.loads(line) for line in target.read_text("utf-8").splitlines()]


def table(folder: Path, text: str) -> Path:
    return write(folder, {"a.csv": text}) / "a.csv"


def test_a_row_a_series(tmp_path: Path) -> None:
    found = lines(table(tmp_path, ROWS), tmp_path / "o", **OF_ROWS)
    assert found == [{**LINES[0], "cat": [1]}, {**LINES[1], "cat": [0]}]
    assert lines(table(tmp_path, ROWS), tmp_path / "p", series="rows", drop=["shop", "city"], frequency="D") == LINES


def test_a_column_a_series(tmp_path: Path) -> None:
    assert lines(table(tmp_path, COLUMNS), tmp_path / "o", **OF_COLUMNS) == LINES
    assert lines(table(tmp_path, COLUMNS), tmp_path / "p", drop="B", **OF_COLUMNS) == LINES[:1]


@pytest.mark.parametrize("held", ["frame", "parquet"])
def test_frames_and_parquet(tmp_path: Path, held: str) -> None:
    pandas = pytest.importorskip("pandas")
    for text, told in ((ROWS, OF_ROWS), (COLUMNS, OF_COLUMNS)):
        frame = pandas.read_csv(table(tmp_path, text), parse_dates=["day"] if text is COLUMNS else [])
        if text is ROWS:
            frame = frame.rename(columns={name: pandas.Timestamp(name) for name in frame.columns[2:]})
        if held == "parquet":
            frame.columns = [str(name) for name in frame.columns]
            frame.to_parquet(tmp_path / "a.parquet")
        source = tmp_path / "a.parquet" if held == "parquet" else frame
        found = lines(source, tmp_path / f"{len(text)}.json", **told)
        assert [line["target"] for line in found] == [line["target"] for line in LINES]


def test_months_and_other_ways_to_write_times(tmp_path: Path) -> None:
    months = table(tmp_path, "shop,2025-12,2026-02\nA,1,3\n")
    (line,) = lines(months, tmp_path / "o", series="rows", item="shop", frequency="M")
    assert line == {"start": "2025-12-01 00:00:00", "target": [1, "NaN", 3]}
    days = table(tmp_path, "shop,31.12.2025,01.01.2026\nA,1,3\n")
    (line,) = lines(days, tmp_path / "p", series="rows", item="shop", frequency="D", time_format="%d.%m.%Y")
    assert line == {"start": "2025-12-31 00:00:00", "target": [1, 3]}


def test_the_end_is_held_out_and_the_result_passes(tmp_path: Path) -> None:
    days = [date(2025, 1, 1) + timedelta(days=i) for i in range(400)]
    text = "day,A,B\n" + "".join(f"{day},{i % 7},{i % 5 or ''}\n" for i, day in enumerate(days))
    convert(table(tmp_path, text), to="time-series", output=tmp_path / "o", prediction_length=7, **OF_COLUMNS)
    asked = {"prediction_length": 7, "context_length": 7, "time_freq": "D", "epochs": 1}
    assert places(check(tmp_path / "o", algorithm="deepar", hyperparameters=asked), "error") == []


REFUSED: dict[str, tuple[str, dict[str, Any], str]] = {
    "untold": (
        COLUMNS,
        {"time": "day", "frequency": "D"},
        "--series rows where each row .*--series columns where each",
    ),
    "no frequency": (COLUMNS, {"series": "columns", "time": "day"}, "its frequency: --frequency, such as D"),
    "no time": (COLUMNS, {"series": "columns", "frequency": "D"}, "column of the times: --time"),
    "no header": (ROWS, {**OF_ROWS, "item": "1", "categories": "2", "header": False}, "say --header yes"),
    "a column that is no time": (
        ROWS,
        {**OF_ROWS, "categories": ()},
        r"column 2 \(city\) is called as no time.*--drop 2",
    ),
    "M5": ("id,d_1,d_2\na,1,2\n", {"series": "rows", "item": "id", "frequency": "D"}, "is called as no time"),
    "text": (COLUMNS.replace("6.5", "x"), OF_COLUMNS, r"a\.csv:3: column 3 \(B\) holds 'x', which is no number"),
    "one series twice": (ROWS.replace("B,Bergen", "A,Oslo"), OF_ROWS, "series 'A': has two values at 2026-01-01"),
    "one time twice": (COLUMNS.replace("01-04", "01-02"), OF_COLUMNS, "series 'A': has two values at 2026-01-02"),
    "a row too short": (COLUMNS + "2026-01-05,1\n", OF_COLUMNS, r"a\.csv:5: the row has 2 cells, and not 3"),
    "a row too long": (COLUMNS + "2026-01-05,1,2,3\n", OF_COLUMNS, "the row has 4 cells, and not 3"),
    "a header too long": (ROWS.replace("1,2,4", "1,2"), OF_ROWS, r"a\.csv:2: the row has 4 cells, and the header 5"),
    "a header too short": (ROWS.replace("1,2,4", "1,2,4,8"), OF_ROWS, "the row has 6 cells, and the header 5"),
    "no values": ("shop,city\nA,Oslo\n", OF_ROWS, r"a\.csv:1: no column is left that holds values"),
    "some zones": (COLUMNS.replace("01-04", "01-04T00:00Z"), OF_COLUMNS, r"a\.csv:4: .* has a time zone, unlike those"),
    "some zones above": (ROWS.replace("01-04", "01-04T00:00Z"), OF_ROWS, r"a\.csv:1: .* has a time zone, unlike"),
    "before the year 1": (COLUMNS.replace("2026-01-01", "0001-01-01T00:00+14:00"), OF_COLUMNS, "is no time such as"),
    "all gaps": (COLUMNS.replace("2026-01-01", "0001-01-01"), {**OF_COLUMNS, "frequency": "min"}, "a time is wrong"),
    "a form without years": (COLUMNS, {**OF_COLUMNS, "time_format": "%d.%m"}, "'%d.%m' has no year"),
    "days are no weeks": (COLUMNS, {**OF_COLUMNS, "frequency": "W"}, "is no whole number of steps"),
    "a number no float holds": (COLUMNS.replace("6.5", str(2**53 + 1)), OF_COLUMNS, r"a\.csv:3: .*no 64-bit float"),
    "a time of rows": (ROWS, {**OF_ROWS, "time": "city"}, "--time means nothing with --series rows"),
    "an item of columns": (COLUMNS, {**OF_COLUMNS, "item": "A"}, "--item means nothing with --series columns"),
}


@pytest.mark.parametrize("form", REFUSED)
def test_refused(tmp_path: Path, form: str) -> None:
    text, told, message = REFUSED[form]
    with pytest.raises(AdvisorError, match=message):
        lines(table(tmp_path, text), tmp_path / "o", **told)


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["convert", str(table(tmp_path, COLUMNS)), "--to", "time-series", "--output", str(tmp_path / "o")]
    asked += ["--frequency", "D", "--time", "day"]
    assert main(asked) == 2
    assert "--series columns" in capsys.readouterr().err
    assert main([*asked, "--series", "columns"]) == 0
    assert capsys.readouterr().out.startswith("Wrote 2 series as time-series")
    assert main(["convert", asked[1], "--to", "csv", "--output", str(tmp_path / "p"), "--series", "rows"]) == 2
    assert "--series means nothing" in capsys.readouterr().err
