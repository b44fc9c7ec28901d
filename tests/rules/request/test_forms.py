"""Rules on values by their form alone: names of files, patterns, and what has a meaning on several machines."""

from __future__ import annotations

import pytest

from tests.builders.requests import channel, findings, request

S3 = "InputDataConfig[0].DataSource.S3DataSource"


@pytest.mark.parametrize(
    ("algorithm", "name", "value", "told"),
    [
        ("object2vec", "enc0_pretrained_embedding_file", "glove_6B.300d.txt", None),
        ("object2vec", "enc0_pretrained_embedding_file", "", None),
        ("object2vec", "enc1_vocab_file", "words/vocab.json", "must be of the form [A-Za-z0-9._]*."),
        ("object-detection", "freeze_layer_pattern", "^(conv1_|conv2_).*", None),
        ("object-detection", "freeze_layer_pattern", "^(conv1_|conv2_.*", "must be a regular expression."),
    ],
)
def test_forms(algorithm: str, name: str, value: str, told: str | None) -> None:
    report = findings(algorithm, request({name: value}), "HYP103")
    expected = ("HYP103", "error", f"{name!r} {told}", f"HyperParameters.{name}", value, None)
    assert report == [expected] * (told is not None)


@pytest.mark.parametrize(
    ("file", "channels", "told"),
    [("glove.txt", ["train"], True), ("", ["train"], False), ("glove.txt", ["train", "auxiliary"], False)],
)
def test_pretrained_embeddings_need_their_channel(file: str, channels: list[str], told: bool) -> None:
    content = request({"enc0_pretrained_embedding_file": file}, [channel(name) for name in channels])
    assert [f[1] for f in findings("object2vec", content, "HYP117")] == ["warning"] * told


@pytest.mark.parametrize(
    ("algorithm", "given"),
    [
        ("deepar", {"test_quantiles": "[0.5]", "num_eval_samples": "50"}),
        ("kmeans", {"eval_metrics": '["ssd"]'}),
        ("random-cut-forest", {"eval_metrics": '["accuracy"]'}),
    ],
)
def test_scores_need_the_channel_that_is_scored(algorithm: str, given: dict[str, str]) -> None:
    alone, scored = (request(given, [channel(name) for name in names]) for names in (["train"], ["train", "test"]))
    (told,) = findings(algorithm, alone, "HYP117")
    assert told[1] == "info"
    assert all(f"{name!r} has no effect without the channel 'test'." in told[2] for name in given)
    assert findings(algorithm, scored, "HYP117") == []


@pytest.mark.parametrize("algorithm", ["image-classification", "object-detection"])
@pytest.mark.parametrize(("machines", "told"), [(1, True), (2, False)])
def test_machines_that_work_together(algorithm: str, machines: int, told: bool) -> None:
    content = request({"kv_store": "dist_sync"}, InstanceCount=machines)
    assert [f[1] for f in findings(algorithm, content, "HYP113")] == ["info"] * told


@pytest.mark.parametrize(("value", "told"), [("0.001", False), ("0.0011", True)])
def test_a_threshold_beyond_what_is_recommended(value: str, told: bool) -> None:
    content = request({"mode": "skipgram", "sampling_threshold": value})
    assert [f[1] for f in findings("blazingtext", content, "HYP118")] == ["warning"] * told


@pytest.mark.parametrize(
    ("algorithm", "names", "told"),
    [
        ("image-classification", ["source-ref", "class"], None),
        ("image-classification", ["class", "source-ref"], "class"),
        ("object-detection", ["image", "boxes"], "image"),
        ("semantic-segmentation", ["source-ref", "city-ref"], None),
        ("semantic-segmentation", ["source-ref", "city"], "city"),
        ("blazingtext", ["source", "label"], None),
    ],
)
def test_attributes_that_are_no_objects_by_their_names(algorithm: str, names: list[str], told: str | None) -> None:
    source = {"S3DataType": "AugmentedManifestFile", "AttributeNames": names}
    asked = channel("train", "application/x-recordio", s3=source, RecordWrapperType="RecordIO")
    report = findings(algorithm, request({"mode": "supervised"}, [asked], "Pipe"), "REQ106")
    assert [(f[3], f[4]) for f in report] == [(f"{S3}.AttributeNames", told)] * (told is not None)


@pytest.mark.parametrize(
    ("value", "right"), [("100,50", True), ("[100, 50]", True), ("[100, 0]", False), ("[100", False)]
)
def test_a_list_that_the_sdk_sends_in_brackets(value: str, right: bool) -> None:
    content = request({"num_topics": "2", "feature_dim": "9", "encoder_layers": value})
    assert (findings("ntm", content, "HYP103") == []) == right
