"""`advisor algorithms`: the public shape of what is known, and its two texts."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from advisor.cli import main

RANGE = {"min", "max", "choices"}
HYPERPARAMETER = RANGE | {"required", "required_when", "type", "min_exclusive", "max_exclusive", "default"}


def known(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["algorithms", *words, "--output-format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema_version"] == "1.0"
    algorithms: dict[str, Any] = document["algorithms"]
    return algorithms


def test_shape_of_all(capsys: pytest.CaptureFixture[str]) -> None:
    algorithms = known(capsys)
    assert len(algorithms) == 24
    for facts in algorithms.values():
        assert facts["learning"] in ("supervised", "unsupervised")
        assert facts["tasks"]
        assert facts["sources"]
        for channel in facts["channels"].values():
            assert isinstance(channel["required"], bool)
            assert channel["content_types"]
            assert channel["distribution"] is None or {"value", "required"} <= channel["distribution"].keys()
        assert all(kind["modes"] for kind in facts["content_types"].values())
        assert {"cpu", "gpu", "multi_gpu", "multi_machine", "families", "recommended"} <= facts["training"].keys()
        assert {"cpu", "gpu", "content_types", "accepts"} <= facts["inference"].keys()
        assert isinstance(facts["incremental_training"], bool)
        for fact in facts["hyperparameters"].values():
            assert fact.keys() >= HYPERPARAMETER
            assert fact["required_when"] is None or isinstance(fact["required_when"], str)
        assert set(facts["tuning"]["metrics"].values()) <= {"minimize", "maximize"}
        assert all(span.keys() >= RANGE for span in facts["tuning"]["tunable"].values())
        assert not [source for source in facts["sources"] if re.fullmatch(r"[\w.-]+\.md(#.*)?", source)]


def test_one_by_its_container(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(known(capsys, "randomcutforest")) == ["random-cut-forest"]


def test_hyperparameters_of_kmeans(capsys: pytest.CaptureFixture[str]) -> None:
    facts = known(capsys, "kmeans")["kmeans"]
    k = facts["hyperparameters"]["k"]
    assert (k["type"], k["required"], k["min"], k["max"], k["choices"]) == ("int", True, 1, None, None)
    assert facts["hyperparameters"]["init_method"]["choices"] == ["random", "kmeans++"]
    assert facts["tuning"]["metrics"] == {"test:msd": "minimize", "test:ssd": "minimize"}
    assert facts["tuning"]["tunable"]["epochs"].items() >= {"min": 1, "max": 10, "choices": None}.items()


def test_condition_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    num_classes = known(capsys, "linear-learner")["linear-learner"]["hyperparameters"]["num_classes"]
    assert num_classes["required_when"] == "predictor_type = multiclass_classifier"


def test_filters(capsys: pytest.CaptureFixture[str]) -> None:
    assert "kmeans" in known(capsys, "--task", "clustering")
    assert "semantic-segmentation" not in known(capsys, "--content-type", "text/csv")
    on_gpus = known(capsys, "--gpu")
    assert "semantic-segmentation" in on_gpus
    assert "lda" not in on_gpus


@pytest.mark.parametrize("words", [["--task", "nope"], ["--content-type", "nope"]])
def test_filter_for_nothing_known(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["algorithms", *words]) == 2
    assert "'nope' is not one of " in capsys.readouterr().err


def test_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["algorithms"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    place = next(n for n, line in enumerate(lines) if line.startswith("kmeans"))
    assert lines[place : place + 2] == [
        "kmeans                            clustering",
        "    csv, recordio-protobuf; File, Pipe, FastFile; CPU or GPU, several machines",
    ]


def test_every_page_fits_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    for name in known(capsys):
        assert main(["algorithms", name]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert [line for line in lines if len(line) > 80 and "https://" not in line and "notes:" not in line] == []
        assert {"Channels", "Content types", "Hyperparameters", "Sources"} <= set(lines)
