"""Each page and step, run by Streamlit without a browser: what it asks, what it shows, and where it leads."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from streamlit import config

from tests.builders.wizard.pages import (
    BAD,
    GOOD,
    HOSTILE,
    check,
    checked,
    marked_up,
    opened,
    texts,
    title,
)

# --- the data ------------------------------------------------------------------------------------


def test_nothing_can_be_checked_before_there_is_data() -> None:
    app = opened("data")
    assert title(app) == "Will training accept your data?"
    check(app)
    assert "Give the data first" in app.warning[0].value


def test_an_algorithm_has_a_place_for_each_channel() -> None:
    app = opened("data")
    assert app.selectbox(key="algorithm").proto.placeholder == "I do not know yet: show me which ones take my data"
    app.selectbox(key="algorithm").set_value("kmeans").run()
    assert [u.key for u in app.file_uploader if str(u.key).startswith("files-")] == ["files-train", "files-test"]


def test_good_upload_passes() -> None:
    app = checked(GOOD, "kmeans")
    assert "No error was found" in app.success[0].value
    assert "feature_dim=3" in texts(app)


def test_bad_upload_is_shown_with_its_line_and_a_mark() -> None:
    app = checked(BAD, "kmeans")
    assert "1 error" in app.error[0].value
    assert "train/a.csv:2:2" in texts(app)
    shown = app.get("html")[0].proto.body
    assert '<td>4.9</td><td class="here">unknown</td><td>1.4</td>' in shown
    assert "What it means" in marked_up(app)
    assert "How to mend it" in marked_up(app)


def test_charts_are_drawn_where_there_is_something_to_see() -> None:
    app = opened("data")
    app.selectbox(key="algorithm").set_value("kmeans").run()
    app.file_uploader(key="files-train").upload("a.csv", b"1,x,\n2,y,3\n4,5,6\n", "text/csv").run()
    app.file_uploader(key="files-test").upload("a.csv", b"1,z,3\n2,5,3\n4,5,6\n", "text/csv").run()
    check(app)
    assert app.radio[-1].value == "train"  # what training learns from comes before the rest
    drawn = "".join(one.proto.body for one in app.get("html"))
    assert "<caption>Cells that are not plain numbers</caption>" in drawn


def test_time_series_and_labels_are_drawn() -> None:
    records = [{"start": "2024-01-01", "target": [n, 2.5, None, 4], "cat": [0]} for n in range(3)]
    app = checked("".join(f"{json.dumps(record)}\n" for record in records), "deepar", "a.json")
    assert [json.loads(one.proto.spec)["description"] for one in app.get("vega_lite_chart")] == [
        "The first time series"
    ]
    app = checked("1 1:2\n0 1:3\n1 2:4\n", "xgboost", "a.libsvm")
    drawn = "".join(one.proto.body for one in app.get("html"))
    assert "<caption>How often each label occurs</caption>" in drawn


def test_upload_of_a_zip_file() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mine/train/a.csv", GOOD)
        archive.writestr("mine/test/a.csv", BAD)
    app = opened("data")
    app.selectbox(key="algorithm").set_value("kmeans").run()
    app.radio(key="way").set_value("Upload a folder or a zip file").run()
    app.file_uploader(key="zip").upload("mine.zip", packed.getvalue(), "application/zip").run()
    check(app)
    assert "test/a.csv:2:2" in texts(app)


def test_a_zip_file_that_leads_outside_is_refused_with_a_message() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../a.csv", GOOD)
    app = opened("data")
    app.radio(key="way").set_value("Upload a folder or a zip file").run()
    app.file_uploader(key="zip").upload("mine.zip", packed.getvalue(), "application/zip").run()
    check(app)
    assert title(app) == "Will training accept your data?"
    assert "could not be checked" in app.error[0].value
    assert "leads outside" in texts(app)


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + b"\0" * 18, b"no zip"])
def test_a_zip_file_without_files_is_said_plainly(content: bytes) -> None:
    app = opened("data")
    app.radio(key="way").set_value("Upload a folder or a zip file").run()
    app.file_uploader(key="zip").upload("mine.zip", content, "application/zip").run()
    check(app)
    assert title(app) == "Will training accept your data?"
    assert "could not be checked" in app.error[0].value


def test_after_a_refusal_nothing_old_is_shown() -> None:
    app = checked(BAD, "kmeans").switch_page("views/data.py").run()
    app.radio(key="way").set_value("Name a path on this machine").run()
    app.text_input(key="path").set_value("~nobody-of-that-name/data")
    check(app)
    assert "could not be checked" in app.error[0].value
    assert not app.dataframe


def test_a_path_on_this_machine(tmp_path: Path) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "train/a.csv").write_text(BAD)
    app = opened("data")
    app.selectbox(key="algorithm").set_value("kmeans").run()
    app.radio(key="way").set_value("Name a path on this machine").run()
    app.text_input(key="path").set_value(str(tmp_path))
    check(app)
    assert "train/a.csv:2:2" in texts(app)


def test_a_path_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    app = opened("data")
    app.radio(key="way").set_value("Name a path on this machine").run()
    app.text_input(key="path").set_value(str(tmp_path / HOSTILE.replace("/", "")))
    check(app)
    assert title(app) == "Will training accept your data?"
    assert "no such file or folder" in texts(app)
    assert "**bold**" not in marked_up(app)


def test_other_machines_are_offered_no_paths() -> None:
    before = config.get_option("server.address")
    config.set_option("server.address", "0.0.0.0")
    try:
        app = opened("data")
        assert list(app.radio(key="way").options) == ["Upload files", "Upload a folder or a zip file"]
    finally:
        config.set_option("server.address", before)


def test_hyperparameters_are_judged_with_the_data() -> None:
    app = opened("data")
    app.selectbox(key="algorithm").set_value("kmeans").run()
    app.text_area(key="hyperparameters").set_value("k=2\nfeature_dim=7\n").run()
    app.file_uploader(key="files-train").upload("a.csv", GOOD.encode(), "text/csv").run()
    check(app)
    assert "HyperParameters.feature_dim" in texts(app)


def test_a_hyperparameter_without_value_is_pointed_out() -> None:
    app = opened("data")
    app.text_area(key="hyperparameters").set_value("k=2\nfeature_dim\n").run()
    app.file_uploader(key="files-train").upload("a.csv", GOOD.encode(), "text/csv").run()
    check(app)
    assert "line 2 of the hyperparameters" in texts(app)


def test_a_request_alone_can_be_checked() -> None:
    request = {"AlgorithmSpecification": {"TrainingImage": "1.dkr.ecr.eu-west-1.amazonaws.com/kmeans:1"},
               "HyperParameters": {"k": "0"}}  # fmt: skip
    app = opened("data")
    app.file_uploader(key="job").upload("job.json", json.dumps(request).encode(), "application/json").run()
    check(app)
    assert "job.json" in texts(app)


def test_a_request_that_is_none_is_said_plainly() -> None:
    app = opened("data")
    app.file_uploader(key="job").upload("job.json", b"[1]", "application/json").run()
    check(app)
    assert "could not be checked" in app.error[0].value


@pytest.mark.parametrize("page", ["problem", "advice", "data", "job", "algorithms", "rules"])
def test_each_page_has_a_title(page: str) -> None:
    assert title(opened(page))
