"""What data says of itself: every fact with its value, each of them from the data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor.advise import recommend
from advisor.advise.data.from_data import facts
from advisor.advise.problem import Problem
from advisor.case.model import Case
from advisor.dataset.local import LocalStorage
from advisor.engine.scan import scan_case
from advisor.knowledge.load import algorithm as named
from advisor.profile.sketch import ERROR
from advisor.recommendation import recommend as recommend_on
from tests.builders.acceptance.valid import lists, masks, packed, pictures, sparse_vectors, table, vectors
from tests.builders.acceptance.valid_cases import MANIFESTS
from tests.builders.folders import Files, write
from tests.builders.pictures.boxes import listed
from tests.builders.pictures.images import annotation, box
from tests.builders.recordio import dense, write_recordio
from tests.builders.transfer import class_folders, labelled_texts

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
         "classes": 2.0, "zeros": 0.0, "odd_share": 1 / 60},
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
    "folders of classes": (
        None,
        class_folders("training", "roses", "tulips"),
        {"data": "images", "answer": "class", "format": "image", "traits.class folders": "class folders",
         "rows": 6.0, "classes": 2.0, "image_size": 40.0},
    ),
    "a list of boxes": (
        None,
        listed(),
        {"data": "images", "answer": "boxes", "format": "image", "traits.box list": "box list", "rows": 4.0,
         "classes": 2.0, "image_size": 40.0},
    ),
    "labelled texts": (
        None,
        labelled_texts("training"),
        {"data": "text", "answer": "class", "labelled": True, "format": "csv",
         "traits.categorical": "categorical", "rows": 60.0, "columns": 2.0, "zeros": 0.5},
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
    assert recommend(words).questions
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


def test_many_entities_are_an_estimate_and_said_to_be_one(tmp_path: Path) -> None:
    write(tmp_path, {"train/a.csv": "".join(f"user{i},10.0.0.{i % 250}\n" for i in range(3000))})
    advice = recommend_on(data=tmp_path, algorithm="ip-insights")
    fact = advice.problem.numbers["entities"]
    assert abs(fact.value - 3000) < 300
    assert fact.confidence == 1 - ERROR
    setting = advice.recommendations[0].hyperparameters["num_entity_vectors"]
    assert setting.value == 2 * fact.value
    assert f"(entities: about {fact.value:,.0f})" in setting.reason


def test_zeros_of_dense_records_are_known_only_where_there_are_none(tmp_path: Path) -> None:
    above = write_recordio(dense([1.0 + i, 2.0, 3.0], None) for i in range(9))
    around = write_recordio(dense([i - 4.0, 2.0, 3.0], None) for i in range(9))
    assert told(facts(case_of(tmp_path / "above", {"train/a.pbr": above}, None)))["zeros"] == 0
    assert "zeros" not in told(facts(case_of(tmp_path / "around", {"train/a.pbr": around}, None)))
    hints = [
        [reason.text for reason in recommend_on(data=tmp_path / name, algorithm="pca").recommendations[0].input.reasons]
        for name in ("above", "around")
    ]
    assert [any("zero was not counted" in hint for hint in found) for found in hints] == [False, True]
