"""The rules on text for word vectors and text classification."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.cli import main
from advisor.findings import Finding
from advisor.request import request_of
from tests.builders.folders import checked, write
from tests.builders.requests import JOB, channel, findings, request
from tests.builders.tokens import sentences, words

SUPERVISED = {"mode": "supervised"}
WORD2VEC = {"mode": "skipgram"}
LABELLED = sentences(lambda i: f"__label__{i % 4} ")


def found(folder: Path, text: str | bytes, hyperparameters: dict[str, str] | None = None) -> list[Finding]:
    report = checked(folder, {"train/a.txt": text}, algorithm="blazingtext", hyperparameters=hyperparameters)
    return [finding for finding in report.findings if finding.rule.startswith("SEN")]


def brief(finding: Finding) -> tuple[str, str, int | None, int, str | None]:
    return finding.rule, finding.severity, finding.location.line, finding.count, finding.value


def test_text_without_any_label(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, "__Label__1 " + sentences(), SUPERVISED)
    assert brief(finding)[:4] == ("SEN110", "error", 1, 60)
    assert finding.message == (
        "Lines without a label: 60 of 60. If '__Label__1' is meant as one, it must begin with __label__."
    )
    assert finding.training_error == "Empty vocabulary. Try a smaller -minCount value."


@pytest.mark.parametrize(
    ("hyperparameters", "expected"),
    [(SUPERVISED, [("SEN110", "error")]), (WORD2VEC, [("SEN114", "warning")]), ({}, [("SEN110", "warning")])],
)
def test_labels_are_judged_by_the_mode(
    tmp_path: Path, hyperparameters: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    text = LABELLED + words(1) + "\n"
    assert [(f.rule, f.severity) for f in found(tmp_path, text, hyperparameters)] == expected


@pytest.mark.parametrize("hyperparameters", [WORD2VEC, {}])
def test_text_without_labels_is_word_vectors(tmp_path: Path, hyperparameters: dict[str, str]) -> None:
    assert found(tmp_path, sentences(), hyperparameters) == []


@pytest.mark.parametrize(("written", "warned"), [("__label_sport", True), ("LABEL_sport", True), ("labelled", False)])
def test_what_seems_meant_as_a_label_in_every_line_where_no_mode_is_said(
    tmp_path: Path, written: str, warned: bool
) -> None:
    expected = f"Lines without a label: 60 of 60. If {written!r} is meant as one, it must begin with __label__."
    said = found(tmp_path, sentences(lambda _: f"{written} "))
    assert [(f.rule, f.severity, f.message) for f in said] == [("SEN110", "warning", expected)] * warned


@pytest.mark.parametrize(("labels", "warned"), [(50, False), (51, True)])
def test_both_sides_of_labels_of_their_own(tmp_path: Path, labels: int, warned: bool) -> None:
    text = sentences(lambda i: f"__label__{min(i, labels - 1)} ", 100)
    expected = [("SEN116", "warning", f"There are {labels} different labels on 100 lines.")] if warned else []
    assert [(f.rule, f.severity, f.message) for f in found(tmp_path, text, SUPERVISED)] == expected


@pytest.mark.parametrize(("hyperparameters", "severity"), [(SUPERVISED, "warning"), (WORD2VEC, "info"), ({}, "info")])
def test_a_line_beyond_a_megabyte(tmp_path: Path, hyperparameters: dict[str, str], severity: str) -> None:
    text = ("__label__1 " if hyperparameters is SUPERVISED else "") + "word " * 210_000
    assert [(f.rule, f.severity) for f in found(tmp_path, text, hyperparameters)] == [("SEN106", severity)]


@pytest.mark.parametrize(("count", "fails"), [(4, True), (5, False)])
def test_both_sides_of_min_count(tmp_path: Path, count: int, fails: bool) -> None:
    text = "cat " * count + "dog dog\n"
    report = checked(
        tmp_path, {"train/a.txt": text}, algorithm="blazingtext", hyperparameters={**WORD2VEC, "min_count": "5"}
    )
    message = (
        f"'min_count' is 5; by the data it must be at most {count} (how often the commonest word comes; all others "
        "are dropped)."
    )
    assert [(f.rule, f.message) for f in report.findings] == ([("HYP107", message)] if fails else [])


def test_a_default_min_count_in_a_request(tmp_path: Path) -> None:
    job = request(SUPERVISED, [channel("train", "text/plain")], InstanceType="ml.c5.2xlarge")
    folder = write(tmp_path, {"train/a.txt": "__label__1 a b\n__label__2 a b\n"})
    message = (
        "'min_count' is 5 by default; by the data it must be at most 2 (how often the commonest word comes; all "
        "others are dropped)."
    )
    assert [f[:3] for f in findings("blazingtext", job, "HYP", path=folder)] == [("HYP107", "error", message)]


def test_several_files_are_one_too_many(tmp_path: Path) -> None:
    report = checked(tmp_path, {"train/a.txt": LABELLED, "train/b.txt": LABELLED}, algorithm="blazingtext")
    assert [(f.rule, f.severity, f.location.file, f.source) for f in report.findings] == [
        ("LAY109", "error", "train/b.txt", ("https://docs.aws.amazon.com/sagemaker/latest/dg/blazingtext.html",))
    ]


def test_a_file_of_blank_lines(tmp_path: Path) -> None:
    report = checked(tmp_path, {"train/a.txt": "\n \n"}, algorithm="blazingtext")
    assert ("LAY106", "error", "The file holds nothing but blank lines.") in [
        (f.rule, f.severity, f.message) for f in report.findings
    ]


STOPPING = {**SUPERVISED, "early_stopping": "True"}
MISSING = (
    "With mode = supervised and early_stopping = True, BlazingText needs the channel 'validation', and there is none."
)
RULED_OUT = "BlazingText takes the channel 'validation' only with mode = supervised."


@pytest.mark.parametrize(
    ("hyperparameters", "channels", "expected"),
    [
        (SUPERVISED, ("train",), []),
        (SUPERVISED, ("train", "validation"), []),
        (STOPPING, ("train", "validation"), []),
        (STOPPING, ("train",), [("LAY101", "error", MISSING)]),
        (WORD2VEC, ("train", "validation"), [("LAY103", "warning", RULED_OUT)]),
        ({}, ("train", "validation"), []),
    ],
)  # fmt: skip
def test_the_validation_channel(
    tmp_path: Path, hyperparameters: dict[str, str], channels: tuple[str, ...], expected: list[tuple[str, str, str]]
) -> None:
    files = {f"{name}/a.txt": LABELLED for name in channels}
    report = checked(tmp_path, files, algorithm="blazingtext", hyperparameters=hyperparameters)
    assert [(f.rule, f.severity, f.message) for f in report.findings if f.rule.startswith("LAY")] == expected


@pytest.mark.parametrize("in_request", [True, False])
def test_a_channel_that_a_switch_asks_for_may_be_switched_off(tmp_path: Path, in_request: bool) -> None:
    job = request_of(request(STOPPING, [channel("train", "text/plain")]), JOB) if in_request else None
    given = {} if in_request else STOPPING
    report = checked(tmp_path, {"train/a.txt": LABELLED}, algorithm="blazingtext", job=job, hyperparameters=given)
    (told,) = (f for f in report.findings if f.rule == "LAY101")
    assert (told.channel, told.location.key) == ("validation", "HyperParameters.early_stopping")
    assert (told.location.file, told.value) == (JOB if in_request else None, None)
    assert told.fix.endswith("; or set early_stopping to False.")


@pytest.mark.parametrize(
    ("count", "distribution", "fails"),
    [(1, "ShardedByS3Key", False), (2, "ShardedByS3Key", True), (2, "FullyReplicated", False)],
)
def test_several_machines_want_all_of_the_data(count: int, distribution: str, fails: bool) -> None:
    train = channel("train", "text/plain", s3={"S3DataDistributionType": distribution})
    job = request({"mode": "batch_skipgram"}, [train], InstanceType="ml.c5.xlarge", InstanceCount=count)
    message = "The channel 'train' must be FullyReplicated; it is ShardedByS3Key."
    key = "InputDataConfig[0].DataSource.S3DataSource.S3DataDistributionType"
    expected = [("REQ104", "error", message, key, distribution, "train")] if fails else []
    assert findings("blazingtext", job, "REQ104") == expected


def test_a_csv_of_labels_and_texts_is_no_text_for_it(tmp_path: Path) -> None:
    report = checked(
        tmp_path, {"train/a.csv": "1,good film\n0,bad film\n"}, algorithm="blazingtext", hyperparameters=SUPERVISED
    )
    assert [f.rule for f in report.findings if f.severity == "error"] == ["SEN110"]


def test_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path, {"train/a.txt": LABELLED + 'bad "__label__2\x1b[31m film\n'})
    assert main(["check", str(folder), "--algorithm", "blazingtext", "--hyperparameter", "mode=supervised"]) == 1
    shown = capsys.readouterr().out
    assert "error  SEN111 label-within-a-word\ntrain/a.txt:61\n" in shown
    assert "Words with __label__ inside, where it is not read as a label: 1." in shown
    assert "\x1b[31m" not in shown


@pytest.mark.parametrize(
    ("kind", "instance", "warned"),
    [
        ("AugmentedManifestFile", "ml.g4dn.xlarge", True),
        ("AugmentedManifestFile", "ml.c5.2xlarge", False),
        ("S3Prefix", "ml.g4dn.xlarge", False),
    ],
)
def test_augmented_manifests_are_for_cpus(kind: str, instance: str, warned: bool) -> None:
    job = request(SUPERVISED, [channel("train", s3={"S3DataType": kind})], "Pipe", InstanceType=instance)
    message = "ml.g4dn.xlarge is a GPU instance; augmented manifests are documented for CPU instances."
    expected = [("RES109", "warning", message, "ResourceConfig.InstanceType", instance, None)] if warned else []
    assert findings("blazingtext", job, "RES") == expected


@pytest.mark.parametrize(
    ("joined", "apart", "told"), [(29, 0, False), (30, 0, True), (45, 5, True), (44, 6, False), (0, 50, False)]
)
def test_marks_that_are_joined_to_words(tmp_path: Path, joined: int, apart: int, told: bool) -> None:
    text = "the cat, a dog.\n" * joined + "the cat , mr. dog .\n" * apart + "no mark at all 1,000\n" * 10
    expected = (
        [f"Of the first {joined + apart + 10} lines {joined} have marks that are joined to words."] if told else []
    )
    assert [f.message for f in found(tmp_path, text, WORD2VEC) if f.rule == "SEN122"] == expected


@pytest.mark.parametrize(("text", "unquoted"), [('"the team won"', True), ("the team won", False)])
def test_a_comma_before_a_text_in_quotes_is_mended_with_them(text: str, unquoted: bool, tmp_path: Path) -> None:
    lines = f"__label__sport,{text}\n__label__news,{text}\n"
    report = checked(tmp_path, {"train/a.txt": lines}, algorithm="blazingtext", hyperparameters={"mode": "supervised"})
    (fix,) = [one.fix for one in report.findings if one.rule == "SEN117"]
    assert ("without quotes" in fix) == unquoted


@pytest.mark.parametrize(
    ("alone", "apart", "hyperparameters", "severity"),
    [
        (30, 0, WORD2VEC, "error"),
        (29, 0, WORD2VEC, None),
        (45, 5, WORD2VEC, "error"),
        (44, 6, WORD2VEC, None),
        (30, 0, {}, "warning"),
        (30, 0, SUPERVISED, None),
    ],
)
def test_lines_of_one_word(
    alone: int, apart: int, hyperparameters: dict[str, str], severity: str | None, tmp_path: Path
) -> None:
    text = "".join(f"公司发布重要的产品{n}\n" for n in range(alone)) + "公司 发布 产品\n" * apart
    said = [f.severity for f in found(tmp_path, text, hyperparameters) if f.rule == "SEN123"]
    assert said == ([severity] if severity else [])


def test_words_of_one_line_each_that_come_again_are_less_sure(tmp_path: Path) -> None:
    (said,) = (f for f in found(tmp_path, "cat\ndog\n" * 30, WORD2VEC) if f.rule == "SEN123")
    assert said.severity == "warning"
