"""Each page and step, run by Streamlit without a browser: what it asks, what it shows, and where it leads."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from advisor.knowledge.load import algorithm
from tests.builders.pages import (
    BAD,
    GOOD,
    GROUPS,
    HOSTILE,
    OUTSIDE,
    arrived,
    button,
    checked,
    marked_up,
    opened,
    texts,
    title,
)


def asked(words: str) -> AppTest:
    app = opened()
    app.text_area(key="words").set_value(words)
    button(app, "Get advice").click().run()
    return arrived(app, "advice")


# --- the problem ---------------------------------------------------------------------------------


def test_first_page_asks_for_the_problem() -> None:
    app = opened()
    assert title(app) == "What would you like to find out?"
    assert app.text_area(key="words").value == ""


def test_without_words_there_is_a_hint_and_no_advice() -> None:
    app = opened()
    app.text_area(key="words").set_value("   ")
    button(app, "Get advice").click().run()
    assert title(app) == "What would you like to find out?"
    assert "Write a sentence" in app.warning[0].value


def test_an_example_fills_the_words_in() -> None:
    app = opened()
    app.button_group(key="example").set_value("Customers into groups").run()
    assert "customers who resemble one another" in str(app.text_area(key="words").value)
    button(app, "Get advice").click().run()
    assert title(app) == "What fits your problem"


# --- the advice ----------------------------------------------------------------------------------


def test_advice_page_without_words_says_where_to_begin() -> None:
    app = opened("advice")
    assert title(app) == "What fits your problem"
    assert "describe your problem first" in app.info[0].value


def test_the_best_three_stand_side_by_side_with_reasons() -> None:
    app = asked(GROUPS)
    assert title(app) == "What fits your problem"
    assert app.subheader[0].value == "K-Means"
    assert [c.value for c in app.caption[:1]] == ["Best fit"]
    assert len(app.subheader) <= 3
    assert app.header[0].value == "What K-Means needs"
    assert "text/csv;label_size=0" in texts(app)
    assert "k=8" in texts(app)
    assert "ml." in texts(app)
    assert "](<https://docs.aws.amazon.com" in marked_up(app)


def test_another_one_can_be_chosen() -> None:
    app = asked(GROUPS)
    second = app.subheader[1].value
    button(app, "Choose this one").click().run()
    assert app.header[0].value == f"What {second} needs"
    button(app, "Check my data for").click().run()
    arrived(app, "data")
    assert algorithm(app.selectbox(key="algorithm").value).name == second


def test_the_advice_and_the_job_can_be_downloaded() -> None:
    app = asked(GROUPS)
    names = ["advice.txt", "advice.json", "job.json", "train.py"]
    assert [b.label for b in app.download_button] == [f"Download {name}" for name in names]


def test_none_fits_says_what_to_use_instead() -> None:
    app = asked(OUTSIDE)
    assert "None of the built-in algorithms fits" in app.warning[0].value
    assert "Transcribe" in texts(app)
    assert not app.subheader
    assert [b.label for b in app.download_button] == ["Download advice.txt", "Download advice.json"]


def test_an_answer_refines_the_advice() -> None:
    app = asked("Help me with my data.")
    question = app.session_state["journey"].advice.questions[0]
    asking = next(w for w in (*app.radio, *app.selectbox) if w.key == f"question-{question.id}")
    asking.set_value(question.choices[0])
    button(app, "Refine the advice").click().run()
    assert not app.exception
    assert app.session_state["journey"].answers == {question.id: question.choices[0]}
    assert question.id not in [one.id for one in app.session_state["journey"].advice.questions]


def test_answers_on_the_first_page_count_as_answers() -> None:
    app = opened()
    app.text_area(key="words").set_value("Learn something from what I have.")
    app.selectbox(key="known-data").set_value("images")
    app.radio(key="known-labels").set_value(True)
    app.number_input(key="known-rows").set_value(500)
    button(app, "Get advice").click().run()
    facts = dict(arrived(app, "advice").session_state["journey"].advice.problem.facts())
    assert {name: facts[name].value for name in ("data", "labelled", "numbers.rows")} == {
        "data": "images", "labelled": True, "numbers.rows": 500,
    }  # fmt: skip
    assert facts["data"].origin == "answer"


def test_data_that_was_given_is_measured_for_the_advice() -> None:
    app = checked(GOOD, "kmeans").switch_page("views/problem.py").run()
    app.text_area(key="words").set_value("Put these rows into two groups.")
    app.checkbox(key="measured").check()
    button(app, "Get advice").click().run()
    facts = dict(arrived(app, "advice").session_state["journey"].advice.problem.facts())
    assert (facts["numbers.rows"].value, facts["numbers.rows"].origin) == (3, "data")


def test_the_number_of_groups_is_drawn_from_the_data() -> None:
    rows = "".join(",".join(str(90 * (c == i % 4) + i % 7) for c in range(4)) + "\n" for i in range(80))
    app = checked(rows, "kmeans").switch_page("views/problem.py").run()
    app.text_area(key="words").set_value("Which of these customers resemble one another? Put them into groups.")
    app.checkbox(key="measured").check()
    button(app, "Get advice").click().run()
    app = arrived(app, "advice")
    assert "k=4" in texts(app)
    assert len(app.get("vega_lite_chart")) == 1


def test_words_stay_when_one_goes_back() -> None:
    app = asked(GROUPS)
    app.switch_page("views/problem.py").run()
    assert app.text_area(key="words").value == GROUPS


# --- the data ------------------------------------------------------------------------------------


def test_nothing_can_be_checked_before_there_is_data() -> None:
    app = opened("data")
    assert title(app) == "Will training accept your data?"
    assert button(app, "Check the data").disabled


def test_an_algorithm_has_a_place_for_each_channel() -> None:
    app = opened("data")
    app.selectbox(key="algorithm").set_value("kmeans").run()
    assert [u.key for u in app.file_uploader if str(u.key).startswith("files-")] == ["files-train", "files-test"]


def test_good_upload_passes() -> None:
    app = checked(GOOD, "kmeans")
    assert title(app) == "What was found"
    assert "No error was found" in app.success[0].value
    assert "feature_dim=3" in texts(app)


def test_bad_upload_is_shown_with_its_line_and_a_mark() -> None:
    app = checked(BAD, "kmeans")
    assert "1 error" in app.error[0].value
    place = next(code.value for code in app.code if "train/a.csv:2:2" in code.value)
    assert place.splitlines() == ["train/a.csv:2:2", "4.9,unknown,1.4", "    ^^^^^^^"]
    assert "What it means" in marked_up(app)
    assert "How to mend it" in marked_up(app)


def test_upload_of_a_folder() -> None:
    app = opened("data")
    app.radio(key="way").set_value("Upload a folder").run()
    app.file_uploader(key="folder").upload("mine/train/a.csv", BAD.encode(), "text/csv").run()
    app.selectbox(key="algorithm").set_value("kmeans").run()
    button(app, "Check the data").click().run()
    assert "train/a.csv:2:2" in texts(app)


def test_charts_are_drawn_where_there_is_something_to_see() -> None:
    app = opened("data")
    app.selectbox(key="algorithm").set_value("kmeans").run()
    app.file_uploader(key="files-train").upload("a.csv", b"1,x,\n2,y,3\n4,5,6\n", "text/csv").run()
    app.file_uploader(key="files-test").upload("a.csv", b"1,z,3\n2,5,3\n4,5,6\n", "text/csv").run()
    button(app, "Check the data").click().run()
    arrived(app, "findings")
    assert [h.value for h in app.subheader] == ["Where it was found", "Columns that are not all plain numbers"]


def test_time_series_and_labels_are_drawn() -> None:
    records = [{"start": "2024-01-01", "target": [n, 2.5, None, 4], "cat": [0]} for n in range(3)]
    app = checked("".join(f"{json.dumps(record)}\n" for record in records), "deepar", "a.json")
    assert [h.value for h in app.subheader] == ["The first time series"]
    app = checked("1 1:2\n0 1:3\n1 2:4\n", "xgboost", "a.libsvm")
    assert [h.value for h in app.subheader] == ["How often each label comes"]


def test_upload_of_a_zip_file() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mine/train/a.csv", GOOD)
        archive.writestr("mine/test/a.csv", BAD)
    app = opened("data")
    app.selectbox(key="algorithm").set_value("kmeans").run()
    app.radio(key="way").set_value("Upload a zip file").run()
    app.file_uploader(key="zip").upload("mine.zip", packed.getvalue(), "application/zip").run()
    button(app, "Check the data").click().run()
    assert "test/a.csv:2:2" in texts(app)


def test_a_zip_file_that_leads_outside_is_refused_with_a_message() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../a.csv", GOOD)
    app = opened("data")
    app.radio(key="way").set_value("Upload a zip file").run()
    app.file_uploader(key="zip").upload("mine.zip", packed.getvalue(), "application/zip").run()
    button(app, "Check the data").click().run()
    assert title(app) == "Will training accept your data?"
    assert "could not be checked" in app.error[0].value
    assert "leads outside" in texts(app)


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + b"\0" * 18, b"no zip"])
def test_a_zip_file_without_files_is_said_plainly(content: bytes) -> None:
    app = opened("data")
    app.radio(key="way").set_value("Upload a zip file").run()
    app.file_uploader(key="zip").upload("mine.zip", content, "application/zip").run()
    button(app, "Check the data").click().run()
    assert title(app) == "Will training accept your data?"
    assert "could not be checked" in app.error[0].value


def test_after_a_refusal_nothing_old_is_shown() -> None:
    app = checked(BAD, "kmeans").switch_page("views/data.py").run()
    app.radio(key="way").set_value("Name a path on this machine").run()
    app.text_input(key="path").set_value("~nobody-of-that-name/data").run()
    button(app, "Check the data").click().run()
    assert "could not be checked" in app.error[0].value
    app.switch_page("views/findings.py").run()
    assert "give your data first" in app.info[0].value


def test_a_path_on_this_machine(tmp_path: Path) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "train/a.csv").write_text(BAD)
    app = opened("data")
    app.selectbox(key="algorithm").set_value("kmeans").run()
    app.radio(key="way").set_value("Name a path on this machine").run()
    app.text_input(key="path").set_value(str(tmp_path)).run()
    button(app, "Check the data").click().run()
    assert "train/a.csv:2:2" in texts(app)


def test_a_path_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    app = opened("data")
    app.radio(key="way").set_value("Name a path on this machine").run()
    app.text_input(key="path").set_value(str(tmp_path / HOSTILE.replace("/", ""))).run()
    button(app, "Check the data").click().run()
    assert title(app) == "Will training accept your data?"
    assert "no such file or folder" in texts(app)
    assert "**bold**" not in marked_up(app)


def test_other_machines_are_offered_no_paths() -> None:
    before = config.get_option("server.address")
    config.set_option("server.address", "0.0.0.0")
    try:
        app = opened("data")
        assert list(app.radio(key="way").options) == ["Upload files", "Upload a folder", "Upload a zip file"]
    finally:
        config.set_option("server.address", before)


def test_hyperparameters_are_judged_with_the_data() -> None:
    app = opened("data")
    app.selectbox(key="algorithm").set_value("kmeans").run()
    app.text_area(key="hyperparameters").set_value("k=2\nfeature_dim=7\n").run()
    app.file_uploader(key="files-train").upload("a.csv", GOOD.encode(), "text/csv").run()
    button(app, "Check the data").click().run()
    assert "HyperParameters.feature_dim" in texts(app)


def test_a_hyperparameter_without_value_is_pointed_out() -> None:
    app = opened("data")
    app.text_area(key="hyperparameters").set_value("k=2\nfeature_dim\n").run()
    app.file_uploader(key="files-train").upload("a.csv", GOOD.encode(), "text/csv").run()
    button(app, "Check the data").click().run()
    assert "line 2 of the hyperparameters" in texts(app)


def test_a_request_alone_can_be_checked() -> None:
    request = {"AlgorithmSpecification": {"TrainingImage": "1.dkr.ecr.eu-west-1.amazonaws.com/kmeans:1"},
               "HyperParameters": {"k": "0"}}  # fmt: skip
    app = opened("data")
    app.file_uploader(key="job").upload("job.json", json.dumps(request).encode(), "application/json").run()
    button(app, "Check the data").click().run()
    assert title(app) == "What was found"
    assert "job.json" in texts(app)


def test_a_request_that_is_none_is_said_plainly() -> None:
    app = opened("data")
    app.file_uploader(key="job").upload("job.json", b"[1]", "application/json").run()
    button(app, "Check the data").click().run()
    assert "could not be checked" in app.error[0].value


@pytest.mark.parametrize("page", ["problem", "advice", "data", "findings"])
def test_each_page_says_how_far_one_has_come(page: str) -> None:
    app = opened(page)
    assert not app.exception
    assert app.get("progress")[0].proto.text.startswith("Step ")
