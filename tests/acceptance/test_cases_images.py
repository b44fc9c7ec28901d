"""Image data and requests about them with one fault each, or with none: what is found of the whole of it, and where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor.request import request_of
from tests.builders.acceptance.valid import IC, IMAGES, OD, SAMPLES, SIZED, SS, packed
from tests.builders.folders import Files, checked, write
from tests.builders.pictures.images import annotation, box, jpeg, plain_mask
from tests.builders.pictures.lists import s3_manifest
from tests.builders.recordio import box_label, image_record, write_recordio
from tests.builders.requests import MEMBERS, channel, image

SETTINGS = {IC: SIZED, OD: SAMPLES, SS: {**SAMPLES, "num_classes": "3"}}
CROWDED = box_label(*[(0, 0.1, 0.1, 0.2, 0.2)] * 70)

Found = list[tuple[str, str, str | None, str | None]]
"""Severity, rule, file and key of all that was found."""


def records(label: Any = None) -> Files:
    return {"train/a.rec": packed(label), "validation/a.rec": packed(label)}


def index(*offsets: int) -> str:
    return "".join(f"{number}\t{offset}\n" for number, offset in enumerate(offsets))


def found(folder: Path, files: Files, **options: Any) -> Found:
    report = checked(folder, files, **options)
    return [(f.severity, f.rule, f.location.file, f.location.key) for f in report.findings if f.rule != "SUP101"]


ERROR_PAGES = {
    "json": b'{"message": "Forbidden"}',
    "json lines": b'{"a": 1}\n{"a": 2}\n',
    "html": b"<html>403 Forbidden</html>",
    "pointer": b"version https://git-lfs.github.com/spec/v1\nsize 100\n",
    "records": packed(),
}


@pytest.mark.parametrize("algorithm", IMAGES)
@pytest.mark.parametrize("content", ERROR_PAGES)
def test_something_else_under_the_name_of_an_image(tmp_path: Path, algorithm: str, content: str) -> None:
    files = {**IMAGES[algorithm], "train/im1.jpg": ERROR_PAGES[content]}
    seen = found(tmp_path, files, algorithm=algorithm, hyperparameters=SETTINGS[algorithm])
    assert seen == [("error", "IMG102", "train/im1.jpg", None)]


STRAYS: dict[str, tuple[str, Files, str]] = {
    "json among images": (IC, {**IMAGES[IC], "train/x.json": "{}"}, "train/x.json"),
    "records among images": (OD, {**IMAGES[OD], "train/x.rec": packed()}, "train/x.rec"),
    "image beside records": (IC, {**records(), "train/x.jpg": jpeg()}, "train/x.jpg"),
    "protobuf beside csv": ("kmeans", {"train/a.csv": "1,2\n", "train/b.csv": "1,2\n", "train/x": packed()}, "train/x"),
}


@pytest.mark.parametrize("case", STRAYS)
def test_files_of_two_formats_in_a_channel(tmp_path: Path, case: str) -> None:
    algorithm, files, stray = STRAYS[case]
    errors = [one for one in found(tmp_path, files, algorithm=algorithm) if one[0] == "error"]
    assert errors == [("error", "LAY107", stray, None)]


CASES: dict[str, tuple[str, Files, dict[str, Any], Found]] = {
    "index that fits": (
        IC,
        {**records(), "train/a.idx": index(0, 4, 8, 12)},
        {"hyperparameters": SAMPLES},
        [("info", "IRC130", "train/a.idx", None)],
    ),
    "index in Pipe mode": (
        IC,
        {**records(), "train/a.idx": index(0, 4, 8, 12)},
        {"input_mode": "Pipe"},
        [("error", "IRC130", "train/a.idx", None)],
    ),
    "index with too few entries": (
        OD,
        {**records(box_label((0, 0.1, 0.1, 0.6, 0.7))), "train/a.idx": index(0, 4)},
        {},
        [("warning", "IRC132", "train/a.idx", None), ("info", "IRC130", "train/a.idx", None)],
    ),
    "index beyond the end": (
        IC,
        {**records(), "train/a.idx": index(0, 4, 8, 9_999_999)},
        {},
        [("warning", "IRC132", "train/a.idx", None), ("info", "IRC130", "train/a.idx", None)],
    ),
    "text for an index": (
        IC,
        {**records(), "train/a.idx": "hello\n"},
        {},
        [("info", "IRC130", "train/a.idx", None), ("warning", "IRC131", "train/a.idx", None)],
    ),
    "label_width left to its default": (
        OD,
        records(CROWDED),
        {"hyperparameters": SAMPLES},
        [("error", "HYP107", None, "HyperParameters.label_width")],
    ),
    "label_width that is enough": (OD, records(CROWDED), {"hyperparameters": {**SAMPLES, "label_width": "352"}}, []),
    "no settings at all": (OD, records(CROWDED), {}, []),
    "several labels in records": (IC, records([1.0, 0.0]), {"hyperparameters": {**SAMPLES, "multi_label": "1"}}, []),
    "several labels beyond 1": (
        IC,
        {**records([1.0, 0.0]), "train/a.rec": packed([2.0, 0.0])},
        {"hyperparameters": {**SAMPLES, "multi_label": "1"}},
        [("error", "IRC110", "train/a.rec", "label[0]")],
    ),
    "broken records are not counted": (
        IC,
        {**records(), "train/a.rec": b"hello\n"},
        {"hyperparameters": SAMPLES},
        [("error", "REC102", "train/a.rec", None)],
    ),
    "image_shape of two numbers": (
        IC,
        IMAGES[IC],
        {"hyperparameters": {**SIZED, "image_shape": "3,224"}},
        [("error", "HYP103", None, "HyperParameters.image_shape")],
    ),
    "annotation of another name": (
        OD,
        {
            **{name: content for name, content in IMAGES[OD].items() if name != "train_annotation/im1.json"},
            "train_annotation/x1.json": annotation("im1.jpg", [box(1)]),
        },
        {"hyperparameters": SAMPLES},
        [("error", "DET205", "train_annotation/x1.json", "file")],
    ),
    "label map among the masks": (
        SS,
        {
            **IMAGES[SS],
            **{f"train_annotation/im{i}.png": plain_mask(value=3 * (i % 3)) for i in range(4)},
            "train_annotation/label_map.json": '{"scale": "3"}',
        },
        {"hyperparameters": SETTINGS[SS]},
        [("warning", "MSK115", "train_annotation/label_map.json", None)],
    ),
    "label map and no mask": (
        SS,
        {
            **{name: content for name, content in IMAGES[SS].items() if not name.startswith("train_annotation/")},
            "train_annotation/label_map.json": '{"scale": "3"}',
        },
        {},
        [
            ("error", "LAY102", None, None),
            ("warning", "MSK115", "train_annotation/label_map.json", None),
        ],
    ),
    "index and no records": (
        IC,
        {"train/a.idx": index(0), "validation/a.rec": packed()},
        {},
        [("error", "LAY102", None, None), ("info", "IRC130", "train/a.idx", None)],
    ),
    "image in the channel of a list": (
        IC,
        {**IMAGES[IC], "train_lst/im9.jpg": jpeg()},
        {"hyperparameters": SIZED},
        [("error", "LAY107", "train_lst/im9.jpg", None)],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_one_fault_is_found_once(tmp_path: Path, case: str) -> None:
    algorithm, files, options, expected = CASES[case]
    assert sorted(found(tmp_path, files, algorithm=algorithm, **options), key=str) == sorted(expected, key=str)


def asked(algorithm: str, hyperparameters: dict[str, str], channels: list[dict[str, Any]], mode: str) -> Any:
    content = {
        **MEMBERS,
        "AlgorithmSpecification": {"TrainingImage": image(algorithm), "TrainingInputMode": mode},
        "HyperParameters": hyperparameters,
        "InputDataConfig": channels,
        "ResourceConfig": {"InstanceType": "ml.g4dn.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30},
    }
    return request_of(content, "job.json")


def by_manifest(name: str, content_type: str, files: Files) -> tuple[dict[str, Any], bytes]:
    """A channel whose objects a manifest names, and the manifest."""
    prefix = f"s3://bucket/data/{name}/"
    s3 = {"S3DataType": "ManifestFile", "S3Uri": f"{prefix}m.json"}
    keys = [path.removeprefix(f"{name}/") for path in files if path.startswith(f"{name}/")]
    return channel(name, content_type, s3=s3), s3_manifest(*keys, prefix=prefix)


@pytest.mark.parametrize("apart", [False, True], ids=["beside", "under a map"])
@pytest.mark.parametrize("algorithm", IMAGES)
def test_images_and_labels_that_manifests_name(tmp_path: Path, algorithm: str, apart: bool) -> None:
    files = IMAGES[algorithm]
    names = dict.fromkeys(path.partition("/")[0] for path in files)
    asked_for = {name: by_manifest(name, "application/x-image", files) for name in names}
    job = asked(algorithm, SETTINGS[algorithm], [one for one, _ in asked_for.values()], "File")
    manifests: Files = {f"{name}/m.json": manifest for name, (_, manifest) in asked_for.items()}
    objects = write(tmp_path / "objects", files) if apart else tmp_path
    maps = {"s3://bucket/data": objects} if apart else {}
    report = checked(tmp_path / "here", manifests if apart else {**files, **manifests}, job=job, maps=maps)
    assert [(f.rule, f.message) for f in report.findings if f.rule != "SUP101"] == []
    assert report.summary.files == len(files) + len(manifests)


def test_channels_without_content_type_as_in_the_sample_of_aws(tmp_path: Path) -> None:
    files: Files = {**IMAGES[SS], "label_map/train_label_map.json": '{"scale": 1}'}
    names = dict.fromkeys(path.partition("/")[0] for path in files)
    job = asked(SS, SETTINGS[SS], [channel(name) for name in names], "File")
    assert found(tmp_path, files, job=job) == []


def test_a_manifest_of_one_sample_is_known_without_an_algorithm(tmp_path: Path) -> None:
    line = '{"source-ref": "s3://bucket/a.jpg", "class": 0}'
    files: Files = {"train/m.manifest": f"{line}\n{line}\n", "validation/m.manifest": line}
    assert [one for one in found(tmp_path, files) if one[0] != "info"] == []


SHARDED = {"S3DataDistributionType": "ShardedByS3Key"}
SOURCE = "InputDataConfig[0].DataSource.S3DataSource"


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("File", []),
        ("Pipe", [("error", "REQ104", "job.json", f"{SOURCE}.S3DataDistributionType")]),
    ],
)
def test_records_are_not_sharded_in_pipe_mode(tmp_path: Path, mode: str, expected: Found) -> None:
    recordio = "application/x-recordio"
    channels = [channel("train", recordio, s3=SHARDED), channel("validation", recordio)]
    job = asked(IC, {**SAMPLES, "image_shape": "3,28,28"}, channels, mode)
    assert found(tmp_path, records(), job=job) == expected


def streamed(name: str, content_type: str, names: list[str]) -> dict[str, Any]:
    s3 = {
        "S3DataType": "AugmentedManifestFile",
        "S3Uri": f"s3://bucket/{name}/m.manifest",
        "S3DataDistributionType": "FullyReplicated",
        "AttributeNames": names,
    }
    return channel(name, content_type, s3=s3, RecordWrapperType="RecordIO")


@pytest.mark.parametrize(
    ("content_type", "names", "expected"),
    [
        ("application/x-recordio", ["source-ref", "class"], []),
        ("application/x-recordio", ["source-ref"], [("error", "REQ106", "job.json", f"{SOURCE}.AttributeNames")]),
        (
            "image/jpeg",
            ["source-ref", "class"],
            [("warning", "REQ114", "job.json", "InputDataConfig[0].ContentType")],
        ),
    ],
)
def test_what_goes_with_an_augmented_manifest(
    tmp_path: Path, content_type: str, names: list[str], expected: Found
) -> None:
    line = '{{"source-ref": "s3://bucket/{0}.jpg", "class": "{1}"}}\n'
    manifest = "".join(line.format(number, number % 2) for number in range(4))
    channels = [
        streamed("train", content_type, names),
        streamed("validation", "application/x-recordio", ["source-ref", "class"]),
    ]
    job = asked(IC, {**SAMPLES, "resize": "256"}, channels, "Pipe")
    files: Files = {"train/m.manifest": manifest, "validation/m.manifest": manifest}
    assert found(tmp_path, files, job=job) == expected


def test_a_type_that_is_not_taken_is_said_once(tmp_path: Path) -> None:
    types = {"train": "text/csv"}
    seen = found(tmp_path, IMAGES[IC], algorithm=IC, hyperparameters=SIZED, content_types=types)
    assert [one for one in seen if one[0] == "error"] == [("error", "REQ101", None, "ContentType.train")]


def test_a_channel_of_the_request_that_is_almost_one(tmp_path: Path) -> None:
    recordio = "application/x-recordio"
    channels = [channel("training", recordio), channel("validation", recordio)]
    job = asked(IC, {**SAMPLES, "image_shape": "3,28,28"}, channels, "File")
    report = checked(tmp_path, records(), job=job)
    messages = [(f.rule, f.channel, f.message) for f in report.findings if f.rule != "SUP101"]
    assert messages == [
        (
            "LAY101",
            "train",
            (
                "Image Classification - MXNet needs the channel 'train', and there is none. "
                "'training' seems to be meant: names must match exactly."
            ),
        ),
    ]


def test_two_files_of_records_are_counted_together(tmp_path: Path) -> None:
    halves = [write_recordio(image_record(jpeg(), float(i % 2), i) for i in range(2)) for _ in range(2)]
    files: Files = {"train/a.rec": halves[0], "train/b.rec": halves[1], "validation/a.rec": packed()}
    expected = [("warning", "IRC114", "train/b.rec", None)]
    assert found(tmp_path, files, algorithm=IC, hyperparameters=SAMPLES) == expected


@pytest.mark.parametrize(
    ("data", "expected"), [(IC, "as-is"), (OD, "after-conversion"), (SS, "after-conversion")], ids=[IC, OD, SS]
)
def test_without_an_algorithm_images_need_the_channel_that_labels_them(
    tmp_path: Path, data: str, expected: str
) -> None:
    report = checked(tmp_path, IMAGES[data])
    accepts = {one.algorithm: one.accepts for one in report.algorithms or ()}
    assert (report.verdict, accepts[IC], accepts[data]) == ("pass", expected, "as-is")
