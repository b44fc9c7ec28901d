"""Dates among the columns of a table become numbers that keep their order and their distances."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from advisor import AdvisorError, check, convert, fix
from advisor.cli import main
from tests.builders.folders import places, write

DAYS = [date(2026, 1, 30) + timedelta(days=3 * number) for number in range(20)]


def converted(tmp_path: Path, texts: list[str], **told: Any) -> list[list[str]]:
    rows = "".join(f"{number % 2},{text},{number / 4}\n" for number, text in enumerate(texts))
    write(tmp_path, {"a.csv": "y,day,x\n" + rows})
    options: dict[str, Any] = {"label": "y", "numbers": True, "header": True, **told}
    convert(tmp_path / "a.csv", to="csv", output=tmp_path / "o/train/a.csv", force=True, **options)
    return [line.split(",") for line in (tmp_path / "o/train/a.csv").read_text().splitlines()]


@pytest.mark.parametrize("written", [None, "%d.%m.%Y", "%m/%d/%y", "%d %b %Y"])
def test_dates_become_days(tmp_path: Path, written: str | None) -> None:
    texts = [day.strftime(written or "%Y-%m-%d") for day in DAYS]
    rows = converted(tmp_path, texts, **({"time_format": written} if written else {}))
    assert [int(row[1]) for row in rows] == [(day - date(1970, 1, 1)).days for day in DAYS]
    assert places(check(tmp_path / "o", algorithm="linear-learner")) == []


def test_times_are_parts_of_days_in_utc(tmp_path: Path) -> None:
    rows = converted(tmp_path, ["1970-01-02T06:00:00", "1970-01-02 18:00"])
    assert [float(row[1]) for row in rows] == [1.25, 1.75]
    rows = converted(tmp_path, ["1970-01-02T06:00:00Z", "1970-01-03T00:00:00+02:00"])
    assert [float(row[1]) for row in rows] == pytest.approx([1.25, 1 + 22 / 24])
    with pytest.raises(AdvisorError, match=r"a\.csv:3: .* '1970-01-03T00:00Z' with a time zone, and others without"):
        converted(tmp_path, ["1970-01-02T06:00:00", "1970-01-03T00:00Z"])


@pytest.mark.parametrize("form", ["%d %d", "%Q", "%", "day"])
def test_a_form_that_says_no_time_is_refused(tmp_path: Path, form: str) -> None:
    with pytest.raises(AdvisorError, match=f"--time-format '{form}' says no time"):
        converted(tmp_path, ["1 1"], time_format=form)


@pytest.mark.parametrize("row", ["1", "1,2,3"])
def test_a_header_of_another_width_is_refused(tmp_path: Path, row: str) -> None:
    write(tmp_path, {"a.csv": f"x,y\n{row}\n{row}\n"})
    with pytest.raises(AdvisorError, match=r"a\.csv:2: the row has . cells, and the header 2"):
        convert(tmp_path / "a.csv", to="csv", output=tmp_path / "o", header=True, delimiter=",", label="x")


def test_the_next_file_has_other_dates(tmp_path: Path) -> None:
    mapping = tmp_path / "m.json"
    converted(tmp_path, ["01.02.1970", "03.02.1970", ""], time_format="%d.%m.%Y", missing="mean", mapping=mapping)
    assert json.loads(mapping.read_text())["columns"]["day"] == {"mean": 32.0, "dates": "%d.%m.%Y"}
    rows = converted(tmp_path, ["11.02.1970", ""], missing="mean", mapping=mapping)
    assert [row[1] for row in rows] == ["41", "32.0"]
    with pytest.raises(
        AdvisorError, match=r"a.csv:2: column 2 \(day\) holds '1970-02-11', and dates as %d.%m.%Y before"
    ):
        converted(tmp_path, ["1970-02-11"], mapping=mapping)


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["01/02/26", "13/04/26"], "holds a date or a time in each cell, .*: say how .* --time-format"),
        (["2026-01-02", "2026-01-03", "unknown"], "a.csv:4: .* holds dates, and the text 'unknown' in 1 of its cells"),
    ],
)
def test_what_does_not_tell_its_order_is_asked_for(tmp_path: Path, texts: list[str], message: str) -> None:
    with pytest.raises(AdvisorError, match=message):
        converted(tmp_path, texts)


def test_words_stay_categories_and_dates_that_nobody_asks_for_stay_text(tmp_path: Path) -> None:
    assert [row[1] for row in converted(tmp_path, ["may", "june", "2026-01-02"])] == ["2", "1", "0"]
    assert converted(tmp_path, ["2026-01-02"], numbers=False)[0][1] == "2026-01-02"


def as_days(*days: date) -> list[float]:
    return [(day - date(1970, 1, 1)).days for day in days]


SETTLED = {
    "day first": (["01/02/2025", "13/02/2025"], as_days(date(2025, 2, 1), date(2025, 2, 13)), "%d/%m/%Y"),
    "month first": (["01/02/2025", "2/13/2025"], as_days(date(2025, 1, 2), date(2025, 2, 13)), "%m/%d/%Y"),
    "dots": (["1.2.2025", "31.12.2025"], as_days(date(2025, 2, 1), date(2025, 12, 31)), "%d.%m.%Y"),
    "time of day": (["31-12-2025 12:00", "01-02-2025 00:00"], [20453.5, 20120], "%d-%m-%Y %H:%M"),
}


@pytest.mark.parametrize("form", SETTLED)
@pytest.mark.parametrize("told", [{}, {"dates": "month-first"}, {"dates": "day-first"}])
def test_a_value_above_12_settles_what_comes_first(tmp_path: Path, form: str, told: dict[str, str]) -> None:
    texts, expected, written = SETTLED[form]
    mapping = tmp_path / "m.json"
    assert [float(row[1]) for row in converted(tmp_path, texts, mapping=mapping, **told)] == expected
    assert json.loads(mapping.read_text())["columns"]["day"] == {"dates": written}


AMBIGUOUS = ["01/02/2025", "12/12/2025"]


def test_it_is_asked_for_where_no_value_does(tmp_path: Path) -> None:
    asked = r"a.csv:2: column 2 \(day\) holds dates such as '01/02/2025', .*: --dates day-first or --dates month-first"
    with pytest.raises(AdvisorError, match=asked):
        converted(tmp_path, AMBIGUOUS)
    with pytest.raises(AdvisorError, match=r"a.csv:3.*such as '01/02/2025'"):
        converted(tmp_path, ["soon", *AMBIGUOUS])
    (first, _), (second, _) = (
        [float(row[1]) for row in converted(tmp_path, AMBIGUOUS, dates=told)] for told in ("day-first", "month-first")
    )
    assert [first, second] == as_days(date(2025, 2, 1), date(2025, 1, 2))


def test_gaps_are_filled_with_the_mean_day(tmp_path: Path) -> None:
    rows = converted(tmp_path, ["01/02/2025", "", "13/02/2025"], missing="mean")
    assert [float(row[1]) for row in rows] == as_days(date(2025, 2, 1), date(2025, 2, 7), date(2025, 2, 13))


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["31/12/2025", "12/31/2025"], "holds a date or a time in each cell"),
        (["31/12/2025", "31.12.2025"], "holds a date or a time in each cell"),
        (["31/12/2025", "30/12/2025", "unknown"], "a.csv:4: .* holds dates, and the text 'unknown' in 1 of its cells"),
    ],
)
def test_what_is_not_written_alike_is_refused(tmp_path: Path, texts: list[str], message: str) -> None:
    with pytest.raises(AdvisorError, match=message):
        converted(tmp_path, texts)


def test_columns_of_several_orders(tmp_path: Path) -> None:
    write(tmp_path, {"b.csv": "a,b,c\n31/12/2025,12/31/2025,2025-12-31\n01/02/2025,02/01/2025,2025-02-01\n"})
    convert(tmp_path / "b.csv", to="npy", output=tmp_path / "o.npy", numbers=True, header=True)
    assert np.load(tmp_path / "o.npy").tolist() == [[20453] * 3, [20120] * 3]


def test_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"{i % 2},{i % 12 + 1:02}/0{i % 9 + 1}/2025,{i}\n" for i in range(40))
    data = write(tmp_path / "data", {"train/a.csv": rows})
    out = str(tmp_path / "o.csv")
    asked = ["convert", str(data / "train/a.csv"), "--to", "csv", "--numbers", "--output", out]
    assert main(asked) == 2
    assert "--dates day-first or --dates month-first" in capsys.readouterr().err
    assert main([*asked, "--dates", "day-first"]) == 0
    assert "2: days since 1970-01-01, dates read as %d/%m/%Y" in capsys.readouterr().out
    told = ["fix", str(data), "--algorithm", "linear-learner", "--output", str(tmp_path / "f"), "--answer"]
    told += ["text=numbers"]
    assert main(told) == 2
    assert "--answer dates=CHOICE such as day-first, month-first" in capsys.readouterr().out
    assert not (tmp_path / "f").exists()
    assert main([*told, "--answer", "dates=day-first"]) == 0
    assert (tmp_path / "f/train/a.csv").read_text() == Path(out).read_text()
    with pytest.raises(AdvisorError, match="--answer dates=first: say day-first or month-first"):
        fix(data, algorithm="linear-learner", output=tmp_path / "g", answers={"text": "numbers", "dates": "first"})
