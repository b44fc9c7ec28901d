"""What a number or a wish may set, told so that what is learnt of one algorithm serves others: `optimizer=adam`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from advisor.knowledge.load import algorithm
from advisor.knowledge.models.algorithm import Hyperparameter, Scalar

NOTHING = ""
"""What sets nothing."""
_ALIKE = {
    "num_class": "num_classes", "n_epochs": "epochs", "max_num_epochs": "epochs", "num_boost_round": "num_round",
    "iterations": "num_round", "eta": "learning_rate", "batch_size": "mini_batch_size", "depth": "max_depth",
    "lambda_l2": "weight_decay", "reg_lambda": "weight_decay", "lambda": "weight_decay", "wd": "weight_decay",
    "l2_leaf_reg": "weight_decay", "regularizers_l2": "weight_decay", "reg_alpha": "l1", "alpha": "l1",
    "lambda_l1": "l1", "num_patience_epochs": "patience", "early_stopping_patience": "patience",
    "early_stopping_rounds": "patience", "dropout_rate": "dropout", "mlp_dropout": "dropout",
    "bagging_fraction": "subsample", "feature_fraction": "colsample_bytree", "rsm": "colsample_bytree",
    "enc0_max_seq_len": "max_seq_len_source", "enc1_max_seq_len": "max_seq_len_target",
    "enc0_vocab_size": "num_embed_source", "enc1_vocab_size": "num_embed_target", "random_seed": "seed",
    "min_child_weight": "min_data_in_leaf", "max_leaves": "num_leaves", "enc0_layers": "num_layers_encoder",
    "validation-split-ratio": "validation_split_ratio",
}  # fmt: skip
"""Hyperparameters of which people speak as of one of another algorithm."""
PLAIN = (-1, 0, 1)
"""Numbers that are said without a number: `no limit`, `no penalty`, `a single layer`."""
_OF_ITS_OWN = {"k", "num_layers"}
"""Names that mean something else in each algorithm."""


def kind_of(name: str, owner: str) -> str:
    """What a hyperparameter of an algorithm is to what is learnt."""
    return f"{owner}.{name}" if name in _OF_ITS_OWN else _ALIKE.get(name, name)


def wish_of(name: str, value: object, owner: str) -> str:
    """What a value that is wished without a number is to what is learnt."""
    return f"{kind_of(name, owner)}={str(value).lower()}"


@cache
def numbers_of(owner: str) -> Mapping[str, str]:
    """The kinds of an algorithm, each with the hyperparameter."""
    return {kind_of(name, owner): name for name in reversed(algorithm(owner).hyperparameters.values)}


@cache
def wishes_of(owner: str) -> Mapping[str, tuple[str, Scalar]]:
    """The kinds of wishes that an algorithm may be told, each with the hyperparameter and its value."""
    facts = algorithm(owner).hyperparameters.values
    return {
        wish_of(name, value, owner): (name, value) for name, fact in reversed(facts.items()) for value in _values(fact)
    }


def _values(fact: Hyperparameter) -> tuple[Scalar, ...]:
    """The values that a wish without a number may name: choices, on and off, none at all and a single one."""
    if fact.type == "bool" and not fact.choices:
        return (True, False)
    if fact.type in ("int", "float") and not fact.choices:
        return (*(value for value in PLAIN if fact.contains(value)), *fact.also)
    enforced = fact.enforced.choices if fact.enforced else ()
    items = fact.items.choices if fact.items and fact.type == "str" and not fact.items.python else ()
    return (*(fact.choices or enforced or items), *fact.also)
