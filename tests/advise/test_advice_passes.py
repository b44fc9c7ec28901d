"""Advice from fitting data is a request that the check lets pass on that very data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from advisor.advise.plan.emit import Place, emitted
from advisor.engine.check import check
from advisor.findings import Report
from advisor.knowledge.load import algorithm as knowledge
from advisor.knowledge.load import algorithm_ids
from advisor.recommendation import recommend
from advisor.request import request_of
from tests.builders.acceptance.valid_cases import FOLDERS
from tests.builders.folders import write

PLACE = Place("us-east-1", "arn:aws:iam::123456789012:role/training", "bucket")


def judged(algorithm: str, data: Path | None) -> tuple[dict[str, Any], Report]:
    """The request that is advised, and what the check finds."""
    advice = recommend(data=data, algorithm=algorithm)
    content = json.loads(emitted(advice, "job.json", PLACE))
    return content, check(data, job=request_of(content, "job.json"))


def found(report: Report) -> list[tuple[str, str, str]]:
    """Without what is still to be filled in, and that an image is no longer patched, as the advice says itself."""
    told = [(f.severity, f.rule, f.message) for f in report.findings if f.severity != "info"]
    return [finding for finding in told if finding[1] not in ("REQ130", "SUP101")]


@pytest.mark.parametrize("name", FOLDERS)
def test_advice_on_data_passes(tmp_path: Path, name: str) -> None:
    algorithm, files = FOLDERS[name]
    content, report = judged(algorithm, write(tmp_path, files))
    assert found(report) == [], content
    channels = {channel["ChannelName"] for channel in content["InputDataConfig"]}
    script = knowledge(algorithm).script
    model = {script.model_channel} if script and script.needs_model is not False else set()
    assert channels == {path.split("/")[0] for path in files} | model


@pytest.mark.parametrize("name", algorithm_ids())
def test_advice_without_data_passes(name: str) -> None:
    content, report = judged(name, None)
    assert found(report) == [], content
