"""Words of the messages of training jobs that belong to some algorithms alone."""

from __future__ import annotations

from collections.abc import Mapping, Set

from advisor.findings import Finding

_IMAGES = frozenset({"image-classification", "object-detection"})
NAMES: Mapping[str, Set[str]] = {
    "IP address": {"ip-insights"},
    "num_class)": {"xgboost"},
    "Booster": {"xgboost"},
    "libsvm": {"xgboost"},
    "LIBSVM": {"xgboost"},
    "parquet data": {"xgboost"},
    "csv data with exception": {"xgboost"},
    "Dask": {"xgboost"},
    "AUC": {"xgboost"},
    "feature_dim": {"factorization-machines", "kmeans", "knn", "lda", "linear-learner", "ntm", "pca"},
    ".rec ": _IMAGES,
    "img_list": _IMAGES,
    "lst file": _IMAGES,
    "vocab_size": {"object2vec"},
    "minCount": {"blazingtext"},
    "time series": {"deepar"},
}


def misquotes(finding: Finding, algorithm: str | None) -> bool:
    """Whether a finding quotes what only other algorithms say, or quotes anything where training would go on."""
    quote = finding.training_error
    if quote is None:
        return False
    others = (owners for word, owners in NAMES.items() if word in quote)
    return finding.severity != "error" or (algorithm is not None and any(algorithm not in owners for owners in others))
