"""Rows that stand in two channels: both sides of each limit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.rules.tables import overlap
from tests.builders.folders import checked
from tests.builders.recordio import dense, write_recordio
from tests.builders.tables import parquet
from tests.builders.tokens import pair


def rows(*numbers: int) -> str:
    return "".join(f"{n % 2},{n},{n * 7 % 31}\n" for n in numbers)


def said(folder: Path, algorithm: str = "xgboost", train: str = "train", /, **files: str) -> list[str]:
    """What is said of rows in two channels; each file is named after its channel, with a number behind."""
    named = {f"{train if name.startswith('train') else 'validation'}/{name}.csv": files[name] for name in files}
    report = checked(folder, dict(named), algorithm=algorithm)
    return [finding.message for finding in report.findings if finding.rule == "CSV158"]


@pytest.mark.parametrize(("copied", "found"), [(20, ["All rows are also in 'train'."]), (19, [])])
def test_a_few_rows_may_be_alike_by_chance(copied: int, found: list[str], tmp_path: Path) -> None:
    assert said(tmp_path, train=rows(*range(100)), validation=rows(*range(copied))) == found


def test_some_algorithms_call_the_channel_training(tmp_path: Path) -> None:
    files = {"train": rows(*range(100)), "validation": rows(*range(20))}
    assert said(tmp_path, "catboost", "training", **files) == ["All rows are also in 'training'."]


@pytest.mark.parametrize(("copied", "found"), [(20, ["About 50% of the rows are also in 'train'."]), (19, [])])
def test_half_of_the_rows_are_many(copied: int, found: list[str], tmp_path: Path) -> None:
    own = range(1000, 1040 - copied)
    assert said(tmp_path, train=rows(*range(100)), validation=rows(*range(copied), *own)) == found


@pytest.mark.parametrize(("different", "found"), [(95, ["All rows are also in 'train'."]), (94, [])])
def test_rows_that_are_alike_in_themselves_are_no_copies(different: int, found: list[str], tmp_path: Path) -> None:
    alike = [0] * (100 - different)
    assert said(tmp_path, train=rows(*range(200)), validation=rows(*range(different), *alike)) == found


@pytest.mark.parametrize("at_once", [1, 1 << 16])
def test_the_rows_of_all_files_are_known(at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overlap, "AT_ONCE", at_once)
    files = {"train1": rows(*range(30)), "train2": rows(*range(30, 60))}
    own = {"validation1": rows(*range(20, 40)), "validation2": rows(*range(1000, 1020))}
    assert said(tmp_path, **files, **own) == ["About 50% of the rows are also in 'train'."]


def test_a_copy_of_a_file_is_named_as_a_file(tmp_path: Path) -> None:
    assert said(tmp_path, train=rows(*range(30)), validation=rows(*range(30))) == []


def test_channels_that_the_algorithm_does_not_know_are_not_compared(tmp_path: Path) -> None:
    report = checked(tmp_path, {"train/a.csv": rows(*range(100)), "kept/a.csv": rows(*range(20))}, algorithm="xgboost")
    assert "CSV158" not in {finding.rule for finding in report.findings}


def svm(*numbers: int) -> bytes:
    return "".join(f"{n % 2} 1:{n} 2:{n * 7 % 31}\n" for n in numbers).encode()


def cells(*numbers: int) -> bytes:
    return parquet(y=[n % 2 for n in numbers], a=[n / 4 for n in numbers], b=[f"w{n * 7 % 31}" for n in numbers])


SAMPLES: list[tuple[str, str, Callable[..., bytes], str]] = [
    ("xgboost", ".libsvm", svm, "rows"),
    ("xgboost", ".parquet", cells, "rows"),
    ("kmeans", ".pbr", lambda *ns: write_recordio(dense([n, n * 7 % 31]) for n in ns), "records"),
    ("object2vec", ".jsonl", lambda *ns: "".join(pair(n % 2, [n], [n * 7 % 31]) for n in ns).encode(), "pairs"),
    ("blazingtext", ".txt", lambda *ns: "".join(f"__label__{n % 2} w{n} x\n" for n in ns).encode(), "sentences"),
]


@pytest.mark.parametrize(("algorithm", "suffix", "made", "called"), SAMPLES, ids=[one[1] for one in SAMPLES])
@pytest.mark.parametrize(("copied", "found"), [(range(1, 21), 1), (range(1, 20), 0), (range(90, 140), 0)])
def test_samples_of_other_formats_are_compared_too(
    algorithm: str, suffix: str, made: Callable[..., bytes], called: str, copied: range, found: int, tmp_path: Path
) -> None:
    other = "test" if algorithm == "kmeans" else "validation"
    files = {f"train/a{suffix}": made(*range(100)), f"{other}/b{suffix}": made(*copied)}
    report = checked(tmp_path, dict(files), algorithm=algorithm, hyperparameters={"mode": "supervised"})
    said = [(one.location.file, one.message) for one in report.findings if one.rule == "TAB104"]
    assert said == [(f"{other}/b{suffix}", f"All {called} are also in 'train'.")] * found


def test_nothing_is_said_where_not_all_rows_are_known(tmp_path: Path) -> None:
    large = rows(*range(1000, 110_000))
    assert len(large) > 1 << 20
    assert said(tmp_path / "a", train=rows(*range(30)) + large, validation=rows(*range(30))) == []
    assert said(tmp_path / "b", train1=rows(*range(30)), train2=large, validation=rows(*range(29))) == []
