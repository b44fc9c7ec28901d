"""What is stated arrives: hyperparameters by name, choice and number, and nothing by chance."""

from __future__ import annotations

import json

import pytest

from advisor.advise.plan.said import said
from advisor.advise.reading.settings.following import Said
from advisor.advise.reading.settings.mentions import BOTH, key_of, letters_of, spoken
from advisor.advise.reading.settings.stated import stated
from advisor.advise.reading.words import read
from advisor.knowledge.load import algorithm, algorithm_ids
from advisor.knowledge.models.algorithm import Hyperparameter
from benchmarks.stated import sentences, wrong


def _said(text: str, name: str) -> dict[str, Said]:
    return said(read(text), algorithm(name))


def test_sentences_state_what_arrives() -> None:
    rows = sentences()
    faults = [(row["text"], found) for row in rows if (found := list(wrong(row)))]
    assert len(faults) <= len(rows) // 20, faults


@pytest.mark.parametrize(
    ("text", "algorithm", "name", "value"),
    [
        ("subsample 0.5", "xgboost", "subsample", 0.5),
        ("subsample 50 %", "xgboost", "subsample", 0.5),
        ("60 rounds of boosting", "xgboost", "num_round", 60),
        ("three layers of 80 cells", "deepar", "num_layers", 3),
        ("16 levels deep", "catboost", "depth", 16),
        ("vector_dim=4096", "ip-insights", "vector_dim", 4096),
        ("not more than 8 levels deep", "xgboost", "max_depth", 8),
        ("batch size 64 epochs 10", "ntm", "epochs", 10),
        ("trees with up to 255 leaves", "lightgbm", "num_leaves", 255),
        ("bagging every 5 iterations on 0.7 of the rows", "lightgbm", "bagging_freq", 5),
        ("two hundred trees, each of them fed 512 readings", "random-cut-forest", "num_samples_per_tree", 512),
        ("two GRU layers on either side", "seq2seq", "num_layers_decoder", 2),
        ("SGD not Adam", "linear-learner", "optimizer", "sgd"),
        ("Adam rather than SGD", "linear-learner", "optimizer", "adam"),
        ("adamw", "text-classification-tensorflow", "optimizer", "adamw"),
        ("no early stopping please", "image-classification", "early_stopping", False),
        ("neighbours, k equal 3", "knn", "k", 3),
        ("1,000 trees of depth 8", "catboost", "iterations", 1000),
        ("trees at most 5 deep", "xgboost", "max_depth", 5),
        ("make 3 negatives for each", "object2vec", "negative_sampling_rate", 3),
        ("IsolationForest(n_estimators=150, max_samples=256)", "random-cut-forest", "num_samples_per_tree", 256),
        ("fasttext supervised -lr 0.1 -wordNgrams 3 -epoch 25", "blazingtext", "epochs", 25),
        ("reports of up to 400 tokens, headlines of at most 20 tokens", "seq2seq", "max_seq_len_target", 20),
        ("only train the last layer", "image-classification-tensorflow", "train_only_top_layer", True),
        ("a GBDT with rate 0.1, boosting: dart", "lightgbm", "boosting", "dart"),
        ("good quality is what counts, so preset high_quality", "autogluon-tabular", "presets", "high_quality"),
        ("encoder of three layers 600, 300 and 150", "ntm", "encoder_layers", "600,300,150"),
        ("hidden layers of 400 then 100 units", "ntm", "encoder_layers", "400,100"),
        ("report the quantiles 5, 50 and 95", "deepar", "test_quantiles", "[0.05, 0.5, 0.95]"),
        ("with a 90 % prediction interval", "deepar", "test_quantiles", "[0.05, 0.95]"),
        ("4,096 shells at a time", "kmeans", "mini_batch_size", 4096),
        ("six tiles per step", "semantic-segmentation", "mini_batch_size", 6),
        ("four sham matches for every true one", "object2vec", "negative_sampling_rate", 4),
        ("vocabularies of 900 and 350", "object2vec", "enc1_vocab_size", 350),
        ("the English side never exceeds 80 tokens, the Welsh side never 90", "seq2seq", "max_seq_len_target", 90),
        ("a forest of 120 random trees", "random-cut-forest", "num_trees", 120),
        ("halve the columns for every tree", "xgboost", "colsample_bytree", 0.5),
        ("each epoch sees a random quarter of the corpus", "ntm", "sub_sample", 0.25),
        ("bigrams weren't enough, trigrams then", "blazingtext", "word_ngrams", 3),
        ("IndexIVFPQ(m=8)", "knn", "faiss_index_pq_m", 8),
        ("AdamW at 3e-5, three passes", "text-classification-tensorflow", "learning_rate", 3e-5),
        ("hidden factors, 24 of them", "factorization-machines", "num_factors", 24),
        ("squared error goes haywire; take the absolute deviation", "linear-learner", "loss", "absolute_loss"),
        (
            "the rent must never fall with size and may only go down with age",
            "xgboost",
            "monotone_constraints",
            "(1, -1)",
        ),
        (
            "size (may only rise), floor (free), noise (never pushes it up)",
            "xgboost",
            "monotone_constraints",
            "(1, 0, -1)",
        ),
        ("resnet18(weights=None)", "image-classification", "use_pretrained_model", 0),
        ("symmetric trees are out, grow them lossguide", "catboost", "grow_policy", "Lossguide"),
        ("Would symmetric trees do? They want lossguide growth.", "catboost", "grow_policy", "Lossguide"),
        ("Symmetric trees so far, lossguide growth instead", "catboost", "grow_policy", "Lossguide"),
        ("trees of depth 8, will that do? The depth of the last ones was 3", "xgboost", "max_depth", 8),
        ("label smoothing off", "image-classification-tensorflow", "label_smoothing", 0),
        ("ten restarts is the default, give it 20", "lda", "max_restarts", 20),
        ("at most 150 tokens on the claim side and 400 on the paragraph side", "object2vec", "enc1_max_seq_len", 400),
        ("I need the 90th percentile as a linear function of rain", "linear-learner", "loss", "quantile_loss"),
        ("don't take the average off", "pca", "subtract_mean", False),
        ("word2vec spread across several CPU machines", "blazingtext", "mode", "batch_skipgram"),
        ("quit when accuracy has not moved for 6 epochs", "blazingtext", "patience", 6),
        ("the step size is up to you", "linear-learner", "learning_rate", "auto"),
        (
            "weigh as you like: both sorts of mistake hurt alike",
            "linear-learner",
            "positive_example_weight_mult",
            "balanced",
        ),
        ("ignore the grouping of the shops", "deepar", "cardinality", "ignore"),
        ("hence Huber with delta 2", "linear-learner", "huber_delta", 2),
        ("the rate-free rule of Zeiler", "ntm", "optimizer", "adadelta"),
        ("topics that nobody has named, 30 in all", "lda", "num_topics", 30),
        ("had 50 trees at home, found it shaky, so 200 now", "random-cut-forest", "num_trees", 200),
        ("random seeding was unstable, so k-means++ it is", "kmeans", "init_method", "kmeans++"),
        ("one probability for not ripe", "image-classification-tensorflow", "binary_mode", True),
        ("half a million sampled points", "knn", "sample_size", 500_000),
        ("a quarter should be held out", "text-classification-tensorflow", "validation_split_ratio", 0.25),
        ("neither text exceeds 300 tokens", "object2vec", "enc1_max_seq_len", 300),
        ("a topic model with a two-layer encoder, 40 topics", "ntm", "num_topics", 40),
        ("errors count only linearly beyond 3 days", "linear-learner", "huber_delta", 3),
        ("trees of depth 3, 500 of them", "xgboost", "max_depth", 3),
        ("stop after 8 bad rounds", "tabtransformer", "patience", 8),
        (
            "LogisticRegression(multi_class='multinomial')",
            "linear-learner",
            "predictor_type",
            "multiclass_classifier",
        ),
        ("L1 penalty must be off", "linear-learner", "l1", 0),
        ("an encoder of sizes 640 and 320 to nine million threads", "ntm", "encoder_layers", "640,320"),
    ],
)
def test_a_value_is_taken(text: str, algorithm: str, name: str, value: object) -> None:
    assert _said(text, algorithm)[name].value == value


@pytest.mark.parametrize(
    ("text", "algorithm", "name"),
    [
        ("2.5 epochs", "ntm", "epochs"),
        ("a forest of 49 trees", "random-cut-forest", "num_trees"),
        ("eight boxes in the rack", "object-detection", "label_width"),
        ("no dart booster", "xgboost", "booster"),
        ("the learning rate, as of 5 May", "linear-learner", "mini_batch_size"),
        ("quantiles for 2,400 shops", "deepar", "test_quantiles"),
        ("an encoder of two layers", "ntm", "encoder_layers"),
        ("two doors at a time", "kmeans", "epochs"),
        ("sales never fall in May", "xgboost", "monotone_constraints"),
        ("the rate-free rule of Zeiler", "linear-learner", "optimizer"),
        ("the ordered scheme is off the table", "catboost", "boosting_type"),
        ("one probability is not what we want", "image-classification-tensorflow", "eval_metric"),
        ("the directions are known, six are broken", "pca", "num_components"),
        ("a quarter later the last set was held out", "text-classification-tensorflow", "validation_split_ratio"),
    ],
)
def test_a_value_is_left_alone(text: str, algorithm: str, name: str) -> None:
    assert name not in _said(text, algorithm)


def test_what_lies_beyond_the_range_is_said_to_do_so() -> None:
    said = stated("vector_dim of 5000", "ip-insights")["vector_dim"]
    assert (said.value, said.beyond) == (4096, 5000)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("fraud is fifty times rarer", 1 / 51),
        ("2,942 positives : 58", None),
        ("classes 2,942 : 58", 58 / 3000),
        ("two faulty parts in a thousand", 0.002),
        ("one of nine species", None),
        ("open from 9 to 17", None),
    ],
)
def test_shares(text: str, share: float | None) -> None:
    assert read(text).number("odd_share") == (None if share is None else pytest.approx(share))


def test_phrases_of_plain_letters_are_read_as_any_other() -> None:
    phrases = [phrase for *_, phrases in spoken() for phrase in phrases]
    assert [phrase for phrase in phrases if key_of(phrase) != letters_of(phrase)] == []


def test_what_people_say_is_said_of_hyperparameters_that_there_are() -> None:
    known = {name: algorithm(name).hyperparameters.values for name in algorithm_ids()}
    for owner, own, value, phrases in spoken():
        names = own.split(BOTH)
        owners = [values for name, values in known.items() if owner in ("", name)]
        facts = [values[names[0]] for values in owners if set(names) <= values.keys()]
        assert facts, f"no algorithm has {owner} {own}"
        assert all(phrases)
        if value is not None:
            assert any(_may_be(fact, value) for fact in facts), f"{own} never is {value}"


def _may_be(fact: Hyperparameter, value: str) -> bool:
    if value in fact.also:
        return True
    if fact.type == "bool":
        return value in ("true", "false")
    if fact.type in ("int", "float") and not fact.choices:
        return fact.contains(float(value))
    listed = [item for choice in fact.choices for item in json.loads(str(choice))] if fact.type == "json" else []
    choices = {str(choice) for choice in (*fact.choices, *listed)}
    return value in choices or (fact.type in ("str", "regex") and not choices)


def test_what_is_of_something_else_is_not_counted() -> None:
    assert "embedding_dimension" not in stated("three vectors of the disease are known", "deepar")
    assert "context_length" not in stated("when I look back 5 years", "deepar")
    assert "num_samples_per_tree" not in stated("dogs are each fed 3 times a day", "random-cut-forest")
