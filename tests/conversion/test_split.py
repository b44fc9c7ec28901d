"""Splits: the shares, the classes, and that nothing is on two sides."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from advisor import AdvisorError, convert
from advisor.case.conversions import how_to_convert
from advisor.conversion.heeded import refuse_unheeded
from advisor.conversion.options import Options
from advisor.conversion.table import CONVERSIONS
from tests.builders.folders import write

ROWS = "y,group,day,x\n" + "".join(f"{i % 10 == 0:d},{i % 7},2026-01-{i % 28 + 1:02},{i % 80}\n" for i in range(200))


def parts(tmp_path: Path, **told: Any) -> dict[str, list[list[str]]]:
    write(tmp_path, {"a.csv": ROWS})
    convert(tmp_path / "a.csv", to="csv", output=tmp_path / "o", force=True, **told)
    texts = {path.parent.name: path.read_text("utf-8") for path in (tmp_path / "o").rglob("*.csv")}
    return {name: [line.split(",") for line in text.splitlines()] for name, text in texts.items()}


def test_equal_rows_stay_together_and_each_class_has_its_share(tmp_path: Path) -> None:
    shares = {"train": 0.6, "validation": 0.2, "test": 0.2}
    found = parts(tmp_path, label="y", drop=["group", "day"], parts=shares)
    rows = {name: {tuple(row) for row in own} for name, own in found.items()}
    assert not rows["train"] & rows["validation"] | rows["train"] & rows["test"] | rows["validation"] & rows["test"]
    assert sum(map(len, found.values())) == 200
    for label, total in Counter(row[0] for own in rows.values() for row in own).items():
        for name, share in shares.items():
            assert abs(sum(row[0] == label for row in rows[name]) - share * total) <= 1


def test_seed(tmp_path: Path) -> None:
    shares = {"train": 1, "validation": 1}
    first = parts(tmp_path, parts=shares)
    assert parts(tmp_path, parts=shares) == first
    assert parts(tmp_path, parts=shares, seed=1) != first


def test_groups_stay_together(tmp_path: Path) -> None:
    found = parts(tmp_path, parts={"train": 0.7, "validation": 0.3}, split_by="group")
    assert not {row[1] for row in found["train"]} & {row[1] for row in found["validation"]}


def test_large_groups_count_as_much(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "".join(f"g{group},{row}\n" for group in range(1, 21) for row in range(group))})
    convert(tmp_path / "a.csv", to="csv", output=tmp_path / "o", parts={"a": 0.7, "b": 0.3}, split_by=1)
    counts = {name: len((tmp_path / "o" / name / "data.csv").read_text().splitlines()) for name in "ab"}
    assert sum(counts.values()) == 210
    assert abs(counts["a"] - 147) <= 20


def test_the_latest_go_to_the_last_part(tmp_path: Path) -> None:
    found = parts(tmp_path, parts={"train": 0.75, "validation": 0.25}, split_by="day", split_how="time", drop="x")
    assert max(row[2] for row in found["train"]) < min(row[2] for row in found["validation"])
    assert 0.7 < len(found["train"]) / 200 < 0.8


def test_numbers_are_split_alike(tmp_path: Path) -> None:
    table = np.arange(100, dtype=np.float32).reshape(50, 2)
    done = convert(
        table, labels=np.arange(50) % 2, to="npy", parts={"train": 4, "validation": 1}, output=tmp_path / "o"
    )
    train, held = np.load(tmp_path / "o/train/data.npy"), np.load(tmp_path / "o/validation/data.npy")
    assert (done.rows, len(train), len(held), held[:, 0].sum()) == (50, 40, 10, 5)
    assert sorted([*train[:, 1], *held[:, 1]]) == table[:, 0].tolist()


def test_too_few_samples(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "1,2\n" * 10})
    with pytest.raises(AdvisorError, match="1 different samples are too few for a part 'validation'"):
        convert(tmp_path / "a.csv", to="csv", output=tmp_path / "o", parts={"train": 0.8, "validation": 0.2})
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(
    ("to", "told", "message"),
    [
        ("time-series", {"split": {"train": 0.8, "test": 0.2}}, "--split means nothing where csv is written as time-"),
        ("time-series", {"split_by_time": "day"}, "--split-by means nothing"),
        ("csv", {"category": "group"}, "--category means nothing where csv is written as csv"),
        ("sentences", {"numbers": True}, "--numbers means nothing where csv is written as sentences"),
        ("csv", {"resize": 8}, "--resize means nothing"),
    ],
)
def test_what_would_not_be_heeded_is_refused(tmp_path: Path, to: str, told: dict[str, Any], message: str) -> None:
    write(tmp_path, {"a.csv": ROWS})
    with pytest.raises(AdvisorError, match=message):
        convert(tmp_path / "a.csv", to=to, output=tmp_path / "o", **told)
    assert not (tmp_path / "o").exists()


def test_options_are_called_as_by_the_command(tmp_path: Path) -> None:
    shares = {"train": 0.75, "validation": 0.25}
    assert parts(tmp_path, split=shares, split_by_time="day") == parts(
        tmp_path, parts=shares, split_by="day", split_how="time"
    )


@pytest.mark.parametrize("wanted", sorted({wanted for _, wanted in CONVERSIONS}))
@pytest.mark.parametrize("held", sorted({held for held, _ in CONVERSIONS}))
def test_findings_name_options_that_are_heeded(held: str, wanted: str) -> None:
    said = how_to_convert(held, [wanted]) or ""
    named = set(re.findall(r"--([a-z-]+)", said)) - {"to", "output", "from"}
    if (held, wanted) in CONVERSIONS:
        told: dict[str, Any] = {name.replace("-", "_"): "x" for name in named}
        refuse_unheeded(Options(**told), held, wanted)
    else:
        assert f"advisor convert FILE --to {wanted}" not in said
