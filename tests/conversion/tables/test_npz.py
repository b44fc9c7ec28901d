"""Files of several arrays: samples and labels are found by their names, or asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from advisor import AdvisorError, check, convert
from tests.builders.folders import places

X = np.random.default_rng(1).normal(size=(40, 3)).astype(np.float32)
Y = np.arange(40) % 2
OTHER = X[:10] + 5
ZERO = np.zeros(10, int)

FOUND: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "X and y": ({"X": X, "y": Y}, {}),
    "data and label": ({"label": Y, "data": X}, {}),
    "labels in a column": ({"features": X, "labels": Y.reshape(-1, 1)}, {}),
    "two sides": ({"x_train": X, "y_train": Y, "x_test": OTHER, "y_test": ZERO}, {"array": "x_train"}),
    "words in another order": ({"trainX": X, "trainY": Y, "testX": OTHER, "testY": ZERO}, {"array": "trainX"}),
    "pictures": ({"train_images": X.reshape(40, 1, 3), "train_labels": Y, "val_images": OTHER, "val_labels": ZERO},
                 {"array": "train_images"}),
    "no names": ({"arr_0": X, "arr_1": Y}, {"array": "arr_0", "label": "arr_1"}),
    "two labels": ({"data": X, "fine_labels": Y, "coarse_labels": 1 - Y}, {"label": "fine_labels"}),
}  # fmt: skip


@pytest.mark.parametrize("form", FOUND)
def test_samples_and_labels_are_found(tmp_path: Path, form: str) -> None:
    held, told = FOUND[form]
    np.savez(tmp_path / "a.npz", **held)
    convert(tmp_path / "a.npz", to="csv", output=tmp_path / "o/train/a.csv", **told)
    written = np.loadtxt(tmp_path / "o/train/a.csv", delimiter=",", dtype=np.float32)
    assert (written == np.column_stack((Y, X))).all()


@pytest.mark.parametrize("form", ["X and y", "two sides"])
def test_what_is_written_passes(tmp_path: Path, form: str) -> None:
    held, told = FOUND[form]
    np.savez_compressed(tmp_path / "a.npz", **held)
    convert(tmp_path / "a.npz", to="recordio-protobuf", output=tmp_path / "o/train/a.pbr", **told)
    assert places(check(tmp_path / "o", algorithm="linear-learner")) == []


def test_samples_without_labels_get_none_of_others(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x_train=X, y_train=Y, x_test=X + 1)
    convert(tmp_path / "a.npz", to="npy", array="x_test", output=tmp_path / "o.npy")
    assert (np.load(tmp_path / "o.npy") == X + 1).all()


ASKED: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "which samples": (FOUND["two sides"][0], {}, "holds x_train, y_train, x_test, y_test: .*--array NAME"),
    "no such array": (FOUND["X and y"][0], {"array": "x"}, "holds X, y: .*--array NAME"),
    "which labels": (FOUND["two labels"][0], {}, "holds fine_labels, coarse_labels: .*--label NAME"),
    "other lengths": ({"x": X, "y": Y[1:]}, {}, "39 labels for 40 rows"),
    "a column a class": ({"x": X, "y": np.eye(2)[Y]}, {}, r"a column for each of 2 classes: give labels.argmax\(1\)"),
    "text": ({"x": X, "y": np.array(["no", "yes"])[Y]}, {}, "the labels are <U3, not numbers"),
}


@pytest.mark.parametrize("form", ASKED)
def test_what_is_not_told_is_asked_for(tmp_path: Path, form: str) -> None:
    held, told, message = ASKED[form]
    np.savez(tmp_path / "a.npz", **held)
    with pytest.raises(AdvisorError, match=message):
        convert(tmp_path / "a.npz", to="csv", output=tmp_path / "o.csv", **told)
    assert not (tmp_path / "o.csv").exists()


def test_of_one_array_there_is_none_to_choose(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", X)
    with pytest.raises(AdvisorError, match="--array means nothing where npy is written as csv"):
        convert(tmp_path / "a.npy", to="csv", array="X", output=tmp_path / "o.csv")
