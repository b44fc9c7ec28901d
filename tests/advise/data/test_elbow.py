from __future__ import annotations

import random
from pathlib import Path

import pytest

from advisor.advise.data.elbow import distances, elbow, evenly_spread
from advisor.recommendation import recommend
from advisor.report.advice.advice import as_text
from advisor.report.terminal import Look
from tests.builders.folders import write


def clouds(groups: int, each: int = 50) -> list[list[float]]:
    """Rows around as many centres, each as far from every other."""
    source = random.Random(groups)
    return [
        [source.gauss(100 if column == row % groups else 0, 1) for column in range(groups)]
        for row in range(groups * each)
    ]


def table(rows: list[list[float]]) -> str:
    return "".join(",".join(f"{cell:.4f}" for cell in row) + "\n" for row in rows)


@pytest.mark.parametrize("groups", [3, 4, 5])
def test_the_elbow_is_at_the_number_of_groups(groups: int) -> None:
    curve = distances(clouds(groups))
    assert len(curve) == 10
    assert curve[0] == 1
    assert elbow(curve, evenly_spread(clouds(groups))) == groups


@pytest.mark.parametrize("rows", [[], [[1.0, 2.0]], [[1.0, 2.0]] * 50, [[1.0], [2.0], [3.0]]])
def test_too_little_to_tell(rows: list[list[float]]) -> None:
    assert distances(rows) == ()


@pytest.mark.parametrize("scale", [1e300, 1e-300])
def test_huge_and_tiny_numbers_are_no_matter(scale: float) -> None:
    rows = [[cell * scale for cell in row] for row in clouds(3)]
    assert elbow(distances(rows), evenly_spread(rows)) == 3


def test_distances_that_vanish_when_squared() -> None:
    assert distances([[1.0 if row == 0 else row * 1e-200] for row in range(50)])[1:] == (0.0,) * 9


def test_k_follows_from_the_data_with_a_plot(tmp_path: Path) -> None:
    write(tmp_path, {"train/a.csv": "a,b,c,d\n" + table(clouds(4))})
    advice = recommend("which rows resemble one another", data=tmp_path, algorithm="kmeans")
    k = advice.recommendations[0].hyperparameters["k"]
    assert (k.value, len(k.curve)) == (4, 10)
    assert "on 200 of your rows" in k.reason
    assert [line for line in as_text(advice, Look()).splitlines() if line.endswith("<-")] == [
        f"        4 {'':30} 0.00 <-"
    ]
    assert advice == recommend("which rows resemble one another", data=tmp_path, algorithm="kmeans")


@pytest.mark.parametrize("draw", ["uniform", "gauss", "expovariate"])
def test_one_cloud_has_no_elbow(tmp_path: Path, draw: str) -> None:
    source = random.Random(7)
    values = {"uniform": (0, 1), "gauss": (0, 1), "expovariate": (1,)}[draw]
    rows = [[getattr(source, draw)(*values) for _ in range(3)] for _ in range(200)]
    write(tmp_path, {"train/a.csv": table(rows)})
    k = recommend("groups", data=tmp_path, algorithm="kmeans").recommendations[0].hyperparameters["k"]
    assert (k.value, k.curve) == (10, ())
    assert "No number of groups stands out in 200 of your rows" in k.reason


def test_a_number_that_was_asked_for_stays(tmp_path: Path) -> None:
    write(tmp_path, {"train/a.csv": table(clouds(4))})
    k = recommend("seven customer segments", data=tmp_path, algorithm="kmeans").recommendations[0].hyperparameters["k"]
    assert (k.value, k.curve) == (7, ())
    k = recommend("k-means with k=6", data=tmp_path, algorithm="kmeans").recommendations[0].hyperparameters["k"]
    assert (k.value, k.curve) == (6, ())


@pytest.mark.parametrize("content", ["1,2\n3,4\n" * 3, "red,1\nblue,2\n" * 50, "1,nan\n" * 50])
def test_no_table_of_numbers_has_no_elbow(tmp_path: Path, content: str) -> None:
    write(tmp_path, {"train/a.csv": content})
    k = recommend("groups", data=tmp_path, algorithm="kmeans").recommendations[0].hyperparameters["k"]
    assert k.curve == ()
