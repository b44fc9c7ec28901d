"""Writes what the SageMaker Python SDK itself answers for the images that we emit: `python scripts/image_answers.py`.

It runs in a virtual environment of its own, in which sagemaker-core is installed; the project does not need it.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

from sagemaker.core import image_uris

ANSWERS = Path(__file__).parents[1] / "tests" / "rules" / "request" / "image_uris.json"
OWN = ("kmeans", "pca", "knn", "lda", "ntm", "linear-learner", "factorization-machines", "object2vec", "blazingtext",
       "image-classification", "object-detection", "semantic-segmentation", "seq2seq", "forecasting-deepar",
       "ipinsights", "randomcutforest", "xgboost", "autogluon")  # fmt: skip
VERSIONS = {"xgboost-cpu": ("3.2-0",), "xgboost-gpu": ("3.0-5",),
            "autogluon-cpu": ("1.5.0", "0.5.2"), "autogluon-gpu": ("1.5.0", "0.5.2")}  # fmt: skip
"""Those that we emit for a class of machine; the second where a region lacks the first."""
MACHINES = {"cpu": "ml.m5.xlarge", "gpu": "ml.g5.xlarge"}


def answers(framework: str, kind: str) -> dict[str, str]:
    """Region -> address."""
    known = image_uris.config_for_framework(framework)
    builds = known.get("training", known)["versions"]
    return {
        region: image_uris.retrieve(framework, region, number, image_scope="training", instance_type=MACHINES[kind])
        for number in reversed(VERSIONS.get(f"{framework}-{kind}", ("1",)))
        for region in builds[number]["registries"]
    }


def main() -> None:
    made_by = f"image_uris.retrieve of sagemaker-core {version('sagemaker-core')}, botocore {version('botocore')}"
    told: dict[str, object] = {"made by": made_by}
    for framework in OWN:
        by_class = {kind: dict(sorted(answers(framework, kind).items())) for kind in MACHINES}
        if by_class["cpu"] == by_class["gpu"]:
            told[framework] = by_class["cpu"]
        else:
            told |= {f"{framework}-{kind}": one for kind, one in by_class.items()}
    ANSWERS.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
