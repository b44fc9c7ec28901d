"""The page of the findings, run by Streamlit without a browser, and its check for one of the algorithms."""

from __future__ import annotations

from pathlib import Path

from advisor.engine import check as engine
from advisor.knowledge.load import algorithm
from tests.builders.wizard.pages import BAD, GOOD, HOSTILE, check, checked, marked_up, opened, texts


def test_without_an_algorithm_a_table_says_which_ones_take_the_data() -> None:
    app = checked(GOOD)
    table = next(frame.value for frame in app.dataframe if "Takes it" in frame.value)
    rows = dict(zip(table["Algorithm"], table["Takes it"], strict=True))
    assert len(rows) == 24
    assert rows["K-Means"] == "as it is"
    assert rows[algorithm("object-detection").name] == "no"


def test_from_the_table_one_algorithm_can_be_checked() -> None:
    app = checked(BAD)
    app.selectbox(key="taker").set_value("kmeans").run()
    check(app, "Check for this algorithm")
    assert not app.exception
    assert "K-Means would fail" in app.error[0].value
    assert '<td class="here">unknown</td>' in app.get("html")[0].proto.body


def test_settings_that_were_given_are_kept_for_the_one_algorithm() -> None:
    app = opened("data")
    app.text_area(key="hyperparameters").set_value("k=2\nfeature_dim=7\n").run()
    app.file_uploader(key="files-train").upload("a.csv", GOOD.encode(), "text/csv").run()
    check(app)
    app.selectbox(key="taker").set_value("kmeans").run()
    check(app, "Check for this algorithm")
    assert "HyperParameters.feature_dim" in texts(app)
    assert "advisor check my-data --algorithm kmeans --hyperparameter k=2 --hyperparameter feature_dim=7" in texts(app)


def test_data_that_is_gone_by_then_is_said_plainly() -> None:
    app = checked(GOOD)
    app.session_state["session"].data.upload.remove()
    check(app, "Check for this algorithm")
    assert "could not be checked" in app.error[0].value


def test_downloads_are_the_reports_of_the_command(tmp_path: Path) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "train/a.csv").write_text(BAD)
    app = checked(BAD, "kmeans")
    assert {b.label for b in app.download_button} == {
        "Download report.html",
        "Download report.txt",
        "Download report.json",
    }
    session = app.session_state["session"]
    report = session.data.report
    expected = engine.check(tmp_path, algorithm="kmeans", hyperparameters=session.data.asked.hyperparameters)
    assert report.model_copy(update={"summary": expected.summary}) == expected


def test_nothing_from_a_file_is_read_as_markdown() -> None:
    app = checked(f"1,2\n3,{HOSTILE}\n5,6\n", "kmeans", "**b**:smile:.csv")
    assert "**b**" in texts(app)
    assert "&lt;img src=x" in app.get("html")[0].proto.body
    shown = marked_up(app)
    assert "**bold**" not in shown
    assert "<img" not in shown
    assert "**b**" not in shown
    assert ":smile:" not in shown
