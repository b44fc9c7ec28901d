"""`advisor fix` of rows, lines and records that are broken: left out as told, each of them listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import fix
from advisor.case.repairs import REPAIRS
from advisor.conversion.mend.files.broken_lines import REASONS
from advisor.conversion.results import LISTED, LeftOut
from tests.builders.folders import Files, write
from tests.builders.recordio import dense, records_of, write_recordio
from tests.builders.tokens import pair, pairs

ROWS = [f"{i % 2},{i * 7 % 11 / 4},{i % 5}" for i in range(40)]
BROKEN = {"broken": "leave-out"}


def test_every_rule_on_broken_lines_has_its_reason() -> None:
    whole = ("CSV", "IMG", "IRC", "LAY", "REC")
    assert REASONS.keys() == {rule for rule, repair in REPAIRS.items() if repair == "set-aside"} - {
        rule for rule in REPAIRS if rule.startswith(whole)
    }


@pytest.mark.parametrize("first", [True, False])
def test_ragged_rows_go_and_the_others_keep_their_bytes(tmp_path: Path, first: bool) -> None:
    kept = [*ROWS[:5], "1,0.50,3", *ROWS[5:]]
    rows = ["7,8", *kept, "1,2,3,4"] if first else [*kept, "7,8", "1,2,3,4"]
    files: Files = {"d/train/a.csv": "\n".join(rows) + "\n", "d/train/b.csv": "\n".join(ROWS) + "\n"}
    write(tmp_path, files)
    done = fix(tmp_path / "d", algorithm="kmeans", answers=BROKEN, output=tmp_path / "o")
    assert (done.verdict, done.left, done.dropped) == ("pass", (), 2)
    assert (tmp_path / "o/train/a.csv").read_text() == "\n".join(kept) + "\n"
    assert (tmp_path / "o/train/b.csv").read_text() == files["d/train/b.csv"]
    numbers = (1, 43) if first else (42, 43)
    shown = ("2 cells, where 3 must be: 7,8", "4 cells, where 3 must be: 1,2,3,4")
    assert [(one.file, one.number, one.because) for one in done.aside] == [
        ("train/a.csv", number, because) for number, because in zip(numbers, shown, strict=True)
    ]


def test_each_channel_has_its_own_width(tmp_path: Path) -> None:
    test = "".join(f"{row.partition(',')[2]}\n" for row in ROWS)
    write(tmp_path, {"d/train/a.csv": "\n".join([*ROWS, "7"]), "d/test/a.csv": test})
    done = fix(tmp_path / "d", algorithm="kmeans", answers=BROKEN, output=tmp_path / "o")
    assert done.dropped == 1
    assert (tmp_path / "o/test/a.csv").read_text() == test


def test_ragged_rows_teach_nothing(tmp_path: Path) -> None:
    rows = [f"{i % 2},{'ab'[i % 3 > 0]},{i}" for i in range(20)]
    write(tmp_path, {"d/train/a.csv": "\n".join([*rows, "1,zebra"])})
    done = fix(tmp_path / "d", algorithm="kmeans", answers={**BROKEN, "text": "numbers"}, output=tmp_path / "o")
    assert (done.verdict, done.mapping["2"]) == ("pass", {"numbers": {"a": 0, "b": 1}})


def test_records_without_features_go(tmp_path: Path) -> None:
    records = [dense([i, 2.5], i % 2) for i in range(20)]
    write(tmp_path, {"d/train/a.pbr": write_recordio([*records[:7], b"", *records[7:]])})
    hyperparameters = {"predictor_type": "binary_classifier"}
    done = fix(
        tmp_path / "d", algorithm="linear-learner", hyperparameters=hyperparameters, answers=BROKEN,
        output=tmp_path / "o",
    )  # fmt: skip
    assert (done.verdict, done.dropped, [one.number for one in done.aside]) == ("pass", 1, [8])
    assert len(records_of(tmp_path / "o/train/a.pbr")) == 20


LINES = pairs().splitlines()


@pytest.mark.parametrize(
    ("broken", "because"),
    [
        ('{"label": 1, "in0": [1', "is no JSON object"),
        ('{"label": 1, "in0": [1], "in1": [NaN]}', "holds NaN"),
        ('{"label": 1, "in0": [1]}', "has no in1"),
        (pair(in1=[]).strip(), "has no ids in in1"),
    ],
)
def test_broken_pairs_go_and_the_others_keep_their_bytes(tmp_path: Path, broken: str, because: str) -> None:
    write(tmp_path, {"d/train/a.jsonl": "\n".join([*LINES[:5], broken, *LINES[5:]]) + "\n"})
    done = fix(tmp_path / "d", algorithm="object2vec", answers=BROKEN, output=tmp_path / "o")
    assert (tmp_path / "o/train/a.jsonl").read_text() == "\n".join(LINES) + "\n"
    assert [(one.number, one.because) for one in done.aside] == [(6, f"{because}: {broken}"[: len(because) + 62])]


def test_what_is_left_to_a_person_stays(tmp_path: Path) -> None:
    text = "\n".join([*LINES[:5], "{", *LINES[5:]]) + "\n"
    write(tmp_path, {"d/train/a.jsonl": text})
    done = fix(tmp_path / "d", algorithm="object2vec", answers={"broken": "keep"}, output=tmp_path / "o")
    assert (tmp_path / "o/train/a.jsonl").read_text() == text
    assert done.aside == ()


def test_all_are_counted_and_the_first_are_listed() -> None:
    left_out = LeftOut("a")
    for _ in range(2):  # as a second pass does
        for number in range(1, LISTED + 11):
            left_out.add(number, "broken")
    assert (left_out.count, len(left_out.listed)) == (LISTED + 10, LISTED)
