"""What data says of itself: every fact with its value, each of them from the data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor.advise import recommend
from advisor.advise.from_data import facts
from advisor.advise.problem import Problem
from advisor.dataset.storage import LocalStorage
from advisor.engine.scan import scan_case
from advisor.knowledge.load import algorithm as named
from advisor.recommendation import recommend as recommend_on
from advisor.rules.case import Case
from tests.builders.folders import write
from tests.builders.images import annotation, box
from tests.test_valid_data import MANIFESTS, lists, masks, packed, pictures, sparse_vectors, table, vectors

Files = dict[str, bytes | str]

WORDS = "".join(f"word{i}\n" for i in range(12))
RARE = "".join(f"{int(i == 0)},{i}.5\n" for i in range(60))


def case_of(folder: Path, files: Files, algorithm: str | None = None) -> Case:
    return scan_case(LocalStorage(write(folder, files)), named(algorithm) if algorithm else None)


def told(problem: Problem) -> dict[str, Any]:
    """Every fact but the size in gigabytes, which is next to nothing here."""
    assert {fact.origin for _, fact in problem.facts()} == {"data"}
    return {name.removeprefix("numbers."): fact.value for name, fact in problem.facts() if name != "numbers.gigabytes"}


PICTURES = {"data": "images", "labelled": True, "format": "image", "rows": 4.0, "image_size": 40.0}

FACTS: dict[str, tuple[str | None, Files, dict[str, Any]]] = {
    "csv": (None, {"train/a.csv": table()}, {"format": "csv", "rows": 60.0, "columns": 5.0, "zeros": 0.0}),
    "csv with labels": (
        "xgboost",
        {"train/a.csv": table("class")},
        {"target": "class", "format": "csv", "rows": 60.0, "columns": 5.0, "classes": 3.0, "zeros": 0.0},
    ),
    "csv with a target": (
        "xgboost",
        {"train/a.csv": table("number")},
        {"target": "number", "format": "csv", "rows": 60.0, "columns": 5.0, "zeros": 0.0},
    ),
    "a rare class": (
        "linear-learner",
        {"train/a.csv": RARE},
        {"target": "class", "format": "csv", "traits.imbalanced": "imbalanced", "rows": 60.0, "columns": 1.0,
         "classes": 2.0, "zeros": 0.0},
    ),
    "text and gaps": (
        None,
        {"train/a.csv": "1.5,red,2.5\n2.5,,3.5\n3.5,blue,4.5\n"},
        {"format": "csv", "traits.missing values": "missing values", "traits.categorical": "categorical",
         "rows": 3.0, "columns": 3.0, "zeros": 0.0},
    ),
    "entities": (
        None,
        {"train/a.csv": "".join(f"user{i % 9},10.0.{i}.7\n" for i in range(60))},
        {"data": "entity-ip pairs", "format": "csv", "rows": 60.0, "columns": 2.0, "entities": 9.0},
    ),
    "sparse": (
        None,
        {"train/a.pbr": sparse_vectors()},
        {"labelled": False, "format": "recordio-protobuf", "traits.sparse": "sparse", "rows": 60.0, "columns": 500.0,
         "zeros": 0.99},
    ),
    "dense": (
        None,
        {"train/a.pbr": vectors("number")},
        {"labelled": True, "target": "number", "format": "recordio-protobuf", "rows": 60.0, "columns": 5.0},
    ),
    "images with lists": (None, {**pictures("train"), **lists("train")}, {**PICTURES, "classes": 2.0}),
    "images with masks": (
        None,
        {**pictures("train"), **masks("train")},
        {**PICTURES, "answer": "mask", "classes": 3.0},
    ),
    "images with boxes": (
        None,
        {**pictures("train"), **{f"train_annotation/im{i}.json": annotation(f"im{i}.jpg", [box(i % 2)] * (i + 1))
                                 for i in range(4)}},
        {**PICTURES, "answer": "boxes", "classes": 2.0, "label_width": 22.0, "boxes_per_picture": 4.0},
    ),
    "image records": (
        None,
        {"train/a.rec": packed()},
        {**PICTURES, "format": "image-recordio", "classes": 2.0, "label_width": 1.0},
    ),
    "vocabulary": (
        None,
        {"train/a.csv": "0,1.0\n1,0\n", "auxiliary/vocab.txt": WORDS},
        {"format": "csv", "rows": 2.0, "columns": 2.0, "zeros": 0.5, "vocabulary": 12.0},
    ),
    "manifest": (
        None,
        {"train/m.manifest": MANIFESTS["boxes"][2]},
        {"answer": "boxes", "labelled": True, "format": "augmented-manifest", "rows": 60.0, "classes": 1.0,
         "label_width": 7.0, "boxes_per_picture": 1.0},
    ),
    "multi-hot manifest": (
        None,
        {"train/m.manifest": MANIFESTS["multi-hot"][2]},
        {"labelled": True, "format": "augmented-manifest", "traits.several labels": "several labels",
         "traits.multi-hot": "multi-hot", "rows": 60.0, "classes": 2.0},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FACTS)
def test_facts(tmp_path: Path, name: str) -> None:
    algorithm, files, expected = FACTS[name]
    assert told(facts(case_of(tmp_path, files, algorithm))) == expected


def test_what_was_measured_is_not_asked(tmp_path: Path) -> None:
    words = "what can I do with it"
    asked = {question.id for question in recommend(words).questions}
    assert asked & {"data", "labelled"}
    write(tmp_path, {**pictures("train"), **lists("train")})
    assert not {question.id for question in recommend_on(words, data=tmp_path).questions} & {"data", "labelled"}


def test_data_beats_words(tmp_path: Path) -> None:
    write(tmp_path, {"train/a.csv": table("number")})
    advice = recommend_on("is it fraud or not", data=tmp_path, algorithm="xgboost")
    assert advice.recommendations[0].hyperparameters["objective"].value == "reg:squarederror"


def test_a_manifest_is_named_with_its_attributes(tmp_path: Path) -> None:
    write(tmp_path, {"train/m.manifest": MANIFESTS["boxes"][2]})
    channels = recommend_on(data=tmp_path, algorithm="object-detection").recommendations[0].input.channels
    train = next(channel for channel in channels if channel.name == "train")
    assert (train.manifest, train.attributes) == ("m.manifest", ("source-ref", "bounding-box"))
