"""Whatever is held, what is written passes with an algorithm that reads it, without a warning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from advisor import check, convert
from advisor.conversion.tables.convert import FROM, TO
from tests.builders.folders import places, write
from tests.builders.pictures import annotated

READERS: dict[str, tuple[str, dict[str, Any]]] = {
    "csv": ("linear-learner", {"predictor_type": "binary_classifier"}),
    "recordio-protobuf": ("linear-learner", {"predictor_type": "binary_classifier"}),
    "libsvm": ("xgboost", {"objective": "binary:logistic", "num_round": 10}),
    "parquet": ("xgboost", {"objective": "binary:logistic", "num_round": 10}),
}
"""Format -> an algorithm that reads it."""

TEXTS = ("lines", "parallel-lines", "text-files")
TABLE = np.random.default_rng(1).normal(size=(60, 4)).astype(np.float32)
LABELS = np.arange(60) % 2


def held_as(held: str, folder: Path) -> tuple[Any, dict[str, Any]]:
    """The table as it is held, and what a conversion must be told of it."""
    if held == "array":
        return TABLE, {"labels": LABELS}
    rows = [[int(label), *map(float, row)] for label, row in zip(LABELS, TABLE, strict=True)]
    if held == "frame":
        return pytest.importorskip("pandas").DataFrame(rows, columns=[*"yabcd"]), {"label": "y"}
    folder.mkdir()
    if held == "json-lines":
        lines = [str(dict(zip("yabcd", row, strict=True))).replace("'", '"') for row in rows]
        return write(folder, {"a.jsonl": "\n".join(lines)}) / "a.jsonl", {"label": "y", "held": held}
    if held == "npz":
        np.savez(folder / "a.npz", features=TABLE, labels=LABELS)
        return folder / "a.npz", {}
    path = folder / "a"
    convert(TABLE, labels=LABELS, to=held, output=path)
    return path, {"label": 1} if held in ("csv", "npy", "parquet") else {}


@pytest.mark.parametrize("wanted", sorted(READERS.keys() & TO.keys()))
@pytest.mark.parametrize("held", [form for form in FROM if form not in TEXTS])
def test_tables(tmp_path: Path, held: str, wanted: str) -> None:
    pytest.importorskip("pyarrow")
    source, told = held_as(held, tmp_path / "in")
    out = tmp_path / "out"
    done = convert(source, to=wanted, output=out, parts={"train": 0.7, "validation": 0.3}, **told)
    assert done.rows == 60
    algorithm, settings = READERS[wanted]
    assert places(check(out, algorithm=algorithm, hyperparameters=settings)) == []


def test_masks(tmp_path: Path) -> None:
    source = annotated.drifting_masks(tmp_path / "s")
    convert(source, to="masks", output=tmp_path / "o", parts={"train": 0.7, "validation": 0.3})
    settings = {"num_classes": 3, "num_training_samples": 4}
    assert places(check(tmp_path / "o", algorithm="semantic-segmentation", hyperparameters=settings)) == []


def test_frames(tmp_path: Path) -> None:
    convert(annotated.video(tmp_path / "s"), to="detection-json", output=tmp_path / "o",
            parts={"train": 0.7, "validation": 0.3})  # fmt: skip
    assert places(check(tmp_path / "o", algorithm="object-detection")) == []
