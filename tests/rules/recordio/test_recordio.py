"""Findings on RecordIO-protobuf: frames, tensors, values and labels."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import pytest

from advisor.findings import Finding, Location
from tests.builders.acceptance.cases import Files, brief, judged
from tests.builders.folders import checked
from tests.builders.pictures.images import jpeg
from tests.builders.recordio import dense, frame, image_record, record, sparse, write_recordio

FM = {"predictor_type": "binary_classifier"}
VALUES, LABEL = "features.values", "label.values"


def files(*payloads: bytes, path: str = "train/a.pbr") -> Files:
    return {path: ("recordio-protobuf", write_recordio(payloads))}


def findings(
    *payloads: bytes, algorithm: str | None = "kmeans", hyperparameters: Mapping[str, str] | None = None
) -> list[Finding]:
    return judged(files(*payloads), "REC", algorithm=algorithm, hyperparameters=hyperparameters)


def rules(found: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity) for finding in found]


def sequence(*names: str) -> bytes:
    return record({name: {"values": [4, 2, 9], "dtype": "int32"} for name in names})


@pytest.mark.parametrize("algorithm", [None, "kmeans", "pca", "lda", "ntm", "random-cut-forest"])
def test_sound_data_gives_no_finding(algorithm: str | None) -> None:
    assert findings(dense([1, 2, 3]), dense([0, 5, 9]), algorithm=algorithm) == []
    assert findings(sparse({1: 1.0}, 9), sparse({}, 9), sparse({0: 4.0, 8: 2.0}, 9), algorithm=algorithm) == []


@pytest.mark.parametrize(
    ("algorithm", "hyperparameters"),
    [
        ("factorization-machines", FM),
        ("linear-learner", {"predictor_type": "binary_classifier"}),
        ("linear-learner", {"predictor_type": "multiclass_classifier", "num_classes": "2"}),
        ("linear-learner", {"predictor_type": "regressor"}),
        ("knn", {"predictor_type": "classifier"}),
        ("xgboost", {"objective": "binary:logistic"}),
        ("kmeans", {}),
        ("ntm", {}),
        (None, {}),
    ],
)
def test_sound_labelled_data_gives_no_finding(algorithm: str | None, hyperparameters: dict[str, str]) -> None:
    payloads = dense([1, 2, 3], 1.0), dense([0, 5, 9], 0.0)
    assert findings(*payloads, algorithm=algorithm, hyperparameters=hyperparameters) == []


def test_sequences_give_no_finding() -> None:
    longer = record({name: {"values": [4] * 7, "dtype": "int32"} for name in ("source", "target")})
    assert findings(sequence("source", "target"), longer, algorithm="seq2seq") == []
    assert findings(sequence("source", "target"), longer, algorithm=None) == []


@pytest.mark.parametrize(
    ("data", "rule", "record"),
    [
        (frame(dense([1])) + b"junk", "REC102", 2),
        (frame(dense([1])) + frame(b"x", 3), "REC103", 2),
        (b"1,2\n3,4\n", "REC102", 1),
    ],
)
def test_frames(data: bytes, rule: str, record: int) -> None:
    (found,) = judged({"train/a.pbr": ("recordio-protobuf", data)}, "REC", algorithm=None)
    assert (found.rule, found.severity, found.location.record) == (rule, "error", record)


def test_frames_of_image_files_are_judged_too() -> None:
    data = write_recordio([image_record(jpeg())] * 3)[:-30]
    (found,) = judged({"train/a.rec": ("image-recordio", data)}, "REC", "IRC", algorithm=None)
    assert (found.rule, found.location.record) == ("REC101", 3)


@pytest.mark.parametrize(
    ("algorithm", "severity"),
    [
        ("factorization-machines", "error"),
        ("linear-learner", "error"),
        ("kmeans", "warning"),
        ("pca", "info"),
        ("lda", None),
        ("knn", None),
        ("xgboost", None),
        (None, None),
    ],
)
def test_type_of_tensors(algorithm: str | None, severity: str | None) -> None:
    payloads = [dense([1.0, 2.0], 1.0)] * 2 + [dense([1.0, 2.0], 1.0, "float64")] * 3
    found = [f for f in findings(*payloads, algorithm=algorithm) if f.rule == "REC130"]
    assert [(f.severity, f.location.record, f.location.key, f.count) for f in found] == (
        [(severity, 3, VALUES, 3)] if severity else []
    )


def test_type_of_labels() -> None:
    (found,) = findings(dense([1.0], 1, label_dtype="int32"), algorithm="factorization-machines", hyperparameters=FM)
    assert brief(found) == ("REC130", "warning", "train/a.pbr", LABEL, "int32 dense")
    assert found.message == "Label tensors of type int32: 1; Factorization Machines reads float32."


@pytest.mark.parametrize("dtype", ["int32", "float64"])
def test_labels_that_are_not_read_may_be_of_any_type(dtype: str) -> None:
    assert [f.rule for f in findings(dense([1.0], 1, label_dtype=dtype)) if f.rule == "REC130"] == []


def test_a_type_on_which_sources_disagree() -> None:
    (found,) = (f for f in findings(dense([1.0, 2.0], dtype="float64"), algorithm="pca") if f.rule == "REC130")
    assert found.message.endswith("(PCA) is documented for float32.")
    (found,) = (f for f in findings(dense([1, 2], dtype="int32"), algorithm="pca") if f.rule == "REC130")
    assert (found.severity, found.message) == (
        "warning", "Tensors of type int32: 1; Principal Component Analysis (PCA) reads float32."
    )  # fmt: skip


def test_labels_of_double_precision_are_no_better_than_features() -> None:
    (found,) = findings(dense([1.0], 1, label_dtype="float64"), algorithm="factorization-machines", hyperparameters=FM)
    assert brief(found) == ("REC130", "error", "train/a.pbr", LABEL, "float64 dense")


def test_floats_where_tokens_are_read() -> None:
    payload = record({name: {"values": [4.0]} for name in ("source", "target")})
    (found,) = findings(payload, algorithm="seq2seq")
    assert (found.rule, found.count, found.fix) == ("REC130", 2, "Write the values as tensors of type int32.")


def test_sparse_tensors_where_dense_ones_are_read() -> None:
    target = {"values": [1], "dtype": "int32"}
    payload = record({"source": {"values": [1], "keys": [0], "shape": [2], "dtype": "int32"}, "target": target})
    (found,) = findings(payload, algorithm="seq2seq")
    assert brief(found) == ("REC131", "error", "train/a.pbr", "features.source", "int32 sparse")


def test_names_of_features() -> None:
    wrong = record({"data": {"values": [1.0]}})
    (found,) = findings(dense([1.0]), wrong, wrong)
    assert (brief(found), found.location.record, found.count) == (
        ("REC132", "error", "train/a.pbr", "features", None), 2, 2,
    )  # fmt: skip
    assert found.message == "Records without a feature named 'values': 2; their features are 'data', 'values'."
    more = record({"values": {"values": [1.0]}, "extra": {"values": [2.0]}})
    assert [brief(f) for f in findings(dense([1.0]), more)] == [
        ("REC133", "warning", "train/a.pbr", "features.extra", "float32 dense")
    ]
    assert findings(wrong, more, algorithm=None) == []
    assert rules(findings(sequence("source"), algorithm="seq2seq")) == [("REC132", "error")]


def test_vectors_become_neither_sequences_nor_addresses(tmp_path: Path) -> None:
    report = checked(tmp_path, {"train/a.pbr": write_recordio(dense([1.0, 2.0]) for _ in range(9))})
    taken = {a.algorithm: a.accepts for a in report.algorithms or ()}
    assert [taken[name] for name in ("kmeans", "seq2seq", "ip-insights")] == ["as-is", "no", "no"]


def test_dense_and_sparse_records_mixed() -> None:
    found = findings(sparse({1: 1.0}, 2), dense([1.0, 2.0]), dense([1.0, 2.0]))
    assert [brief(f) for f in found] == [("REC134", "warning", "train/a.pbr", VALUES, "float32 sparse")]
    two = {**files(dense([1.0, 2.0])), **files(sparse({1: 1.0}, 2), sparse({0: 1.0}, 2), path="train/b.pbr")}
    assert [f.location.file for f in judged(two, "REC", algorithm="kmeans")] == ["train/a.pbr"]


@pytest.mark.parametrize("algorithm", [None, "kmeans"])
def test_width(algorithm: str | None) -> None:
    (found,) = findings(dense([1, 2]), dense([1, 2, 3]), dense([1, 2]), dense([1]), algorithm=algorithm)
    assert (found.rule, found.severity, found.count) == ("REC135", "error", 2)
    assert found.message == "The records of this channel have 2 features, except 1 record with 1, 1 record with 3."
    assert [(e.location.record, e.value) for e in found.examples] == [(2, "3"), (4, "1")]


def test_width_of_the_channel_is_that_of_most_records() -> None:
    two = {**files(dense([1, 2]), dense([1, 2])), **files(*[dense([1, 2, 3])] * 3, path="train/b.pbr")}
    (found,) = judged(two, "REC", algorithm="kmeans")
    assert (brief(found)[2], found.count) == ("train/a.pbr", 2)


def test_width_of_the_channel_is_the_declared_one_where_some_have_it() -> None:
    two = {**files(dense([1, 2]), dense([1, 2])), **files(*[dense([1, 2, 3])] * 3, path="train/b.pbr")}
    for declared, file in (("2", "train/b.pbr"), ("3", "train/a.pbr"), ("4", "train/a.pbr")):
        (found,) = judged(two, "REC135", algorithm="kmeans", hyperparameters={"feature_dim": declared})
        assert brief(found)[2] == file


def test_widths_without_end() -> None:
    payloads = [sparse({0: 1.0}, width) for width in range(1, 1003)]
    (found,) = findings(*payloads, hyperparameters={"feature_dim": "7"})
    assert (found.rule, found.count, found.location.record, found.value) == ("REC135", 1001, 1, "1")


def test_width_of_other_channels() -> None:
    both = {**files(dense([1, 2])), **files(dense([1, 2, 3]), path="test/b.pbr")}
    (found,) = judged(both, "REC", algorithm="kmeans")
    assert (brief(found)[:3], found.location.record) == (("REC136", "error", "test/b.pbr"), 1)
    assert found.message == "The records of 'test' have 3 features, those of 'train' have 2."
    assert judged({**files(dense([1, 2])), **files(dense([3, 4]), path="test/b.pbr")}, "REC", algorithm="kmeans") == []


@pytest.mark.parametrize(
    ("value", "rule", "shown"),
    [(math.nan, "REC140", "nan"), (math.inf, "REC141", "inf"), (-math.inf, "REC141", "-inf")],
)
def test_values_that_are_not_finite(value: float, rule: str, shown: str) -> None:
    payloads = [dense([1.0, 2.0, 3.0])] * 8 + [dense([1.0, 2.0, value])]
    (found,) = findings(*payloads)
    offset = 8 * len(frame(payloads[0]))
    assert (found.rule, found.severity) == (rule, "error")
    assert found.location == Location(file="train/a.pbr", record=9, offset=offset, key="features.values.values[2]")
    assert found.value == shown
    assert findings(*payloads, algorithm=None) == []


def test_missing_values_where_they_are_taken() -> None:
    assert findings(dense([1.0, math.nan], 1.0), algorithm="xgboost") == []
    assert rules(findings(dense([1.0, math.inf], 1.0), algorithm="xgboost")) == [("REC141", "error")]


def test_values_beyond_float32() -> None:
    payload = dense([1.0, 1e39], 1.0, "float64")
    assert rules(findings(payload, algorithm="xgboost")) == [("REC142", "error")]


def test_counts() -> None:
    assert findings(dense([0, 3]), algorithm="ntm") == []
    found = findings(dense([0, 3]), dense([-1, 0.5]), algorithm="ntm")
    assert [(*brief(f)[:2], f.location.key, f.value, f.location.record) for f in found] == [
        ("REC143", "error", "features.values.values[0]", "-1.0", 2),
        ("REC144", "warning", "features.values.values[1]", "0.5", 2),
    ]


@pytest.mark.parametrize(("width", "said"), [(999, "999"), (1000, "1,000 or more"), (1500, "1,000 or more")])
def test_many_fractions(width: int, said: str) -> None:
    (found,) = findings(dense([0.5] * width), algorithm="ntm")
    assert (found.rule, found.message, found.count) == ("REC144", f"Values that are not whole numbers: {said}.", width)


def test_missing_labels() -> None:
    (found,) = findings(dense([1.0], 1.0), dense([1.0]), dense([2.0]), algorithm="linear-learner")
    assert (brief(found), found.location.record, found.count) == (
        ("REC150", "error", "train/a.pbr", "label", None), 2, 2,
    )  # fmt: skip
    assert found.message == "Records without a label: 2; with one: 1."
    named = record({"values": {"values": [1.0]}}, {"y": {"values": [1.0]}})
    (found,) = findings(named, algorithm="linear-learner")
    assert found.message == "Records without a label: 1; with one: 0. There are labels named 'y'; they are not read."


@pytest.mark.parametrize(
    ("algorithm", "hyperparameters", "sound", "wrong"),
    [
        ("factorization-machines", FM, 1.0, 2.0),
        ("linear-learner", {"predictor_type": "binary_classifier"}, 0.0, -1.0),
        ("linear-learner", {"predictor_type": "binary_classifier"}, 0.0, 0.5),
        ("linear-learner", {"predictor_type": "multiclass_classifier", "num_classes": "3"}, 2.0, 3.0),
        ("xgboost", {"objective": "count:poisson"}, 0.0, -0.5),
    ],
)
def test_labels_and_the_task(algorithm: str, hyperparameters: dict[str, str], sound: float, wrong: float) -> None:
    def labelled(*labels: float) -> list[Finding]:
        return findings(*(dense([1.0], x) for x in labels), algorithm=algorithm, hyperparameters=hyperparameters)

    assert labelled(0.0, 1.0, sound) == []
    (found,) = labelled(0.0, 1.0, wrong)
    assert (found.rule, found.severity, found.location.record) == ("REC151", "error", 3)
    assert (found.location.key, found.value) == ("label.values.values[0]", str(wrong))


def test_labels_that_are_not_finite() -> None:
    (found,) = findings(dense([1.0], 1.0), dense([1.0], math.nan), algorithm="linear-learner")
    assert brief(found) == ("REC152", "error", "train/a.pbr", "label.values.values[0]", "nan")
    assert findings(dense([1.0], math.nan)) == []


def test_labels_of_different_length() -> None:
    (found,) = findings(dense([1.0], 1.0), dense([1.0], [1.0, 0.0]), dense([2.0], 0.0), algorithm="linear-learner")
    assert (brief(found), found.location.record) == (("REC153", "error", "train/a.pbr", LABEL, "2"), 2)


def test_records_in_the_folder_of_another_algorithm(tmp_path: Path) -> None:
    report = checked(tmp_path, {"training/a.pbr": write_recordio(dense([1.0, 2.0]) for _ in range(9))})
    assert (report.findings, list(report.channels)) == ((), ["training"])
    assert {a.algorithm: a.accepts for a in report.algorithms or ()}["kmeans"] == "as-is"
