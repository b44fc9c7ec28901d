"""From raw data and a sentence to a job: the advice, what it says must be done, and the check of what was done."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path

import pytest

from advisor.advise.plan.emit import Place, emitted
from advisor.cli import main
from advisor.engine.check import check
from advisor.recommendation import recommend
from advisor.request import request_of
from tests.builders.folders import write
from tests.journeys.journeys import JOURNEYS, Journey

PLACE = Place("us-east-1", "arn:aws:iam::123456789012:role/training", "my-data")


@pytest.mark.parametrize("journey", JOURNEYS, ids=[journey.name for journey in JOURNEYS])
def test_the_way_leads_to_a_job_that_passes(tmp_path: Path, journey: Journey) -> None:
    raw = journey.raw()
    advice = recommend(journey.words, data=write(tmp_path / "raw", raw), target=journey.target)
    one = advice.recommendations[0]
    assert one.algorithm in journey.best, [(r.algorithm, r.score) for r in advice.recommendations]
    steps = " ".join(step.text for step in one.steps)
    assert [text for text in journey.says if text not in steps] == []
    values = {name: setting.value for name, setting in one.hyperparameters.items()}
    assert {name: values[name] for name in journey.expects if name in values} == {
        name: value for name, value in journey.expects.items() if name in values
    }
    data = write(tmp_path / "prepared", journey.prepare(raw, one))
    job = request_of(json.loads(emitted(advice, "job.json", PLACE)), "job.json")
    report = check(data, algorithm=one.algorithm, job=job)
    assert [(f.rule, f.message) for f in report.findings if f.severity == "error"] == []


@pytest.mark.parametrize("journey", JOURNEYS, ids=[journey.name for journey in JOURNEYS])
def test_the_command_does_what_the_steps_say(tmp_path: Path, journey: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write(tmp_path, journey.raw()))
    advice = recommend(journey.words, data=".", target=journey.target)
    for one in [one for one in advice.recommendations if one.command]:
        assert main(shlex.split(one.command or "")[1:]) == 0, one.command
        job = request_of(json.loads(emitted(advice.model_copy(update={"recommendations": (one,)}), "job.json", PLACE)),
                         "job.json")  # fmt: skip
        report = check(tmp_path / "prepared", algorithm=one.algorithm, job=job)
        assert [(f.rule, f.message) for f in report.findings if f.severity == "error"] == [], one.command
        shutil.rmtree(tmp_path / "prepared")
