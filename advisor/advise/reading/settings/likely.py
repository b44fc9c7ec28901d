"""Which hyperparameter a number most likely sets that no phrase claims: `27 pollen percentages each`, `fifteen kinds`.

A linear model looks at the words on both sides of the number and at its size. `scripts/learning/settings.py` makes it
from problems in which every number is marked; it is evaluated here without numpy, whose import would cost more than it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from advisor.advise.reading.phrases import WORDS, Token
from advisor.advise.reading.settings.following import Said
from advisor.advise.reading.settings.values import fitting
from advisor.advise.reading.unread import quoted
from advisor.knowledge.load import algorithm

MODEL = WORDS / "numbers.json"
REACH = 5
"""Words on each side that say what a number is."""
SURE = 0.6
"""How likely a hyperparameter must be."""
NOTHING = ""
"""What a number sets that sets nothing."""
_STEM = 6
"""Letters of a word that carry most of its meaning."""
_NEAR, _FAR, _BEHIND_A_COMMA = 1.0, 0.6, 0.5
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
}  # fmt: skip
"""Hyperparameters of which people speak as of one of another algorithm."""
_OF_ITS_OWN = {"k", "num_layers"}
"""Names that mean something else in each algorithm."""


@dataclass(frozen=True, slots=True)
class Model:
    """`bias`: what each kind is worth by itself. `weights`: of a feature, kinds and steps of `unit` in turn."""

    kinds: tuple[str, ...]
    bias: tuple[float, ...]
    unit: float
    weights: dict[str, list[int]]


@cache
def model() -> Model:
    content = json.loads(MODEL.read_text("utf-8"))
    return Model(tuple(content["kinds"]), tuple(content["bias"]), content["unit"], content["weights"])


def kind_of(name: str, owner: str) -> str:
    """What a hyperparameter of an algorithm is to the model."""
    return f"{owner}.{name}" if name in _OF_ITS_OWN else _ALIKE.get(name, name)


def likely(text: str, found: Sequence[Token], places: Collection[int], owner: str) -> dict[str, Said]:
    """What the numbers at these places most likely set of an algorithm: of two for the same, the likelier."""
    facts = algorithm(owner).hyperparameters.values
    names = {kind_of(name, owner): name for name in reversed(facts)}
    best: dict[str, tuple[float, Said]] = {}
    for place in places:
        chance, kind = _likeliest(features(found, place, owner), names)
        if kind == NOTHING or chance < SURE:
            continue
        value = fitting(found, place, facts[names[kind]])
        if value is not None and chance > best.get(names[kind], (0.0,))[0]:
            best[names[kind]] = chance, Said(value, quoted(found, place, text), is_likely=True)
    return {name: said for name, (_, said) in best.items()}


def _likeliest(seen: dict[str, float], possible: Collection[str]) -> tuple[float, str]:
    """The likeliest of the possible kinds, and how likely it is among them."""
    learnt = model()
    scores = list(learnt.bias)
    for feature, strength in seen.items():
        pairs = iter(learnt.weights.get(feature, ()))
        for kind, weight in zip(pairs, pairs, strict=True):
            scores[kind] += strength * weight * learnt.unit
    among = {k: math.exp(s) for k, s in zip(learnt.kinds, scores, strict=True) if k == NOTHING or k in possible}
    best = max(among, key=among.__getitem__)
    return among[best] / sum(among.values()), best


def features(found: Sequence[Token], place: int, owner: str) -> dict[str, float]:
    """What is seen of a number, each with its strength: size, words by distance, stems by side, pairs of neighbours."""
    value = float(found[place].value or 0)
    seen = {f"of {owner}": 0.5, "whole" if value.is_integer() else "broken": 1.0}
    seen[f"size {int(2 * math.log10(value)) if value > 0 else 0}"] = 1.0
    if value.is_integer() and value > 1 and int(value) & (int(value) - 1) == 0:
        seen["power of two"] = 1.0
    for side, step in (("<", -1), (">", 1)):
        for name, strength in _beside(found, place, side, step):
            seen[name] = max(seen.get(name, 0.0), strength)
    return seen


def _beside(found: Sequence[Token], place: int, side: str, step: int) -> Iterator[tuple[str, float]]:
    """What stands on one side of a number, up to the end of its sentence."""
    words: list[str] = []
    strength, place = 1.0, place + step
    while len(words) < REACH and 0 <= place < len(found):
        token, place = found[place], place + step
        if token.text in ".;?!":
            yield f"{side}{len(words)} end", 1.0
            break
        if token.is_mark:
            if not words:
                yield f"{side} {token.text}", 1.0
            if token.text in ",:":
                strength = _BEHIND_A_COMMA
            continue
        word = "0" if token.value is not None else token.text
        words.append(word)
        yield f"{side}{len(words)} {word}", strength
        if len(word) > 3:
            yield f"{side} {word[:_STEM]}", strength * (_NEAR if len(words) < 4 else _FAR)
            yield word[:_STEM], strength * _FAR
    for n, pair in enumerate(pairwise(words)):
        yield f"{side} {' '.join(pair[::step])}", 0.8 if n < 2 else 0.5
