"""The settings that the container is asked about: what it takes, and each value spoilt in the ways that users do."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from typing import Any

Described = dict[str, dict[str, Any]]
Setting = dict[str, Any]

TASKS: tuple[dict[str, str], ...] = (
    {"objective": "binary:logistic"},
    {"objective": "reg:squarederror"},
    {"objective": "multi:softmax", "num_class": "3"},
    {"objective": "rank:pairwise"},
    {"objective": "count:poisson"},
    {},
)
TREES: tuple[dict[str, str], ...] = (
    {}, {"tree_method": "hist"}, {"tree_method": "exact"}, {"tree_method": "approx"}, {"tree_method": "gpu_hist"},
)  # fmt: skip
UPDATERS = ("grow_colmaker,prune", "grow_colmaker,grow_histmaker", "refresh", "refresh,prune", "shotgun",
            "coord_descent", "shotgun,coord_descent", "sync,refresh", "grow_quantile_histmaker",
            "grow_local_histmaker", "grow_skmaker", "distcol,distcol", "prune, refresh", "grow_gpu_hist",
            "")  # fmt: skip
BOOSTERS: tuple[dict[str, str], ...] = (
    {}, {"booster": "gblinear"}, {"booster": "dart"}, {"process_type": "update"},
    {"booster": "gblinear", "process_type": "update"},
)  # fmt: skip
METRICS = ("{0}", "{0},rmse", "{0}, rmse", " {0}", "{0}@0.5", "{0}@x", "{0}@2-", "{0} @0.5", "{0},")
CONSTRAINTS = {
    "monotone_constraints": ("(1,0,-1)", "[1,0]", "(1,)", "1", "(2,0)", "(1,0", "()", "(1.0,0)", "('1',0)", "up"),
    "interaction_constraints": ("[[1,2],[3,4,5]]", "[[0,1]]", "[1,2]", "[[1.5]]", "[]", "[[]]", "[['a']]", "[[1,2]",
                                "((1,2),(3,))", "1", '[["f0","f1"]]', "[[1,2],3]"),
}  # fmt: skip
TYPES = ("text/csv", "text/libsvm", "text/x-libsvm", "csv", "libsvm", "parquet", "recordio-protobuf",
         "application/x-parquet", "application/x-recordio-protobuf", "text/csv;label_size=1", "text/CSV",
         "application/json", "application/x-recordio", "text/csv; charset=utf-8", None)  # fmt: skip
MODES = ("File", "Pipe")
SPREADS = ("FullyReplicated", "ShardedByS3Key")
TRAIN = ("train", "text/csv", "File", "FullyReplicated")


def setting(hyperparameters: dict[str, str], *channels: tuple[Any, ...], machines: tuple[int, int] = (1, 0)) -> Setting:
    """`machines`: how many, and how many GPUs each of them has."""
    return {"hyperparameters": hyperparameters, "channels": channels or (TRAIN,), "machines": machines}


def generated(known: Described, seed: str, count: int) -> list[Setting]:
    """So many settings about these hyperparameters, those of all versions together."""
    rng = random.Random(seed)
    kinds = (
        (0.45, spoilt_values(known, rng)), (0.05, with_dask()), (0.07, constraints()), (0.08, updaters()),
        (0.15, metrics(known)), (0.05, names(known)), (0.15, channels()),
    )  # fmt: skip
    drawn: list[Setting] = []
    for share, settings in kinds:
        every = list(settings)
        drawn += rng.sample(every, min(round(share * count), len(every)))
    return drawn


def spoilt_values(known: Described, rng: random.Random) -> Iterator[Setting]:
    """Each hyperparameter at its bounds, beyond them, of another type, in other letters."""
    for name, fact in known.items():
        for value in values(fact):
            rest = {"num_round": "10", **rng.choice(TASKS), **rng.choice(TREES)}
            yield setting({**rest, name: value})


def values(fact: dict[str, Any]) -> Iterator[str]:
    if "bounds" in fact:
        for bound in (*fact["bounds"], 0, 1):
            whole = int(bound)
            yield from (str(whole), str(whole - 1), str(whole + 1))
            if fact["type"] == "Continuous":
                yield from (f"{bound + 0.001:g}", f"{bound - 0.001:g}")
        yield from ("0.5", "1e-3", "2.0", "abc", "", " 1", "true", "1,5", "0x10", "1 2")
    else:
        for choice in fact["choices"]:
            yield from (choice, choice.upper(), f" {choice}", f"{choice}x")
        yield from ("", "true", "1", "none", "True", "false", "0")


def constraints() -> Iterator[Setting]:
    for name, texts in CONSTRAINTS.items():
        for text in texts:
            for trees in TREES:
                yield setting({"num_round": "10", **TASKS[0], **trees, name: text})


def updaters() -> Iterator[Setting]:
    for updater in UPDATERS:
        for booster in BOOSTERS:
            yield setting({"num_round": "10", **TASKS[0], **booster, "updater": updater})


def metrics(known: Described) -> Iterator[Setting]:
    for metric in (*known["eval_metric"]["choices"], "roc", "AUC", "error@0.7"):
        for form in METRICS:
            for task in TASKS[:4] if form == "{0}" else TASKS[:1]:
                yield setting({"num_round": "10", **task, "eval_metric": form.format(metric)})
    yield from (setting({"num_round": "10", "eval_metric": metric}) for metric in ("rmse", "auc"))


def with_dask() -> Iterator[Setting]:
    for trees in TREES:
        for machines in ((1, 0), (1, 1), (2, 1)):
            for kind, mode, spread in product(("text/csv", "parquet", "text/libsvm", None), MODES, SPREADS):
                given = {"num_round": "10", **TASKS[0], **trees, "use_dask_gpu_training": "true"}
                yield setting(given, ("train", kind, mode, spread), machines=machines)


def names(known: Described) -> Iterator[Setting]:
    """Names that are written wrongly, or belong to another XGBoost."""
    strange = (
        "n_estimators",
        "max-depth",
        "Eta",
        "learning_rates",
        "device",
        "random_state",
        "nrounds",
        "_foo",
        "colsample",
    )
    yield setting({**TASKS[0]})
    for name in (*strange, *(f"{name}s" for name in known)):
        yield setting({"num_round": "10", **TASKS[0], name: "1"})


def channels() -> Iterator[Setting]:
    hyperparameters = {"num_round": "10", **TASKS[0]}
    for kind in TYPES:
        for mode in MODES:
            for spread in SPREADS:
                yield setting(hyperparameters, ("train", kind, mode, spread))
                yield setting(hyperparameters, TRAIN, ("validation", kind, mode, spread))
    for name in ("test", "training", "Train", "eval", "model"):
        yield setting(hyperparameters, TRAIN, (name, *TRAIN[1:]))
    yield setting(hyperparameters, ("validation", *TRAIN[1:]))
