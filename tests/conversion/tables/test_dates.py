"""Dates among the columns of a table become numbers that keep their order and their distances."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from advisor import AdvisorError, check, convert
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
    rows = converted(tmp_path, ["1970-01-02T06:00:00", "1970-01-02 18:00", "1970-01-03T00:00:00+02:00"])
    assert [float(row[1]) for row in rows] == pytest.approx([1.25, 1.75, 1 + 22 / 24])


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
        (["01/02/2026", "03/04/2026"], "holds a date or a time in each cell, .*: say how .* --time-format"),
        (["2026-01-02", "2026-01-03", "unknown"], "a.csv:4: .* holds dates, and the text 'unknown' in 1 of its cells"),
    ],
)
def test_what_does_not_tell_its_order_is_asked_for(tmp_path: Path, texts: list[str], message: str) -> None:
    with pytest.raises(AdvisorError, match=message):
        converted(tmp_path, texts)


def test_words_stay_categories_and_dates_that_nobody_asks_for_stay_text(tmp_path: Path) -> None:
    assert [row[1] for row in converted(tmp_path, ["may", "june", "2026-01-02"])] == ["2", "1", "0"]
    assert converted(tmp_path, ["2026-01-02"], numbers=False)[0][1] == "2026-01-02"
