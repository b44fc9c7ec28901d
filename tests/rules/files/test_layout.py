"""Folders, channels and files that are not where, or what, they should be."""

from pathlib import Path

import pytest

from advisor.dataset.storage import UnreadableError
from advisor.engine.check import check
from advisor.engine.scan import CheckError
from advisor.findings import Report
from advisor.request import request_of
from tests.builders.folders import Files, checked, places, write
from tests.builders.pictures.images import jpeg
from tests.builders.requests import JOB, channel, request

TABLE = "1.5,2\n3,4\n5,6\n"


def messages(report: Report) -> list[tuple[str, str | None, str]]:
    return [(f.rule, f.channel, f.message) for f in report.findings if f.severity != "info"]


def test_one_file_is_the_training_channel(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": TABLE})
    report = check(tmp_path / "a.csv", algorithm="kmeans")
    assert (report.verdict, sorted(report.channels), report.summary.records) == ("pass", ["train"], 3)


def test_without_a_channel_folder_everything_is_the_training_channel(tmp_path: Path) -> None:
    report = checked(tmp_path, {"x/a.csv": TABLE, "b.csv": TABLE}, algorithm="kmeans")
    assert (report.verdict, report.channels["train"].files) == ("pass", 2)


def test_beside_a_channel_folder_files_are_stray_and_folders_unknown(tmp_path: Path) -> None:
    files = {"train/a.csv": TABLE, "notes.txt": "x", "Test/a.csv": TABLE, "other/a.csv": TABLE}
    report = checked(tmp_path, files, algorithm="kmeans")
    assert messages(report) == [
        ("LAY103", "Test", "'Test' is not a channel of K-Means; did you mean 'test'?"),
        ("LAY103", "other", "'other' is not a channel of K-Means: its channels are train, test."),
        ("LAY104", None, "notes.txt is beside the channels and not part of any."),
    ]


@pytest.mark.parametrize(
    ("named", "read", "left_out"),
    [
        ([], ["other", "test", "train"], []),
        (["train"], ["train"], ["other", "test"]),
        (["train", "test"], ["test", "train"], ["other"]),
        (["train", "other"], ["other", "train"], ["test"]),
        (["training"], ["other", "test", "train", "training"], []),  # one of the folders may be meant
    ],
)
def test_a_folder_that_the_request_does_not_name_reaches_no_container(
    tmp_path: Path, named: list[str], read: list[str], left_out: list[str]
) -> None:
    files = {"train/a.csv": TABLE, "test/a.csv": "x;y\n", "other/a.csv": "a\nb,c\n"}
    job = request({"k": "2", "feature_dim": "2"}, [channel(name, "text/csv;label_size=0") for name in named])
    report = checked(tmp_path, files, algorithm="kmeans", job=request_of(job, JOB))
    assert sorted(report.channels) == read
    said = [skipped.because for skipped in report.skipped if "names no such channel" in skipped.because]
    assert said == [f"{name}/: the request names no such channel" for name in left_out]
    assert {f.channel for f in report.findings} <= {*read, None}


def test_a_near_miss_alone_is_named(tmp_path: Path) -> None:
    report = checked(tmp_path, {"Train/a.csv": TABLE}, algorithm="kmeans")
    assert messages(report) == [
        (
            "LAY110",
            "train",
            "The folder 'Train' is not a channel; 'train' is. Everything was read as the channel 'train'.",
        )
    ]


def test_a_near_miss_beside_the_channels_of_a_request_is_named_and_not_read(tmp_path: Path) -> None:
    files = {"train/a.csv": TABLE, "Test/a.csv": TABLE}
    asked = [channel(name, "text/csv;label_size=0") for name in ("train", "test")]
    job = request_of(request({"k": "2", "feature_dim": "2"}, asked), JOB)
    report = checked(tmp_path, files, algorithm="kmeans", job=job)
    message = "The folder 'Test' is not a channel; 'test' is. It was not read."
    assert ("LAY110", "test", message) in messages(report)


def test_hidden_files_are_named_and_not_read(tmp_path: Path) -> None:
    files = {"train/a.csv": TABLE, "train/_SUCCESS": "", "train/.DS_Store": "\x00", "train/.x/b.csv": "x"}
    report = checked(tmp_path, files, algorithm="kmeans")
    assert places(report) == [
        ("warning", "LAY105", "train/.DS_Store", None, None),
        ("warning", "LAY105", "train/.x/b.csv", None, None),
        ("warning", "LAY105", "train/_SUCCESS", None, None),
    ]
    assert report.summary.files == 1


def test_a_required_channel_that_is_missing(tmp_path: Path) -> None:
    report = checked(tmp_path, {"test/a.csv": TABLE}, algorithm="kmeans")
    assert [(f.rule, f.channel, f.location.file) for f in report.findings if f.severity == "error"] == [
        ("LAY101", "train", None)
    ]


def test_an_empty_channel_folder(tmp_path: Path) -> None:
    report = checked(tmp_path, {"train/": ""}, algorithm="kmeans")
    assert messages(report) == [("LAY102", "train", "The channel 'train' holds no data file.")]
    assert report.verdict == "fail"


OBJECTS = '[{"prefix": "s3://bucket/data/"}, "a.csv", "b.csv"]'
REFERENCES = "".join(f'{{"source-ref": "s3://bucket/{number}.jpg", "class": {number}}}\n' for number in range(2))


@pytest.mark.parametrize(
    ("algorithm", "files", "kind", "wanted"),
    [
        ("linear-learner", {"train/train.manifest": OBJECTS}, "S3Prefix", "ManifestFile"),
        ("linear-learner", {"train/train.manifest": OBJECTS, "train/a.csv": TABLE}, "S3Prefix", None),
        ("linear-learner", {"train/objects.json": OBJECTS}, "S3Prefix", None),
        ("linear-learner", {"train/train.manifest": REFERENCES}, "S3Prefix", None),
        ("image-classification", {"train/train.manifest": REFERENCES}, "S3Prefix", "AugmentedManifestFile"),
    ],
)
def test_a_manifest_that_is_taken_for_the_data(
    algorithm: str, files: Files, kind: str, wanted: str | None, tmp_path: Path
) -> None:
    content_type = "application/x-image" if algorithm == "image-classification" else "text/csv"
    job = request_of(request({}, [channel("train", content_type, s3={"S3DataType": kind})]), "job.json")
    report = check(write(tmp_path, files), algorithm=algorithm, job=job)
    fixes = [f.fix for f in report.findings if f.rule == "LAY107"]
    assert [fix.startswith(f"Set S3DataType of the channel to {wanted}: ") for fix in fixes] == [wanted is not None]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "a.parquet",
            b"PAR1\x15" + b"\x00" * 60,
            "The file holds Parquet; the other files of the channel hold CSV.",
        ),
        (
            "a.csv.gz",
            b"\x1f\x8b" + b"\x01" * 60,
            "The file holds data packed with gzip; the other files of the channel hold CSV.",
        ),
        (
            "a.jpg",
            b"\xff\xd8\xff" + b"\x00" * 60,
            "The file holds a JPEG image; the other files of the channel hold CSV.",
        ),
        ("a.csv", b'{"a": 1}\n{"a": 2}\n', "The file holds JSON Lines; the other files of the channel hold CSV."),
    ],
)
def test_a_file_that_no_reader_of_the_channel_takes(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    report = checked(tmp_path, {"train/b.csv": TABLE, f"train/{name}": content}, algorithm="kmeans")
    assert messages(report) == [("LAY107", "train", message)]


def test_a_declared_content_type_rules_over_the_name(tmp_path: Path) -> None:
    types = {"train": "application/x-recordio-protobuf"}
    report = checked(tmp_path, {"train/a.pbr": TABLE}, algorithm="kmeans", content_types=types)
    assert report.verdict == "fail"
    assert places(report)[0][2] == "train/a.pbr"


@pytest.mark.parametrize("files", [{}, {"empty/": ""}])
def test_a_folder_without_a_file_cannot_be_checked(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(CheckError, match="no file"):
        checked(tmp_path, files, algorithm="kmeans")


def test_a_path_that_is_not_there_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="there is no such file or folder"):
        check(tmp_path / "nothing")


def test_names_with_line_ends_and_terminal_codes_are_escaped(tmp_path: Path) -> None:
    report = checked(tmp_path, {"train/a\n\x1b[31m.csv": "1,x\n2,3\n"}, algorithm="kmeans")
    (finding,) = [f for f in report.findings if f.rule == "CSV130"]
    assert finding.location.file == "train/a\n\x1b[31m.csv"
    assert "\x1b" not in finding.message + finding.fix


def test_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    files = {f"train/{i}.csv": f"1,{'x' if i % 2 else 2}\n" for i in range(20)}
    first = checked(tmp_path, files, algorithm="kmeans").model_copy(update={"summary": None})
    again = check(tmp_path, algorithm="kmeans").model_copy(update={"summary": None})
    assert first == again


SPARK = {"train/part-00000": TABLE, "train/part-00001": TABLE, "train/_SUCCESS": ""}
MUST = "they must be directly in {}, and their names end in {}."


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"train/a.csv": TABLE, "validation/b.csv": TABLE}, []),
        ({"train/train/a.csv": TABLE, "train/validation/b.csv": TABLE}, []),
        (SPARK, [("error", f"No file is read: {MUST.format('the channel', '.csv')}")]),
        ({"train/a.CSV": TABLE}, [("error", f"No file is read: {MUST.format('the channel', '.csv')}")]),
        (
            {"train/a.csv": TABLE, "train/deep/b.csv": TABLE},
            [("warning", f"Files that are not read: 1, such as deep/b.csv; {MUST.format('the channel', '.csv')}")],
        ),
        (
            {"train/train/a.csv": TABLE, "train/b.csv": TABLE},
            [("warning", f"Files that are not read: 1, such as b.csv; {MUST.format('train or validation', '.csv')}")],
        ),
        (
            {"train/train/a.csv": TABLE, "validation/b.csv": TABLE},
            [("error", f"No file is read: {MUST.format('the channel', '.csv')}")],
        ),
    ],
)
def test_lightgbm_reads_files_by_their_names(
    tmp_path: Path, files: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    report = checked(tmp_path, files, algorithm="lightgbm")
    assert [(f.severity, f.message) for f in report.findings if f.rule == "LAY113"] == expected


def test_other_algorithms_read_them_under_any_name(tmp_path: Path) -> None:
    report = checked(tmp_path, SPARK, algorithm="kmeans")
    assert [f for f in report.findings if f.rule == "LAY113"] == []


@pytest.mark.parametrize(("name", "text", "told"), [("a.libsvm", "1 0:1\n0 0:2\n", 0), ("a.csv", TABLE, 1)])
def test_what_spark_leaves_beside_the_data(tmp_path: Path, name: str, text: str, told: int) -> None:
    report = checked(tmp_path, {f"train/{name}": text, "train/_SUCCESS": ""}, algorithm="xgboost")
    assert len([f for f in report.findings if f.rule == "LAY105"]) == told


def test_the_files_of_a_hidden_folder_are_one_finding(tmp_path: Path) -> None:
    hidden = {f"train/__MACOSX/in/._{number}.csv": "x" for number in range(3)}
    report = checked(tmp_path, {"train/a.csv": TABLE, "train/_b.csv": TABLE, **hidden}, algorithm="kmeans")
    assert [(f.severity, f.rule, f.location.file, f.message) for f in report.findings if f.rule == "LAY105"] == [
        (
            "warning",
            "LAY105",
            "train/__MACOSX/in/._0.csv",
            "The folder's name marks it as hidden; its 3 files are not read as data here.",
        ),
        ("warning", "LAY105", "train/_b.csv", "The name marks it as hidden; it is not read as data here."),
    ]


@pytest.mark.parametrize(("algorithm", "is_class"), [("xgboost", False), ("image-classification-tensorflow", True)])
def test_a_hidden_folder_may_be_a_class_only_where_folders_are(algorithm: str, is_class: bool, tmp_path: Path) -> None:
    channel = "training" if "image" in algorithm else "train"
    files: Files = {f"{channel}/{name}/a.jpg": jpeg() for name in (".old", "cat", "dog")}
    report = checked(tmp_path, files, algorithm=algorithm)
    assert ["Keras" in f.message for f in report.findings if f.rule == "LAY105"] == [is_class]
