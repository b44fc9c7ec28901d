"""Algorithms that answer the same problem, and the wishes that tell them apart: traits that their pages speak of."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.advise.problem import Fact, Problem, Reading, Trait
from advisor.advise.rank import ANSWERS, is_named, lifting, worth
from advisor.knowledge.models.algorithm import Algorithm

NEAR_BY = 0.4
"""How much worse a sibling may be than the first and still be worth a question."""
CLOSE = 0.05
"""How much worse is about as good."""
NO_WISH: Trait = "nothing special"
WISHES: dict[Trait, str] = {
    "categorical": "many columns are categories with many values",
    "fast training": "training has to be quick, on much data",
    "automatic": "no tuning: it should try models and stack them by itself",
    "explainable": "the weight of each column must be readable",
    "transformer": "a transformer, which sees each thing in its context",
    "neural": "a neural network",
    "light pictures net": "a TensorFlow network such as MobileNet or EfficientNet",
    "few examples": "there are few labelled examples",
    "coherence": "topics with words that make sense together",
    "gpu": "training on GPUs",
    "several machines": "training over several machines",
    "cheap": "as cheap as can be, on one machine without a GPU",
    "embeddings reused": "the learnt vectors are to be used elsewhere",
    "no interactions": "there are no ids, only plain attributes",
    "streaming": "the data is to be streamed, not copied",
    NO_WISH: "none of these; what is best as a rule",
}
"""Wishes that are asked for, with what they mean, in the order of precedence."""


def wishes(problem: Problem, reading: Reading, algorithms: Iterable[Algorithm]) -> dict[Trait, str]:
    """The first recommendation by the wish, if the problem is read this way; only that of `NO_WISH` if all is said.

    Of algorithms that are about as good it is the one that comes first among `algorithms`.
    """
    valued = {algorithm.id: (worth(algorithm, problem, reading), algorithm) for algorithm in algorithms}
    most = max(value for value, _ in valued.values())
    first = next(name for name, (value, _) in valued.items() if value >= most - CLOSE)
    found: dict[Trait, str] = {NO_WISH: first}
    least = max(most - NEAR_BY, ANSWERS)
    near = [algorithm for value, algorithm in valued.values() if value >= least]
    if len(near) == 1 or _is_said(problem, reading, near):
        return found
    for wish in WISHES:
        wished = problem.model_copy(update={"traits": (*problem.traits, Fact[Trait](value=wish))})
        best = max(near, key=lambda algorithm: worth(algorithm, wished, reading)).id
        if best not in found.values() and any(wish in lifting(rule) for a in near if a.id == best for rule in a.fit):
            found[wish] = best
    return found


def _is_said(problem: Problem, reading: Reading, near: Iterable[Algorithm]) -> bool:
    """Whether the problem says which of the siblings is meant: by name, or by a wish that lifts one of them."""
    if NO_WISH in problem.trait_names:
        return True
    return any(
        is_named(algorithm, problem)
        or any(lifting(rule) & problem.trait_names and problem.meets(rule.when, reading) for rule in algorithm.fit)
        for algorithm in near
    )
