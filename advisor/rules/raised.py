"""Which algorithms say what a rule quotes: containers of one make share their messages."""

from __future__ import annotations

from advisor.knowledge.models.base import Condition

XGBOOST = ("xgboost",)

IP_INSIGHTS = ("ip-insights",)

TABLE_READERS = (
    "factorization-machines", "kmeans", "knn", "lda", "linear-learner", "ntm", "pca", "random-cut-forest",
)  # fmt: skip
"""Amazon's own containers for tables, which read CSV and RecordIO-protobuf in one way."""

SCHEMA_HOLDERS = (
    *TABLE_READERS, "blazingtext", "deepar", "image-classification", "ip-insights", "object-detection", "object2vec",
    "semantic-segmentation", "seq2seq",
)  # fmt: skip
"""Amazon's own containers, which hold hyperparameters against a JSON schema."""

MXNET = ("image-classification", "object-detection", "semantic-segmentation")
"""Those that read images with MXNet."""

TAKES_ANY_LIST = ("lightgbm", "catboost")
"""Those whose scripts read the list of categorical columns from the only JSON file, whatever its name and key."""

SEVERAL_CLASSES: Condition = {"objective": ("multi:softmax", "multi:softprob")}
"""The objectives of XGBoost that count classes."""
