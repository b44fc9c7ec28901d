"""Runs XGBoost itself on settings, and says what each ends with: `python library.py >> xgboost_runs.jsonl`.

It runs in virtual environments of its own, one for each XGBoost that an image holds, on a machine without a GPU. What
the container computes itself (rmse, mae, accuracy and the like) is not asked about, nor what depends on the labels.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import xgboost as xgb

IMAGES = {"0.90": "0.90-2", "1.0.0": "1.0-1", "1.2.1": "1.2-2", "1.3.3": "1.3-1", "1.5.2": "1.5-1", "1.7.4": "1.7-1",
          "3.0.5": "3.0-5", "3.2.0": "3.2-0"}  # fmt: skip
"""Version of XGBoost -> version of the image that holds it."""
ROWS = 60
METRICS = (
    "aft-nloglik",
    "aucpr",
    "error",
    "error@0.7",
    "gamma-deviance",
    "gamma-nloglik",
    "interval-regression-accuracy",
    "logloss",
    "map",
    "mape",
    "merror",
    "mlogloss",
    "mphe",
    "ndcg",
    "poisson-nloglik",
    "rmsle",
    "tweedie-nloglik",
)
OBJECTIVES = {
    "binary:logistic": METRICS,
    "binary:hinge": METRICS,
    "rank:pairwise": METRICS,
    "multi:softmax": METRICS,
    "reg:squarederror": ("aft-nloglik", "interval-regression-accuracy", "tweedie-nloglik", "rmsle", "mphe", "mape"),
    "aft_loss_distribution": (),
}
OTHERS: tuple[dict[str, str], ...] = (
    *({"tree_method": method, "max_bin": "1"} for method in ("hist", "approx", "exact")),
    *({"tree_method": method, "max_depth": "0"} for method in ("hist", "approx", "exact")),
    {"tree_method": "hist", "grow_policy": "lossguide", "max_depth": "0", "max_leaves": "8"},
    *({"updater": name} for name in ("distcol", "grow_skmaker", "grow_local_histmaker", "grow_histmaker", "refresh")),
    {"updater": "refresh", "process_type": "update"},
    {"tree_method": "hist", "sampling_method": "gradient_based", "subsample": "0.5"},
    *({"base_score": value} for value in ("0", "0.5", "1", "2")),
    {"tree_method": "gpu_hist"},
    {"predictor": "gpu_predictor"},
    {"num_class": "2"},
    {"tree_method": "hist", "monotone_constraints": "(1,0,-1)"},
    {"tree_method": "approx", "interaction_constraints": "[[1,2]]"},
    {"booster": "gblinear", "updater": "shotgun"},
    {"booster": "dart", "rate_drop": "0.1"},
)  # fmt: skip


def settings() -> list[dict[str, str]]:
    asked = [{"objective": name, "eval_metric": metric} for name, metrics in OBJECTIVES.items() for metric in metrics]
    plain = [{"objective": name} for name in OBJECTIVES]
    return [*plain, *asked, *({"objective": "binary:logistic", **other} for other in OTHERS)]


def stopped(setting: dict[str, str]) -> str | None:
    """What training ends with; None where it goes through."""
    random = np.random.RandomState(0)
    rows = random.rand(ROWS, 3)
    classes = 3 if setting["objective"].startswith("multi") else 2
    labels = rows[:, 0] if setting["objective"].startswith("reg") else np.floor(rows[:, 0] * classes)
    given: dict[str, Any] = {**setting, "verbosity": 0}
    if classes == 3:
        given["num_class"] = 3
    try:
        data = xgb.DMatrix(rows, label=labels)
        if setting["objective"].startswith("rank"):
            data.set_group([20, 20, 20])
        xgb.train(given, data, 2, evals=[(data, "train")], verbose_eval=False)
    except Exception as error:  # whatever it raises ends the job
        return str(error).strip().splitlines()[0][-100:]
    return None


def main() -> None:
    version = IMAGES[xgb.__version__]
    for setting in settings():
        print(json.dumps([version, setting, stopped(setting)], separators=(",", ":")))


if __name__ == "__main__":
    main()
