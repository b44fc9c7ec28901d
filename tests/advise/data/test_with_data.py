"""What advice says of data that was looked at: what cannot be read, and what must be done to the files first."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from advisor.advise.models import Advice
from advisor.engine.scan import CheckError
from advisor.recommendation import recommend
from advisor.report.advice.advice import as_text
from advisor.report.terminal import Look
from tests.builders.folders import write
from tests.builders.pictures.images import jpeg

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
    assert (best.algorithm, best.accepts) == ("image-classification-tensorflow", "as-is")
    wanted = ["Call the folder and the channel 'training' instead of 'train'."] if renamed else []
    assert [step.text for step in best.steps] == wanted


def test_no_repair_is_promised_where_columns_must_be_named(tmp_path: Path) -> None:
    text = told(recommend("forecast what each shop sells", data=write(tmp_path, {"sales.csv": SERIES})))
    assert text.startswith("deepar")
    assert "advisor fix" not in text
