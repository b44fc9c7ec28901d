"""Numbers and clauses that no phrase claims, and what they most likely set."""

from __future__ import annotations

import json

import pytest

from advisor import AdvisorError, recommend
from advisor.advise.reading.settings.likely import NUMBERS, WISHES, likely_numbers, likely_wishes
from advisor.advise.reading.words import LONGEST
from advisor.knowledge.models.algorithm import Scalar
from scripts.learning.settings import sources


def numbers_set(text: str, algorithm: str) -> dict[str, Scalar]:
    return {guess.name: guess.said.value for guess in likely_numbers(text, algorithm)}


def wished(text: str, algorithm: str) -> dict[str, Scalar]:
    guesses = sorted(likely_wishes(text, algorithm), key=lambda guess: guess.chance)
    return {guess.name: guess.said.value for guess in guesses}


@pytest.mark.parametrize(
    ("algorithm", "text", "name", "value"),
    [
        ("kmeans", "Every jar has 27 pollen shares; the printer does nine labels, so nine kinds of honey.", "k", 9),
        ("kmeans", "Each voter gave 64 answers as numbers.", "feature_dim", 64),
        ("lda", "A mixture of 7 ancestries over alleles, counts only.", "num_topics", 7),
        ("lightgbm", "histogram bins down to 63, please", "max_bin", 63),
        ("image-classification", "Photos of 14 kinds of beetle.", "num_classes", 14),
        ("deepar", "Trams at 88 stops: what are the 30 days to come going to be?", "prediction_length", 30),
    ],
)
def test_the_words_around_a_number_say_what_it_sets(algorithm: str, text: str, name: str, value: float) -> None:
    assert numbers_set(text, algorithm)[name] == value


@pytest.mark.parametrize(
    ("algorithm", "text"),
    [
        ("kmeans", "My shop has been open since 1998 and my rent is 900 euros."),
        ("xgboost", "We lost 40 percent of our staff in 3 years."),
        ("image-classification", "The camera hangs 4 metres above the belt, which moves at 12 km/h."),
        ("deepar", "I am 61 and run the business with 2 sons."),
    ],
)
def test_other_numbers_set_nothing(algorithm: str, text: str) -> None:
    assert numbers_set(text, algorithm) == {}


@pytest.mark.parametrize(
    ("algorithm", "text", "name", "value"),
    [
        ("xgboost", "Split wherever the gain is greatest, not level after level.", "grow_policy", "lossguide"),
        ("image-classification", "Begin with the weights learnt on ImageNet.", "use_pretrained_model", 1),
        ("object-detection", "Halt by itself once nothing improves any more.", "early_stopping", True),
        ("factorization-machines", "We want to know whether they click or not.", "predictor_type", "binary_classifier"),
        ("linear-learner", "No lasso penalty whatsoever.", "l1", 0),
        ("pca", "Approximate components by random projection will do.", "algorithm_mode", "randomized"),
    ],
)  # fmt: skip
def test_a_clause_says_what_is_wished(algorithm: str, text: str, name: str, value: Scalar) -> None:
    assert wished(text, algorithm)[name] == value


@pytest.mark.parametrize(
    ("algorithm", "text"),
    [
        ("xgboost", "My daughter bakes bread. Our shop has two doors, and the tax office wants its forms."),
        ("image-classification", "The camera was dear, and the belt squeaks when it rains."),
        ("knn", "Which projection type?"),
    ],
)
def test_other_clauses_wish_for_nothing(algorithm: str, text: str) -> None:
    assert wished(text, algorithm) == {}


@pytest.mark.parametrize(
    ("algorithm", "text", "name", "value"),
    [
        (
            "image-classification",
            "Lower the step after the 20th and the 35th epoch.",
            "lr_scheduler_step",
            "20,35",
        ),
        ("lightgbm", "A new bag of rows at every fifth iteration.", "bagging_freq", 5),
        ("tabtransformer", "Give up when twelve in a row bring no gain.", "patience", 12),
    ],
)
def test_ordinals_and_lists_are_numbers(algorithm: str, text: str, name: str, value: Scalar) -> None:
    assert numbers_set(text, algorithm)[name] == value


@pytest.mark.parametrize(
    ("algorithm", "text", "name", "value"),
    [
        ("blazingtext", "Word vectors of recipes, with 64 numbers to a word.", "vector_dim", 64),
        ("tabtransformer", "Churn. A dropout of 0.3 inside the attention.", "attn_dropout", 0.3),
        ("image-classification-tensorflow", "Nesterov's momentum at 0.8, please.", "momentum", 0.8),
    ],
)
def test_what_is_next_to_certain_beats_another_reading(algorithm: str, text: str, name: str, value: float) -> None:
    assert recommend(text, algorithm=algorithm).recommendations[0].hyperparameters[name].value == value


@pytest.mark.parametrize(
    ("algorithm", "text"),
    [
        ("xgboost", "predict arr_delay, how many minutes late a flight comes in"),
        ("kmeans", "Customers by mode, age, rents and how far they live."),
    ],
)
def test_a_few_words_set_nothing(algorithm: str, text: str) -> None:
    assert wished(text, algorithm) == {}


def test_a_guess_gives_way_to_what_would_not_be_read_beside_it() -> None:
    text = "A missed cancer is worse than a false alarm: hold recall at 0.95 and get as much precision as you can."
    found = recommend(text, algorithm="linear-learner").recommendations[0].hyperparameters
    assert found["binary_classifier_model_selection_criteria"].value == "precision_at_target_recall"
    assert found["target_recall"].value == 0.95


def test_what_a_number_stands_for_is_not_lost_to_a_clause_without_one() -> None:
    text = "Boosted trees; max_depth=6, please. Last year there was no limit."
    assert recommend(text, algorithm="xgboost").recommendations[0].hyperparameters["max_depth"].value == 6


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("one hidden level with a hundred units in the encoder", "encoder_layers", "100"),
        (
            "The encoder has layers of 200, then 100 units. Our 41 shops open at 9, and 52 at 10.",
            "encoder_layers",
            "200,100",
        ),
    ],
)
def test_a_list_is_of_numbers_that_stand_together(text: str, name: str, value: str) -> None:
    assert numbers_set(text, "ntm").get(name) == value


def test_a_time_is_counted_in_steps() -> None:
    text = "Daily sales of 40 shops, looked at over the last four weeks: what will the next 14 days bring?"
    settings = recommend(text, algorithm="deepar").recommendations[0].hyperparameters
    assert (settings["context_length"].value, settings["prediction_length"].value) == (28, 14)


def test_a_problem_that_is_told_too_long_is_refused() -> None:
    recommend("group them " * (LONGEST // 11))
    with pytest.raises(AdvisorError, match="is told in 10,0"):
        recommend("group them " * (LONGEST // 11 + 1))


def test_what_is_denied_is_not_wished() -> None:
    text = "Six kinds of faults; quantile loss is not what we want, the classes are known."
    assert "loss" not in recommend(text, algorithm="linear-learner").recommendations[0].hyperparameters


def test_what_is_stated_by_its_name_is_never_overruled() -> None:
    text = "Set feature_dim to 50, mini_batch_size 500, k 8."
    settings = recommend(text, algorithm="kmeans").recommendations[0].hyperparameters
    assert [settings[name].value for name in ("feature_dim", "mini_batch_size", "k")] == [50, 500, 8]


@pytest.mark.parametrize(
    ("algorithm", "text", "name", "value"),
    [
        (  # another number of the same, which takes it back
            "blazingtext",
            "Let it end by itself when four... sorry, when two epochs pass with no better validation accuracy.",
            "patience",
            2,
        ),
        (  # a word that is the name of another hyperparameter
            "semantic-segmentation",
            "Several GPUs. At least 15 epochs have to run before it is permitted to stop by itself.",
            "early_stopping_min_epochs",
            15,
        ),
        (  # a clause of the same sentence that seems to say the same without a number
            "ip-insights",
            "Make wrong pairs by shuffling the addresses, four for every true one; forty epochs.",
            "shuffled_negative_sampling_rate",
            4,
        ),
        ("xgboost", "Churn. At each fork let the tree see each third column and no lasso, nil.", "alpha", 0),
    ],
)  # fmt: skip
def test_of_several_readings_the_plainest_counts(algorithm: str, text: str, name: str, value: float) -> None:
    assert recommend(text, algorithm=algorithm).recommendations[0].hyperparameters[name].value == value


@pytest.mark.parametrize(
    ("algorithm", "text", "steps"),
    [
        ("image-classification", "after the fifteenth and the twenty-fifth round keep only a fifth of it", "15,25"),
        ("semantic-segmentation", "It goes down in stairs: after the fourth, eighth and sixteenth round", "4,8,16"),
        ("object-detection", "the rate falls at the 10th, 20th and 40th epoch", "10,20,40"),
    ],
)
def test_ordinals_of_a_list_count_turns(algorithm: str, text: str, steps: str) -> None:
    assert numbers_set(text, algorithm)["lr_scheduler_step"] == steps


def test_a_value_beyond_the_range_is_not_taken() -> None:
    assert "dropout" not in numbers_set("a dropout of 7 please", "object2vec")


def test_what_is_stated_comes_first_and_what_is_guessed_says_so() -> None:
    text = "5,300 jars of honey, each with 27 pollen percentages. Group them, k is 12; the printer does nine labels."
    settings = recommend(text, algorithm="kmeans").recommendations[0].hyperparameters
    assert (settings["k"].value, settings["feature_dim"].value) == (12, 27)
    assert settings["k"].reason.startswith("As you say")


def test_the_model_is_made_from_the_problems_as_they_are() -> None:
    for network in (NUMBERS, WISHES):
        assert json.loads(network.read_bytes())["made_from"] == sources(), "run python -m scripts.learning.settings"


@pytest.mark.parametrize(
    ("algorithm", "text", "values"),
    [
        (
            "tabtransformer",
            "Churn. Switch off 30% inside the attention and 20% in the dense part.",
            {"attn_dropout": 0.3, "mlp_dropout": 0.2},
        ),
        (
            "object2vec",
            "Adverts get cut after 300 tokens on the first side, CVs on the second side after 700 tokens.",
            {"enc0_max_seq_len": 300, "enc1_max_seq_len": 700},
        ),
    ],
)
def test_no_two_numbers_set_the_same(algorithm: str, text: str, values: dict[str, float]) -> None:
    found = recommend(text, algorithm=algorithm).recommendations[0].hyperparameters
    assert {name: found[name].value for name in values} == values


def test_a_choice_said_in_passing_gives_way_to_a_number() -> None:
    text = "Logistic regression for flowers of 12 species, the right one among the best five counts as a hit."
    found = recommend(text, algorithm="linear-learner").recommendations[0].hyperparameters
    values = {name: found[name].value for name in ("predictor_type", "num_classes", "accuracy_top_k")}
    assert values == {"predictor_type": "multiclass_classifier", "num_classes": 12, "accuracy_top_k": 5}


def test_a_choice_that_no_number_contradicts_stays() -> None:
    text = "Logistic regression for flowers, in batches of 300."
    found = recommend(text, algorithm="linear-learner").recommendations[0].hyperparameters
    assert found["predictor_type"].value == "binary_classifier"


@pytest.mark.parametrize(
    ("algorithm", "text", "name", "value", "other"),
    [
        (
            "knn", "The closest 20 fingerprints decide. Shrink the vectors to 96 numbers with fjlt.",
            "dimension_reduction_target", 96, "feature_dim",
        ),
        (
            "ip-insights", "Logins of accounts. Reserve 240,000 slots for the accounts, they get hashed into them.",
            "num_entity_vectors", 240_000, "",
        ),
    ],
)  # fmt: skip
def test_a_number_that_is_a_value_counts_nothing_else(
    algorithm: str, text: str, name: str, value: int, other: str
) -> None:
    found = recommend(text, algorithm=algorithm).recommendations[0].hyperparameters
    assert found[name].value == value
    assert other not in found or found[other].value is None
