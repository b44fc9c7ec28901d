"""Numbers as people say them: fractions, numbers taken back, classes that are listed, lengths looked back."""

from __future__ import annotations

import pytest

from advisor.advise import recommend
from advisor.advise.reading.counts.listed import listed, measured
from advisor.advise.reading.phrases import tokens
from advisor.advise.reading.settings.stated import stated
from advisor.knowledge.models.algorithm import Scalar
from advisor.knowledge.models.base import is_one_of


@pytest.mark.parametrize(
    ("algorithm", "text", "said"),
    [
        ("xgboost", "Shrinkage of five hundredths", {"eta": 0.05}),
        ("image-classification-tensorflow", "a learning rate of half a thousandth", {"learning_rate": 0.0005}),
        ("tabtransformer", "lr five ten-thousandths, 40 epochs", {"learning_rate": 0.0005, "n_epochs": 40}),
        ("lightgbm", "each tree gets four fifths of the columns", {"feature_fraction": 0.8}),
        ("lightgbm", "each tree gets 40 per cent of the columns", {"feature_fraction": 0.4}),
        ("linear-learner", "a quantile of nine times in ten", {"quantile": 0.9}),
        ("linear-learner", "learning rate 10^-4", {"learning_rate": 0.0001}),
        ("linear-learner", "learning rate ten to the minus three", {"learning_rate": 0.001}),
        ("linear-learner", "learning rate 1/1000", {"learning_rate": 0.001}),
        ("linear-learner", "a quantile of nought point nine five", {"quantile": 0.95}),
        ("linear-learner", "learning rate 0,025, as before", {"learning_rate": 0.025}),
        ("linear-learner", "learning rate twenty millionths", {"learning_rate": 2e-5}),
        ("knn", "sample size three quarters of a million", {"sample_size": 750_000}),
        ("factorization-machines", "bias init value minus one and a half", {"bias_init_value": -1.5}),
        ("deepar", "the next eight quarters", {}),
        ("deepar", "on 9/11 and 24/7", {}),
        ("deepar", "an epoch takes a quarter of an hour", {}),
        ("xgboost", "sold to a third party with a learning rate of 0.1", {"eta": 0.1}),
    ],
)  # fmt: skip
def test_fractions(algorithm: str, text: str, said: dict[str, Scalar]) -> None:
    assert {name: one.value for name, one in stated(text, algorithm).items()} == said


@pytest.mark.parametrize(
    ("algorithm", "text", "said"),
    [
        ("kmeans", "They asked for twenty clusters, then decided fifteen would do.", {"k": 15}),
        ("random-cut-forest", "I'd have said 300 trees, but a hundred and fifty will do.", {"num_trees": 150}),
        ("lda", "i wanted 40 topics but my prof says twenty so twenty", {"num_topics": 20}),
        ("xgboost", "First I thought depth 8, but no, make that six.", {"max_depth": 6}),
        ("catboost", "It had a learning rate of 0.08. Halve the learning rate this time.", {"learning_rate": 0.04}),
        ("kmeans", "Twenty clusters, but only 12 stores have the new till.", {"k": 20}),
        ("xgboost", "depth 8, but no more than 300 rounds", {"max_depth": 8, "num_round": 300}),
    ],
)
def test_what_is_taken_back_gives_way_and_nothing_else(algorithm: str, text: str, said: dict[str, Scalar]) -> None:
    assert {name: one.value for name, one in stated(text, algorithm).items()} == said


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Sort returns into 'worn', 'misused', 'faulty part' and 'no fault found'.", 4),
        ("Every pixel is one of: skin, slough, dressing, background (which counts)", 4),
        ("boxes around forklift, pallet and person", 3),
        ("comments marked good, bad or mixed; few of them", 3),
        ("the data is split into train, validation and test", None),
        ("a table with age, income and city", None),
        ("find out how alike questions and answers are", None),
    ],
)
def test_classes_that_are_listed_are_counted(text: str, count: int | None) -> None:
    assert next((value for _, value, _, _ in listed(tokens(text))), None) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Every second the boiler gives pressure, flow and hum.", 3),
        ("We describe cheeses by fat, salt, age and rind", 4),
        ("There's amount, weekday, shop code", 3),
        ("they store speed, heading and four more values", 6),
        ("we sorted 300 records into good, poor and broken", None),
        ("we get orders and returns", None),
    ],
)
def test_columns_that_are_listed_are_counted(text: str, count: int | None) -> None:
    assert next((value for _, value, _, _ in measured(tokens(text))), None) == count


@pytest.mark.parametrize(
    ("text", "number", "count"),
    [
        ("Box each berry in photos of the belt: ripe, green, mouldy, split.", "classes", 4),
        ("Masks of street photos, pixel by pixel. road / kerb / grass", "classes", 3),
        ("Group my clients for a leaflet: age, income, visits. Six groups.", "columns", 3),
        ("Boxes on photos. I need x, y, width, height of each. Batch 16.", "classes", None),
    ],
)
def test_a_bare_list_is_of_what_the_data_has(text: str, number: str, count: int | None) -> None:
    problem = recommend(text).problem
    assert problem is not None
    assert problem.number(number) == count


def test_one_phrase_speaks_of_both_sides() -> None:
    said = stated("sentence pairs, none longer than 60 tokens on either side", "seq2seq")
    assert {name: one.value for name, one in said.items()} == {"max_seq_len_source": 60, "max_seq_len_target": 60}
    pairs = stated("Object2Vec for CVs up to 400 tokens, vacancies up to 150", "object2vec")
    assert (pairs["enc0_max_seq_len"].value, pairs["enc1_max_seq_len"].value) == (400, 150)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("Daily beds for five years, a horizon of two weeks, looking at the last four weeks before that", 28),
        ("Sales per week; the coming thirteen weeks, looking back over a full year", 52),
        ("Daily beds; forecast the next 14 days. We have a history of three years.", 14),
        ("Hourly load, 24 hours ahead, the network being shown 72 readings before that", 72),
        ("Requests every 5 minutes, forecast the coming hour from the last 36 steps", 36),
    ],
)
def test_how_far_back_is_said_in_units_of_time(text: str, steps: int) -> None:
    (best,) = recommend(text, algorithm="deepar").recommendations[:1]
    assert best.hyperparameters["context_length"].value == steps


@pytest.mark.parametrize(
    ("words", "mode"), [("by FastFile", "FastFile"), ("in pipe mode", "Pipe"), ("quickly", "File")]
)
def test_a_mode_that_is_named_is_advised(words: str, mode: str) -> None:
    (best,) = recommend(f"PCA with 20 components over 50 columns, read {words}", algorithm="pca").recommendations[:1]
    assert best.input.mode == mode


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Hourly flow of 40 weirs: forecast the next day, that is 96 steps of 15 minutes.", 96),
        ("Monthly rents, a year and a half (18 months) ahead", 18),
        ("Weekly sales; we forecast a new article's first 10 weeks", 10),
        ("Daily beds, one forecast per ward, 21 days on.", 21),
    ],
)
def test_how_far_ahead_is_said_in_many_ways(text: str, length: int) -> None:
    (best,) = recommend(text, algorithm="deepar").recommendations[:1]
    assert best.hyperparameters["prediction_length"].value == length


def test_settings_narrow_machines_and_modes() -> None:
    text = "Boosted trees on 3 TB of Parquet, streamed, predict the price; all GPUs of four machines busy through Dask"
    (best,) = recommend(text, algorithm="xgboost").recommendations[:1]
    assert best.hyperparameters["use_dask_gpu_training"].value is True
    assert (best.training.family, best.input.mode) == ("gpu", "File")


@pytest.mark.parametrize(
    ("text", "algorithm", "name", "value"),
    [
        ("Which of four wear grades, with the probability of every grade", "xgboost", "objective", "multi:softprob"),
        ("The probability of each customer leaving, yes or no", "xgboost", "objective", "binary:logistic"),
        ("Learn the order of search results per query, by pairs", "xgboost", "objective", "rank:pairwise"),
        ("Straight-line model of the 90th percentile of delay in minutes", "linear-learner", "loss", "quantile_loss"),
        ("Logistic regression from 31 measurements, ill or not", "linear-learner", "feature_dim", 31),
        ("Find gulls with a TensorFlow detector, quit when it stops gaining", "object-detection-tensorflow",
         "early_stopping", "True"),
    ],
)  # fmt: skip
def test_first_values_follow_from_the_answer(text: str, algorithm: str, name: str, value: Scalar) -> None:
    (best,) = recommend(text, algorithm=algorithm).recommendations[:1]
    assert is_one_of(best.hyperparameters[name].value, [value])
