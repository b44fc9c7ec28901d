"""What stopped training with XGBoost, or spoilt it without a word: each is found, and its sound neighbour is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor.request import request_of
from tests.builders.acceptance.valid import table
from tests.builders.folders import checked
from tests.builders.requests import channel, image, request
from tests.builders.tables import sparse_rows

CSV = table("binary")
BINARY = {"objective": "binary:logistic", "num_round": "5"}
GAMMA = {"objective": "reg:gamma", "num_round": "5"}
TYPE = "InputDataConfig[0].ContentType"
METRIC = "HyperParameters.eval_metric"
OUTPUT = "OutputDataConfig.S3OutputPath"

Found = list[tuple[str, str, str | None]]


def asked(
    folder: Path,
    files: dict[str, str],
    tag: str = "1.7-1",
    kind: str | None = "text/csv",
    given: dict[str, str] | None = None,
    s3: dict[str, str] | None = None,
    **members: Any,
) -> Found:
    """Severity, rule and place of what is found in these files with a request for this version of the image."""
    names = sorted({path.partition("/")[0] for path in files})
    content = request(given or BINARY, [channel(name, kind, s3=s3 or {}) for name in names], **members.pop("more", {}))
    asked_for = {"TrainingImage": image("sagemaker-xgboost", tag), "TrainingInputMode": "File"}
    content = {**content, "AlgorithmSpecification": asked_for, **members}
    report = checked(folder, files, job=request_of(content, "job.json"))
    found = [(f.severity, f.rule, f.location.key or f.location.file or f.channel) for f in report.findings]
    return [
        finding for finding in found if not finding[1].startswith(("REQ14", "SUP"))
    ]  # tags that are old, or not real


@pytest.mark.parametrize(
    ("tag", "kind", "expected"),
    [
        ("1.7-1", "csv", []),
        ("0.90-1", "csv", []),
        ("0.72", "csv", []),
        ("latest", "csv", []),
        ("0.72", "recordio-protobuf", [("error", "REQ115", TYPE), ("error", "LAY107", "train/a.csv")]),
        ("mine", "csv", []),
        ("latest", "text/csv", []),
        ("1.7-1", "text/csv;label_size=1", [("error", "REQ116", TYPE)]),
        ("0.90-1", "text/csv; label_size=1", [("error", "REQ116", TYPE)]),
        ("latest", "text/csv;label_size=1", [("warning", "REQ116", TYPE)]),
        ("mine", "text/csv;label_size=1", [("warning", "REQ116", TYPE)]),
        ("latest", "text/csv;charset=utf8", [("error", "REQ116", TYPE)]),
    ],
)
def test_content_types_by_version(tmp_path: Path, tag: str, kind: str, expected: Found) -> None:
    assert asked(tmp_path, {"train/a.csv": CSV}, tag, kind) == expected


@pytest.mark.parametrize(
    ("tag", "cell", "expected"),
    [
        ("latest", "1e-10", [("warning", "CSV113", "train/a.csv")]),
        ("latest", "0.1", []),
        ("0.90-1", "1e-10", []),
    ],
)
def test_exponents_and_the_old_image(tmp_path: Path, tag: str, cell: str, expected: Found) -> None:
    first, _, rest = CSV.partition("\n")
    row = ",".join([*first.split(",")[:-1], cell])
    assert asked(tmp_path, {"train/a.csv": f"{row}\n{rest}"}, tag) == expected


@pytest.mark.parametrize(
    ("objective", "metric", "fails"),
    [
        ("binary:logistic", "auc,error@0.7", False),
        ("rank:pairwise", "auc", False),
        ("reg:squarederror", "rmse,auc", True),
        ("survival:aft", "aft-nloglik", False),
        ("survival:cox", "aft-nloglik", True),
        ("multi:softmax", "merror,mlogloss", False),
        ("multi:softmax", "mlogloss,error", True),
        ("multi:softprob", "error@0.2", True),
    ],
)
def test_metrics_that_belong_to_another_task(tmp_path: Path, objective: str, metric: str, fails: bool) -> None:
    given = {"objective": objective, "num_round": "5", "eval_metric": metric}
    given |= {"num_class": "2"} if objective.startswith("multi") else {}
    expected = [("error", "HYP114", METRIC)] if fails else []
    assert [one for one in asked(tmp_path, {"train/a.csv": CSV}, given=given) if one[0] == "error"] == expected


@pytest.mark.parametrize("label", ["0", "1"])
@pytest.mark.parametrize(("metric", "told"), [("auc", True), ("aucpr,error", True), ("error", False)])
def test_one_class_and_a_metric_of_two(tmp_path: Path, label: str, metric: str, told: bool) -> None:
    one_class = "".join(f"{label},{row},1,2,3,4\n" for row in range(9))
    files = {"train/a.csv": CSV, "validation/b.csv": one_class}
    expected = [("warning", "TAB101", "validation")] if told else []
    assert asked(tmp_path, files, given={**BINARY, "eval_metric": metric}) == expected
    files["validation/b.csv"] = one_class + ("1" if label == "0" else "0") + ",9,9,9,9,9\n"
    assert asked(tmp_path, files, given={**BINARY, "eval_metric": metric}) == []


@pytest.mark.parametrize(
    ("files", "machines", "distribution", "told"),
    [
        (2, 3, "ShardedByS3Key", [("warning", "RES108", "ResourceConfig.InstanceCount")]),
        (3, 3, "ShardedByS3Key", []),
        (2, 3, "FullyReplicated", []),
        (
            3,
            3,
            "FullyReplicated",
            [("warning", "REQ104", "InputDataConfig[0].DataSource.S3DataSource.S3DataDistributionType")],
        ),
    ],
)
def test_files_and_machines(
    tmp_path: Path, files: int, machines: int, distribution: str, told: list[tuple[str, str, str]]
) -> None:
    data = {f"train/{number}.svm": sparse_rows() for number in range(files)}
    found = asked(
        tmp_path, data, kind="libsvm", s3={"S3DataDistributionType": distribution}, more={"InstanceCount": machines}
    )
    assert [one for one in found if one[0] == "warning"] == told


@pytest.mark.parametrize(
    ("name", "severity"), [(".DS_Store", "error"), ("_SUCCESS", "warning"), (".cache/a.csv", "warning")]
)
def test_hidden_files(tmp_path: Path, name: str, severity: str) -> None:
    found = asked(tmp_path, {"train/a.csv": CSV, f"train/{name}": "x"})
    assert found == [(severity, "LAY105", f"train/{name}")]


@pytest.mark.parametrize(("label", "fails"), [("0", True), ("0.001", False)])
def test_gamma_regression_takes_positive_labels_alone(tmp_path: Path, label: str, fails: bool) -> None:
    rows = "".join(f"{row + 1},{row / 3},1\n" for row in range(9)) + f"{label},1,2\n"
    expected = [("error", "CSV151", "train/a.csv")] if fails else []
    assert asked(tmp_path, {"train/a.csv": rows}, given=GAMMA) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("s3://bucket/out/", []),
        ("https://s3-us-west-2.amazonaws.com/bucket", [("warning", "REQ107", OUTPUT)]),
        ("bucket/out", [("error", "REQ107", OUTPUT)]),
    ],
)
def test_where_the_model_goes(tmp_path: Path, target: str, expected: Found) -> None:
    assert asked(tmp_path, {"train/a.csv": CSV}, OutputDataConfig={"S3OutputPath": target}) == expected


def test_a_folder_called_training(tmp_path: Path) -> None:
    report = checked(tmp_path, {"training/a.csv": CSV}, algorithm="xgboost")
    message = "The folder 'training' is not a channel; 'train' is. Everything was read as the channel 'train'."
    assert [(f.severity, f.rule, f.message) for f in report.findings] == [("warning", "LAY110", message)]


@pytest.mark.parametrize(("folders", "told"), [("a/b", False), ("a/b/c", True)])
def test_files_that_lie_too_deep(tmp_path: Path, folders: str, told: bool) -> None:
    found = asked(tmp_path, {"train/a.csv": CSV, f"train/{folders}/b.csv": table("binary", seed=7)})
    assert found == ([("warning", "LAY111", f"train/{folders}/b.csv")] if told else [])


@pytest.mark.parametrize(("name", "seed", "told"), [("a.csv", 1, True), ("a.csv", 2, False), ("b.csv", 1, True)])
def test_the_same_file_in_two_channels(tmp_path: Path, name: str, seed: int, told: bool) -> None:
    found = asked(tmp_path, {"train/a.csv": CSV, f"validation/{name}": table("binary", seed=seed)})
    assert found == ([("warning", "LAY112", f"validation/{name}")] if told else [])
