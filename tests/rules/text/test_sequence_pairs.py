"""The rules on pairs of token sequences, and on what lies beside them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from advisor.cli import main
from advisor.findings import Finding
from advisor.request import request_of
from tests.builders.folders import checked, write
from tests.builders.requests import channel, findings, request
from tests.builders.tokens import pair, pairs, word_ids, word_vectors

SIZES = {"enc0_vocab_size": "50", "enc0_max_seq_len": "9"}
SOUND = pairs()
Brief = tuple[str, str, str | None, int | None, str | None, str | None]


def judged(folder: Path, files: Mapping[str, str | bytes], **hyperparameters: str) -> list[Finding]:
    report = checked(folder, files, algorithm="object2vec", hyperparameters=hyperparameters or SIZES)
    return list(report.findings)


def brief(finding: Finding) -> Brief:
    place = finding.location
    return finding.rule, finding.severity, place.file, place.line, place.key, finding.value


@pytest.mark.parametrize("line", ["hello", "the first line", "0,1,2", "1 2 3"])
def test_a_first_line_that_is_no_json(tmp_path: Path, line: str) -> None:
    hits = [brief(f) for f in judged(tmp_path, {"train/a.jsonl": f"{line}\n{SOUND}"})]
    rule = "SEQ104"
    assert hits == [(rule, "error", "train/a.jsonl", 1, None, line)]


SMALL = pair(0, [0, 1], [2])
SHARED = (
    "The highest id of 'in1' is 2; with enc0_vocab_size = 2 it must be below 2. 'in1' is compared with it while "
    "enc1_network is enc0 by default."
)
OWN = (
    "The highest id of 'in1' is 2; with enc1_vocab_size = 2 it must be below 2. 'in1' is compared with it while "
    "enc1_network is hcnn."
)


@pytest.mark.parametrize(
    ("hyperparameters", "messages"),
    [
        ({"enc0_vocab_size": "3"}, []),
        ({"enc0_vocab_size": "2", "enc1_vocab_size": "3"}, [SHARED]),
        ({"enc0_vocab_size": "2", "enc1_vocab_size": "3", "enc1_network": "hcnn"}, []),
        ({"enc0_vocab_size": "2", "enc1_vocab_size": "2", "enc1_network": "hcnn"}, [OWN]),
    ],
)  # fmt: skip
def test_the_vocabulary_of_encoder_0_rules_both_sides(
    tmp_path: Path, hyperparameters: dict[str, str], messages: list[str]
) -> None:
    found = judged(tmp_path, {"train/a.jsonl": SMALL}, **hyperparameters, enc0_max_seq_len="2", enc1_max_seq_len="2")
    assert [f.message for f in found if f.severity == "error"] == messages


def test_ids_are_held_against_their_size_in_every_channel(tmp_path: Path) -> None:
    files = {"train/a.jsonl": SOUND, "validation/a.jsonl": pair(in0=[99]), "test/a.jsonl": pair(in0=[50])}
    report = checked(tmp_path, files, algorithm="object2vec", hyperparameters=SIZES)
    assert sorted((f.rule, f.location.file or "") for f in report.findings) == [
        ("SEQ140", "test/a.jsonl"), ("SEQ140", "validation/a.jsonl"),
    ]  # fmt: skip
    assert report.derived == {"enc0_vocab_size": 100, "enc0_max_seq_len": 9, "num_classes": 2}


def test_both_sides_of_the_longest_list(tmp_path: Path) -> None:
    files = {"train/a.jsonl": pair(1, [1, 2, 3], [4]) + pair(0, [1, 2, 3, 4], [4])}
    report = checked(tmp_path, files, algorithm="object2vec", hyperparameters={**SIZES, "enc0_max_seq_len": "3"})
    (found,) = (finding for finding in report.findings if finding.rule == "SEQ142")
    assert (found.location.line, found.count) == (2, 1)


def test_each_encoder_of_its_own_follows_from_its_side(tmp_path: Path) -> None:
    files = {"train/a.jsonl": pair(2, [5, 6, 7], [30])}
    report = checked(tmp_path, files, algorithm="object2vec", hyperparameters={"enc1_network": "bilstm"})
    assert report.derived == {
        "enc0_vocab_size": 8, "enc0_max_seq_len": 3, "enc1_vocab_size": 31, "enc1_max_seq_len": 1, "num_classes": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("hyperparameters", "rules"),
    [({"num_classes": "3"}, []), ({"num_classes": "2"}, ["HYP107", "SEQ131"]), ({}, ["HYP107", "SEQ131"])],
)
def test_classes_of_a_request(tmp_path: Path, hyperparameters: dict[str, str], rules: list[str]) -> None:
    write(tmp_path, {"train/a.jsonl": pairs(lambda i: i % 3)})
    job = request({**SIZES, **hyperparameters}, [channel("train", "application/jsonlines")])
    report = checked(tmp_path, {}, algorithm="object2vec", job=request_of(job, "job.json"))
    assert sorted(f.rule for f in report.findings if f.severity == "error") == rules


@pytest.mark.parametrize("given", [{}, {"num_classes": "2"}])
def test_scores_are_no_classes(tmp_path: Path, given: dict[str, str]) -> None:
    sizes = {**SIZES, **given, "output_layer": "mean_squared_error"}
    found = judged(tmp_path, {"train/a.jsonl": pairs(lambda i: 1 + i % 5)}, **sizes)
    assert [(f.rule, f.severity) for f in found] == [("HYP113", "info") for _ in given]


def test_a_hyperparameter_of_the_sdk_that_it_does_not_know() -> None:
    job = request({**SIZES, "feature_dim": "10"}, [channel("train", "application/jsonlines")])
    ((rule, severity, message, *_),) = findings("object2vec", job, "HYP")
    assert (rule, severity) == ("HYP101", "error")
    assert "'feature_dim'" in message


NOT_THERE = "The file 'glove.txt', which 'enc0_pretrained_embedding_file' names, is not in the channel 'auxiliary'."
UNREAD = "The file holds bytes of no known format; the other files of the channel hold a vocabulary (JSON)."
NAMED = {"enc0_pretrained_embedding_file": "glove.txt", "enc0_vocab_file": "vocab.json"}
BESIDE = {"auxiliary/glove.txt": word_vectors(9, 300), "auxiliary/vocab.json": word_ids(9, ())}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (BESIDE, []),
        ({"auxiliary/vocab.json": word_ids(9, ())}, [
            ("VOJ110", "error", NOT_THERE),
        ]),
        ({**BESIDE, "auxiliary/glove.txt": word_vectors(9, 50)}, [
            ("WVE104", "warning", "The vectors have 50 numbers; enc0_token_embedding_dim is 300."),
        ]),
        ({**BESIDE, "auxiliary/glove.txt": "9 300\n" + word_vectors(9, 300)}, [
            ("WVE103", "warning", "The first line holds two numbers and no word."),
        ]),
        ({**BESIDE, "auxiliary/glove.txt": word_vectors(9, 300) + "word\n"}, [
            ("WVE102", "warning", "Lines that do not end in a number: 1."),
        ]),
        ({**BESIDE, "auxiliary/glove.txt": word_vectors(9, 300).encode("utf-16")}, [
            ("WVE101", "error", "The file of word vectors is in UTF-16 or UTF-32, not UTF-8, and was not read."),
        ]),
        ({**BESIDE, "auxiliary/vocab.json": '{"a": 0, "b": 2}'}, [
            ("VOJ106", "warning", "The ids go up to 2; without a word: 1 (1 in all)."),
        ]),
        ({**BESIDE, "auxiliary/model.bin": b"\x00\x01" * 99}, [
            ("LAY107", "error", UNREAD),
        ]),
    ],
)  # fmt: skip
def test_what_lies_in_the_auxiliary_channel(
    tmp_path: Path, files: dict[str, str | bytes], expected: list[tuple[str, str, str]]
) -> None:
    found = judged(tmp_path, {"train/a.jsonl": SOUND, **files}, **SIZES, **NAMED)
    assert [(f.rule, f.severity, f.message) for f in found] == expected


def test_named_files_without_their_channel(tmp_path: Path) -> None:
    found = judged(tmp_path, {"train/a.jsonl": SOUND}, **SIZES, **NAMED)
    assert [(f.rule, f.channel) for f in found] == [
        ("VOJ110", "auxiliary"), ("VOJ110", "auxiliary"), ("HYP117", None), ("HYP117", None),
    ]  # fmt: skip


def test_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path, {"train/a.jsonl": SOUND + pair(in1=[7, 77])})
    given = [argument for name, value in SIZES.items() for argument in ("--hyperparameter", f"{name}={value}")]
    assert main(["check", str(folder), "--algorithm", "object2vec", *given]) == 1
    shown = capsys.readouterr().out
    assert "error  SEQ140 id-beyond-vocabulary-size\ntrain/a.jsonl:61: in1[1]\n" in shown
    assert "enc0_vocab_size=78" in shown
