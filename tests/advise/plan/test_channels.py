"""Channels as advice has them: what is sent in each, which of them the data has, and which are worth having."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.advise import Recommendation
from advisor.recommendation import recommend
from tests.builders.acceptance.valid import table
from tests.builders.folders import Files, write


def advised(folder: Path, files: Files, algorithm: str) -> Recommendation:
    return recommend(data=write(folder, files), algorithm=algorithm).recommendations[0]


def sent(one: Recommendation) -> dict[str, tuple[str, bool]]:
    """Content type of each channel, and whether the data has it."""
    return {channel.name: (channel.content_type, channel.found) for channel in one.input.channels}


def reasons(one: Recommendation) -> str:
    return " ".join(reason.text for reason in one.input.reasons)


@pytest.mark.parametrize(
    ("algorithm", "files", "expected"),
    [
        ("kmeans", {"train/a.csv": table()}, {"train": ("text/csv;label_size=0", True),
                                              "test": ("text/csv;label_size=0", False)}),
        ("kmeans", {"train/a.csv": table(), "test/a.csv": table("class")},
         {"train": ("text/csv;label_size=0", True), "test": ("text/csv;label_size=1", True)}),
        ("random-cut-forest", {"train/a.csv": table()}, {"train": ("text/csv;label_size=0", True),
                                                         "test": ("text/csv;label_size=1", False)}),
        ("knn", {"train/a.csv": table("class"), "test/a.csv": table("class")},
         {"train": ("text/csv;label_size=1", True), "test": ("text/csv;label_size=1", True)}),
    ],
)  # fmt: skip
def test_what_is_sent(tmp_path: Path, algorithm: str, files: Files, expected: dict[str, tuple[str, bool]]) -> None:
    assert sent(advised(tmp_path, files, algorithm)) == expected


def test_without_data_none_is_found() -> None:
    channels = recommend(algorithm="kmeans").recommendations[0].input.channels
    assert [(channel.name, channel.found) for channel in channels] == [("train", False), ("test", False)]
    assert all(channel.purpose for channel in channels)


def test_the_channel_that_tuning_needs_is_worth_having(tmp_path: Path) -> None:
    hint = "Worth having: the channel test. test:msd, by which models are compared, is measured on it."
    assert hint in reasons(advised(tmp_path, {"train/a.csv": table()}, "kmeans"))
    assert hint not in reasons(advised(tmp_path, {"train/a.csv": table(), "test/a.csv": table()}, "kmeans"))


@pytest.mark.parametrize(("folder", "algorithm", "meant"), [("train", "catboost", "training"),
                                                            ("training", "kmeans", "train")])  # fmt: skip
def test_a_folder_of_another_name_is_to_be_renamed(tmp_path: Path, folder: str, algorithm: str, meant: str) -> None:
    one = advised(tmp_path, {f"{folder}/data.csv": table("binary"), "validation/data.csv": table("binary")}, algorithm)
    assert f"Rename the folder {folder}: the channel is called {meant} here." in reasons(one)
    assert sent(one)[meant][1]


@pytest.mark.parametrize("folder", ["train", "training"])
def test_a_channel_of_two_names_keeps_the_one_that_it_has(tmp_path: Path, folder: str) -> None:
    assert folder in sent(advised(tmp_path, {f"{folder}/data.csv": table("binary")}, "lightgbm"))
