"""Settings of one plan go together: what is said brings along what it needs, and what nobody said gives way to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor import check, recommend
from advisor.advise.plan.emit import Place, emitted
from advisor.knowledge.models.algorithm import Scalar
from advisor.request import request_of

SAID = Path(__file__).parents[3] / "scripts" / "words" / "said"
PLACE = Place("us-east-1", "arn:aws:iam::123456789012:role/training", "my-data")
EVERY = 41
"""Of so many sayings one is tried."""


@pytest.mark.parametrize(
    ("algorithm", "text", "name", "value"),
    [
        ("pca", "Fold 300 columns into 20; carry 40 extra components along.", "algorithm_mode", "randomized"),
        ("pca", "Fold 300 columns into 20.", "algorithm_mode", "regular"),
        ("xgboost", "Boosted trees, the dart booster, rate_drop 0.1, yes or no.", "booster", "dart"),
        ("lightgbm", "Fraud, fifty times fewer than the rest; is_unbalance on.", "scale_pos_weight", 1.0),
    ],
)
def test_settings_go_together(algorithm: str, text: str, name: str, value: Scalar) -> None:
    settings = recommend(text, algorithm=algorithm).recommendations[0].hyperparameters
    assert settings[name].value == value


@pytest.mark.parametrize(
    ("text", "decoder", "encoder"),
    [
        ("Translate; cnn_num_hidden 256.", None, "cnn"),
        ("Translate; decoder_type cnn, cnn_num_hidden 256.", "cnn", None),
        ("Translate; decoder_type rnn, cnn_num_hidden 256.", "rnn", "cnn"),
    ],
)
def test_one_of_several_settings_is_enough(text: str, decoder: str | None, encoder: str | None) -> None:
    settings = recommend(text, algorithm="seq2seq").recommendations[0].hyperparameters
    assert settings["cnn_num_hidden"].value == 256
    assert [settings[name].value if name in settings else None for name in ("decoder_type", "encoder_type")] == [
        decoder, encoder,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("algorithm", "text", "name", "value"),
    [
        ("lightgbm", "Boosted trees with is_unbalance on, yes or no.", "is_unbalance", "True"),
        ("linear-learner", "A straight line, normalize_data on.", "normalize_data", "true"),
    ],
)
def test_truth_is_spelled_as_the_algorithm_reads_it(algorithm: str, text: str, name: str, value: str) -> None:
    request = json.loads(emitted(recommend(text, algorithm=algorithm), "job.json", PLACE))
    assert request["HyperParameters"][name] == value


def test_what_is_emitted_of_sayings_runs() -> None:
    """But for the few whose words contradict themselves."""
    broken, tried = [], 0
    for file in sorted(SAID.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines()[::EVERY]:
            text, tried = json.loads(line)["text"], tried + 1
            request = json.loads(emitted(recommend(text, algorithm=file.stem), "job.json", PLACE))
            report = check(None, job=request_of(request, "job.json"))
            broken += [(text, f.message) for f in report.findings if f.severity == "error" and f.rule[:3] == "HYP"]
    assert len(broken) <= tried // 50, broken
