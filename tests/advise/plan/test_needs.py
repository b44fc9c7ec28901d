"""What an algorithm needs: content types, modes, machines, hyperparameters."""

from __future__ import annotations

from typing import get_args

import pytest

from advisor.advise import Recommendation, recommend
from advisor.advise.problem import Number, Problem, Reading, Trait
from advisor.knowledge.load import algorithm, algorithm_ids
from advisor.knowledge.models.base import is_one_of


def advised(text: str, name: str) -> Recommendation:
    return recommend(text, algorithm=name).recommendations[0]


@pytest.mark.parametrize(
    ("name", "text", "content_type"),
    [
        ("random-cut-forest", "csv rows", "text/csv;label_size=0"),
        ("random-cut-forest", "csv for the test channel", "text/csv;label_size=1"),
        ("knn", "csv", "text/csv;label_size=1"),
        ("kmeans", "big matrix", "application/x-recordio-protobuf"),
        ("kmeans", "recordio files", "application/x-recordio-protobuf"),
        ("factorization-machines", "csv", "application/x-recordio-protobuf"),
        ("image-classification", "loose jpgs with lst files", "application/x-image"),
        ("image-classification", "rec files", "application/x-recordio"),
        ("image-classification", "augmented manifest, class ids", "application/x-recordio;label-format=class-id"),
        ("ntm", "the vocabulary file for the auxiliary channel", "text/plain"),
        ("xgboost", "libsvm files", "text/libsvm"),
        ("xgboost", "parquet", "application/x-parquet"),
    ],
)  # fmt: skip
def test_content_type(name: str, text: str, content_type: str) -> None:
    assert advised(text, name).input.content_type == content_type


@pytest.mark.parametrize(
    ("name", "text", "mode"),
    [
        ("kmeans", "csv, 400 GB", "Pipe"),
        ("kmeans", "csv, 2 GB", "File"),
        ("lda", "csv, 400 GB, to be streamed", "File"),
        ("lda", "recordio-protobuf, 400 GB", "Pipe"),
        ("ntm", "csv, to be streamed", "Pipe"),
        ("ip-insights", "300 GB", "File"),
        ("semantic-segmentation", "an augmented manifest", "Pipe"),
    ],
)
def test_mode(name: str, text: str, mode: str) -> None:
    assert advised(text, name).input.mode == mode


@pytest.mark.parametrize(
    ("name", "text", "family", "count"),
    [
        ("random-cut-forest", "we have GPUs", "cpu", 1),
        ("lda", "eight machines", "cpu", 1),
        ("semantic-segmentation", "no GPU please, four machines", "gpu", 1),
        ("blazingtext", "Word vectors over eight machines", "cpu", 8),
        ("blazingtext", "labelled texts to be classified, 5 GB", "gpu", 1),
        ("ntm", "60 topics", "gpu", 1),
        ("ntm", "cheapest way", "cpu", 1),
        ("image-classification", "three GPU machines", "gpu", 3),
        ("factorization-machines", "sparse ids", "cpu", 1),
    ],
)
def test_training_machines(name: str, text: str, family: str, count: int) -> None:
    training = advised(text, name).training
    assert (training.family, training.instance_count) == (family, count)


def test_inference_machines() -> None:
    assert advised("large batches, throughput counts", "knn").inference.family == "gpu"
    assert advised("single requests, low latency", "knn").inference.family == "cpu"
    assert advised("hosting", "deepar").inference.family == "cpu"
    assert advised("hosting", "random-cut-forest").inference.instance_type == "ml.c5.xlarge"


def test_tables_held_in_memory_get_the_memory() -> None:
    small, large = advised("2 GB", "xgboost").training, advised("60 GB", "xgboost").training
    assert small.instance_type == "ml.m5.xlarge"
    assert large.instance_type == "ml.m5.12xlarge"
    assert any("60 GB" in reason.text for reason in large.reasons)


def test_the_volume_holds_what_is_copied() -> None:
    assert advised("csv, 40 GB", "kmeans").training.volume_gb == 70
    assert advised("csv, 400 GB", "kmeans").training.volume_gb == 30


@pytest.mark.parametrize(
    ("name", "text", "setting", "value"),
    [
        ("kmeans", "seven customer segments", "k", 7),
        ("lda", "a corpus of 5,120 documents", "mini_batch_size", 5120),
        ("lda", "each text has only one or two topics", "alpha0", 0.1),
        ("random-cut-forest", "0.5 % of the rows are anomalous", "num_samples_per_tree", 200),
        ("random-cut-forest", "one in 100,000 is bad", "num_samples_per_tree", 2048),
        ("ip-insights", "30,000 distinct user ids", "num_entity_vectors", 60_000),
        ("pca", "huge, millions of rows and thousands of columns", "algorithm_mode", "randomized"),
        ("knn", "average of the five most similar sales", "predictor_type", "regressor"),
        ("knn", "nearest by cosine", "index_metric", "COSINE"),
        ("object-detection", "up to 200 objects per picture", "label_width", 1002),
        ("object-detection", "mini_batch_size 64: out of memory", "mini_batch_size", 16),
        ("image-classification", "several labels a picture", "multi_label", 1),
        ("deepar", "hourly, the next two days", "prediction_length", 48),
        ("deepar", "hourly, the next two days", "time_freq", "H"),
        ("linear-learner", "recall of 90 %", "target_recall", 0.9),
        ("blazingtext", "word vectors, misspelt words too", "subwords", "True"),
        ("blazingtext", "sentiment of labelled reviews", "mode", "supervised"),
        ("factorization-machines", "numeric star rating from ids", "predictor_type", "regressor"),
        ("factorization-machines", "click or not", "predictor_type", "binary_classifier"),
    ],
)
def test_hyperparameter(name: str, text: str, setting: str, value: object) -> None:
    assert is_one_of(advised(text, name).hyperparameters[setting].value, [str(value)])


def test_noise_and_overfitting_move_away_from_the_default() -> None:
    facts = algorithm("random-cut-forest").hyperparameters.values["num_trees"]
    noisy = advised("scores are noisy from run to run", "random-cut-forest").hyperparameters["num_trees"]
    assert isinstance(noisy.value, int)
    assert isinstance(facts.default, int)
    assert noisy.value > facts.default
    assert advised("it overfits", "xgboost").hyperparameters["max_depth"].value == 4


def test_a_bound_of_the_data_is_kept() -> None:
    assert advised("300 rows", "pca").hyperparameters["mini_batch_size"].value == 300


def test_what_is_required_is_there_even_without_a_value() -> None:
    settings = advised("some groups", "kmeans").hyperparameters
    assert settings["feature_dim"].value is None
    assert settings["feature_dim"].required


@pytest.mark.parametrize("name", algorithm_ids())
def test_first_values_go_by_facts_that_a_problem_can_have(name: str) -> None:
    starts = algorithm(name).starts
    rules = [rule for rules in starts.hyperparameters.values() for rule in rules]
    for rule in (*rules, *starts.machines, *starts.inputs, *starts.metrics):
        assert set(rule.when) <= {*Problem.model_fields, "size", *Reading.model_fields}, rule.because
        assert {*rule.unless, *map(str, rule.when.get("traits", ()))} <= set(get_args(Trait)), rule.because
        assert {*rule.above, *rule.below, *rule.unless_above} <= set(get_args(Number)), rule.because
    assert {rule.number for rule in rules if rule.number} <= set(get_args(Number))


def test_for_every_algorithm_there_is_advice() -> None:
    for name in algorithm_ids():
        one = advised("some data", name)
        facts = algorithm(name)
        assert one.input.mode in one.input.modes
        assert one.training.instance_type in facts.training.recommended
        assert {n for n, fact in facts.hyperparameters.values.items() if fact.required} <= set(one.hyperparameters)


@pytest.mark.parametrize(
    ("name", "text", "machine", "count", "says"),
    [
        ("xgboost", "a table of 120 GB", "ml.m5.24xlarge", 1, "ml.m5.24xlarge has 384 GiB."),
        ("xgboost", "a table of 500 GB", "ml.m5.24xlarge", 4, "so it is spread over 4 of them."),
        ("lda", "word counts of 900 GB", "ml.c5.18xlarge", 1, "train on a sample, or take another family."),
    ],
)
def test_machines_have_the_memory_for_the_data(name: str, text: str, machine: str, count: int, says: str) -> None:
    training = advised(text, name).training
    assert (training.instance_type, training.instance_count) == (machine, count)
    assert any(reason.text.endswith(says) for reason in training.reasons)


@pytest.mark.parametrize(
    ("name", "text", "metric"),
    [
        ("xgboost", "predict the price", "validation:rmse"),
        ("xgboost", "a table, churn yes or no", "validation:auc"),
        ("xgboost", "which of 12 classes a row belongs to", "validation:merror"),
        ("blazingtext", "texts with labels", "validation:accuracy"),
        ("blazingtext", "word vectors", "train:mean_rho"),
        ("knn", "predict the price from the nearest cases", "test:mse"),
        ("lightgbm", "a table, churn yes or no", "binary_logloss"),
        ("lightgbm", "a table, churn yes or no, metric auc", "auc"),
    ],
)
def test_tuning_goes_by_a_metric_of_the_kind_of_answer(name: str, text: str, metric: str) -> None:
    tuned = advised(text, name).tuning
    assert tuned is not None
    assert tuned.metric == metric


@pytest.mark.parametrize(
    ("name", "text", "idle", "varied"),
    [
        ("blazingtext", "texts with labels", {"negative_samples", "mode"}, {"buckets", "word_ngrams"}),
        ("blazingtext", "word vectors", {"buckets", "word_ngrams"}, {"negative_samples", "mode"}),
        ("factorization-machines", "clicks", {"bias_init_scale", "bias_init_value"}, {"bias_init_sigma"}),
        ("seq2seq", "translate", {"cnn_num_hidden"}, {"rnn_num_hidden", "momentum", "optimizer_type"}),
        ("seq2seq", "translate, encoder_type cnn", {"rnn_num_hidden"}, {"cnn_num_hidden"}),
        ("image-classification", "which of 5 classes, optimizer adam", {"momentum"}, {"beta_1", "optimizer"}),
    ],
)
def test_settings_that_mean_nothing_are_not_tuned(name: str, text: str, idle: set[str], varied: set[str]) -> None:
    tuned = advised(text, name).tuning
    assert tuned is not None
    assert idle.isdisjoint(tuned.ranges)
    assert varied <= tuned.ranges.keys()


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("Predict churn, yes or no, with xgboost; stop after ten rounds without gain.", "auc"),
        ("Predict the price of a house with xgboost; stop after ten rounds without gain.", "rmse"),
        ("Predict the price of a house with xgboost; stop after ten rounds without gain; eval_metric=mae.", "mae"),
        ("Predict the price of a house with xgboost, no early stopping.", None),
    ],
)
def test_early_stopping_of_xgboost_is_given_a_metric(text: str, metric: str | None) -> None:
    chosen = recommend(text, algorithm="xgboost").recommendations[0].hyperparameters
    assert (chosen["eval_metric"].value if "eval_metric" in chosen else None) == metric
