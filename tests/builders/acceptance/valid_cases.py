"""Sound data of each algorithm, in each format that it takes: name -> algorithm, files, options of the check."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from typing import Any

from tests.builders import sound_tokens, tables, transfer
from tests.builders.acceptance.valid import (
    BARE,
    LABELLED,
    ROWS,
    SAMPLES,
    both,
    boxed,
    counts,
    lists,
    masks,
    packed,
    pictures,
    sparse_vectors,
    table,
    vectors,
)
from tests.builders.folders import Files
from tests.builders.pictures.lists import json_lines
from tests.builders.recordio import box_label
from tests.builders.series import cut, parquet, record

CASES: dict[str, tuple[str, Files, dict[str, Any]]] = {
    "kmeans csv": ("kmeans", {"train/a.csv": table(), "train/b.csv": table(seed=9), "test/a.csv": table(seed=8)}, {}),
    "kmeans declared": ("kmeans", {"train/part-00000": table()}, {"content_types": {"train": BARE}}),
    "kmeans protobuf": (
        "kmeans",
        {"train/a.pbr": vectors(), "test/a.pbr": vectors(seed=8)},
        {"hyperparameters": {"k": "3", "feature_dim": "5"}},
    ),
    "kmeans sparse": ("kmeans", {"train/a.pbr": sparse_vectors()}, {}),
    "pca csv": (
        "pca",
        {"train/a.csv": table()},
        {"hyperparameters": {"num_components": "2", "feature_dim": "5", "mini_batch_size": "20"}},
    ),
    "pca protobuf": ("pca", {"train/a.pbr": vectors()}, {}),
    "rcf csv": (
        "random-cut-forest",
        {"train/a.csv": table(), "test/a.csv": table("binary")},
        {"content_types": {"train": BARE, "test": LABELLED}},
    ),
    "rcf csv undeclared": ("random-cut-forest", {"train/a.csv": table(), "test/a.csv": table("binary")}, {}),
    "rcf one column": ("random-cut-forest", {"train/a.csv": table(width=1)}, {}),
    "rcf protobuf": ("random-cut-forest", {"train/a.pbr": vectors(), "test/a.pbr": vectors("binary")}, {}),
    "knn csv": (
        "knn",
        {"train/a.csv": table("class"), "test/a.csv": table("class", seed=8)},
        {"hyperparameters": {"k": "5", "predictor_type": "classifier", "sample_size": "60", "feature_dim": "5"}},
    ),
    "knn regression": (
        "knn",
        {"train/a.csv": table("number")},
        {"hyperparameters": {"k": "5", "predictor_type": "regressor", "sample_size": "60", "feature_dim": "5"}},
    ),
    "knn protobuf": ("knn", {"train/a.pbr": vectors("class")}, {"hyperparameters": {"predictor_type": "classifier"}}),
    "lda csv": (
        "lda",
        {"train/a.csv": counts()},
        {"hyperparameters": {"num_topics": "3", "feature_dim": "12", "mini_batch_size": "60"}},
    ),
    "lda protobuf": ("lda", {"train/a.pbr": vectors(whole=True)}, {}),
    "lda sparse": ("lda", {"train/a.pbr": sparse_vectors()}, {}),
    "ntm csv": (
        "ntm",
        {
            "train/a.csv": counts(),
            "validation/a.csv": counts(seed=8),
            "test/a.csv": counts(seed=9),
            "auxiliary/vocab.txt": "".join(f"word{i}\n" for i in range(12)),
        },
        {"hyperparameters": {"num_topics": "3", "feature_dim": "12"}},
    ),
    "ntm protobuf": (
        "ntm",
        {"train/a.pbr": vectors(whole=True, width=12), "auxiliary/vocab.txt": "".join(f"w{i}\n" for i in range(12))},
        {},
    ),
    "fm sparse": (
        "factorization-machines",
        {"train/a.pbr": sparse_vectors("binary"), "test/a.pbr": sparse_vectors("binary", rows=40, seed=5)},
        {"hyperparameters": {"predictor_type": "binary_classifier", "feature_dim": "500", "num_factors": "8"}},
    ),
    "fm dense": (
        "factorization-machines",
        {"train/a.pbr": vectors("number")},
        {"hyperparameters": {"predictor_type": "regressor"}},
    ),
    "ipi": (
        "ip-insights",
        {
            "train/a.csv": "".join(f"user{i % 9},10.0.{i}.7\n" for i in range(ROWS)),
            "validation/a.csv": "".join(f"{i % 9},10.0.{i}.7\n" for i in range(ROWS)),
        },
        {},
    ),
    "ic images": (
        "image-classification",
        {**both(pictures), **both(lists)},
        {"hyperparameters": {**SAMPLES, "image_shape": "3,32,32", "resize": "36", "num_layers": "20"}},
    ),
    "ic lists of im2rec": (
        "image-classification",
        {**both(pictures), **both(lambda c: lists(c, label="{0}.000000"))},
        {},
    ),
    "ic png": (
        "image-classification",
        {
            **both(lambda c: pictures(c, suffix="png")),
            **both(lambda c: {k: str(v).replace("jpg", "png") for k, v in lists(c).items()}),
        },
        {},
    ),
    "ic rec": (
        "image-classification",
        {"train/a.rec": packed(), "validation/a.rec": packed()},
        {"hyperparameters": SAMPLES},
    ),
    "od images": ("object-detection", {**both(pictures), **both(boxed)}, {"hyperparameters": SAMPLES}),
    "od rec": (
        "object-detection",
        {
            "train/a.rec": packed(box_label((0, 0.1, 0.1, 0.6, 0.7))),
            "validation/a.rec": packed(box_label((1, 0.1, 0.1, 0.6, 0.7))),
        },
        {"hyperparameters": SAMPLES},
    ),
    "ss": (
        "semantic-segmentation",
        {**both(pictures), **both(masks)},
        {"hyperparameters": {**SAMPLES, "num_classes": "3", "validation_mini_batch_size": "2"}},
    ),
    "ss with a label map": (
        "semantic-segmentation",
        {
            **both(pictures),
            **both(masks),
            "label_map/train_label_map.json": '{"scale": "1"}',
            "label_map/validation_label_map.json": '{"scale": 1}',
        },
        {},
    ),
}


SERIES = [record(i, target=[float(i % 5), None, "NaN", 2.5] * 20) for i in range(12)]
FEATURE = [0.5, 1.0] * 20
RELATED = [record(i, target=FEATURE, cat=[i % 3, i % 2], dynamic_feat=[FEATURE]) for i in range(12)]
TRAINED, TRAINED_RELATED = ([cut(row, 7) for row in rows] for rows in (SERIES, RELATED))
STEP = {"time_freq": "D", "context_length": "7", "prediction_length": "7", "epochs": "10"}

CASES |= {
    "deepar json": ("deepar", {"train/a.json": json_lines(TRAINED), "test/a.json": json_lines(SERIES)}, {}),
    "deepar related": (
        "deepar",
        {
            **{name: json_lines(TRAINED_RELATED) for name in ("train/deep/a.json", "train/b.json")},
            "test/a.json": json_lines(RELATED),
        },
        {"hyperparameters": {**STEP, "cardinality": "[3, 2]", "num_dynamic_feat": "1", "likelihood": "beta"}},
    ),
    "deepar gzip": ("deepar", {"train/a.json.gz": gzip.compress(json_lines(SERIES))}, {"hyperparameters": STEP}),
    "deepar declared": (
        "deepar",
        {"train/part-0": json_lines(RELATED), "train/_SUCCESS": b""},
        {"content_types": {"train": "application/jsonlines"}},
    ),
    "deepar parquet": ("deepar", {"train/a.parquet": parquet(TRAINED_RELATED), "test/a.parquet": parquet(RELATED)}, {}),
    "deepar parquet of datetimes": (
        "deepar",
        {"train/a.parquet": parquet([record(i, start=datetime(2020, 1, 1 + i)) for i in range(12)], "gzip")},
        {"content_types": {"train": "parquet"}, "hyperparameters": STEP},
    ),
}


BOOSTED = {"objective": "multi:softmax", "num_class": "3", "num_round": "5"}
TABLE = tables.labelled(classes=3)

CASES |= {
    "xgboost libsvm": (
        "xgboost",
        {
            "train/a.libsvm": tables.sparse_rows(classes=3),
            "validation/a.libsvm": tables.sparse_rows(30, classes=3, value=3),
        },
        {"hyperparameters": BOOSTED},
    ),
    "xgboost libsvm declared": (
        "xgboost",
        {
            "train/part-00000": tables.sparse_rows(),
            "train/part-00001": tables.sparse_rows(rows=40).replace("\n", "\r\n"),
        },
        {"content_types": {"train": "libsvm"}},
    ),
    "xgboost libsvm with weights and queries": (
        "xgboost",
        {"train/a.txt": "".join(f"{i % 4}:{1 + i % 2} qid:{i // 6} 1:{i}.5 2:1 7:-1e-3\n" for i in range(ROWS))},
        {"hyperparameters": {"objective": "rank:ndcg", "num_round": "5"}, "content_types": {"train": "text/x-libsvm"}},
    ),
    "xgboost libsvm with rows of nothing": ("xgboost", {"train/a": tables.sparse_rows() + "0\n1 # none\n\n"}, {}),
    "xgboost libsvm of one feature": ("xgboost", {"train/a": "".join(f"{i % 2} 1:{i}\n" for i in range(ROWS))}, {}),
    "xgboost parquet": (
        "xgboost",
        {
            "train/a.parquet": tables.parquet(**TABLE),
            "validation/a.parquet": tables.parquet(**tables.labelled(classes=3, factor=5)),
        },
        {"hyperparameters": BOOSTED},
    ),
    "xgboost parquet declared": (
        "xgboost",
        {
            "train/part-0": tables.parquet(y=[0.5, 1.5], a=[True, None], b=[None, 2], c=[1.0, float("nan")]),
            "train/part-1": tables.parquet(c=[2.0], b=[7], a=[False], y=[3.5], codec="gzip"),
            "train/part-2": tables.parquet(y=[1], a=[False], b=[1.0], c=[1]),
        },
        {"content_types": {"train": "application/x-parquet"}},
    ),
    "xgboost csv": (
        "xgboost",
        {"train/a.csv": table("binary"), "validation/a.csv": table("binary", seed=5)},
        {
            "hyperparameters": {"objective": "binary:logistic", "num_round": "5", "eval_metric": "auc,error@0.7"},
            "content_types": {"train": "csv", "validation": "csv"},
        },
    ),
}


CASES |= sound_tokens.CASES
CASES |= transfer.CASES


def augmented(**values: Any) -> str:
    rows = [
        {"source-ref": f"s3://bucket/images/im{i}.jpg", **{k: v(i) for k, v in values.items()}} for i in range(ROWS)
    ]
    return "".join(json.dumps(row) + "\n" for row in rows)


BOXES = {
    "image_size": [{"width": 48, "height": 40, "depth": 3}],
    "annotations": [{"class_id": 0, "left": 1, "top": 1, "width": 9, "height": 8}],
}
METADATA = {
    "class-map": {"0": "dog"},
    "type": "groundtruth/object-detection",
    "human-annotated": "yes",
    "job-name": "labeling-job/x",
}

MANIFESTS: dict[str, tuple[str, list[str], str, dict[str, str]]] = {
    "class": ("image-classification", ["source-ref", "class"], augmented(**{"class": lambda i: str(i % 2)}), {}),
    "class number": ("image-classification", ["source-ref", "class"], augmented(**{"class": lambda i: i % 2}), {}),
    "multi-hot": (
        "image-classification",
        ["source-ref", "class"],
        augmented(**{"class": lambda i: f"[{i % 2}, 1]"}),
        {"multi_label": "1"},
    ),
    "boxes": (
        "object-detection",
        ["source-ref", "bounding-box"],
        augmented(**{"bounding-box": lambda _: BOXES, "bounding-box-metadata": lambda _: METADATA}),
        {},
    ),
    "mask": (
        "semantic-segmentation",
        ["source-ref", "mask-ref"],
        augmented(**{"mask-ref": lambda i: f"s3://bucket/masks/im{i}.png"}),
        {},
    ),
}

TRAIN = {"lightgbm": "train", "linear-learner": "train", "xgboost": "train"}
TABLES = (*TRAIN, "autogluon-tabular", "catboost", "tabtransformer")

FOLDERS: dict[str, tuple[str, Files]] = {
    **{name: (algorithm, dict(files)) for name, (algorithm, files, _) in CASES.items()},
    **{
        f"{name} {label}": (name, {f"{TRAIN.get(name, 'training')}/data.csv": table(label)})
        for name in TABLES
        for label in ("class", "binary", "number")
    },
    **{
        f"manifest {name}": (algorithm, {f"{c}/m.manifest": content for c in ("train", "validation")})
        for name, (algorithm, _, content, _) in MANIFESTS.items()
    },
}
"""Folders that every algorithm takes: name -> algorithm, files."""
