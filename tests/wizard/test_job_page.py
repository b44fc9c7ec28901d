"""The page of the job: filled from advice and data, judged as it is edited, taken along, restored from its link."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from advisor.gate.config import Config
from advisor.wizard.data.held import Held
from advisor.wizard.job.draft import draft, judged
from advisor.wizard.link import parameters, restored
from advisor.wizard.session import Session
from tests.builders.wizard.pages import APP, GROUPS, asked, checked, marked_up, opened, texts, title
from tests.builders.wizard.pages import HOSTILE as HOSTILE_TEXT

LOANS = "From 200,000 past loans, predict whether a new customer will pay the loan back."


def test_without_an_algorithm_one_can_be_chosen() -> None:
    app = opened("job")
    assert title(app) == "Your training job"
    app.selectbox(key="job-algorithm").set_value("kmeans").run()
    assert app.text_input(key="edit-HyperParameters.k").value == "10"
    assert "only you know" in app.info[0].value
    assert app.text_input(key="edit-InputDataConfig.train.S3Uri").placeholder == "such as s3://my-bucket/train/"


def test_it_is_judged_as_it_is_edited() -> None:
    app = asked(GROUPS, "job")
    app.text_input(key="edit-HyperParameters.k").set_value("0").run()
    assert "would not train" in app.error[0].value
    assert "(HYP" in marked_up(app)
    app.text_input(key="edit-HyperParameters.k").set_value("12").run()
    assert not app.error
    assert json.loads(app.code[-1].value)["HyperParameters"]["k"] == "12"


def test_a_channel_is_edited_as_one_block() -> None:
    now = Session(words=GROUPS)
    now.edits = {
        "region": "eu-west-1", "bucket": "ours", "role": "arn:aws:iam::123456789012:role/training",
        "TrainingJobName": "groups", "InputDataConfig.train.S3Uri": "s3://ours/customers/",
        "InputDataConfig.train.ContentType": "text/csv;label_size=0", "HyperParameters.feature_dim": "25",
    }  # fmt: skip
    assert now.recommended
    content = draft(now.recommended, now.edits)
    [train] = content["InputDataConfig"]
    assert train["DataSource"]["S3DataSource"]["S3Uri"] == "s3://ours/customers/"
    report = judged(content, Held())
    assert [finding.rule for finding in report.findings if finding.severity == "error"] == []
    assert now.plan.content_types == {"train": "text/csv;label_size=0"}


def test_what_the_data_says_reaches_the_request() -> None:
    rows = "".join(f"{n % 2},{n * 1.5},{n % 7}\n" for n in range(60))
    app = checked(rows, "xgboost").switch_page("views/job.py").run()
    assert app.text_input(key="edit-HyperParameters.objective").value == "binary:logistic"
    app = checked(rows, "kmeans").switch_page("views/job.py").run()
    assert app.text_input(key="edit-HyperParameters.feature_dim").value == "3"
    app.text_input(key="edit-HyperParameters.feature_dim").set_value("9").run()
    assert "feature\\_dim" in marked_up(app)
    assert "would not train" in app.error[0].value


def test_how_a_channel_is_delivered_is_open_where_it_is_wrong() -> None:
    app = asked(LOANS, "job")

    def is_open() -> bool:
        return next(bool(one.proto.expanded) for one in app.expander if one.label == "train: how it is delivered")

    assert not is_open()
    app.session_state["session"].edits["InputDataConfig.train.S3DataDistributionType"] = "Scattered"
    app.run()
    assert "must be one of FullyReplicated" in marked_up(app)
    assert is_open()


def test_the_gate_names_the_request() -> None:
    app = asked(LOANS, "job")
    assert [b.label for b in app.download_button] == ["Download the request", "Script", "Pipeline check", "Report"]
    from advisor.gate.first import for_job

    known = Config.model_validate(tomllib.loads(for_job("xgboost", "job.json", "s3://ours/loans/")))
    assert known.data["xgboost"].job == "job.json"
    assert known.data["xgboost"].path == "s3://ours/loans/"


def test_a_link_restores_what_can_be_in_a_link(tmp_path: Path) -> None:
    now = Session(words=LOANS, algorithm="lightgbm", data=Held(location="s3://ours/loans/"))
    now.correct("numbers.rows", "500")
    now.correct("traits.gpu", "")
    now.edits["HyperParameters.num_boost_round"] = "50=x"
    held = parameters(now)
    single = {name: value for name, value in held.items() if isinstance(value, str)}
    several = {name: value for name, value in held.items() if isinstance(value, list)}
    assert parameters(restored(single, several)) == held
    app = AppTest.from_file(str(APP), default_timeout=30)
    app.query_params["data"] = "s3://ours/loans/"
    app.run().switch_page("views/data.py").run()
    assert app.text_input(key="path").value == "s3://ours/loans/"
    now.data.location = tmp_path
    assert "data" not in parameters(now)


HOSTILE = {
    "problem": [LOANS + HOSTILE_TEXT + "x" * 5000],
    "algorithm": ["nonsense"],
    "data": ["/etc"],
    "fact": ["data=x", "numbers.rows=-5", "numbers.columns=nan", "numbers.x=1", "target=a", "=", "traits.gpu="],
    "set": ["InputDataConfig=5", "RoleArn.x=1", "HyperParameters=1", "HyperParameters.num_round=" + HOSTILE_TEXT,
            "ResourceConfig.InstanceCount=many", "InputDataConfig.train.ContentType=" + HOSTILE_TEXT, "region=nowhere"],
}  # fmt: skip


@pytest.mark.parametrize("page", ["problem", "advice", "data", "job"])
def test_a_link_that_is_wrong_is_no_traceback(page: str) -> None:
    app = AppTest.from_file(str(APP), default_timeout=30)
    for name, values in HOSTILE.items():
        app.query_params[name] = values
    app.run()
    assert "Not all of what was said before" in app.error[0].value
    app.switch_page(f"views/{page}.py").run()
    assert title(app)
    now = app.session_state["session"]
    assert (now.algorithm, now.data.location) == (None, None)
    assert now.plan.algorithm == "xgboost"
    assert "**bold**" not in marked_up(app)
    if page == "job":
        assert "there is no image of XGBoost in nowhere" in texts(app)
        assert app.selectbox(key="edit-region").value is None


def test_what_was_changed_for_another_algorithm_is_not_kept() -> None:
    now = Session(words=GROUPS, edits={"HyperParameters.k": "12", "bucket": "ours"})
    now.correct("numbers.rows", "500")
    assert now.edits == {"HyperParameters.k": "12", "bucket": "ours"}
    now.choose("pca")
    assert now.edits == {"bucket": "ours"}
    now.say(LOANS)
    assert now.plan.algorithm == "xgboost"
