"""What advice says of data that was looked at: what cannot be read, and what must be done to the files first."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from advisor.advise.models import Advice
from advisor.engine.scan import CheckError
from advisor.recommendation import recommend
from advisor.report.advice.advice import as_text
from advisor.report.terminal import Look
from tests.builders.acceptance.valid import table
from tests.builders.folders import write
from tests.builders.pictures.images import jpeg
from tests.builders.recordio import sparse, write_recordio

LINES = b"".join(json.dumps({"id": n, "note": f"number {n}", "stars": n % 5}).encode() + b"\n" for n in range(40))
SERIES = b"date,shop,sold\n" + b"".join(b"2024-01-%02d,s%d,%d\n" % (d, s, d) for s in range(3) for d in range(1, 29))


def told(advice: Advice) -> str:
    return " ".join(as_text(advice, Look(width=80, is_full=False), "advisor fix data --algorithm {}").split())


def packed() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.csv", "1,2\n")
    return content.getvalue()


def test_data_that_cannot_be_read_is_no_ground_for_advice(tmp_path: Path) -> None:
    data = write(tmp_path, {"data.zip": packed()})
    with pytest.raises(CheckError, match=r"^data\.zip: The file holds a zip archive.*Unpack it"):
        recommend(data=data)
    assert recommend("group customers by their purchases", data=data).recommendations[0].steps


def test_what_must_be_done_whichever_algorithm_it_will_be_stands_with_the_questions(tmp_path: Path) -> None:
    data = write(tmp_path, {"export.jsonl": LINES})
    text = told(recommend(data=data))
    assert "Not sure yet" in text
    assert "First: export.jsonl is JSON Lines: write it as CSV" in text


@pytest.mark.parametrize(("folder", "renamed"), [("train", True), ("training", False)])
def test_folder_of_training_data_is_called_as_the_algorithm_calls_it(
    tmp_path: Path, folder: str, renamed: bool
) -> None:
    pictures = {f"{folder}/{kind}/{n}.jpg": jpeg(240, 240) for kind in ("cats", "dogs") for n in range(2)}
    best = recommend(data=write(tmp_path, pictures)).recommendations[0]
    accepts = "after-conversion" if renamed else "as-is"
    assert (best.algorithm, best.accepts) == ("image-classification-tensorflow", accepts)
    wanted = ["Call the folder and the channel 'training' instead of 'train'."] if renamed else []
    assert [step.text for step in best.steps] == wanted


def test_no_repair_is_promised_where_columns_must_be_named(tmp_path: Path) -> None:
    text = told(recommend("forecast what each shop sells", data=write(tmp_path, {"sales.csv": SERIES})))
    assert text.startswith("deepar")
    assert "advisor fix" not in text


@pytest.mark.parametrize(
    ("labels", "algorithm", "setting", "value"),
    [
        (range(2), "factorization-machines", "predictor_type", "binary_classifier"),
        (range(1, 6), "factorization-machines", "predictor_type", "regressor"),
        (range(3), "xgboost", "objective", "multi:softmax"),
        (range(-9, 9), "xgboost", "objective", "reg:squarederror"),
        ((0.5, 1, 2), "xgboost", "objective", "reg:squarederror"),
    ],
)
def test_labels_decide_what_is_predicted(
    tmp_path: Path, labels: Sequence[float], algorithm: str, setting: str, value: str
) -> None:
    rows = (sparse({n % 9: 1.0}, 9, labels[n % len(labels)]) for n in range(90))
    data = write(tmp_path, {"train/a.pbr": write_recordio(rows)})
    one = recommend("whether a user likes an item", data=data, algorithm=algorithm).recommendations[0]
    assert (one.hyperparameters[setting].value, one.accepts, one.steps) == (value, "as-is", ())


def test_what_is_predicted_may_need_other_labels(tmp_path: Path) -> None:
    rows = (sparse({n % 9: 1.0}, 9, n % 2 * 2 - 1) for n in range(90))
    data = write(tmp_path, {"train/a.pbr": write_recordio(rows)})
    one = recommend(data=data, algorithm="factorization-machines").recommendations[0]
    assert (one.accepts, one.hyperparameters["predictor_type"].value) == ("after-conversion", "binary_classifier")
    assert "The labels go from -1 to 1; with predictor_type = binary_classifier" in one.steps[0].text


def test_lists_of_several_labels_a_picture(tmp_path: Path) -> None:
    pictures = {f"train/{n}.jpg": jpeg(240, 240) for n in range(4)}
    lines = "".join(f"{n}\t{n % 2}\t1\t0\t{n}.jpg\n" for n in range(4))
    data = write(tmp_path, {**pictures, "train_lst/train.lst": lines})
    one = recommend(data=data, algorithm="image-classification").recommendations[0]
    assert [one.hyperparameters[name].value for name in ("multi_label", "num_classes")] == [1, 3]


def test_words_that_name_no_data_ask_for_classes_of_a_table(tmp_path: Path) -> None:
    data = write(tmp_path, {"train/a.csv": table("class")})
    advice = recommend("classify into three classes", data=data)
    assert [getattr(advice.problem, name).value for name in ("data", "answer", "labelled")] == [
        "tabular",
        "class",
        True,
    ]
    assert advice.recommendations[0].accepts == "as-is"
    groups = recommend("put the rows into three groups that are alike", data=data)
    assert [getattr(groups.problem, name).value for name in ("answer", "labelled")] == ["groups", False]


def test_what_speaks_of_files_beside_it_is_not_their_format(tmp_path: Path) -> None:
    data = write(tmp_path, {"train/a.csv": table(), "train/categorical_index.json": '{"cat_index_list": [1]}'})
    one = recommend("put the rows into three groups that are alike", data=data).recommendations[0]
    assert (one.algorithm, one.accepts, one.input.content_type) == (
        "kmeans",
        "after-conversion",
        "text/csv;label_size=0",
    )
    assert "Take it out of the channel" in one.steps[0].text


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("predict the class of each row", "autogluon-tabular"),
        ("predict the class of each row with CatBoost", "catboost"),
        ("predict the class of each row, most columns are categories with many values", "catboost"),
    ],
)
def test_who_takes_the_files_as_they_are_comes_first(tmp_path: Path, words: str, first: str) -> None:
    rows = "".join(f"{n % 3},{n % 7}.5,c{n % 4},note number {n % 9}\n" for n in range(90))
    data = write(tmp_path, {"training/train/a.csv": rows})
    assert recommend(words, data=data).recommendations[0].algorithm == first
