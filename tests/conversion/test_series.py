"""Long tables of series to DeepAR's JSON Lines."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from advisor import AdvisorError, check, convert
from tests.builders.folders import places, write

HEAD = "day,shop,city,sold,price\n"
TOLD: dict[str, Any] = {"to": "time-series", "time": "day", "target": "sold", "item": "shop", "frequency": "D"}


def lines(tmp_path: Path, rows: str, **told: Any) -> list[dict[str, Any]]:
    write(tmp_path, {"a.csv": HEAD + rows})
    convert(tmp_path / "a.csv", output=tmp_path / "train" / "a.json", force=True, **{**TOLD, **told})
    return [json.loads(line) for line in (tmp_path / "train/a.json").read_text("utf-8").splitlines()]


def test_gaps_categories_and_order(tmp_path: Path) -> None:
    rows = "2026-01-04,A,Oslo,4,1\n2026-01-01,A,Oslo,1.5,1\n2026-01-02,A,Oslo,,1\n2026-01-01,B,Bergen,2,1\n"
    first, second = lines(tmp_path, rows, categories="city")
    assert first == {"start": "2026-01-01 00:00:00", "target": [1.5, "NaN", "NaN", 4], "cat": [1]}
    assert second == {"start": "2026-01-01 00:00:00", "target": [2], "cat": [0]}


@pytest.mark.parametrize(
    ("frequency", "times", "start", "length"),
    [
        ("M", ("2025-11-30", "2026-02-01"), "2025-11-01 00:00:00", 4),
        ("15min", ("2026-01-01T10:00:00Z", "2026-01-01T12:45:00+02:00"), "2026-01-01 10:00:00", 4),
        ("H", ("1767225600", "1767236400"), "2026-01-01 00:00:00", 4),
        ("W", ("2026-01-05", "2026-01-19"), "2026-01-05 00:00:00", 3),
        ("M", ("2025-11", "2026-02"), "2025-11-01 00:00:00", 4),
    ],
)
def test_frequencies(tmp_path: Path, frequency: str, times: tuple[str, str], start: str, length: int) -> None:
    (line,) = lines(tmp_path, "".join(f"{t},A,x,1,1\n" for t in times), frequency=frequency)
    assert line == {"start": start, "target": [1, *["NaN"] * (length - 2), 1]}


@pytest.mark.parametrize(
    ("written", "times"),
    [
        ("%d.%m.%Y", ("05.01.2026", "06.01.2026")),
        ("%m/%d/%Y %H:%M", ("1/5/2026 00:00", "01/06/2026 00:00")),
        ("%Y%m%d %z", ("20260105 +0000", "20260106 +0000")),
    ],
)
def test_times_as_they_are_written(tmp_path: Path, written: str, times: tuple[str, str]) -> None:
    (line,) = lines(tmp_path, "".join(f"{t},A,x,1,1\n" for t in times), time_format=written)
    assert line == {"start": "2026-01-05 00:00:00", "target": [1, 1]}
    with pytest.raises(AdvisorError, match=r"'2026-1' is no time .*: say how it is written, as in --time-format"):
        lines(tmp_path, "2026-1,A,x,1,1\n", time_format=written)


def test_truth_values_are_features(tmp_path: Path) -> None:
    (line,) = lines(tmp_path, "2026-01-01,A,x,1,True\n2026-01-02,A,x,1,false\n", features="price")
    assert line["dynamic_feat"] == [[1, 0]]


def test_features_go_along(tmp_path: Path) -> None:
    (line,) = lines(tmp_path, "2026-01-02,A,x,2,9\n2026-01-01,A,x,1,8.5\n", features="price")
    assert line["dynamic_feat"] == [[8.5, 9]]
    with pytest.raises(AdvisorError, match=r"a\.csv:2: series 'A': a feature has no value at some time"):
        lines(tmp_path, "2026-01-02,A,x,2,9\n2026-01-04,A,x,1,8\n", features="price")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("01/02/2026,A,x,1,1\n", "a.csv:2: '01/02/2026' is no time"),
        ("2026-01-01,A,x,1,1\n2026-01-01,A,x,2,1\n", "series 'A': has two values at 2026-01-01 00:00:00"),
        ("2026-01-01,A,x,1,1\n2026-01-02 10:00,A,x,2,1\n", "is no whole number of steps"),
        ("2026-01-01,A,x,1,1\n2026-01-02,A,y,2,1\n", "a.csv:3: series 'A' has the categories"),
        ("2026-01-01,A,x,some,1\n", "a.csv:2: column 4 (sold) holds 'some', which is no number"),
    ],
)
def test_what_cannot_be_placed(tmp_path: Path, rows: str, message: str) -> None:
    with pytest.raises(AdvisorError) as raised:
        lines(tmp_path, rows, categories="city", header=True)
    assert message in str(raised.value)


def test_result_passes(tmp_path: Path) -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(200)]
    rows = "".join(f"{day},{shop},{shop}ville,{day.day**2 % 11},1\n" for shop in "AB" for day in days)
    assert len(lines(tmp_path, rows, categories="city")) == 2
    settings = {"time_freq": "D", "prediction_length": 5, "context_length": 5, "epochs": 3}
    assert places(check(tmp_path / "train", algorithm="deepar", hyperparameters=settings)) == []


def test_the_end_of_each_series_is_held_out_of_training(tmp_path: Path) -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(200)]
    rows = "".join(f"{day},{shop},{shop}ville,{day.day**2 % 11},{day.day}\n" for shop in "AB" for day in days)
    rows += "".join(f"{day},C,Cville,1,2\n" for day in days[:5])
    write(tmp_path, {"a.csv": HEAD + rows})
    held_out: dict[str, Any] = {"categories": "city", "features": "price", "prediction_length": 5}
    done = convert(tmp_path / "a.csv", output=tmp_path / "o", **TOLD, **held_out)
    convert(tmp_path / "a.csv", output=tmp_path / "whole.json", **{**TOLD, **held_out, "prediction_length": None})
    assert (tmp_path / "o/test/data.json").read_text() == (tmp_path / "whole.json").read_text()
    parts = {part: (tmp_path / f"o/{part}/data.json").read_text().splitlines() for part in ("train", "test")}
    train, test = ([json.loads(line) for line in own] for own in parts.values())
    cut = [{**line, "target": line["target"][:-5], "dynamic_feat": [line["dynamic_feat"][0][:-5]]} for line in test]
    assert train == [line for line in cut if line["target"]]
    assert [(one.file, one.because) for one in done.aside] == [
        ("C", "has no value before its last 5: it is tested on, and not trained on")
    ]
    assert (done.rows, done.dropped, len(train)) == (3, 0, 2)
    settings = {"time_freq": "D", "prediction_length": 5, "context_length": 5, "epochs": 3}
    report = check(tmp_path / "o", algorithm="deepar", hyperparameters=settings)
    assert {finding.location.line for finding in report.findings if finding.severity != "info"} <= {3}  # C alone


def test_something_must_be_left_to_train_on(tmp_path: Path) -> None:
    with pytest.raises(AdvisorError, match="no series has a value before its last 3"):
        lines(tmp_path, "2026-01-01,A,x,,1\n2026-01-02,A,x,1,1\n2026-01-03,A,x,1,1\n", prediction_length=3)
