"""Advice on data, its request, the table of a check without an algorithm, and a check for one never contradict."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.advise.plan.emit import Place, request
from advisor.engine.check import check
from advisor.knowledge.load import algorithm as knowledge
from advisor.recommendation import recommend
from advisor.request import request_of
from tests.builders.acceptance.valid import table
from tests.builders.acceptance.valid_cases import FOLDERS
from tests.builders.folders import Files, write
from tests.builders.pictures.images import jpeg
from tests.builders.raw_tables import TABLES
from tests.builders.recordio import sparse, write_recordio

WORDS = "classify into three groups"
EXAMPLES = Path(__file__).parents[2] / "examples"
TWO = ("train", "validation")
FILES: dict[str, Files] = {
    **{name: files for name, (_, files) in FOLDERS.items()},
    **{f"raw {name}": {"train/table.csv": text} for name, text in TABLES.items()},
    "training for train": {f"{name}/a.csv": table("class") for name in ("training", "validation")},
    "train for training": {f"train/{name}/{n}.jpg": jpeg(64, 64) for name in ("cats", "dogs") for n in range(2)},
    "sparse rows": {f"{name}/a.libsvm": "1 1:0.5 3:2\n0 2:1.5\n" * 30 for name in TWO},
    "ratings": {f"{name}/a.pbr": write_recordio(sparse({n % 9: 1.0}, 9, n % 5 + 1) for n in range(60)) for name in TWO},
    "categories": {
        "training/train/a.csv": table("class"),
        "training/categorical_index.json": '{"cat_index_list": [1]}',
    },
}


@pytest.mark.parametrize("name", [*FILES, "good", "bad"])
def test_all_three_agree(tmp_path: Path, name: str) -> None:
    data = write(tmp_path, FILES[name]) if name in FILES else EXAMPLES / name
    judged = {one.algorithm: one.accepts for one in check(data).algorithms or ()}
    plain, worded = recommend(data=data).recommendations, recommend(WORDS, data=data).recommendations[:1]
    for advised in plain:
        assert advised.accepts == judged[advised.algorithm]
    for advised in (*plain, *worded):
        assert bool(advised.steps) or advised.accepts == "as-is", advised.algorithm
        told = check(data, job=request_of(request(advised, Place()), "job.json")).findings
        errors = [finding for finding in told if finding.severity == "error"]
        assert bool(advised.steps) or errors == [], advised.algorithm
    for algorithm, accepts in judged.items():
        if "sentences" in {kind.format for kind in knowledge(algorithm).content_types.values()}:
            continue  # a check for it takes any text for sentences
        passes = check(data, algorithm=algorithm).verdict == "pass"
        assert passes == (accepts == "as-is"), algorithm
